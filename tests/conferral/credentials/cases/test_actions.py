"""A learner asks, and somebody who had no part in it decides."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cast import (
    PASSED,
    a_course,
    a_person,
    an_award,
    an_import,
    an_issued_credential,
    an_organization,
    dara,
    gugu,
    hana,
    imani,
    publish,
)
from conferral.credentials.cases import actions, personal_data
from conferral.credentials.cases.actions import Answer, Plea
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls import personal_data as of_recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Exhibit, Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Batch, Brakes
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.awards import braking, holding
from conferral.learning.awards.jobs import EVALUATE_CHANGED, SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Evaluated, JudgementKind
from conferral.learning.moderation import actions as moderation
from conferral.learning.progress import judging
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, Judgement
from conferral.oversight.fsck.moderation import awards as moderated_unduly
from moderating import a_moderated_course, a_round, not_upheld

pytestmark = pytest.mark.django_db
DEED_POLL = b"%PDF-1.7 deed poll"
NAME = Plea(Kind.NAME, "My name has changed.", "Ada Lovelace")
APPEAL = Plea(Kind.APPEAL, "It was not me.")
QUESTION = Plea(Kind.QUESTION, "Why not yet?")
PRACTICE = Evaluated("practice", "Practical simulation")
YES = Answer(Outcome.UPHELD, "You are right.")
NO = Answer(Outcome.DISMISSED, "We have looked at it again.")


@pytest.fixture
def credential():
    return an_issued_credential()


@pytest.fixture
def enrolment(credential):
    return credential.award.enrolment


@pytest.fixture
def to_judge():
    """Ada, of whom only a human can say whether she is competent."""
    version = a_course(criterion_json=criteria.to_json(PRACTICE))
    return Enrolment.objects.create(person=a_person("Ada Nkosi"), version=version)


def run():
    while CALL_BACK.run():
        pass
    publish()


def newest(enrolment):
    return enrolment.award.credentials.current().get()


def test_it_is_acknowledged_with_the_day_of_the_answer(enrolment):
    case = actions.ask(enrolment, QUESTION)
    (letter,) = Message.objects.all()
    assert f"{case.due_on:%B %Y}" in letter.text
    assert "Why not yet?" in letter.text
    assert letter.to == "ada@example.test"


def test_the_same_is_not_asked_twice_at_once(enrolment):
    actions.ask(enrolment, QUESTION)
    with pytest.raises(Refused, match="asked that already"):
        actions.ask(enrolment, QUESTION)
    actions.ask(enrolment, APPEAL)  # Something else is.


@pytest.mark.parametrize(
    ("plea", "part"),
    [
        (Plea(Kind.QUESTION, " "), "words"),
        (Plea(Kind.QUESTION, "x" * 4001), "words"),
        (Plea(Kind.NAME, "Wrong", "=cmd()"), "holder_name"),
        (Plea(Kind.NAME, "Wrong", "Ada Nkosi"), "holder_name"),
    ],
)
def test_what_is_missing_is_named(enrolment, plea, part):
    with pytest.raises(RefusedPart) as no:
        actions.ask(enrolment, plea)
    assert no.value.part == part


def test_to_be_forgotten_is_asked_once_for_all_courses(enrolment):
    plea = Plea(Kind.ERASURE, "")
    actions.ask(enrolment, plea)
    other = Enrolment.objects.create(person=enrolment.person, version=a_course("other"))
    with pytest.raises(Refused, match="asked that already"):
        actions.ask(other, plea)


def test_an_appeal_has_days_of_its_own(enrolment):
    assert actions.ask(enrolment, QUESTION).due_on < actions.ask(enrolment, APPEAL).due_on


def test_without_a_certificate_no_name_is_corrected():
    with pytest.raises(RefusedPart, match="no certificate yet"):
        actions.ask(an_award().enrolment, NAME)


def test_a_file_that_is_no_evidence_is_refused(enrolment):
    with pytest.raises(Refused, match="none of the kinds"):
        actions.ask(enrolment, NAME, ContentFile(b"MZ", name="poll.pdf"))
    assert not Case.objects.exists()


def test_a_corrected_name_leads_to_another_certificate(credential, enrolment):
    case = actions.ask(enrolment, NAME, ContentFile(DEED_POLL, name="poll.pdf"))
    actions.answer(case, dara(), YES)
    run()
    case.refresh_from_db()
    credential.refresh_from_db()
    assert newest(enrolment).slots["holder_name"] == "Ada Lovelace"
    assert credential.names_successor is False
    assert case.recall.exhibit == case.exhibit
    assert "corrected" in Message.objects.get(key=f"case:{case.pk}:answered").text


def test_a_question_is_answered_and_the_answer_kept(enrolment):
    case = actions.ask(enrolment, QUESTION)
    with pytest.raises(RefusedPart, match="answered"):
        actions.answer(case, dara(), NO)
    actions.answer(case, dara(), Answer(Outcome.ANSWERED, "The quiz is missing."))
    case.refresh_from_db()
    assert (case.answer, case.answered_by) == ("The quiz is missing.", dara())
    with pytest.raises(Refused, match="Dara has answered"):
        actions.answer(case, hana(), Answer(Outcome.ANSWERED, "Another answer."))


def test_revoked_appealed_and_given_back(credential, enrolment):
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    case = actions.ask(enrolment, APPEAL)
    with pytest.raises(Refused, match="Somebody else must decide"):
        actions.answer(case, dara(), YES)
    actions.answer(case, hana(), YES)
    run()
    credential.refresh_from_db()
    assert credential.replaced_by == newest(enrolment)
    assert newest(enrolment).status == "valid"


def test_of_what_has_ended_meanwhile_an_upheld_appeal_leaves_the_answer(credential, enrolment):
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    Credential.objects.update(valid_until=timezone.now())
    actions.answer(actions.ask(enrolment, APPEAL), hana(), YES)
    assert not Recall.objects.exists()
    assert Case.objects.get().outcome == Outcome.UPHELD


def test_why_a_name_cannot_be_corrected_is_said(credential, enrolment):
    case = actions.ask(enrolment, NAME)
    Credential.objects.update(valid_until=timezone.now())
    with pytest.raises(Refused, match="It can only be renewed"):
        actions.answer(case, hana(), YES)


def test_suspended_appealed_and_reinstated(credential, enrolment):
    issuing.suspend(credential, dara(), "A complaint", Reason.COMPLAINT)
    actions.answer(actions.ask(enrolment, APPEAL), hana(), YES)
    credential.refresh_from_db()
    assert credential.status == "valid"


def test_held_appealed_and_let_go():
    award = an_award()
    holding.hold(award, dara(), "A question")
    actions.answer(actions.ask(award.enrolment, APPEAL), hana(), YES)
    award.refresh_from_db()
    assert award.held_at is None


def test_rejected_by_moderators_appealed_and_issued():
    the_round = not_upheld(a_round(a_moderated_course()))
    moderation.reject(the_round, imani(), "The answers were copied.")
    award = Award.objects.earliest("pk")
    case = actions.ask(award.enrolment, APPEAL)
    with pytest.raises(Refused, match="Somebody else must decide"):
        actions.answer(case, imani(), YES)
    actions.answer(case, hana(), YES)
    while SETTLE_CHANGED.run() + ISSUE_AWARDS.run():
        pass
    assert newest(award.enrolment).status == "valid"
    assert Entry.objects.get(deed="accepted").details["rejected"] == "The answers were copied."
    assert list(moderated_unduly()) == []


def test_held_and_rejected_appealed_and_let_go():
    the_round = a_round(a_moderated_course())
    award = Award.objects.earliest("pk")
    holding.hold(award, dara(), "Who is that?")
    moderation.reject(not_upheld(the_round), imani(), "The answers were copied.")
    actions.answer(actions.ask(award.enrolment, APPEAL), hana(), YES)
    award.refresh_from_db()
    assert (award.rejected_at, award.held_at) == (None, None)


def test_a_verdict_that_was_wrong_becomes_its_opposite(to_judge):
    no = judging.judge(to_judge, PRACTICE, gugu(), yes=False, remark="Not safe yet.")
    assert not to_judge.decision.met
    case = actions.ask(to_judge, APPEAL)
    (refusal,) = judging.refusals_of(to_judge)
    assert refusal.judgement == no
    actions.answer(
        case, hana(), Answer(Outcome.UPHELD, "You are.", overturned=frozenset({refusal.key}))
    )
    assert Enrolment.objects.get(pk=to_judge.pk).decision.met
    assert judging.refusals_of(to_judge) == ()


def test_only_what_stands_can_be_overturned(to_judge):
    case = actions.ask(to_judge, APPEAL)
    with pytest.raises(RefusedPart, match="Look again"):
        actions.answer(
            case, hana(), Answer(Outcome.UPHELD, "Yes.", overturned=frozenset({"no:such"}))
        )


def test_an_appeal_that_is_dismissed_changes_nothing(credential, enrolment):
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    case = actions.ask(enrolment, APPEAL)
    actions.answer(case, hana(), NO)
    run()
    assert newest(enrolment).status == "revoked"
    assert "We have looked at it again." in Message.objects.last().text


def test_whoever_judged_does_not_decide_the_appeal(enrolment):
    case = actions.ask(enrolment, APPEAL)
    Judgement.objects.create(
        enrolment=enrolment,
        kind=JudgementKind.EVALUATION,
        code="course",
        is_positive=False,
        at=case.asked_at,
        by=gugu(),
    )
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(case, gugu(), NO)


def test_whoever_held_it_with_many_others_does_not_decide_the_appeal():
    award = an_award()
    holding.hold_all(an_organization(), dara(), Award.objects.all(), "In doubt", expected=1)
    case = actions.ask(award.enrolment, APPEAL)
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(case, dara(), YES)


def test_whoever_cancelled_its_batch_does_not_decide_the_appeal():
    award = an_award()
    batch = Batch.objects.create(organization=an_organization(), count=1, usual=0, most=0)
    holding.hold(award, dara(), "So many are unusual")
    Award.objects.update(batch=batch)
    braking.cancel(batch, hana(), "They were copied", timezone.now())
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(actions.ask(award.enrolment, APPEAL), hana(), YES)


@pytest.fixture
def of_a_batch():
    """One of two that Dara brought in, and that were too many."""
    version = a_course()
    Brakes.objects.update(unusual_from=1)
    rows = [(name, f"{name}@example.test", PASSED) for name in ("Ada", "Ben")]
    an_import(*rows, version=version)
    READ_IMPORTS.run()
    belt()
    return Award.objects.order_by("pk")[0]


def belt():
    while sum(stage.run() for stage in (EVALUATE_CHANGED, SETTLE_CHANGED, ISSUE_AWARDS)):
        pass


def test_an_upheld_appeal_takes_it_out_of_its_batch(of_a_batch):
    (batch,) = Batch.objects.open()
    assert batch.count == 2
    actions.answer(actions.ask(of_a_batch.enrolment, APPEAL), hana(), YES)
    belt()
    (credential,) = Credential.objects.all()
    assert credential.award == of_a_batch
    batch.refresh_from_db()
    assert (batch.is_open, batch.count, braking.waiting_in(batch).count()) == (True, 1, 1)
    assert Entry.objects.get(deed="let go").actor == hana()
    braking.let_go(batch, hana(), timezone.now(), expected=1)
    belt()
    assert Credential.objects.count() == 2


def test_whoever_brought_the_batch_in_lets_none_of_it_go_by_an_appeal(of_a_batch):
    case = actions.ask(of_a_batch.enrolment, APPEAL)
    with pytest.raises(Refused, match="You brought in what it rests on"):
        actions.answer(case, dara(), YES)
    of_a_batch.refresh_from_db()
    assert of_a_batch.batch == Batch.objects.get()
    assert Case.objects.open().exists()


def test_whoever_called_its_batch_off_does_not_decide_the_appeal():
    award = an_award()
    batch = Batch.objects.create(organization=an_organization(), count=1, usual=0, most=0)
    Award.objects.update(batch=batch)
    braking.call_off(batch, hana(), timezone.now())
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(actions.ask(award.enrolment, APPEAL), hana(), YES)


def test_whoever_agreed_to_the_recall_does_not_decide_the_appeal(credential, enrolment):
    order = Order(False, Reason.MISCONDUCT, "Misconduct", (Wanted(credential.number),))
    organization = an_organization()
    organization.recalls_alone_up_to = 0
    organization.save()
    recall = recalls.call_back(organization, dara(), order, expected=1)
    recalls.agree(recall, hana())
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(actions.ask(enrolment, APPEAL), hana(), YES)


def test_whoever_dismissed_the_first_appeal_does_not_decide_the_second(credential, enrolment):
    issuing.revoke(credential, gugu(), "Misconduct", Reason.MISCONDUCT)
    actions.answer(actions.ask(enrolment, APPEAL), dara(), NO)
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(actions.ask(enrolment, APPEAL), dara(), NO)


def test_nobody_answers_themselves(enrolment):
    case = actions.ask(enrolment, NAME)
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer(case, enrolment.person, YES)


def test_who_is_forgotten_leaves_no_words_and_no_file(enrolment):
    case = actions.ask(enrolment, NAME, ContentFile(DEED_POLL, name="poll.pdf"))
    actions.answer(case, dara(), NO)
    path = case.exhibit.file.name
    assert personal_data.export(enrolment.person)["cases"][0]["words"] == NAME.words
    personal_data.erase(enrolment.person, an_organization())
    of_recalls.erase(enrolment.person, an_organization())
    case.refresh_from_db()
    assert (case.words, case.answer, case.exhibit) == ("", "", None)
    assert not default_storage.exists(path)
    assert not Exhibit.objects.exists()

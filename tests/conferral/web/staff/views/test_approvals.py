"""The page Approvals: what waits for whom, what changed, and what a decision lets go."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from cast import a_course, a_draft, a_member, an_award, an_organization, bruno, emil, femi, gugu
from conferral import worker
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import actions
from conferral.learning.review.comments import comment
from conferral.learning.review.models import Comment, ExtraRole, Review, Submission
from reviewing import approved, review_of, say_yes, submitted, tick

pytestmark = pytest.mark.django_db


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def address(name, version):
    return reverse(name, args=[version.course.code, version.number])


def shown(person, version):
    answer = browser_of(person).get(address("approval", version))
    assert answer.status_code == 200
    return answer.content.decode()


def queue(person):
    return browser_of(person).get(reverse("approvals")).context["queue"]


def everything(review, **more):
    ticks = {f"met-{item.position}": "yes" for item in review.items.all()}
    return ticks | {"vote": "yes", "sure": "on"} | more


def decide(person, review, **more):
    said = everything(review, **more)
    said = {name: value for name, value in said.items() if value}
    return browser_of(person).post(reverse("review-decide", args=[review.pk]), said)


def an_award_that_waits(name, version):
    award = an_award(name, version)
    worker.run_until_idle()
    return award


# The queue.


def test_what_i_can_decide_waits_for_me_and_the_rest_for_others():
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, femi())
    assert [each.as_role for each in queue(gugu()).mine] == [Role.TRAINER]
    assert queue(femi()).mine == ()
    assert len(queue(femi()).others) == len(queue(emil()).others) == 1


def test_what_is_late_says_so():
    submitted(a_draft())
    Submission.objects.update(due_on="2020-01-01")
    page = browser_of(femi()).get(reverse("approvals")).content.decode()
    assert "Overdue" in page


def test_drafts_are_listed_for_those_who_can_submit_them():
    draft = a_draft()
    assert list(queue(bruno()).drafts) == [draft]
    assert list(queue(emil()).drafts) == []


def test_what_another_organization_reviews_is_not_shown(stranger):
    approved(a_draft())
    submitted(a_draft("other"))
    theirs = queue(stranger)
    assert (theirs.mine, theirs.others) == ((), ())
    assert (list(theirs.drafts), list(theirs.decided)) == ([], [])


def test_an_administrator_sets_who_is_asked():
    administrator = a_member("Lindiwe", Role.ADMINISTRATOR)
    answer = browser_of(administrator).post(reverse("approval-roles"), {"roles": ["moderator"]})
    assert answer.status_code == 302
    assert ExtraRole.objects.get().role == Role.MODERATOR


# Submitting.


def test_an_author_submits_and_names_whom_to_ask():
    femi(), gugu()
    ella = a_member("Ella", Role.EXPERT)
    version = a_draft()
    said = {"as-subject-expert": ella.pk, "due_on": "2036-12-24", "note": "Mind module 2."}
    assert browser_of(bruno()).post(address("approval-submit", version), said).status_code == 302
    submission = Submission.objects.get()
    assert review_of(submission, Role.EXPERT).reviewer == ella
    assert str(submission.due_on) == "2036-12-24"


def test_whoever_cannot_decide_is_not_offered():
    both = a_member("Ella", Role.EXPERT)
    a_member("Ella", Role.AUTHOR)
    femi(), gugu()
    page = browser_of(both).get(address("approval", a_draft())).context["submit"]
    names = [name for _, name in page.fields["as-subject-expert"].choices]
    assert names == ["Anybody with that role", "Femi"]


def test_a_refusal_is_shown_and_what_was_written_is_kept():
    version = a_draft()
    said = {"note": "Mind module 2."}
    answer = browser_of(bruno()).post(address("approval-submit", version), said)
    assert answer.status_code == 409
    assert "Nobody is left to review this" in answer.content.decode()
    assert "Mind module 2." in answer.content.decode()


def test_an_author_takes_it_back():
    version = a_draft()
    submitted(version)
    browser_of(bruno()).post(address("approval-take-back", version))
    assert not Submission.objects.open().exists()


# Looking.


def test_without_an_approved_version_before_all_that_it_says_is_shown():
    page = shown(femi(), a_draft())
    assert "What it says" in page
    assert "resuscitation" in page


def test_beside_the_version_before_only_what_changed_is_marked():
    a_course()
    page = shown(femi(), a_draft(title="First Aid at Work"))
    assert "<del>Workplace" in page.replace("<del> ", "<del>")
    assert "<ins>" in page


def test_whoever_may_not_decide_sees_no_form():
    submission = submitted(a_draft())
    for person in (bruno(), emil()):
        assert "Approve as" not in shown(person, submission.version)
    assert "Approve as subject expert" in shown(femi(), submission.version)


def test_whoever_holds_two_roles_chooses_one():
    both = a_member("Ella", Role.EXPERT)
    a_member("Ella", Role.TRAINER)
    submission = submitted(a_draft())
    trainer = review_of(submission, Role.TRAINER)
    where = address("approval", submission.version)
    assert "Approve as subject expert" in browser_of(both).get(where).content.decode()
    page = browser_of(both).get(where, {"review": trainer.pk}).content.decode()
    assert "Approve as trainer" in page


def test_the_last_yes_says_how_many_certificates_it_lets_go():
    version = a_draft()
    an_award_that_waits("Ada Nkosi", version)
    an_award_that_waits("Ben Dube", version)
    submission = submitted(version)
    assert "2 certificates wait for this approval. Others" in shown(femi(), version)
    say_yes(submission, Role.EXPERT, femi())
    assert "2 certificates that wait for it are issued" in shown(gugu(), version)


def test_what_was_edited_meanwhile_is_named():
    version = a_draft()
    submitted(version)
    CourseVersion.objects.filter(pk=version.pk).update(title="First Aid at Work")
    page = shown(bruno(), version)
    assert "It was edited after it was submitted: title." in page
    assert "Submit for review" in page


def test_an_auditor_reads_who_signed_what():
    version = approved(a_draft())
    page = shown(emil(), version)
    review = Review.objects.get(role=Role.EXPERT)
    ticked = "The level and the hours fit the content. <b>Yes</b>"
    for words in ("as subject expert: <bdi>Femi</bdi>", review.digest, review.line, ticked):
        assert words in page, words


# Deciding.


def test_expert_and_trainer_approve_and_the_certificates_go_out():
    version = a_draft()
    for name in ("Ada Nkosi", "Ben Dube", "Cora Smit"):
        an_award_that_waits(name, version)
    assert not Credential.objects.exists()
    submission = submitted(version)
    assert decide(femi(), review_of(submission, Role.EXPERT)).status_code == 302
    worker.run_until_idle()
    assert not Credential.objects.exists()
    assert decide(gugu(), review_of(submission, Role.TRAINER)).status_code == 302
    worker.run_until_idle()
    assert Credential.objects.count() == 3


def test_answers_are_kept_before_the_decision():
    review = review_of(submitted(a_draft()), Role.EXPERT)
    said = {"met-1": "yes", "met-2": "no", "remark-2": "Module 3 is missing."}
    where = reverse("review-answers", args=[review.pk])
    assert browser_of(femi()).post(where, said).status_code == 302
    assert [item.met for item in review.items.all()] == ["yes", "no", "", ""]
    assert "Module 3 is missing." in shown(femi(), review.submission.version)


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"sure": ""}, 422, "your name will stand under it"),
        ({"met-3": ""}, 409, "number 3 is open"),
        ({"vote": "no"}, 409, "Say what has to change"),
        ({"vote": "perhaps"}, 422, ""),
    ],
)
def test_a_decision_that_is_not_complete_says_why_and_keeps_the_ticks(more, status, words):
    review = review_of(submitted(a_draft()), Role.EXPERT)
    answer = decide(femi(), review, **more)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (status, True)
    assert page.count("checked") >= 3
    assert not Review.objects.exclude(vote="").exists()


def test_a_no_stands_in_the_history_with_its_remark():
    version = a_draft()
    review = review_of(submitted(version), Role.EXPERT)
    decide(femi(), review, vote="no", remark="Bleeding is missing.")
    assert "Bleeding is missing." in shown(bruno(), version)
    assert "Sent back" in shown(bruno(), version)


def test_the_second_of_two_who_decide_at_once_is_told():
    submission = submitted(a_draft())
    review = review_of(submission, Role.EXPERT)
    tick(review, femi())
    actions.decide(review, femi(), "yes")
    answer = decide(a_member("Ella", Role.EXPERT), review)
    assert answer.status_code == 409
    assert "decided already" in answer.content.decode()


def test_a_reviewer_lets_somebody_else_decide():
    ella = a_member("Ella", Role.EXPERT)
    review = review_of(submitted(a_draft(), to={Role.EXPERT: femi()}), Role.EXPERT)
    where, prefix = reverse("review-delegate", args=[review.pk]), f"deputy-{review.pk}"
    said = {f"{prefix}-person": ella.pk, f"{prefix}-until": "2036-12-24"}
    assert browser_of(femi()).post(where, said).status_code == 302
    assert "Approve as subject expert" in shown(ella, review.submission.version)


def test_an_author_asks_somebody_else():
    ella = a_member("Ella", Role.EXPERT)
    review = review_of(submitted(a_draft(), to={Role.EXPERT: femi()}), Role.EXPERT)
    where = reverse("review-assign", args=[review.pk])
    assert browser_of(bruno()).post(where, {f"ask-{review.pk}-person": ella.pk}).status_code == 302
    review.refresh_from_db()
    assert review.reviewer == ella


# Taking back, and talking.


def test_an_approval_is_withdrawn_with_a_reason():
    version = approved(a_draft())
    said = {"because": "The method has changed.", "sure": "on"}
    assert browser_of(femi()).post(address("approval-withdraw", version), said).status_code == 302
    page = shown(bruno(), version)
    assert "Approval withdrawn" in page
    assert "The method has changed." in page


def test_a_thousand_that_wait_make_a_withdrawal_no_slower(django_assert_max_num_queries):
    version = approved(a_draft())
    version.enrolments.model.objects.bulk_create(
        version.enrolments.model(
            person=a_member(f"L{n}", Role.AUDITOR), version=version, evaluated_at=datetime.now(UTC)
        )
        for n in range(20)
    )
    with django_assert_max_num_queries(40):
        actions.withdraw(version, femi(), "The method has changed.")


def test_people_talk_about_a_module_and_settle_it():
    version = a_draft()
    said = {"place": "final-quiz", "text": "Ten questions are too few."}
    browser_of(femi()).post(address("approval-comment", version), said)
    thread = Comment.objects.get()
    answer = {"answers": thread.pk, "text": "I have added five."}
    browser_of(bruno()).post(address("approval-comment", version), answer)
    browser_of(femi()).post(reverse("comment-resolve", args=[thread.pk]))
    page = shown(emil(), version)
    for words in ("Ten questions are too few.", "I have added five.", "Settled", "final-quiz"):
        assert words in page, words


def test_a_comment_of_another_version_is_not_answered_here():
    said = comment(a_draft("other"), femi(), "Elsewhere.")
    version = a_draft()
    browser_of(bruno()).post(
        address("approval-comment", version), {"answers": said.pk, "text": "Here."}
    )
    assert Comment.objects.get(text="Here.").answers is None
    assert said.version.course.organization == an_organization()

"""Staff replace one certificate, call back many, hold one; learners ask, and staff answer."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cast import a_course, a_member, a_person, an_award, an_issued_credential, dara, hana
from conferral.credentials.cases.actions import Plea, ask
from conferral.credentials.cases.chores import remind
from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import IssuerKey
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Recall
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.learning.awards.links import token_of
from conferral.learning.awards.models import Hindsight
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Evaluated
from conferral.learning.progress import judging
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 affidavit"


@pytest.fixture
def credential():
    return an_issued_credential()


@pytest.fixture
def learner(client, credential):
    """The address of Ada's own page."""
    return f"/progress/{token_of(credential.award.enrolment)}"


def exhibit(name="affidavit.pdf"):
    return ContentFile(PDF, name=name)


def recall_of(credential, **said):
    return {
        "what": "revoke",
        "numbers": credential.number,
        "reason": "issued-in-error",
        "wording": "",
        "apology": "We are sorry.",
    } | said


def test_a_list_that_was_looked_at_can_be_changed(registrar, credential):
    said = recall_of(credential, numbers=f"{credential.number}\nSP-unknown")
    preview = registrar.post("/staff/recalls/new", said).text
    assert "1 stays as it is" in preview
    assert 'name="again"' in preview
    page = registrar.post("/staff/recalls/new", said | {"expected": "1", "again": "yes"}).text
    assert "SP-unknown</textarea>" in page
    assert "We are sorry.</textarea>" in page
    assert not Recall.objects.exists()


def test_a_lost_certificate_is_replaced_with_its_affidavit(registrar, credential):
    address = f"/staff/certificates/{credential.number}"
    assert "Replace it" in registrar.get(address).content.decode()
    said = {"reason": "lost", "names_successor": "on"}
    assert "affidavit" in registrar.post(f"{address}/replace", said).content.decode()
    said |= {"exhibit": exhibit(), "sworn_on": timezone.localdate().isoformat()}
    done = registrar.post(f"{address}/replace", said, follow=True)
    assert "Replace 1 certificate" in done.content.decode()
    assert "is about to happen" in registrar.get(address).content.decode()
    CALL_BACK.run()
    credential.refresh_from_db()
    shown = registrar.get(address).content.decode()
    assert credential.replaced_by_id in shown
    successor = registrar.get(f"/staff/certificates/{credential.replaced_by_id}").content.decode()
    assert credential.number in successor
    recall = Recall.objects.get()
    saved = registrar.get(f"/staff/exhibits/{recall.exhibit_id}")
    assert b"".join(saved.streaming_content) == PDF
    assert "attachment" in saved["Content-Disposition"]


def test_a_name_that_is_no_name_is_refused_beside_its_field(registrar, credential):
    said = {"reason": "wrong-name", "holder_name": "=cmd()"}
    answer = registrar.post(f"/staff/certificates/{credential.number}/replace", said)
    assert answer.status_code == 422
    assert not Recall.objects.exists()


def test_many_are_looked_at_before_they_are_called_back(registrar, credential):
    seen = registrar.post(
        "/staff/recalls/new", recall_of(credential, numbers=f"{credential}\nSP-1")
    )
    assert "Revoke 1 certificate?" in seen.content.decode()
    assert "1 stays as it is" in seen.content.decode()
    assert not Recall.objects.exists()
    done = registrar.post("/staff/recalls/new", recall_of(credential, expected="1"), follow=True)
    assert "0 of 1 certificate called back" in done.content.decode()
    CALL_BACK.run()
    after = registrar.get(done.request["PATH_INFO"]).content.decode()
    assert "1 of 1 certificate called back" in after


def test_one_that_a_recall_left_alone_or_took_back_is_replaced_from_its_page(registrar, credential):
    link = f'href="/staff/certificates/{credential.number}/replace"'
    registrar.post("/staff/recalls/new", recall_of(credential, expected="1"))
    recall = Recall.objects.get()
    assert link not in registrar.get(f"/staff/recalls/{recall.pk}").content.decode()
    CALL_BACK.run()
    assert link in registrar.get(f"/staff/recalls/{recall.pk}").content.decode()


def test_a_list_comes_as_a_file(registrar, credential):
    listed = ContentFile(f"number\n{credential.number}\n".encode(), name="numbers.csv")
    seen = registrar.post("/staff/recalls/new", recall_of(credential, numbers="", file=listed))
    assert "Revoke 1 certificate?" in seen.content.decode()
    binary = ContentFile(b"\xff\xfe\x00", name="numbers.csv")
    seen = registrar.post("/staff/recalls/new", recall_of(credential, numbers="", file=binary))
    assert "not text in UTF-8" in seen.content.decode()


def test_a_second_person_finds_it_on_today_and_agrees(client, credential):
    Organization.objects.update(recalls_alone_up_to=0)
    client.force_login(dara())
    client.post("/staff/recalls/new", recall_of(credential, expected="1"))
    recall = Recall.objects.get()
    page = f"/staff/recalls/{recall.pk}"
    assert "Agree, begin" not in client.get(page).content.decode()
    assert client.post(f"{page}/agree").status_code == 409
    client.force_login(a_member("Thabo", Role.REGISTRAR))
    assert "1 certificate is called back" in client.get("/staff/").content.decode()
    assert "Agree, begin" in client.get(page).content.decode()
    client.post(f"{page}/agree")
    assert "Under way" in client.get("/staff/recalls").content.decode()
    CALL_BACK.run()
    credential.refresh_from_db()
    assert credential.revoked_at


def test_all_past_the_cutoff_of_a_key_are_proposed(registrar, credential):
    key = credential.key
    assert registrar.get(f"/staff/recalls/new?key={key.pk}").status_code == 404
    key.cutoff_size = 0
    key.save()
    assert credential.number in registrar.get(f"/staff/recalls/new?key={key.pk}").content.decode()


def test_what_was_sealed_too_late_is_named_beside_the_recalls(registrar, credential):
    assert "too late to count" not in registrar.get("/staff/recalls").content.decode()
    IssuerKey.objects.filter(pk=credential.key_id).update(cutoff_size=0)
    page = registrar.get("/staff/recalls").content.decode()
    assert "1 certificate was sealed by a stolen key" in page
    assert credential.number in registrar.get("/staff/recalls/new?key=any").content.decode()


def test_what_was_reported_since_is_replaced_or_stays(registrar, credential):
    assert "Nothing is open" in registrar.get("/staff/recalls/since").content.decode()
    Hindsight.objects.create(
        award=credential.award, completed_on=date(2026, 6, 1), known_at=timezone.now()
    )
    assert "1 certificate says less than is known" in registrar.get("/staff/").content.decode()
    assert "/staff/recalls/since" in registrar.get("/staff/recalls").content.decode()
    assert "completed 1 Jun 2026" in registrar.get("/staff/recalls/since").content.decode()
    for which in ("any", credential.number):
        form = registrar.get(f"/staff/recalls/new?since={which}").content.decode()
        assert credential.number in form
        assert '<option value="results-corrected" selected>' in form
    page = f"/staff/recalls/since/{credential.number}"
    assert registrar.post(page, {"because": " "}).status_code == 422
    registrar.post(page, {"because": "It was a rehearsal"})
    assert Hindsight.objects.get().left_because == "It was a rehearsal"
    assert registrar.post(page, {"because": "Once more"}).status_code == 409


def test_a_stale_page_does_not_let_stay_what_is_being_replaced(registrar, credential):
    Hindsight.objects.create(
        award=credential.award, completed_on=date(2026, 6, 1), known_at=timezone.now()
    )
    order = recall_of(credential, what="replace", reason="results-corrected", expected="1")
    assert registrar.post("/staff/recalls/new", order).status_code == 302
    page = f"/staff/recalls/since/{credential.number}"
    assert registrar.post(page, {"because": "A rehearsal"}).status_code == 409
    CALL_BACK.run()
    assert not Hindsight.objects.exists()


def test_an_award_is_held_and_let_go(registrar):
    award = an_award("Ben Dlamini", a_course("fire"))
    page = f"/staff/learners/{award.enrolment_id}"
    assert "Hold it" in registrar.get(page).content.decode()
    registrar.post(f"{page}/hold", {"because": "Who is he?"})
    assert "Who is he?" in registrar.get(page).content.decode()
    registrar.post(f"{page}/let-go")
    award.refresh_from_db()
    assert award.held_at is None


def test_a_suspension_has_a_day_and_staff_are_reminded_once(registrar, credential):
    today = timezone.localdate(timezone=credential.key.organization.zone)
    said = {"suspend-reason": "complaint", "suspend-until": today.isoformat()}
    registrar.post(f"/staff/certificates/{credential.number}/suspend", said)
    credential.refresh_from_db()
    assert credential.suspended_until == today
    for _ in "ab":
        assert remind(credential.key.organization, today) == "1 suspension to decide."
    letters = Message.objects.filter(key__startswith="suspended-until:")
    assert [letter.to for letter in letters] == ["dara@example.test"]


def test_a_learner_asks_for_another_name_and_gets_it(client, credential, learner):
    page = client.get(learner).content.decode()
    assert "Ask us" in page
    said = {"kind": "name", "words": "I married.", "holder_name": "Ada Lovelace"}
    answer = client.post(f"{learner}/ask", said | {"exhibit": exhibit("marriage.pdf")})
    assert answer.status_code == 302
    assert "Another name" in client.get(learner).content.decode()
    assert "asked that already" in client.post(f"{learner}/ask", said).content.decode()
    client.force_login(dara())
    (case,) = Case.objects.all()
    assert "1 learner waits for another name" in client.get("/staff/").content.decode()
    assert "marriage.pdf" in client.get(f"/staff/cases/{case.pk}").content.decode()
    client.post(
        f"/staff/cases/{case.pk}/answer", {"outcome": "upheld", "words": "Congratulations!"}
    )
    CALL_BACK.run()
    page = client.get(learner).content.decode()
    assert "Congratulations!" in page
    assert case.credential.award.credentials.current().get().number in page


def test_whoever_revoked_it_does_not_decide_the_appeal(client, credential, learner):
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    assert "Your certificate is revoked" in client.get(learner).content.decode()
    client.post(f"{learner}/ask", {"kind": "appeal", "words": "It was not me."})
    (case,) = Case.objects.all()
    client.force_login(dara())
    assert "a colleague decides" in client.get(f"/staff/cases/{case.pk}").content.decode()
    said = {"outcome": "dismissed", "words": "No."}
    assert client.post(f"/staff/cases/{case.pk}/answer", said).status_code == 409
    client.force_login(hana())
    assert "Send the answer" in client.get(f"/staff/cases/{case.pk}").content.decode()
    assert client.post(f"/staff/cases/{case.pk}/answer", said).status_code == 302


def test_a_verdict_that_was_wrong_is_ticked_where_the_appeal_is_answered(registrar):
    practice = Evaluated("practice", "Practical simulation")
    version = a_course("lifting", criterion_json=criteria.to_json(practice))
    enrolment = Enrolment.objects.create(person=a_person("Zola Dube"), version=version)
    judging.judge(enrolment, practice, hana(), yes=False, remark="The knot slipped.")
    case = ask(enrolment, Plea(Kind.APPEAL, "It held."))
    page = registrar.get(f"/staff/cases/{case.pk}").content.decode()
    assert "Practical simulation: not yet. The knot slipped." in page
    said = {"outcome": "upheld", "words": "It did.", "overturned": ["evaluation:practice"]}
    assert registrar.post(f"/staff/cases/{case.pk}/answer", said).status_code == 302
    assert enrolment.decision.met


def test_what_a_learner_forgot_is_named(client, learner):
    answer = client.post(f"{learner}/ask", {"kind": "question", "words": " "})
    assert answer.status_code == 422
    assert "required" in answer.content.decode()


def test_late_answers_are_red_and_written_about_once_a_week(registrar, credential, learner):
    registrar.post(f"{learner}/ask", {"kind": "question", "words": "Why?"})
    Case.objects.update(due_on="2026-01-02")
    assert "Late since" in registrar.get("/staff/cases").content.decode()
    today = timezone.localdate()
    remind(credential.key.organization, today)
    remind(credential.key.organization, today)
    assert Message.objects.filter(key__startswith="late-cases:").count() == 1

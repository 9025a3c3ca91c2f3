"""A holder who has had a certificate is told when it stops to count, and when it counts again."""

import pytest
from django.core import mail as outbox
from django.utils import timezone

from carried import carried
from cast import an_award, an_issued_credential, an_organization, dara
from conferral.credentials.delivery import actions, letters, turns, undo
from conferral.credentials.delivery.jobs import WITHHOLD_LETTERS
from conferral.credentials.delivery.models import Told
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A certificate whose holder has had the letter."""
    an_award()
    run_until_idle()
    outbox.outbox.clear()
    return Credential.objects.get()


def test_a_revocation_is_written_about_with_its_reason(held):
    issuing.revoke(held, dara(), "Results were corrected", Reason.RESULTS_CORRECTED)
    run_until_idle()
    (letter,) = outbox.outbox
    assert letter.to == ["ada@example.test"]
    assert "Results were corrected" in letter.body
    assert held.url in letter.body


def test_a_suspension_and_its_end_are_written_about_once(held):
    issuing.suspend(held, dara(), "Under review", Reason.UNDER_REVIEW)
    run_until_idle()
    issuing.reinstate(held, dara(), "Nothing was found", Reason.REVIEW_ENDED)
    run_until_idle()
    run_until_idle()
    subjects = [letter.subject.split(":")[0] for letter in outbox.outbox]
    assert subjects == ["Your certificate was suspended", "Your certificate was reinstated"]
    assert "Nothing was found" not in outbox.outbox[1].body


def test_each_letter_of_what_happened_meanwhile_has_its_own_reason():
    credential = an_issued_credential()
    issuing.suspend(credential, dara(), "A complaint", Reason.COMPLAINT)
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    turns.tell(credential.events.order_by("pk"))
    suspended, revoked = Message.objects.order_by("pk").values_list("text", flat=True)
    assert ("A complaint" in suspended, "Misconduct" in suspended) == (True, False)
    assert "Misconduct" in revoked


def test_who_has_had_a_letter_is_told_although_another_one_is_on_its_way(held):
    actions.send_again(held, dara())
    issuing.revoke(held, dara(), "Misconduct", Reason.MISCONDUCT)
    WITHHOLD_LETTERS.run()
    run_until_idle()
    assert [letter.subject.split(":")[0] for letter in outbox.outbox] == [
        "Your certificate was revoked"
    ]
    assert not undo.stoppable(held.status_list.organization, held.issued_at).exists()


def test_who_had_one_about_the_certificate_before_it_is_told_of_its_end(held):
    change = issuing.Change("Spoiled", Reason.SPOILED)
    new = issuing.replace(held, dara(), change)
    issuing.revoke(new, dara(), "Misconduct", Reason.MISCONDUCT)
    run_until_idle()
    (letter,) = outbox.outbox
    assert new.url in letter.body


def test_who_never_had_a_letter_is_told_of_no_end():
    credential = an_issued_credential()
    issuing.revoke(credential, dara(), "By mistake", Reason.ISSUED_IN_ERROR)
    run_until_idle()
    assert not Message.objects.exists()


def test_the_forgotten_are_not_written_to(held):
    issuing.revoke(held, dara(), "Misconduct", Reason.MISCONDUCT)
    person = held.award.enrolment.person
    person.email = None
    person.save()
    run_until_idle()
    assert outbox.outbox == []
    assert Told.objects.count() == 1


@pytest.fixture
def late(held):
    """Revoked long ago, and the belt has slept since."""
    issuing.revoke(held, dara(), "Misconduct", Reason.MISCONDUCT)
    Event.objects.update(at="2020-01-01T00:00Z")
    run_until_idle()
    return held


def test_what_happened_long_ago_is_not_written_about_by_itself_but_shown_to_staff(late, client):
    assert outbox.outbox == []
    client.force_login(dara())
    page = client.get("/staff/mail").content.decode()
    assert "1 letter was never written" in page
    assert late.number in page
    assert "1 letter was never written" in client.get("/staff/").content.decode()


def test_nobody_decides_about_letters_of_others_or_about_more_than_they_were_shown():
    credential, ours = an_issued_credential(), an_organization()
    sent = {"to": "ada@example.test", "sent_at": timezone.now()}
    Message.objects.create(organization=ours, key=letters.key_of(credential), **sent)
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    Event.objects.update(at="2020-01-01T00:00Z")
    assert turns.late(ours, timezone.now()).count() == 1
    others = an_organization("Baobab", "BA")
    for organization, expected in ((others, 1), (ours, 2)):
        with pytest.raises(Refused, match="by now"):
            turns.decide_late(organization, dara(), expected=expected, is_written=True)


def test_letters_that_nobody_was_shown_are_not_decided_about(late, client):
    client.force_login(dara())
    seen = carried(client.get("/staff/mail").content.decode())
    Event.objects.filter(credential=late).update(at=timezone.now())  # It is late no more.
    other = an_issued_credential("Ben Dube")
    sent = {"to": "ben@example.test", "sent_at": timezone.now()}
    Message.objects.create(organization=an_organization(), key=letters.key_of(other), **sent)
    issuing.revoke(other, dara(), "Misconduct", Reason.MISCONDUCT)
    other.events.update(at="2020-01-01T00:00Z")
    answer = client.post("/staff/mail/late", seen | {"write": ""})
    assert answer.status_code == 409
    assert "There are others by now than you were shown." in answer.content.decode()
    page = client.get("/staff/mail").content.decode()
    assert client.post("/staff/mail/late", carried(page) | {"leave": ""}).status_code == 302


@pytest.mark.parametrize(("answer", "letters"), [("write", 1), ("leave", 0)])
def test_staff_write_late_letters_or_leave_them(late, client, answer, letters):
    client.force_login(dara())
    client.post("/staff/mail/late", {"expected": "1", answer: ""})
    run_until_idle()
    assert len(outbox.outbox) == letters
    assert "never written" not in client.get("/staff/mail").content.decode()
    assert client.post("/staff/mail/late", {"expected": "1", answer: ""}).status_code == 409

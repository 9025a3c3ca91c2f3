"""Letters sent again from the register: those ticked, or all that a filter finds."""

import pytest
from django.utils import timezone

from carried import carried
from cast import an_issued_credential, dara
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.delivery.models import Resent
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db
WHERE = "/staff/letters-again"


@pytest.fixture
def sent(printed):
    ANNOUNCE_PRINTED.run()
    Message.objects.update(sent_at=timezone.now())
    return printed


def test_those_ticked_are_shown_and_then_written_as_a_run(registrar, sent):
    where = f"{WHERE}?number={sent.number}"
    page = registrar.get(where).content.decode()
    assert "Send 1 letter again?" in page
    assert "ada@example.test" in page
    answer = registrar.post(where, {"expected": "1"})
    assert answer["Location"].startswith("/staff/runs/")
    assert "1 letter" in registrar.get(answer["Location"]).content.decode()
    assert Resent.objects.count() == 1


def test_all_that_the_filter_finds_are_meant_only_if_it_says_so(registrar, sent):
    assert "Send 1 letter again?" in registrar.get(f"{WHERE}?q=ada&all=found").content.decode()
    assert "No letter to send again" in registrar.get(f"{WHERE}?q=ada").content.decode()


def test_who_has_seen_another_number_is_told(registrar, sent):
    answer = registrar.post(f"{WHERE}?number={sent.number}", {"expected": "7"})
    assert answer.status_code == 409
    assert "not 7" in answer.content.decode()


def test_if_one_has_left_and_another_has_come_nobody_is_written_to(registrar, sent):
    where = f"{WHERE}?course={sent.award.enrolment.version.course.code}&all=found"
    seen = carried(registrar.get(where).content.decode())
    issuing.revoke(sent, dara(), "Issued by mistake", Reason.ISSUED_IN_ERROR)
    other = an_issued_credential("Ben Dube", sent.award.enrolment.version)
    now = timezone.now()
    Certificate.objects.create(credential=other, printed_at=now, announced_at=now)
    answer = registrar.post(where, seen)
    assert answer.status_code == 409
    assert "There are others by now than you were shown." in answer.content.decode()
    assert not Resent.objects.exists()
    registrar.post(where, carried(registrar.get(where).content.decode()))
    assert Resent.objects.get().credential == other


def test_those_of_another_organization_are_not_found(client, stranger, sent):
    client.force_login(stranger)
    where = f"{WHERE}?number={sent.number}"
    assert "No letter to send again" in client.get(where).content.decode()
    assert client.post(where, {"expected": "1"}).status_code == 409


def test_the_register_offers_it(registrar, sent):
    page = registrar.get("/staff/certificates?q=ada").content.decode()
    assert "Write again to those ticked" in page
    assert "/staff/letters-again?q=ada&amp;all=found" in page

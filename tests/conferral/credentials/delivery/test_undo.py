"""The undo window: what was issued by mistake is stopped before anybody has read of it."""

import pytest
from django.core import mail as outbox

from cast import an_award, an_issued_credential, an_organization, dara
from conferral.credentials.delivery import actions, resending
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED, TELL_HOLDERS
from conferral.credentials.delivery.resending import Fate
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.worker import run_until_idle
from undo_window import later, stop_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    """Its letters wait for ten minutes."""
    found = an_organization()
    Brakes.objects.filter(organization=found).update(undo_minutes=10)
    return found


def test_without_a_window_they_leave_at_once():
    an_award()
    run_until_idle()
    assert len(outbox.outbox) == 1


def test_what_was_issued_late_and_long_ago_waits_for_nothing(organization):
    an_issued_credential(days_ago=2)
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    assert SEND_QUEUED.waits()


def test_a_letter_that_is_not_written_yet_never_is(organization):
    an_issued_credential()
    stop_all(organization, Credential.objects.all(), expected=1)
    run_until_idle()
    assert not Message.objects.exists()


def test_what_is_revoked_or_stopped_already_is_not_stopped(organization):
    revoked, _ = an_issued_credential(), an_issued_credential("Ben Dube")
    issuing.revoke(revoked, dara(), "Wrong list", Reason.ISSUED_IN_ERROR)
    assert stop_all(organization, Credential.objects.all(), expected=1).count == 1
    with pytest.raises(Refused, match="0 can be stopped"):
        stop_all(organization, Credential.objects.all(), expected=1)


def test_a_letter_about_what_is_suspended_waits_and_nobody_hears_of_the_suspension(organization):
    an_award()
    run_until_idle()
    suspended = Credential.objects.get()
    issuing.suspend(suspended, dara(), "Under review", Reason.UNDER_REVIEW)
    later(minutes=11)
    run_until_idle()
    assert outbox.outbox == []
    issuing.reinstate(suspended, dara(), "Nothing was found", Reason.REVIEW_ENDED)
    later(hours=1)
    run_until_idle()
    assert [letter.subject.split(":")[0] for letter in outbox.outbox] == ["Your certificate"]
    assert not TELL_HOLDERS.waits()


def test_nobody_is_written_to_again_about_what_is_being_stopped(organization):
    credential = an_issued_credential()
    stop_all(organization, Credential.objects.all(), 1)
    with pytest.raises(Refused, match="not in force"):
        actions.send_again(credential, dara())
    assert resending.preview(Credential.objects.all()).fates == {Fate.VOID: 1}


def test_somebody_is_written_to_again_at_the_address_of_today():
    an_award()
    run_until_idle()
    credential = Credential.objects.get()
    person = credential.award.enrolment.person
    person.email = "new@example.test"
    person.save()
    actions.send_again(credential, dara())
    run_until_idle()
    assert [letter.to for letter in outbox.outbox] == [["ada@example.test"], ["new@example.test"]]
    ids = {letter.extra_headers["Message-ID"] for letter in outbox.outbox}
    assert len(ids) == 2
    assert credential.certificate.delivery.message.to == "new@example.test"


def test_nobody_is_written_to_again_about_what_is_not_in_force():
    an_award()
    run_until_idle()
    credential = Credential.objects.get()
    issuing.revoke(credential, dara(), "Wrong list", Reason.ISSUED_IN_ERROR)
    with pytest.raises(Refused, match="not in force"):
        actions.send_again(credential, dara())


def test_nothing_hides_in_why_a_batch_was_stopped(organization):
    with pytest.raises(Refused, match="Delete that character"):
        actions.stop(organization, dara(), Credential.objects.all(), "By\u202e mistake", expected=0)

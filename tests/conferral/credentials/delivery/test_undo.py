"""The undo window: what was issued by mistake is stopped before anybody has read of it."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from cast import a_course, an_award, an_issued_credential, an_organization, dara
from conferral.credentials.delivery import actions, resending, undo
from conferral.credentials.delivery.jobs import (
    ANNOUNCE_PRINTED,
    TELL_HOLDERS,
    WITHHOLD_LETTERS,
)
from conferral.credentials.delivery.models import Stop
from conferral.credentials.delivery.resending import Fate
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db
BECAUSE = "It was issued by mistake."


@pytest.fixture
def organization():
    """Its letters wait for ten minutes."""
    found = an_organization()
    Brakes.objects.filter(organization=found).update(undo_minutes=10)
    return found


@pytest.fixture
def batch(organization):
    """Three certificates whose letters are written and wait."""
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube", "Zoe Moyo"):
        an_award(name, version)
    run_until_idle()
    return Credential.objects.all()


def stop_all(organization, batch, expected=3):
    return actions.stop(organization, dara(), batch, BECAUSE, expected=expected)


def later(**how_much):
    """The clock of what waits goes on by so much."""
    moved = timezone.now() - timedelta(**how_much)
    Message.objects.update(next_attempt_at=moved)
    Credential.objects.update(issued_at=moved)


def test_letters_wait_for_the_window(batch):
    assert Message.objects.count() == 3
    assert outbox.outbox == []
    later(minutes=11)
    run_until_idle()
    assert len(outbox.outbox) == 3


def test_without_a_window_they_leave_at_once():
    an_award()
    run_until_idle()
    assert len(outbox.outbox) == 1


def test_what_was_issued_late_and_long_ago_waits_for_nothing(organization):
    an_issued_credential(days_ago=2)
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    assert SEND_QUEUED.waits()


def test_a_stopped_batch_never_leaves_and_is_revoked(organization, batch):
    assert stop_all(organization, batch).count == 3
    later(minutes=11)
    run_until_idle()
    assert outbox.outbox == []
    assert set(batch.values_list("revoked_because", flat=True)) == {BECAUSE}
    assert set(batch.values_list("events__document__reason", flat=True)) == {"issued-in-error"}
    assert not Stop.objects.open().exists()
    assert Entry.objects.filter(deed="stopped").count() == 1


def test_a_letter_that_is_not_written_yet_never_is(organization):
    an_issued_credential()
    stop_all(organization, Credential.objects.all(), expected=1)
    run_until_idle()
    assert not Message.objects.exists()


def test_after_the_window_nothing_is_stopped(organization, batch):
    later(minutes=11)
    with pytest.raises(Refused, match="0 can be stopped"):
        stop_all(organization, batch)


def test_what_has_left_is_not_stopped(organization, batch):
    Message.objects.filter(to="ada@example.test").update(sent_at=timezone.now())
    with pytest.raises(Refused, match="2 can be stopped by now, not 3"):
        stop_all(organization, batch)
    assert stop_all(organization, batch, expected=2).count == 2
    assert Message.objects.unsent().count() == 0


def test_what_is_revoked_or_stopped_already_is_not_stopped(organization):
    revoked, _ = an_issued_credential(), an_issued_credential("Ben Dube")
    issuing.revoke(revoked, dara(), "Wrong list", Reason.ISSUED_IN_ERROR)
    assert stop_all(organization, Credential.objects.all(), expected=1).count == 1
    with pytest.raises(Refused, match="0 can be stopped"):
        stop_all(organization, Credential.objects.all(), expected=1)


def test_nothing_is_stopped_without_a_word(organization, batch):
    with pytest.raises(Refused, match="Say why"):
        actions.stop(organization, dara(), batch, " ", expected=3)


def test_nobody_stops_what_another_organization_issued(batch):
    other = an_organization("Baobab", "BA")
    Brakes.objects.filter(organization=other).update(undo_minutes=10)
    with pytest.raises(Refused, match="0 can be stopped"):
        stop_all(other, batch)


def test_the_page_knows_when_the_first_letter_leaves(organization, batch):
    (fresh,) = undo.just_issued(organization, timezone.now())
    assert fresh.count == 3
    first = min(batch.values_list("issued_at", flat=True))
    assert fresh.first_at == first + timedelta(minutes=10)
    Brakes.objects.filter(organization=organization).update(undo_minutes=60)
    (fresh,) = undo.just_issued(organization, timezone.now())
    assert fresh.first_at == first + timedelta(minutes=10)  # Letters that wait keep to theirs.


def test_a_letter_about_a_certificate_that_was_revoked_meanwhile_is_withheld(batch):
    ada = batch.get(award__enrolment__person__email="ada@example.test")
    issuing.revoke(ada, dara(), "Wrong list", Reason.ISSUED_IN_ERROR)
    WITHHOLD_LETTERS.run()
    later(minutes=11)
    SEND_QUEUED.run()
    assert {letter.to[0] for letter in outbox.outbox} == {"ben@example.test", "zoe@example.test"}


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


def test_a_letter_that_has_not_left_is_not_written_twice(batch):
    with pytest.raises(Refused, match="has not left yet"):
        actions.send_again(batch[0], dara())


def test_nobody_is_written_to_again_about_what_is_not_in_force():
    an_award()
    run_until_idle()
    credential = Credential.objects.get()
    issuing.revoke(credential, dara(), "Wrong list", Reason.ISSUED_IN_ERROR)
    with pytest.raises(Refused, match="not in force"):
        actions.send_again(credential, dara())

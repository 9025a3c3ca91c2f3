"""A batch whose letters wait: it can be stopped until they leave, whatever the window is by now."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail import get_connection
from django.utils import timezone

from cast import a_course, an_award, an_organization, dara
from conferral.credentials.delivery import actions, undo
from conferral.credentials.delivery.jobs import WITHHOLD_LETTERS
from conferral.credentials.delivery.models import Delivery, Stop
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.audit.models import Entry
from conferral.foundation.belt import PATIENCE
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.jobs import SEND_QUEUED, send
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.worker import run_until_idle
from made_once import made_once
from undo_window import BECAUSE, later, stop_all

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _issued(django_db_setup, django_db_blocker, tmp_path_factory):
    """Three certificates whose letters are written and wait for ten minutes."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("issued")):
        Brakes.objects.filter(organization=an_organization()).update(undo_minutes=10)
        version = a_course()
        for name in ("Ada Nkosi", "Ben Dube", "Zoe Moyo"):
            an_award(name, version)
        run_until_idle()
        yield


@pytest.fixture
def batch(_issued):
    return Credential.objects.all()


@pytest.fixture
def organization(batch):
    return an_organization()


def stoppable(organization):
    return undo.stoppable(organization, timezone.now()).count()


def test_letters_wait_for_the_window(batch):
    assert Message.objects.count() == 3
    assert outbox.outbox == []
    later(minutes=11)
    run_until_idle()
    assert len(outbox.outbox) == 3


def test_a_stopped_batch_never_leaves_and_is_revoked(organization, batch):
    assert stop_all(organization, batch).count == 3
    later(minutes=11)
    run_until_idle()
    assert outbox.outbox == []
    assert set(batch.values_list("revoked_because", flat=True)) == {BECAUSE}
    assert set(batch.values_list("events__document__reason", flat=True)) == {"issued-in-error"}
    assert not Stop.objects.open().exists()
    assert Entry.objects.filter(deed="stopped").count() == 1


def test_what_is_due_is_stopped_until_it_leaves(organization, batch):
    later(minutes=11)
    assert stoppable(organization) == 3
    SEND_QUEUED.run()
    with pytest.raises(Refused, match="0 can be stopped"):
        stop_all(organization, batch)


@pytest.mark.parametrize("minutes", [0, 1])
def test_under_a_shorter_window_what_waits_is_shown_and_stopped(organization, batch, minutes):
    Credential.objects.update(issued_at=timezone.now() - timedelta(minutes=5))
    Brakes.objects.update(undo_minutes=minutes)
    (fresh,) = undo.just_issued(organization, timezone.now())
    leaves = Message.objects.earliest("next_attempt_at").next_attempt_at
    assert (fresh.count, fresh.first_at) == (3, leaves)
    stop_all(organization, batch)
    run_until_idle()
    assert Message.objects.unsent().count() == 0
    assert outbox.outbox == []


def test_under_a_longer_window_nothing_is_promised_of_what_has_left(organization, batch):
    Message.objects.filter(to="ada@example.test").update(sent_at=timezone.now())
    Message.objects.filter(to="ben@example.test").update(claimed_at=timezone.now())
    Brakes.objects.update(undo_minutes=600)
    assert stoppable(organization) == 1


def test_what_waits_for_its_letter_longer_than_the_window_is_stopped(organization, batch):
    """Printing has fallen behind: no letter is written yet."""
    Credential.objects.update(issued_at=timezone.now() - timedelta(minutes=30), printed_at=None)
    Delivery.objects.all().delete()
    Message.objects.all().delete()
    assert stoppable(organization) == 3
    Credential.objects.update(printed_at=timezone.now())
    assert stoppable(organization) == 0
    Certificate.objects.update(announced_at=None)
    assert stoppable(organization) == 3
    stop_all(organization, batch)
    run_until_idle()
    assert not Message.objects.exists()


@pytest.mark.parametrize("waits_for", ["its printing", "its letter"])
def test_what_has_fallen_behind_and_is_suspended_or_nobody_s_is_not_stopped(
    organization, batch, waits_for
):
    printed_at = None if waits_for == "its printing" else timezone.now()
    Credential.objects.update(issued_at="2020-01-01T00:00Z", printed_at=printed_at)
    Delivery.objects.all().delete()
    Message.objects.all().delete()
    Certificate.objects.update(announced_at=None)
    suspended, forgotten, _ = batch
    Credential.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now())
    Credential.objects.filter(pk=forgotten.pk).update(erased_at=timezone.now())
    assert stoppable(organization) == 1


def test_a_letter_that_was_refused_waits_while_its_certificate_is_suspended(batch):
    Message.objects.update(attempts=1, claimed_at=timezone.now(), next_attempt_at=timezone.now())
    ada = batch.get(award__enrolment__person__email="ada@example.test")
    issuing.suspend(ada, dara(), "Under review", Reason.UNDER_REVIEW)
    WITHHOLD_LETTERS.run()
    assert not WITHHOLD_LETTERS.waits()
    SEND_QUEUED.run()
    assert {letter.to[0] for letter in outbox.outbox} == {"ben@example.test", "zoe@example.test"}


def test_a_letter_that_is_put_off_while_others_leave_does_not_leave_with_them(batch):
    later(minutes=11)
    under_way = Message.objects.earliest("pk")
    actions.put_off([under_way])
    send(under_way, get_connection())
    assert outbox.outbox == []


def test_what_leaves_first_stands_at_the_top(organization, batch):
    later = an_award("Cleo Zulu", a_course("fire-safety"))
    issuing.issue([later])
    Credential.objects.filter(award=later).update(issued_at=timezone.now() - timedelta(minutes=9))
    found = undo.just_issued(organization, timezone.now())
    assert [each.course for each in found] == ["fire-safety", "first-aid"]


def test_what_is_stuck_or_suspended_is_seen_to_elsewhere(organization, batch):
    Credential.objects.update(issued_at=timezone.now() - timedelta(minutes=30))
    Message.objects.filter(to="ada@example.test").update(attempts=PATIENCE)
    held = batch.get(award__enrolment__person__email="ben@example.test")
    issuing.suspend(held, dara(), "Under review", Reason.UNDER_REVIEW)
    assert stoppable(organization) == 1


def test_what_has_left_is_not_stopped(organization, batch):
    Message.objects.filter(to="ada@example.test").update(sent_at=timezone.now())
    with pytest.raises(Refused, match="2 can be stopped by now, not 3"):
        stop_all(organization, batch)
    assert stop_all(organization, batch, expected=2).count == 2
    assert Message.objects.unsent().count() == 0


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


def test_a_letter_that_has_not_left_is_not_written_twice(batch):
    with pytest.raises(Refused, match="has not left yet"):
        actions.send_again(batch[0], dara())

"""The belt: batches commit whole, the bad row stands alone, nobody waits behind it."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from cast import an_organization
from conferral.foundation.belt import PATIENCE, advance, advance_each, postpone
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Eight letters that wait; the keys are their names."""
    organization = an_organization()
    return Message.objects.bulk_create(
        Message(organization=organization, key=f"row {n}", to=f"{n}@example.test", subject="-")
        for n in range(8)
    )


def due():
    return Message.objects.unsent().due().order_by("pk")


def send_all(batch):
    """A step that writes first and fails then, so that only a rollback can undo it."""
    Message.objects.filter(pk__in=[row.pk for row in batch]).update(sent_at=timezone.now())
    for row in batch:
        if "bad" in row.subject:
            raise ValueError(f"{row.key} is bad")


def spoil(*rows):
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(subject="bad")


def sent():
    return set(Message.objects.filter(sent_at__isnull=False).values_list("key", flat=True))


def test_a_batch_takes_its_step_together(rows):
    batches = []
    advance(due(), lambda batch: batches.append(len(batch)), batch=5)
    assert batches == [5]


def test_advance_says_how_many_there_were(rows):
    assert advance(due(), send_all, batch=5) == 5
    assert advance(due(), send_all, batch=5) == 3
    assert advance(due(), send_all, batch=5) == 0


def test_the_bad_row_stands_alone_and_all_others_go_on(rows):
    spoil(rows[3])
    advance(due(), send_all)
    assert sent() == {row.key for row in rows} - {"row 3"}
    rows[3].refresh_from_db()
    assert (rows[3].attempts, rows[3].problem) == (1, "row 3 is bad")


def test_two_bad_rows_are_found_both(rows):
    spoil(rows[0], rows[7])
    advance(due(), send_all)
    assert sent() == {row.key for row in rows} - {"row 0", "row 7"}


def test_each_try_waits_twice_as_long_as_the_one_before(rows):
    waits = []
    for _ in range(4):
        before = timezone.now()
        postpone(rows[0], ValueError("no"))
        waits.append(round((rows[0].next_attempt_at - before) / timedelta(minutes=1)))
    assert waits == [2, 4, 8, 16]


def test_a_postponed_row_is_not_due(rows):
    postpone(rows[0], ValueError("no"))
    assert rows[0] not in due()


def test_after_patience_a_row_is_stuck_and_never_due(rows):
    for _ in range(PATIENCE):
        postpone(rows[0], ValueError("no"))
    Message.objects.filter(pk=rows[0].pk).update(next_attempt_at=timezone.now())
    assert rows[0] not in due()
    assert list(Message.objects.stuck()) == [rows[0]]


def test_who_is_away_costs_a_row_no_more_tries_than_it_can_spare(rows):
    row = rows[0]
    for _ in range(2 * PATIENCE):
        row.keep(tries=1)
        postpone(row, OSError("It is away."))
    assert not row.is_stuck
    postpone(row, OSError("This one is its own fault."))
    assert row.is_stuck


def test_what_came_right_is_no_problem_any_more(rows):
    postpone(rows[0], ValueError("no"))
    Message.objects.update(next_attempt_at=timezone.now())
    advance(due(), send_all)
    rows[0].refresh_from_db()
    assert rows[0].problem == ""


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
@pytest.mark.parametrize("walk", [advance, advance_each])
def test_a_database_that_is_away_blames_nobody(rows, walk, away):
    def step(_):
        raise away("database is locked")

    with pytest.raises(away):
        walk(due(), step)
    assert not Message.objects.filter(attempts__gt=0).exists()


def test_one_by_one_the_bad_row_is_postponed_and_the_others_go_on(rows):
    spoil(rows[3])
    assert advance_each(due(), lambda row: send_all([row])) == 8
    rows[3].refresh_from_db()
    assert rows[3].attempts == 1
    assert len(sent() - {"row 3"}) == 7


def test_a_row_that_was_deleted_meanwhile_is_nobodys_trouble(rows):
    def step(row):
        row.delete()
        row.pk = rows[0].pk
        raise ValueError("gone")

    assert advance_each(due(), step, batch=1) == 1
    assert not Message.objects.filter(attempts__gt=0).exists()


def test_logs_tell_the_kind_of_trouble_and_no_names(rows, caplog):
    postpone(rows[0], ValueError("The name “Ada Nkosi” cannot be printed"))
    assert "ValueError" in caplog.text
    assert "Ada" not in caplog.text

"""A sweep of deaths over the whole belt: whatever dies wherever, the promises hold.

Afterwards the belt goes on, and everybody has everything exactly once.
"""

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cast import FAILED, PASSED, an_import, an_organization, dara
from conferral import worker
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.models import Entry
from conferral.foundation.belt import Waiting
from conferral.foundation.chores.models import Round
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.learning.progress import jobs as reading
from conferral.learning.progress.models import Enrolment
from credkit.proofs import data_integrity
from credkit.tlog import checkpoint as checkpoints
from faults import invariants
from faults.crashing import Crash, Fuse, When, at_call, at_commit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_paper")]

ROWS = (
    ("Ada Nkosi", "ada@example.test", PASSED),
    ("Ben Dube", "ben@example.test", FAILED),
    ("Cleo Zulu", "cleo@example.test", PASSED),
    ("Nobody", "no address", PASSED),
)
HOLDERS = 2
MANY = 50  # More than there are of any point: the sweep ends when a fuse is left.

Point = Callable[[Fuse, When], AbstractContextManager[None]]
POINTS: dict[str, Point] = {
    "commit": at_commit,
    "signature": lambda fuse, when: at_call(data_integrity, "sign", fuse, when),
    "checkpoint": lambda fuse, when: at_call(checkpoints, "sign", fuse, when),
    "file": lambda fuse, when: at_call(default_storage, "save", fuse, when),
    "letter": lambda fuse, when: at_call(EmailBackend, "send_messages", fuse, when),
}


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("point", POINTS)
def test_whatever_dies_the_promises_hold_and_the_belt_goes_on(point, when, monkeypatch):
    """After one commit is before the next: of the deaths after a commit, every third."""
    monkeypatch.setattr(reading, "CHUNK", 3)
    for length in range(1, MANY, 3 if (point, when) == ("commit", When.AFTER) else 1):
        fuse = Fuse(length, Crash)
        with _a_register_of_its_own():
            _run_into(POINTS[point](fuse, when))
            assert invariants.broken() == []
            _let_time_pass()  # A letter that the dead had in hand is in doubt for a while.
            worker.run_until_idle()
            _everyone_has_everything_once()
        if not fuse.has_burnt_out:
            break
    assert 1 < length < MANY


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("point", POINTS)
def test_whatever_fails_once_is_tried_again_and_done_once(point, when):
    """Of the many commits every fifth: at each of them somebody has died above."""
    for length in range(1, MANY, 5 if point == "commit" else 1):
        fuse = Fuse(length, RuntimeError)
        with _a_register_of_its_own():
            _run_into(POINTS[point](fuse, when))
            assert invariants.broken() == []
            _let_time_pass()
            worker.run_until_idle()
            _everyone_has_everything_once()
        if not fuse.has_burnt_out:
            break
    assert 1 < length < MANY


@pytest.mark.parametrize("when", When)
def test_two_deaths_in_a_row_are_no_worse_than_one(when):
    for first, second in ((2, 1), (3, 2), (5, 1), (6, 3), (8, 1)):
        with _a_register_of_its_own():
            for length in (first, second):
                _run_into(at_commit(Fuse(length, Crash), when))
                assert invariants.broken() == []
            worker.run_until_idle()
            _everyone_has_everything_once()


@pytest.mark.parametrize("when", When)
def test_a_death_among_the_chores_leaves_each_of_them_done_once(when):
    chores, names = worker.STAGES[-1], {chore.name for chore in worker.CHORES}
    for length in range(1, MANY):
        fuse = Fuse(length, Crash)
        with transaction.atomic():
            an_organization()
            with contextlib.suppress(Crash), at_commit(fuse, when):
                chores.run()
            chores.run()
            assert set(Round.objects.values_list("chore", flat=True)) == names
            assert not Round.objects.filter(Q(done_at=None) | Q(attempts__gt=0)).exists()
            transaction.set_rollback(True)
        if not fuse.has_burnt_out:
            break
    assert len(names) < length


@pytest.mark.parametrize("when", When)
def test_to_revoke_happens_whole_or_not_at_all(when):
    with _a_register_of_its_own():
        worker.run_until_idle()
        credential = Credential.objects.earliest("pk")
        with pytest.raises(Crash), at_commit(Fuse(1, Crash), when):
            actions.revoke(credential, dara(), "Issued in error")
        worker.run_until_idle()
        assert invariants.broken() == []
        credential.refresh_from_db()
        assert bool(credential.revoked_at) == (when is When.AFTER)


class _a_register_of_its_own(transaction.Atomic):  # noqa: N801  # Reads as what it gives.
    """A file is waiting to be read; everything that comes of it is undone at the end.

    What is done by the clock has been done for today: it has a sweep of its own.
    """

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self) -> None:
        super().__enter__()
        mail.outbox.clear()
        Path(settings.LOG_HEAD).unlink(missing_ok=True)  # What the signer of another one knows.
        an_import(*ROWS)
        Round.objects.bulk_create(
            Round(
                organization=an_organization(),
                chore=chore.name,
                every=chore.every,
                done_at=timezone.now(),
                next_attempt_at=timezone.now() + timedelta(days=1),
            )
            for chore in worker.CHORES
        )

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            transaction.set_rollback(True)
        super().__exit__(kind, error, trace)


def _run_into(death: AbstractContextManager[None]) -> None:
    with death:
        try:
            worker.run_until_idle()
        except (Crash, RuntimeError):
            return


def _let_time_pass() -> None:
    for model in Waiting.__subclasses__():
        model.objects.update(next_attempt_at=timezone.now())


def _everyone_has_everything_once() -> None:
    assert invariants.broken() == []
    counted = [model.objects.count() for model in (Award, Credential, Certificate, Message)]
    assert counted == [HOLDERS] * 4
    assert Entry.objects.filter(credential__isnull=False).count() == HOLDERS
    assert Enrolment.objects.count() == 3
    assert not Message.objects.unsent().exists()
    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == HOLDERS
    folders = default_storage.listdir("certificates")[0]
    assert len(folders) >= 1

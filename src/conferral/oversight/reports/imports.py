"""How far an imported file has travelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.belt import PATIENCE
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment, Import
from conferral.oversight.counting import counted

_A_MOMENT = timedelta(seconds=5)


@dataclass(frozen=True)
class Tally:
    """Lines of a file, and what became of the learners in them."""

    lines: int
    read: int
    refused: int
    noted: int
    met: int
    issued: int
    printed: int
    sent: int
    unreachable: int  # Holders without an address, because they were forgotten since.
    resting: int  # Letters that wait for the undo window, or were stopped in it.
    leaving: int  # Letters that some worker is handing to the mail server.
    held: int  # Earned, and kept from being issued: by an approval, a release …
    waiting: int  # Learners whose progress nobody has held against the criterion yet.
    stuck: int
    finished_reading: bool

    @property
    def done(self) -> bool:
        sent = self.sent + self.unreachable + self.resting
        everything_sent = sent + self.held + self.stuck >= self.met
        return self.finished_reading and not self.waiting and everything_sent

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1: reading is half of it, the certificates the rest."""
        reading = self.read / self.lines if self.lines else 1.0
        sent = self.sent + self.unreachable + self.resting
        steps = self.issued + self.printed + sent + 3 * self.held
        nobody = float(self.finished_reading and not self.waiting)
        issuing = steps / (3 * self.met) if self.met else nobody
        return min(1.0, reading / 2 + issuing / 2)


def tally(batch: Import) -> Tally:
    return tallies([batch])[0]


def tallies(batches: Sequence[Import]) -> list[Tally]:
    """One for each, in their order: one question for all of them."""
    if not batches:
        return []
    now = timezone.now()
    those = {
        f"{name} {batch.pk}": rows
        for batch in batches
        for name, rows in _counted_of(batch, now).items()
    }
    counts = counted(Import.objects.filter(pk=batches[0].pk), those)
    return [_tally(batch, counts) for batch in batches]


def _counted_of(batch: Import, now: datetime) -> dict[str, QuerySet[Any]]:
    learners = Enrolment.objects.filter(import_rows__batch=batch).distinct()
    awards = Award.objects.filter(enrolment__in=learners, rejected_at=None)
    credentials = Credential.objects.filter(award__in=awards)
    certificates = Certificate.objects.filter(credential__in=credentials)
    deliveries = Delivery.objects.filter(certificate__in=certificates)
    under_way = Q(message__sent_at=None, message__stopped_at=None)
    return {
        "read": batch.rows.all(),
        "refused": batch.rows.filter(refused=True),
        "noted": batch.rows.filter(refused=False).exclude(note=""),
        "met": awards,
        "issued": credentials,
        "printed": certificates,
        "sent": deliveries.filter(message__sent_at__isnull=False),
        "unreachable": certificates.filter(announced_at__isnull=False, delivery=None),
        "resting": deliveries.filter(_rests(now)),
        "leaving": deliveries.filter(under_way, message__attempts=0).exclude(
            message__claimed_at=None
        ),
        "held": awards.kept_waiting().filter(attempts__lt=PATIENCE),
        "waiting": learners.filter(evaluated_at=None),
        "unsigned": awards.filter(issued_at=None, attempts__gte=PATIENCE),
        "unprinted": credentials.filter(printed_at=None, attempts__gte=PATIENCE),
        "unannounced": certificates.filter(announced_at=None, attempts__gte=PATIENCE),
        "unsent": deliveries.filter(under_way, message__attempts__gte=PATIENCE),
    }


def _tally(batch: Import, counts: Mapping[str, int]) -> Tally:
    def count(name: str) -> int:
        return counts[f"{name} {batch.pk}"]

    return Tally(
        lines=batch.lines,
        read=count("read"),
        refused=count("refused"),
        noted=count("noted"),
        met=count("met"),
        issued=count("issued"),
        printed=count("printed"),
        sent=count("sent"),
        unreachable=count("unreachable"),
        resting=count("resting"),
        leaving=count("leaving"),
        held=count("held"),
        waiting=count("waiting"),
        stuck=sum(map(count, ("unsigned", "unprinted", "unannounced", "unsent"))),
        finished_reading=batch.read_at is not None,
    )


def _rests(now: datetime) -> Q:
    """Letters that nobody waits for: in the undo window, or never to leave.

    One that was written while we counted is due at once, a moment after `now`.
    """
    later = now + _A_MOMENT
    untouched = Q(message__attempts=0, message__claimed_at=None)
    in_window = untouched & Q(message__next_attempt_at__gt=later)
    stopped = Q(message__stopped_at__isnull=False)
    return Q(message__sent_at=None) & (in_window | stopped)

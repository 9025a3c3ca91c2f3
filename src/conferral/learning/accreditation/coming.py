"""What comes: accreditations and registrations that end, conditions and reviews that fall due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation.models import (
    Accreditation,
    Condition,
    PeriodicReview,
    Qualification,
)


class Kind(StrEnum):
    ACCREDITATION = "accreditation ends"
    QUALIFICATION = "qualification ends"
    CONDITION = "condition is due"
    REVIEW = "review is due"

    @property
    def turn(self) -> str:
        """What it does on its day: “ends”, or “is due”."""
        return self.partition(" ")[2]


@dataclass(frozen=True)
class Coming:
    """Something with a day. `accreditation`: the key of the one that it is about; None: of a
    qualification. `pk`: the row's own."""

    day: date
    kind: Kind
    pk: int
    title: str
    accreditation: int | None = None

    @property
    def is_condition(self) -> bool:
        return self.kind is Kind.CONDITION

    @property
    def key(self) -> str:
        """The same as long as it is the same thing on the same day."""
        return f"{self.kind.split()[0]}-{self.pk}-{self.day}"


def calendar(organization: Organization, since: date) -> list[Coming]:
    """What is not over yet, the next first; and what is overdue, before all of it."""
    return sorted(
        [
            *_accreditations(organization, since),
            *_qualifications(organization, since),
            *_conditions(organization),
            *_reviews(organization),
        ],
        key=lambda each: (each.day, each.kind, each.pk),
    )


def endings(organization: Organization, since: date, until: date) -> list[Coming]:
    """What takes labels with it after one of these days, both included.

    A condition is among it: nobody has met it yet, and after its day it is in the way.
    """
    found = [
        *_accreditations(organization, since),
        *_qualifications(organization, since),
        *_conditions(organization),
    ]
    return sorted((each for each in found if since <= each.day <= until), key=lambda each: each.day)


def _accreditations(organization: Organization, since: date) -> Iterator[Coming]:
    standing = Accreditation.objects.of(organization).filter(withdrawn_at=None)
    for row in standing.filter(valid_until__gte=since).select_related("body"):
        if row.valid_until:
            title = f"{row.number} of {row.body}"
            yield Coming(row.valid_until, Kind.ACCREDITATION, row.pk, title, row.pk)


def _qualifications(organization: Organization, since: date) -> Iterator[Coming]:
    """The last of each kind that somebody holds: one that was renewed ends in peace."""
    held = Qualification.objects.of(organization).select_related("instructor").order_by("pk")
    last: dict[tuple[int, str], Qualification] = {}
    for row in held:
        known = last.get((row.instructor_id, row.kind))
        if known is None or _ends(known) <= _ends(row):
            last[row.instructor_id, row.kind] = row
    for row in last.values():
        if row.valid_until and row.valid_until >= since:
            title = f"{row.kind} of {row.instructor}"
            yield Coming(row.valid_until, Kind.QUALIFICATION, row.pk, title)


def _ends(row: Qualification) -> date:
    return row.valid_until or date.max


def _conditions(organization: Organization) -> Iterator[Coming]:
    open_ones = Condition.objects.filter(
        accreditation__body__organization=organization,
        accreditation__withdrawn_at=None,
        met_at=None,
        due_on__isnull=False,
    )
    for row in open_ones.select_related("accreditation"):
        if row.due_on:
            title = f"{row.accreditation}: {row.text.rstrip('.')}"
            yield Coming(row.due_on, Kind.CONDITION, row.pk, title, row.accreditation_id)


def _reviews(organization: Organization) -> Iterator[Coming]:
    waiting = PeriodicReview.objects.filter(
        accreditation__body__organization=organization,
        accreditation__withdrawn_at=None,
        done_at=None,
    )
    for row in waiting.select_related("accreditation"):
        title = f"{row.accreditation}: {row.what}"
        yield Coming(row.due_on, Kind.REVIEW, row.pk, title, row.accreditation_id)

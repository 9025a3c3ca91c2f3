"""Where each certificate that was earned is by now: every difference between the counts has a name.

An award stands in exactly one place, so the places add up to what was earned. “Sent” is what a mail
server said when it took the letter; whether it arrived, nobody can know. What is known is that
nobody has looked at the page to which it leads: after two weeks that is a difference of its own.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Value,
    When,
)

from conferral.credentials.verification.models import Looks
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import PATIENCE
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor


class Stage(IntEnum):
    """How far a certificate has come, in order."""

    EARNED = 0
    ISSUED = 1
    LOGGED = 2
    PRINTED = 3
    WRITTEN = 4  # The letter.
    SENT = 5
    LOOKED_AT = 6  # Its page, by whomever.


class Place(StrEnum):
    """Where it stands, in words for staff."""

    HOLD = "held"
    APPROVAL = "waits for an approval"
    MODERATION = "waits for moderation"
    ACCREDITATION = "waits for an accreditation"
    RELEASE = "waits for a release"
    TO_SIGN = "about to be signed"
    UNSIGNED = "cannot be signed"
    TAKEN_BACK = "taken back before its letter left"
    FORGOTTEN = "its holder was forgotten"
    TO_LOG = "about to be logged"
    TO_PRINT = "about to be printed"
    UNPRINTED = "cannot be printed"
    TO_WRITE = "its letter is about to be written"
    UNWRITTEN = "its letter cannot be written"
    NO_ADDRESS = "nobody knows an address"
    STOPPED = "its letter was stopped"
    SUSPENDED = "suspended before its letter left"
    IN_WINDOW = "its letter waits for the undo window"
    TO_SEND = "its letter is about to be sent"
    TRIED_AGAIN = "its letter was refused and is tried again"
    UNSENT = "its letter cannot be sent"
    SENT = "sent, and its page not looked at"
    SILENT = "sent two weeks ago, and its page never looked at"
    LOOKED_AT = "sent, and its page looked at"


REACHED: Mapping[Place, Stage] = {
    **dict.fromkeys(list(Place)[:7], Stage.EARNED),
    Place.TAKEN_BACK: Stage.ISSUED,  # However far it had come: it goes no further.
    Place.FORGOTTEN: Stage.ISSUED,
    Place.TO_LOG: Stage.ISSUED,
    Place.TO_PRINT: Stage.LOGGED,
    Place.UNPRINTED: Stage.LOGGED,
    Place.TO_WRITE: Stage.PRINTED,
    Place.UNWRITTEN: Stage.PRINTED,
    Place.NO_ADDRESS: Stage.PRINTED,
    **dict.fromkeys(list(Place)[15:21], Stage.WRITTEN),
    Place.SENT: Stage.SENT,
    Place.SILENT: Stage.SENT,
    Place.LOOKED_AT: Stage.LOOKED_AT,
}
_QUIET = timedelta(days=14)  # So long after the letter that a look could be hoped for.
_WAITS = {
    WaitsFor.HOLD: Place.HOLD,
    WaitsFor.APPROVAL: Place.APPROVAL,
    WaitsFor.MODERATION: Place.MODERATION,
    WaitsFor.ACCREDITATION: Place.ACCREDITATION,
    WaitsFor.RELEASE: Place.RELEASE,
}


@dataclass(frozen=True)
class Wanted:
    """Of which course, and completed between which days, both included. Empty: all."""

    course: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """A course, and how many of its awards are at each place."""

    course: str
    places: Mapping[Place, int]

    def reached(self, stage: Stage) -> int:
        return sum(count for place, count in self.places.items() if REACHED[place] >= stage)

    @property
    def stages(self) -> list[int]:
        """How many have come to each stage, or further."""
        return [self.reached(stage) for stage in Stage]

    @property
    def differences(self) -> list[tuple[Place, int]]:
        """What keeps the others from the last stage, in the order of the way."""
        return [(place, self.places[place]) for place in Place if self._differs(place)]

    def _differs(self, place: Place) -> bool:
        return bool(self.places.get(place)) and place is not Place.LOOKED_AT


def reconcile(organization: Organization, wanted: Wanted, now: datetime) -> list[Line]:
    """One line for each course, in one query however many there are."""
    counted = (
        _earned(organization, wanted)
        .alias(current=_newest())
        .annotate(place=_place(now))
        .values_list("enrolment__version__course__code", "place")
        .annotate(count=Count("pk"))
    )
    by_course: dict[str, Counter[Place]] = {}
    for course, place, count in counted:
        by_course.setdefault(course, Counter())[Place(place)] += count
    return [Line(course, by_course[course]) for course in sorted(by_course)]


def total(lines: list[Line]) -> Line:
    places: Counter[Place] = Counter()
    for line in lines:
        places.update(line.places)
    return Line("", places)


def at(organization: Organization, place: Place, wanted: Wanted, now: datetime) -> AwardQuerySet:
    """The awards at one place, with `number`: of the certificate, or None."""
    related = ("enrolment__person", "enrolment__version__course")
    placed = _earned(organization, wanted).alias(current=_newest()).annotate(place=_place(now))
    found = placed.filter(place=place).annotate(number=F("current__number"))
    return found.select_related(*related).order_by("pk")


def _newest() -> FilteredRelation:
    """Of an award, the certificate that none has taken the place of. Django wants a fresh one."""
    return FilteredRelation("credentials", condition=Q(credentials__replaced_by=None))


def _earned(organization: Organization, wanted: Wanted) -> AwardQuerySet:
    """What moderators rejected was not earned."""
    awards = Award.objects.of(organization).filter(rejected_at=None)
    if wanted.course:
        awards = awards.filter(enrolment__version__course__code=wanted.course)
    if wanted.since:
        awards = awards.filter(completed_on__gte=wanted.since)
    if wanted.until:
        awards = awards.filter(completed_on__lte=wanted.until)
    return awards


def _place(now: datetime) -> Case:
    """The first that applies."""
    certificate, letter = "current__certificate", "current__certificate__delivery__message"
    looked = Exists(Looks.objects.filter(credential=OuterRef("current__pk")))
    sent = Q(**{f"{letter}__sent_at__isnull": False})
    tried = {f"{letter}__attempts__gt": 0}
    return Case(
        *(
            When(issued_at=None, waits_for=each, then=Value(place))
            for each, place in _WAITS.items()
        ),
        _when(Place.UNSIGNED, issued_at=None, attempts__gte=PATIENCE),
        _when(Place.TO_SIGN, current__pk=None),
        When(sent & looked, then=Value(Place.LOOKED_AT)),
        _when(Place.SILENT, **{f"{letter}__sent_at__lt": now - _QUIET}),
        When(sent, then=Value(Place.SENT)),
        _when(Place.FORGOTTEN, current__erased_at__isnull=False),
        _when(Place.STOPPED, **{f"{letter}__stopped_at__isnull": False}),
        _when(Place.TAKEN_BACK, current__revoked_at__isnull=False),
        _when(Place.TO_LOG, current__entry__index=None),
        _when(Place.UNPRINTED, current__printed_at=None, current__attempts__gte=PATIENCE),
        _when(Place.TO_PRINT, **{f"{certificate}__pk": None}),
        _when(
            Place.UNWRITTEN,
            **{f"{certificate}__announced_at": None, f"{certificate}__attempts__gte": PATIENCE},
        ),
        _when(Place.TO_WRITE, **{f"{certificate}__announced_at": None}),
        _when(Place.NO_ADDRESS, **{f"{letter}__pk": None}),
        _when(Place.UNSENT, **{f"{letter}__attempts__gte": PATIENCE}),
        _when(Place.TRIED_AGAIN, **tried),
        _when(Place.SUSPENDED, current__suspended_at__isnull=False),
        _when(
            Place.IN_WINDOW,
            **{f"{letter}__claimed_at": None, f"{letter}__next_attempt_at__gt": now},
        ),
        default=Value(Place.TO_SEND),
        output_field=CharField(),
    )


def _when(place: Place, **lookups: object) -> When:
    return When(**lookups, then=Value(place))

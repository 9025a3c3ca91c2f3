"""The same events in any order, again and again, soon or late: the same certificates.

A licence of a year is earned, ends, and is renewed by its own exam or by a refresher. Events are
lines of files; each comes once or more, on any day from its own on: before its holder is enrolled
anew, in the window, when the licence has expired, when its grace is over. Who passes twice, or
renews by two paths, has a certificate of the earlier day: from the start, or once staff have
replaced it, unless it has ended.

A short run; `ORDERS=2000 python -m pytest tests/faults/test_any_order.py` makes a long one.
"""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from operator import attrgetter

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Of
from hypothesis import strategies as st

from cast import FAILED, PASSED, a_course, an_import, an_organization, bruno, dara
from clock import standing_at
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.order import Order, Wanted
from conferral.learning.awards.jobs import EVALUATE_CHANGED, SETTLE_CHANGED
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.renewal import actions, chores
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.jobs import RENEW_CHANGED
from renewing import a_licence, today_of

LICENCE, REFRESHER = "first-aid", "refresher"
BEGINNING = timezone.now() + timedelta(days=1)  # Rows that wait from today on are due by then.
BELT = (READ_IMPORTS, EVALUATE_CHANGED, RENEW_CHANGED, SETTLE_CHANGED, ISSUE_AWARDS, CALL_BACK)
_checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


class Phase(IntEnum):
    """In days from the beginning, when the licence is issued."""

    ISSUED = 0
    WINDOW = 300
    EXPIRED = 380  # In its grace.
    OVER = 430


@dataclass(frozen=True)
class Event:
    """What was done: `day` in days from the beginning. Told in the phase `since` or later."""

    name: str
    course: str
    day: int
    quiz: str = PASSED
    since: Phase = Phase.ISSUED


@dataclass(frozen=True)
class Told:
    """`turn`: its place among all that is told in that phase."""

    event: Event
    phase: Phase
    turn: int
    then_belt: bool


RENEWING = ("Ada Nkosi", "Ben Dlamini", "Dina Khumalo")
FIRST = [
    *(Event(name, LICENCE, -160) for name in (*RENEWING, "Cleo Botha")),
    Event("Cleo Botha", LICENCE, -161, FAILED),
    Event("Cleo Botha", LICENCE, -150),
]
CLEO = [(each.name, each.course, each.day) for each in FIRST[-3::2]]  # The earlier day first.
AGAIN = [
    Event("Ada Nkosi", LICENCE, 290, since=Phase.WINDOW),
    Event("Ben Dlamini", REFRESHER, 295, since=Phase.WINDOW),
    Event("Dina Khumalo", REFRESHER, 292, since=Phase.WINDOW),
    Event("Dina Khumalo", LICENCE, 297, since=Phase.WINDOW),
]
EARNED = Counter((name, LICENCE, -160) for name in RENEWING)
RENEWED = Counter(
    [
        ("Ada Nkosi", LICENCE, 290),
        ("Ben Dlamini", REFRESHER, 295),
        ("Ben Dlamini", LICENCE, 295),
        ("Dina Khumalo", REFRESHER, 292),
        ("Dina Khumalo", LICENCE, 292),  # Of two paths the one that came first.
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    """Everything is told once at least. Who renews had the licence from the first day on."""
    twice = draw(st.lists(st.sampled_from(FIRST + AGAIN), max_size=4))
    in_time = [each for each in FIRST if each.quiz == PASSED and each.name != "Cleo Botha"]
    told = [_told(draw, each, [Phase.ISSUED]) for each in in_time]
    others = [each for each in FIRST + AGAIN if each not in in_time]
    told += [
        _told(draw, each, [phase for phase in Phase if phase >= each.since])
        for each in others + twice
    ]
    return sorted(told, key=attrgetter("phase", "turn"))


def _told(draw: st.DrawFn, event: Event, phases: list[Phase]) -> Told:
    turn = draw(st.integers(0, 99))
    return Told(event, draw(st.sampled_from(phases)), turn, draw(st.booleans()))


@pytest.fixture
def courses(db: None) -> dict[str, CourseVersion]:
    """Of all examples: each undoes what it does."""
    licence, refresher = a_licence(LICENCE), a_course(REFRESHER)
    actions.set_rule(licence.course, Terms(by_exam=True, refreshers=(REFRESHER,)), bruno())
    return {LICENCE: licence, REFRESHER: refresher}


@settings(
    max_examples=int(os.environ.get("ORDERS", "10")),
    suppress_health_check=_checks,
    phases=[Of.explicit, Of.reuse, Of.generate],  # To make it smaller would take minutes.
    derandomize="ORDERS" not in os.environ,
)
@given(history=histories(), at_night=st.integers(0, 99))
def test_the_same_events_in_any_order_and_again_give_the_same_certificates(
    courses, history, at_night
):
    with transaction.atomic():
        live(courses, history, at_night)
        assert certificates() == EARNED + RENEWED + Counter([of_cleo(history)])
        assert renewed() == set(RENEWING)
        transaction.set_rollback(True)


def of_cleo(history: Iterable[Told]) -> tuple[str, str, int]:
    """Of two passes the earlier counts. What has ended is renewed or left, but not replaced."""
    heard = [
        min(each.phase for each in history if (each.event.name, each.event.day) == (name, day))
        for name, _, day in CLEO
    ]
    has_ended = heard[1] is Phase.ISSUED and heard[0] >= Phase.EXPIRED
    return CLEO[1] if has_ended else CLEO[0]


def live(courses: dict[str, CourseVersion], history: Iterable[Told], at_night: int) -> None:
    """In each phase the chores are done before the turn `at_night`."""
    for phase in Phase:
        with standing_at(BEGINNING + timedelta(days=phase)):
            told = [each for each in history if each.phase is phase]
            tell(courses, [each for each in told if each.turn < at_night])
            chores.look_after_renewals(an_organization(), today_of(an_organization()))
            tell(courses, [each for each in told if each.turn >= at_night])
            belt()
            correct()


def tell(courses: dict[str, CourseVersion], told: list[Told]) -> None:
    for each in told:
        at = BEGINNING + timedelta(days=each.event.day)
        email = f"{each.event.name.split()[0].lower()}@example.test"
        row = (each.event.name, email, each.event.quiz)
        an_import(row, version=courses[each.event.course], at=f"{at:%Y-%m-%d} 08:00:00")
        if each.then_belt or each is told[-1]:
            belt()


def correct() -> None:
    """Staff replace whatever is proposed to them."""
    proposed = recalls.reported_since(an_organization(), timezone.now())
    for number in proposed.values_list("number", flat=True):
        order = Order(True, Reason.RESULTS_CORRECTED, "Reported late", (Wanted(number),))
        recalls.call_back(an_organization(), dara(), order, expected=1)
        belt()


def belt() -> None:
    while sum(stage.run() for stage in BELT):
        pass


def certificates() -> Counter[tuple[str, str, int]]:
    """Whose, of which course, completed how many days from the beginning."""
    return Counter(
        (
            each.slots["holder_name"],
            each.shape.version.course.code,
            (date.fromisoformat(each.slots["completed_on"][:10]) - BEGINNING.date()).days,
        )
        for each in Credential.objects.current().select_related("shape__version__course")
    )


def renewed() -> set[str]:
    """Whose licence names the one that came after it."""
    licences = Credential.objects.filter(shape__version__course__code=LICENCE)
    return {each.slots["holder_name"] for each in licences.exclude(renewed_by=None)}

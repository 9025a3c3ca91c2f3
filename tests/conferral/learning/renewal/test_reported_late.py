"""What counts is the day on which something was done, be it reported when all is over."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cast import a_course, an_organization, bruno, dara
from clock import standing_at
from conferral.credentials.issuing import actions as issuing
from conferral.foundation.chores.telling import NOTHING
from conferral.learning.awards import jobs as awards
from conferral.learning.awards.models import Award, Hindsight
from conferral.learning.catalog.models import Module, ModuleKind
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.learning.renewal import actions, chores, jobs, opening
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.deciding import Known, Path, Way, decide, window
from conferral.learning.renewal.models import Activity, Renewal
from conferral.oversight.fsck import learning
from renewing import a_licence, an_ending_credential, an_open_renewal, today_of

pytestmark = pytest.mark.django_db

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def renewal() -> Renewal:
    """Ada needs to pass the exam once more; all else was done a year ago, and is carried over."""
    version = a_licence()
    Module.objects.filter(version=version, code="final-quiz").update(kind=ModuleKind.EXAM)
    old = an_ending_credential(version)
    done(old.award.enrolment, timezone.now() - timedelta(days=350))
    actions.set_rule(version.course, Terms(by_exam=True), bruno())
    opening.open_due(an_organization(), today_of(an_organization()))
    return Renewal.objects.get()


def done(enrolment: Enrolment, at: datetime, *only: str, passed: bool = True) -> None:
    """As a file would tell it: the belt looks at the learner again."""
    modules = enrolment.version.modules.all()
    for module in modules.filter(code__in=only) if only else modules:
        ModuleResult.objects.create(
            enrolment=enrolment,
            module=module,
            passed=passed,
            completed_at=at,
            recorded_at=timezone.now(),
        )
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JOHANNESBURG)


def run(at: datetime) -> None:
    """The belt as far as a certificate, with a clock that stands there."""
    with standing_at(at):
        while awards.evaluate_changed() + jobs.renew_changed() + awards.settle_changed():
            pass
        issuing.issue(list(Award.objects.free()), at)
        jobs.renew_changed()


def lapse(renewal: Renewal) -> None:
    actions.lapse(an_organization(), renewal.closes_on + DAY)


def is_renewed(renewal: Renewal) -> bool:
    renewal.refresh_from_db()
    return renewal.renewed_on is not None


def edges(renewal: Renewal) -> dict[str, tuple[datetime, bool]]:
    """When the exam may be taken, and whether it renews."""
    return {
        "in the first second of the window": (midnight(renewal.opens_on), True),
        "on the last day": (midnight(renewal.ends_on) + DAY - SECOND, True),
        "in the last second of the grace": (midnight(renewal.closes_on) + DAY - SECOND, True),
        "at the midnight after it": (midnight(renewal.closes_on) + DAY, False),
    }


@pytest.mark.parametrize("lapsed", [False, True], ids=["before it lapses", "after it lapsed"])
@pytest.mark.parametrize(
    "when",
    [
        "in the first second of the window",
        "on the last day",
        "in the last second of the grace",
        "at the midnight after it",
    ],
)
def test_an_exam_counts_by_the_day_on_which_it_was_taken(renewal, when, lapsed):
    at, renews = edges(renewal)[when]
    if lapsed:
        lapse(renewal)
    done(renewal.enrolment, at, "final-quiz")
    run(midnight(renewal.closes_on) + 3 * DAY)
    assert is_renewed(renewal) is renews
    assert Award.objects.filter(enrolment=renewal.enrolment).exists() is renews
    assert (renewal.lapsed_at is None) is (renews or not lapsed)


def test_a_renewal_by_an_exam_reported_late_says_the_day_of_the_exam(renewal):
    at = midnight(renewal.ends_on)
    lapse(renewal)
    done(renewal.enrolment, at, "final-quiz")
    run(midnight(renewal.closes_on) + 9 * DAY)
    assert is_renewed(renewal)
    assert renewal.renewed_on == renewal.enrolment.award.completed_on == at.date()


def test_who_failed_in_time_and_passed_after_the_grace_is_not_renewed(renewal):
    late = midnight(renewal.closes_on) + DAY
    done(renewal.enrolment, midnight(renewal.ends_on), "final-quiz", passed=False)
    exam = renewal.enrolment.results.get(module__code="final-quiz")
    both = exam.outcome.attempts | {type(exam.outcome.best)(passed=True, at=late)}
    exam.attempts = type(exam.outcome).of(*both).attempts_to_json()
    exam.passed = True
    exam.save()
    run(late + DAY)
    assert not is_renewed(renewal)


def test_after_the_grace_the_whole_course_counts_and_the_page_says_so(renewal):
    run(midnight(renewal.closes_on))
    with standing_at(midnight(renewal.closes_on)):
        assert len(renewal.enrolment.decision.still_to_do) == 1
    with standing_at(midnight(renewal.closes_on) + DAY):
        assert len(renewal.enrolment.decision.still_to_do) == 3


def test_who_takes_the_whole_course_again_after_the_grace_has_a_certificate_by_it(renewal):
    late = midnight(renewal.closes_on) + 20 * DAY
    lapse(renewal)
    renewal.enrolment.results.all().delete()
    done(renewal.enrolment, late)
    run(late + DAY)
    assert renewal.enrolment.award.completed_on == late.date()
    assert not is_renewed(renewal)


def test_what_was_renewed_late_is_found_in_order(renewal):
    lapse(renewal)
    done(renewal.enrolment, midnight(renewal.closes_on), "final-quiz")
    run(midnight(renewal.closes_on) + 9 * DAY)
    with standing_at(midnight(renewal.closes_on) + 99 * DAY):
        found = [each.problem for each in (*learning.evidence(), *learning.renewals())]
    assert found == []


@pytest.mark.parametrize(("days", "renews"), [(0, True), (1, False)])
def test_points_that_are_entered_late_count_by_their_day(days, renews):
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30)))
    lapse(renewal)
    day = renewal.closes_on + timedelta(days=days)
    activity = Activity(day=day, title="Workshop", points=Decimal(30))
    later = midnight(renewal.closes_on) + 9 * DAY
    with standing_at(later):
        actions.enter(an_organization(), renewal.enrolment.person, activity, dara())
    run(later)
    assert is_renewed(renewal) is renews


def test_a_refresher_completed_in_time_and_certified_after_the_grace_renews():
    refresher = a_course("refresher")
    renewal = an_open_renewal(a_licence(), Terms(refreshers=("refresher",)))
    enrolment, later = Enrolment.objects.get(version=refresher), midnight(renewal.closes_on) + DAY
    Award.objects.create(
        enrolment=enrolment, earned_at=timezone.now(), completed_on=renewal.closes_on
    )
    lapse(renewal)
    run(later)
    assert is_renewed(renewal)
    assert (renewal.way, renewal.renewed_on) == (Way.REFRESHER, renewal.closes_on)


def enter(renewal: Renewal, day: date, at: datetime) -> None:
    activity = Activity(day=day, title=f"Workshop of {day}", points=Decimal(30))
    with standing_at(at):
        actions.enter(an_organization(), renewal.enrolment.person, activity, dara())


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_paths_the_one_that_came_first_counts_in_whatever_order(renewal, backwards):
    """Of an exam and points, both known before anything is signed: it has no mark of the exam."""
    rule = Terms(by_exam=True, points=Decimal(30))
    actions.set_rule(renewal.award.enrolment.version.course, rule, bruno())
    now = midnight(renewal.closes_on)
    told = [
        lambda: enter(renewal, renewal.ends_on - 4 * DAY, now),
        lambda: done(renewal.enrolment, midnight(renewal.ends_on), "final-quiz"),
    ]
    for tell in reversed(told) if backwards else told:
        tell()
        with standing_at(now):
            while awards.evaluate_changed() + jobs.renew_changed():
                pass
    assert is_renewed(renewal)
    award = Award.objects.get(enrolment=renewal.enrolment)
    first = renewal.ends_on - 4 * DAY
    assert (renewal.way, renewal.renewed_on, award.completed_on) == (Way.POINTS, first, first)


def test_what_came_first_and_is_heard_of_after_the_signature_is_proposed_to_staff(renewal):
    rule = Terms(by_exam=True, points=Decimal(30))
    actions.set_rule(renewal.award.enrolment.version.course, rule, bruno())
    now, first = midnight(renewal.closes_on), renewal.ends_on - 4 * DAY
    done(renewal.enrolment, midnight(renewal.ends_on), "final-quiz")
    run(now)
    enter(renewal, first, now)
    enter(renewal, first - DAY, now + DAY)  # And again.
    run(now + DAY)
    award = Award.objects.get(enrolment=renewal.enrolment)
    assert award.completed_on == renewal.ends_on
    assert award.hindsight.completed_on == first - DAY
    assert is_renewed(renewal)
    assert (renewal.way, renewal.renewed_on) == (Way.POINTS, first - DAY)
    enter(renewal, first + DAY, now + DAY)
    run(now + 2 * DAY)
    assert Hindsight.objects.get(award=award).completed_on == first - DAY


def test_a_new_rule_asks_nothing_anew_of_what_is_renewed(renewal):
    course, now = renewal.award.enrolment.version.course, midnight(renewal.closes_on)
    done(renewal.enrolment, midnight(renewal.ends_on), "final-quiz")
    run(now)
    with standing_at(now + DAY):
        actions.set_rule(course, Terms(by_exam=True, points=Decimal(30)), bruno())
    enter(renewal, renewal.ends_on - 4 * DAY, now + 2 * DAY)
    run(now + 2 * DAY)
    assert is_renewed(renewal)
    assert (renewal.way, renewal.renewed_on) == (Way.EXAM, renewal.ends_on)
    assert not Hindsight.objects.filter(award__enrolment=renewal.enrolment).exists()


def test_other_reminders_make_no_new_rule(renewal):
    course, now = renewal.award.enrolment.version.course, midnight(renewal.closes_on)
    rule = Terms(by_exam=True, points=Decimal(30))
    actions.set_rule(course, rule, bruno())
    done(renewal.enrolment, midnight(renewal.ends_on), "final-quiz")
    run(now)
    with standing_at(now + DAY):
        actions.set_rule(course, replace(rule, reminders=(10,)), bruno())
    enter(renewal, renewal.ends_on - 4 * DAY, now + 2 * DAY)
    run(now + 2 * DAY)
    assert is_renewed(renewal)
    assert renewal.renewed_on == renewal.ends_on - 4 * DAY


@pytest.mark.parametrize(("days_ago", "renews"), [(3, True), (9, False)])
def test_a_window_that_closed_while_the_server_slept_is_caught_up(days_ago, renews):
    version, organization = a_licence(), an_organization()
    actions.set_rule(version.course, Terms(opens_days=1, grace_days=0), bruno())
    old = an_ending_credential(version, days_left=-days_ago)
    last_day = midnight(today_of(organization)) - days_ago * DAY
    done(old.award.enrolment, last_day)
    said = chores.look_after_renewals(organization, today_of(organization))
    assert said == ("1 opened, 1 lapsed." if renews else NOTHING)
    run(timezone.now())
    assert Renewal.objects.filter(renewed_on=last_day.date()).exists() is renews


def test_nothing_is_renewed_for_somebody_who_was_forgotten():
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    actions.recognize(renewal, dara(), "Ten years in an ambulance.")
    person = renewal.enrolment.person
    person.email = None
    person.save()
    Renewal.objects.update(looked_at=timezone.now())
    actions.look_again([person.pk])
    assert jobs.renew_changed() == 0


def test_what_closes_lapses_once_at_the_midnight_of_the_zone(renewal):
    organization = an_organization()
    last = midnight(renewal.closes_on) + DAY - SECOND
    for at, words in [(last, NOTHING), (last + SECOND, "1 lapsed."), (last + DAY, NOTHING)]:
        said = chores.look_after_renewals(organization, at.astimezone(JOHANNESBURG).date())
        assert said == words


@pytest.mark.parametrize(
    ("taken", "renews"),
    [
        (date(2027, 12, 1), True),
        (date(2028, 2, 29), True),
        (date(2028, 3, 30), True),
        (date(2028, 3, 31), False),
    ],
)
def test_a_certificate_that_ends_on_a_leap_day_is_renewed_within_its_days(taken, renews):
    within = window(date(2028, 2, 29), 90, 30)
    decision = decide([Path(Way.EXAM)], within, Known(date(2027, 3, 1), passed_on=taken))
    assert decision.on == (taken if renews else None)

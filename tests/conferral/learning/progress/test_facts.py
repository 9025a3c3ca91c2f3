"""Facts: whatever the criterion asks about is known, in few queries, for one as for many."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cast import a_course, a_person, an_organization
from conferral.learning.awards.models import Award
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Attempt, JudgementKind, Measurable
from conferral.learning.catalog.models import Module, ModuleKind
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment, Judgement, Measure, ModuleResult
from conferral.learning.progress.results import Outcome

pytestmark = pytest.mark.django_db

JUNE = datetime(2026, 6, 14, 21, 30, tzinfo=UTC)
EVERYTHING = {
    "all": [
        {"passed": "final-quiz"},
        {"attended": {"percent": 80}},
        {"evaluated": "practice", "as": "Simulation"},
        {"holds": "basics"},
    ]
}


def enrolled(version, name="Ada Nkosi", **result):
    enrolment = Enrolment.objects.create(person=a_person(name), version=version)
    if result:
        told(enrolment, "final-quiz", **result)
    return enrolment


def told(enrolment, code, **result):
    ModuleResult.objects.create(
        enrolment=enrolment,
        module=Module.objects.get(version=enrolment.version, code=code),
        recorded_at=timezone.now(),
        **result,
    )


def certified(enrolment, **award):
    given = {"issued_at": JUNE} | award
    return Award.objects.create(
        enrolment=enrolment, earned_at=JUNE, completed_on=JUNE.date(), **given
    )


def everything_done(version, basics, name):
    enrolment = enrolled(version, name, passed=True, completed_at=JUNE)
    Measure.objects.create(
        enrolment=enrolment, kind="attendance percent", value=85, recorded_at=JUNE
    )
    Judgement.objects.create(
        enrolment=enrolment, kind="evaluation", code="practice", is_positive=True, at=JUNE
    )
    certified(enrolled(basics, name))
    return enrolment


def test_everything_that_the_criterion_asks_is_known():
    version = a_course(criterion_json=EVERYTHING)
    enrolment = everything_done(version, a_course("basics"), "Ada Nkosi")
    assert enrolment.decision.met, enrolment.decision


def test_many_are_known_in_as_many_queries_as_one(django_assert_num_queries):
    version, basics = a_course(criterion_json=EVERYTHING), a_course("basics")
    for number in range(5):
        everything_done(version, basics, f"Learner{number} Nkosi")
    everybody = list(Enrolment.objects.filter(version=version))
    with django_assert_num_queries(8):
        facts.know(everybody)
        assert all(each.decision.met for each in everybody)


def test_a_plain_criterion_asks_no_more_than_it_needs(django_assert_num_queries):
    enrolment = enrolled(a_course(), passed=True)
    everybody = [Enrolment.objects.get(pk=enrolment.pk)]
    with django_assert_num_queries(4):
        facts.know(everybody)
        assert not everybody[0].decision.met


def test_days_are_those_of_the_organization():
    organization = an_organization()
    organization.time_zone = "Africa/Johannesburg"
    organization.save()
    late = JUNE.replace(hour=23)
    enrolment = enrolled(a_course(organization=organization), passed=True, completed_at=late)
    assert str(enrolment.facts.results["final-quiz"].at.date()) == "2026-06-15"


def test_attendance_is_what_the_sessions_tell_when_nobody_says_more():
    version = a_course(criterion_json={"attended": {"percent": 60}})
    version.modules.exclude(code="final-quiz").update(kind=ModuleKind.SESSION, hours=Decimal("1.5"))
    enrolment = enrolled(version)
    told(enrolment, "scene-safety")
    measures = enrolment.facts.measures
    assert measures == {
        Measurable.ATTENDANCE_PERCENT: Decimal(50),
        Measurable.ATTENDANCE_HOURS: Decimal("1.5"),
    }
    Measure.objects.create(
        enrolment=enrolment, kind="attendance percent", value=75, recorded_at=JUNE
    )
    assert Enrolment.objects.get().facts.measures[Measurable.ATTENDANCE_PERCENT] == 75


@pytest.mark.parametrize(
    ("award", "counts"),
    [
        ({}, True),
        ({"issued_at": None}, False),
        ({"ended_at": JUNE}, False),
        ({"valid_until": timezone.now() - timedelta(days=1)}, False),
        ({"valid_until": timezone.now() + timedelta(days=1)}, True),
    ],
)
def test_a_certificate_counts_while_it_is_valid(award, counts):
    enrolment = enrolled(a_course(criterion_json={"holds": "basics"}))
    certified(enrolled(a_course("basics")), **award)
    assert enrolment.decision.met is counts
    facts.know(again := [Enrolment.objects.get(pk=enrolment.pk)])
    assert again[0].decision.met is counts


def test_a_certificate_of_another_organization_does_not_count():
    enrolment = enrolled(a_course(criterion_json={"holds": "basics"}))
    certified(enrolled(a_course("basics", an_organization("Other", "OT"))))
    assert not enrolment.decision.met
    facts.know(again := [Enrolment.objects.get(pk=enrolment.pk)])
    assert not again[0].decision.met


def test_a_change_of_the_criterion_is_tried_before_it_is_made(django_assert_max_num_queries):
    version = a_course(criterion_json={"scored": "final-quiz", "at_least": 60})
    who = {score: enrolled(version, f"Learner{score} Nkosi", score=score) for score in (40, 65, 90)}
    lower, higher = (
        criteria.from_json({"scored": "final-quiz", "at_least": percent}) for percent in (30, 80)
    )
    with django_assert_max_num_queries(6):
        assert facts.what_if(version, lower).gain == (who[40].pk,)
    changed = facts.what_if(version, higher)
    assert (changed.lose, changed.same) == ((who[65].pk,), (who[40].pk, who[90].pk))


def test_a_criterion_of_another_kind_is_tried_on_with_what_it_needs():
    version = a_course(criterion_json={"passed": "final-quiz"})
    enrolment = everything_done(version, a_course("basics"), "Ada Nkosi")
    new = criteria.from_json(EVERYTHING)
    assert facts.try_on(new, enrolment).met
    assert facts.what_if(version, new).same == (enrolment.pk,)


def test_a_criterion_that_is_tried_on_speaks_of_courses_by_their_titles():
    a_course("basics", title="First steps")
    enrolment = enrolled(a_course())
    decision = facts.try_on(criteria.from_json({"holds": "basics"}), enrolment)
    assert decision.still_to_do == ("Hold a valid certificate of “First steps”.",)


def test_in_the_hour_that_clocks_show_twice_the_newest_verdict_counts():
    berlin, practice = ZoneInfo("Europe/Berlin"), (JudgementKind.EVALUATION, "practice")
    said = [
        Judgement(kind=practice[0], code=practice[1], is_positive=yes, at=at).fact(berlin)
        for yes, at in (
            (False, datetime(2026, 10, 25, 0, 45, tzinfo=UTC)),  # 02:45
            (True, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # And 02:30, later that night.
        )
    ]
    newest = criteria.Facts(judgements=tuple(said)).judged(*practice)
    assert newest is not None
    assert newest.yes


def test_in_the_hour_that_clocks_show_twice_the_last_attempt_is_the_later_one():
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, and in an hour again.
    first = Attempt(score=Decimal(80), at=twice)
    last = Attempt(score=Decimal(40), at=twice + timedelta(hours=1))
    tried = Outcome.of(first, last)
    result = ModuleResult(attempts=tried.attempts_to_json(), completed_at=twice)
    assert result.fact(ZoneInfo("Europe/Berlin")).last.score == Decimal(40)

"""Awards: earned once, on the day where the organization is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from cast import (
    CRITERION,
    FAILED,
    PASSED,
    a_course,
    a_draft,
    a_person,
    an_import,
    an_organization,
    bruno,
)
from conferral.foundation.belt import PATIENCE
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog import actions as catalog
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ModuleResult

pytestmark = pytest.mark.django_db


def an_enrolment(name="Ada Nkosi", version=None, at=None, **results):
    """Enrolled, with results by module code: True, False, None, or a score."""
    version = version or a_course()
    enrolment = Enrolment.objects.create(person=a_person(name), version=version)
    for module in version.modules.all():
        known = results.get(module.code.replace("-", "_"), True)
        score = known if isinstance(known, Decimal) else None
        ModuleResult.objects.create(
            enrolment=enrolment,
            module=module,
            passed=known if score is None else None,
            score=score,
            completed_at=at,
            recorded_at=timezone.now(),
        )
    return enrolment


def test_whoever_meets_the_criterion_has_an_award():
    enrolment = an_enrolment()
    EVALUATE_CHANGED.run()
    assert Award.objects.get().enrolment == enrolment


def test_whoever_does_not_has_none_and_is_not_asked_again():
    an_enrolment(final_quiz=False)
    EVALUATE_CHANGED.run()
    assert not Award.objects.exists()
    assert not EVALUATE_CHANGED.waits()


def test_to_look_again_awards_nothing_twice():
    enrolment = an_enrolment()
    EVALUATE_CHANGED.run()
    award = Award.objects.get()
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)
    EVALUATE_CHANGED.run()
    assert Award.objects.get() == award


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Africa/Johannesburg", date(2026, 6, 14)),
        ("UTC", date(2026, 6, 14)),
        ("Asia/Tokyo", date(2026, 6, 15)),
        ("America/New_York", date(2026, 6, 14)),
    ],
)
def test_the_day_is_that_of_the_organization(zone, day):
    organization = an_organization()
    organization.time_zone = zone
    organization.save()
    an_enrolment(at=datetime(2026, 6, 14, 21, 30, tzinfo=UTC))  # 23:30 in Johannesburg.
    EVALUATE_CHANGED.run()
    assert Award.objects.get().completed_on == day


def test_half_past_eleven_at_night_in_johannesburg_belongs_to_that_day():
    an_import(("Ada Nkosi", "ada@example.test", PASSED))  # The file says 2026-06-14 23:30:00.
    READ_IMPORTS.run()
    EVALUATE_CHANGED.run()
    assert Award.objects.get().completed_on == date(2026, 6, 14)


def test_the_day_is_that_of_the_last_module_that_was_asked_for():
    enrolment = an_enrolment(at=datetime(2026, 6, 1, 8, tzinfo=UTC))
    late = enrolment.results.get(module__code="final-quiz")
    late.completed_at = datetime(2026, 6, 20, 8, tzinfo=UTC)
    late.save()
    EVALUATE_CHANGED.run()
    assert Award.objects.get().completed_on == date(2026, 6, 20)


def test_without_any_date_it_is_the_day_of_the_award():
    an_enrolment()
    EVALUATE_CHANGED.run()
    zone = an_organization().zone
    assert Award.objects.get().completed_on == timezone.now().astimezone(zone).date()


def test_the_only_score_is_the_mark():
    version = a_course(criterion_json={"scored": "final-quiz", "at_least": 60})
    an_enrolment(version=version, final_quiz=Decimal("81.50"))
    EVALUATE_CHANGED.run()
    assert Award.objects.get().mark == Decimal("81.50")


def test_of_two_scores_none_is_the_mark():
    both = {"all": [{"completed": "scene-safety"}, {"completed": "final-quiz"}]}
    version = a_course(criterion_json=both)
    an_enrolment(version=version, scene_safety=Decimal(70), final_quiz=Decimal(80))
    EVALUATE_CHANGED.run()
    assert Award.objects.get().mark is None


def test_a_course_that_cannot_be_decided_holds_up_nobody():
    broken = a_course("broken", criterion_json={"fancied": "final-quiz"})
    stuck = an_enrolment("Ben Dube", broken)
    fine = an_enrolment("Ada Nkosi", a_course("fine"))
    EVALUATE_CHANGED.run()
    assert Award.objects.get().enrolment == fine
    stuck.refresh_from_db()
    assert stuck.attempts == 1
    assert "not a criterion" in stuck.problem


def test_a_course_that_was_mended_is_decided_then():
    version = a_course(criterion_json={"fancied": "final-quiz"})
    an_enrolment(version=version)
    EVALUATE_CHANGED.run()
    type(version).objects.filter(pk=version.pk).update(criterion_json=CRITERION)
    Enrolment.objects.update(attempts=PATIENCE - 1, next_attempt_at=timezone.now())
    EVALUATE_CHANGED.run()
    assert Award.objects.count() == 1


def test_only_those_who_passed_of_a_file_are_awarded():
    an_import(("Ada Nkosi", "ada@example.test", PASSED), ("Ben Dube", "ben@example.test", FAILED))
    READ_IMPORTS.run()
    EVALUATE_CHANGED.run()
    assert Award.objects.get().enrolment.person.printed_name == "Ada Nkosi"


def test_what_an_easier_draft_gave_a_stricter_one_takes_back():
    draft = a_draft(criterion_json={"completed": "scene-safety"})
    an_enrolment(version=draft, final_quiz=False)
    EVALUATE_CHANGED.run()
    assert Award.objects.count() == 1
    catalog.save_criterion(draft, CRITERION, bruno(), edition=draft.edition)
    EVALUATE_CHANGED.run()
    assert Award.objects.count() == 0


def test_what_an_approved_version_gave_is_kept():
    enrolment = an_enrolment()
    EVALUATE_CHANGED.run()
    ModuleResult.objects.update(passed=False)
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)
    EVALUATE_CHANGED.run()
    assert Award.objects.count() == 1

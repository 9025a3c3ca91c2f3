"""What is reported of an award that is there already: said at once, or proposed to staff."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cast import PASSED, a_course, an_import, an_organization, dara, emil
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.awards import hindsight, moderating
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award, Hindsight
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ModuleResult

pytestmark = pytest.mark.django_db
QUIZ = {"scored": "final-quiz", "at_least": 50}
EARLY, LATE = date(2026, 5, 1), date(2026, 6, 14)


def told(day, version):
    """Ada has passed, a file says."""
    an_import(("Ada Nkosi", "ada@x.test", PASSED), version=version, at=f"{day} 08:00:00")
    READ_IMPORTS.run()
    EVALUATE_CHANGED.run()


def scored(score, day, version):
    """In another attempt, as a learning system reports it."""
    enrolment = Enrolment.objects.get(version=version)
    result = ModuleResult.objects.get(enrolment=enrolment, module__code="final-quiz")
    attempt = type(result.outcome.best)(
        None, Decimal(score), datetime(*day.timetuple()[:3], 8, tzinfo=UTC)
    )
    known = result.outcome.and_also(type(result.outcome).of(attempt))
    result.score, result.completed_at = known.best.score, known.best.at
    result.attempts = known.attempts_to_json()
    result.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)
    EVALUATE_CHANGED.run()


def issued():
    (credential,) = issuing.issue(list(Award.objects.all()))
    return credential


def replace(*numbers):
    wanted = tuple(map(Wanted, numbers))
    order = Order(True, Reason.RESULTS_CORRECTED, "Reported late", wanted)
    recalls.call_back(an_organization(), dara(), order, expected=len(numbers))
    CALL_BACK.run()


def proposed():
    return list(recalls.reported_since(an_organization(), timezone.now()))


@pytest.fixture
def late():
    """A certificate of the later day; then a file tells of the earlier one."""
    version = a_course()
    told(LATE, version)
    credential = issued()
    told(EARLY, version)
    return credential


@pytest.mark.parametrize("days", [(EARLY, LATE), (LATE, EARLY), (LATE, EARLY, LATE)])
def test_as_long_as_nothing_is_issued_the_earliest_pass_counts(days):
    version = a_course()
    for day in days:
        told(day, version)
    assert Award.objects.get().completed_on == EARLY
    assert not Hindsight.objects.exists()


def test_what_is_issued_stays_and_staff_are_told(late):
    assert Award.objects.get().completed_on == LATE
    assert proposed() == [late]
    assert late.award.hindsight.completed_on == EARLY


def test_whoever_replaces_it_gives_out_what_is_known_now(late):
    replace(late.number)
    new = Credential.objects.current().get()
    assert (new.slots["completed_on"][:10], new.award.completed_on) == ("2026-05-01", EARLY)
    assert proposed() == []
    with pytest.raises(Refused):
        replace(new.number)  # Nothing else is known of it any more.


def test_whoever_lets_it_stay_is_not_asked_again_about_the_same(late):
    hindsight.leave(an_organization(), late.award, dara(), "The earlier one was a rehearsal")
    told(EARLY, late.award.enrolment.version)
    assert proposed() == []
    assert Entry.objects.filter(deed="left as it was issued", actor=dara().pk).count() == 1
    told(EARLY - timedelta(days=9), late.award.enrolment.version)
    assert proposed() == [late]


def test_of_two_who_decide_the_second_is_told_so(late):
    hindsight.leave(an_organization(), late.award, dara(), "A rehearsal")
    with pytest.raises(Refused, match="already"):
        hindsight.leave(an_organization(), late.award, emil(), "Another word")
    with pytest.raises(Refused, match="already"):
        hindsight.leave(an_organization("Baobab", "BA"), late.award, emil(), "From elsewhere")


def test_a_later_pass_changes_nothing(late):
    replace(late.number)
    told(LATE + timedelta(days=3), late.award.enrolment.version)
    assert proposed() == []


def test_a_better_mark_is_proposed_and_a_worse_one_is_not():
    version = a_course(criterion_json=QUIZ)
    told(EARLY, version)
    scored("60", EARLY, version)
    credential = issued()
    scored("55", LATE, version)
    assert proposed() == []
    scored("90", LATE, version)
    assert proposed() == [credential]
    replace(credential.number)
    assert Credential.objects.current().get().slots["mark"] == "90"


def test_what_moderators_have_upheld_is_not_changed_behind_their_backs():
    version = a_course(criterion_json=QUIZ)
    told(EARLY, version)
    scored("60", EARLY, version)
    moderating.uphold([Award.objects.get().pk], timezone.now())
    scored("90", LATE, version)
    assert Award.objects.get().mark == 60
    assert Hindsight.objects.get().mark == 90


def test_what_cannot_be_replaced_is_not_proposed(late):
    issuing.suspend(late, dara(), "Complaint", Reason.COMPLAINT)
    assert proposed() == []
    issuing.reinstate(late, dara(), "Nothing", Reason.REVIEW_ENDED)
    assert proposed() == [late]
    issuing.revoke(late, dara(), "Misconduct")
    assert proposed() == []

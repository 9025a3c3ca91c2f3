"""What may be entered, struck and recognized, and when: the edges of each."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from cast import an_organization, bruno, dara
from clock import standing_at
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.awards import jobs as awards
from conferral.learning.renewal import actions, jobs
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.models import Activity, Renewal
from renewing import a_licence, an_open_renewal, today_of

pytestmark = pytest.mark.django_db

BY_POINTS = Terms(points=Decimal(30))


def run() -> None:
    """The belt, as far as an award."""
    while awards.evaluate_changed() + jobs.renew_changed() + awards.settle_changed():
        pass


def enter(renewal: Renewal, points: str, days_ago: int) -> Activity:
    day = today_of(an_organization()) - timedelta(days=days_ago)
    activity = Activity(day=day, title="Workshop", points=Decimal(points))
    assert actions.enter(an_organization(), renewal.enrolment.person, activity, dara())
    return Activity.objects.get(day=day)


def strike(activity: Activity) -> None:
    actions.strike(activity, dara(), "It was somebody else.")


def test_points_of_a_certificate_that_is_only_suspended_are_not_struck():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    kept = enter(renewal, "30", days_ago=1)
    run()
    (new,) = issuing.issue([renewal.enrolment.award])
    issuing.suspend(new, dara(), "A complaint", Reason.COMPLAINT)
    with pytest.raises(Refused, match="Revoke it first"):  # It may count again tomorrow.
        strike(kept)


def test_points_of_after_a_renewal_are_struck_as_any():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    enter(renewal, "30", days_ago=5)
    run()
    strike(enter(renewal, "3", days_ago=1))
    assert Activity.objects.count() == 1


def test_points_beside_another_way_of_renewal_are_struck_as_any():
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30), by_recognition=True))
    kept = enter(renewal, "3", days_ago=1)
    actions.recognize(renewal, dara(), "Ten years in an ambulance.")
    run()
    assert Renewal.objects.get().way == Way.RECOGNITION
    strike(kept)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("points", ["0", "9999.01", "NaN"])
def test_points_that_are_no_number_of_points_are_refused(points):
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    with pytest.raises(RefusedPart, match=r"from 0\.01 to 9999"):
        enter(renewal, points, days_ago=1)


def test_what_is_done_today_is_done_on_the_day_of_the_organization():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    ahead = today_of(an_organization()) + timedelta(days=1)
    with standing_at(datetime.combine(ahead, time(23, 30), UTC)):  # 01:30 in Johannesburg.
        assert enter(renewal, "1", days_ago=0).day == ahead + timedelta(days=1)


def test_nothing_is_recognized_when_its_window_is_closed():
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    noon = datetime.combine(renewal.closes_on, time(12), an_organization().zone)
    with (
        standing_at(noon + timedelta(days=1)),
        pytest.raises(Refused, match="window is closed"),
    ):
        actions.recognize(renewal, dara(), "Ten years in an ambulance.")
    with standing_at(noon):
        actions.recognize(renewal, dara(), "Ten years in an ambulance.")


def test_a_rule_that_asks_for_less_renews_what_had_enough_for_it():
    version = a_licence()
    renewal = an_open_renewal(version, Terms(points=Decimal(40)))
    enter(renewal, "30", days_ago=1)
    run()
    assert Renewal.objects.get().way != Way.POINTS
    actions.set_rule(version.course, BY_POINTS, bruno())
    run()
    assert Renewal.objects.get().way == Way.POINTS

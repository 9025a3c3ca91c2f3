"""`conferral renewal` and `conferral jobs`: what ends, what renews it, what the clock does."""

import json

import pytest

from cast import a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores import stages
from conferral.foundation.chores.models import Round
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.jobs import ENTER_POINTS, renew_changed
from conferral.learning.renewal.models import Activity, Renewal
from renewing import a_licence, an_ending_credential, an_open_renewal, today_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator():
    a_member("Kofi", Role.ADMINISTRATOR)


def test_the_list_says_whose_certificate_ends(typed):
    an_ending_credential(a_licence(), days_left=20)
    (row,) = typed("renewal", "list", "--json").json
    assert (row["learner"], row["course"]) == ("ada@example.test", "first-aid")
    assert typed("renewal", "list", "--days", "10", "--json").json == []


def test_a_rule_is_set_part_by_part(typed):
    a_licence()
    typed("renewal", "rule", "first-aid", "--set", "points=30")
    typed("renewal", "rule", "first-aid", "--set", "reminders=14,2", "--set", "by_exam=yes")
    told = json.loads(typed("renewal", "rule", "first-aid").out)
    assert (told["points"], told["reminders"], told["by_exam"]) == ("30", [14, 2], True)


def test_a_rule_that_cannot_stand_is_refused(typed):
    a_licence()
    ended = typed("renewal", "rule", "first-aid", "--set", "refreshers=first-aid")
    assert (ended.code, "no refresher of its own" in ended.err) == (1, True)


def test_points_come_from_a_table(typed, tmp_path):
    renewal = an_open_renewal(a_licence(), Terms())
    day = today_of(an_organization())
    table = tmp_path / "points.csv"
    table.write_text(
        f"email,day,title,points\nada@example.test,{day},Workshop,5\nx@x.test,{day},W,5\n"
    )
    ended = typed("renewal", "points", table)
    assert "1 new, 0 known already, 1 refused." in ended.out
    assert ENTER_POINTS.run() == 2
    assert "Line 3: x@x.test is no learner here." in ended.err
    assert Activity.objects.get().person == renewal.enrolment.person


def test_what_was_learned_elsewhere_is_recognized(typed):
    an_open_renewal(a_licence(), Terms(by_recognition=True))
    typed("renewal", "recognize", "ada@example.test", "first-aid", "--because", "A letter.")
    renew_changed()
    assert Renewal.objects.get().way == Way.RECOGNITION


def test_jobs_are_listed_and_started(typed):
    Round.objects.create(organization=an_organization(), chore="count", attempts=6, problem="Gone.")
    (row,) = typed("jobs", "list", "--json").json
    assert (row["job"], row["problem"], row["gaveUp"]) == ("count", "Gone.", True)
    assert typed("jobs", "start", "count").code == 0
    assert Round.objects.get().attempts == 0
    assert typed("jobs", "start", "nothing").code == 1


def test_the_stages_of_the_belt_say_what_waits_for_them(typed):
    a_licence()
    stages.know(["read imports", "send mail"])
    told = typed("jobs", "belt", "--json").json
    assert told["worker"] is False
    assert [(each["stage"], each["waiting"]) for each in told["stages"]] == [
        ("read imports", 0),
        ("send mail", 0),
    ]
    assert "No worker is running" in typed("jobs", "belt").out

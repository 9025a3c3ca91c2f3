"""Judging: said by a colleague, with a reason, kept for ever; the newest counts."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cast import a_course, a_member, a_person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.criteria import Confirmed, Evaluated, Measurable
from conferral.learning.progress.judging import asked_of, judge, measure
from conferral.learning.progress.models import Enrolment, Judgement, Measure

pytestmark = pytest.mark.django_db

PRACTICE = {"evaluated": "practice", "as": "Practical simulation"}
IDENTITY = {"confirmed": "identity", "as": "Identity"}
SIMULATION = Evaluated("practice", "Practical simulation")
PERCENT = Measurable.ATTENDANCE_PERCENT


@pytest.fixture
def thabo():
    return a_member("Thabo", Role.TRAINER)


@pytest.fixture
def ada():
    criterion = {"all": [PRACTICE, IDENTITY, {"attended": {"percent": 80}}]}
    version = a_course(criterion_json=criterion)
    person = a_person("Ada Nkosi")
    return Enrolment.objects.create(person=person, version=version, evaluated_at=timezone.now())


def test_what_must_be_said_is_what_the_criterion_asks(ada):
    assert asked_of(ada) == (SIMULATION, Confirmed("identity", "Identity"))


def test_a_verdict_is_looked_at_and_leaves_a_line(ada, thabo):
    judge(ada, SIMULATION, thabo, yes=True)
    assert Enrolment.objects.changed().get() == ada
    line = Entry.objects.get(deed="judged")
    assert line.actor == thabo
    assert line.details == {"kind": "evaluation", "code": "practice", "yes": True}


def test_the_newest_verdict_counts_and_the_old_one_stays(ada, thabo):
    judge(ada, SIMULATION, thabo, yes=False, remark="The bandage slipped.")
    assert "not yet" in " ".join(ada.decision.still_to_do)
    judge(ada, SIMULATION, thabo, yes=True)
    assert "Practical simulation" not in " ".join(ada.decision.still_to_do)
    assert Judgement.objects.count() == 2


def test_not_yet_says_why(ada, thabo):
    with pytest.raises(Refused, match="what is missing"):
        judge(ada, SIMULATION, thabo, yes=False, remark=" ")


def test_nobody_judges_their_own_work(ada):
    for deed in (
        lambda: judge(ada, SIMULATION, ada.person, yes=True),
        lambda: measure(ada, PERCENT, Decimal(100), ada.person),
    ):
        with pytest.raises(Refused, match="own work"):
            deed()
    assert not Judgement.objects.exists()
    assert not Measure.objects.exists()


def test_what_is_not_asked_is_not_judged(ada, thabo):
    with pytest.raises(Refused, match="does not ask for “Drill”"):
        judge(ada, Evaluated("practice", "Drill"), thabo, yes=True)


def test_what_is_measured_by_hand_counts_be_it_more_or_less(ada, thabo):
    for value in (Decimal(90), Decimal("72.5")):
        measure(ada, PERCENT, value, thabo)
    assert "so far it is 72.5 %" in " ".join(ada.decision.still_to_do)
    assert [line.details["before"] for line in Entry.objects.filter(deed="measured")] == [
        None,
        "90.00",
    ]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        (PERCENT, "100.01"),
        (PERCENT, "-1"),
        (PERCENT, "NaN"),
        (Measurable.POSTS, "1.5"),
        (Measurable.ATTENDANCE_HOURS, "10001"),
    ],
)
def test_what_makes_no_sense_is_refused(ada, thabo, what, value):
    with pytest.raises(Refused, match="write a"):
        measure(ada, what, Decimal(value), thabo)

"""Every day: who can answer learners is told what is late, who can reinstate, what was promised."""

from datetime import date, timedelta

import pytest

from cast import an_issued_credential, an_organization, dara
from conferral.credentials.cases import actions, chores
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def credential():
    dara()
    return an_issued_credential()


def remind(*days: date) -> None:
    for day in days:
        chores.remind(an_organization(), day)


def to_staff(about: str) -> list[str]:
    written = Message.objects.filter(key__startswith=about).order_by("pk")
    return list(written.values_list("to", flat=True))


def test_the_day_on_which_an_answer_is_due_is_in_time(credential):
    actions.ask(credential.award.enrolment, Plea(Kind.QUESTION, "Why not yet?"))
    Case.objects.update(due_on=MONDAY)
    remind(MONDAY)
    assert to_staff("late-cases") == []
    remind(MONDAY + timedelta(days=1))
    assert to_staff("late-cases") == ["dara@example.test"]


def test_of_a_suspension_staff_are_reminded_once_on_the_day_by_which_they_decide(credential):
    issuing.suspend(credential, dara(), "Under review", Reason.UNDER_REVIEW)
    Credential.objects.update(suspended_until=MONDAY)
    remind(MONDAY - timedelta(days=1))
    assert to_staff("suspended-until") == []
    remind(MONDAY, MONDAY + timedelta(days=1))
    assert to_staff("suspended-until") == ["dara@example.test"]


def test_of_what_is_revoked_nothing_is_to_be_decided(credential):
    issuing.suspend(credential, dara(), "Under review", Reason.UNDER_REVIEW)
    Credential.objects.update(suspended_until=MONDAY)
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    remind(MONDAY)
    assert to_staff("suspended-until") == []

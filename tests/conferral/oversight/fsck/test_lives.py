"""I18: whoever makes two certificates count, or none, is found."""

import pytest
from django.utils import timezone

from cast import an_issued_credential, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.learning.awards.models import Award
from conferral.oversight.fsck import lives

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return an_issued_credential(days_ago=1)


@pytest.fixture
def new(old):
    return issuing.replace(old, dara(), Change("Spoiled", Reason.SPOILED))


def problems():
    return [each.problem for check in (lives.current, lives.successors) for each in check()]


def test_a_life_as_it_should_be_is_no_finding(old, new):
    issuing.suspend(new, dara(), "A complaint", Reason.COMPLAINT)
    issuing.reinstate(new, dara(), "Nothing", Reason.REVIEW_ENDED)
    issuing.revoke(new, dara(), "A mistake")
    assert problems() == []


def test_an_award_that_counts_while_its_certificate_does_not(old):
    Credential.objects.update(revoked_at=timezone.now())
    assert problems() == ["it says one thing about whether it counts, and its certificate another"]


def test_an_award_that_has_ended_while_its_certificate_counts(old):
    Award.objects.update(ended_at=timezone.now())
    assert len(problems()) == 1


def test_a_successor_of_somebody_else(old, new):
    other = an_issued_credential("Ben Dlamini")
    Credential.objects.filter(pk=new.pk).update(
        award=other.award, replaced_by=other.number, revoked_at=timezone.now()
    )
    assert f"{new.number} cannot have taken its place" in problems()


def test_a_life_without_a_certificate_that_is_current(old, new):
    Credential.objects.filter(pk=new.pk).update(replaced_by=old.number, revoked_at=timezone.now())
    assert "none of its certificates is current" in problems()

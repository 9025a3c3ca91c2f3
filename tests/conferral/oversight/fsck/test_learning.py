"""I11: a specimen is earned by nobody, and calling something a specimen hides nothing."""

import pytest

from cast import a_course, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.learning.awards import specimens
from conferral.learning.awards.models import Award
from conferral.oversight.fsck.learning import evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def specimen():
    award = specimens.award_to(dara(), a_course())
    issuing.issue([award])
    return award


def found():
    return [each.row for each in evidence()]


def test_a_specimen_is_no_finding_before_it_is_issued_and_after():
    award = specimens.award_to(dara(), a_course())
    assert found() == []
    issuing.issue([award])
    assert found() == []


def test_what_was_a_specimen_and_is_called_none_by_now_was_not_earned(specimen):
    Award.objects.update(is_specimen=False)
    assert found() == [f"awards.Award:{specimen.pk}"]


def test_what_is_called_a_specimen_and_was_issued_as_none_was_not_earned(specimen):
    Credential.objects.update(is_specimen=False)
    assert found() == [f"awards.Award:{specimen.pk}"]

"""`conferral organization`: decisions that hold for all that is issued."""

import pytest

from cast import a_member, an_organization
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_suspensions_are_switched_on_and_off(typed):
    an_organization()
    a_member("Kofi", Role.ADMINISTRATOR)
    assert "one status" in typed("organization", "suspensions").out
    assert "two statuses" in typed("organization", "suspensions", "on").out
    assert an_organization().lists_suspensions
    again = typed("organization", "suspensions", "on", "--as", "kofi@example.test")
    assert (again.code, "listed already" in again.err) == (1, True)
    assert "one status" in typed("organization", "suspensions", "off").out
    assert typed("organization", "suspensions", "perhaps").code == 2

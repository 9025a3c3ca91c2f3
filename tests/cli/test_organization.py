"""`conferral organization`: decisions that hold for all that is issued."""

import pytest

from cast import a_member, an_organization
from conferral.foundation.accounts.models import Organization
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


FOUNDED = (
    *(
        "organization",
        "found",
        "Hope College",
        "--prefix",
        "hc",
        "--administrator",
        "Ntombi Sibeko",
    ),
    *("--email", "Ntombi@hope.example", "--password", "correct horse battery"),
)


def test_an_organization_begins_with_its_keys_and_its_first_administrator(typed):
    ended = typed(*FOUNDED)
    assert "/staff/first-steps" in ended.out
    organization = Organization.objects.get()
    assert (organization.number_prefix, organization.issuer_keys.count()) == ("HC", 2)
    (member,) = organization.memberships.all()
    assert (member.role, member.person.email) == (Role.ADMINISTRATOR, "ntombi@hope.example")
    assert member.person.check_password("correct horse battery")


def test_a_site_is_one_organization_for_ever(typed):
    typed(*FOUNDED)
    again = typed(*FOUNDED)
    assert (again.code, "already" in again.err) == (1, True)


def test_a_prefix_that_nobody_could_type_is_refused(typed):
    ended = typed(*("UO" if part == "hc" else part for part in FOUNDED))
    assert (ended.code, "prefix" in ended.err) == (1, True)
    assert not Organization.objects.exists()


def test_a_password_that_a_page_would_refuse_is_refused_here_too(typed):
    ended = typed(*("short" if part == "correct horse battery" else part for part in FOUNDED))
    assert (ended.code, "at least 8 characters" in ended.err) == (1, True)
    assert not Organization.objects.exists()

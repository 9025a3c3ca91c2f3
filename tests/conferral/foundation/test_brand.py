"""An organization's brand: changed as a whole, refused by the part."""

from dataclasses import replace

import pytest

from cast import a_member, an_organization
from conferral.foundation import brand
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import RefusedPart

pytestmark = pytest.mark.django_db


def changed(**parts):
    organization = an_organization()
    lindiwe = a_member("Lindiwe", Role.ADMINISTRATOR)
    brand.change(organization, replace(brand.of(organization), **parts), lindiwe)
    organization.refresh_from_db()
    return organization


def test_what_is_changed_is_kept_and_goes_into_the_trail():
    organization = changed(name=" SayPro Academy ", colour="#0F5B52", issues_within_days=10)
    assert brand.of(organization).name == "SayPro Academy"
    assert organization.colour == "#0f5b52"
    line = Entry.objects.last()
    assert line.deed == "changed the organization"
    assert line.details["changed"] == ["name", "colour", "issues_within_days"]


def test_a_name_is_one_line_for_it_stands_in_headers_of_letters():
    assert changed(name="SayPro\r\nBcc: all@example.test").name == "SayPro Bcc: all@example.test"


def test_nothing_hides_in_what_an_organization_is_called():
    for part in ("name", "registration"):
        with pytest.raises(RefusedPart, match="Delete that character") as no:
            changed(**{part: "Say\u202ePro"})
        assert no.value.part == part
    assert changed(name="Say\u200bPro Academy").name == "SayPro Academy"


def test_nothing_changed_leaves_no_trace():
    changed()
    assert not Entry.objects.filter(deed="changed the organization").exists()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", " "),
        ("email", "no address"),
        ("time_zone", "Africa/Nowhere"),
        ("issues_within_days", 0),
        ("issues_within_days", 366),
        ("colour", "#ffff00"),
        ("logo_svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()' viewBox='0 0 1 1'/>"),
    ],
)
def test_a_part_that_cannot_stand_is_refused_by_name(part, value):
    with pytest.raises(RefusedPart) as refused:
        changed(**{part: value})
    assert refused.value.part == part
    assert not Entry.objects.filter(deed="changed the organization").exists()


def test_a_logo_is_kept_as_cleaned():
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' data-x='y'/>"
    kept = changed(logo_svg=drawn).logo_svg
    assert kept == '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'

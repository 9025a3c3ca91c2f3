"""The administrator's rooms: brand, certificate types, sites, instructors."""

from zoneinfo import available_timezones

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.choices import flatten_choices

from cast import a_course, a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.brand import NUMBERS
from conferral.learning.catalog.models import CertificateType
from conferral.web.staff.organization_forms import BrandForm

pytestmark = pytest.mark.django_db

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'
_ATTENDANCE = {
    "code": "attendance",
    "kind": "attendance",
    "title": "Certificate of Attendance",
    "if_lacking": "hold",
}


@pytest.fixture
def administrator(client):
    client.force_login(a_member("Lindiwe", Role.ADMINISTRATOR))
    return client


def sent(**changes):
    organization = an_organization()
    parts = ("name", "url", "email", "time_zone", "language", "issues_within_days", "name_mode")
    parts += ("registration", "colour", *NUMBERS)
    return {part: getattr(organization, part) for part in parts} | changes


def drawing(content=_SVG):
    return SimpleUploadedFile("logo.svg", content, "image/svg+xml")


def test_every_time_zone_can_be_chosen_under_its_continent():
    field = BrandForm().fields["time_zone"]
    offered = {zone for zone, _ in flatten_choices(field.choices)}
    assert available_timezones() <= offered
    assert ("America/New_York", "New York") in dict(field.choices)["America"]


def test_the_brand_is_saved(administrator):
    answer = administrator.post(
        reverse("organization"), sent(name="SayPro Academy", colour="#7a1f5c", logo=drawing())
    )
    organization = an_organization()
    assert answer.status_code == 302
    assert (organization.name, organization.colour) == ("SayPro Academy", "#7a1f5c")
    assert "<path" in organization.logo_svg


def test_a_look_shows_a_specimen_and_saves_nothing(administrator):
    answer = administrator.post(
        reverse("organization"), sent(name="SayPro Academy", logo=drawing(), look="yes")
    )
    text = answer.content.decode()
    assert "data:image/png;base64,iVBOR" in text
    assert "Nothing is saved yet" in text
    assert an_organization().name == "SayPro"
    again = answer.context["form"]["logo_svg"].value()
    administrator.post(reverse("organization"), sent(logo_svg=again))
    assert "<path" in an_organization().logo_svg


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"logo": drawing(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")}, "logo"),
        ({"logo": drawing(b"\x89PNG\r\n\x1a\n")}, "logo"),
        ({"colour": "#ffee00"}, "colour"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"issues_within_days": 0}, "issues_within_days"),
        ({"logo_svg": "<svg onload='x'/>"}, "logo"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(administrator, changes, part):
    answer = administrator.post(reverse("organization"), sent(**changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {part}


def test_whoever_looked_without_a_logo_can_choose_one_then(administrator):
    looked = administrator.post(reverse("organization"), sent(look="yes"))
    ticked = {"without_logo": "on"} if looked.context["form"]["without_logo"].value() else {}
    administrator.post(reverse("organization"), sent(logo=drawing(), **ticked))
    assert "<path" in an_organization().logo_svg


def test_only_what_has_a_logo_is_asked_to_have_none(administrator):
    assert "Have no logo" not in administrator.get(reverse("organization")).text
    administrator.post(reverse("organization"), sent(logo=drawing()))
    assert "Have no logo" in administrator.get(reverse("organization")).text


def test_a_logo_can_be_taken_away(administrator):
    administrator.post(reverse("organization"), sent(logo=drawing()))
    administrator.post(
        reverse("organization"), sent(logo_svg=an_organization().logo_svg, without_logo="on")
    )
    assert an_organization().logo_svg == ""


def test_a_type_is_made_changed_and_copied(administrator):
    assert administrator.post(reverse("type-new"), _ATTENDANCE).status_code == 302
    administrator.post(reverse("type", args=["attendance"]), _ATTENDANCE | {"title": "Attended"})
    assert CertificateType.objects.get().title == "Attended"
    text = administrator.get(reverse("type-new"), {"like": "attendance"}).content.decode()
    assert 'value="Attended"' in text


def test_what_an_accreditor_says_needs_an_accreditation(administrator):
    answer = administrator.post(reverse("type-new"), _ATTENDANCE | {"kind": "competence"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"needs_accreditation"}


def test_a_type_of_an_approved_version_keeps_its_meaning(administrator):
    administrator.post(reverse("type-new"), _ATTENDANCE)
    a_course(certificate_type=CertificateType.objects.get())
    answer = administrator.post(reverse("type", args=["attendance"]), _ATTENDANCE | {"title": "X"})
    assert "Copy the type" in answer.content.decode()


def test_sites_and_instructors_are_added(administrator):
    administrator.post(reverse("sites"), {"code": "soweto", "name": "Soweto"})
    administrator.post(reverse("instructors"), {"name": "Dr Thabo Mokoena", "title": "Lecturer"})
    organization = an_organization()
    thabo = organization.instructors.get()
    administrator.post(
        reverse("instructor", args=[thabo.pk]),
        {"name": thabo.name, "title": "Lecturer", "email": "lindiwe@example.test"},
    )
    assert organization.sites.get().name == "Soweto"
    assert organization.instructors.get().person.email == "lindiwe@example.test"


def test_an_unknown_account_is_said_beside_its_field(administrator):
    said = {"name": "Dr Thabo Mokoena", "email": "nobody@example.test"}
    answer = administrator.post(reverse("instructors"), said)
    assert answer.context["form"].errors.keys() == {"email"}

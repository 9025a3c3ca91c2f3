"""The specimen in the settings shows this organization, and none that we made up."""

from dataclasses import replace

import pytest

from cast import an_organization
from conferral.foundation import brand as brands
from conferral.web.staff.brand_picture import specimen

pytestmark = pytest.mark.django_db


def test_without_a_logo_it_bears_nobodys():
    house = an_organization("Akademie", "AK")
    assert specimen(house, brands.of(house)).issuer.logo_svg == ""


def test_its_number_and_address_are_of_this_house_and_it_is_marked(settings):
    settings.SITE_URL = "https://verify.akademie.example"
    house = an_organization("Akademie", "AK")
    said = specimen(house, replace(brands.of(house), name="Akademie Nord"))
    assert said.number.startswith("AK-")
    assert said.verify_url == f"https://verify.akademie.example/c/{said.number}"
    assert (said.issuer.name, said.verify_short) == ("Akademie Nord", "verify.akademie.example")
    assert said.is_specimen

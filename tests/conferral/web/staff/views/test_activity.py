"""Who did what is shown to staff; whom their organization forgot, it does not name."""

import pytest
from django.urls import reverse

from cast import a_person, an_organization, dara
from conferral.foundation.audit.forgetting import FORGOT, kept_in
from conferral.foundation.audit.trail import record


@pytest.fixture
def zinhle(db):
    """She asked something, and another organization knows her, too."""
    zinhle = a_person("Zinhle Quist")
    for organization in (an_organization(), an_organization("Beacon", "BC")):
        record(zinhle, "asked: question", organization, organization)
        record(dara(), "corrected a name", zinhle, organization)
    return zinhle


def shown(client, **asked):
    return client.get(reverse("activity"), asked).text


def test_whom_the_organization_forgot_is_named_by_no_line_until_then(registrar, zinhle):
    assert shown(registrar).count("Zinhle") == 2
    record(dara(), FORGOT, zinhle, an_organization())
    page = shown(registrar)
    assert "Zinhle" not in page
    assert page.count("Erased person") == 3


def test_nor_is_she_found_by_her_name(registrar, zinhle):
    assert "asked: question" in shown(registrar, q="zinhle")
    record(dara(), FORGOT, zinhle, an_organization())
    assert "Nothing matches" in shown(registrar, q="zinhle")


def test_another_organization_goes_on_naming_her(registrar, zinhle):
    record(dara(), FORGOT, zinhle, an_organization("Beacon", "BC"))
    assert shown(registrar).count("Zinhle") == 2
    assert kept_in(zinhle) == {an_organization().pk}


def test_who_came_back_is_named_by_what_they_did_since(registrar, zinhle):
    record(dara(), FORGOT, zinhle, an_organization())
    record(zinhle, "asked: appeal", zinhle, an_organization())
    assert shown(registrar).count("Zinhle") == 2

"""What every page says about the house."""

import pytest

from cast import an_organization

pytestmark = pytest.mark.django_db
BANNER = "here is a specimen organization"


def test_pages_bear_the_name_of_the_organization(client):
    an_organization()
    text = client.get("/").content.decode()
    assert "SayPro" in text
    assert BANNER not in text


def test_a_house_without_an_organization_still_has_a_front_door(client):
    assert client.get("/").status_code == 200


def test_a_specimen_organization_says_so_on_every_page(client):
    organization = an_organization()
    organization.is_specimen = True
    organization.save()
    for address in ("/", "/verify", "/account/sign-in", "/nothing"):
        assert BANNER in client.get(address).content.decode(), address


def test_a_demonstration_leads_to_its_outbox(client, settings):
    settings.DEMO = True
    assert 'href="/outbox/"' in client.get("/").content.decode()


def test_a_document_for_machines_asks_nothing_about_the_house(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_pages_bear_the_organization_s_colour(client):
    organization = an_organization()
    organization.colour = "#7a1f5c"
    organization.save()
    sheet = f"/brand/{organization.uuid}.css"
    assert f'href="{sheet}?7a1f5c"' in client.get("/").content.decode()
    answer = client.get(sheet)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--accent: #7a1f5c;" in answer.content.decode()


def test_without_a_colour_pages_bear_the_house_s_own(client):
    organization = an_organization()
    assert "/brand/" not in client.get("/").content.decode()
    assert client.get(f"/brand/{organization.uuid}.css").status_code == 404

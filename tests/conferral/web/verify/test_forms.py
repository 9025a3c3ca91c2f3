"""The files beside a verification page: who asks for a token asks the belt."""

import pytest

from cast import an_issued_credential, dara
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.issuing import actions

pytestmark = pytest.mark.django_db
TOKENS = {
    "jwt": "application/vc+jwt",
    "vc-jwt": "application/jwt",
    "sd-jwt": "application/dc+sd-jwt",
}


@pytest.mark.parametrize(("ending", "media_type"), TOKENS.items())
def test_a_token_is_being_prepared_then_it_is_there(client, ending, media_type):
    address = f"/c/{an_issued_credential().number}.{ending}"
    first = client.get(address)
    assert (first.status_code, first["Retry-After"]) == (404, "10")
    assert "being prepared" in first.content.decode()
    SIGN_ENVELOPES.run()
    second = client.get(address)
    assert (second.status_code, second["Content-Type"]) == (200, media_type)
    assert second.content.count(b".") == 2


def test_a_badge_may_be_looked_at_and_does_nothing(client):
    answer = client.get(f"/c/{an_issued_credential().number}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"openbadges:credential" in answer.content


def test_the_picture_is_a_badge_and_its_preview_is_not(client):
    address = f"/c/{an_issued_credential().number}.png"
    assert b"openbadgecredential" in client.get(address).content
    assert b"openbadgecredential" not in client.get(f"{address}?width=720").content


def test_nothing_is_given_out_of_what_was_revoked(client):
    credential = an_issued_credential()
    actions.revoke(credential, dara(), "an error")
    for ending in (*TOKENS, "svg", "png"):
        assert client.get(f"/c/{credential.number}.{ending}").status_code == 410


def test_endings_may_shout(client):
    assert client.get(f"/C/{an_issued_credential().number}.SVG").status_code == 200


@pytest.mark.parametrize("ending", ["clr", "exe", "small-png"])
def test_other_forms_are_not_published(client, ending):
    assert client.get(f"/c/{an_issued_credential().number}.{ending}").status_code == 404


def test_who_asks_for_nothing_that_was_issued_asks_nobody(client):
    assert client.get("/c/SP-00000-00000-0000.jwt").status_code == 404
    assert not SIGN_ENVELOPES.waits()

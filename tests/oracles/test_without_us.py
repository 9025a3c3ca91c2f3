"""A stranger's verifier, that has never heard of us, needs no more than the published folder."""

import json
from datetime import UTC, datetime

import pytest

from cast import an_issued_credential, an_organization, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.documents import secured_document
from conferral.web.published import offline_site

pytestmark = [pytest.mark.oracle, pytest.mark.django_db]


@pytest.fixture
def credential():
    return an_issued_credential()


def in_the_folder(place):
    """What it serves, by the addresses at which a verifier looks for it."""
    offline_site.publish(an_organization(), place, datetime.now(UTC))

    def read(path):
        return json.loads((place / path).read_bytes())

    origin, did = read("published.json")["origin"], read(".well-known/did.json")
    numbers = [each.name for each in (place / "status").iterdir()]
    lists = {f"{origin}/status/{number}": read(f"status/{number}") for number in numbers}
    contexts = {url: read(f"contexts/{name}") for url, name in read("contexts/index.json").items()}
    return {did["id"]: did, **lists, **contexts}


def is_verified(ask_node, place, credential):
    document, now = secured_document(credential), datetime.now(UTC).isoformat()
    (answer,) = ask_node(in_the_folder(place), credentials=[document], now=now)
    return answer["verified"]


def test_it_accepts_what_was_issued(ask_node, credential, tmp_path):
    assert is_verified(ask_node, tmp_path / "site", credential) is True


def test_it_does_not_accept_what_was_revoked(ask_node, credential, tmp_path):
    actions.revoke(credential, dara(), "Issued in error")
    publish()
    assert is_verified(ask_node, tmp_path / "site", credential) is False

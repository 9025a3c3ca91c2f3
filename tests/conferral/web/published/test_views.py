"""Documents for machines: right type, right lifetime, readable from anywhere."""

import json
from uuid import uuid4

import pytest

from cast import a_course, an_award, an_issued_credential, an_organization, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.jobs import PUBLISH_STATUS_LISTS
from conferral.foundation import vault
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import criteria
from credkit.tlog import tiles
from web_process import signs_nothing

pytestmark = pytest.mark.django_db


def test_healthz_answers_when_the_database_does(client):
    assert client.get("/healthz").content == b"ok\n"


def test_the_did_document_names_the_key_that_signed(client, printed):
    answer = client.get("/.well-known/did.json")
    document = json.loads(answer.content)
    assert document["id"] == an_organization().did
    assert printed.key.verification_method in document["assertionMethod"]


def test_the_status_list_is_signed_and_short_lived(client, printed):
    answer = client.get(f"/status/{printed.status_list_id}")
    assert json.loads(answer.content)["proof"]
    assert "max-age=300, stale-while-revalidate" in answer["Cache-Control"]


def test_the_checkpoint_is_a_signed_note(client, printed):
    lines = client.get("/log/checkpoint").content.decode().split("\n")
    assert lines[0] == "verify.saypro.example/log"
    assert lines[1] == "2"  # The issuer's key, and the credential.
    assert lines[-2].startswith("— verify.saypro.example/log ")


def test_an_empty_log_has_no_checkpoint(client):
    assert client.get("/log/checkpoint").status_code == 404


def test_tiles_and_entries_are_served_for_ever(client, printed):
    for where in ("tile/0/000.p/2", "tile/entries/000.p/2"):
        answer = client.get(f"/log/{where}")
        assert answer.status_code == 200, where
        assert "immutable" in answer["Cache-Control"]
    entries = tiles.decode_bundle(client.get("/log/tile/entries/000.p/2").content)
    assert entries[1] == bytes(printed.entry.commitment)


@pytest.mark.parametrize(
    "where", ["tile/0/000", "tile/0/001.p/1", "tile/0/0", "tile/00/000", "tile/x/000", "", "a/b"]
)
def test_what_is_no_tile_is_not_found(client, printed, where):
    assert client.get(f"/log/{where}").status_code == 404


def test_an_achievement_speaks_to_people_and_to_software(client):
    version = a_course()
    address = f"/achievements/{version.uuid}"
    assert "<li>Complete “Read: scene safety”." in client.get(address).content.decode()
    answer = client.get(address, HTTP_ACCEPT="application/json")
    assert json.loads(answer.content)["id"].endswith(address)
    assert "Accept" in answer["Vary"]


def test_an_achievement_that_is_not_approved_is_not_shown(client):
    version = a_course()
    version.approved_at = None
    version.save()
    assert client.get(f"/achievements/{version.uuid}").status_code == 404
    assert client.get(f"/achievements/{uuid4()}").status_code == 404


def test_a_drawing_opened_by_itself_can_run_nothing(client):
    organization = an_organization()
    organization.logo_svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    organization.save()
    answer = client.get(f"/brand/{organization.uuid}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_only_machine_documents_are_open_to_scripts_of_other_sites(client):
    credential = an_issued_credential()
    opened = ("/.well-known/did.json", f"/status/{credential.status_list_id}", "/log/checkpoint")
    for address in opened:
        assert client.get(address)["Access-Control-Allow-Origin"] == "*", address
    for address in ("/", "/verify", f"/c/{credential.number}", "/account/sign-in"):
        assert "Access-Control-Allow-Origin" not in client.get(address), address


def test_documents_can_be_asked_for_again_for_nothing(client, printed):
    first = client.get("/.well-known/did.json")
    again = client.get("/.well-known/did.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/healthz", "/.well-known/did.json", "/log/checkpoint"])
def test_they_are_read_only(client, address):
    assert client.post(address).status_code == 405


def test_a_cache_between_us_keeps_a_list_by_its_etag(client, printed):
    address = f"/status/{printed.status_list_id}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    actions.revoke(printed, dara(), "Issued in error")
    publish()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_list_is_signed_when_it_changes_and_never_when_it_is_looked_at(
    client, printed, monkeypatch
):
    signed = []
    monkeypatch.setattr(vault.METER, "spend", signed.append)
    for _ in range(3):
        assert client.get(f"/status/{printed.status_list_id}").status_code == 200
    PUBLISH_STATUS_LISTS.run()
    assert len(signed) == 0
    actions.revoke(printed, dara(), "Issued in error")
    for _ in range(3):
        PUBLISH_STATUS_LISTS.run()
    assert len(signed) == 1


def test_no_request_can_sign(printed):
    """The middleware of our tests stands for a web process: its permission is what it lacks."""
    for deed in (lambda _: vault.signer("log"), lambda _: actions.issue([an_award("Ben Dube")])):
        with pytest.raises(Refused, match="worker"):
            signs_nothing(deed)(None)
    assert vault.signer("log").sign(b"message")


def test_the_schema_of_criteria_is_there_for_everybody(client):
    answer = client.get("/schemas/criterion.schema.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content) == criteria.schema()

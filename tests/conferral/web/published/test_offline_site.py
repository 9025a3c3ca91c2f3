"""The verification site in a folder: whole, signed, the same twice, and without anybody's name."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cast import a_course, an_issued_credential, an_organization, dara, publish
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import personal_data
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.foundation.refusal import Refused
from conferral.strangers.monitor import Rules, Seen, look
from conferral.strangers.source import Source
from conferral.web.published import offline_site
from credkit import multibase
from credkit.did import url_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "site"


def written(folder, at=NOW):
    return offline_site.publish(an_organization(), folder, at)


def read(folder, path):
    return json.loads((folder / path).read_bytes())


def everything_in(folder):
    return {
        str(place.relative_to(folder)): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }


def is_signed(published, jwk):
    """vc-di-eddsa, section 3.3, with nothing of ours but base58."""
    said = {name: value for name, value in published.items() if name != "proof"}
    proof = dict(published["proof"])
    signature = multibase.decode(proof.pop("proofValue"))
    digests = [hashlib.sha256(rfc8785.dumps(each)).digest() for each in (proof, said)]
    raw = base64.urlsafe_b64decode(jwk["x"] + "==")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, b"".join(digests))
    except InvalidSignature:
        return False
    return True


def test_every_file_is_named_with_its_digest(folder):
    an_issued_credential()
    written(folder)
    named = read(folder, "published.json")["files"]
    there = everything_in(folder)
    assert there.keys() - named.keys() == {"published.json", "disk/published.json.js"}
    assert all(hashlib.sha256(there[path]).hexdigest() == named[path] for path in named)


def test_the_issuer_has_signed_what_is_in_it(folder):
    an_issued_credential()
    written(folder)
    published, keys = read(folder, "published.json"), read(folder, "keys.json")
    (key,) = [
        each for each in keys["keys"] if each["id"] == published["proof"]["verificationMethod"]
    ]
    assert "validUntil" not in key
    assert is_signed(published, key["publicKeyJwk"])
    assert not is_signed(published | {"madeAt": "2030-01-01T00:00:00Z"}, key["publicKeyJwk"])


def test_the_same_register_at_the_same_moment_gives_the_same_bytes(folder, tmp_path):
    an_issued_credential()
    written(folder)
    written(tmp_path / "other")
    assert everything_in(folder) == everything_in(tmp_path / "other")


def test_a_second_run_writes_only_that_it_was_there(folder):
    an_issued_credential()
    first = written(folder)
    second = written(folder, NOW + timedelta(hours=1))
    assert first.changed == first.files == second.files
    assert (second.changed, second.removed) == (2, 0)
    assert read(folder, "published.json")["madeAt"] == "2026-11-22T03:30:00Z"


def test_a_run_that_was_interrupted_is_taken_up(folder):
    an_issued_credential()
    written(folder)
    whole = everything_in(folder)
    (folder / "published.json").unlink()
    (folder / "index.html").unlink()
    (folder / "did.json.new").write_bytes(b"{")
    assert written(folder).changed == 2
    (folder / "did.json.new").unlink(missing_ok=True)
    assert everything_in(folder) == whole


def test_tiles_that_grew_leave_no_old_ones(folder):
    an_issued_credential()
    written(folder)
    an_issued_credential("Ben Okri", Credential.objects.get().award.enrolment.version)
    assert written(folder).removed == 2
    assert everything_in(folder).keys() == read(folder, "published.json")["files"].keys() | {
        "published.json",
        "disk/published.json.js",
    }


def test_a_folder_of_somebody_else_is_left_alone(folder):
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    with pytest.raises(Refused, match="holds other things"):
        written(folder)
    assert everything_in(folder) == {"diary.txt": b"mine"}


def test_it_names_nobody(folder):
    an_issued_credential("Zanele Unmistakable")
    written(folder)
    assert not [path for path, content in everything_in(folder).items() if b"Unmistak" in content]


def test_who_holds_a_credential_finds_its_digest(folder):
    credential = an_issued_credential()
    written(folder)
    digest = hashlib.sha256(rfc8785.dumps(secured_document(credential))).hexdigest()
    assert read(folder, f"digests/{digest[:2]}.json")[digest] == "credential"


def test_of_who_was_forgotten_no_digest_is_left(folder):
    credential = an_issued_credential()
    digest = bytes(credential.digest).hex()
    written(folder)
    personal_data.erase(credential.award.enrolment.person, an_organization())
    written(folder)
    assert not [path for path, text in everything_in(folder).items() if digest.encode() in text]


def test_what_was_revoked_is_revoked_here(folder):
    credential = an_issued_credential()
    written(folder)
    path = str(credential.status_list).partition("/status/")[2]
    before = read(folder, f"status/{path}")
    issuing.revoke(credential, dara(), "entered by mistake")
    publish()
    written(folder)
    assert read(folder, f"status/{path}") != before


def test_a_monitor_can_follow_the_log_in_it(folder):
    an_issued_credential()
    written(folder)

    def fetch(path, most):
        place = folder / "log" / path
        return place.read_bytes() if place.is_file() else None

    rules = Rules(read(folder, "keys.json")["logKey"])
    first = look(Source(fetch), Seen(), rules)
    an_issued_credential("Ben Okri", a_course("fire"))
    written(folder)
    assert look(Source(fetch), first, rules).size > first.size > 0


def test_it_answers_where_a_did_is_looked_for(folder):
    an_issued_credential()
    written(folder)
    did = read(folder, "did.json")
    path = url_of(did["id"]).split("/", 3)[3]
    assert read(folder, path) == did


def test_a_page_from_a_disk_is_told_the_same(folder):
    status = f"status/{an_issued_credential().status_list_id}"
    written(folder)
    for path in ("keys.json", "published.json", status, "digests/00.json"):
        start, _, said = (folder / f"disk/{path}.js").read_text().partition(" = ")
        assert start == f'(globalThis.conferralPublished ??= {{}})["{path}"]'
        assert json.loads(said.removesuffix(";\n")) == read(folder, path)


def test_pages_have_no_script_of_their_own(folder):
    version = an_issued_credential().award.enrolment.version
    written(folder)
    for path in ("index.html", "404.html", f"achievements/{version.uuid}/index.html"):
        page = (folder / path).read_text()
        assert "Content-Security-Policy" in page
        assert "style=" not in page
        assert "<script>" not in page

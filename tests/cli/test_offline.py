"""`conferral verify --offline`: with what was taken away once, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cast import a_course, a_member, an_issued_credential, an_organization, dara, publish
from conferral.credentials.designs.certificate import badge_of, baked_png_of, pdf_of
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.transparency import log
from conferral.credentials.verification import sandbox
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.evidence import evidence_file
from conferral.foundation.accounts.roles import Role
from conferral.web.published import offline_site
from handed_over import apart

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kept:
    """Ada's certificate in every form in which somebody may have it, and a copy of the register."""

    folder: Path
    number: str
    files: dict[str, bytes]
    copy: Path


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    with django_db_blocker.unblock(), apart(folder):
        a_member("Lindiwe", Role.ADMINISTRATOR)
        issued = an_issued_credential()
        PRINT_LOGGED.run()
        credential = find(issued.number)
        files = {
            "json": json.dumps(secured_document(credential)).encode(),
            "pdf": pdf_of(credential),
            "png": baked_png_of(credential),
            "svg": badge_of(credential),
            "evidence.json": evidence_file(credential),
        }
        yield Kept(folder, credential.number, files, published(folder))


@pytest.fixture(autouse=True)
def _where_it_is_kept(kept, settings, tmp_path):
    """What a test signs is taken back with it: the log's head, too."""
    settings.MEDIA_ROOT = kept.folder
    settings.LOG_HEAD = shutil.copy(kept.folder / "head", tmp_path / "head")


@pytest.fixture
def credential(kept):
    return find(kept.number)


@pytest.fixture
def bundle(kept):
    return kept.copy


@pytest.fixture
def of_ones_own(bundle, tmp_path):
    """A copy that may be changed."""
    return shutil.copytree(bundle, tmp_path / "copy")


@pytest.fixture
def file(kept, tmp_path):
    def of(kind, content=None):
        path = tmp_path / f"certificate.{kind}"
        path.write_bytes(content or kept.files[kind])
        return path

    return of


def published(tmp_path, at=None):
    folder = tmp_path / "copy"
    offline_site.publish(an_organization(), folder, at or datetime.now(UTC))
    return folder


@pytest.fixture
def verified(typed):
    def verify(file, bundle, *more):
        ended = typed("verify", file, "--offline", "--bundle", bundle, "--json", *more)
        return ended.code, ended.json["status"]

    return verify


@pytest.mark.parametrize("kind", ["json", "pdf", "png", "svg"])
def test_every_form_of_it_is_valid_with_a_fresh_copy(verified, file, bundle, kind):
    assert verified(file(kind), bundle) == (0, "valid")


@pytest.mark.parametrize("kind", Kind)
def test_a_token_is_valid_with_a_copy_that_lists_it(verified, credential, tmp_path, kind):
    path = tmp_path / "token.jwt"
    path.write_text(sign_now(credential, kind))
    assert verified(path, published(tmp_path / "before")) == (2, "not-logged")
    publish()
    assert verified(path, published(tmp_path)) == (0, "valid")


def test_nothing_is_asked_of_the_register(verified, file, bundle, django_assert_num_queries):
    path = file("pdf")
    with django_assert_num_queries(0):
        assert verified(path, bundle) == (0, "valid")


def test_people_read_what_the_seal_is_on_and_as_of_when(typed, file, bundle):
    ended = typed("verify", file("pdf"), "--offline", "--bundle", bundle)
    assert ended.code == 0
    for said in ("Ada Nkosi", "Workplace First Aid", "known as of", "SayPro"):
        assert said in ended.out


def test_an_old_copy_does_not_say_that_it_still_stands(verified, file, credential, tmp_path):
    old = published(tmp_path, datetime.now(UTC) - timedelta(days=2))
    assert verified(file("pdf"), old) == (2, "status-unknown")


def test_what_the_copy_knows_as_revoked_is_revoked(verified, file, credential, tmp_path):
    path = file("pdf")
    actions.revoke(credential, dara(), "Issued in error")
    publish()
    assert verified(path, published(tmp_path)) == (1, "revoked")


def test_a_changed_name_is_altered(verified, file, bundle):
    forged = file("json").read_bytes().replace(b"Ada Nkosi", b"Ada Nkosy")
    assert verified(file("json", forged), bundle) == (1, "altered")


def test_a_pdf_with_one_byte_more_is_altered(verified, file, bundle):
    assert verified(file("pdf", file("pdf").read_bytes() + b"\n"), bundle) == (1, "altered")


def test_what_is_newer_than_the_copy_cannot_be_told(verified, bundle, tmp_path):
    newer = an_issued_credential("Ben Okri", a_course("fire"))
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(secured_document(newer)))
    assert verified(path, bundle) == (2, "not-logged")


def test_a_proof_from_the_log_stands_for_the_list(typed, verified, bundle, tmp_path):
    newer = an_issued_credential("Ben Okri", a_course("fire"))
    path, proof = tmp_path / "newer.json", tmp_path / "newer.tlog-proof"
    path.write_text(json.dumps(secured_document(newer)))
    typed("export", newer.number, "--format", "tlog-proof", "-o", proof)
    assert verified(path, bundle, "--proof", proof) == (0, "valid")


def test_a_zip_of_the_copy_is_the_copy(verified, file, bundle, tmp_path):
    for base in (bundle, bundle.parent):  # Packed without and with the folder's own name.
        packed = shutil.make_archive(str(tmp_path / "packed"), "zip", base, ".")
        assert verified(file("json"), packed) == (0, "valid")


@pytest.mark.parametrize("path", ["did.json", "keys.json", "published.json", "status/*"])
def test_a_copy_that_somebody_has_changed_proves_nothing(typed, file, of_ones_own, path):
    place = next(of_ones_own.glob(path))
    text = place.read_text()
    place.write_text(text.replace("2", "3", 1) if path != "did.json" else text.replace("z6", "z7"))
    ended = typed("verify", file("json"), "--offline", "--bundle", of_ones_own)
    assert ended.code == 2
    assert "changed" in ended.err


def test_a_list_of_digests_that_somebody_has_changed_proves_nothing(typed, file, of_ones_own):
    for place in (of_ones_own / "digests").iterdir():
        place.write_text("{}")
    ended = typed("verify", file("json"), "--offline", "--bundle", of_ones_own)
    assert ended.code == 2


def test_a_copy_of_a_specimen_organization_says_so_of_all_it_has_given_out(
    verified, credential, file, tmp_path
):
    credential.key.organization.is_specimen = True
    credential.key.organization.save()
    assert verified(file("json"), published(tmp_path)) == (2, "specimen")


def test_evidence_is_valid_for_who_names_the_log(typed, file, credential):
    path, key = file("evidence.json"), log.verification_key()
    assert typed("verify", path, "--offline", "--log-key", key).code == 0
    ended = typed("verify", path, "--offline")
    assert (ended.code, key in ended.out) == (2, True)
    assert "it cannot prove by itself" in ended.out


def test_evidence_without_more_is_held_against_the_register(typed, file, credential, monkeypatch):
    monkeypatch.setattr(sandbox, "_WITHIN", 60)  # Not of its speed.
    path = file("evidence.json")
    ended = typed("verify", path, "--json")
    assert (ended.code, ended.json["kind"], ended.json["number"]) == (
        0,
        "evidence",
        credential.number,
    )


def test_damaged_evidence_proves_nothing(typed, file):
    damaged = file("evidence.json").read_bytes().replace(b"Ada Nkosi", b"Ada Nkosy")
    ended = typed("verify", file("evidence.json", damaged), "--log-key", log.verification_key())
    assert (ended.code, "damaged" in ended.err) == (2, True)


def test_it_needs_no_installation(file, bundle, tmp_path):
    """An employer has the program, the copy and the file; no database, no settings, no keys."""
    path, home = file("pdf"), tmp_path / "nothing"
    program = Path(sys.executable).with_name("conferral")
    command = [program, "verify", path, "--offline", "--bundle", bundle]
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    ended = subprocess.run(
        command, env=bare | {"CONFERRAL_HOME": str(home)}, capture_output=True, text=True
    )
    assert (ended.returncode, "is valid" in ended.stdout) == (0, True), ended.stderr
    assert not home.exists()

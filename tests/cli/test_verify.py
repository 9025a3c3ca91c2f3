"""`conferral verify`: 0 valid, 1 not valid, 2 could not tell."""

import json

import pytest

from cast import a_member, an_issued_credential, an_organization, dara
from conferral.credentials.designs.certificate import pdf_of
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.documents import secured_document
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
from handed_over import a_photo
from pdf_attacks import ATTACKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    a_member("Lindiwe", Role.ADMINISTRATOR)
    return an_issued_credential()


@pytest.fixture
def file(credential, tmp_path):
    path = tmp_path / "credential.json"
    path.write_text(json.dumps(secured_document(credential)))
    return path


def test_a_valid_number_ends_with_0(typed, credential):
    ended = typed("verify", credential.number)
    assert (ended.code, "is valid" in ended.out) == (0, True)


def test_a_valid_file_ends_with_0(typed, file):
    assert typed("verify", file).code == 0


def test_a_demonstration_says_that_it_is_one(typed, credential, file):
    Organization.objects.update(is_specimen=True)
    for what in (credential.number, file):
        assert "here is a specimen organization" in typed("verify", what).out
        assert typed("verify", what, "--json").json["specimen"] is True


def test_a_real_certificate_is_no_specimen(typed, credential, file):
    for what in (credential.number, file):
        assert typed("verify", what, "--json").json["specimen"] is False


def test_one_changed_letter_ends_with_1_and_is_shown(typed, file):
    file.write_text(file.read_text().replace("Ada Nkosi", "Ada Nkosy"))
    ended = typed("verify", file)
    assert ended.code == 1
    assert "the register says Ada Nkosi" in ended.out
    assert "the file says Ada Nkosy" in ended.out


def test_revoked_ends_with_1_at_once(typed, credential, file):
    actions.revoke(credential, dara(), "Issued in error")
    for what in (credential.number, file):
        ended = typed("verify", what)
        assert (ended.code, "revoked" in ended.out.lower()) == (1, True)


def test_offline_ends_with_2_as_nobody_asked_for_the_status(typed, file):
    ended = typed("verify", file, "--offline", "--json")
    assert (ended.code, ended.json["status"]) == (2, "status-unknown")


def test_offline_an_altered_file_still_ends_with_1(typed, file):
    file.write_text(file.read_text().replace("Ada Nkosi", "Ada Nkosy"))
    assert typed("verify", file, "--offline").code == 1


def test_an_issuer_that_nobody_knows_ends_with_2(typed, file):
    organization = an_organization()
    organization.did = "did:web:elsewhere.example"
    organization.save()
    assert typed("verify", file, "--offline").code == 2


@pytest.mark.parametrize("content", ["", "{", "[]", "3", "not json", '{"a": 1, "a": 2}'])
def test_what_is_no_document_is_never_valid(typed, credential, tmp_path, content):
    path = tmp_path / "file.json"
    path.write_text(content)
    assert typed("verify", path).code in {1, 2}


def test_a_document_that_is_no_credential_is_never_valid(typed, credential, tmp_path):
    path = tmp_path / "file.json"
    path.write_text("{}")
    assert typed("verify", path, "--json").code in {1, 2}


def test_an_unknown_number_ends_with_2(typed, credential):
    ended = typed("verify", "SP-00000-00000-0000")
    assert (ended.code, "No certificate" in ended.err) == (2, True)


def test_json_has_status_number_checks_and_differences(typed, credential):
    found = typed("verify", credential.number, "--json").json
    assert (found["status"], found["number"]) == ("valid", credential.number)
    assert {check["outcome"] for check in found["checks"]} == {"passed"}
    assert found["differences"] == []


def test_the_pdf_as_it_was_printed_ends_with_0(typed, credential, tmp_path):
    PRINT_LOGGED.run()
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf_of(credential))
    assert typed("verify", path).code == 0


def test_a_pdf_with_one_byte_more_ends_with_1(typed, credential, tmp_path):
    PRINT_LOGGED.run()
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf_of(credential) + b"\n")
    ended = typed("verify", path)
    assert (ended.code, "byte for byte" in ended.out) == (1, True)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"])
def test_a_pdf_that_cannot_be_read_ends_with_2(typed, credential, tmp_path, content):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    assert typed("verify", path).code == 2


def test_a_file_is_told_with_its_four_lights(typed, file):
    said = typed("verify", file, "--json").json
    assert said["status"] == "valid"
    assert set(said["lights"].values()) == {"passed"}


def test_a_name_is_told_as_it_is_spelled(typed, tmp_path):
    credential = an_issued_credential("Zoë O'Brien & Müller")
    path = tmp_path / "credential.json"
    path.write_text(json.dumps(secured_document(credential)))
    assert "awarded it to Zoë O'Brien & Müller for" in " ".join(typed("verify", path).out.split())


def test_what_was_done_to_a_pdf_is_told(typed, credential, tmp_path):
    PRINT_LOGGED.run()
    path = tmp_path / "certificate.pdf"
    path.write_bytes(ATTACKS["free text"](pdf_of(credential), b""))
    ended = typed("verify", path)
    assert (ended.code, "laid over a page" in ended.out) == (1, True)


def test_a_photo_of_a_qr_code_leads_to_the_number(typed, credential, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(a_photo(credential.url))
    ended = typed("verify", path)
    assert (ended.code, "is valid" in ended.out) == (0, True)


def test_a_qr_code_of_others_ends_with_1(typed, credential, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(a_photo("https://elsewhere.example/c/1"))
    assert typed("verify", path).code == 1


def test_what_is_neither_a_number_nor_a_file_is_said_to_be_neither(typed):
    ended = typed("verify", "/nowhere/certificate.pdf")
    assert (ended.code, "There is no file of that name, either." in ended.err) == (2, True)

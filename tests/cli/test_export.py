"""`conferral export`: every form of a certificate, as readers see it that are not ours."""

import io
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from openbadgeslib.ob3.verifier import OB3Verifier
from PIL import Image

from cast import a_course, an_award, an_issued_credential, publish
from conferral.cli.export import Format
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.documents import did_document, secured_document
from conferral.credentials.issuing.models import IssuerKey, Use
from credkit import multibase, schemas
from credkit.clr import credentials_in
from credkit.proofs import data_integrity
from sealed import pdfsig

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    made = an_issued_credential()
    PRINT_LOGGED.run()
    return made


@pytest.fixture
def exported(typed, tmp_path, credential):
    def export(form: str) -> bytes:
        path = tmp_path / "file"
        ended = typed("export", credential.number, "--format", form, "-o", path)
        assert ended.code == 0, ended.err
        return path.read_bytes()

    return export


@pytest.mark.parametrize("form", sorted(set(Format) - {Format.BLOCKCERTS}))  # That needs a chain.
def test_every_form_can_be_had(exported, form):
    assert exported(form.value)


def test_without_a_name_the_file_is_called_after_the_number(
    typed, tmp_path, monkeypatch, credential
):
    monkeypatch.chdir(tmp_path)
    typed("export", credential.number)
    assert [each.name for each in tmp_path.glob("SP-*")] == [f"{credential.number}.json"]


def test_openbadgeslib_finds_the_credential_in_the_picture(exported, credential):
    picture = exported("png")
    assert Image.open(io.BytesIO(picture)).width == 1204
    inside = OB3Verifier.extract_token_from_png(picture)
    assert json.loads(inside) == secured_document(credential)


def test_openbadgeslib_finds_the_credential_in_the_badge(exported, credential):
    inside = OB3Verifier.extract_token_from_svg(exported("svg"))
    assert json.loads(inside) == secured_document(credential)


def test_openbadgeslib_verifies_the_token(exported, credential):
    token = exported("vc-jwt").decode()
    point = multibase.decode(IssuerKey.objects.get(use=Use.DOCUMENTS).multikey)[2:]
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    found = OB3Verifier(key).verify(token)
    assert found.id == credential.url


def test_the_pdf_is_the_signed_one(exported, tmp_path):
    assert "Signature is Valid" in pdfsig(exported("pdf"), tmp_path)


def test_the_record_has_all_that_its_holder_has_earned(exported, credential):
    again = a_course("second-aid", title="Second Aid")
    award = an_award("Ben Dube", a_course("third-aid"))
    award.enrolment.person = credential.award.enrolment.person
    award.enrolment.version = again
    award.enrolment.save()
    actions.issue([award])
    publish()
    record = json.loads(exported("clr"))
    held = [each["name"] for each in credentials_in(record)]
    assert held == ["Workplace First Aid", "Second Aid"]


def test_the_record_is_sound_and_signed(exported, credential):
    record = json.loads(exported("clr"))
    assert schemas.validate(record, schemas.CLR_CREDENTIAL) == []
    method = record["proof"]["verificationMethod"]
    listed = did_document(credential.key.organization)
    assert method in listed["assertionMethod"]
    assert data_integrity.holds(record, method.partition("#")[2])


def test_the_record_has_nothing_that_was_taken_back(typed, exported, credential):
    from_second = actions.issue([an_award("Ada Nkosi", a_course("second-aid"))])[0]
    publish()
    actions.revoke(from_second, credential.award.enrolment.person, "an error")
    assert len(credentials_in(json.loads(exported("clr")))) == 1


def test_an_unknown_form_is_refused(typed, credential):
    assert typed("export", credential.number, "--format", "docx").code == 2


@pytest.mark.parametrize("form", ["json", "pdf", "png", "svg", "jwt", "vc-jwt", "sd-jwt"])
def test_every_form_verifies(typed, exported, tmp_path, credential, form):
    exported(form)
    ended = typed("verify", tmp_path / "file", "--json")
    assert (ended.code, ended.json["status"], ended.json["number"]) == (
        0,
        "valid",
        credential.number,
    )


@pytest.mark.parametrize("form", ["json", "pdf", "png", "svg", "jwt", "vc-jwt", "sd-jwt"])
def test_in_every_form_it_can_be_taken_back(typed, exported, tmp_path, credential, form):
    exported(form)
    actions.revoke(credential, credential.award.enrolment.person, "an error")
    publish()
    ended = typed("verify", tmp_path / "file", "--json")
    assert (ended.code, ended.json["status"]) == (1, "revoked")


@pytest.mark.parametrize("form", ["json", "pdf", "png", "svg", "jwt", "vc-jwt", "sd-jwt"])
def test_a_changed_byte_is_seen_in_every_form(typed, exported, tmp_path, credential, form):
    content = bytearray(exported(form))
    content[len(content) // 2] ^= 1
    (tmp_path / "file").write_bytes(content)
    assert typed("verify", tmp_path / "file").code != 0

import subprocess
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from credkit.errors import Malformed
from credkit.keys import LocalSigner, P256Signer
from credkit.pdf.signing.identity import Identity, Subject, public_multikey, self_signed

SIGNER = P256Signer(b"\1" * 32)
SUBJECT = Subject(
    organization="SayPro",
    common_name="SayPro documents",
    serial=2**158 + 7,
    valid_from=datetime(2026, 11, 21, tzinfo=UTC),
    valid_until=datetime(2036, 11, 21, tzinfo=UTC),
)
CERTIFICATE = self_signed(SUBJECT, SIGNER)


def test_the_certificate_says_who_and_from_when_until_when():
    read = x509.load_der_x509_certificate(CERTIFICATE)
    assert read.subject.rfc4514_string() == "CN=SayPro documents,O=SayPro"
    assert read.issuer == read.subject
    assert read.serial_number == SUBJECT.serial
    assert read.not_valid_before_utc == SUBJECT.valid_from
    assert read.not_valid_after_utc == SUBJECT.valid_until


def test_it_is_for_signing_documents_and_not_for_certificates():
    extensions = x509.load_der_x509_certificate(CERTIFICATE).extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_openssl_accepts_it(tmp_path):
    path = tmp_path / "certificate.pem"
    path.write_bytes(x509.load_der_x509_certificate(CERTIFICATE).public_bytes(Encoding.PEM))
    command = ["openssl", "verify", "-x509_strict", "-CAfile", str(path), str(path)]
    assert subprocess.run(command, capture_output=True, check=False).stdout.endswith(b": OK\n")


def test_a_name_in_any_script_is_written_as_it_is():
    subject = Subject("Ñandú 教育", "x" * 90, 1, SUBJECT.valid_from, SUBJECT.valid_until)
    read = x509.load_der_x509_certificate(self_signed(subject, SIGNER)).subject
    organization, common_name = (attribute.value for attribute in read)
    assert organization == "Ñandú 教育"
    assert len(common_name) == 64


def test_a_certificate_gives_its_key():
    assert public_multikey(CERTIFICATE) == SIGNER.public_multikey


def test_a_certificate_of_another_key_is_refused():
    with pytest.raises(Malformed, match="another key"):
        Identity.of(P256Signer(b"\2" * 32), CERTIFICATE)


@pytest.mark.parametrize("junk", [b"", b"\x30\x00", CERTIFICATE[:-1]])
def test_what_is_no_certificate_is_refused(junk):
    with pytest.raises(Malformed, match="not a certificate"):
        Identity.of(SIGNER, junk)


def test_a_key_of_another_kind_signs_no_documents():
    with pytest.raises(Malformed, match="P-256"):
        Identity(LocalSigner(b"\1" * 32), CERTIFICATE).sign(b"")

"""A certification authority that vouches for whoever asks."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding


def vouched_for(request: str, days: int = 365) -> bytes:
    """What an authority answers to a request: a certificate and its own, as PEM."""
    asked = x509.load_pem_x509_csr(request.encode())
    assert asked.is_signature_valid
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
    builder = (
        x509.CertificateBuilder()
        .issuer_name(name)
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
    )
    own = builder.subject_name(asked.subject).public_key(asked.public_key()).serial_number(1)
    root = builder.subject_name(name).public_key(key.public_key()).serial_number(2)
    signed = [each.sign(key, hashes.SHA256()) for each in (own, root)]
    return b"".join(each.public_bytes(Encoding.PEM) for each in signed)

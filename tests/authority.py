"""A certification authority that vouches for whoever asks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding


def vouched_for(request: str, days: int = 365) -> bytes:
    """What an authority answers to a request: a certificate and its own, as PEM."""
    return b"".join(chain_for(request, days=days))


def chain_for(
    request: str,
    *extensions: x509.ExtensionType,
    above: Sequence[str] = ("Test authority",),
    since: int = -2,
    days: int = 365,
) -> list[bytes]:
    """A certificate with these extensions, and those above it up to the root, each as PEM.

    Valid from `since` days from now until `days` from now.
    """
    asked = x509.load_pem_x509_csr(request.encode())
    assert asked.is_signature_valid
    subject, public, now = asked.subject, asked.public_key(), datetime.now(UTC)
    chain, said = [], extensions
    for name in (*above, above[-1]):  # The root vouches for itself.
        issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        is_root = subject == issuer
        key = key if is_root else ec.generate_private_key(ec.SECP256R1())  # noqa: F821
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=since if public == asked.public_key() else -9))
            .not_valid_after(now + timedelta(days=days))
        )
        for extension in said:
            builder = builder.add_extension(extension, critical=False)
        chain.append(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
        subject, public = issuer, key.public_key()
        said = (x509.BasicConstraints(ca=True, path_length=None),)
    return chain

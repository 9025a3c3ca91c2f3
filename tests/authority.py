"""A certification authority that vouches for whoever asks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

_MAY_CERTIFY = x509.BasicConstraints(ca=True, path_length=None)


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
    asked, now = x509.load_pem_x509_csr(request.encode()), datetime.now(UTC)
    assert asked.is_signature_valid
    authorities = [(_named(name), ec.generate_private_key(ec.SECP256R1())) for name in above]
    those_above = [(name, key.public_key()) for name, key in authorities]
    certified = [(asked.subject, asked.public_key()), *those_above]
    signers = [*authorities, authorities[-1]]  # The root vouches for itself.
    chain = []
    for (subject, public), (issuer, key) in zip(certified, signers, strict=True):
        is_own = subject == asked.subject
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=since if is_own else -9))
            .not_valid_after(now + timedelta(days=days))
        )
        for extension in extensions if is_own else (_MAY_CERTIFY,):
            builder = builder.add_extension(extension, critical=False)
        chain.append(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return chain


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])

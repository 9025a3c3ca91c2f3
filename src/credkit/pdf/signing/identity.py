"""Who signs: a certificate (X.509, RFC 5280) and the key that it speaks of."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, Signer
from credkit.keys.curves import P256
from credkit.pdf.signing import der
from credkit.pdf.signing.der import Tag

ECDSA_WITH_SHA256 = der.sequence(der.identifier("1.2.840.10045.4.3.2"))
_LONGEST_NAME = 64  # Characters: ub-organization-name (RFC 5280, appendix A.1).


@dataclass(frozen=True)
class Identity:
    """A key that signs documents, and its certificate as DER.

    `chain`: certificates of those who vouch for it, if any; readers need them to find a root.
    """

    signer: Signer
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, signer: Signer, certificate: bytes, chain: tuple[bytes, ...] = ()) -> "Identity":
        """Malformed: no certificate, one of another key, or of one that is not P-256."""
        if public_multikey(certificate) != signer.public_multikey:
            raise Malformed("the certificate is for another key", Fault.KEY)
        return cls(signer, certificate, chain)

    def sign(self, message: bytes) -> bytes:
        """The DER signature that CMS and X.509 want of a P-256 key (RFC 5480)."""
        return _signature(self.signer, message)


@dataclass(frozen=True)
class Subject:
    """Of whom a certificate speaks, from when until when, under which number.

    `serial`: 1 to 159 bits that nobody can guess (RFC 5280, 4.1.2.2).
    """

    organization: str
    common_name: str
    serial: int
    valid_from: datetime
    valid_until: datetime


def self_signed(subject: Subject, signer: Signer) -> bytes:
    """A certificate as DER for signing documents, vouched for by nobody but its own key."""
    name = _name(subject).public_bytes()
    validity = der.sequence(der.time(subject.valid_from), der.time(subject.valid_until))
    content = der.sequence(
        der.encode(Tag.CONTEXT_0, der.integer(2)),  # Version 3.
        der.integer(subject.serial),
        ECDSA_WITH_SHA256,
        name,
        validity,
        name,
        _public_key(signer).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        der.encode(Tag.CONTEXT_3, der.sequence(*_extensions(signer))),
    )
    return der.sequence(content, ECDSA_WITH_SHA256, der.bits(_signature(signer, content)))


def request(subject: Subject, signer: Signer) -> str:
    """What an authority needs to vouch for the key, as PEM (PKCS #10, RFC 2986).

    It says nothing of numbers and times: those are the authority's.
    """
    content = der.sequence(
        der.integer(0),
        _name(subject).public_bytes(),
        _public_key(signer).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        der.encode(Tag.CONTEXT_0),
    )
    signed = der.sequence(content, ECDSA_WITH_SHA256, der.bits(_signature(signer, content)))
    return x509.load_der_x509_csr(signed).public_bytes(Encoding.PEM).decode()


def public_multikey(certificate: bytes) -> str:
    """The key of a certificate. Malformed: no certificate, or a key that is not P-256."""
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError as error:
        raise Malformed(f"not a certificate that can be read: {error}") from error
    if not (isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"):
        raise Malformed("documents are signed with P-256", Fault.ALGORITHM)
    return P256.multikey(key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def _signature(signer: Signer, message: bytes) -> bytes:
    if signer.algorithm is not Algorithm.P256:
        raise Malformed("documents are signed with P-256", Fault.ALGORITHM)
    signature = signer.sign(message)
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    return encode_dss_signature(r, s)


def _name(subject: Subject) -> x509.Name:
    parts = (
        (NameOID.ORGANIZATION_NAME, subject.organization),
        (NameOID.COMMON_NAME, subject.common_name),
    )
    return x509.Name([x509.NameAttribute(kind, text[:_LONGEST_NAME]) for kind, text in parts])


def _public_key(signer: Signer) -> ec.EllipticCurvePublicKey:
    point = P256.public_bytes(signer.public_multikey)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _extensions(signer: Signer) -> list[bytes]:
    """It signs documents, with an intent that cannot be taken back, and no other certificates."""
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    key = _public_key(signer)
    return [
        _extension(x509.BasicConstraints(ca=False, path_length=None), critical=True),
        _extension(usage, critical=True),
        _extension(x509.SubjectKeyIdentifier.from_public_key(key)),
        _extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key)),
    ]


def _extension(value: x509.ExtensionType, *, critical: bool = False) -> bytes:
    kind = der.identifier(value.oid.dotted_string)
    flag = (bytes.fromhex("0101ff"),) if critical else ()  # BOOLEAN TRUE; false is left out.
    return der.sequence(kind, *flag, der.octets(value.public_bytes()))

"""The signature itself: CMS SignedData (RFC 5652) as CAdES (ETSI EN 319 122-1) wants it in a PDF.

All but a digest, a signature and a time stamp is the same for every document of one identity, so
it is put together once.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509

from credkit.pdf.signing import der
from credkit.pdf.signing.der import Tag
from credkit.pdf.signing.identity import ECDSA_WITH_SHA256, Identity

_DATA = der.identifier("1.2.840.113549.1.7.1")
_SIGNED_DATA = der.identifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE = der.identifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = der.identifier("1.2.840.113549.1.9.4")
_TIME_STAMP_TOKEN = der.identifier("1.2.840.113549.1.9.16.2.14")
_SIGNING_CERTIFICATE_V2 = der.identifier("1.2.840.113549.1.9.16.2.47")
_SHA256 = der.sequence(der.identifier("2.16.840.1.101.3.4.2.1"))
_VERSION_1 = der.integer(1)


@dataclass(frozen=True)
class Signature:
    """What an identity said of a document: `attributes` as they were signed, and `value`."""

    identity: Identity
    attributes: bytes
    value: bytes

    @property
    def imprint(self) -> bytes:
        """What a time stamp for it has to speak of: SHA-256 of its value (EN 319 122-1, 5.3)."""
        return hashlib.sha256(self.value).digest()

    def to_der(self, time_stamp: bytes = b"") -> bytes:
        """As a CMS ContentInfo; `time_stamp`: an RFC 3161 token as DER, or none."""
        constant = _constant_parts(self.identity.certificate, self.identity.chain)
        signer_info = der.sequence(
            constant.signer,
            der.encode(Tag.CONTEXT_0, self.attributes),
            ECDSA_WITH_SHA256,
            der.octets(self.value),
            _unsigned_attributes(time_stamp),
        )
        signed_data = der.sequence(constant.head, der.set_of(signer_info))
        return der.sequence(_SIGNED_DATA, der.encode(Tag.CONTEXT_0, signed_data))


def sign(document_digest: bytes, identity: Identity) -> Signature:
    """Sign the SHA-256 of a document. The PDF itself says when (EN 319 142-1, 6.3)."""
    constant = _constant_parts(identity.certificate, identity.chain)
    digest = _attribute(_MESSAGE_DIGEST, der.octets(document_digest))
    attributes = b"".join(sorted((*constant.attributes, digest)))
    # Signed as a SET, kept under a tag of its own (RFC 5652, section 5.4).
    return Signature(identity, attributes, identity.sign(der.encode(Tag.SET, attributes)))


@dataclass(frozen=True)
class _ConstantParts:
    head: bytes  # SignedData up to the certificates.
    signer: bytes  # SignerInfo up to the signed attributes.
    attributes: tuple[bytes, ...]  # Those that every signature has alike.


@lru_cache(maxsize=64)
def _constant_parts(certificate: bytes, chain: tuple[bytes, ...]) -> _ConstantParts:
    read = x509.load_der_x509_certificate(certificate)
    issuer_and_serial = der.sequence(read.issuer.public_bytes(), der.integer(read.serial_number))
    # SHA-256 is the default of this attribute (RFC 5035, section 4), so it goes without saying.
    certificate_id = der.sequence(der.octets(hashlib.sha256(certificate).digest()))
    named = der.sequence(der.sequence(certificate_id))
    certificates = der.encode(Tag.CONTEXT_0, *sorted((certificate, *chain)))
    return _ConstantParts(
        head=_VERSION_1 + der.set_of(_SHA256) + der.sequence(_DATA) + certificates,
        signer=_VERSION_1 + issuer_and_serial + _SHA256,
        attributes=(
            _attribute(_CONTENT_TYPE, _DATA),
            _attribute(_SIGNING_CERTIFICATE_V2, named),
        ),
    )


def _unsigned_attributes(time_stamp: bytes) -> bytes:
    if not time_stamp:
        return b""
    return der.encode(Tag.CONTEXT_1, _attribute(_TIME_STAMP_TOKEN, time_stamp))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return der.sequence(kind, der.set_of(value))

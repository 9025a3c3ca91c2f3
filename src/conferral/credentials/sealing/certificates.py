"""What an authority sends back for a key: read, and refused with a sentence that says what to do.

X.509 certificates as RFC 5280 has them, in PEM (RFC 7468) or one alone in DER; what they must be
good for, as signing documents asks for it (ETSI EN 319 412-2, RFC 9336).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from conferral.foundation.days import day
from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.pdf.signing.identity import public_multikey

MAX_BYTES = 50_000  # A chain of three has some 6,000.
_MAX_CHAIN = 8
# What the library says of bytes that are no certificate.
_UNREADABLE = (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion)
_ASK_AGAIN = "Ask the authority for one with the request of this page."
_ORDER = "Put its own certificate first, then each one’s issuer after it."
# One of these is enough: the first is meant for documents, the others are what authorities give.
_FOR_DOCUMENTS = {
    "1.3.6.1.5.5.7.3.36",  # RFC 9336.
    "1.2.840.113583.1.1.5",  # Adobe.
    "1.3.6.1.4.1.311.10.3.12",  # Microsoft.
    ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string,
}


@dataclass(frozen=True)
class Description:
    """A chain in a few words, for people."""

    subject: str
    vouched_by: str
    valid_until: datetime
    is_self_signed: bool

    @classmethod
    def of(cls, pem: str) -> "Description":
        own = x509.load_pem_x509_certificate(pem.encode())
        return cls(
            subject=_name(own.subject),
            vouched_by=_name(own.issuer),
            valid_until=own.not_valid_after_utc,
            is_self_signed=own.issuer == own.subject,
        )


def checked(file: bytes, multikey: str, now: datetime, earlier: Collection[str] = ()) -> str:
    """The chain in `file` as PEM, if a key can sign documents with it from `now` on.

    `earlier`: the Multikeys of keys that came before, to name that mistake. Refused: too large, no
    certificate, a private key, for another key, in the wrong order, a link is missing, out of its
    time, not for documents.
    """
    chain = _read(file)
    _check_key(chain, multikey, earlier)
    _check_order(chain)
    for certificate in chain:
        _check_time(certificate, now)
    _check_purpose(chain[0])
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in chain)


def ders(pem: str) -> list[bytes]:
    read = x509.load_pem_x509_certificates(pem.encode())
    return [each.public_bytes(Encoding.DER) for each in read]


def pem_of(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()


def _read(file: bytes) -> list[x509.Certificate]:
    if len(file) > MAX_BYTES:
        raise Refused(
            f"The file has more than {MAX_BYTES // 1000} kB: that is no chain of certificates. "
            "Upload the file with nothing but the certificate and those above it."
        )
    if b"PRIVATE KEY-----" in file:
        raise Refused(
            "The file holds a private key. Never upload one: take a file with certificates only, "
            "and take care of who has seen that key."
        )
    if b"CERTIFICATE REQUEST-----" in file:
        raise Refused("This is a request. Send it to the authority, and upload what it answers.")
    try:
        chain = _parsed(file)
    except _UNREADABLE as error:
        raise Refused(
            "This is no certificate that can be read. Ask the authority for PEM: a text file that "
            "begins with -----BEGIN CERTIFICATE-----."
        ) from error
    if len(chain) > _MAX_CHAIN:
        raise Refused(
            f"The file has {len(chain)} certificates, and a chain has at most {_MAX_CHAIN}. "
            "Upload its own, and those above it only."
        )
    return chain


def _parsed(file: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN" in file:
        chain = x509.load_pem_x509_certificates(file)
    else:
        chain = [x509.load_der_x509_certificate(file)]
    for each in chain:  # Read when asked for: now rather than later.
        _ = each.extensions, each.public_key(), each.subject, each.issuer
    return chain


def _check_key(chain: Sequence[x509.Certificate], multikey: str, earlier: Collection[str]) -> None:
    keys = [_key_of(certificate) for certificate in chain]
    if keys[0] == multikey:
        return
    if multikey in keys:
        raise Refused(f"The certificates are in the wrong order. {_ORDER}")
    if keys[0] in earlier:
        raise Refused(f"The certificate is for an earlier key, which signs no more. {_ASK_AGAIN}")
    raise Refused(f"The certificate is for another key. {_ASK_AGAIN}")


def _key_of(certificate: x509.Certificate) -> str:
    """ "" for a key of a kind that signs no documents here: authorities have such."""
    try:
        return public_multikey(certificate.public_bytes(Encoding.DER))
    except Malformed:
        return ""


def _check_order(chain: Sequence[x509.Certificate]) -> None:
    for below, above in pairwise(chain):
        if not _vouches(above, below):
            if _is_whole_in_another_order(chain):
                raise Refused(f"The certificates are in the wrong order. {_ORDER}")
            raise Refused(
                f"“{_name(above.subject)}” does not vouch for “{_name(below.subject)}”: a "
                f"certificate between them is missing, or one does not belong here. {_ORDER}"
            )


def _vouches(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return not _is_leaf(above)


def _is_leaf(certificate: x509.Certificate) -> bool:
    """Does it say that it vouches for nobody?"""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return not constraints.value.ca


def _is_whole_in_another_order(chain: Sequence[x509.Certificate]) -> bool:
    last, *left = chain
    while issuer := next((each for each in left if _vouches(each, last)), None):
        left.remove(issuer)
        last = issuer
    return not left


def _check_time(certificate: x509.Certificate, now: datetime) -> None:
    name = _name(certificate.subject)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < begins:
        raise Refused(
            f"“{name}” is not valid now, but from {day(begins)}, {begins:%H:%M} UTC on. "
            "Upload it again then."
        )
    if now > ends:
        raise Refused(f"“{name}” is not valid now: it has expired on {day(ends)}. {_ASK_AGAIN}")


def _check_purpose(own: x509.Certificate) -> None:
    for extension in own.extensions:
        match extension.value:
            case x509.BasicConstraints(ca=True):
                _refuse_purpose(own, "for vouching for others")
            case x509.KeyUsage() as usage:
                if not (usage.digital_signature or usage.content_commitment):
                    _refuse_purpose(own, "for a use other than signing")
            case x509.ExtendedKeyUsage() as purposes:
                if not _FOR_DOCUMENTS & {each.dotted_string for each in purposes}:
                    _refuse_purpose(own, "for other purposes, such as web sites,")


def _refuse_purpose(own: x509.Certificate, what: str) -> None:
    raise Refused(
        f"“{_name(own.subject)}” is a certificate {what} and not for signing documents. Ask the "
        "authority for one with digitalSignature or nonRepudiation, for documents or e-mail."
    )


def _name(of: x509.Name) -> str:
    names = of.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else of.rfc4514_string()

"""Time stamps (RFC 3161): how to ask an authority for one, and whether its answer is one.

A token says: what has this SHA-256 existed at that moment. Who believes the authority is the
reader's business; that the token is whole, and about our signature, is ours.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from credkit.errors import Fault, Malformed

MOST = 65_536  # Bytes of an answer; honest ones have a tenth of that.
_GRANTED = ("granted", "granted_with_mods")
_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
# What asn1crypto and cryptography raise at bytes that are not what they should be.
_UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)


def query(digest: bytes, nonce: int) -> bytes:
    """A request (section 2.4.1) for a SHA-256, with the certificates in the answer."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    asked = {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def token(reply: bytes, digest: bytes, nonce: int) -> bytes:
    """The token in an answer (section 2.4.2), as DER.

    Malformed: the authority refuses, the answer is to another question, or its signature does not
    hold.
    """
    if len(reply) > MOST:
        raise Malformed("the time stamp is too long", Fault.TOO_MUCH)
    try:
        answer = tsp.TimeStampResp.load(reply, strict=True)
        _check_status(answer["status"])
        content = answer["time_stamp_token"]["content"]
        _check_info(content["encap_content_info"]["content"].parsed, digest, nonce)
        _check_signature(content)
        return bytes(answer["time_stamp_token"].dump())
    except Malformed:
        raise
    except _UNREADABLE as error:
        raise Malformed(f"not a time stamp that can be read: {error}") from error


def made_at(token: bytes) -> datetime:
    """The moment of which a token of `token` speaks."""
    content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
    moment: datetime = content.parsed["gen_time"].native
    return moment


def certificates(token: bytes, roots: Sequence[bytes] = ()) -> tuple[bytes, ...]:
    """The certificates behind a token of `token`, as DER: the authority's, then those above it.

    Each has signed the one before it. They come from the token, and from `roots`.
    """
    content = cms.ContentInfo.load(token)["content"]
    chain = [_signer(content)]
    others = _embedded(content) + [x509.load_der_x509_certificate(root) for root in roots]
    while issuer := next((each for each in others if _has_issued(each, chain[-1])), None):
        if issuer in chain:
            break
        chain.append(issuer)
    return tuple(each.public_bytes(Encoding.DER) for each in chain)


def _check_status(status: Any) -> None:
    if status["status"].native not in _GRANTED:
        raise Malformed(f"no time stamp was granted: {status.native}")


def _check_info(info: Any, digest: bytes, nonce: int) -> None:
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise Malformed("a time stamp of another algorithm", Fault.ALGORITHM)
    if imprint["hashed_message"].native != digest or info["nonce"].native != nonce:
        raise Malformed("a time stamp for something else", Fault.CLAIMS)


def _check_signature(content: Any) -> None:
    (info,) = content["signer_infos"]
    attributes = {each["type"].native: each["values"][0].native for each in info["signed_attrs"]}
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        raise Malformed(f"a time stamp signed with {algorithm}", Fault.ALGORITHM)
    signed = content["encap_content_info"]["content"].contents
    if attributes["message_digest"] != hashlib.new(algorithm, signed).digest():
        raise Malformed("the authority signed something else", Fault.SIGNATURE)
    certificate = _signer(content)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    if list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:  # RFC 3161, section 2.3.
        raise Malformed("signed with a certificate that is not for time stamps", Fault.PURPOSE)
    _verify(certificate, info, _HASHES[algorithm])


def _verify(certificate: x509.Certificate, info: Any, algorithm: hashes.HashAlgorithm) -> None:
    signature, message = info["signature"].native, info["signed_attrs"].untag().dump()
    try:
        match certificate.public_key():
            case rsa.RSAPublicKey() as key:
                key.verify(signature, message, padding.PKCS1v15(), algorithm)
            case ec.EllipticCurvePublicKey() as key:
                key.verify(signature, message, ec.ECDSA(algorithm))
            case _:
                raise Malformed("the authority has a key of an unknown kind", Fault.ALGORITHM)
    except InvalidSignature as error:
        raise Malformed("the authority's signature does not hold", Fault.SIGNATURE) from error


def _signer(content: Any) -> x509.Certificate:
    (info,) = content["signer_infos"]
    wanted = info["sid"].chosen
    for certificate in _embedded(content):
        same_number = certificate.serial_number == wanted["serial_number"].native
        if same_number and certificate.issuer.public_bytes() == wanted["issuer"].dump():
            return certificate
    raise Malformed("the authority's certificate is missing", Fault.KEY)


def _embedded(content: Any) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(each.chosen.dump()) for each in content["certificates"]]


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True

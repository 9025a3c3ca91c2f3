"""ecdsa-sd-2023: a document of which the holder may show parts, and the issuer's proof with it.

The issuer signs every statement (N-Quad) by itself, with a key made for this one document, and
those that must always be shown together with that key. Blank nodes get random names, so that
what is kept back does not show in the names of what is not.
https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credkit import canonical, multibase
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, P256Signer, Signer, algorithm_of, is_signed_by
from credkit.proofs import selective_values
from credkit.proofs.data_integrity import Options, contexts_of, unsecured
from credkit.proofs.pointers import select
from credkit.proofs.selective_values import BaseProof, DerivedProof, Signatures
from credkit.proofs.statements import Statements, named_lines

CRYPTOSUITE = "ecdsa-sd-2023"
_NEEDED = ("name", "issuer", "validFrom", "validUntil", "credentialStatus", "credentialSchema")


@dataclass(frozen=True)
class Secrets:
    """Random bytes for one document, never to be used for another: 32 each.

    `hmac_key` names the blank nodes; `statement_key` is the secret of a P-256 key.
    """

    hmac_key: bytes
    statement_key: bytes

    def __repr__(self) -> str:
        return "Secrets(…)"


def required(document: Json) -> list[str]:
    """Pointers to what a holder must not keep back: without it an Open Badge would be none, or
    one that never expires and cannot be revoked."""
    pointers = [f"/{name}" for name in _NEEDED if name in document]
    return [*pointers, "/credentialSubject/achievement"]


def add(
    document: Json, mandatory: Iterable[str], signer: Signer, options: Options, secrets: Secrets
) -> Json:
    """The document with a base proof. It is for the holder: with it, anything can be shown.

    `mandatory`: JSON pointers to what is always shown (see `required`). The suite in `options`
    does not count. Malformed: a pointer to nothing, a key that is not P-256, a graph or a list
    without a name, or as in `canonical.rdfc`.
    """
    _check_key(signer.algorithm)
    pointers, plain = tuple(mandatory), unsecured(document)
    statements = Statements.of(plain, secrets.hmac_key)
    always = statements.selected(pointers)
    proof = _config(options)
    own = P256Signer(secrets.statement_key)
    public = multibase.decode(own.public_multikey)
    signatures = Signatures(
        base=signer.sign(_signed_bytes(plain, proof, public, statements.lines, always)),
        public=public,
        statements=tuple(own.sign(line.encode()) for line in _others(statements.lines, always)),
    )
    value = BaseProof(signatures, secrets.hmac_key, pointers).to_text()
    return plain | {"proof": proof | {"proofValue": value}}


def derive(document: Json, selected: Iterable[str]) -> Json:
    """What the holder shows: the mandatory part and what the pointers select, with its proof.

    Malformed: not one base proof of this suite, a pointer to nothing, or nothing to show.
    """
    proof = _only_proof(document)
    base = selective_values.read(proof)
    if not isinstance(base, BaseProof):
        raise Malformed("from this proof nothing can be derived", Fault.DISCLOSURE)
    pointers, plain = [*base.mandatory, *selected], unsecured(document)
    if not pointers:
        raise Malformed("nothing is shown", Fault.DISCLOSURE)
    statements = Statements.of(plain, base.hmac_key)
    always, shown = statements.selected(base.mandatory), statements.selected(pointers)
    derived = DerivedProof(
        _signatures_of(shown, statements.lines, always, base.signatures),
        statements.names_in(pointers),
        tuple(n for n, line in enumerate(sorted(shown)) if line in always),
    )
    value = {"proofValue": derived.to_text()}
    return select(plain, pointers) | {"proof": proof | value}


def is_supported(proof: Json) -> bool:
    """Is it a proof of this suite?"""
    return proof.get("type") == "DataIntegrityProof" and proof.get("cryptosuite") == CRYPTOSUITE


def is_for_the_holder(proof: Json) -> bool:
    """Is it a base proof, from which anything could still be shown? Then it proves nothing to
    anybody else (section 3.6.7). Malformed: no proof of this suite."""
    return isinstance(selective_values.read(proof), BaseProof)


def proof_holds(document: Json, proof: Json, public_multikey: str) -> bool:
    """Did that key sign what is shown, exactly as it stands? For derived and for base proofs.

    Malformed: not such a proof, or the document is not sound JSON-LD.
    """
    _check_key(algorithm_of(public_multikey))
    if "previousProof" in proof:
        raise Malformed("a chain of proofs", Fault.CHAIN)
    if "@context" in proof:
        raise Malformed("a proof with contexts of its own", Fault.CLAIMS)
    plain, value = unsecured(document), selective_values.read(proof)
    lines, always = _lines_of(plain, value)
    signatures = value.signatures
    options = {name: member for name, member in proof.items() if name != "proofValue"}
    signed = _signed_bytes(plain, options, signatures.public, lines, always)
    return is_signed_by(public_multikey, signatures.base, signed) and _all_signed(
        _others(lines, always), signatures
    )


def _lines_of(document: Json, value: BaseProof | DerivedProof) -> tuple[Sequence[str], set[str]]:
    """All lines of the document, and those of them that are mandatory."""
    if isinstance(value, BaseProof):
        statements = Statements.of(document, value.hmac_key)
        return statements.lines, statements.selected(value.mandatory)
    lines = named_lines(document, value.names)
    if any(number >= len(lines) for number in value.mandatory):
        raise Malformed("a mandatory statement that is not there", Fault.DISCLOSURE)
    return lines, {lines[number] for number in value.mandatory}


def _all_signed(lines: list[str], signatures: Signatures) -> bool:
    public_multikey = multibase.to_base58btc(signatures.public)
    return len(lines) == len(signatures.statements) and all(
        is_signed_by(public_multikey, signature, line.encode())
        for line, signature in zip(lines, signatures.statements, strict=True)
    )


def _signatures_of(
    shown: set[str], lines: Sequence[str], always: set[str], whole: Signatures
) -> Signatures:
    """Those over the optional lines that are shown."""
    others = _others(lines, always)
    if len(others) != len(whole.statements):
        raise Malformed("a base proof of another document", Fault.SIGNATURE)
    pairs = zip(others, whole.statements, strict=True)
    kept = tuple(signature for line, signature in pairs if line in shown)
    return Signatures(whole.base, whole.public, kept)


def _others(lines: Sequence[str], always: set[str]) -> list[str]:
    return [line for line in lines if line not in always]


def _signed_bytes(
    document: Json, options: Json, public: bytes, lines: Sequence[str], always: set[str]
) -> bytes:
    """What the issuer's own signature is over (section 3.6.5)."""
    config = canonical.rdfc({"@context": contexts_of(document)} | options)
    mandatory = "".join(line for line in lines if line in always)
    return _sha256(config) + public + _sha256(mandatory)


def _config(options: Options) -> Json:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": options.created,
        "verificationMethod": options.verification_method,
        "proofPurpose": options.proof_purpose,
    }


def _only_proof(document: Json) -> Json:
    proof = document.get("proof")
    if not (isinstance(proof, dict) and is_supported(proof)):
        raise Malformed(f"not one proof of the suite {CRYPTOSUITE}")
    return proof


def _check_key(algorithm: Algorithm) -> None:
    if algorithm is not Algorithm.P256:
        raise Malformed(f"{CRYPTOSUITE} signs with P-256, not {algorithm}", Fault.ALGORITHM)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

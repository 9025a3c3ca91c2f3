"""Data Integrity proofs: eddsa-rdfc-2022 (ours) and those of other issuers, JSON-LD or plain JSON.

What is signed is the SHA-256 of the canonical proof options, followed by that of the canonical
document: 64 bytes. Who has both digests already (see `credkit.shape`) pays one Ed25519 signature.
A key of P-384 takes SHA-384 wherever the others take SHA-256.
https://www.w3.org/TR/vc-di-eddsa/ · https://www.w3.org/TR/vc-di-ecdsa/
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from credkit import canonical, multibase
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, Signer, algorithm_of, is_signed_by
from credkit.shape import Form, Shape, slot


class Cryptosuite(StrEnum):
    """How a document becomes bytes, and which kind of key signs them."""

    EDDSA_RDFC_2022 = "eddsa-rdfc-2022"
    ECDSA_RDFC_2019 = "ecdsa-rdfc-2019"
    EDDSA_JCS_2022 = "eddsa-jcs-2022"
    ECDSA_JCS_2019 = "ecdsa-jcs-2019"

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        is_ecdsa = self in (Cryptosuite.ECDSA_RDFC_2019, Cryptosuite.ECDSA_JCS_2019)
        return (Algorithm.P256, Algorithm.P384) if is_ecdsa else (Algorithm.ED25519,)

    @property
    def reads_json_ld(self) -> bool:
        """Does it sign what the document means (RDF), or how it is written (JSON)?"""
        return self in (Cryptosuite.EDDSA_RDFC_2022, Cryptosuite.ECDSA_RDFC_2019)


CRYPTOSUITE = Cryptosuite.EDDSA_RDFC_2022
PROOF_VALUE = "proof_value"
MOST_PROOFS = 16
_WORTH_REMEMBERING = 65_536  # Bytes. Nobody fills our memory with documents of a megabyte.
_STAND_IN = "urn:proof"  # The proof has no id; shapes need one.
_SUITES = frozenset(Cryptosuite)


@dataclass(frozen=True)
class Options:
    """By which key, when and for what: all that a proof says besides its value."""

    verification_method: str
    created: str
    proof_purpose: str = "assertionMethod"
    cryptosuite: Cryptosuite = CRYPTOSUITE


def config(options: Options) -> Json:
    """The proof without its value (vc-di-eddsa, section 3.2.5)."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": options.cryptosuite.value,
        "created": options.created,
        "verificationMethod": options.verification_method,
        "proofPurpose": options.proof_purpose,
    }


def config_digest(contexts: Sequence[str], options: Options, hash_name: str = "sha256") -> bytes:
    """SHA-256 of the canonical proof options, read in the contexts of the document (3.2.5).

    For the suites that read JSON-LD. `hash_name`: another hash instead.
    """
    shape = _config_shape(tuple(contexts), options.proof_purpose, options.cryptosuite)
    lines = shape.canonical(
        {"method": options.verification_method, "created": options.created},
    )
    # All lines have the same subject, and a lone blank node is always the first one.
    named = lines.replace(f"<{_STAND_IN}>".encode(), b"_:c14n0")
    return hashlib.new(hash_name, named).digest()


def proof_value(signature: bytes) -> str:
    return multibase.to_base58btc(signature)


def sign(document_digest: bytes, config_digest: bytes, signer: Signer) -> bytes:
    """The 64 signature bytes over both digests (3.2.4 and 3.2.6)."""
    return signer.sign(config_digest + document_digest)


def secure(document: Json, options: Options, signature: bytes) -> Json:
    """A copy of `document` that carries the proof."""
    return document | {"proof": config(options) | {"proofValue": proof_value(signature)}}


def secured_form(shape: Shape, options: Options) -> Form:
    """What `secure` makes of a shape's documents, with one slot more for what `proof_value` gives.

    Its name is `PROOF_VALUE`. For a caller who needs the digest of the secured document only.
    """
    proof = config(options) | {"proofValue": slot(PROOF_VALUE)}
    return Form.of(shape.template | {"proof": proof})


def add(document: Json, signer: Signer, options: Options) -> Json:
    """Canonicalize, sign and secure one document; one that has proofs already gets one more.

    Malformed as in `canonical.rdfc`, or the signer's key is none of the suite.
    """
    _check_key(signer.algorithm, options.cryptosuite)
    proof = config(options)
    if not options.cryptosuite.reads_json_ld and "@context" in document:
        proof["@context"] = document["@context"]  # So that nobody can add contexts unseen.
    signature = signer.sign(_signed_bytes(document, proof, signer.algorithm.hash_name))
    proof["proofValue"] = proof_value(signature)
    return document | {"proof": _one_or_all([*proofs(document), proof])}


def holds(document: Json, public_multikey: str, *, document_digest: bytes | None = None) -> bool:
    """Did that key sign `document`, exactly as it stands, with its one proof that we can check?

    `document_digest`: SHA-256 of the canonical document without its proof, for a caller who
    knows it from a `Shape`. Malformed: not one such proof, or the document is not sound JSON-LD.
    """
    match supported(document):
        case [proof]:
            return proof_holds(document, proof, public_multikey, document_digest=document_digest)
        case found:
            raise Malformed(f"{len(found)} proofs that we can check, not one")


def proof_holds(
    document: Json, proof: Json, public_multikey: str, *, document_digest: bytes | None = None
) -> bool:
    """The same for one of several parallel proofs (a proof set)."""
    if "previousProof" in proof:
        raise Malformed("a chain of proofs", Fault.CHAIN)
    algorithm = algorithm_of(public_multikey)
    _check_key(algorithm, Cryptosuite(proof["cryptosuite"]))
    signed = _signed_bytes(document, proof, algorithm.hash_name, document_digest)
    return is_signed_by(public_multikey, _signature(proof), signed)


def supported(document: Json) -> list[Json]:
    """The document's proofs that this module can check. Malformed: a proof that is no object."""
    return [proof for proof in proofs(document) if is_supported(proof)]


def is_supported(proof: Json) -> bool:
    """Is it a proof of a suite of this module?"""
    suite = proof.get("cryptosuite")
    return proof.get("type") == "DataIntegrityProof" and isinstance(suite, str) and suite in _SUITES


def proofs(document: Json) -> list[Json]:
    """All of the document's proofs. Malformed: a proof that is no object, or far too many."""
    declared = document.get("proof", [])
    found = declared if isinstance(declared, list) else [declared]
    if not all(isinstance(proof, dict) for proof in found):
        raise Malformed("a proof is an object")
    if len(found) > MOST_PROOFS:
        raise Malformed(f"more than {MOST_PROOFS} proofs", Fault.TOO_MUCH)
    return found


def unsecured(document: Json) -> Json:
    """The document without its proofs."""
    return {name: value for name, value in document.items() if name != "proof"}


def contexts_of(document: Json) -> list[str | Json]:
    """The document's contexts: addresses, and terms of its own. Malformed: something else."""
    declared = document.get("@context")
    contexts = declared if isinstance(declared, list) else [declared]
    sound = [each for each in contexts if isinstance(each, str | dict)]
    if len(sound) < len(contexts):
        raise Malformed("contexts that are neither addresses nor terms")
    return sound


def _check_key(algorithm: Algorithm, suite: Cryptosuite) -> None:
    if algorithm not in suite.algorithms:
        allowed = " or ".join(suite.algorithms)
        raise Malformed(f"{suite} signs with {allowed}, not {algorithm}", Fault.ALGORITHM)


def _signed_bytes(
    document: Json, proof: Json, hash_name: str, document_digest: bytes | None = None
) -> bytes:
    """Both digests. `document_digest`: as in `holds`; it says nothing of how JSON is written."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    reads_json_ld = Cryptosuite(proof["cryptosuite"]).reads_json_ld
    has_contexts = "@context" in document or "@context" in options  # Plain JSON may do without.
    needed = reads_json_ld or has_contexts
    contexts = _common_contexts(document, options.get("@context")) if needed else []
    if reads_json_ld:
        options.pop("@context", None)
        known = document_digest if hash_name == "sha256" else None
        content = known or _digest(unsecured(document) | {"@context": contexts}, hash_name)
        return _options_digest(contexts, options, hash_name) + content
    written = options.get("@context", document.get("@context"))
    plain = unsecured(document) | ({"@context": written} if written is not None else {})
    return canonical.digest(options, hash_name) + canonical.digest(plain, hash_name)


@lru_cache(maxsize=64)
def _config_shape(contexts: tuple[str, ...], proof_purpose: str, suite: Cryptosuite) -> Shape:
    options = config(Options(slot("method"), slot("created"), proof_purpose, suite))
    return Shape.compile({"@context": list(contexts), "id": _STAND_IN} | options)


def _digest(document: Json, hash_name: str = "sha256") -> bytes:
    """The hash of the canonical document. One status list is asked for again and again, so what
    was worked out for the same JSON is remembered."""
    text = canonical.jcs(document)
    remembered = _digest_of if len(text) <= _WORTH_REMEMBERING else _digest_of.__wrapped__
    return remembered(text, hash_name)


@lru_cache(maxsize=64)
def _digest_of(text: bytes, hash_name: str) -> bytes:
    lines = canonical.rdfc(canonical.load_json(text), hash_name)
    return hashlib.new(hash_name, lines.encode()).digest()


def _common_contexts(document: Json, of_proof: object) -> list[str | Json]:
    """A proof may repeat the contexts it was made in; the document may only have added some."""
    contexts = contexts_of(document)
    if of_proof is None:
        return contexts
    repeated = contexts_of({"@context": of_proof})
    if contexts[: len(repeated)] != repeated:
        raise Malformed("the proof was made in other contexts than the document's", Fault.CLAIMS)
    return repeated


def _signature(proof: Json) -> bytes:
    value = proof.get("proofValue")
    if not (isinstance(value, str) and value.startswith("z")):
        raise Malformed("a proofValue is base58btc text")
    return multibase.decode(value)


def _options_digest(contexts: list[str | Json], options: Json, hash_name: str) -> bytes:
    published = [each for each in contexts if isinstance(each, str)]
    match options:
        case {"verificationMethod": str(method), "created": str(created), "proofPurpose": str(why)}:
            usual = Options(method, created, why, Cryptosuite(options["cryptosuite"]))
            if published == contexts and options == config(usual):
                return config_digest(published, usual, hash_name)
    return _digest({"@context": contexts} | options, hash_name)


def _one_or_all(found: list[Json]) -> Json | list[Json]:
    return found[0] if len(found) == 1 else found

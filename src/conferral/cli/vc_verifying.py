"""What `conferral vc-api` says of other people's credentials and presentations.

https://www.w3.org/TR/vc-data-integrity/#verify-proof
"""

from collections.abc import Mapping
from datetime import datetime

from credkit import data_model
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.proofs import data_integrity
from credkit.reading import many, moment, read
from credkit.verify import CheckCode, Materials, Outcome, verify

_AUTHENTICATION = "authentication"


def check_credential(
    document: Json, options: Json, held: Mapping[str, Json | None], now: datetime
) -> None:
    """Malformed unless it is sound, and signed by its issuer for what the options expect.

    `held`: status lists, by their addresses; another one is not looked up.
    """
    data_model.check_credential(document)
    reading = read(document)
    materials = Materials(held, trusted_issuers=frozenset({reading.issuer_id}))
    # A signature that could not be checked is none; a status that is elsewhere, a remark.
    needed = {CheckCode.FORM, CheckCode.SIGNATURE}
    if any(entry.list_url in held for entry in reading.statuses):
        needed.add(CheckCode.STATUS)
    for check in verify(document, materials, now).checks:
        if check.outcome is Outcome.FAILED or (
            check.outcome is Outcome.SKIPPED and check.code in needed
        ):
            raise Malformed(f"{check.code}: {check.detail}")
    for proof in data_integrity.proofs(document):
        _check_options(proof, options, options.get("expectedProofPurpose"))


def check_presentation(document: Json, options: Json, now: datetime) -> None:
    """The same for a presentation, which its holder has signed, and for all that it holds."""
    data_model.check_presentation(document)
    for credential in many(document.get("verifiableCredential")):
        check_credential(credential, {}, {}, now)
    proofs = data_integrity.proofs(document)
    if not proofs:
        raise Malformed("a presentation that nobody has signed")
    for proof in proofs:
        _check_options(proof, options, _AUTHENTICATION)
        _check_proof(document, proof)


def _check_options(proof: Json, options: Json, purpose: object) -> None:
    """It has to be for this purpose, for this domain and for this challenge, if they are given."""
    if purpose is not None and proof.get("proofPurpose") != purpose:
        raise Malformed("a proof for another purpose", Fault.PURPOSE)
    domain = options.get("domain")
    if domain is not None and domain not in many(proof.get("domain")):
        raise Malformed("a proof for another domain", Fault.PURPOSE)
    challenge = options.get("challenge")
    if challenge is not None and proof.get("challenge") != challenge:
        raise Malformed("a proof for another occasion", Fault.PURPOSE)


def _check_proof(document: Json, proof: Json) -> None:
    if not data_integrity.is_supported(proof):
        raise Malformed("not a proof that we can check", Fault.UNSUPPORTED)
    if "created" in proof:
        moment(proof["created"], "when the proof was made")
    controller, _, key = str(proof.get("verificationMethod")).partition("#")
    holder = document.get("holder", controller)
    named = holder.get("id") if isinstance(holder, dict) else holder
    if controller != named or controller != f"did:key:{key}":
        raise Malformed("not the holder's key", Fault.KEY)
    if not data_integrity.proof_holds(document, proof, key):
        raise Malformed("the holder did not sign exactly this", Fault.SIGNATURE)

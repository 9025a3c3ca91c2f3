"""What `conferral vc-api` answers: issue and verify, as the W3C's test suites ask for it.

https://w3c-ccg.github.io/vc-api/
"""

from dataclasses import dataclass
from datetime import datetime

from credkit import data_model, did
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.errors import Malformed
from credkit.keys import Signer
from credkit.proofs import data_integrity
from credkit.reading import many, read
from credkit.verify import CheckCode, Materials, Outcome, verify

_CREATED, _OK, _BAD, _NOT_FOUND = 201, 200, 400, 404
_AUTHENTICATION = "authentication"
_NEEDED = {CheckCode.FORM, CheckCode.SIGNATURE}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json


@dataclass(frozen=True)
class Service:
    """An issuer that nobody knows, and a verifier of documents signed by did:keys."""

    signer: Signer

    @property
    def did(self) -> str:
        return f"did:key:{self.signer.public_multikey}"

    def answer(self, path: str, asked: Json, now: datetime) -> Answer:
        match path.rstrip("/"):
            case "/credentials/issue":
                return self._issue(asked, now)
            case "/credentials/verify":
                return _judged(asked, "verifiableCredential", now)
            case "/presentations/verify":
                return _judged(asked, "verifiablePresentation", now)
            case _:
                return Answer(_NOT_FOUND, {"errors": ["No such endpoint."]})

    def _issue(self, asked: Json, now: datetime) -> Answer:
        try:
            document = _member(asked, "credential")
            data_model.check_credential(document)
            ours = self._in_our_name(document)
            options = data_integrity.Options(
                did.key_id(self.did, self.signer.public_multikey), timestamp(now)
            )
            secured = data_integrity.add(ours, self.signer, options)
        except Malformed as error:
            return _refused(error)
        return Answer(_CREATED, {"verifiableCredential": secured})

    def _in_our_name(self, document: Json) -> Json:
        """We issue for nobody else, whoever is named."""
        issuer = document["issuer"]
        own = issuer | {"id": self.did} if isinstance(issuer, dict) else self.did
        return document | {"issuer": own}


def _judged(asked: Json, name: str, now: datetime) -> Answer:
    try:
        document = _member(asked, name)
        if name == "verifiableCredential":
            _check_credential(document, now)
        else:
            _check_presentation(document, asked.get("options"), now)
    except Malformed as error:
        return _refused(error)
    return Answer(_OK, {"verified": True, "checks": ["proof"], "warnings": [], "errors": []})


def _check_credential(document: Json, now: datetime) -> None:
    data_model.check_credential(document)
    materials = Materials(trusted_issuers=frozenset({read(document).issuer_id}))
    verdict = verify(document, materials, now)
    for check in verdict.checks:
        # A signature that could not be checked is none; a status that could not, a remark.
        wanted = {Outcome.PASSED} if check.code in _NEEDED else {Outcome.PASSED, Outcome.SKIPPED}
        if check.outcome not in wanted:
            raise Malformed(f"{check.code}: {check.detail}")


def _check_presentation(document: Json, options: object, now: datetime) -> None:
    data_model.check_presentation(document)
    for credential in many(document.get("verifiableCredential")):
        _check_credential(credential, now)
    proofs = data_integrity.proofs(document)
    if not proofs:
        raise Malformed("a presentation that nobody has signed")
    challenge = options.get("challenge") if isinstance(options, dict) else None
    for proof in proofs:
        _check_proof(document, proof, challenge)


def _check_proof(document: Json, proof: Json, challenge: object) -> None:
    if not data_integrity.is_supported(proof) or proof.get("proofPurpose") != _AUTHENTICATION:
        raise Malformed("not a proof for authentication that we can check")
    if challenge is not None and proof.get("challenge") != challenge:
        raise Malformed("a proof for another occasion")
    controller, _, key = str(proof.get("verificationMethod")).partition("#")
    holder = document.get("holder", controller)
    named = holder.get("id") if isinstance(holder, dict) else holder
    if controller != named or controller != f"did:key:{key}":
        raise Malformed("not the holder's key")
    if not data_integrity.proof_holds(document, proof, key):
        raise Malformed("the holder did not sign exactly this")


def _member(asked: Json, name: str) -> Json:
    found = asked.get(name)
    if not isinstance(found, dict):
        raise Malformed(f"{name} is missing, or not an object")
    return found


def _refused(error: Malformed) -> Answer:
    problem = {"type": f"urn:conferral:{error.fault}", "title": str(error)}
    return Answer(_BAD, {"verified": False, "errors": [str(error)], "problemDetails": [problem]})

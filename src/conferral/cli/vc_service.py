"""What `conferral vc-api` answers: issue, derive and verify, as the W3C's test suites ask for it.

A suite asks an issuer of one cryptosuite: `/eddsa-jcs-2022/credentials/issue`, and so on; without
a name before it, that is `eddsa-rdfc-2022`. Verifiers take them all.
https://w3c-ccg.github.io/vc-api/
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conferral.cli import vc_verifying
from conferral.cli.vc_status import StatusList
from credkit import data_model, did
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.errors import Malformed
from credkit.keys import Algorithm, LocalSigner, P256Signer, Signer
from credkit.proofs import data_integrity, selective
from credkit.proofs.data_integrity import Cryptosuite, Options

WITH_STATUS = "bitstring-status-list"
_CREATED, _OK, _GONE_WELL, _BAD, _NOT_FOUND = 201, 200, 204, 400, 404
_SECURITY = "https://w3id.org/security#"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json


@dataclass(frozen=True)
class Service:
    """An issuer that nobody knows, and a verifier of documents signed by did:keys."""

    signer: LocalSigner
    p256: P256Signer
    statuses: StatusList

    def answer(self, path: str, asked: Json, now: datetime) -> Answer:
        try:
            return self._answer(path.strip("/").split("/"), asked, now)
        except Malformed as error:
            return _refused(error)

    def look_up(self, url: str, now: datetime) -> Answer:
        """The only thing that can be asked for without saying anything: the status list."""
        if url != self.statuses.url:
            return _NOTHING
        return Answer(_OK, self.statuses.published(self.signer, now))

    def _answer(self, path: list[str], asked: Json, now: datetime) -> Answer:
        match path:
            case ["credentials", "issue"]:
                return self._issue(Cryptosuite.EDDSA_RDFC_2022, asked, now)
            case [str(suite), "credentials", "issue"]:
                return self._issue(suite, asked, now)
            case ["credentials", "derive"]:
                return _derive(asked)
            case ["credentials", "status"]:
                self.statuses.change(asked)
                return Answer(_OK, {})
            case ["status-lists", _, "publish"]:  # It always is.
                return Answer(_GONE_WELL, {})
            case ["credentials", "verify"]:
                document = _member(asked, "verifiableCredential")
                held = {self.statuses.url: self.statuses.published(self.signer, now)}
                vc_verifying.check_credential(document, _options(asked), held, now)
            case ["presentations", "verify"]:
                document = _member(asked, "verifiablePresentation")
                vc_verifying.check_presentation(document, _options(asked), now)
            case _:
                return _NOTHING
        return Answer(_OK, {"verified": True, "checks": ["proof"], "warnings": [], "errors": []})

    def _issue(self, suite: str, asked: Json, now: datetime) -> Answer:
        document = _member(asked, "credential")
        data_model.check_credential(document)
        if suite == WITH_STATUS:
            document = document | {"credentialStatus": self.statuses.entry(document.get("id"))}
            suite = Cryptosuite.EDDSA_RDFC_2022
        if suite == selective.CRYPTOSUITE:
            pointers = _pointers(asked, "mandatoryPointers")
            return _issued(self._with_base_proof(document, pointers, now))
        if suite not in list(Cryptosuite):
            return _NOTHING
        chosen = Cryptosuite(suite)
        signer = self.p256 if Algorithm.P256 in chosen.algorithms else self.signer
        ours = _in_the_name_of(signer, document)
        return _issued(data_integrity.add(ours, signer, _proof_options(signer, now, chosen)))

    def _with_base_proof(self, document: Json, pointers: Iterable[str], now: datetime) -> Json:
        return selective.add(
            _in_the_name_of(self.p256, document),
            pointers,
            self.p256,
            _proof_options(self.p256, now),
            selective.Secrets(secrets.token_bytes(32), secrets.token_bytes(31).rjust(32, b"\0")),
        )


_NOTHING = Answer(_NOT_FOUND, {"errors": ["No such endpoint."]})


def _derive(asked: Json) -> Answer:
    document = _member(asked, "verifiableCredential")
    return _issued(selective.derive(document, _pointers(asked, "selectivePointers")))


def _issued(document: Json) -> Answer:
    return Answer(_CREATED, {"verifiableCredential": document})


def _in_the_name_of(signer: Signer, document: Json) -> Json:
    """We issue for nobody else, whoever is named."""
    issuer, ours = document["issuer"], did_of(signer)
    return document | {"issuer": issuer | {"id": ours} if isinstance(issuer, dict) else ours}


def did_of(signer: Signer) -> str:
    return f"did:key:{signer.public_multikey}"


def _proof_options(
    signer: Signer, now: datetime, suite: Cryptosuite = data_integrity.CRYPTOSUITE
) -> Options:
    method = did.key_id(did_of(signer), signer.public_multikey)
    return Options(method, timestamp(now), cryptosuite=suite)


def _member(asked: Json, name: str) -> Json:
    found = asked.get(name)
    if not isinstance(found, dict):
        raise Malformed(f"{name} is missing, or not an object")
    return found


def _options(asked: Json) -> Json:
    options = asked.get("options")
    return options if isinstance(options, dict) else {}


def _pointers(asked: Json, name: str) -> list[str]:
    found = _options(asked).get(name, [])
    if not (isinstance(found, list) and all(isinstance(each, str) for each in found)):
        raise Malformed(f"{name} are texts")
    return found


def _refused(error: Malformed) -> Answer:
    problem = {"type": f"{_SECURITY}PROOF_VERIFICATION_ERROR", "title": str(error)}
    return Answer(_BAD, {"verified": False, "errors": [str(error)], "problemDetails": [problem]})

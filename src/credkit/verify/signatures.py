"""Who signed it: each proof of a set is judged for itself, then all of them together.

One proof that holds does not excuse one that is broken: whoever reads only the broken one would
be deceived. A proof of a suite that we do not know says nothing, for or against.
https://www.w3.org/TR/vc-data-integrity/#proof-sets
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.proofs import data_integrity, selective
from credkit.reading import moment
from credkit.verify.materials import signing_key


class Finding(StrEnum):
    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # Of a suite, or by a kind of key, that we cannot check.


@dataclass(frozen=True)
class ProofReport:
    """What became of one proof. `suite`, `method`: as the proof says; "" where it says nothing."""

    suite: str
    method: str
    finding: Finding
    remark: str = ""
    fault: Fault | None = None

    def __str__(self) -> str:
        return f"{self.suite}: {self.remark or self.finding}"


def examine(
    document: Json, did_document: Json, now: datetime, document_digest: bytes | None = None
) -> tuple[ProofReport, ...]:
    """A report on every proof, in their order. `document_digest`: as for `data_integrity.holds`.

    Malformed: a chain of proofs, or what is no set of proofs at all.
    """
    proofs = data_integrity.proofs(document)
    if any("previousProof" in proof for proof in proofs):
        raise Malformed("a chain of proofs: only sets are checked", Fault.CHAIN)
    return tuple(_report(document, proof, did_document, now, document_digest) for proof in proofs)


def require(reports: Sequence[ProofReport]) -> None:
    """Malformed unless at least one proof holds and none is broken."""
    for report in reports:
        if report.finding is Finding.BROKEN:
            raise Malformed(report.remark, report.fault or Fault.SIGNATURE)
    if not any(report.finding is Finding.HOLDS for report in reports):
        raise Malformed("no proof that we can check", Fault.UNSUPPORTED)


def _report(
    document: Json,
    proof: Json,
    did_document: Json,
    now: datetime,
    document_digest: bytes | None,
) -> ProofReport:
    suite, method = _name_of(proof), str(proof.get("verificationMethod", ""))
    if not (data_integrity.is_supported(proof) or selective.is_supported(proof)):
        remark = "a suite that we cannot check"
        return ProofReport(suite, method, Finding.UNKNOWN, remark, Fault.UNSUPPORTED)
    try:
        _check_options(proof, now)
        _check_signature(document, proof, did_document, document_digest)
    except Malformed as error:
        unknown = error.fault is Fault.UNSUPPORTED
        finding = Finding.UNKNOWN if unknown else Finding.BROKEN
        return ProofReport(suite, method, finding, str(error), error.fault)
    return ProofReport(suite, method, Finding.HOLDS)


def _name_of(proof: Json) -> str:
    return str(proof.get("cryptosuite") or proof.get("type", ""))


def _check_options(proof: Json, now: datetime) -> None:
    if proof.get("proofPurpose") != "assertionMethod":
        raise Malformed("the proof was made for another purpose", Fault.PURPOSE)
    if "created" in proof:
        moment(proof["created"], "when the proof was made")
    if "expires" in proof and now > moment(proof["expires"], "the proof's expiry"):
        raise Malformed("the proof has expired", Fault.PURPOSE)


def _check_signature(
    document: Json, proof: Json, did_document: Json, document_digest: bytes | None
) -> None:
    key = signing_key(did_document, proof.get("verificationMethod"))
    if selective.is_supported(proof) and selective.is_for_the_holder(proof):
        raise Malformed("a base proof: its holder shows a derived one", Fault.DISCLOSURE)
    if not (
        selective.proof_holds(document, proof, key)
        if selective.is_supported(proof)
        else data_integrity.proof_holds(document, proof, key, document_digest=document_digest)
    ):
        raise Malformed("the signature does not fit the content", Fault.SIGNATURE)

"""Is this credential what it says it is, now?

The caller brings what a verifier must hold; nothing is fetched here:

    while urls := missing(document, materials):
        materials = materials.with_documents(fetch(urls))
    verdict = verify(document, materials, now)

A token (a JWT of any kind) goes the same way: `missing_for_token`, then `verify_token`.
"""

from credkit.tlog.proof import LogProof
from credkit.verify.checks import verify
from credkit.verify.materials import Materials, missing
from credkit.verify.records import RecordVerdict, missing_for_record, verify_record
from credkit.verify.signatures import Finding, ProofReport
from credkit.verify.tokens import Occasion, missing_for_token, verify_token
from credkit.verify.verdict import Check, CheckCode, Outcome, Status, Verdict

__all__ = [
    "Check",
    "CheckCode",
    "Finding",
    "LogProof",
    "Materials",
    "Occasion",
    "Outcome",
    "ProofReport",
    "RecordVerdict",
    "Status",
    "Verdict",
    "missing",
    "missing_for_record",
    "missing_for_token",
    "verify",
    "verify_record",
    "verify_token",
]

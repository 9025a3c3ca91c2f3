"""A specimen is signed like everything else, and proves nothing about anyone."""

from dataclasses import replace

from credkit.verify.verdict import Check, CheckCode, Outcome, Status, Verdict


def as_specimen(verdict: Verdict) -> Verdict:
    """The same verdict, which is no plain yes. What weighs more stays the answer."""
    return Verdict.of(map(_marked, verdict.checks), verdict.proofs)


def _marked(check: Check) -> Check:
    if check.code is not CheckCode.ISSUER or check.outcome is not Outcome.PASSED:
        return check
    detail = f"{check.detail}: a specimen, it proves nothing about anyone"
    return replace(check, detail=detail, means=Status.SPECIMEN)

"""What is known as of a moment in the past: judged today, without asking anybody.

Whether a credential was taken back can only be known as of the newest list that is at hand. After a
day that is no plain yes any more.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from credkit.credential import timestamp
from credkit.verify.verdict import Check, CheckCode, Outcome, Status, Verdict

FRESH = timedelta(days=1)
_AHEAD = timedelta(minutes=5)  # By which clocks may differ.


def as_of(verdict: Verdict, known_at: datetime | None, now: datetime) -> Verdict:
    """The same verdict, whose status says since when nothing newer is known.

    `known_at`: when the lists at hand were the newest; None: nobody says.
    """
    return Verdict.of((_aged(check, known_at, now) for check in verdict.checks), verdict.proofs)


def _aged(check: Check, known_at: datetime | None, now: datetime) -> Check:
    if check.code is not CheckCode.STATUS or check.outcome is Outcome.SKIPPED:
        return check
    said = timestamp(known_at) if known_at else "nobody knows when"
    detail = " ".join(filter(None, [check.detail, f"known as of {said}"]))
    is_fresh = known_at is not None and -_AHEAD <= now - known_at <= FRESH
    if is_fresh or check.outcome is Outcome.FAILED:  # What was revoked stays so.
        return replace(check, detail=detail)
    return Check(CheckCode.STATUS, Outcome.SKIPPED, detail, Status.STATUS_UNKNOWN)

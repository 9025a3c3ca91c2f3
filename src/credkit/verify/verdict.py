"""What a verification found, question by question, and what that adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from credkit.errors import Fault
from credkit.verify.signatures import ProofReport


class Status(StrEnum):
    """What the credential is. In the order of gravity: the first that applies is the answer."""

    UNREADABLE = "unreadable"  # Not a credential, or not one of which all would be signed.
    ALTERED = "altered"  # The issuer did not sign exactly this.
    KEY_REVOKED = "key-revoked"  # By a key that was stolen, and not provably before that.
    UNKNOWN_ISSUER = "unknown-issuer"
    NOT_LOGGED = "not-logged"  # Signed, but the log that should hold it does not.
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    SPECIMEN = "specimen"  # Genuine, of an issuer who says that it is there to be looked at.
    STATUS_UNKNOWN = "status-unknown"  # Nothing is wrong, but whether it still stands is open.
    VALID = "valid"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class CheckCode(StrEnum):
    FORM = "form"  # Is it a sound Open Badge, and is every word of it defined?
    SIGNATURE = "signature"  # Did the issuer sign exactly this?
    ISSUER = "issuer"  # Is the issuer one that we recognise?
    LOG = "log"  # Is it in the public log?
    STATUS = "status"  # Has the issuer taken it back?
    PERIOD = "period"  # Is it valid now?


@dataclass(frozen=True)
class Check:
    """One question and its answer. `detail` is a remark for experts, not for the page.

    `means`: what the credential is because of this answer, if the answer is not a plain yes.
    `fault`: what kind of wrong was found in the credential itself, for machines.
    """

    code: CheckCode
    outcome: Outcome
    detail: str = ""
    means: Status = Status.VALID
    fault: Fault | None = None


@dataclass(frozen=True)
class Verdict:
    """`proofs`: what became of each proof, where there was a set of them to look at."""

    status: Status
    checks: tuple[Check, ...]
    proofs: tuple[ProofReport, ...] = ()

    @classmethod
    def of(cls, checks: Iterable[Check], proofs: tuple[ProofReport, ...] = ()) -> "Verdict":
        """The gravest answer decides."""
        asked = tuple(checks)
        gravity = list(Status)
        return cls(min((check.means for check in asked), key=gravity.index), asked, proofs)

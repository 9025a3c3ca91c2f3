"""Sign what was printed: with a time stamp where there is an authority, without one if it is away.

A certificate waits for an authority that does not answer, but not for ever: its signature holds
without a stamp, too.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from conferral.credentials.issuing.models import Credential
from conferral.credentials.sealing.actions import identity_of
from conferral.foundation import timestamps
from conferral.foundation.timestamps import Authority
from credkit.pdf.signing import pades
from credkit.pdf.signing.identity import Identity
from credkit.pdf.signing.pades import TimeStamping
from credkit.pdf.signing.revision import NO_EVIDENCE

_TRIES = 3  # A quarter of an hour, as the belt counts.
NOT_STAMPED = "Printed without a time stamp: the authority did not answer."


class Level(StrEnum):
    """How much a signature proves by itself (ETSI EN 319 142-1, section 6)."""

    B_B = "B-B"  # By whom, and that nothing was changed.
    B_T = "B-T"  # And that it existed at a time that somebody else tells.
    B_LT = "B-LT"  # And what it takes to check that years later, without asking anybody.


@dataclass(frozen=True)
class Sealed:
    """`note`: for staff, about a certificate that is less than it should be."""

    pdf: bytes
    level: Level
    note: str = ""


def seal(pdf: bytes, credential: Credential, now: datetime) -> Sealed:
    """Sign the PDF of a credential, in its issuer's name. Raises timestamps.Unavailable."""
    organization, when = credential.key.organization, now.astimezone(UTC)
    identity = identity_of(organization)
    authority = timestamps.configured()
    if authority is None or credential.attempts >= _TRIES:
        note = NOT_STAMPED if authority else ""
        return Sealed(pades.sign(pdf, identity, organization.name, when), Level.B_B, note)
    stamping, level = _stamping(authority, identity)
    return Sealed(pades.sign(pdf, identity, organization.name, when, stamping), level)


def _stamping(authority: Authority, identity: Identity) -> tuple[TimeStamping, Level]:
    evidence = authority.evidence((identity.certificate, *identity.chain))
    level = Level.B_T if evidence == NO_EVIDENCE else Level.B_LT
    return TimeStamping(authority.stamp, evidence), level

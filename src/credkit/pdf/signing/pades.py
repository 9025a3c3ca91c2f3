"""Sign a PDF so that any reader says by whom, and that nothing was changed: PAdES B-B, B-T, B-LT.

ETSI EN 319 142-1. The signature certifies the document: no change is allowed after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from credkit.pdf.signing import cms, revision
from credkit.pdf.signing.identity import Identity
from credkit.pdf.signing.revision import NO_EVIDENCE, Evidence, Mark

_ROOM = 1024  # Bytes for attributes, signature and lengths, besides the certificates.
_ROOM_FOR_TIME_STAMP = 12_288  # Authorities send their certificates with it.


@dataclass(frozen=True)
class TimeStamping:
    """How to get time stamps.

    `stamp`: from a SHA-256 to an RFC 3161 token about it, as DER.
    `evidence`: for PAdES B-LT, what proves the authority's certificates; without it, B-T.
    """

    stamp: Callable[[bytes], bytes]
    evidence: Evidence = NO_EVIDENCE


def sign(
    pdf: bytes, identity: Identity, name: str, when: datetime, stamping: TimeStamping | None = None
) -> bytes:
    """The PDF with its signature. `name`: who signs, in words. `when`: as its signer says, in UTC.

    Malformed as in `revision.prepare`; whatever `stamping.stamp` raises.
    """
    room = _ROOM + len(identity.certificate) + sum(map(len, identity.chain))
    evidence = NO_EVIDENCE
    if stamping:
        room, evidence = room + _ROOM_FOR_TIME_STAMP, stamping.evidence
    unsigned = revision.prepare(pdf, Mark(name, when), room, evidence)
    signature = cms.sign(unsigned.digest, identity)
    time_stamp = stamping.stamp(signature.imprint) if stamping else b""
    return unsigned.filled(signature.to_der(time_stamp))

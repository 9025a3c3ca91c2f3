"""All checks, over one moment of the register."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection, transaction

from conferral.credentials.transparency import head as heads
from conferral.credentials.transparency.head import Head
from conferral.oversight.fsck import (
    anchors,
    approvals,
    certificates,
    consents,
    entries,
    files,
    learning,
    lives,
    log,
    moderation,
    pages,
    trail,
)
from conferral.oversight.fsck.finding import Check, Finding, Invariant

# The moment is that of the first look.
_LOOK = "SELECT COUNT(*) FROM transparency_signedcheckpoint"
CHECKS: dict[Invariant, tuple[Check, ...]] = {
    Invariant.INTAKE: (learning.intake,),
    Invariant.ENTRIES: (entries.bijection, entries.gaps),
    Invariant.LEAVES: (entries.shapes, entries.credentials, entries.events),
    Invariant.ROOTS: (log.leaves,),  # And the leaves of I3, on the same walk.
    Invariant.GROWTH: (log.notes, log.cosignatures, anchors.proofs),
    Invariant.STATUS: (certificates.statuses,),
    Invariant.FILES: (files.printed, files.handed_in),
    Invariant.NUMBERS: (certificates.numbers,),
    Invariant.TRAIL: (trail.lines, trail.deeds),
    Invariant.LETTERS: (certificates.letters,),
    Invariant.EVIDENCE: (learning.evidence, learning.renewals, learning.holders),
    Invariant.ERASURE: (certificates.erasures, consents.promises),
    Invariant.KEYS: (certificates.keys, certificates.keys_told),
    Invariant.COUNTERS: (certificates.places,),
    Invariant.APPROVALS: (approvals.content, approvals.signatures),
    Invariant.MODERATION: (moderation.awards, moderation.rounds),
    Invariant.PAGES: (pages.prepared,),
    Invariant.LIVES: (lives.current, lives.successors),
    Invariant.CONSENTS: (consents.texts, consents.lines, consents.profiles),
}


def findings() -> Iterator[Finding]:
    """Everything that is not as it was promised, one by one; nothing when all is well.

    Reads only. Others may go on writing: what is looked at is the register of one moment.
    """
    with _one_moment() as remembered:
        for checks in CHECKS.values():
            for check in checks:
                yield from check()
        yield from log.memory(remembered)
        yield from trail.memory(remembered)


@contextmanager
def _one_moment() -> Iterator[Head | None]:
    """What the database says, and what the log's signer remembers, at the same time."""
    with ExitStack() as stack:
        with heads.locked():  # No sequencer between what it signed and what it committed.
            remembered = heads.read()
            stack.enter_context(_snapshot())
        yield remembered


@contextmanager
def _snapshot() -> Iterator[None]:
    if connection.in_atomic_block:  # Whoever began it has decided what it sees.
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Not atomic(): it would begin IMMEDIATE, and nobody could write until we are done.
            cursor.execute("BEGIN DEFERRED")
            cursor.execute(_LOOK)
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_LOOK)
            yield

"""What can be found to be wrong with a register."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Invariant(StrEnum):
    """What must be true at every moment, whatever has just gone wrong."""

    INTAKE = "I1"
    ENTRIES = "I2"
    LEAVES = "I3"
    ROOTS = "I4"
    GROWTH = "I5"
    STATUS = "I6"
    FILES = "I7"
    NUMBERS = "I8"
    TRAIL = "I9"
    LETTERS = "I10"
    EVIDENCE = "I11"
    ERASURE = "I12"
    KEYS = "I13"
    COUNTERS = "I14"
    APPROVALS = "I15"
    MODERATION = "I16"
    PAGES = "I17"
    LIVES = "I18"
    CONSENTS = "I19"


MEANINGS = {
    Invariant.INTAKE: "every line of every file is recorded or refused",
    Invariant.ENTRIES: "every entry of the log is one credential or one event, without gaps",
    Invariant.LEAVES: "every leaf is the hash of what it stands for",
    Invariant.ROOTS: "leaves, tiles and the last checkpoint are of one tree",
    Invariant.GROWTH: "every checkpoint that was ever signed is a beginning of the next",
    Invariant.STATUS: "every published status list says what the register says",
    Invariant.FILES: "every file is the one that was printed or handed in",
    Invariant.NUMBERS: "every number is well-formed and given once",
    Invariant.TRAIL: "the audit trail is whole and has a line for every deed",
    Invariant.LETTERS: "every announced certificate has its letter",
    Invariant.EVIDENCE: "every award was earned by the one who holds its credential",
    Invariant.ERASURE: "nothing is left of what was erased",
    Invariant.KEYS: "an organization's keys follow one another, and the log knows each",
    Invariant.COUNTERS: "every counter is what can be counted",
    Invariant.APPROVALS: "every approved version says what was approved, by whom",
    Invariant.MODERATION: "what was moderated was upheld, on a sample that can be drawn again",
    Invariant.PAGES: "every prepared page was made by us, of nobody who was forgotten",
    Invariant.LIVES: "every issued award has one certificate that is current, and agrees with it",
    Invariant.CONSENTS: "every consent is in the words that were read, and the trail knows it",
}
LIMITS = {
    Invariant.ERASURE: (
        "only rows and files are looked at: backups and the database's free pages are not"
    ),
    Invariant.PAGES: "`conferral pages check` renders each again and compares",
    Invariant.COUNTERS: "places on status lists are all that is counted yet; there are no seats",
}
"""What a check cannot see, so that nobody believes it did."""


@dataclass(frozen=True)
class Finding:
    invariant: Invariant
    row: str  # "issuing.Credential:17 (SP-…)", "transparency.Tile:3".
    problem: str
    remedy: str


Check = Callable[[], Iterator[Finding]]

FROM_BACKUP = "Somebody has changed it. Compare it with a backup and restore it from there."


def named(row: Model, name: object = "") -> str:
    """A row as the audit trail names it, and what people call it."""
    label = f"{row._meta.label}:{row.pk}"
    return f"{label} ({name})" if name else label

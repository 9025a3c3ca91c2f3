"""Why an accreditation does not count: a code for programs, words for people."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    NONE = "none"
    NOT_YET = "not-yet"
    ENDED = "ended"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    VERSION = "version"
    SITE = "site"
    MODE = "mode"
    LANGUAGE = "language"
    REQUIREMENT = "requirement"
    CONDITION = "condition"
    LAPSED = "registration-lapsed"
    UNREGISTERED = "registration-missing"


@dataclass(frozen=True)
class Reason:
    """`words`: a sentence without its full stop. They are public: they stand on certificates.

    `who`: whom it is about, for staff alone.
    """

    code: Code
    words: str
    who: str = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.who})." if self.who else f"{self.words}."

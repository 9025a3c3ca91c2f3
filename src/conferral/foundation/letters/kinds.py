"""The kinds of letters there are, and what each says unless an organization says it otherwise."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from conferral.foundation.accounts.languages import OURS
from conferral.foundation.letters.words import Shown, Variable, Words, read
from conferral.foundation.mail.topics import Topic

ORGANIZATION = Variable("organization", "the name of your organization", "SayPro")
FIRST_NAME = Variable("first_name", "the first of their names", "Nomvula")
NAME = Variable("name", "the name of whoever reads it", "Thabo Mokoena")
CONTACT = Variable(
    "contact",
    "the e-mail address of your organization",
    "certificates@example.org",
    may_be_empty=True,
)
COURSE = Variable(
    "course",
    "the title of the course",
    "Monitoring, Evaluation & Learning for Development Practitioners",
    Shown.STRONG,
)


class Readers(StrEnum):
    """In the order in which staff see their letters."""

    LEARNERS = "learners"
    STAFF = "staff"
    ACCOUNTS = "whoever signs in"  # Learners and staff.


@dataclass(frozen=True)
class LetterKind:
    """`code`: its name in addresses and files. `package`: where its words are kept, as
    `words/<code>.<language>.txt`. `when`: for staff, when it is sent. `topic`: of letters that
    nobody has to get; whoever does not want them ends them by one click."""

    code: str
    title: str
    when: str
    readers: Readers
    package: str
    own_variables: tuple[Variable, ...]
    topic: Topic | None = None

    @property
    def variables(self) -> tuple[Variable, ...]:
        return (*self.own_variables, ORGANIZATION)

    def __str__(self) -> str:
        return self.title


@cache
def default(kind: LetterKind, language: str = OURS) -> Words | None:
    """What we say, if somebody has put it into that language. There is always an English one."""
    file = files(kind.package) / "words" / f"{kind.code}.{language}.txt"
    return read(file.read_text("utf-8")) if file.is_file() else None

"""The rooms of the staff: what they are called, who may enter, and by which key."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from conferral.foundation.accounts.roles import Right


@dataclass(frozen=True)
class Room:
    """`key`: after g, on the keyboard; those that have one stand at the side. `also`: other words
    by which people look for it. `within`: the route of the one at the side that it belongs to.
    """

    name: str
    route: str
    right: Right = Right.SEE_REGISTER
    key: str = ""
    also: str = ""
    within: str = ""

    @property
    def address(self) -> str:
        return reverse(self.route)

    def is_called(self, words: list[str]) -> bool:
        """Whether each of the words begins a word of its name."""
        own = f"{self.name} {self.also}".casefold().split()
        return all(any(each.startswith(word) for each in own) for word in words)


ROOMS = (
    Room("Today", "today", key="t", also="home start"),
    Room("Courses", "courses", key="c", also="criteria signatories"),
    Room("New course", "course-new", Right.EDIT_COURSES, also="add create"),
    Room(
        "Frameworks",
        "frameworks",
        Right.EDIT_COURSES,
        also="alignments skills esco case ctdl",
        within="courses",
    ),
    Room("Approvals", "approvals", Right.REVIEW_CONTENT, key="a", also="reviews approve"),
    Room("Imports", "imports", Right.IMPORT_PROGRESS, key="i", also="files"),
    Room(
        "Upload completions",
        "import-new",
        Right.IMPORT_PROGRESS,
        also="issue csv new results moodle learning system",
    ),
    Room("Running", "runs", key="u", also="what is running progress pause jobs"),
    Room("Waiting", "waiting", key="w", also="late promise"),
    Room("Release", "waiting-release", Right.RELEASE, also="issue"),
    Room("Held batches", "batches", also="brakes unusual", within="waiting"),
    Room("Moderation", "moderation", Right.MODERATE, key="m", also="samples rounds"),
    Room("Learners", "learners", key="n", also="people enrolments"),
    Room("Cohorts", "cohorts", also="learners groups intakes classes", within="learners"),
    Room("Certificates", "certificates", key="z", also="register numbers"),
    Room("Designs", "designs", key="d", also="looks templates pictures preview names signatures"),
    Room("Just issued", "just-issued", also="undo stop mistake", within="certificates"),
    Room(
        "What ends soon",
        "expiring",
        also="expires expiring expiry renewal calendar",
        within="certificates",
    ),
    Room(
        "Points from a table",
        "points",
        Right.EVALUATE,
        also="cpd professional development csv",
        within="certificates",
    ),
    Room("Recalls", "recalls", also="revoke replace wrong names", within="certificates"),
    Room("Reconciliation", "reconciliation", also="differences", within="certificates"),
    Room("Self-check", "selfcheck", also="verify alarm", within="certificates"),
    Room("Questions", "cases", Right.ANSWER, key="q", also="cases appeals names corrections"),
    Room("Accreditations", "accreditations", key="r"),
    Room("Accreditation calendar", "accreditation-calendar", also="ends renewal"),
    Room("Accrediting bodies", "bodies", also="standards endorsements", within="accreditations"),
    Room(
        "Qualifications", "qualifications", also="registrations teachers", within="accreditations"
    ),
    Room("Employers", "employers", key="o", also="verification verifiers contacts"),
    Room("Reports", "reports", key="p", also="numbers figures statistics csv export"),
    Room("Mail", "mail", Right.SEE_MAIL, key="e", also="letters e-mail failed bounced"),
    Room("Addresses to mend", "addresses", Right.SEE_MAIL, also="bounced mail wrong e-mail"),
    Room("Activity", "activity", Right.SEE_AUDIT, key="l", also="log audit trail"),
    Room("Settings", "organization", Right.EDIT_ORGANIZATION, key="s", also="logo colour brand"),
    Room(
        "People",
        "people",
        Right.MANAGE_PEOPLE,
        also="settings staff colleagues users roles rights invite lend",
    ),
    Room("Certificate types", "types", Right.EDIT_ORGANIZATION, also="settings"),
    Room(
        "Letters", "letter-words", Right.EDIT_ORGANIZATION, also="settings e-mail words templates"
    ),
    Room("Sites", "sites", Right.EDIT_ORGANIZATION, also="settings places"),
    Room("Instructors", "instructors", Right.EDIT_COURSES, also="settings teachers"),
    Room("Brakes", "brakes", Right.EDIT_ORGANIZATION, also="settings undo window"),
    Room("Webhooks", "webhooks", Right.EDIT_ORGANIZATION, also="settings servers api"),
    Room("Jobs", "jobs", also="settings clock schedule", within="organization"),
    Room("Keys", "keys", Right.MANAGE_KEYS, key="k", also="signing signatures rotation"),
    Room("Your account", "mfa_index", also="password passkey second factor devices sessions"),
    Room("First steps", "first-steps", Right.EDIT_ORGANIZATION, also="wizard begin specimen test"),
    Room("Keyboard", "keyboard", also="shortcuts help"),
)


def rooms_for(rights: frozenset[Right]) -> tuple[Room, ...]:
    return tuple(room for room in ROOMS if room.right in rights)


def entered(request: HttpRequest) -> dict[str, Any]:
    """A context processor: the address of the room at the side that the page belongs to, or ""."""
    return {"entered": SimpleLazyObject(partial(room_of, request.path))}


def room_of(path: str) -> str:
    """The address of the room at the side; of several that hold the path, the innermost counts."""
    around = [room for room in ROOMS if (room.key or room.within) and _holds(room.address, path)]
    innermost = max(around, key=lambda room: len(room.address), default=None)
    return "" if innermost is None else reverse(innermost.within or innermost.route)


def _holds(address: str, path: str) -> bool:
    return path == address or path.startswith(f"{address}/")

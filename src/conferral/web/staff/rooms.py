"""The rooms of the staff: what they are called, who may enter, and by which key."""

from dataclasses import dataclass

from django.urls import reverse

from conferral.foundation.accounts.roles import Right


@dataclass(frozen=True)
class Room:
    """`key`: after g, on the keyboard. `also`: other words by which people look for it."""

    name: str
    route: str
    right: Right = Right.SEE_REGISTER
    key: str = ""
    also: str = ""

    @property
    def address(self) -> str:
        return reverse(self.route)

    def is_called(self, words: list[str]) -> bool:
        """Whether each of the words begins a word of its name."""
        own = f"{self.name} {self.also}".casefold().split()
        return all(any(each.startswith(word) for each in own) for word in words)


ROOMS = (
    Room("Today", "today", key="t", also="home start"),
    Room("Courses", "courses", key="c"),
    Room("New course", "course-new", Right.EDIT_COURSES, also="add create"),
    Room("Frameworks", "frameworks", Right.EDIT_COURSES, also="alignments skills esco case ctdl"),
    Room("Approvals", "approvals", Right.REVIEW_CONTENT, key="a", also="reviews"),
    Room("Imports", "imports", Right.IMPORT_PROGRESS, key="i", also="files"),
    Room("Upload completions", "import-new", Right.IMPORT_PROGRESS, also="issue csv new"),
    Room("Running", "runs", key="u", also="what is running progress pause jobs"),
    Room("Waiting", "waiting", key="w", also="late promise"),
    Room("Release", "waiting-release", Right.RELEASE, also="issue"),
    Room("Held batches", "batches", also="brakes unusual"),
    Room("Moderation", "moderation", Right.MODERATE, key="m", also="samples rounds"),
    Room("Learners", "learners", key="n", also="people enrolments"),
    Room("Cohorts", "cohorts", also="learners groups intakes classes"),
    Room("Certificates", "certificates", key="z", also="register numbers"),
    Room("Designs", "designs", key="d", also="looks templates pictures preview names"),
    Room("Just issued", "just-issued", also="undo stop mistake"),
    Room("What ends soon", "expiring", also="expiring renewal calendar"),
    Room("Points from a table", "points", Right.EVALUATE, also="cpd professional development csv"),
    Room("Recalls", "recalls", also="revoke replace"),
    Room("Reconciliation", "reconciliation", also="differences"),
    Room("Self-check", "selfcheck", also="verify alarm"),
    Room("Questions", "cases", Right.ANSWER, key="q", also="cases appeals names corrections"),
    Room("Accreditations", "accreditations", key="r"),
    Room("Accreditation calendar", "accreditation-calendar", also="ends renewal"),
    Room("Accrediting bodies", "bodies", also="standards endorsements"),
    Room("Qualifications", "qualifications", also="registrations teachers"),
    Room("Employers", "employers", key="o", also="verification verifiers contacts"),
    Room("Reports", "reports", key="p", also="numbers figures statistics csv"),
    Room("Mail", "mail", Right.SEE_MAIL, key="e", also="letters e-mail failed bounced"),
    Room("Addresses to mend", "addresses", Right.SEE_MAIL, also="bounced mail wrong e-mail"),
    Room("Activity", "activity", Right.SEE_AUDIT, key="l", also="log audit trail"),
    Room("Settings", "organization", Right.EDIT_ORGANIZATION, key="s", also="logo colour brand"),
    Room("Certificate types", "types", Right.EDIT_ORGANIZATION, also="settings"),
    Room(
        "Letters", "letter-words", Right.EDIT_ORGANIZATION, also="settings e-mail words templates"
    ),
    Room("Sites", "sites", Right.EDIT_ORGANIZATION, also="settings places"),
    Room("Instructors", "instructors", Right.EDIT_COURSES, also="settings teachers"),
    Room("Brakes", "brakes", Right.EDIT_ORGANIZATION, also="settings undo window"),
    Room("Webhooks", "webhooks", Right.EDIT_ORGANIZATION, also="settings servers"),
    Room("Jobs", "jobs", also="settings clock schedule"),
    Room("Keys", "keys", Right.MANAGE_KEYS, key="k", also="signing rotation"),
    Room("First steps", "first-steps", Right.EDIT_ORGANIZATION, also="wizard begin specimen"),
    Room("Keyboard", "keyboard", also="shortcuts help"),
)


def rooms_for(rights: frozenset[Right]) -> tuple[Room, ...]:
    return tuple(room for room in ROOMS if room.right in rights)

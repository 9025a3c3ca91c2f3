"""Letters about what learners ask: that it arrived, the answer, and to staff what is late."""

from datetime import date

from django.conf import settings

from conferral.credentials.cases.models import OF_OWN_DATA, Case, Kind, Outcome
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.letters.kinds import COURSE, FIRST_NAME, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.learning.awards.links import progress_url

_REQUESTS = {
    Kind.NAME: "request for another name on your certificate",
    Kind.APPEAL: "appeal",
    Kind.QUESTION: "question",
    Kind.CORRECTION: "request to correct what we keep of you",
    Kind.ERASURE: "request to be forgotten",
}
_PAGE = Variable(
    "url", "their own page", "https://certificates.example.org/progress/…", Shown.BUTTON
)
_REQUEST = Variable("request", "what they asked, in a word", "appeal about First Aid")
_ANSWER = Variable("answer", "what was answered", "We have looked at it again.", is_needed=True)


def _to_learners(code: str, title: str, when: str, *variables: Variable) -> LetterKind:
    own = (FIRST_NAME, *variables)
    return LetterKind(code, title, when, Readers.LEARNERS, __package__, own)


ASKED = _to_learners(
    "asked",
    "We have your question",
    "A learner asks something on their own page.",
    _REQUEST,
    Variable("due_on", "the day by which they have an answer", "4 December 2026"),
    Variable("words", "what they wrote", "Why not yet?", may_be_empty=True),
    _PAGE,
)
ANSWERED = _to_learners(
    "answered", "Our answer to your question", "A question is answered.", COURSE, _ANSWER, _PAGE
)
NAME_CORRECTED = _to_learners(
    "name-corrected",
    "The name is corrected",
    "A learner is right about the name on a certificate.",
    COURSE,
    _ANSWER,
    _PAGE,
)
DATA_CORRECTED = _to_learners(
    "data-corrected",
    "Your data is corrected",
    "What is kept of a learner is corrected.",
    _ANSWER,
    _PAGE,
)
FORGOTTEN = _to_learners(
    "forgotten",
    "You are forgotten",
    "A learner is forgotten as they asked: the last letter.",
    _ANSWER,
)
APPEAL_UPHELD = _to_learners(
    "appeal-upheld", "Your appeal is upheld", "An appeal is upheld.", COURSE, _ANSWER, _PAGE
)
APPEAL_DISMISSED = _to_learners(
    "appeal-dismissed",
    "Your appeal is dismissed",
    "An appeal is dismissed.",
    COURSE,
    _ANSWER,
    _PAGE,
)
DISMISSED = _to_learners(
    "dismissed",
    "Your request is dismissed",
    "A request, not an appeal, is dismissed.",
    _REQUEST,
    _ANSWER,
    _PAGE,
)
ANSWERS_LATE = LetterKind(
    "answers-late",
    "Answers are late",
    "Once a week, to whoever may answer learners, while answers are late.",
    Readers.STAFF,
    __package__,
    (
        NAME,
        Variable("waiting", "how many wait", "3 learners wait"),
        Variable(
            "url",
            "the page Questions",
            "https://certificates.example.org/staff/cases",
            Shown.BUTTON,
        ),
    ),
)
SUSPENSION_ENDS = LetterKind(
    "suspension-ends",
    "Decide about a suspended certificate",
    "On the day by which it was to be decided, to whoever may revoke.",
    Readers.STAFF,
    __package__,
    (
        NAME,
        Variable("number", "the number of the certificate", "SP-7K3M-9QXD-24", Shown.STRONG),
        Variable("because", "why it is suspended", "Results are being looked at."),
        Variable("until", "the day by which it was to be decided", "4 December 2026"),
        Variable(
            "url",
            "the certificate’s page",
            "https://certificates.example.org/staff/certificates/SP-…",
            Shown.BUTTON,
        ),
    ),
)
KINDS = (
    ASKED,
    ANSWERED,
    NAME_CORRECTED,
    DATA_CORRECTED,
    FORGOTTEN,
    APPEAL_UPHELD,
    APPEAL_DISMISSED,
    DISMISSED,
    ANSWERS_LATE,
    SUSPENSION_ENDS,
)


def acknowledge(case: Case) -> None:
    _send(case, "asked", ASKED)


def tell(case: Case) -> None:
    _send(case, "answered", _answer_to(Kind(case.kind), Outcome(case.outcome)))


def told(case: Case) -> MessageQuerySet:
    """The letter with the answer, if there is one."""
    return Message.objects.filter(key=_key(case, "answered"))


def of_late_answers(organization: Organization, person: Person, late: int, today: date) -> Message:
    """Once a week."""
    year, week, _ = today.isocalendar()
    facts = {
        "name": person.printed_name,
        "waiting": "1 learner waits" if late == 1 else f"{late} learners wait",
        "url": f"{settings.SITE_URL}/staff/cases",
    }
    key = f"late-cases:{organization.pk}:{person.pk}:{year}-{week}"
    return Writer(ANSWERS_LATE).write(organization, Reader.of(person), key, facts)


def of_suspension(organization: Organization, person: Person, credential: Credential) -> Message:
    facts = {
        "name": person.printed_name,
        "number": credential.number,
        "because": credential.suspended_because,
        "until": credential.suspended_until or "",
        "url": f"{settings.SITE_URL}/staff/certificates/{credential.number}",
    }
    key = f"suspended-until:{credential.number}:{credential.suspended_until}:{person.pk}"
    return Writer(SUSPENSION_ENDS).write(organization, Reader.of(person), key, facts)


def _answer_to(kind: Kind, outcome: Outcome) -> LetterKind:
    match outcome, kind:
        case Outcome.UPHELD, Kind.NAME:
            return NAME_CORRECTED
        case Outcome.UPHELD, Kind.CORRECTION:
            return DATA_CORRECTED
        case Outcome.UPHELD, Kind.ERASURE:
            return FORGOTTEN
        case Outcome.UPHELD, _:
            return APPEAL_UPHELD
        case Outcome.DISMISSED, Kind.APPEAL:
            return APPEAL_DISMISSED
        case Outcome.DISMISSED, _:
            return DISMISSED
    return ANSWERED


def _key(case: Case, turn: str) -> str:
    return f"case:{case.pk}:{turn}"


def _send(case: Case, turn: str, letter: LetterKind) -> None:
    person, course = case.enrolment.person, case.enrolment.version.title
    if not person.email:  # The erased have none.
        return
    kind = Kind(case.kind)
    key = _key(case, turn)
    facts: dict[str, Fact] = {
        "first_name": person.printed_name.split()[0],
        "request": _REQUESTS[kind] + ("" if kind in OF_OWN_DATA else f" about {course}"),
        "course": course,
        "words": case.words,
        "answer": case.answer,
        "due_on": case.due_on,
        "url": progress_url(case.enrolment, key),
    }
    message = Writer(letter).write(case.organization, Reader.of(person), key, facts)
    Message.objects.bulk_create([message], ignore_conflicts=True)

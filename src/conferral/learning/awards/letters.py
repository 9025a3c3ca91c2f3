"""Letters about certificates that must wait: to the learner once, to staff when it is late."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import COURSE, FIRST_NAME, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.learning.awards.late import Late
from conferral.learning.awards.links import progress_url
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import outlook

_SITE = "https://certificates.example.org"
WAITING = LetterKind(
    code="waiting",
    title="Your certificate is on its way",
    when="Somebody completed a course, and their certificate waits for more than a day.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        FIRST_NAME,
        COURSE,
        Variable("reason", "what it waits for", "The content of the course is being reviewed."),
        Variable(
            "expected_on",
            "when we expect it; empty where nobody knows",
            date(2026, 12, 4),
            may_be_empty=True,
        ),
        Variable("promised_on", "by when it was promised, where it is late", "", may_be_empty=True),
        Variable("url", "their own page", f"{_SITE}/progress/…", Shown.BUTTON, is_needed=True),
    ),
)
NOT_UPHELD = LetterKind(
    code="not-upheld",
    title="Your result was not upheld",
    when="Moderators did not uphold a result.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        FIRST_NAME,
        COURSE,
        Variable("because", "what the moderators write", "Two answers were copied."),
        Variable("contact", "your e-mail address, else your name", "certificates@example.org"),
    ),
)
LATE = LetterKind(
    code="late",
    title="Certificates are late",
    when="Every day on which certificates are late, to whoever can help.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("count", "how many", "6 certificates are"),
        Variable("promise", "within how many days they are promised", "14 days"),
        Variable(
            "groups",
            "what is late, why, and what to do",
            (
                "4 of First Aid, version 2: the content is being reviewed. What to do: decide.",
                "2 of Fire Safety, version 1: a sample is moderated. What to do: conclude it.",
            ),
            Shown.LIST,
        ),
        Variable("url", "the page Waiting", f"{_SITE}/staff/waiting", Shown.BUTTON),
    ),
)
KINDS = (WAITING, NOT_UPHELD, LATE)


def to_learner(writer: Writer, award: Award, today: date) -> Message:
    """`writer`: of WAITING."""
    enrolment, seen, key = award.enrolment, outlook(award, today), f"waiting:{award.pk}"
    expected = seen.expected_on or ""
    facts: dict[str, Fact] = {
        "first_name": enrolment.person.printed_name.split()[0],
        "course": enrolment.version.title,
        "reason": seen.reason,
        "expected_on": "" if seen.is_late else expected,
        "promised_on": expected if seen.is_late else "",
        "url": progress_url(enrolment, key),
    }
    organization = enrolment.version.course.organization
    return writer.write(organization, Reader.of(enrolment.person), key, facts)


def to_rejected(writer: Writer, award: Award, because: str) -> Message:
    """`writer`: of NOT_UPHELD."""
    person, version = award.enrolment.person, award.enrolment.version
    organization = version.course.organization
    facts = {
        "first_name": person.printed_name.split()[0],
        "course": version.title,
        "because": because,
        "contact": organization.email or organization.name,
    }
    return writer.write(organization, Reader.of(person), f"rejected:{award.pk}", facts)


def to_staff(
    organization: Organization, person: Person, groups: Iterable[Late], today: date
) -> Message:
    late = list(groups)
    count, days = sum(each.count for each in late), organization.issues_within_days
    facts = {
        "name": person.printed_name,
        "count": "1 certificate is" if count == 1 else f"{count} certificates are",
        "promise": "1 day" if days == 1 else f"{days} days",
        "groups": [_in_words(each) for each in late],
        "url": f"{settings.SITE_URL}/staff/waiting?late=yes",
    }
    key = f"late:{organization.pk}:{person.pk}:{today}"
    return Writer(LATE).write(organization, Reader.of(person), key, facts)


def _in_words(late: Late) -> str:
    promised = f", promised by {day(late.due_on)}" if late.due_on else ""
    what = f"{late.count} of {late.title}, version {late.number}{promised}"
    return f"{what}: {late.because} What to do: {late.remedy}"

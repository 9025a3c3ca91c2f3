"""Letters about endings: to the holder at every step, to staff once a week."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import COURSE, FIRST_NAME, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.topics import Topic
from conferral.learning.awards.links import progress_url
from conferral.learning.awards.models import Award
from conferral.learning.renewal.coming import Counted
from conferral.learning.renewal.deciding import Path, Way, plain
from conferral.learning.renewal.models import renewal_of

_SITE = "https://certificates.example.org"
_TO_HOLDERS = (
    FIRST_NAME,
    COURSE,
    Variable("ends_on", "the certificate’s last day", date(2026, 12, 31), Shown.STRONG),
    Variable(
        "ways",
        "what renews it; empty where nothing does",
        ("pass the exam again", "complete the course “First Aid: refresher”"),
        Shown.LIST,
        may_be_empty=True,
    ),
    Variable(
        "closes_on",
        "by when it must be done; empty where no renewal is open",
        date(2027, 3, 31),
        may_be_empty=True,
    ),
    Variable("contact", "whom to ask, where nothing renews it", "", may_be_empty=True),
    Variable("url", "their own page", f"{_SITE}/progress/…", Shown.BUTTON, is_needed=True),
)
_DAYS = Variable("days", "how many are left", "30 days")


def _reminder(code: str, title: str, when: str, *more: Variable) -> LetterKind:
    own = (*_TO_HOLDERS, *more)
    return LetterKind(code, title, when, Readers.LEARNERS, __package__, own, Topic.REMINDERS)


ENDS_SOON = _reminder(
    "ends-soon",
    "Your certificate ends soon",
    "On each day of the course’s reminders before a certificate’s last day.",
    _DAYS,
)
ENDS_TODAY = _reminder("ends-today", "Your certificate ends today", "On a certificate’s last day.")
HAS_ENDED = _reminder(
    "has-ended", "Your certificate has ended", "On each day of the reminders after the last day."
)
DIGEST = LetterKind(
    code="endings",
    title="What ends soon",
    when="Once a week, to registrars, while certificates end within 90 days.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("count", "how many end", "12 certificates end"),
        Variable(
            "endings",
            "of which courses, and when",
            ("First Aid (first-aid): 12, from 3 May to 9 June 2027; 4 can be renewed already",),
            Shown.LIST,
        ),
        Variable("url", "the page What ends soon", f"{_SITE}/staff/expiring", Shown.BUTTON),
    ),
    topic=Topic.DIGESTS,
)
KINDS = (ENDS_SOON, ENDS_TODAY, HAS_ENDED, DIGEST)


class Reminders:
    """Writes to holders; make a new one for each batch."""

    def __init__(self) -> None:
        self._writers = {kind: Writer(kind) for kind in (ENDS_SOON, ENDS_TODAY, HAS_ENDED)}

    def write(
        self, award: Award, ends_on: date, step: int, paths: Sequence[Path], today: date
    ) -> Message:
        """`step`: the days for which it is written; its key makes it exist once."""
        person, organization = award.enrolment.person, award.enrolment.version.course.organization
        key = f"ending:{award.pk}:{step}"
        facts = _facts(award, organization, paths, key)
        facts |= {"ends_on": ends_on, "days": _counted((ends_on - today).days)}
        kind = HAS_ENDED if ends_on < today else ENDS_TODAY if ends_on == today else ENDS_SOON
        return self._writers[kind].write(organization, Reader.of(person), key, facts)


def digest(
    organization: Organization, person: Person, summary: Sequence[Counted], today: date
) -> Message:
    count = sum(each.count for each in summary)
    facts = {
        "name": person.printed_name,
        "count": "1 certificate ends" if count == 1 else f"{count} certificates end",
        "endings": [_ending(each) for each in summary],
        "url": f"{settings.SITE_URL}/staff/expiring",
    }
    year, week, _ = today.isocalendar()
    key = f"endings:{organization.pk}:{person.pk}:{year}-{week}"
    return Writer(DIGEST).write(organization, Reader.of(person), key, facts)


def in_words(path: Path) -> str:
    """What the holder is to do, without a full stop."""
    match path.way:
        case Way.EXAM:
            return "pass the exam again"
        case Way.REFRESHER:
            return f"complete the course “{path.title}”"
        case Way.POINTS:
            return f"show {plain(path.points)} points of professional development"
        case Way.RECOGNITION:
            return "show what you have learned elsewhere, and ask for its recognition"


def _facts(
    award: Award, organization: Organization, paths: Sequence[Path], key: str
) -> dict[str, Fact]:
    enrolment, renewal = award.enrolment, renewal_of(award)
    if renewal and renewal.renewed_on:  # What came of it does not count, or is not issued yet.
        paths = ()
    return {
        "first_name": enrolment.person.printed_name.split()[0],
        "course": enrolment.version.title,
        "ways": [in_words(path) for path in paths],
        "closes_on": renewal.closes_on if paths and renewal else "",
        "contact": "" if paths else organization.email or organization.name,
        "url": progress_url(renewal.enrolment if renewal else enrolment, key),
    }


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _ending(each: Counted) -> str:
    first, last = day(each.first), day(each.last)
    when = f"on {first}" if first == last else f"from {first} to {last}"
    begun = f"{each.renewing} can be renewed already"
    return f"{each.title} ({each.code}): {each.count}, {when}; {begun}"

"""Letters about endings: to the holder at every step, to staff once a week."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.topics import Topic
from conferral.learning.awards.links import progress_url
from conferral.learning.awards.models import Award
from conferral.learning.renewal.coming import Counted
from conferral.learning.renewal.deciding import Path, Way, plain

_LONGEST_SUBJECT = 200


def reminder(award: Award, ends_on: date, step: int, paths: Sequence[Path], today: date) -> Message:
    """`step`: the days for which it is written; its key makes it exist once."""
    enrolment = award.enrolment
    version, organization = enrolment.version, enrolment.version.course.organization
    renewal = getattr(award, "renewal", None)
    words = {
        "first_name": enrolment.person.printed_name.split()[0],
        "course": version.title,
        "ends_on": ends_on,
        "days": (ends_on - today).days,
        "ways": [in_words(path) for path in paths],
        "closes_on": renewal.closes_on if renewal else None,
        "url": progress_url(renewal.enrolment if renewal else enrolment),
        "organization": organization,
    }
    turn = "has ended" if ends_on < today else "ends today" if ends_on == today else "ends soon"
    return Message(
        organization=organization,
        key=f"ending:{award.pk}:{step}",
        to=enrolment.person.email or "",
        subject=_subject(f"Your certificate {turn}: {version.title}"),
        text=render_to_string("renewal/reminder.txt", words),
        topic=Topic.REMINDERS,
    )


def digest(
    organization: Organization, person: Person, summary: Sequence[Counted], today: date
) -> Message:
    count = sum(each.count for each in summary)
    words = {
        "name": person.printed_name,
        "summary": summary,
        "url": f"{settings.SITE_URL}/staff/expiring",
        "organization": organization,
    }
    certificates = "certificate ends" if count == 1 else "certificates end"
    year, week, _ = today.isocalendar()
    return Message(
        organization=organization,
        key=f"endings:{organization.pk}:{person.pk}:{year}-{week}",
        to=person.email or "",
        subject=_subject(f"{count} {certificates} within 90 days at {organization}"),
        text=render_to_string("renewal/digest.txt", words),
        topic=Topic.DIGESTS,
    )


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


def _subject(words: str) -> str:
    subject = " ".join(words.split())
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"

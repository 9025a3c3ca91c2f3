"""Letters about certificates that must wait: to the learner once, to staff when it is late."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.learning.awards.late import Late
from conferral.learning.awards.links import progress_url
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import outlook

_LONGEST_SUBJECT = 200


def to_learner(award: Award, to: str, today: date) -> Message:
    version = award.enrolment.version
    organization = version.course.organization
    words = {
        "first_name": award.enrolment.person.printed_name.split()[0],
        "course": version.title,
        "outlook": outlook(award, today),
        "url": progress_url(award.enrolment),
        "organization": organization,
    }
    return Message(
        organization=organization,
        key=f"waiting:{award.pk}",
        to=to,
        subject=_subject(f"You completed {version.title}: your certificate is on its way"),
        text=render_to_string("awards/waiting.txt", words),
    )


def to_rejected(award: Award, to: str, because: str) -> Message:
    version = award.enrolment.version
    organization = version.course.organization
    words = {
        "first_name": award.enrolment.person.printed_name.split()[0],
        "course": version.title,
        "because": because,
        "organization": organization,
    }
    return Message(
        organization=organization,
        key=f"rejected:{award.pk}",
        to=to,
        subject=_subject(f"Your result in {version.title} was not upheld"),
        text=render_to_string("awards/rejected.txt", words),
    )


def to_staff(
    organization: Organization, person: Person, groups: Iterable[Late], today: date
) -> Message:
    late = list(groups)
    count = sum(each.count for each in late)
    words = {
        "name": person.printed_name,
        "groups": late,
        "days": organization.issues_within_days,
        "url": f"{settings.SITE_URL}/staff/waiting?late=yes",
        "organization": organization,
    }
    certificates = "certificate is" if count == 1 else "certificates are"
    return Message(
        organization=organization,
        key=f"late:{organization.pk}:{person.pk}:{today}",
        to=person.email or "",
        subject=_subject(f"{count} {certificates} late at {organization}"),
        text=render_to_string("awards/late.txt", words),
    )


def _subject(words: str) -> str:
    subject = " ".join(words.split())
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"

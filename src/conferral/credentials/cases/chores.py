"""Every day: who can answer learners is told what is late, who can reinstate, what was promised."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from conferral.credentials.cases.models import Case
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.mail.models import Message


def remind(organization: Organization, today: date) -> str:
    """Of late cases once a week; of a suspension once, on the day by which it is decided."""
    late = Case.objects.of(organization).late(today).count()
    ending = list(_ending(organization, today))
    able = _able(organization, Right.ANSWER) if late else ()
    written = [_of_cases(organization, person, late, today) for person in able]
    for person in _able(organization, Right.REVOKE):
        written += [_of_suspension(organization, person, credential) for credential in ending]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    return f"{late} late answers, {len(ending)} suspensions to decide."


def _ending(organization: Organization, today: date) -> Iterable[Credential]:
    suspended = Credential.objects.of(organization).filter(revoked_at=None)
    return suspended.filter(suspended_until__lte=today).order_by("pk")


def _able(organization: Organization, right: Right) -> Iterable[Person]:
    members = Person.objects.filter(
        memberships__organization=organization,
        memberships__role__in=roles_with(right),
        is_active=True,
        email__isnull=False,
    )
    return members.distinct().order_by("pk")


def _of_cases(organization: Organization, person: Person, late: int, today: date) -> Message:
    year, week, _ = today.isocalendar()
    asked = "1 learner waits" if late == 1 else f"{late} learners wait"
    return _letter(
        organization,
        person,
        f"late-cases:{organization.pk}:{person.pk}:{year}-{week}",
        f"{asked} for an answer that is late",
        f"{asked} for an answer longer than we promised.",
        "/staff/cases",
    )


def _of_suspension(organization: Organization, person: Person, credential: Credential) -> Message:
    day = credential.suspended_until
    return _letter(
        organization,
        person,
        f"suspended-until:{credential.number}:{day}:{person.pk}",
        f"Decide about {credential.number}",
        f"Certificate {credential.number} is suspended: {credential.suspended_because}. It was to "
        f"be decided by {day:%d %B %Y}. Reinstate it, revoke it, or leave it suspended.",
        f"/staff/certificates/{credential.number}",
    )


def _letter(
    organization: Organization, person: Person, key: str, subject: str, said: str, path: str
) -> Message:
    return Message(
        organization=organization,
        key=key,
        to=person.email or "",
        subject=subject,
        text=f"Dear {person},\n\n{said}\n{settings.SITE_URL}{path}\n\n{organization}\n",
    )


REMIND_OF_CASES = Chore("remind of late answers and suspensions", remind)

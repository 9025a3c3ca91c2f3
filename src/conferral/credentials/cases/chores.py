"""Every day: who can answer learners is told what is late, who can reinstate, what was promised."""

from collections.abc import Iterable
from datetime import date

from conferral.credentials.cases import letters
from conferral.credentials.cases.models import Case
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.foundation.mail.models import Message


def remind(organization: Organization, today: date) -> str:
    """Of late cases once a week; of a suspension once, on the day by which it is decided."""
    late = Case.objects.of(organization).late(today).count()
    ending = list(_ending(organization, today))
    able = _able(organization, Right.ANSWER) if late else ()
    written = [letters.of_late_answers(organization, person, late, today) for person in able]
    for person in _able(organization, Right.REVOKE):
        written += [
            letters.of_suspension(organization, person, credential) for credential in ending
        ]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    return told(
        (late, "late answer", "late answers"),
        (len(ending), "suspension to decide", "suspensions to decide"),
    )


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


REMIND_OF_CASES = Chore("remind of late answers and suspensions", remind)

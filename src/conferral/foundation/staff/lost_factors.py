"""A second factor that is lost is taken away: one administrator says so, another one does it.

Whoever could do it alone could let themselves into every account whose letters they read.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from conferral.foundation import approval
from conferral.foundation.accounts import sessions
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import letters
from conferral.foundation.staff.models import LostFactor


def is_held_by(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person).exists())


@transaction.atomic
def report(organization: Organization, by: Person, person: Person, because: str) -> LostFactor:
    """`because`: how they know that it is they who ask. Nothing happens to them yet."""
    because = because.strip()
    if not because:
        raise RefusedPart("because", "Say how you know that it is they who ask.")
    _refuse(organization, by, person)
    if LostFactor.objects.of(organization).open().filter(person=person).exists():
        raise Refused("Somebody has said so already. Another administrator decides.")
    lost = LostFactor.objects.create(
        organization=organization,
        person=person,
        because=because,
        submitted_by=by,
        submitted_at=timezone.now(),
    )
    record(by, "said that a second factor is lost", lost, organization, because=because)
    return lost


@transaction.atomic
def confirm(lost: LostFactor, person: Person) -> None:
    """It is taken away; its owner is signed out everywhere, and told by letter who did it."""
    stands = _locked(lost)
    _refuse(stands.organization, person, stands.person)
    approval.approve(stands, person, stands.organization, because=stands.because)
    _take(stands.organization, stands.person)


@transaction.atomic
def withdraw(lost: LostFactor, person: Person) -> None:
    """It was found again, or it was not they who asked."""
    stands = _locked(lost)
    stands.withdrawn_at = timezone.now()
    stands.save(update_fields=["withdrawn_at"])
    record(person, "said that a second factor is not lost", stands, stands.organization)


@transaction.atomic
def take(organization: Organization, actor: Person | None, person: Person, because: str) -> None:
    """For whoever runs the machine, who needs no second person, and may help the last one out."""
    if not is_held_by(person):
        raise Refused(f"{person} has no second factor.")
    record(actor, "took a second factor away", person, organization, because=because)
    _take(organization, person)


def _refuse(organization: Organization, actor: Person, person: Person) -> None:
    if actor == person:
        raise Refused("Nobody takes away their own: sign in with a recovery code, and remove it.")
    if not organization.memberships.filter(person=person).exists():
        raise Refused(f"{person} is no member of {organization}.")
    if not is_held_by(person):
        raise Refused(f"{person} has no second factor.")
    if person.memberships.exclude(organization=organization).exists():
        raise Refused(
            f"{person} is on the staff of another organization, too. Whoever runs this site can "
            "take it away: conferral people lost-factor."
        )


def _take(organization: Organization, person: Person) -> None:
    """Every passkey, app and recovery code: what is left would be a factor that somebody found."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    letters.second_factor_taken(organization, person)


def _locked(lost: LostFactor) -> LostFactor:
    related = LostFactor.objects.select_related("organization", "person")
    stands = related.select_for_update(of=("self",)).get(pk=lost.pk)
    if stands.approved_at or stands.withdrawn_at:
        raise Refused("It has been decided already.")
    return stands

"""Who joins the staff, in which roles, and how that ends."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.names import BadEmail, BadName, clean_email, clean_name
from conferral.foundation.accounts.roles import Right, Role, roles_with
from conferral.foundation.accounts.sessions import end_all
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import letters
from conferral.foundation.staff.models import Delegation, Invitation, InvitationQuerySet

OPEN_FOR = timedelta(days=7)
LONGEST = timedelta(days=366)  # What is lent for longer is not lent.


@transaction.atomic
def invite(
    organization: Organization, inviter: Person, *, name: str, email: str, role: Role
) -> Invitation:
    """Write to somebody. Who was asked before for the same role is asked anew."""
    now = timezone.now()
    clean = _clean(name, email)
    _refuse_stand_in(organization, inviter, role, to=people_with([clean[1]]).get(clean[1]))
    if organization.memberships.filter(person__email=clean[1], role=role).exists():
        raise RefusedPart("email", f"{clean[1]} is {role} already.")
    asked = organization.invitations.unanswered().filter(email=clean[1], role=role)
    _call_back(asked, now)
    invitation = Invitation.objects.create(
        organization=organization,
        name=clean[0],
        email=clean[1],
        role=role,
        invited_by=inviter,
        invited_at=now,
        ends_at=now + OPEN_FOR,
    )
    letters.invite(invitation)
    record(inviter, "invited", invitation, organization, role=role)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, person: Person) -> None:
    """The link in the letter leads nowhere any more."""
    found = Invitation.objects.select_for_update().unanswered().filter(pk=invitation.pk)
    if not _call_back(found, timezone.now()):
        raise Refused("It was accepted or withdrawn already.")
    record(person, "withdrew an invitation", invitation, invitation.organization)


@transaction.atomic
def accept(invitation: Invitation) -> Person:
    """Whoever has the letter is the person: they join, and have an account if they had none."""
    _one_at_a_time(invitation.organization)
    found = Invitation.objects.select_for_update().open(timezone.now()).filter(pk=invitation.pk)
    if not found.update(accepted_at=timezone.now()):
        raise Refused("This invitation has ended. Ask for a new one.")
    person = people_with([invitation.email]).get(invitation.email) or Person.objects.create(
        email=invitation.email, printed_name=invitation.name, password=_no_password()
    )
    if not person.is_active:
        raise Refused("This account was closed. Ask an administrator.")
    # The address may have become theirs since they asked it.
    _refuse_stand_in(invitation.organization, invitation.invited_by, invitation.role, to=person)
    _make_theirs(invitation.organization, person, invitation.role)
    record(person, "joined", invitation, invitation.organization, role=invitation.role)
    return person


@transaction.atomic
def give_role(organization: Organization, member: Person, role: Role, giver: Person) -> None:
    """One more role for somebody who is a member already."""
    _one_at_a_time(organization)
    _refuse_stand_in(organization, giver, role, to=member)
    if not organization.memberships.filter(person=member).exists():
        raise Refused("Only a member can be given another role. Invite them first.")
    if organization.memberships.filter(person=member, role=role, delegation=None).exists():
        raise Refused(f"{member} is {role} already.")
    membership = _make_theirs(organization, member, role)
    record(giver, "gave a role", membership, organization, role=role, person=str(member.uuid))


@transaction.atomic
def end_membership(membership: Membership, person: Person) -> None:
    """Rights end with the next click. The last administrator stays."""
    organization = membership.organization
    _one_at_a_time(organization)
    held = Membership.objects.filter(pk=membership.pk).select_related("person").first()
    if held is None:
        raise Refused("It has ended already.")
    if held.role == Role.ADMINISTRATOR and not _other_administrator(held):
        raise Refused("Somebody must be administrator. Give the role to another person first.")
    if held.person != person:
        _refuse_stand_in(organization, person, held.role)
    record(person, "ended a role", held, organization, role=held.role, person=str(held.person.uuid))
    _end_what_is_lent(held)
    held.delete()
    _withdraw_what_they_asked(organization, held.person)


@transaction.atomic
def delegate(  # noqa: PLR0913
    organization: Organization,
    giver: Person,
    *,
    person: Person,
    role: Role,
    begins_at: datetime,
    ends_at: datetime,
    because: str,
) -> Delegation:
    """Lend a role to a member for a time. It begins and ends by itself."""
    _one_at_a_time(organization)
    _refuse_stand_in(organization, giver, role, to=person)
    now = timezone.now()
    _refuse_times(begins_at, ends_at, now)
    if not because.strip():
        raise RefusedPart("because", "Say why: it stands in the audit trail.")
    held = organization.memberships.filter(person=person)
    if not held.exists():
        raise RefusedPart("person", "Only a member can stand in. Invite them first.")
    open_already = organization.delegations.unfinished().filter(person=person, role=role)
    if held.filter(role=role).exists() or open_already.exists():
        raise RefusedPart("role", f"{person} is {role} already, or will be.")
    delegation = Delegation.objects.create(
        organization=organization,
        person=person,
        role=role,
        because=because.strip(),
        given_by=giver,
        begins_at=max(begins_at, now),
        ends_at=ends_at,
    )
    record(
        giver,
        "lent a role",
        delegation,
        organization,
        role=role,
        person=str(person.uuid),
        because=delegation.because,
        until=ends_at.isoformat(),
    )
    begin_if_due(delegation, now)
    return delegation


@transaction.atomic
def take_back(delegation: Delegation, person: Person) -> None:
    """Before its time; the role ends with the next click."""
    _one_at_a_time(delegation.organization)
    if not _finish(delegation, timezone.now()):
        raise Refused("It has ended already.")
    record(person, "took a lent role back", delegation, delegation.organization)


@transaction.atomic
def begin_if_due(delegation: Delegation, now: datetime) -> bool:
    """True if it began just now."""
    _one_at_a_time(delegation.organization)
    unbegun = Delegation.objects.unfinished().filter(pk=delegation.pk, membership=None)
    if not (unbegun.exists() and delegation.begins_at <= now < delegation.ends_at):
        return False
    delegation.membership, _ = Membership.objects.get_or_create(
        person=delegation.person, organization=delegation.organization, role=delegation.role
    )
    delegation.save(update_fields=["membership"])
    record(None, "a lent role began", delegation, delegation.organization, role=delegation.role)
    return True


@transaction.atomic
def end_if_over(delegation: Delegation, now: datetime) -> bool:
    """True if it ended just now."""
    if now < delegation.ends_at or not _finish(delegation, now):
        return False
    record(None, "a lent role ended", delegation, delegation.organization, role=delegation.role)
    return True


@transaction.atomic
def end_sessions(organization: Organization, actor: Person, whose: Person) -> int:
    """Sign somebody out wherever they are signed in. Returns how many places that were."""
    count = end_all(whose)
    record(actor, "ended all sessions", whose, organization, count=count)
    return count


def _finish(delegation: Delegation, now: datetime) -> bool:
    if not Delegation.objects.unfinished().filter(pk=delegation.pk).update(ended_at=now):
        return False
    Membership.objects.filter(delegation=delegation).delete()
    _withdraw_what_they_asked(delegation.organization, delegation.person)
    return True


def _make_theirs(organization: Organization, person: Person, role: str) -> Membership:
    """What is lent to them of it, or will be, ends without taking it away."""
    lent = organization.delegations.unfinished().filter(person=person, role=role)
    lent.update(ended_at=timezone.now(), membership=None)
    membership, _ = Membership.objects.get_or_create(
        person=person, organization=organization, role=role
    )
    return membership


def _end_what_is_lent(membership: Membership) -> None:
    """The role itself, if it was lent; and all that is lent to somebody who leaves with it."""
    organization, now = membership.organization, timezone.now()
    Delegation.objects.filter(membership=membership).update(ended_at=now)
    own = organization.memberships.filter(person=membership.person, delegation=None)
    if own.exclude(pk=membership.pk).exists():
        return
    for delegation in organization.delegations.unfinished().filter(person=membership.person):
        _finish(delegation, now)


def _withdraw_what_they_asked(organization: Organization, person: Person) -> None:
    """Whoever may invite nobody any more comes back by no invitation that they sent themselves."""
    inviting = organization.memberships.filter(role__in=roles_with(Right.MANAGE_PEOPLE))
    if not inviting.filter(person=person).exists():
        asked = organization.invitations.unanswered().filter(invited_by=person)
        _call_back(asked, timezone.now())


def _call_back(asked: InvitationQuerySet, now: datetime) -> int:
    """Their links lead nowhere any more; a letter that has not left stays here."""
    letters.call_back(asked, now)
    return asked.update(withdrawn_at=now)


def _refuse_stand_in(
    organization: Organization, person: Person, role: str, to: Person | None = None
) -> None:
    """Whoever is lent it makes no administrator and ends none, and gives nothing to themselves: it
    would outlast what was lent."""
    lent = organization.memberships.filter(
        person=person, role=Role.ADMINISTRATOR, delegation__isnull=False
    )
    if (role == Role.ADMINISTRATOR or to == person) and lent.exists():
        raise RefusedPart(
            "role", "You are administrator for a time only. One who stays decides about this."
        )


def _refuse_times(begins_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= max(begins_at, now):
        raise RefusedPart("until", "It must end after it begins, and not in the past.")
    if ends_at - begins_at > LONGEST:
        raise RefusedPart("until", "A year is the longest. Give the role instead.")


def _other_administrator(membership: Membership) -> bool:
    others = membership.organization.memberships.filter(
        role=Role.ADMINISTRATOR, person__is_active=True, delegation=None
    )
    return others.exclude(pk=membership.pk).exists()


def _one_at_a_time(organization: Organization) -> None:
    """Two administrators who end each other at the same moment would leave nobody."""
    Organization.objects.select_for_update().get(pk=organization.pk)


def _clean(name: str, email: str) -> tuple[str, str]:
    try:
        cleaned = clean_name(name)
    except BadName as bad:
        raise RefusedPart("name", str(bad)) from bad
    try:
        return cleaned, clean_email(email)
    except BadEmail as bad:
        raise RefusedPart("email", str(bad)) from bad


def _no_password() -> str:
    """What set_unusable_password() makes."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)

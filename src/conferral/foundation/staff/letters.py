"""What somebody is written who is asked to join, or whose second factor was taken away."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import CONTACT, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.actions import stop
from conferral.foundation.mail.models import Message
from conferral.foundation.staff.links import address_of
from conferral.foundation.staff.models import Invitation, InvitationQuerySet

INVITATION = LetterKind(
    code="invitation",
    title="Join us",
    when="Somebody is asked to join the staff.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("inviter", "who asks them", "Dara Naidoo", Shown.STRONG),
        Variable("role", "as what", "registrar", Shown.STRONG),
        Variable(
            "url",
            "where they say yes",
            "https://certificates.example.org/join/…",
            Shown.BUTTON,
            is_needed=True,
        ),
        Variable("until", "until when it works", "29 November 2026, 10:00"),
    ),
)
SECOND_FACTOR_TAKEN = LetterKind(
    code="second-factor-taken",
    title="Second factor taken away",
    when="Two administrators have taken away a second factor that was lost.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable(
            "url",
            "where they sign in",
            "https://certificates.example.org/account/sign-in",
            Shown.LINK,
            is_needed=True,
        ),
        CONTACT,
    ),
)
KINDS = (INVITATION, SECOND_FACTOR_TAKEN)


def invite(invitation: Invitation) -> Message:
    """Call it in the transaction of the deed."""
    organization = invitation.organization
    until = invitation.ends_at.astimezone(organization.zone)
    facts = {
        "name": invitation.name,
        "inviter": invitation.invited_by.printed_name,
        "role": invitation.role,
        "url": address_of(invitation),
        "until": f"{day(until)}, {until:%H:%M}",
    }
    key = _key(invitation.uuid)
    message = Writer(INVITATION).write(organization, Reader(invitation.email), key, facts)
    message.save()
    return message


def call_back(asked: InvitationQuerySet, now: datetime) -> None:
    """Before they are withdrawn: what has not left yet never does."""
    keys = [_key(uuid) for uuid in asked.values_list("uuid", flat=True)]
    stop(Message.objects.filter(key__in=keys), now)


def second_factor_taken(organization: Organization, person: Person) -> Message:
    """Call it in the transaction of the deed."""
    facts = {
        "name": person.printed_name,
        "url": f"{settings.SITE_URL}{reverse('sign-in')}",
        "contact": organization.email,
    }
    key = f"second-factor-taken:{person.uuid}:{timezone.now().isoformat()}"
    message = Writer(SECOND_FACTOR_TAKEN).write(organization, Reader.of(person), key, facts)
    message.save()
    return message


def _key(invitation: UUID) -> str:
    return f"invitation:{invitation}"

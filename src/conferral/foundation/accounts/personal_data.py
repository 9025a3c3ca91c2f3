"""What accounts keep of a person: name, addresses, memberships, and how they sign in."""

import uuid
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from conferral.foundation.accounts.models import Organization, Person

ERASED = "Erased person"


def export(person: Person) -> dict[str, Any]:
    return {
        "uuid": str(person.uuid),
        "name": person.printed_name,
        "email": person.email,
        "language": person.language,
        "joined_at": person.joined_at,
        "last_login": person.last_login,
        "memberships": [
            {"organization": each.organization.name, "role": each.role}
            for each in person.memberships.select_related("organization")
        ],
        "emails": list(_emails(person).values("email", "verified", "primary")),
        "signed_in": list(_sessions(person).values("created_at", "ip", "user_agent")),
        "second_factors": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
        ),
        "identities_elsewhere": list(
            SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined")
        ),
    }


def erase(person: Person, organization: Organization) -> None:
    """Nothing to do: nobody is forgotten who is on its staff."""


def erase_own(person: Person) -> None:
    """The row stays, so that what others did with it still has its place; nobody is behind it."""
    for session in _sessions(person):
        session.end()
    for kept in (_emails(person), Authenticator.objects.filter(user=person)):
        kept.delete()
    SocialAccount.objects.filter(user=person).delete()
    person.email, person.printed_name, person.is_active = None, ERASED, False
    person.uuid = uuid.uuid4()  # The old one stands in copies of credentials.
    person.last_login, person.language = None, ""
    person.set_unusable_password()
    person.save()


def nobody() -> Person:
    """A row like one that was erased: an organization that forgot somebody whom others still know
    leads to it."""
    row = Person(email=None, printed_name=ERASED, is_active=False)
    row.set_unusable_password()
    row.save()
    return row


def _emails(person: Person) -> Any:
    return EmailAddress.objects.filter(user=person).order_by("pk")


def _sessions(person: Person) -> Any:
    return UserSession.objects.filter(user=person).order_by("pk")

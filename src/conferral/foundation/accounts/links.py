"""The way into a person's own pages: signed, sent to their own address only, good for a day."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from conferral.foundation.accounts.models import Person

LASTS = timedelta(days=1)
_SALT = "conferral.own.pages"


def entrance_url(person: Person) -> str:
    return f"{settings.SITE_URL}/me/enter/{token_of(person)}"


def token_of(person: Person) -> str:
    """Letters, digits, "_", "-" and ":". Who is erased has another UUID."""
    return signing.dumps(person.uuid.hex, salt=_SALT)


def person_named(token: str) -> UUID:
    """Their UUID. `signing.SignatureExpired` when it was good once, else `BadSignature`."""
    return UUID(signing.loads(token, salt=_SALT, max_age=LASTS))

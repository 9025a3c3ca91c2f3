"""The way into a person's own pages: signed, sent to their own address only, good for a day.

It names the letter that it stands in: an address that they gave up meanwhile lets nobody in.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from conferral.foundation import letter_links
from conferral.foundation.accounts.models import Person

LASTS = timedelta(days=1)
_SALT = "conferral.own.pages"


def entrance_url(person: Person, letter: str = "") -> str:
    """`letter`: the key of the one in which it will stand."""
    return f"{settings.SITE_URL}/me/enter/{token_of(person, letter)}"


def token_of(person: Person, letter: str = "") -> str:
    """Who is erased has another UUID."""
    return letter_links.signed(person.uuid.hex, letter, _SALT)


def named(token: str) -> letter_links.Named[UUID]:
    """Whom it lets in. Raises as `letter_links.named`."""
    found = letter_links.named(token, str, _SALT, LASTS)
    return letter_links.Named(UUID(found.what), found.letter)

"""Finished pages, kept for the minute that they speak of.

The page behind a QR code is read more than everything else together, and most of its cost is
checking signatures and filling a template with the same words. What it depends on is one short
row; while that row and the minute are the same, so is the page.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.number import NotANumber, parse

_MINUTE = 60  # Seconds.
_WHAT_IT_DEPENDS_ON = (
    "digest",
    "revoked_at",
    "valid_until",
    "printed_at",
    "status_list__published_at",
    "entry__index",
)


@dataclass(frozen=True)
class Edition:
    """One page as it is in one minute, by the name that its ETag gives it."""

    number: str
    etag: str

    def page(self, make: Callable[[], bytes]) -> bytes:
        """Its bytes: kept ones, or new ones from `make`."""
        kept: bytes | None = cache.get(self.etag)
        if kept is None:
            kept = make()
            cache.set(self.etag, kept, _MINUTE)
        return kept


def edition(text: str, now: datetime) -> Edition | None:
    """The edition of the page about the number that `text` means; None where there is none."""
    try:
        number = parse(text)
    except NotANumber:
        return None
    row = Credential.objects.filter(number=number).values_list(*_WHAT_IT_DEPENDS_ON).first()
    if row is None:
        return None
    seen = repr((number, row, f"{now:%Y-%m-%d %H:%M}"))
    # Weak: what two pages of one minute may differ in matters to nobody.
    return Edition(number, f'W/"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"')

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
from django.db import connection

from conferral.credentials.issuing.number import NotANumber, parse

_MINUTE = 60  # Seconds.
# In SQL: this is asked more often than everything else together, and Django would take ten times
# as long to write the question as the database takes to answer it.
_WHAT_IT_DEPENDS_ON = """
    SELECT credential.revoked_at, credential.suspended_at, credential.valid_until,
        credential.printed_at, status_list.published_at, suspensions.published_at, entry."index",
        issuer_key.compromised_at, accreditation.valid_until, accreditation.suspended_at,
        accreditation.withdrawn_at
    FROM issuing_credential AS credential
    JOIN issuing_shape AS shape ON shape.id = credential.shape_id
    LEFT JOIN accreditation_accreditation AS accreditation
        ON accreditation.id = shape.accreditation_id
    JOIN issuing_statuslist AS status_list ON status_list.id = credential.status_list_id
    LEFT JOIN issuing_statuslist AS suspensions ON suspensions.id = credential.suspension_list_id
    JOIN issuing_issuerkey AS issuer_key ON issuer_key.id = credential.key_id
    JOIN transparency_entry AS entry ON entry.id = credential.entry_id
    WHERE credential.number = %s AND credential.erased_at IS NULL
"""


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
    with connection.cursor() as cursor:
        cursor.execute(_WHAT_IT_DEPENDS_ON, [number])
        row = cursor.fetchone()
    if row is None:
        return None
    seen = repr((number, row, f"{now:%Y-%m-%d %H:%M}"))
    # Weak: what two pages of one minute may differ in matters to nobody.
    return Edition(number, f'W/"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"')

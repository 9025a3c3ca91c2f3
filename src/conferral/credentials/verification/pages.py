"""Prepared pages, and the one question that tells whether they still hold.

The page behind a QR code is read more than everything else together, and most of its cost is
checking signatures and filling a template with the same words. So it is made once, before anybody
looks, and kept with a digest of everything that it was made from. Whoever looks asks for both in
one question: where the register has changed by as much as a letter, by whatever way, the digests
differ and the page is made anew. Nobody has to remember to mark a page as old.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.number import NotANumber, parse
from conferral.credentials.verification.models import Page

# In SQL: this is asked more often than everything else together, and Django would take ten times
# as long to write the question as the database takes to answer it. What is asked about is named,
# because Django looks for `%s` letter by letter, which takes as long as SQLite's answer.
_ASKED = """
    SELECT credential.id, organization.time_zone, page.rests_on, page.body, page.seal,
        page.good_until IS NULL OR page.good_until > %(now)s,
        COALESCE(showing.is_listed, FALSE)
            AND credential.revoked_at IS NULL AND credential.suspended_at IS NULL,
        credential.number, credential.slots, credential.signature, credential.is_specimen,
        credential.issued_at, credential.valid_until, credential.printed_at,
        credential.revoked_at, credential.revoked_because,
        credential.suspended_at, credential.suspended_because,
        credential.replaced_by_id, credential.names_successor, credential.renewed_by_id,
        credential.status_list_id, credential.suspension_list_id,
        entry."index", issuer_key.compromised_at, issuer_key.cutoff_size,
        accreditation.valid_until, accreditation.suspended_at, accreditation.withdrawn_at,
        organization.name, organization.colour, organization.logo_svg <> '',
        organization.is_specimen, organization.name_mode, showing.name_mode,
        (SELECT COUNT(*) || ' ' || COUNT(told."index") FROM issuing_event AS event
            JOIN transparency_entry AS told ON told.id = event.entry_id
            WHERE event.credential_id = credential.id AND event.kind <> 'enveloped')
    FROM issuing_credential AS credential
    JOIN issuing_shape AS shape ON shape.id = credential.shape_id
    LEFT JOIN accreditation_accreditation AS accreditation
        ON accreditation.id = shape.accreditation_id
    JOIN issuing_issuerkey AS issuer_key ON issuer_key.id = credential.key_id
    JOIN accounts_organization AS organization ON organization.id = issuer_key.organization_id
    JOIN transparency_entry AS entry ON entry.id = credential.entry_id
    LEFT JOIN verification_page AS page ON page.credential_id = credential.id
    LEFT JOIN verification_showing AS showing ON showing.credential_id = credential.id
    WHERE credential.erased_at IS NULL AND
"""
_BY_NUMBER = f"{_ASKED} credential.number = %(number)s"
_IN_ORDER = f"{_ASKED} credential.id > %(after)s ORDER BY credential.id LIMIT %(most)s"
_CHUNK = 1000
_SEAL = "conferral.credentials.verification.pages"
_QUICK = 6  # Of zlib: higher levels take twice the time for a hundredth of the size.


@dataclass(frozen=True)
class Standing:
    """What the register says of a number now: what a page about it rests on, and a kept one.

    `body` is the page but for what is filled in when somebody looks; None where none is kept, or
    none that holds.
    """

    credential: int  # Its primary key.
    number: str
    time_zone: str
    rests_on: str
    is_listed: bool  # Whether search engines may list the page.
    body: bytes | None = None


def look_up(text: str, now: datetime, layout: str) -> Standing | None:
    """One question by the number that `text` means; None where nothing is registered under it.

    `layout`: the edition of templates and wording; pages of another one do not hold.
    """
    try:
        number = parse(text)
    except NotANumber:
        return None
    found = _ask(_BY_NUMBER, now, number=number)
    return _standing(found[0], layout) if found else None


def everyone(now: datetime, layout: str) -> Iterator[Standing]:
    """The same of every number in the register, the oldest first; a thousand with one question."""
    last = 0
    while found := _ask(_IN_ORDER, now, after=last, most=_CHUNK):
        yield from (_standing(row, layout) for row in found)
        last = found[-1][0]


def keep(standing: Standing, body: bytes, good_until: datetime | None) -> None:
    """In the place of what was kept before. `body`: the finished page."""
    closed = zlib.compress(body, _QUICK)
    values = {
        "rests_on": standing.rests_on,
        "good_until": good_until,
        "body": closed,
        "seal": _seal(standing.rests_on, closed),
    }
    Page.objects.update_or_create(credential_id=standing.credential, defaults=values)


def is_ours(page: Page) -> bool:
    """Was it made by one who has this site's secret?"""
    return constant_time_compare(_seal(page.rests_on, bytes(page.body)), bytes(page.seal))


def good_until(credential: Credential, now: datetime) -> datetime | None:
    """The next moment at which time alone changes its page. Needs its shape's accreditation."""
    zone = credential.key.organization.zone
    live = credential.shape.accreditation
    lapses_on = live.ended_on(zone) if live else None
    moments = [credential.issued_at, credential.valid_until]
    if lapses_on:
        moments.append(datetime.combine(lapses_on, time(), zone))
    return min((moment for moment in moments if moment and moment > now), default=None)


def _ask(question: str, now: datetime, **about: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, about | {"now": connection.ops.adapt_datetimefield_value(now)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


# The same answer means the same, and what a crowd looks at is asked about again and again. It is
# the question that nobody is spared: what has changed is another answer.
@lru_cache(maxsize=64)
def _standing(row: tuple[Any, ...], layout: str) -> Standing:
    credential, zone, kept_on, body, seal, is_good, is_listed, number, *_ = row
    said = repr((layout, zone, row[6:]))  # Which database it is does not change while it runs.
    rests_on = sha256(said.encode()).hexdigest()
    holds = kept_on == rests_on and is_good and _is_sealed(rests_on, bytes(body), bytes(seal))
    return Standing(
        credential=credential,
        number=number,
        time_zone=zone,
        rests_on=rests_on,
        is_listed=bool(is_listed),
        body=zlib.decompress(body) if holds else None,
    )


def _is_sealed(rests_on: str, body: bytes, seal: bytes) -> bool:
    return constant_time_compare(_seal(rests_on, body), seal)


def _seal(rests_on: str, body: bytes) -> bytes:
    # The number is in what it rests on, so a page cannot be moved to another certificate.
    return salted_hmac(_SEAL, rests_on.encode() + body, algorithm="sha256").digest()

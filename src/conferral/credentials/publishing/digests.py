"""What was issued, as SHA-256: whoever holds a file finds out whether it is one of them.

A digest names nobody: what it was made of contains a signature, so it cannot be guessed.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import orjson

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.accounts.models import Organization

_SIZE = 32
_AT_ONCE = 10_000


class Digested(StrEnum):
    CREDENTIAL = "credential"  # The JCS of the signed JSON.
    PDF = "pdf"  # As it was printed, byte for byte.
    TOKEN = "token"  # noqa: S105  # As far as its issuer signed it: `credkit.verify.tokens`.


def path(digest: str) -> str:
    """In which file a digest stands, if it was issued."""
    return f"digests/{digest[:2]}.json"


def shards(organization: Organization) -> Iterator[tuple[str, bytes]]:
    """All 256 files. Those of people who were forgotten are not in them."""
    # Bytes in a row: a million certificates are to fit into memory.
    found = {kind: [bytearray() for _ in range(256)] for kind in Digested}
    for kind, digests in _all(organization).items():
        for digest in digests:
            found[kind][digest[0]] += digest
    for first in range(256):
        shard = {
            digest.hex(): str(kind) for kind in Digested for digest in _split(found[kind][first])
        }
        yield path(f"{first:02x}"), orjson.dumps(shard, option=orjson.OPT_SORT_KEYS)


def _all(organization: Organization) -> dict[Digested, Iterable[bytes]]:
    ours = Credential.objects.kept().logged().filter(key__organization=organization)
    printed = Certificate.objects.filter(credential__in=ours).values_list("sha256", flat=True)
    told = Event.objects.filter(credential__in=ours, kind=Kind.ENVELOPED)
    tokens = told.filter(entry__index__isnull=False).values_list("document__token", flat=True)
    signed = ours.values_list("digest", flat=True)
    return {
        Digested.CREDENTIAL: map(bytes, signed.iterator(_AT_ONCE)),
        Digested.PDF: map(bytes.fromhex, printed.iterator(_AT_ONCE)),
        Digested.TOKEN: map(bytes.fromhex, tokens.iterator(_AT_ONCE)),
    }


def _split(row: bytearray) -> Iterator[bytearray]:
    return (row[start : start + _SIZE] for start in range(0, len(row), _SIZE))

"""The whole verification site as files: documents, pages, and scripts that stand in for documents.

Deterministic: the same register at the same moment gives the same bytes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import orjson

from conferral.credentials.publishing import folder, manifest
from conferral.credentials.publishing.contents import File, as_json, documents_of
from conferral.credentials.publishing.folder import Written
from conferral.foundation.accounts.models import Organization
from conferral.strangers import published
from conferral.web.published.offline_pages import pages_of

_READ_BY_THE_PAGE = ("keys.json", "did.json", "status/", "digests/", "log/checkpoint")


def publish(organization: Organization, place: Path, now: datetime) -> Written:
    """Write or renew it. Refused as in `folder.write` and `manifest.signed`."""
    return folder.write(place, files_of(organization), partial(_last, organization, now))


def files_of(organization: Organization) -> Iterator[File]:
    """All but those that name the others."""
    for path, content in documents_of(organization):
        yield path, content
        if path.startswith(_READ_BY_THE_PAGE):
            yield _for_a_disk(path, content)
    yield from pages_of(organization)


def _last(organization: Organization, now: datetime, digests: Mapping[str, str]) -> Iterator[File]:
    signed = as_json(manifest.signed(organization, digests, now))
    yield _for_a_disk(published.NAME, signed)
    yield published.NAME, signed


def _for_a_disk(path: str, content: bytes) -> File:
    """From `file:` a page may load scripts and nothing else."""
    said = content if path != "log/checkpoint" else orjson.dumps(content.decode())
    name = orjson.dumps(path)
    return f"disk/{path}.js", b"(globalThis.conferralPublished ??= {})[%b] = %b;\n" % (
        name,
        said.strip(),
    )

"""The documents of a verification site that needs no program: paths and bytes, no page among them.

Where each lies and what it looks like is in docs/without-us.md.
"""

from collections.abc import Iterator
from importlib.resources import files

import orjson
from django.conf import settings

from conferral.credentials.anchoring import documents as anchoring
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.blockcerts.documents import issuer_profile
from conferral.credentials.issuing import documents
from conferral.credentials.issuing.models import StatusList
from conferral.credentials.publishing import digests
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.transparency.witnesses import as_shown
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import CourseVersion
from credkit import contexts, schemas
from credkit.canonical import Json
from credkit.tlog import tiles

File = tuple[str, bytes]


def documents_of(organization: Organization) -> Iterator[File]:
    """Everything that machines read."""
    # The log first: whatever is told of later than this checkpoint can wait for the next time.
    latest = log.checkpoint()
    yield from _issuer(organization)
    yield from _status_lists(organization)
    yield from digests.shards(organization)
    for version in achievements(organization):
        yield from _achievement(version)
    yield from _words()
    if latest is not None:
        yield from _log(latest)
    yield from _anchors()


def achievements(organization: Organization) -> list[CourseVersion]:
    """Those that certificates may name: approved once, whatever became of them."""
    ever = CourseVersion.objects.ever_approved().filter(course__organization=organization)
    return list(ever.select_related("course__organization").order_by("pk"))


def as_json(document: Json) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _issuer(organization: Organization) -> Iterator[File]:
    keys = as_json(documents.key_history(organization))
    did = as_json(documents.did_document(organization))
    yield "keys.json", keys
    yield ".well-known/key-history.json", keys
    yield "did.json", did
    yield ".well-known/did.json", did
    if organization.has_blockcerts:
        yield "blockcerts/issuer.json", as_json(issuer_profile(organization))
    if organization.logo_svg:
        yield f"brand/{organization.uuid}.svg", organization.logo_svg.encode()


def _status_lists(organization: Organization) -> Iterator[File]:
    for listed in StatusList.objects.filter(organization=organization).order_by("pk"):
        if (signed := documents.status_list_document(listed)) is not None:
            yield f"status/{listed.pk}", as_json(signed)


def _achievement(version: CourseVersion) -> Iterator[File]:
    folder = f"achievements/{version.uuid}"
    yield f"{folder}/index.json", as_json(documents.achievement_document(version))
    yield f"{folder}/image.svg", documents.achievement_image(version).encode()
    for signed in version.endorsements.published().order_by("pk"):
        content = signed.token.encode() if signed.token else as_json(signed.document or {})
        yield f"{folder}/endorsements/{signed.pk}", content


def _words() -> Iterator[File]:
    """The contexts and schemas as they were published, and an index by address."""
    for folder, library, read in (
        ("contexts", contexts.known(), contexts.content),
        ("schemas", schemas.known(), schemas.content),
    ):
        named = {url: f"{number:02d}.json" for number, url in enumerate(sorted(library))}
        yield f"{folder}/index.json", as_json(named)
        yield f"{folder}/LICENSES.md", (files("credkit") / folder / "LICENSES.md").read_bytes()
        for url, name in named.items():
            yield f"{folder}/{name}", read(url)


def _log(latest: SignedCheckpoint) -> Iterator[File]:
    """The tiles that this checkpoint needs (C2SP tlog-tiles)."""
    yield "log/checkpoint", as_shown(latest).encode()
    level = 0
    while hashes := latest.size >> 8 * level:
        for index in range(-(-hashes // tiles.WIDTH)):
            width = tiles.partial_width(latest.size, level, index)
            yield _tile(level, index, width, log.tile(level, index, width))
            if level == 0:
                yield _tile(tiles.ENTRIES, index, width, log.entry_bundle(index, width))
        level += 1


def _tile(level: int, index: int, width: int, content: bytes | None) -> File:
    if content is None:
        raise ValueError(f"the log signs more than it has: {tiles.path(level, index, width)}")
    return f"log/{tiles.path(level, index, width)}", content


def _anchors() -> Iterator[File]:
    """Where else the log stands, and the files that prove it: at the live site's addresses."""
    shown = list(Anchor.objects.shown().filter(checkpoint__origin=settings.LOG_ORIGIN))
    yield (
        "log/anchors/index.json",
        as_json({"anchors": [anchoring.summary(each) for each in shown]}),
    )
    for anchor in shown:
        yield f"log/anchors/{anchor.pk}/checkpoint", anchor.checkpoint.note.encode()
        yield f"log/anchors/{anchor.pk}/proof", anchoring.proof_file(anchor)

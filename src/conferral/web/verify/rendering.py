"""The page about one credential, with a place left for the moment at which somebody looks."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from conferral.credentials.designs.certificate import SMALL_WIDTH, WIDTH
from conferral.credentials.issuing.addresses import short_address
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.actions import Judgement
from conferral.credentials.verification.models import Share
from conferral.credentials.verification.sharing import with_name
from conferral.credentials.verification.showing import choice_of
from conferral.web.shared.context import house_of
from conferral.web.verify import facts, wording

PICTURE_HEIGHT = 851  # Pixels; A4, landscape.
_TEMPLATE = "verify/show.html"
_WEB = Path(__file__).parents[1]
_WRITTEN_BY = ("templates/*.html", "templates/verify/*", "templates/components/**/*", "verify/*.py")
# Of the private use area, and the first in the page: nothing that comes before it is anybody's own.
_CHECKED = "\ue000checked\ue000"


def unfinished(credential: Credential, judgement: Judgement) -> bytes:
    """The page but for the sentence that says when it was checked. UTF-8."""
    return render_to_string(_TEMPLATE, _shown(credential, judgement)).encode()


def finished(page: bytes, now: datetime, time_zone: str) -> bytes:
    """What `unfinished` left open, filled in."""
    return page.replace(
        _CHECKED.encode(), _sentence(now.replace(second=0, microsecond=0), time_zone), 1
    )


def shared(share: Share, credential: Credential, judgement: Judgement) -> bytes:
    """The page as its holder shows it, whole, to whoever has their link. UTF-8."""
    own = {"share": share, "page": reverse("shared", args=[share.slug]), "address": share.url}
    said = _shown(credential, with_name(judgement, credential)) | own | {"is_listed": False}
    zone = credential.key.organization.time_zone
    return finished(render_to_string(_TEMPLATE, said).encode(), judgement.checked_at, zone)


@cache
def layout() -> str:
    """A digest of all that pages say alike: where it changes, no prepared page holds any more."""
    digest = hashlib.sha256()
    for part in _parts():
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _shown(credential: Credential, judgement: Judgement) -> dict[str, Any]:
    return {
        "house": house_of(credential.key.organization),
        "credential": credential,
        "judgement": judgement,
        "record": judgement.record,
        "page": reverse("certificate", args=[credential.number]),
        "address": credential.url,
        "banner": wording.banner(judgement, _CHECKED),
        "facts": facts.facts(judgement.record, judgement.status),
        "answers": wording.answers(judgement),
        "open": facts.shows_everything(judgement.status),
        "has_paper": facts.shows_paper(judgement.record, judgement.status),
        "is_listed": choice_of(credential).is_listed and facts.shows_everything(judgement.status),
        "width": WIDTH,
        "height": PICTURE_HEIGHT,
        "small": SMALL_WIDTH,
    }


@lru_cache(maxsize=64)
def _sentence(minute: datetime, time_zone: str) -> bytes:
    return escape(wording.checked_at(minute, ZoneInfo(time_zone))).encode()


def _parts() -> Iterator[bytes]:
    """Whatever stands in a page and in no row of the register."""
    yield repr((settings.DEMO, settings.SITE_URL, short_address())).encode()
    yield repr(sorted(getattr(staticfiles_storage, "hashed_files", {}).items())).encode()
    for pattern in _WRITTEN_BY:
        for path in sorted(_WEB.glob(pattern)):
            if path.is_file():
                yield path.read_bytes()

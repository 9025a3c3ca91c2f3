"""What anyone may fetch: who signs here, what was taken back, and the public log."""

from uuid import UUID

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from conferral.credentials.issuing.addresses import short_address
from conferral.credentials.issuing.documents import (
    achievement_document,
    did_document,
    status_list_document,
)
from conferral.credentials.issuing.documents import (
    achievement_image as drawing_of,
)
from conferral.credentials.issuing.documents import (
    key_history as history_of,
)
from conferral.credentials.issuing.models import StatusList
from conferral.credentials.transparency import log
from conferral.credentials.transparency.witnesses import as_shown
from conferral.foundation.accounts.colour import accents
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog import criteria
from conferral.learning.catalog.models import CourseVersion
from conferral.web.shared.answers import JSON, SVG, document, json_document
from credkit.did import did_web
from credkit.errors import Malformed
from credkit.tlog import tiles

SCHEMA_JSON = "application/schema+json"
DID, VC, LD_JSON = "application/did+json", "application/vc+ld+json", "application/ld+json"
_TEXT = "text/plain; charset=utf-8"
_CSS = "text/css; charset=utf-8"
_BYTES = "application/octet-stream"
JWT = "application/jwt"
_HOUR = "public, max-age=3600"
_FIVE_MINUTES = "public, max-age=300"  # A new key must soon be known.
# As long as a revocation may go unnoticed by those who ask a cache between us.
_STATUS = "public, max-age=300, stale-while-revalidate=60"
_SECONDS = "public, max-age=5"
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be answered, 503 when the database cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type=_TEXT, status=503)
    return HttpResponse("ok\n", content_type=_TEXT, headers={"Cache-Control": "no-store"})


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """did:web: the document of this host's DID stands here (did:web method, section 2.3)."""
    organization = get_object_or_404(Organization, did=did_web(short_address()))
    return json_document(request, did_document(organization), DID, cache=_FIVE_MINUTES)


@require_safe
def key_history(request: HttpRequest) -> HttpResponse:
    """What the DID document has no words for: from when until when each key was in use."""
    organization = get_object_or_404(Organization, did=did_web(short_address()))
    return json_document(request, history_of(organization), cache=_FIVE_MINUTES)


@require_safe
def status_list(request: HttpRequest, pk: int) -> HttpResponse:
    published = status_list_document(get_object_or_404(StatusList, pk=pk))
    if published is None:
        raise Http404("This list has not been signed yet.")
    return json_document(request, published, VC, cache=_STATUS)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    signed = log.checkpoint()
    if signed is None:
        raise Http404("The log has no checkpoint yet.")
    return document(request, as_shown(signed).encode(), _TEXT, cache=_SECONDS, public=True)


@require_safe
def tile(request: HttpRequest, where: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries (C2SP tlog-tiles)."""
    try:
        place = tiles.parse_path(where)
    except Malformed as error:
        raise Http404("No tile has this address.") from error
    if place.level == tiles.ENTRIES:
        body = log.entry_bundle(place.index, place.width)
    else:
        body = log.tile(place.level, place.index, place.width)
    if body is None:
        raise Http404("The log has no such tile.")
    return document(request, body, _BYTES, cache=_FOR_EVER, public=True)


@require_safe
def achievement(request: HttpRequest, version: UUID) -> HttpResponse:
    """What can be earned and how, for people or for software."""
    earned = _approved(version)
    preferred = request.get_preferred_type(["text/html", JSON, LD_JSON])
    if preferred in {JSON, LD_JSON}:
        answer = json_document(request, achievement_document(earned), preferred, cache=_HOUR)
    else:
        endorsements = earned.endorsements.published().select_related("body").order_by("pk")
        context = {"version": earned, "endorsements": endorsements}
        answer = render(request, "published/achievement.html", context)
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
def endorsement(request: HttpRequest, version: UUID, pk: int) -> HttpResponse:
    """What a body has signed for it, byte for byte as it can be checked."""
    found = _approved(version).endorsements.published()
    signed = get_object_or_404(found, pk=pk)
    if signed.token:
        return document(request, signed.token.encode(), JWT, cache=_HOUR, public=True)
    return json_document(request, signed.document or {}, VC, cache=_HOUR)


@require_safe
def achievement_image(request: HttpRequest, version: UUID) -> HttpResponse:
    picture = drawing_of(_approved(version)).encode()
    return document(request, picture, SVG, cache=_HOUR, public=True)


@require_safe
def criterion_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of criteria, for whoever writes or reads them elsewhere."""
    return json_document(request, criteria.schema(), SCHEMA_JSON, cache=_HOUR)


@require_safe
def logo(request: HttpRequest, organization: UUID) -> HttpResponse:
    drawn = get_object_or_404(Organization.objects.exclude(logo_svg=""), uuid=organization)
    return document(request, drawn.logo_svg.encode(), SVG, cache=_HOUR)


@require_safe
def colours(request: HttpRequest, organization: UUID) -> HttpResponse:
    """A style sheet that gives pages the organization's colour, in the light and in the dark."""
    painted = get_object_or_404(Organization.objects.exclude(colour=""), uuid=organization)
    light, dark = accents(painted.colour)
    context = {"light": light, "dark": dark}
    sheet = render_to_string("published/colours.css", context)
    return document(request, sheet.encode(), _CSS, cache=_HOUR)


def _approved(version: UUID) -> CourseVersion:
    # Taken back or not: certificates that were issued before refer to it.
    approved = CourseVersion.objects.ever_approved().select_related("course__organization")
    return get_object_or_404(approved, uuid=version)

"""Where the log's checkpoints are anchored: a page, the same as JSON, and files to check with."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from conferral.credentials.anchoring import documents, places
from conferral.credentials.anchoring.models import Anchor
from conferral.web.shared.answers import JSON, document, json_document

_MOST = 200
_MINUTE = "public, max-age=60"
_HOUR = "public, max-age=3600"
_TEXT = "text/plain; charset=utf-8"


@require_safe
def anchors(request: HttpRequest) -> HttpResponse:
    """The newest first, for people or for software."""
    shown = Anchor.objects.shown()[:_MOST]
    if request.get_preferred_type(["text/html", JSON]) == JSON:
        listed = [documents.summary(each) | _files(each) for each in shown]
        answer = json_document(request, {"anchors": listed}, cache=_MINUTE)
    else:
        context = {"anchors": shown, "is_anchored": bool(places.configured())}
        answer = render(request, "published/anchors.html", context)
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
def anchored_checkpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Byte for byte what was stamped: the note as the log signed it, without cosignatures."""
    found = _sent(pk)
    answer = document(request, found.checkpoint.note.encode(), _TEXT, cache=_HOUR, public=True)
    return _named(answer, f"checkpoint-{found.checkpoint.size}")


@require_safe
def anchor_proof(request: HttpRequest, pk: int) -> HttpResponse:
    found = _sent(pk)
    body = documents.proof_file(found)
    answer = document(request, body, documents.type_of(found), cache=_MINUTE, public=True)
    return _named(answer, documents.name_of(found))


def _sent(pk: int) -> Anchor:
    return get_object_or_404(Anchor.objects.shown(), pk=pk)


def _files(anchor: Anchor) -> dict[str, str]:
    ways = {"checkpoint": "anchored-checkpoint", "proof": "anchor-proof"}
    return {
        what: f"{settings.SITE_URL}{reverse(name, args=[anchor.pk])}" for what, name in ways.items()
    }


def _named(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""The page behind the QR code, and the files beside it. No cookie, no index, no referrer."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from conferral.credentials.designs import certificate as printed
from conferral.credentials.issuing import number
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import actions
from conferral.credentials.verification.actions import Judgement
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import JSON, document, json_document, not_modified
from conferral.web.shared.context import house_of
from conferral.web.verify import facts, wording

PICTURE_WIDTH, PICTURE_HEIGHT = 1204, 851  # Pixels; A4, landscape.
LD_JSON, VC = "application/ld+json", "application/vc+ld+json"
_DAY = 24 * 60 * 60
_ALWAYS_ASK = "no-cache"  # Keep it if you like, but ask before each use: it may be revoked.

View = Callable[..., HttpResponse]


def discreet(view: View) -> View:
    """Nobody who looks is followed, and robots do not list what they find."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return answered


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "verify/home.html")


@discreet
def ask(request: HttpRequest) -> HttpResponse:
    """A number, typed as people type. GET, so that it needs no cookie."""
    typed = request.GET.get("number", "").strip()
    if not typed:
        return render(request, "verify/ask.html")
    try:
        return redirect("certificate", text=number.parse(typed))
    except number.NotANumber as slip:
        return render(request, "verify/ask.html", {"typed": typed[:80], "hint": slip.hint})


@discreet
def certificate(request: HttpRequest, text: str) -> HttpResponse:
    """The certificate in words, or its credential for a reader that prefers JSON."""
    preferred = request.get_preferred_type(["text/html", JSON, LD_JSON, VC]) or "text/html"
    answer = _page(request, text) if preferred == "text/html" else _json(request, text, preferred)
    patch_vary_headers(answer, ["Accept"])
    return answer


@discreet
def credential_json(request: HttpRequest, text: str) -> HttpResponse:
    return _json(request, text, LD_JSON)


@discreet
def certificate_pdf(request: HttpRequest, text: str) -> HttpResponse:
    return _file(request, text, "application/pdf", printed.pdf_of)


@discreet
def certificate_png(request: HttpRequest, text: str) -> HttpResponse:
    return _file(request, text, "image/png", _picture)


def _page(request: HttpRequest, text: str) -> HttpResponse:
    credential = actions.find(text)
    if credential is None:
        return _not_found(request, text)
    judgement = actions.judge_ours(credential, timezone.now())
    answer = HttpResponse()
    answer["ETag"], answer["Cache-Control"] = _etag(judgement), _ALWAYS_ASK
    if (unchanged := not_modified(request, answer)) is not answer:
        return unchanged
    answer.content = render(request, "verify/show.html", _shown(credential, judgement)).content
    return answer


def _not_found(request: HttpRequest, text: str) -> HttpResponse:
    # The same page for numbers that never were and numbers that are gone.
    context = {"typed": text[:80], "hint": _hint(text)}
    return render(request, "verify/not_found.html", context, status=404)


def _hint(text: str) -> str:
    try:
        number.parse(text)
    except number.NotANumber as slip:
        return slip.hint
    return ""


def _etag(judgement: Judgement) -> str:
    # Weak: two pages of one minute differ in nothing that matters.
    state = (
        judgement.record.number,
        judgement.status,
        judgement.log_size,
        judgement.status_list_at,
        f"{judgement.checked_at:%Y-%m-%d %H:%M}",
    )
    return f'W/"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


def _shown(credential: Credential, judgement: Judgement) -> dict[str, Any]:
    return {
        "house": house_of(credential.key.organization),
        "credential": credential,
        "judgement": judgement,
        "record": judgement.record,
        "banner": wording.banner(judgement),
        "facts": facts.facts(judgement.record, judgement.status),
        "answers": wording.answers(judgement),
        "open": facts.shows_everything(judgement.status),
        "width": PICTURE_WIDTH,
        "height": PICTURE_HEIGHT,
    }


def _json(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    credential = actions.find(text)
    if credential is None:
        gone = json_document(
            request, {"error": "No certificate has this number."}, cache="no-store"
        )
        gone.status_code = 404
        return gone
    return json_document(request, secured_document(credential), content_type, cache=_ALWAYS_ASK)


def _file(
    request: HttpRequest, text: str, content_type: str, made: Callable[[Credential], bytes]
) -> HttpResponse:
    credential = actions.find(text)
    if credential is None:
        return _not_found(request, text)
    if credential.revoked_at:  # It bears a name that its page no longer shows.
        return render(request, "verify/withheld.html", {"text": credential.number}, status=410)
    try:
        body = made(credential)
    except Refused as refused:
        context = {"text": credential.number, "refused": refused}
        return render(request, "verify/withheld.html", context, status=404)
    answer = document(request, body, content_type, cache=_ALWAYS_ASK)
    suffix = content_type.rpartition("/")[2]
    answer["Content-Disposition"] = f'inline; filename="{credential.number}.{suffix}"'
    return answer


def _picture(credential: Credential) -> bytes:
    # Drawing takes a hundred times as long as answering, and what is drawn never changes.
    key = f"picture:{bytes(credential.digest).hex()}:{PICTURE_WIDTH}"
    picture = cache.get(key)
    if picture is None:
        picture = printed.png_of(credential, PICTURE_WIDTH)
        cache.set(key, picture, _DAY)
    return bytes(picture)

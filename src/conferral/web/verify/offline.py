"""A page that proves codes without a network, and the worker that keeps it in a browser.

Kept are the page itself, its scripts and the issuer's keys: nothing of any certificate.
"""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferral.web.shared.answers import document
from conferral.web.shared.context import house
from conferral.web.verify.giving import discreet
from conferral.web.verify.rendering import layout

_JAVASCRIPT = "text/javascript; charset=utf-8"
_ALWAYS_ASK = "no-cache"
_LOOK = tuple(f"css/{name}.css" for name in ("tokens", "base", "components", "print"))
_MORE = ("fonts/inter-latin.woff2", "icon.svg", "verify/offline.js")
_MODULES = settings.PACKAGE / "web" / "static" / "verify"


@discreet
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "verify/offline.html")


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """A service worker: it stands at the root, so that it is asked for pages under /c/."""
    kept = {
        "name": f"conferral-{layout()[:16]}",
        "page": reverse("offline"),
        "keys": reverse("key-history"),
        "parts": list(_parts(request)),
    }
    script = render_to_string("verify/offline_worker.js", {"kept": json.dumps(kept)})
    return document(request, script.encode(), _JAVASCRIPT, cache=_ALWAYS_ASK)


def _parts(request: HttpRequest) -> Iterator[str]:
    """Addresses of all that the page is made of."""
    yield from map(static, (*_LOOK, *_MORE))
    told = house(request)["house"]
    yield from filter(None, (told.logo, told.colours))
    for module in sorted(_MODULES.glob("*.js")):
        yield f"{settings.STATIC_URL}verify/{module.name}"  # As modules name each other.

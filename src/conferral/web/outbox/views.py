"""Look at the mail that a demonstration would have sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from conferral.web.outbox import letters as outbox
from conferral.web.shared.letter_page import letter_page
from conferral.web.shared.paging import page_of

View = Callable[..., HttpResponseBase]


def only_in_a_demonstration(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404("Only a demonstration has an outbox.")
        return view(request, *args, **kwargs)

    return guarded


@only_in_a_demonstration
def letters(request: HttpRequest) -> HttpResponse:
    page = page_of(request, outbox.newest())
    shown = [outbox.read(file, place) for file, place in page]
    return render(request, "outbox/letters.html", {"page": page, "letters": shown})


@only_in_a_demonstration
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def letter(request: HttpRequest, name: str, place: int) -> HttpResponse:
    return render(request, "outbox/letter.html", {"letter": _found(name, place)})


@only_in_a_demonstration
@xframe_options_sameorigin
def letter_html(request: HttpRequest, name: str, place: int) -> HttpResponse:
    return letter_page(_found(name, place).html, follows_links=True)


def _found(name: str, place: int) -> outbox.Letter:
    found = outbox.find(name, place)
    if found is None:
        raise Http404("This letter is not in the outbox.")
    return found

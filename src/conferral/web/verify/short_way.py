"""The short way to a prepared page: past sessions, forms and routes, which it does not need.

It is asked for more than everything else together, and by then most of its cost is what Django
does around it. What the long way says beside the page (its policies) is learned from the long way.
"""

import re
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conferral.web.verify.limits import is_shut
from conferral.web.verify.looking import looked
from conferral.web.verify.pages import edition

_PAGE = re.compile(r"/c/([0-9A-Z-]{1,40})")
# Nothing, anything, or HTML before all else, as browsers say it; the rest is weighed at leisure.
_PLAIN = re.compile(r"|\*/\*|text/html(,.*)?")
_ROBOTS = "X-Robots-Tag"
_ITS_OWN = frozenset({"ETag", "Content-Length", _ROBOTS})  # What each page says differently.

Answering = Callable[[HttpRequest], HttpResponse]


def middleware(go_on: Answering) -> Answering:
    """First of all. `go_on`: the long way, for all that is not plainly a prepared page."""
    learned: dict[bool, dict[str, str]] = {}

    def answered(request: HttpRequest) -> HttpResponse:
        number = _asked_for(request)
        if not number or is_shut(request):
            return go_on(request)
        said_beside = learned.get(request.is_secure())
        if said_beside and (answer := _prepared(request, number, said_beside)):
            return answer
        answer = go_on(request)
        if answer.status_code == 200:
            learned[request.is_secure()] = {
                name: value for name, value in answer.items() if name not in _ITS_OWN
            }
        return answer

    return answered


def _asked_for(request: HttpRequest) -> str:
    """The number, if somebody wants the page about it, has none yet, and asks us by our name."""
    page = _PAGE.fullmatch(request.path_info)
    asked = request.META
    if page is None or request.method != "GET" or "HTTP_IF_NONE_MATCH" in asked:
        return ""
    if not _PLAIN.fullmatch(asked.get("HTTP_ACCEPT", "")):
        return ""
    try:
        request.get_host()
    except DisallowedHost:
        return ""
    return page[1]


def _prepared(
    request: HttpRequest, number: str, said_beside: dict[str, str]
) -> HttpResponse | None:
    now = timezone.now()
    found = edition(number, now)
    page = found.page() if found and found.standing.body is not None else None
    if found is None or page is None:
        return None
    looked(request, found.standing.credential, now)
    robots = "all" if found.standing.is_listed else "noindex"
    own = {"ETag": found.etag, "Content-Length": str(len(page)), _ROBOTS: robots}
    return HttpResponse(page, headers=said_beside | own)

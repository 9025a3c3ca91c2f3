"""Requests with a NUL in their text are refused, whichever database is behind us.

PostgreSQL keeps no such text and takes no such question (its manual, section 8.3); SQLite would
look, and find nothing. Forms say no to it in words; this is for addresses, cookies and the rest.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

_FORM = "application/x-www-form-urlencoded"

Answering = Callable[[HttpRequest], HttpResponse]


def middleware(go_on: Answering) -> Answering:
    """Raises BadRequest, so that the answer is the page for requests that could not be read."""

    def answered(request: HttpRequest) -> HttpResponse:
        if _has_nul(request):
            raise BadRequest("There is a NUL in it.")
        return go_on(request)

    return answered


def _has_nul(request: HttpRequest) -> bool:
    return (
        "\0" in request.path_info
        or "%00" in request.META.get("QUERY_STRING", "")
        or r"\000" in request.META.get("HTTP_COOKIE", "")  # As quoted there: RFC 2109.
        or (request.content_type == _FORM and b"%00" in request.body)
    )

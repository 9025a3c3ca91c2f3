"""The most that the server and Django give: an answer as long as a page, and not a question asked.

`bench.empty:application`, for granian.
"""

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

SAID = b"Nothing."
_PAGE = SAID.ljust(10_000)


class _Empty(WSGIHandler):
    """Without middleware, routes and views."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = convert_exception_to_response(_nothing)


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_PAGE, headers={"Content-Length": str(len(_PAGE))})


application = _Empty()

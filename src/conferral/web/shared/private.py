"""What was made for somebody is kept by nobody on its way (RFC 9111; ASVS 5.0, 14.2.5 and 14.3.2).

Who is told nothing keeps files by the ending of their address, .csv and .zip, and gives them to
whoever asks next; a browser shows pages to whoever sits down after their owner has signed out.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PRIVATE = "no-store, private"

Answering = Callable[[HttpRequest], HttpResponse]


def middleware(go_on: Answering) -> Answering:
    """Inside of sessions. A view that says itself what may be kept is not contradicted."""

    def answered(request: HttpRequest) -> HttpResponse:
        answer = go_on(request)
        if request.session.accessed or answer.cookies:
            answer.setdefault("Cache-Control", PRIVATE)
        return answer

    return answered

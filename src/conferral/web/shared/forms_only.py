"""An address that takes forms only and is opened by itself: a page says so, where Django says "".

People come there by the address line, by a bookmark, or when they sign in where a form was sent.
"""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

LOOKING = ("GET", "HEAD")

Answering = Callable[[HttpRequest], HttpResponse]


def middleware(go_on: Answering) -> Answering:
    """Inside of all that the page needs: the session, and who has signed in."""

    def answered(request: HttpRequest) -> HttpResponse:
        answer = go_on(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method not in LOOKING:
            return answer
        page = render(request, "405.html", status=answer.status_code)
        page["Allow"] = answer["Allow"]
        return page

    return answered


def way_back(request: HttpRequest) -> str:
    """Where whoever is asked to sign in goes on: here; of a form, where it stood, or at home."""
    if request.method in LOOKING:
        return request.get_full_path()
    stood = urlsplit(request.META.get("HTTP_REFERER", ""))
    if stood.netloc != request.get_host():
        return reverse("after-sign-in")
    return f"{stood.path}?{stood.query}" if stood.query else stood.path

"""To whom something of a certificate is given out: nobody is followed, and what bears a name that
the page does not show is withheld."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conferral.credentials.issuing import number
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import actions
from conferral.foundation.refusal import Refused

_WAIT = "10"  # Seconds until something that was asked for is there, if the belt is not busy.

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


def given(
    request: HttpRequest, text: str, make: Callable[[Credential], HttpResponse]
) -> HttpResponse:
    """What `make` answers about the certificate of that number, if it may be given out now.

    404: there is none, it is suspended, or `make` has Refused and it may come later. 410: revoked.
    """
    credential = actions.find(text)
    if credential is None:
        return not_found(request, text)
    if credential.revoked_at:
        return withheld(request, credential, status=410)
    if credential.suspended_at:
        return withheld(request, credential, status=404)
    try:
        return make(credential)
    except Refused as refused:
        waits = withheld(request, credential, refused, status=404)
        waits["Retry-After"] = _WAIT
        return waits


def not_found(request: HttpRequest, text: str) -> HttpResponse:
    """The same page for numbers that never were and numbers that are gone."""
    context = {"typed": text[:80], "hint": _hint(text)}
    return render(request, "verify/not_found.html", context, status=404)


def withheld(
    request: HttpRequest, credential: Credential, refused: Refused | None = None, *, status: int
) -> HttpResponse:
    is_suspended = credential.suspended_at and not credential.revoked_at
    context = {"text": credential.number, "refused": refused, "suspended": is_suspended}
    return render(request, "verify/withheld.html", context, status=status)


def _hint(text: str) -> str:
    try:
        number.parse(text)
    except number.NotANumber as slip:
        return slip.hint
    return ""

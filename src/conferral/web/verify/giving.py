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
from conferral.credentials.verification.forms import Form
from conferral.credentials.verification.showing import shows_name
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import ALONE, JSON, SVG, json_document, not_modified
from conferral.web.verify import limits

ALWAYS_ASK = "no-cache"  # Keep it if you like, but ask before each use: it may be revoked.
_TOO_MANY = "Too many numbers were asked for that are not in the register. Try again in a minute."
_WAIT = "10"  # Seconds until something that was asked for is there, if the belt is not busy.

View = Callable[..., HttpResponse]


def discreet(view: View) -> View:
    """Nobody who looks is followed, and robots do not list what they find."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shut = limits.is_shut(request)
        answer = too_many(request) if shut else view(request, *args, **kwargs)
        answer.setdefault("X-Robots-Tag", "noindex")  # Unless its holder wants it found.
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return answered


def given(
    request: HttpRequest, text: str, make: Callable[[Credential], HttpResponse]
) -> HttpResponse:
    """What `make` answers about the certificate of that number, if it may be given out now.

    404: there is none, it is suspended, or `make` has Refused and it may come later. 410: revoked.
    403: its holder does not show the name, which it bears.
    """
    credential = actions.find(text)
    if credential is None:
        return not_found(request, text)
    if credential.revoked_at:
        return withheld(request, credential, status=410)
    if credential.suspended_at:
        return withheld(request, credential, status=404)
    if not shows_name(credential):
        return withheld(request, credential, status=403)
    try:
        return make(credential)
    except Refused as refused:
        waits = withheld(request, credential, refused, status=404)
        waits["Retry-After"] = _WAIT
        return waits


def a_file(request: HttpRequest, form: Form, credential: Credential) -> HttpResponse:
    """May be Refused."""
    answer = HttpResponse(content_type=form.media_type)
    answer["ETag"] = f'"{bytes(credential.digest).hex()[:32]}-{form.ending}"'
    answer["Cache-Control"] = ALWAYS_ASK
    answer["Content-Disposition"] = f'inline; filename="{credential.number}.{form.ending}"'
    if (unchanged := not_modified(request, answer)) is not answer:
        return unchanged
    answer.content = form.make(credential)
    if form.media_type == SVG:
        answer["Content-Security-Policy"] = ALONE
    return answer


def not_found(request: HttpRequest, text: str) -> HttpResponse:
    """The same page for numbers that never were and numbers that are gone."""
    try:
        number.parse(text)
    except number.NotANumber as slip:  # Nobody learns anything from it that is not in the number.
        meant = number.suggestions(text)
        context = {"typed": text[:80], "hint": slip.hint, "meant": meant}
        return render(request, "verify/not_found.html", context, status=404)
    if not limits.guessed(request):
        return too_many(request)
    return render(request, "verify/not_found.html", {"typed": text[:80]}, status=404)


def no_json(request: HttpRequest, text: str) -> HttpResponse:
    """The same for software, which may read it from any site."""
    page = not_found(request, text)
    if page.status_code != 404:
        return page
    gone = json_document(request, {"error": "No certificate has this number."}, cache="no-store")
    gone.status_code = 404
    return gone


def too_many(request: HttpRequest) -> HttpResponse:
    """429, whatever was asked for: guessing tells nothing any more."""
    if request.get_preferred_type(["text/html", JSON]) == JSON or request.path.endswith(".json"):
        answer = json_document(request, {"error": _TOO_MANY}, cache="no-store")
        answer.status_code = 429
    else:
        answer = render(request, "verify/too_many.html", {"too_many": _TOO_MANY}, status=429)
    answer["Retry-After"] = str(limits.RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def withheld(
    request: HttpRequest, credential: Credential, refused: Refused | None = None, *, status: int
) -> HttpResponse:
    is_suspended = credential.suspended_at and not credential.revoked_at
    context = {
        "text": credential.number,
        "refused": refused,
        "suspended": is_suspended,
        "private": not refused and not shows_name(credential),
    }
    return render(request, "verify/withheld.html", context, status=status)

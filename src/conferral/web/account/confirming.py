"""Is it you? A code once more, for whoever has neither a password nor a second factor to show.

Allauth asks the others by itself, and trusts these for as long as they are signed in: whoever found
their desk left could make the account theirs (ASVS 5.0, 7.5.1).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.internal.httpkit import authenticated_user
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from conferral.foundation.accounts.models import Person
from conferral.web.account import letters

View = Callable[..., HttpResponseBase]
_KEY = "code to confirm"
_TRIES = 3


def only_if_fresh(view: View, *, methods: tuple[str, ...] = ("GET", "POST")) -> View:
    """With these methods `view` is for those who have shown a moment ago that it is they."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods or not _is_to_be_asked(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('confirm-by-letter')}?{back}")

    return guarded


def was_shown_lately(request: HttpRequest) -> bool:
    """In any way: by a code, a password or a second factor."""
    moment = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["at"] > moment for record in records)


@login_required
def by_letter(request: HttpRequest) -> HttpResponse:
    """A code is sent when it is asked for; three wrong ones end it. A surer way goes before."""
    if surer := _surer_way(request.user):
        back = urlencode({"next": get_next_redirect_url(request) or reverse("mfa_index")})
        return redirect(f"{surer}?{back}")
    if request.method != "POST":
        return _shown(request)
    if "code" not in request.POST:
        return _sent(request)
    if _is_right(request):
        record_authentication(request, request.user, "code", reauthenticated=True)
        return redirect(get_next_redirect_url(request) or "mfa_index")
    return _shown(request, problem=get_adapter().error_messages["incorrect_code"])


def _is_to_be_asked(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or _surer_way(request.user):
        return False
    return not was_shown_lately(request)


def _surer_way(person: Person | AnonymousUser) -> str:
    """The page on which they show a second factor or type a password; "" of whom has neither."""
    ways = get_adapter().get_reauthentication_methods(person)
    return str(ways[0]["url"]) if ways else ""


def _sent(request: HttpRequest) -> HttpResponse:
    person = authenticated_user(request)
    adapter, address = get_adapter(), person.email
    if not ratelimit.consume(request, action="request_login_code", key=address):
        return _shown(request, problem=adapter.error_messages["too_many_login_attempts"])
    code = adapter.generate_login_code()
    request.session[_KEY] = {"code": code, "at": time.time(), "tries": 0}
    adapter.send_mail(letters.CODE, address, {"user": person, "code": code})
    return _shown(request)


def _is_right(request: HttpRequest) -> bool:
    """Each try counts; the right one ends it, too."""
    kept = _kept(request)
    if kept is None:
        return False
    request.session[_KEY] = kept | {"tries": kept["tries"] + 1}
    if not compare_user_code(actual=request.POST["code"], expected=kept["code"]):
        return False
    del request.session[_KEY]
    return True


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was sent, while it counts."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if kept is None or kept["tries"] >= _TRIES:
        return None
    return kept if time.time() - kept["at"] < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else None


def _shown(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {
        "is_sent": _kept(request) is not None,
        "problem": problem,
        "next": get_next_redirect_url(request) or "",
    }
    status = 422 if problem else 200
    return render(request, "account/confirm_by_letter.html", context, status=status)

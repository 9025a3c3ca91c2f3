"""Whoever has lost every link types their address; a letter tells the rest, this page nothing.

Known and unknown addresses are answered alike, in words and in time.
"""

import hmac
from time import monotonic, sleep, time

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from conferral.credentials.delivery.entrance import send_entrance
from conferral.foundation.accounts.links import named
from conferral.foundation.accounts.models import Person
from conferral.web.learner.access import discreet, is_theirs_still, let_in, secret
from conferral.web.shared.client_address import client_address, neighbourhood

_TRIES, _HOUR = 20, 3600  # From one household or office; seconds.
_TAKES = 0.25  # Seconds: longer than looking somebody up and writing to them.


class FindForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="The one that you enrolled with. We send a link to it.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("email")
def find(request: HttpRequest) -> HttpResponseBase:
    form = FindForm(request.POST or None)
    if request.method != "POST":
        return discreet(render(request, "learner/find.html", {"form": form}))
    if not form.is_valid():
        return discreet(render(request, "learner/find.html", {"form": form}, status=422))
    begun = monotonic()
    if _may_try(request):
        send_entrance(form.cleaned_data["email"])
    sleep(max(0.0, begun + _TAKES - monotonic()))
    return discreet(render(request, "learner/find.html", {"was_sent": True}))


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """By the link of a letter. It is no secret for long: its address is left at once."""
    try:
        link = named(token)
    except (signing.BadSignature, ValueError):
        return _ended()
    person = Person.objects.filter(uuid=link.what, email__isnull=False).first()
    if person is None or not is_theirs_still(link.letter, person):
        return _ended()
    let_in(request, person, link.letter)
    return secret(redirect("me"))


def _ended() -> HttpResponseBase:
    return secret(redirect(f"{reverse('me-find')}?ended"))


def _may_try(request: HttpRequest) -> bool:
    """Counted by the hour, without the address itself. Who is refused reads the same answer."""
    nearby = neighbourhood(client_address(request))
    if not nearby:
        return True
    hidden = hmac.digest(settings.SECRET_KEY.encode(), nearby.encode(), "sha256").hex()
    key = f"find:{hidden}:{int(time()) // _HOUR}"
    tries: int = cache.get(key, 0) + 1
    cache.set(key, tries, _HOUR)  # In a file `incr` would set no end of its own.
    return tries <= _TRIES

"""Whether somebody has shown a second factor in this session, as staff must."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from conferral.web.shared.forms_only import way_back

METHOD = "mfa"
_FIRST = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
_PAGES = {
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
    Authenticator.Type.TOTP: "mfa_reauthenticate",
}


def missing(request: HttpRequest) -> HttpResponseBase | None:
    """Where staff go to show one, or to set one up; None when nothing is missing."""
    if not settings.STAFF_NEED_SECOND_FACTOR or has_shown(request):
        return None
    held = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    page = next((_PAGES[kind] for kind in _FIRST if kind in held), "mfa_index")
    return redirect(f"{reverse(page)}?{urlencode({'next': way_back(request)})}")


def must_stay(one: Authenticator) -> bool:
    """The last one of staff: without it, whoever reads their letters could set up another."""
    if not settings.STAFF_NEED_SECOND_FACTOR or not one.user.memberships.exists():
        return False
    others = Authenticator.objects.filter(user=one.user, type__in=_FIRST).exclude(pk=one.pk)
    return not others.exists()


def has_shown(request: HttpRequest) -> bool:
    """Not only that they have one: a session that began before it was set up has not shown it."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == METHOD for record in records)

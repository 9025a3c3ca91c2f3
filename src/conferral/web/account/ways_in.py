"""How somebody signs in: passkeys, app, password, and services that vouch for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from conferral.foundation.accounts.addresses import addresses_of
from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import BadAddress


@dataclass(frozen=True)
class Service:
    """`account`: the key of what connects the person to it; 0 where nothing does."""

    provider_id: str
    name: str
    account: int = 0


class HowToSignIn(IndexView):
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**more)
        return shown | {"services": list(services_of(self.request.user))}


@login_required
@reauthentication_required(app="allauth.socialaccount")  # type: ignore[untyped-decorator]
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more; POST does it, unless nothing else would let them in."""
    assert isinstance(request.user, Person)  # noqa: S101  # login_required
    account = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    service = Service(account.provider, _names().get(account.provider, account.provider), pk)
    is_only_way = not has_another_way_in(request.user, account)
    if request.method != "POST" or is_only_way:
        shown = {"service": service, "is_only_way": is_only_way}
        status = 409 if request.method == "POST" else 200
        return render(request, "account/service_remove.html", shown, status=status)
    account.delete()
    told = {"provider": service}
    get_adapter().send_notification_mail(
        "socialaccount/email/account_disconnected", request.user, told
    )
    return redirect("mfa_index")


def services_of(person: Person) -> Iterator[Service]:
    """All that there are, and those of theirs that there are no more."""
    theirs = dict(SocialAccount.objects.filter(user=person).values_list("provider", "pk"))
    names = _names()
    for provider_id in [*names, *(theirs.keys() - names.keys())]:
        name = names.get(provider_id, provider_id)
        yield Service(provider_id, name, theirs.get(provider_id, 0))


def has_another_way_in(person: Person, account: SocialAccount) -> bool:
    """A password, a passkey that needs nothing beside it, another service, or a code by letter."""
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    addresses = addresses_of(person)
    dead = BadAddress.objects.open().filter(address__in=addresses).values_list("address", flat=True)
    return (
        person.has_usable_password()
        or bool(addresses - set(dead))
        or SocialAccount.objects.filter(user=person).exclude(pk=account.pk).exists()
        or any(each.wrap().is_passwordless for each in passkeys)
    )


def _names() -> dict[str, str]:
    """By the name that the settings give each."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return {each["provider_id"]: each["name"] for each in apps}


how_to_sign_in = login_required(HowToSignIn.as_view())

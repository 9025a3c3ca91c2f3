"""Setting up a second factor. Whoever has just set one up has shown that they have it."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.http import HttpRequest, HttpResponse

from conferral.web.shared import second_factor


class _SetUp:
    request: HttpRequest

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        record_authentication(
            self.request, self.request.user, second_factor.METHOD, reauthenticated=True
        )
        return answer


class AuthenticatorApp(_SetUp, ActivateTOTPView):
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**more)
        secret = shown["form"].secret
        in_fours = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        return shown | {"secret_in_fours": " ".join(in_fours)}


class Passkey(_SetUp, AddWebAuthnView):
    """A passkey that signs in by itself, if the device can."""


set_up_app = AuthenticatorApp.as_view()
add_passkey = Passkey.as_view()

"""Setting up a second factor, and showing it. Whoever has just set one up has shown it."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import adapter as mfa
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from conferral.web.shared import second_factor

_COUNT_FOR = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # Seconds.


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

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Whoever looked over a shoulder does not come in with the digits that set it up."""
        _count(self.request.user, form.cleaned_data["code"])
        return super().form_valid(form)


class Passkey(_SetUp, AddWebAuthnView):
    """A passkey that signs in by itself, if the device can."""


class RemovePasskey(RemoveWebAuthnView):
    """Allauth asks only of an app whether it may go."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**more)
        return shown | {"problem": self._problem()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self._problem():
            shown = self.get_context_data(form=form)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            answer: HttpResponse = self.render_to_response(shown, status=status)
        else:
            answer = super().form_valid(form)
        return answer

    def _problem(self) -> str:
        adapter = mfa.get_adapter()
        if adapter.can_delete_authenticator(self.object):
            return ""
        return str(adapter.error_messages["cannot_delete_authenticator"])


class _Once(BaseAuthenticateForm):
    """The same digits never count twice (RFC 6238, 5.2).

    Allauth remembers them for one step of the clock, and takes them for as many as it tolerates.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_of_app and not _count(self.user, code):
            raise mfa.get_adapter().validation_error("incorrect_code")
        return code


class Digits(_Once, AuthenticateForm):
    pass


class DigitsAgain(_Once, ReauthenticateForm):
    pass


class Show(AuthenticateView):
    """The digits of the app, a recovery code, or what a passkey says."""

    form_class = Digits

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        person = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        shown: dict[str, Any] = super().get_context_data(**more)
        return shown | {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "is_staff": person.memberships.exists(),
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell_if_recovery_code(form)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


class ShowAgain(ReauthenticateView):
    """Before something is changed that others could use."""

    form_class = DigitsAgain

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell_if_recovery_code(form)
        return answer


class ShowPasskeyAgain(ReauthenticateWebAuthnView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with why: nobody is sent somewhere else."""
        shown = self.get_context_data(form=form)
        answer: HttpResponse = self.render_to_response(shown)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


def _count(person: Any, digits: str) -> bool:
    """False: they have counted already."""
    used = f"digits:{person.pk}:{normalize_user_code(digits)}"
    return cache.add(used, True, timeout=_COUNT_FOR)


def _tell_if_recovery_code(form: forms.Form) -> None:
    """Its owner is told: they may not be the one who had it."""
    if not isinstance(form, BaseAuthenticateForm):
        return
    used = form.authenticator
    if used.type == Authenticator.Type.RECOVERY_CODES:
        used.refresh_from_db()
        left = len(used.wrap().get_unused_codes())
        get_adapter().send_notification_mail("ours/recovery_code_used", form.user, {"left": left})


set_up_app = AuthenticatorApp.as_view()
add_passkey = Passkey.as_view()
remove_passkey = RemovePasskey.as_view()
show = Show.as_view()
show_again = ShowAgain.as_view()
show_passkey_again = ShowPasskeyAgain.as_view()

"""Coming in: by a code that is sent, or by a password. What went wrong is never said too exactly.

A passkey has an address of its own (`mfa_login_webauthn`), because a script asks there.
"""

from http import HTTPStatus
from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.names import known_as
from conferral.web.account import letters
from conferral.web.account.adapters import is_theirs, know_address

_PAGE = "account/sign_in.html"


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """One page for both ways. Whoever types no password is sent a code."""
    by_code = request.method == "POST" and not request.POST.get("password")
    answer: HttpResponseBase = (_BY_CODE if by_code else _BY_PASSWORD)(request)
    return answer


class _Page:
    """What both ways show; a form that was filled in badly is answered with 422."""

    template_name = _PAGE
    request: HttpRequest

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        return shown | {
            "typed": self.request.POST.get("login", ""),
            "password_first": settings.DEMO or bool(self.request.POST.get("password")),
            "providers": get_adapter().list_providers(self.request),
        }

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


class SignIn(LoginForm):
    def clean_login(self) -> str:
        return known_as(super().clean_login())


class ByPassword(_Page, LoginView):
    def get_form_class(self) -> type[SignIn]:
        return SignIn


class AskForCode(RequestLoginCodeForm):
    _user: Person | None

    def clean_email(self) -> str:
        """An address that somebody only typed into their account opens it for nobody."""
        self.cleaned_data["email"] = known_as(self.cleaned_data["email"])
        email: str = super().clean_email()
        if self._user and not is_theirs(self._user, email):
            self._user = None
        return email


class ByCode(_Page, RequestLoginCodeView):
    def get_form_class(self) -> type[AskForCode]:
        return AskForCode

    def get_form_kwargs(self) -> dict[str, Any]:
        wanted: dict[str, Any] = super().get_form_kwargs()
        return wanted | {"data": {"email": self.request.POST.get("login", "")}}

    def form_valid(self, form: AskForCode) -> HttpResponse:
        """Who is not known is written a letter, too, which is thrown away: it takes as long."""
        if not form._user:  # noqa: SLF001
            letters.written(letters.CODE, form.cleaned_data["email"], {"code": _NO_CODE})
        answer: HttpResponse = super().form_valid(form)
        return answer


class ByPasskey(LoginWebAuthnView):
    """What the device has shown. The script asks here first, what it is to show."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """On to where one was going, which allauth forgets."""
        shown = form.cleaned_data["credential"]
        login = Login(user=shown.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, shown, login)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with why: nobody is sent to a page that says nothing."""
        shown = {
            "password_first": settings.DEMO,
            "passkey_problem": _UNKNOWN_PASSKEY,
            "redirect_field_value": self.request.POST.get("next", ""),
            "providers": get_adapter().list_providers(self.request),
            "form": None,
        }
        return render(self.request, _PAGE, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class TypeCode(ConfirmLoginCodeView):
    """The code of the letter. Three wrong ones end it, and fifteen minutes do."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody is sent back to where they began without a word."""
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        begin = reverse("sign-in")
        return redirect(f"{begin}?code=ended") if answer.get("Location") == begin else answer

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Whoever has the code reads what comes to the address: it is theirs."""
        know_address(self._process.user, self._process.state["email"])
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        if answer.status_code == HTTPStatus.OK:
            answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


_NO_CODE = "XXXX-XXXX"
_UNKNOWN_PASSKEY = (
    "This passkey is not known here any more: it was removed from the account, or is of another "
    "site. Have a code sent, and add it again under your account."
)
_BY_PASSWORD = ByPassword.as_view()
_BY_CODE = ByCode.as_view()
by_passkey = ByPasskey.as_view()
type_code = TypeCode.as_view()

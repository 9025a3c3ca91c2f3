"""Sign in, sign out. What went wrong is never said more exactly than it must be."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from conferral.web.account import patience
from conferral.web.shared.client_address import client_address

_WRONG = "That e-mail address and password do not belong together. Check both and try again."
_PAUSED = "There were too many tries. Wait a quarter of an hour, then try again."


class SignInForm(forms.Form):
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        problem = _try(request, **form.cleaned_data)
        if not problem:
            return redirect(_next(request))
        form.add_error(None, problem)
    context: dict[str, Any] = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "account/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")


def _try(request: HttpRequest, *, email: str, password: str) -> str:
    """Sign in with a fresh session. Returns what went wrong, or ""."""
    address = client_address(request)
    if patience.is_exhausted(email, address):
        return _PAUSED
    person = authenticate(request, username=email, password=password)
    if person is None:
        patience.count_failure(email, address)
        return _WRONG
    patience.forget(email, address)
    login(request, person)
    return ""


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url("today")

"""Going out, and where one goes after coming in."""

from allauth.socialaccount.providers.base import AuthError
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Membership
from conferral.web.shared import view_as


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Also out of a sign-in that was only begun; then one begins anew."""
    was_inside = request.user.is_authenticated
    view_as.end(request)
    logout(request)
    return redirect("home" if was_inside else "sign-in")


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Staff go to their work, everybody else to what they have earned."""
    is_staff = Membership.objects.filter(person=request.user.pk).exists()
    return redirect("today" if is_staff else "me")


def provider_failed(request: HttpRequest) -> HttpResponse:
    """Neutral: whether we know the person is not said to the one who came."""
    cancelled = request.GET.get("error") == AuthError.CANCELLED
    return render(request, "account/provider_failed.html", {"cancelled": cancelled})

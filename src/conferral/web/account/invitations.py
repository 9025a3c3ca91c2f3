"""The link in an invitation: what one is asked to be, and the yes."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from conferral.foundation.accounts.models import Person
from conferral.foundation.refusal import Refused
from conferral.foundation.staff import actions
from conferral.foundation.staff.links import invitation_of
from conferral.foundation.staff.models import Invitation
from conferral.web.account.adapters import is_theirs, know_address


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows it and changes nothing, because mail servers follow links; POST accepts."""
    invitation = invitation_of(token)
    if invitation is None or not _is_open(invitation):
        return render(request, "account/invitation_ended.html", status=404)
    if _is_somebody_else(request, invitation):
        shown = {"invitation": invitation, "is_of_somebody_else": True}
        return render(request, "account/invited.html", shown, status=409)
    if request.method != "POST":
        return render(request, "account/invited.html", {"invitation": invitation})
    try:
        person = actions.accept(invitation)
    except Refused as refused:
        shown = {"invitation": invitation, "problem": str(refused)}
        return render(request, "account/invited.html", shown, status=409)
    know_address(person, invitation.email)
    if request.user.is_authenticated:
        return redirect("today")
    record_authentication(request, person, "code", email=invitation.email)
    answer: HttpResponse = perform_login(
        request, Login(user=person, email=invitation.email, redirect_url=reverse("today"))
    )
    return answer


def _is_somebody_else(request: HttpRequest, invitation: Invitation) -> bool:
    """A signed-in colleague does not say yes for whoever was asked."""
    return isinstance(request.user, Person) and not is_theirs(request.user, invitation.email)


def _is_open(invitation: Invitation) -> bool:
    return Invitation.objects.open(timezone.now()).filter(pk=invitation.pk).exists()

"""Where somebody is signed in, and how they end that."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Person
from conferral.web.account.devices import in_words


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda session: (session.is_current(), session.created_at), reverse=True)
    named = [(session, in_words(session.user_agent)) for session in found]
    return render(request, "account/sessions.html", {"sessions": named})


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own; the browser that has it is asked to sign in at its next step."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    return redirect("sessions")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)  # noqa: S101  # login_required
    for session in UserSession.objects.filter(user=request.user):
        if session.session_key != request.session.session_key:
            session.end()
    return redirect("sessions")

"""Certificates that say less than was reported since: replace them, or let them stay."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.recalls import actions
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards import hindsight
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of


class LeaveForm(forms.Form):
    because = forms.CharField(max_length=200)


@requires(Right.SEE_REGISTER)
def reported_since(request: MemberRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Right.REVOKE)
def leave(request: MemberRequest, number: str) -> HttpResponse:
    ours = Credential.objects.of(request.organization).select_related("award")
    credential, form = get_object_or_404(ours, number=number), LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, "Say why it stays, in up to 200 characters.", status=422)
    if not _proposed(request).filter(pk=credential.pk).exists():
        return _page(request, "Somebody has decided about it already.", status=409)
    because = form.cleaned_data["because"]
    try:
        hindsight.leave(request.organization, credential.award, request.user, because)
    except Refused as refused:
        return _page(request, str(refused), status=409)
    return redirect("reported-since")


def _proposed(request: MemberRequest) -> CredentialQuerySet:
    """What is being replaced already is not among them."""
    return actions.reported_since(request.organization, timezone.now())


def _page(request: MemberRequest, refused: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(request, _proposed(request)),
        "may_decide": Right.REVOKE in request.rights,
        "refused": refused,
    }
    return render(request, "staff/reported_since.html", context, status=status)

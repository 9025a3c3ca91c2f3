"""For which organization somebody acts, where they are staff of several."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.web.shared import acting
from conferral.web.shared.access import MemberRequest, requires


@requires(Right.SEE_REGISTER)
def organizations(request: MemberRequest) -> HttpResponse:
    return render(request, "staff/organizations.html")


@require_POST
@requires(Right.SEE_REGISTER)
def act_for(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Of others nobody learns whether they are there."""
    theirs = next((each for each in request.organizations if each.uuid == uuid), None)
    if theirs is None:
        raise Http404(uuid)
    acting.choose(request, theirs)
    return redirect("today")

"""What we found when we looked at our own certificates the way a stranger would."""

from django.http import HttpResponse
from django.shortcuts import render

from conferral.foundation.accounts.roles import Right
from conferral.oversight.selfcheck.models import Sweep
from conferral.web.shared.access import MemberRequest, requires

_SHOWN = 10


@requires(Right.SEE_REGISTER)
def selfcheck(request: MemberRequest) -> HttpResponse:
    newest = list(Sweep.objects.of(request.organization).order_by("-pk")[:_SHOWN])
    context = {"newest": newest[0] if newest else None, "sweeps": newest}
    return render(request, "staff/selfcheck.html", context)

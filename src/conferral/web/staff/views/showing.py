"""What strangers see of a certificate's holder, where the holder has asked the staff for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.showing import choose
from conferral.foundation.accounts.roles import Right
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.showing_form import ShowingForm


@require_POST
@requires(Right.REVOKE)
def showing(request: MemberRequest, number: str) -> HttpResponse:
    found = Credential.objects.of(request.organization).kept()
    credential = get_object_or_404(found, number=number)
    form = ShowingForm(request.POST)
    if form.is_valid():
        choose(credential, form.choice, request.user)
    return redirect("staff-certificate", number=credential.number)

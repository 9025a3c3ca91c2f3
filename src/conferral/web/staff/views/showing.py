"""What strangers see of a holder, at the holder’s wish; and the paper, which the staff may have."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.forms import PDF, PNG
from conferral.credentials.verification.showing import choose
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.showing_form import ShowingForm

_PAPERS = {form.ending: form for form in (PDF, PNG)}


@require_POST
@requires(Right.REVOKE)
def showing(request: MemberRequest, number: str) -> HttpResponse:
    credential = get_object_or_404(_ours(request), number=number)
    form = ShowingForm(request.POST)
    if form.is_valid():
        try:
            choose(credential, form.choice, request.user)
        except Refused:  # Of somebody under age; that page says who decides it.
            return redirect("learner-consents", credential.award.enrolment_id)
    return redirect("staff-certificate", number=credential.number)


@requires(Right.SEE_REGISTER)
def paper(request: MemberRequest, number: str, ending: str) -> HttpResponse:
    """The certificate as issued, whatever strangers may have of it."""
    get_object_or_404(_ours(request), number=number)
    credential, form = find(number), _PAPERS.get(ending)
    if credential is None or form is None:
        raise Http404(ending)
    try:
        answer = HttpResponse(form.make(credential), content_type=form.media_type)
    except Refused as refused:
        raise Http404(str(refused)) from refused
    answer["Content-Disposition"] = f'inline; filename="{credential.number}.{form.ending}"'
    return answer


def _ours(request: MemberRequest) -> CredentialQuerySet:
    return Credential.objects.of(request.organization).kept()

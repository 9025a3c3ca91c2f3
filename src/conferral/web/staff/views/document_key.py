"""The certificate of the key that signs documents: asked for, and put to use."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from conferral.credentials.sealing import actions
from conferral.credentials.sealing.models import CertificateRequest
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.key_forms import CertificateForm
from conferral.web.staff.key_page import shown, tried


@require_POST
@requires(Right.MANAGE_KEYS)
def ask_for_request(request: MemberRequest) -> HttpResponse:
    return tried(request, lambda: actions.ask_for_request(request.organization, request.user))


@requires(Right.MANAGE_KEYS)
def certificate_request(request: MemberRequest) -> HttpResponse:
    """The newest request for the key in use, as a file."""
    ours = CertificateRequest.objects.filter(organization=request.organization)
    asked = ours.signed().first()
    if asked is None:
        raise Http404("Nobody has asked for one, or it is not written yet.")
    answer = HttpResponse(asked.pem, content_type="application/x-pem-file")
    answer["Content-Disposition"] = 'attachment; filename="request.pem"'
    return answer


@require_POST
@requires(Right.MANAGE_KEYS)
def use_certificate(request: MemberRequest) -> HttpResponse:
    form = CertificateForm(request.POST, request.FILES, prefix="certificate")
    if form.is_valid():
        try:
            actions.use_certificate(request.organization, request.user, form.content)
        except Refused as no:
            form.add_error("file", str(no))
        else:
            return redirect("keys")
    return shown(request, failed=form)

"""What readers of Blockcerts ask an issuer for, where there is one that has any."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from conferral.credentials.blockcerts import documents
from conferral.credentials.issuing.addresses import short_address
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import json_document
from credkit.did import did_web

_FIVE_MINUTES = "public, max-age=300"
_ASK = "no-cache"  # It may have been revoked a minute ago.


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    try:
        profile = documents.issuer_profile(_organization())
    except Refused as refused:
        raise Http404("No account anchors here.") from refused
    return json_document(request, profile, cache=_FIVE_MINUTES)


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """About the document that `assertionId` names."""
    asked = request.GET.get("assertionId", "")
    return json_document(request, documents.revocations(_organization(), asked), cache=_ASK)


def _organization() -> Organization:
    asking = Organization.objects.filter(has_blockcerts=True)
    return get_object_or_404(asking, did=did_web(short_address()))

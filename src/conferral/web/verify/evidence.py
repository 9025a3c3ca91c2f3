"""Everything that proves a certificate, as one file beside its page: /c/NUMBER.evidence.json."""

from functools import partial

from django.http import HttpRequest, HttpResponse

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.evidence import evidence_file
from conferral.web.shared.answers import document
from conferral.web.verify.giving import discreet, given
from credkit.verify.evidence import MEDIA_TYPE


@discreet
def evidence(request: HttpRequest, text: str) -> HttpResponse:
    """It bears the holder's name, so it is given for whom the certificate is given."""
    return given(request, text, partial(_given_evidence, request))


def _given_evidence(request: HttpRequest, credential: Credential) -> HttpResponse:
    """May be Refused."""
    answer = document(request, evidence_file(credential), MEDIA_TYPE, cache="no-cache")
    named = f"{credential.number}.evidence.json"
    answer["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer

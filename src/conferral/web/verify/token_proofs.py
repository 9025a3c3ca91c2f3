"""That the public log was told of a token, as a file beside the token: /c/NUMBER.jwt.tlog-proof."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conferral.credentials.envelopes.actions import token_of
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import actions
from conferral.credentials.verification.log_proof import token_tlog_proof
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import document
from conferral.web.verify.views import discreet
from credkit.tlog.proof_file import MEDIA_TYPE
from credkit.verify.tokens import token_digest

KINDS = "|".join(Kind)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WAIT = "10"  # Seconds until a token that was asked for is there and logged, if nothing is busy.


@discreet
def token_proof(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    """Of the token as it is given today, or of an earlier one: ?token=SHA-256 of what is signed.

    It is given for whom the token is given.
    """
    credential = actions.find(text)
    if credential is None:
        return render(request, "verify/not_found.html", {"typed": text[:80]}, status=404)
    if credential.revoked_at:
        return _withheld(request, credential, status=410)
    if credential.suspended_at:
        return _withheld(request, credential, status=404)
    try:
        proof = token_tlog_proof(credential, _digest(request, credential, Kind(kind)))
    except Refused as refused:
        waits = _withheld(request, credential, refused, status=404)
        waits["Retry-After"] = _WAIT
        return waits
    answer = document(request, proof, MEDIA_TYPE, cache="no-cache")
    named = f"{credential.number}.{kind}.tlog-proof"
    answer["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer


def _digest(request: HttpRequest, credential: Credential, kind: Kind) -> str:
    wanted = request.GET.get("token")
    if wanted is None:
        return token_digest(token_of(credential, kind))
    if not _DIGEST.fullmatch(wanted):
        raise Refused("A token is named by its SHA-256: 64 digits from 0 to f.")
    return wanted


def _withheld(
    request: HttpRequest, credential: Credential, refused: Refused | None = None, *, status: int
) -> HttpResponse:
    is_suspended = credential.suspended_at and not credential.revoked_at
    context = {"text": credential.number, "refused": refused, "suspended": is_suspended}
    return render(request, "verify/withheld.html", context, status=status)

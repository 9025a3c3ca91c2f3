"""That the public log was told of a token, as a file beside the token: /c/NUMBER.jwt.tlog-proof."""

import re
from functools import partial

from django.http import HttpRequest, HttpResponse

from conferral.credentials.envelopes.actions import token_of
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.log_proof import token_tlog_proof
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import document
from conferral.web.verify.giving import discreet, given
from credkit.tlog.proof_file import MEDIA_TYPE
from credkit.verify.tokens import token_digest

KINDS = "|".join(Kind)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@discreet
def token_proof(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    """Of the token as it is given today, or of an earlier one: ?token=SHA-256 of what is signed.

    It is given for whom the token is given.
    """
    return given(request, text, partial(_given_proof, request, Kind(kind)))


def _given_proof(request: HttpRequest, kind: Kind, credential: Credential) -> HttpResponse:
    """May be Refused."""
    proof = token_tlog_proof(credential, _digest(request, credential, kind))
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

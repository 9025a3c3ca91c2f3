"""Whether a name that was shown to somebody is the one on a certificate: yes or no, no more.

POST, so that a name stands in no address and in no log of addresses; what is typed is not kept.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.showing import is_holder
from conferral.web.shared.answers import JSON, json_document
from conferral.web.verify import limits
from conferral.web.verify.facts import shows_everything
from conferral.web.verify.giving import discreet, not_found, too_many

_LONGEST = 200  # Characters of a name.


@csrf_exempt  # It changes nothing and asks nobody who they are: pages here set no cookie.
@require_POST
@sensitive_post_parameters("name")
@discreet
def name_match(request: HttpRequest, text: str) -> HttpResponse:
    """Few tries for each certificate, whoever makes them: a name is not to be found by trying."""
    credential = find(text)
    if credential is None:
        return not_found(request, text)
    name = request.POST.get("name", "").strip()[:_LONGEST]
    if name and not limits.tried_name(credential.number):
        return too_many(request)
    if not name or not shows_everything(judge_ours(credential, timezone.now()).status):
        return redirect("certificate", text=credential.number)  # There nobody is named at all.
    return _answer(request, credential, is_same=is_holder(credential, name))


def _answer(request: HttpRequest, credential: Credential, *, is_same: bool) -> HttpResponse:
    if request.get_preferred_type(["text/html", JSON]) == JSON:
        said = {"number": credential.number, "matches": is_same}
        return json_document(request, said, cache="no-store")
    context = {"number": credential.number, "is_same": is_same}
    answer = render(request, "verify/name_match.html", context)
    answer["Cache-Control"] = "no-store"
    return answer

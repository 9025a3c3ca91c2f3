"""What a holder’s own link shows: the whole certificate, until they want it to end."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import actions, sharing
from conferral.credentials.verification.forms import FORMS
from conferral.credentials.verification.models import Share
from conferral.foundation.refusal import Refused
from conferral.web.verify import rendering
from conferral.web.verify.giving import a_file, discreet, withheld
from conferral.web.verify.looking import is_somebody

_NOT_KEPT = "no-store"  # Whoever ends a link has ended it at once.


@require_safe
@discreet
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    share, credential = _opened(slug, now)
    if share is None or credential is None:
        return _ended(request)
    page = rendering.shared(share, credential, actions.judge_ours(credential, now))
    if is_somebody(request):
        sharing.count(share)
    return HttpResponse(page, headers={"Cache-Control": _NOT_KEPT})


@require_safe
@discreet
def shared_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    share, credential = _opened(slug, timezone.now())
    form = FORMS.get(ending)
    if share is None or credential is None or form is None:
        return _ended(request)
    if credential.revoked_at or credential.suspended_at:
        return redirect("shared", slug=slug)
    try:
        answer = a_file(request, form, credential)
    except Refused as refused:  # It is being printed, or signed.
        answer = withheld(request, credential, refused, status=404)
    answer["Cache-Control"] = _NOT_KEPT
    return answer


def _opened(slug: str, now: datetime) -> tuple[Share | None, Credential | None]:
    share = sharing.opened(slug, now)
    return share, actions.find(share.credential.number) if share else None


def _ended(request: HttpRequest) -> HttpResponse:
    """The same for links that ended and links that never were."""
    answer = render(request, "verify/share_ended.html", status=404)
    answer["Cache-Control"] = _NOT_KEPT
    return answer

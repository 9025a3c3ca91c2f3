"""Letters about many certificates sent again: first who would get one, then a run to watch."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conferral.credentials.delivery import resending
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.shown import word_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import number_in
from conferral.web.staff.views.certificates import found_by

_SHOWN = 20


@requires(Right.SEE_MAIL)
def new(request: MemberRequest) -> HttpResponse:
    """Its address says which, as the register's filter does: those ticked, or `all=found`."""
    chosen = _chosen(request)
    if request.method != "POST":
        return _previewed(request, chosen)
    try:
        asked = resending.send_all(
            request.organization,
            request.user,
            chosen,
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
        )
    except Refused as refused:
        return _previewed(request, chosen, str(refused))
    return redirect("run", tracking.of(asked).get().pk)


def _chosen(request: MemberRequest) -> CredentialQuerySet:
    is_said = request.GET.getlist("number") or request.GET.get("all") == "found"
    return found_by(request, timezone.now()) if is_said else Credential.objects.none()


def _previewed(
    request: MemberRequest, chosen: CredentialQuerySet, refused: str = ""
) -> HttpResponse:
    sendable = resending.sendable(chosen)
    context = {
        "seen": resending.preview(chosen),
        "shown": word_of(sendable.values_list("pk", flat=True)),
        "some": sendable.order_by("-issued_at", "-pk")[:_SHOWN],
        "query": request.GET.urlencode(),
        "refused": refused,
    }
    return render(request, "staff/resending.html", context, status=409 if refused else 200)

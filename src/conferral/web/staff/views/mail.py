"""Letters on their way: what is sent, what waits, what a person must look at."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.delivery import turns
from conferral.foundation.accounts.roles import Right
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail import actions
from conferral.foundation.mail.models import BadAddress, Message, MessageQuerySet
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import word_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import number_in
from conferral.web.shared.paging import KeysFirst, page_of

STATES = ("waiting", "stuck", "sent", "stopped")


@requires(Right.SEE_MAIL)
def mail(request: MemberRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@requires(Right.REVOKE)
def decide_late(request: MemberRequest) -> HttpResponse:
    """Of letters that the belt came to too late."""
    try:
        turns.decide_late(
            request.organization,
            request.user,
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
            is_written="write" in request.POST,
        )
    except Refused as refused:
        return _shown(request, refused)
    return redirect("mail")


@require_POST
@requires(Right.SEE_MAIL)
def retry(request: MemberRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(_mine(request).unsent(), pk=pk)
    with suppress(Refused):  # It went meanwhile; the list will say so.
        actions.retry(message, request.user)
    return redirect("mail")


def _shown(request: MemberRequest, refused: Refused | None = None) -> HttpResponse:
    page = page_of(request, KeysFirst(_found(request).order_by("-queued_at", "-pk")))
    late = list(turns.late(request.organization, timezone.now()))
    context = {
        "page": page,
        "states": STATES,
        "asked": request.GET,
        "patience": PATIENCE,
        "to_mend": BadAddress.objects.of(request.organization).to_mend().count(),
        "late": late,
        "shown": word_of(event.pk for event in late),
        "may_decide": Right.REVOKE in request.rights,
        "refused": refused,
    }
    return render(request, "staff/mail.html", context, status=409 if refused else 200)


def _found(request: MemberRequest) -> MessageQuerySet:
    messages = _mine(request)
    match request.GET.get("state"):
        case "sent":
            return messages.filter(sent_at__isnull=False)
        case "stopped":
            return messages.filter(stopped_at__isnull=False)
        case "stuck":
            return messages.unsent().in_trouble()
        case "waiting":
            return messages.unsent().filter(attempts__lt=PATIENCE)
    return messages


def _mine(request: MemberRequest) -> MessageQuerySet:
    return Message.objects.filter(organization=request.organization)

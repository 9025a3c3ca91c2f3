"""The brakes: what has just been issued and can be stopped, batches that are held, the settings."""

from dataclasses import asdict

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery import undo
from conferral.credentials.delivery.models import Stopping
from conferral.credentials.issuing.models import CredentialQuerySet
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes import actions
from conferral.foundation.brakes.models import Batch
from conferral.foundation.brakes.terms import brakes_of, terms_of
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.shown import word_of
from conferral.learning.awards import braking
from conferral.oversight.reports.batches import look_at
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import asks_for_part, number_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.brake_forms import BrakesForm, CancelForm, StopForm
from conferral.web.staff.run_page import open_about, shown_about


@requires(Right.SEE_REGISTER)
def just_issued(request: MemberRequest) -> HttpResponse:
    """What can still be stopped, and for how long."""
    now, organization = timezone.now(), request.organization
    context = {
        "now": now,
        "fresh": undo.just_issued(organization, now),
        "window": brakes_of(organization).undo_minutes,
        "stopped": number_in(request.GET.get("stopped", "")),
        "stopping": open_about(request, Stopping),
        "may_stop": Right.REVOKE in request.rights,
    }
    part = "staff/just_issued_part.html" if asks_for_part(request) else ""
    return render(request, part or "staff/just_issued.html", context)


@requires(Right.REVOKE)
def stop(request: MemberRequest) -> HttpResponse:
    """Which they are and how many; then no letter of theirs leaves, and the belt revokes them."""
    if request.method != "POST":
        return _stop_shown(request, request.GET.get("version", ""), StopForm())
    version, form = request.POST.get("version", ""), StopForm(request.POST)
    if not form.is_valid():
        return _stop_shown(request, version, form)
    try:
        stopping = delivery.stop(
            request.organization,
            request.user,
            undo.up_to(_chosen(request, version), number_in(request.POST.get("last", ""))),
            form.cleaned_data["because"],
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
        )
    except Refused as refused:
        return _stop_shown(request, version, form, refused)
    return redirect(f"{reverse('just-issued')}?stopped={stopping.count}")


@requires(Right.SEE_REGISTER)
def batches(request: MemberRequest) -> HttpResponse:
    found = _batches(request).order_by("-pk").select_related("approved_by", "cancelled_by")
    return render(request, "staff/batches.html", {"page": page_of(request, found)})


@requires(Right.SEE_REGISTER)
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    return _batch_shown(request, _batch(request, pk))


@require_POST
@requires(Right.RELEASE)
def let_go(request: MemberRequest, pk: int) -> HttpResponse:
    held, expected = _batch(request, pk), number_in(request.POST.get("expected", ""))
    shown = request.POST.get("shown", "")
    try:
        braking.let_go(held, request.user, timezone.now(), expected=expected, shown=shown)
    except Refused as refused:
        return _batch_shown(request, _batch(request, pk), refused)
    return redirect("batch", pk=pk)


@require_POST
@requires(Right.RELEASE)
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    held, form = _batch(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        return _batch_shown(request, held, form=form)
    try:
        braking.cancel(held, request.user, form.cleaned_data["because"], timezone.now())
    except Refused as refused:
        return _batch_shown(request, _batch(request, pk), refused)
    return redirect("batch", pk=pk)


@requires(Right.EDIT_ORGANIZATION)
def settings(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        form = BrakesForm(initial=asdict(terms_of(request.organization)))
        return render(request, "staff/brakes.html", {"form": form})
    form = BrakesForm(request.POST)
    if form.is_valid():
        try:
            actions.change(request.organization, form.terms, request.user)
        except RefusedPart as refused:
            form.add_error(refused.part, str(refused))
        else:
            return redirect("brakes")
    return render(request, "staff/brakes.html", {"form": form}, status=422)


def _chosen(request: MemberRequest, version: str) -> CredentialQuerySet:
    """Those of one version, by its key; none where that is none."""
    found = undo.stoppable(request.organization, timezone.now())
    return found.filter(award__enrolment__version=number_in(version))


def _stop_shown(
    request: MemberRequest, version: str, form: StopForm, refused: Refused | None = None
) -> HttpResponse:
    related = ("award__enrolment__person", "award__enrolment__version__course")
    chosen = _chosen(request, version)
    last = undo.last_of(chosen)
    found = undo.up_to(chosen, last).order_by("pk")
    keys = found.values_list("pk", flat=True)
    context = {
        "page": page_of(request, found.select_related(*related)),
        "count": len(keys),
        "shown": word_of(keys),
        "last": last,
        "version": version,
        "form": form,
        "refused": refused,
    }
    status = 422 if refused or form.errors else 200
    return render(request, "staff/just_issued_stop.html", context, status=status)


def _batches(request: MemberRequest) -> QuerySet[Batch]:
    return Batch.objects.of(request.organization)


def _batch(request: MemberRequest, pk: int) -> Batch:
    related = ("organization", "submitted_by", "approved_by", "cancelled_by")
    return get_object_or_404(_batches(request).select_related(*related), pk=pk)


def _batch_shown(
    request: MemberRequest,
    held: Batch,
    refused: Refused | None = None,
    form: CancelForm | None = None,
) -> HttpResponse:
    look = look_at(held)
    context = {
        "batch": held,
        "look": look,
        "is_mine": request.user in look.behind,
        "may_decide": held.is_open and Right.RELEASE in request.rights,
        "form": form or CancelForm(),
        "refused": refused,
        "shown": shown_about(request, held),
    }
    return render(request, "staff/batch.html", context, status=422 if refused or form else 200)

"""Many waiting certificates at once: hold them, or let them go, after a look at which they are."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import word_of
from conferral.learning.awards import holding
from conferral.learning.awards.models import AwardQuerySet
from conferral.oversight.reports import waiting as report
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import keys_in, number_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.saved_filters import ASKS
from conferral.web.staff.views.waiting import wanted_of

Fit = Callable[[Organization, AwardQuerySet], AwardQuerySet]


class HoldForm(forms.Form):
    because = forms.CharField(
        label="Why", max_length=200, help_text="For colleagues: what must be looked into."
    )


@requires(Right.RELEASE)
def hold_many(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _previewed(request, request.GET, holding.holdable, HoldForm())
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _previewed(request, request.POST, holding.holdable, form)
    try:
        count = holding.hold_all(
            request.organization,
            request.user,
            _chosen(request, request.POST),
            form.cleaned_data["because"],
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _previewed(request, request.POST, holding.holdable, form)
    return redirect(f"{reverse('waiting')}?for=hold&held={count}")


@requires(Right.RELEASE)
def let_go_many(request: MemberRequest) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _previewed(request, request.GET, holding.held_by_somebody, form)
    try:
        count = holding.let_go_all(
            request.organization,
            request.user,
            _chosen(request, request.POST),
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _previewed(request, request.POST, holding.held_by_somebody, form)
    return redirect(f"{reverse('waiting')}?let-go={count}")


def _chosen(request: MemberRequest, asked: QueryDict) -> AwardQuerySet:
    """Those that were ticked; or all that the page's filter shows."""
    found = report.waiting(request.organization, timezone.localdate(), wanted_of(asked))
    ticked = keys_in(asked, "award")
    return found.filter(pk__in=ticked) if ticked else found


def _previewed(
    request: MemberRequest, asked: QueryDict, fit: Fit, form: forms.Form
) -> HttpResponse:
    chosen = _chosen(request, asked)
    found = fit(request.organization, chosen)
    keys = found.values_list("pk", flat=True)
    context = {
        "page": page_of(request, found),
        "count": (count := len(keys)),
        "shown": word_of(keys),
        "unfit": chosen.count() - count,
        "form": form,
        "sent": [
            (key, value) for key in (*ASKS["waiting"], "award") for value in asked.getlist(key)
        ],
        "lets_go": fit is holding.held_by_somebody,
    }
    return render(request, "staff/waiting_hold.html", context, status=422 if form.errors else 200)

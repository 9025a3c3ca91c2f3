"""Points of many learners from one table: looked at first, then entered as a run."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.learning.renewal import taking_in
from conferral.learning.renewal.models import Activity, PointsTable
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.renewal_forms import PointsFileForm

_LAST = 10  # That were entered, so that one sees where one is.
_SHOWN = 200  # Of a preview.


@requires(Right.EVALUATE)
def points(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, PointsFileForm())
    form = PointsFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = taking_in.look(request.organization, request.user, file.name, file)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("points-table", table.pk)
    return _form(request, form, status=422)


@requires(Right.EVALUATE)
def table(request: MemberRequest, pk: int) -> HttpResponse:
    """What it would bring; once it is being entered, how far that is."""
    found = _table(request, pk)
    run = tracking.of(found).first()
    return redirect("run", run.pk) if run else _previewed(request, found)


@require_POST
@requires(Right.EVALUATE)
def enter(request: MemberRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    try:
        run = taking_in.begin(found, request.user)
    except Refused as refused:
        return _previewed(request, found, refused)
    return redirect("run", run.pk)


def _table(request: MemberRequest, pk: int) -> PointsTable:
    ours = PointsTable.objects.filter(organization=request.organization)
    return get_object_or_404(ours.select_related("organization"), pk=pk)


def _form(request: MemberRequest, form: PointsFileForm, *, status: int = 200) -> HttpResponse:
    kept = Activity.objects.filter(organization=request.organization)
    last = kept.select_related("person", "entered_by").order_by("-pk")[:_LAST]
    return render(request, "staff/points.html", {"form": form, "last": last}, status=status)


def _previewed(
    request: MemberRequest, found: PointsTable, refused: Refused | None = None
) -> HttpResponse:
    seen = taking_in.preview(found, request.user)
    context = {
        "table": found,
        "seen": seen,
        "count": len(seen.new),
        "new": seen.new[:_SHOWN],
        "left_out": seen.refused[:_SHOWN],
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "staff/points_preview.html", context, status=status)

"""Points of many learners from one table: looked at first, then entered."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.renewal import taking_in
from conferral.learning.renewal.models import Activity
from conferral.learning.renewal.points_file import Lines, written
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.renewal_forms import PointsConfirmForm, PointsFileForm

LINES = 2000  # Of a table; a page must answer within seconds, and it carries them to the next.
_LAST = 10  # That were entered, so that one sees where one is.
_SHOWN = 200  # Of a preview.


@requires(Right.EVALUATE)
def points(request: MemberRequest) -> HttpResponse:
    """The form; with a file what it would bring, and nothing is written yet."""
    if request.method != "POST":
        return _form(request, PointsFileForm())
    form = PointsFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = taking_in.lines_in(request.organization, file.name, file)
            return _previewed(request, _few(lines), file.name)
        except Refused as refused:
            form.add_error("file", str(refused))
    return _form(request, form, status=422)


@require_POST
@requires(Right.EVALUATE)
def enter(request: MemberRequest) -> HttpResponse:
    """What was shown. Where it is not the same any more, it is shown again."""
    form = PointsConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("points")
    said, ours = form.cleaned_data, request.organization
    try:
        lines = _few(taking_in.lines_again(ours, said["lines"]))
    except Refused:  # Nobody was shown that.
        return redirect("points")
    try:
        seen = taking_in.take_in(ours, lines, request.user, expected=said["expected"])
    except Refused as refused:
        return _previewed(request, lines, said["name"], refused)
    return redirect(f"{reverse('points')}?entered={len(seen.new)}")


def _few(lines: Lines) -> Lines:
    if len(lines) > LINES:
        raise Refused(
            f"It has {len(lines):,} lines. A page takes {LINES:,}: split it, or ask whoever runs "
            "Conferral to enter it (conferral renewal points)."
        )
    return lines


def _form(request: MemberRequest, form: PointsFileForm, *, status: int = 200) -> HttpResponse:
    kept = Activity.objects.filter(organization=request.organization)
    entered = request.GET.get("entered", "")
    context = {
        "form": form,
        "last": kept.select_related("person", "entered_by").order_by("-pk")[:_LAST],
        "entered": entered if entered.isdecimal() else "",
    }
    return render(request, "staff/points.html", context, status=status)


def _previewed(
    request: MemberRequest, lines: Lines, name: str, refused: Refused | None = None
) -> HttpResponse:
    seen = taking_in.preview(request.organization, lines, request.user)
    context = {
        "name": name,
        "seen": seen,
        "count": len(seen.new),
        "new": seen.new[:_SHOWN],
        "left_out": seen.refused[:_SHOWN],
        "lines": written(line for line, _ in seen.new),
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "staff/points_preview.html", context, status=status)

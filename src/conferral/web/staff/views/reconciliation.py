"""Where each certificate that was earned is by now; every difference, and what helps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from conferral.credentials.delivery import actions
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course
from conferral.oversight.reports import reconciliation as report
from conferral.oversight.reports.reconciliation import Line, Place, Stage, Wanted
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import day_in
from conferral.web.shared.paging import page_of

_STAGES = {
    Stage.EARNED: "Earned",
    Stage.ISSUED: "Issued",
    Stage.LOGGED: "Logged",
    Stage.PRINTED: "Printed",
    Stage.WRITTEN: "Letter written",
    Stage.SENT: "Sent",
    Stage.LOOKED_AT: "Looked at",
}
_WAITING = {
    Place.HOLD: "hold",
    Place.APPROVAL: "approval",
    Place.MODERATION: "moderation",
    Place.ACCREDITATION: "accreditation",
    Place.RELEASE: "release",
}
_SENT = {Place.SENT, Place.SILENT, Place.LOOKED_AT}
_STUCK = {Place.UNSIGNED, Place.UNPRINTED, Place.UNWRITTEN, Place.TO_LOG}


@dataclass(frozen=True)
class Difference:
    """`remedy`: where somebody can help, and what it is called there; None: it goes by itself."""

    place: Place
    count: int
    address: str
    remedy: tuple[str, str] | None


@requires(Right.SEE_REGISTER)
def reconciliation(request: MemberRequest) -> HttpResponse:
    wanted = _wanted(request.GET)
    lines = report.reconcile(request.organization, wanted, timezone.now())
    courses = Course.objects.of(request.organization).titled()
    titles = dict(courses.values_list("code", "title"))  # type: ignore[misc]  # It is annotated.
    context = {
        "stages": _STAGES.values(),
        "lines": [(titles.get(each.course), each.course, _staged(each)) for each in lines],
        "total": _staged(report.total(lines)),
        "differences": _differences(request, report.total(lines)),
        "courses": courses,
        "asked": request.GET,
    }
    return render(request, "staff/reconciliation.html", context)


@requires(Right.SEE_REGISTER)
def reconciliation_csv(request: MemberRequest) -> HttpResponseBase:
    lines = report.reconcile(request.organization, _wanted(request.GET), timezone.now())
    header = ("Course", *_STAGES.values(), *(place.capitalize() for place in Place))
    rows = ((each.course, *each.stages, *_counts(each)) for each in lines)
    return spreadsheet("reconciliation.csv", header, rows)


@requires(Right.SEE_REGISTER)
def place(request: MemberRequest) -> HttpResponse:
    """Whoever stands at one place, each with their certificate."""
    return _place_shown(request, request.GET)


@require_POST
@requires(Right.SEE_MAIL)
def send_again(request: MemberRequest, number: str) -> HttpResponse:
    """One more letter about a certificate, for mail that was taken and lost."""
    ours = Credential.objects.of(request.organization)
    related = ("award__enrolment__person", "status_list__organization")
    credential = get_object_or_404(ours.select_related(*related), number=number)
    try:
        actions.send_again(credential, request.user)
    except Refused as refused:
        return _place_shown(request, request.POST, refused)
    return redirect("staff-certificate", number=number)


def _wanted(asked: QueryDict) -> Wanted:
    """As the filter of the page says it; what it cannot mean is left out."""
    days = [day_in(asked.get(name, "")) for name in ("since", "until")]
    return Wanted(asked.get("course", ""), *days)


def _staged(line: Line) -> list[tuple[str, int]]:
    """How many have come to each stage, with its name."""
    return list(zip(_STAGES.values(), line.stages, strict=True))


def _counts(line: Line) -> Iterator[int]:
    for each in Place:
        yield line.places.get(each, 0)


def _differences(request: MemberRequest, line: Line) -> list[Difference]:
    kept = {name: request.GET.get(name, "") for name in ("course", "since", "until")}
    return [
        Difference(
            place,
            count,
            f"{reverse('reconciliation-place')}?{urlencode(kept | {'place': place})}",
            _remedy(place, kept["course"], request),
        )
        for place, count in line.differences
    ]


def _remedy(place: Place, course: str, request: MemberRequest) -> tuple[str, str] | None:
    if place in _WAITING:
        asked = urlencode({"for": _WAITING[place], "course": course})
        return f"{reverse('waiting')}?{asked}", "See what they wait for"
    if place in _STUCK:
        return reverse("today"), "Try again on Today"
    if place is Place.IN_WINDOW:
        return reverse("just-issued"), "Stop them, if it is a mistake"
    if place in {Place.UNSENT, Place.TRIED_AGAIN} and Right.SEE_MAIL in request.rights:
        stuck = "stuck" if place is Place.UNSENT else "waiting"
        return f"{reverse('mail')}?state={stuck}", "See why, and try again"
    return None


def _place_shown(
    request: MemberRequest, asked: QueryDict, refused: Refused | None = None
) -> HttpResponse:
    known = {str(each): each for each in Place}
    at = known.get(asked.get("place", ""), Place.SENT)
    found = report.at(request.organization, at, _wanted(asked), timezone.now())
    may_send = at in _SENT and Right.SEE_MAIL in request.rights
    page = page_of(request, found)
    context = {
        "place": at,
        "page": page,
        "may_send": may_send,
        "all_again": _all_again(page) if may_send else "",
        "asked": asked,
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "staff/reconciliation_place.html", context, status=status)


def _all_again(page: "Page[Any]") -> str:
    """Of those who have a certificate; elsewhere awards stand that have no number yet."""
    return urlencode({"number": [award.number for award in page]}, doseq=True)

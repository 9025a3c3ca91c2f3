"""What is running: all long work in one list, and what can be done with each."""

from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions
from conferral.foundation.runs.kinds import Kind
from conferral.foundation.runs.models import Run, RunQuerySet
from conferral.oversight.running.kinds import kind_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import asks_for_part
from conferral.web.shared.paging import page_of
from conferral.web.staff.run_page import address_of, shown

DEEDS: Mapping[str, Callable[[Run, Kind, Person], object]] = {
    "pause": lambda run, _, person: actions.pause(run, person),
    "resume": lambda run, _, person: actions.resume(run, person),
    "cancel": actions.cancel,
    "retry": actions.retry,
    "letter": lambda run, _, person: actions.ask_for_letter(run, person),
    "settle": lambda run, _, person: actions.settle(run, person),
}


@requires(Right.SEE_REGISTER)
def runs(request: MemberRequest) -> HttpResponse:
    ours = _ours(request)
    page = page_of(request, ours.over().order_by("-began_at", "-pk"))
    context = {
        "running": [shown(request, run) for run in ours.open().order_by("-began_at")],
        "page": page,
        "over": [shown(request, run) for run in page],
    }
    return render(request, "staff/runs.html", context)


@requires(Right.SEE_REGISTER)
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """For who follows it only the part that moves, as long as its state is what it was."""
    found = _run(request, pk)
    if not asks_for_part(request):
        return _shown(request, found)
    if request.GET.get("was") != found.state:
        return HttpResponse()  # What can be done with it is not the same any more.
    return render(request, "staff/run_moving.html", {"shown": shown(request, found)})


@require_POST
@requires(Right.SEE_REGISTER)
def do(request: MemberRequest, pk: int, deed: str) -> HttpResponse:
    found = _run(request, pk)
    kind = kind_of(found)
    if kind.right not in request.rights:
        raise PermissionDenied(kind.right)
    try:
        DEEDS[deed](found, kind, request.user)
    except Refused as refused:
        return _shown(request, found, refused)
    return redirect(address_of(found, request.rights))


@requires(Right.SEE_REGISTER)
def problems_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    found = _run(request, pk)
    kind = kind_of(found)
    if kind.right not in request.rights:
        raise PermissionDenied(kind.right)
    rows = (
        (each.which, kind.amiss if each.failed else "noted", each.says)
        for each in kind.problems(found.number)
    )
    return spreadsheet(f"problems-{found.pk}.csv", ("Which", "Outcome", "What to do"), rows)


def _ours(request: MemberRequest) -> RunQuerySet:
    return Run.objects.of(request.organization).select_related("asked_by", "paused_by")


def _run(request: MemberRequest, pk: int) -> Run:
    return get_object_or_404(_ours(request), pk=pk)


def _shown(request: MemberRequest, found: Run, refused: Refused | None = None) -> HttpResponse:
    context = {"shown": shown(request, found), "refused": refused}
    return render(request, "staff/run.html", context, status=409 if refused else 200)

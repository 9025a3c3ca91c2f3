"""What needs a person today, what is running, and how the register grows."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import KeyChange
from conferral.foundation import alarm
from conferral.foundation.accounts.roles import Right
from conferral.foundation.audit.models import Entry
from conferral.learning.progress.models import Import
from conferral.oversight.reports import promise, register, waiting
from conferral.oversight.reports.register import Figures
from conferral.oversight.stuck import actions as stuck
from conferral.oversight.stuck.rows import Stuck, stuck_rows
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.dates import in_words
from conferral.web.staff.certificate_needs import certificate_needs
from conferral.web.staff.chart import chart_of
from conferral.web.staff.first_steps import first_steps
from conferral.web.staff.needs import Need, needs_of
from conferral.web.staff.run_needs import run_needs, running_of, runs_of_today

_RECENT = 5
_YEAR = timedelta(days=365)
_NOON, _EVENING = 12, 18


@requires(Right.SEE_REGISTER)
def today(request: MemberRequest) -> HttpResponse:
    figures = register.figures(request.organization)
    held_up, unsent = _held_up(request, figures)
    drafts = _drafts(request)
    changes = _key_changes(request)
    raised = _alarm(request)
    reasons = waiting.reasons(request.organization, timezone.localdate())
    runs = runs_of_today(request)
    needs = [
        *_beginning(request, has_begun=bool(figures.issued_12_months or reasons)),
        *needs_of(request, reasons),
        *certificate_needs(request),
        *run_needs(runs),
    ]
    context = {
        "greeting": _greeting(),
        "first_name": request.user.printed_name.split()[0],
        "figures": figures,
        "needs": len([*needs, *drafts, *held_up, *changes]) + bool(unsent) + bool(raised),
        "decisions": needs,
        "reasons": reasons,
        "promise": promise.kept(request.organization, timezone.now() - _YEAR),
        "alarm": raised,
        "key_changes": changes,
        "stuck": held_up,
        "unsent": unsent,
        "until_mailed": in_words(figures.until_mailed) if figures.until_mailed else "",
        "drafts": drafts,
        "running": running_of(runs)[:_RECENT],
        "chart": chart_of(figures.months),
    }
    return render(request, "staff/today.html", context)


@require_POST
@requires(Right.IMPORT_PROGRESS)
def try_again(request: MemberRequest) -> HttpResponse:
    """What is stuck goes back on the belt."""
    stuck.try_again(request.organization, request.user)
    return redirect("today")


@requires(Right.SEE_REGISTER)
def issued_csv(request: MemberRequest) -> HttpResponseBase:
    months = register.per_month(request.organization)
    rows = ((f"{month.first:%Y-%m}", month.issued, month.accredited) for month in months)
    header = ("Month", "Certificates issued", "Of those accredited")
    return spreadsheet("issued-per-month.csv", header, rows)


@requires(Right.SEE_REGISTER)
def promise_csv(request: MemberRequest) -> HttpResponseBase:
    """How the promise was kept, month by month."""
    months = promise.kept_per_month(request.organization, timezone.now() - _YEAR)
    rows = (
        (f"{month:%Y-%m}", each.issued, each.in_time, each.percent, each.median_days)
        for month, each in months
    )
    header = ("Month", "Issued", "Within the promise", "Percent", "Median days")
    return spreadsheet("promise-per-month.csv", header, rows)


def _beginning(request: MemberRequest, *, has_begun: bool) -> Iterator[Need]:
    """Whoever begins is led to the next of the first steps, until somebody has earned something."""
    if has_begun or Right.EDIT_ORGANIZATION not in request.rights:
        return
    here = first_steps(request.organization, request.user)
    if here.next is not None:
        yield Need(
            "First steps",
            "info",
            f"{here.done} of {len(here.steps)} first steps are done",
            f"Next: {here.next.name}. A specimen certificate to yourself takes ten minutes.",
            reverse("first-steps"),
            "Go on",
        )


def _held_up(request: MemberRequest, figures: Figures) -> tuple[list[Stuck], int]:
    """What is stuck, and how many letters are, for whoever may let it be tried again."""
    if Right.IMPORT_PROGRESS not in request.rights:
        return [], 0
    rows = stuck_rows(request.organization, _RECENT, figures.stuck_kinds)
    return rows, figures.stuck_mail


def _alarm(request: MemberRequest) -> Entry | None:
    """For whoever may take back what was issued."""
    if Right.REVOKE not in request.rights:
        return None
    return alarm.latest(request.organization, timezone.now())


def _key_changes(request: MemberRequest) -> list[KeyChange]:
    if Right.MANAGE_KEYS not in request.rights:
        return []
    waiting = KeyChange.objects.open().filter(organization=request.organization, approved_at=None)
    return list(waiting.select_related("submitted_by"))


def _drafts(request: MemberRequest) -> list[Import]:
    if Right.IMPORT_PROGRESS not in request.rights:
        return []
    drafts = Import.objects.of(request.organization).filter(confirmed_at=None)
    return list(drafts.select_related("course").order_by("-uploaded_at")[:_RECENT])


def _greeting() -> str:
    hour = timezone.localtime().hour
    if hour < _NOON:
        return "Good morning"
    return "Good afternoon" if hour < _EVENING else "Good evening"

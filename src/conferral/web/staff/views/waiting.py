"""Certificates that are earned and not issued yet: what each waits for, and what helps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import word_of
from conferral.learning.awards import actions
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import Course
from conferral.learning.moderation.models import Entrant
from conferral.oversight.reports import waiting as report
from conferral.oversight.reports.waiting import Wanted, name_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import keys_in, number_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.saved_filters import filters_of

_COLUMNS = ("Learner", "E-mail", "Course", "Version", "Completed", "Waits for", "Why", "Due")


@dataclass(frozen=True)
class Line:
    """An award on the page. `remedy`: where somebody can help, and what it is called there."""

    award: Award
    is_late: bool
    remedy: tuple[str, str] | None


@requires(Right.SEE_REGISTER)
def waiting(request: MemberRequest) -> HttpResponse:
    today, wanted = timezone.localdate(), wanted_of(request.GET)
    reasons = report.reasons(request.organization, today)
    page = page_of(request, report.waiting(request.organization, today, wanted))
    taken_in = Entrant.objects.live().filter(award__in=[award.pk for award in page])
    rounds = dict(taken_in.values_list("award", "round"))
    context = {
        "page": page,
        "lines": [_line(award, today, request, rounds.get(award.pk)) for award in page],
        "reasons": reasons,
        "count": sum(each.count for each in reasons),
        "late": sum(each.late for each in reasons),
        "names": [name_of(each) for each in WaitsFor],
        "courses": Course.objects.of(request.organization).titled(),
        "asked": request.GET,
        "filters": filters_of(request, "waiting"),
        "released": number_in(request.GET.get("released", "")),
        "held": number_in(request.GET.get("held", "")),
        "let_go": number_in(request.GET.get("let-go", "")),
    }
    return render(request, "staff/waiting.html", context)


@requires(Right.SEE_REGISTER)
def waiting_csv(request: MemberRequest) -> HttpResponseBase:
    awards = report.waiting(request.organization, timezone.localdate(), wanted_of(request.GET))
    return spreadsheet("waiting.csv", _COLUMNS, _rows(awards))


@requires(Right.RELEASE)
def release(request: MemberRequest) -> HttpResponse:
    """What would go, and how many; then let them go."""
    if request.method != "POST":
        return _preview(request, request.GET)
    try:
        count = actions.release(
            request.organization,
            request.user,
            _releasable(request, request.POST),
            expected=number_in(request.POST.get("expected", "")),
            shown=request.POST.get("shown", ""),
        )
    except Refused as refused:
        return _preview(request, request.POST, refused)
    return redirect(f"{reverse('waiting')}?released={count}")


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """As the filter of the page says it; what it cannot mean is left out."""
    by_name = {name_of(each): each for each in WaitsFor}
    return Wanted(
        waits_for=by_name.get(asked.get("for", "")),
        course=asked.get("course", ""),
        only_late=asked.get("late") == "yes",
    )


def _line(award: Award, today: date, request: MemberRequest, moderated_in: int | None) -> Line:
    promise = timedelta(days=request.organization.issues_within_days)
    due_on = award.due_on or award.completed_on + promise
    return Line(award, due_on < today, _remedy(award, request, moderated_in))


def _remedy(
    award: Award, request: MemberRequest, moderated_in: int | None
) -> tuple[str, str] | None:
    version = award.enrolment.version
    match award.waits_for:
        case WaitsFor.APPROVAL:
            where = reverse("approval", args=[version.course.code, version.number])
            return where, "Open the review"
        case WaitsFor.MODERATION if moderated_in:
            return reverse("moderation-round", args=[moderated_in]), "Open the round"
        case WaitsFor.MODERATION:
            return reverse("moderation"), "See the rounds"
        case WaitsFor.ACCREDITATION:
            return reverse("accreditations"), "See accreditations"
        case WaitsFor.RELEASE if Right.RELEASE in request.rights:
            return f"{reverse('waiting-release')}?award={award.pk}", "Release"
        case WaitsFor.NOTHING if award.is_stuck:
            return reverse("today"), "Try again on Today"
    return None


def _rows(awards: AwardQuerySet) -> Iterator[tuple[object, ...]]:
    for award in awards.iterator(1000):
        person, version = award.enrolment.person, award.enrolment.version
        yield (
            person.printed_name,
            person.email or "",
            version.course.code,
            version.number,
            award.completed_on,
            name_of(WaitsFor(award.waits_for)),
            award.waits_because or award.problem,
            award.due_on or "",
        )


def _releasable(request: MemberRequest, asked: QueryDict) -> AwardQuerySet:
    """Those of the filter that wait for it, or of these only the ones that were ticked."""
    wanted = Wanted(WaitsFor.RELEASE, asked.get("course", ""), asked.get("late") == "yes")
    found = report.waiting(request.organization, timezone.localdate(), wanted)
    ticked = keys_in(asked, "award")
    return found.filter(pk__in=ticked) if ticked else found


def _preview(
    request: MemberRequest, asked: QueryDict, refused: Refused | None = None
) -> HttpResponse:
    found = _releasable(request, asked)
    keys = found.values_list("pk", flat=True)
    context = {
        "page": page_of(request, found),
        "count": len(keys),
        "shown": word_of(keys),
        "asked": asked,
        "ticked": asked.getlist("award"),
        "refused": refused,
    }
    return render(request, "staff/waiting_release.html", context, status=422 if refused else 200)

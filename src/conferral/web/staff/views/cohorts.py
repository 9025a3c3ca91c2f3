"""Learners who began together: who of them has what, and what the others still lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.progress import facts
from conferral.learning.progress.cohorts import label
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet
from conferral.oversight.reports import learners as report
from conferral.oversight.reports.learners import STANDS, Cohort, stands
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import keys_in
from conferral.web.shared.paging import page_of

_COLUMNS = ("Learner", "E-mail", "Course", "Version", "Progress", "Certificate", "Still to do")
_AT_ONCE = 500  # Enrolments whose progress is read together.


@dataclass(frozen=True)
class Line:
    """`lacks`: what is still to do, in words; of who has earned it, nothing."""

    enrolment: Enrolment
    stands: str
    lacks: tuple[str, ...]
    numbers: tuple[str, ...]


@requires(Right.SEE_REGISTER)
def cohorts(request: MemberRequest) -> HttpResponse:
    page = page_of(request, report.cohorts(request.organization))
    return render(request, "staff/cohorts.html", {"page": page})


@requires(Right.SEE_REGISTER)
def cohort(request: MemberRequest, name: str) -> HttpResponse:
    page = page_of(request, _members(request, name))
    context = {
        "cohort": _known(request, name),
        "page": page,
        "lines": _lines(list(page)),
        "stands": STANDS,
        "asked": request.GET,
    }
    return render(request, "staff/cohort.html", context)


@requires(Right.SEE_REGISTER)
def cohort_csv(request: MemberRequest, name: str) -> HttpResponseBase:
    """Read while it is written, some hundred at a time."""
    _known(request, name)
    members = list(_members(request, name))
    starts = range(0, len(members), _AT_ONCE)
    rows = (
        (
            (enrolment := line.enrolment).person.printed_name,
            enrolment.person.email or "",
            enrolment.version.course.code,
            enrolment.version.number,
            line.stands,
            " ".join(line.numbers),
            " ".join(line.lacks),
        )
        for start in starts
        for line in _lines(members[start : start + _AT_ONCE])
    )
    return spreadsheet("cohort.csv", _COLUMNS, rows)


@require_POST
@requires(Right.IMPORT_PROGRESS)
def put(request: MemberRequest) -> HttpResponse:
    """Those that were ticked on the page of learners."""
    chosen = Enrolment.objects.filter(pk__in=keys_in(request.POST, "enrolment"))
    name = request.POST.get("cohort", "")
    try:
        count = label(request.organization, request.user, chosen, name)
    except Refused as refused:
        context = {"refused": refused, "name": name}
        return render(request, "staff/cohort_refused.html", context, status=422)
    return redirect(f"{reverse('learners')}?moved={count}")


def _known(request: MemberRequest, name: str) -> Cohort:
    found = report.cohorts(request.organization, name)
    if not found:
        raise Http404(name)
    return found[0]


def _members(request: MemberRequest, name: str) -> EnrolmentQuerySet:
    """By name, as far as the page's filter asks for them."""
    found = report.enrolled(request.organization).filter(cohort=name)
    if wanted := STANDS.get(request.GET.get("stands", "")):
        found = found.filter(wanted)
    related = found.select_related("person", "version__course__organization", "award")
    in_order = related.prefetch_related("award__credentials")
    return in_order.order_by("person__printed_name", "version__course__code", "pk")


def _lines(enrolments: Sequence[Enrolment]) -> list[Line]:
    still = [each for each in enrolments if stands(each) == "learning"]
    facts.know(still)
    lacks = {each.pk: each.decision.still_to_do for each in still}
    return [Line(each, stands(each), lacks.get(each.pk, ()), _numbers(each)) for each in enrolments]


def _numbers(enrolment: Enrolment) -> tuple[str, ...]:
    award = getattr(enrolment, "award", None)
    credentials = award.credentials.all() if award else ()
    return tuple(each.number for each in credentials if not each.revoked_at)

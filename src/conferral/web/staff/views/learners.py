"""Everybody who learns here: found by name or e-mail, by course and by how far they are."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import Course
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet
from conferral.oversight.reports.learners import STANDS, cohort_names, enrolled, stands
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import number_in, sought_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.finding import has_words
from conferral.web.staff.saved_filters import filters_of

_COLUMNS = ("Learner", "E-mail", "Course", "Version", "Cohort", "Enrolled", "Progress")


@dataclass(frozen=True)
class Line:
    enrolment: Enrolment
    stands: str


@requires(Right.SEE_REGISTER)
def learners(request: MemberRequest) -> HttpResponse:
    page = page_of(request, _found(request))
    context = {
        "page": page,
        "lines": [Line(each, stands(each)) for each in page],
        "courses": Course.objects.of(request.organization).titled(),
        "stands": STANDS,
        "cohorts": cohort_names(request.organization),
        "moved": number_in(request.GET.get("moved", "")),
        "asked": request.GET,
        "filters": filters_of(request, "learners"),
    }
    return render(request, "staff/learners.html", context)


@requires(Right.SEE_REGISTER)
def learners_csv(request: MemberRequest) -> HttpResponseBase:
    zone = request.organization.zone
    rows = (
        (
            each.person.printed_name,
            each.person.email or "",
            each.version.course.code,
            each.version.number,
            each.cohort,
            timezone.localdate(each.enrolled_at, zone),
            stands(each),
        )
        for each in _found(request).iterator(1000)
    )
    return spreadsheet("learners.csv", _COLUMNS, rows)


def _found(request: MemberRequest) -> EnrolmentQuerySet:
    """Of the page's filter, by name; nobody who was forgotten."""
    asked = request.GET
    found = enrolled(request.organization)
    if sought := sought_in(asked):
        named = has_words("person__printed_name", sought)
        found = found.filter(named | Q(person__email__istartswith=sought))
    if course := asked.get("course"):
        found = found.filter(version__course__code=course)
    if cohort := asked.get("cohort"):
        found = found.filter(cohort=cohort)
    if wanted := STANDS.get(asked.get("stands", "")):
        found = found.filter(wanted)
    related = found.select_related("person", "version__course", "award")
    return related.order_by("person__printed_name", "pk")

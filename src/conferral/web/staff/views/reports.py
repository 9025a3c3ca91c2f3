"""What happened in a period, in numbers: by course, by month, as pages and as files."""

from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import Course
from conferral.oversight.reports import period as report
from conferral.oversight.reports.period import Numbers, Period
from conferral.oversight.reports.register import Month
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import day_in
from conferral.web.staff.chart import chart_of
from conferral.web.staff.saved_filters import filters_of

_LONGEST = timedelta(days=3660)  # Ten years: every month is a line.
_DRAWN = 12  # Months, of a chart.
_NUMBERS = ("Completed", "Issued", "Of those accredited", "Revoked", "Ended", "Verifications")


@requires(Right.SEE_REGISTER)
def reports(request: MemberRequest) -> HttpResponse:
    period = _period(request)
    courses = report.by_course(request.organization, period)
    months = report.by_month(request.organization, period)
    drawn = [Month(month, each.issued, each.accredited) for month, each in months[-_DRAWN:]]
    context = {
        "period": period,
        "courses": courses,
        "months": months,
        "total": report.total(each.numbers for each in courses),
        "chart": chart_of(drawn),
        "offered": Course.objects.of(request.organization).titled(),
        "filters": filters_of(request, "reports"),
        "asked": request.GET,
    }
    return render(request, "staff/reports.html", context)


@requires(Right.SEE_REGISTER)
def courses_csv(request: MemberRequest) -> HttpResponseBase:
    counted = report.by_course(request.organization, _period(request))
    rows = (
        (each.code, each.title, *_cells(each.numbers), each.numbers.waiting) for each in counted
    )
    header = ("Course", "Title", *_NUMBERS, "Waiting now")
    return spreadsheet("by-course.csv", header, rows)


@requires(Right.SEE_REGISTER)
def months_csv(request: MemberRequest) -> HttpResponseBase:
    counted = report.by_month(request.organization, _period(request))
    rows = ((f"{month:%Y-%m}", *_cells(numbers)) for month, numbers in counted)
    return spreadsheet("by-month.csv", ("Month", *_NUMBERS), rows)


def _cells(each: Numbers) -> tuple[int, ...]:
    """In the order of _NUMBERS."""
    return each.completed, each.issued, each.accredited, each.revoked, each.ended, each.looks


def _period(request: MemberRequest) -> Period:
    """What the address says; the last twelve months where it says nothing that can be meant."""
    today = timezone.localdate()
    last = day_in(request.GET.get("to", "")) or today
    first = day_in(request.GET.get("from", "")) or _a_year_before(last)
    if not timedelta() <= last - first <= _LONGEST:
        first, last = _a_year_before(today), today
    return Period(first, last, request.GET.get("course", ""))


def _a_year_before(day: date) -> date:
    """The first day of the month that makes it twelve months."""
    month = day.replace(day=1) - timedelta(days=334)  # Eleven months are 334 to 337 days.
    return month.replace(day=1)

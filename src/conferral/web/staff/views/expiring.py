"""What ends soon: as a page, a table and a calendar; and how a course is renewed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conferral.foundation import ical
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course
from conferral.learning.renewal import actions, coming
from conferral.learning.renewal.deciding import plain
from conferral.learning.renewal.models import Rule, last_day, renewal_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.paging import page_of
from conferral.web.staff.renewal_forms import RuleForm

_PERIODS = (30, 90, 180, 365)
_COLUMNS = (
    "Last day",
    "Learner",
    "E-mail",
    "Course",
    "Can be renewed until",
    "Reminded on",
)


@requires(Right.SEE_REGISTER)
def expiring(request: MemberRequest) -> HttpResponse:
    today, days = timezone.localdate(), _days(request)
    page = page_of(request, coming.shown(request.organization, today, timedelta(days=days)))
    context = {
        "page": page,
        "rows": [
            (award, last_day(award), _state(award, today), renewal_of(award)) for award in page
        ],
        "summary": coming.summary(request.organization, today),
        "days": days,
        "periods": _PERIODS,
        "today": today,
    }
    return render(request, "staff/expiring.html", context)


@requires(Right.SEE_REGISTER)
def expiring_csv(request: MemberRequest) -> HttpResponseBase:
    soon = timedelta(days=_days(request))
    found = coming.shown(request.organization, timezone.localdate(), soon)
    rows = (_row(award) for award in found.iterator(1000))
    return spreadsheet("expiring.csv", _COLUMNS, rows)


@requires(Right.SEE_REGISTER)
def expiring_file(request: MemberRequest) -> HttpResponse:
    """For a calendar: how many of a course end on a day, and nobody's name."""
    organization = request.organization
    name = f"Certificates of {organization} that end"
    body = ical.calendar(name, _ending_days(request), timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="expiring.ics"'
    return answer


@requires(Right.EDIT_COURSES)
def renewal_rule(request: MemberRequest, code: str) -> HttpResponse:
    course = get_object_or_404(Course.objects.of(request.organization), code=code)
    terms = actions.terms_of(Rule.objects.filter(course=course).first())
    stored = vars(terms) | {
        "reminders": ", ".join(map(str, terms.reminders)),
        "points": terms.points and plain(terms.points),
    }
    sent = request.POST if request.method == "POST" else None
    form = RuleForm(sent, initial=stored, course=course)
    if form.is_valid():
        try:
            actions.set_rule(course, form.terms, request.user)
            return redirect("course", course.code)
        except RefusedPart as refused:
            form.add_error(refused.part or None, str(refused))
    context = {"form": form, "course": course}
    status = 422 if form.errors else 200
    return render(request, "staff/renewal_rule.html", context, status=status)


def _days(request: MemberRequest) -> int:
    """How far ahead; what is not offered is the usual."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, _PERIODS) else coming.SOON.days


def _state(award: Award, today: date) -> str:
    """In a word: what the holder can do about it now."""
    ends_on = last_day(award) or today
    if renewal := renewal_of(award):
        return renewal.window.phase(today)
    if ends_on < today:
        return "ended"
    return "not open yet" if hasattr(award.enrolment.version.course, "renewal_rule") else "no way"


def _row(award: Award) -> tuple[object, ...]:
    enrolment = award.enrolment
    renewal = renewal_of(award)
    return (
        last_day(award),
        enrolment.person.printed_name,
        enrolment.person.email or "",
        enrolment.version.course.code,
        renewal.closes_on if renewal else "",
        getattr(award, "reminded_on", None) or "",
    )


def _ending_days(request: MemberRequest) -> Iterator[ical.Day]:
    host, today = str(settings.SITE_URL).split("//", 1)[1], timezone.localdate()
    owner = request.organization.pk  # A course of another one may have the same code.
    for day, code, title, count in coming.days(request.organization, today):
        ends = "certificate ends" if count == 1 else "certificates end"
        uid = f"ending-{owner}-{code}-{day}@{host}"
        yield ical.Day(uid, day, f"{title}: {count} {ends}", f"{settings.SITE_URL}/staff/expiring")

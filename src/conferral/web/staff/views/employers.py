"""What employers can do with our certificates today, and what to tell those who ask."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.foundation.webhooks.models import Endpoint
from conferral.oversight.reports import period as report
from conferral.oversight.reports.period import Period
from conferral.web.shared.access import MemberRequest, requires

_A_YEAR = timedelta(days=365)


@requires(Right.SEE_REGISTER)
def employers(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    counted = report.by_course(request.organization, Period(today - _A_YEAR, today))
    looked_at = sorted(counted, key=lambda each: -each.numbers.looks)
    context = {
        "site": settings.SITE_URL,
        "looked_at": [each for each in looked_at if each.numbers.looks][:5],
        "looks": report.total(each.numbers for each in counted).looks,
        "endpoints": Endpoint.objects.of(request.organization).listening().order_by("url"),
        "may_change": Right.EDIT_ORGANIZATION in request.rights,
    }
    return render(request, "staff/employers.html", context)

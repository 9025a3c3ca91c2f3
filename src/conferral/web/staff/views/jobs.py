"""What is done by itself: the stages of the belt, chores by the clock; and what came of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.chores import actions
from conferral.foundation.chores.models import Round
from conferral.oversight.reports import belt as report
from conferral.web.shared.access import MemberRequest, requires


@requires(Right.SEE_REGISTER)
def jobs(request: MemberRequest) -> HttpResponse:
    rounds = Round.objects.of(request.organization).order_by("next_attempt_at", "chore")
    now = timezone.now()
    stages = report.belt(request.organization, now)
    context = {
        "stages": stages,
        "at_work": [each for each in stages if each.is_known],
        "at_rest": [each for each in stages if not each.is_known],
        "is_moving": report.is_moving(),
        "rounds": rounds,
        "now": now,
        "zone": request.organization.time_zone,
        "may_start": Right.EDIT_ORGANIZATION in request.rights,
    }
    return render(request, "staff/jobs.html", context)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def job_now(request: MemberRequest, pk: int) -> HttpResponse:
    actions.do_now(get_object_or_404(Round.objects.of(request.organization), pk=pk), request.user)
    return redirect("jobs")

"""One learner before the end of a certificate: what renews it, points, what was recognized."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.accreditation import documents
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal import actions
from conferral.learning.renewal.models import Activity, Renewal
from conferral.learning.renewal.standing import standing_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.renewal_forms import PointsForm, RecognitionForm, StrikeForm


@requires(Right.SEE_REGISTER)
def renewal(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _enrolment_of(request, pk))


@require_POST
@requires(Right.EVALUATE)
def add_points(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = _enrolment_of(request, pk)
    form = PointsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, enrolment, points=form)
    try:
        _enter(request, enrolment, form.cleaned_data)
    except RefusedPart as refused:
        form.add_error(refused.part or None, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return redirect("learner-renewal", pk)
    return _shown(request, enrolment, points=form)


@require_POST
@requires(Right.EVALUATE)
def strike_points(request: MemberRequest, pk: int, activity: int) -> HttpResponse:
    enrolment = _enrolment_of(request, pk)
    ours = Activity.objects.filter(organization=request.organization, person=enrolment.person_id)
    found = get_object_or_404(ours, pk=activity)
    form = StrikeForm(request.POST)
    if not form.is_valid():
        return _shown(request, enrolment, refused="Say why they do not count.")
    try:
        actions.strike(found, request.user, form.cleaned_data["because"])
    except Refused as refused:
        return _shown(request, enrolment, refused=str(refused))
    return redirect("learner-renewal", pk)


@require_POST
@requires(Right.EVALUATE)
def recognize(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = _enrolment_of(request, pk)
    form = RecognitionForm(request.POST, request.FILES)
    standing = standing_of(enrolment, timezone.localdate())
    if standing is None or standing.renewal is None:
        return _shown(request, enrolment, refused="There is nothing to renew.")
    if not form.is_valid():
        return _shown(request, enrolment, recognition=form)
    said = form.cleaned_data
    try:
        with documents.sent_along(request.organization, said["evidence"], request.user) as kept:
            actions.recognize(standing.renewal, request.user, said["because"], kept)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, enrolment, recognition=form)
    return redirect("learner-renewal", pk)


def _enter(request: MemberRequest, enrolment: Enrolment, said: Mapping[str, Any]) -> None:
    with documents.sent_along(request.organization, said["file"], request.user) as kept:
        activity = Activity(
            day=said["day"], title=said["title"], points=said["points"], evidence=kept
        )
        actions.enter(request.organization, enrolment.person, activity, request.user)


def _enrolment_of(request: MemberRequest, pk: int) -> Enrolment:
    ours = Enrolment.objects.of(request.organization)
    return get_object_or_404(ours.select_related("person", "version__course__organization"), pk=pk)


def _shown(
    request: MemberRequest,
    enrolment: Enrolment,
    *,
    points: PointsForm | None = None,
    recognition: RecognitionForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """A form that was filled in wrong takes the place of its empty one."""
    person = enrolment.person
    kept = Activity.objects.filter(organization=request.organization, person=person)
    cycles = Renewal.objects.filter(award__enrolment__version__course=enrolment.version.course_id)
    context = {
        "enrolment": enrolment,
        "standing": standing_of(enrolment, timezone.localdate()),
        "activities": kept.select_related("evidence", "entered_by").order_by("-day", "-pk"),
        "history": cycles.filter(enrolment__person=person)
        .select_related("award__enrolment", "enrolment")
        .order_by("ends_on", "pk"),
        "points": points or PointsForm(),
        "recognition": recognition or RecognitionForm(),
        "refused": refused,
        "may_evaluate": Right.EVALUATE in request.rights and person.pk != request.user.pk,
        "sees_evidence": Right.SEE_EVIDENCE in request.rights,
    }
    failed = points or recognition or refused
    return render(request, "staff/renewal.html", context, status=422 if failed else 200)

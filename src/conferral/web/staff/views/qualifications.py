"""Who may teach, assess and review, and until when."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import documents
from conferral.learning.accreditation import qualifications as deeds
from conferral.learning.accreditation.models import Document, Qualification
from conferral.learning.accreditation.qualifications import Registration
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.accreditation_forms import EndForm, QualificationForm


@requires(Right.SEE_REGISTER)
def qualifications(request: MemberRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def add(request: MemberRequest) -> HttpResponse:
    form = QualificationForm(request.POST, request.FILES, organization=request.organization)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            with documents.sent_along(request.organization, file, request.user) as kept:
                deeds.add(form.cleaned_data["instructor"], _registration(form, kept), request.user)
            return redirect("qualifications")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _shown(request, form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Qualification.objects.of(request.organization)
    row = get_object_or_404(ours.select_related("instructor__organization"), pk=pk)
    form = EndForm(request.POST, auto_id=f"end_{pk}_%s")
    if form.is_valid():
        try:
            deeds.end(row, form.cleaned_data["last_day"], request.user)
            return redirect("qualifications")
        except Refused as refused:
            form.add_error("last_day", str(refused))
    return _shown(request, ending=(pk, form))


def _registration(form: QualificationForm, kept: Document | None) -> Registration:
    said = form.cleaned_data
    return Registration(
        kind=said["kind"],
        register=said["register"],
        number=said["number"],
        valid_from=said["valid_from"],
        valid_until=said["valid_until"],
        document=kept,
    )


def _shown(
    request: MemberRequest,
    form: forms.Form | None = None,
    ending: tuple[int, forms.Form] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    held = Qualification.objects.of(request.organization).select_related("instructor", "document")
    failed_at, failed = ending or (0, None)
    rows = [
        (row, _state(row), failed if row.pk == failed_at else EndForm(auto_id=f"end_{row.pk}_%s"))
        for row in held.order_by("instructor__name", "kind", "-valid_from")
    ]
    context = {
        "rows": rows,
        "today": today,
        "form": form or QualificationForm(organization=request.organization),
        "has_instructors": request.organization.instructors.exists(),
        "manages": Right.MANAGE_ACCREDITATION in request.rights,
        "sees_evidence": Right.SEE_EVIDENCE in request.rights,
    }
    status = 422 if form or ending else 200
    return render(request, "staff/qualifications.html", context, status=status)


def _state(row: Qualification) -> str:
    today = timezone.localdate()
    if row.valid_from > today:
        return "not yet"
    return "lapsed" if row.valid_until and row.valid_until < today else "valid"

"""Accreditations: which there are, what each covers, and what is done about them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import actions, documents, losses
from conferral.learning.accreditation.models import Accreditation, Condition, PeriodicReview
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff import accreditation_page as page
from conferral.web.staff.accreditation_forms import (
    ConditionForm,
    DocumentForm,
    EndForm,
    NewAccreditationForm,
    OutcomeForm,
    PlanForm,
    StopForm,
    TermsForm,
)


@requires(Right.SEE_REGISTER)
def accreditations(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    known = Accreditation.objects.of(request.organization).known().order_by("body__name", "number")
    rows = [(row, row.state(today), losses.covered(row, today)) for row in known]
    manages = Right.MANAGE_ACCREDITATION in request.rights
    return render(request, "staff/accreditations.html", {"rows": rows, "manages": manages})


@requires(Right.MANAGE_ACCREDITATION)
def new(request: MemberRequest) -> HttpResponse:
    form = NewAccreditationForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add(form.cleaned_data["body"], form.terms(), request.user)
            return redirect("accreditation", added.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "staff/accreditation_new.html", {"form": form}, status=status)


@requires(Right.SEE_REGISTER)
def accreditation(request: MemberRequest, pk: int) -> HttpResponse:
    return page.shown(request, page.of(request, pk))


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = page.of(request, pk)
    form = TermsForm(request.POST, organization=request.organization)
    return page.tried(
        request, row, lambda: actions.change(row, form.terms(), request.user), terms=form
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = page.of(request, pk), EndForm(request.POST, auto_id="end_%s")
    return page.tried(
        request,
        row,
        lambda: actions.end(row, form.cleaned_data["last_day"], request.user),
        end=form,
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def suspend(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = page.of(request, pk), StopForm(request.POST, auto_id="stop_%s")
    return page.tried(
        request,
        row,
        lambda: actions.suspend(row, form.cleaned_data["because"], request.user),
        stop=form,
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = page.of(request, pk), StopForm(request.POST, auto_id="stop_%s")
    return page.tried(
        request,
        row,
        lambda: actions.withdraw(row, form.cleaned_data["because"], request.user),
        stop=form,
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def reinstate(request: MemberRequest, pk: int) -> HttpResponse:
    row = page.of(request, pk)
    return page.tried(request, row, lambda: actions.reinstate(row, request.user))


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def add_condition(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = page.of(request, pk), ConditionForm(request.POST, auto_id="condition_%s")
    return page.tried(
        request,
        row,
        lambda: actions.add_condition(
            row, form.cleaned_data["text"], form.cleaned_data["due_on"], request.user
        ),
        condition=form,
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def meet_condition(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Condition.objects.filter(accreditation__body__organization=request.organization)
    condition = get_object_or_404(ours.select_related("accreditation"), pk=pk)
    row = page.of(request, condition.accreditation_id)
    return page.tried(request, row, lambda: actions.meet(condition, request.user))


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def attach(request: MemberRequest, pk: int) -> HttpResponse:
    row = page.of(request, pk)
    form = DocumentForm(request.POST, request.FILES, auto_id="document_%s")

    def keep() -> None:
        file = form.cleaned_data["file"]
        with documents.keeping(request.organization, file.name, file, request.user) as kept:
            actions.attach(row, kept, request.user)

    return page.tried(request, row, keep, document=form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def plan_review(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = page.of(request, pk), PlanForm(request.POST, auto_id="plan_%s")
    return page.tried(
        request,
        row,
        lambda: actions.plan_review(
            row, form.cleaned_data["what"], form.cleaned_data["due_on"], request.user
        ),
        plan=form,
    )


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def finish_review(request: MemberRequest, pk: int) -> HttpResponse:
    ours = PeriodicReview.objects.filter(accreditation__body__organization=request.organization)
    review = get_object_or_404(ours.select_related("accreditation__body__organization"), pk=pk)
    row = page.of(request, review.accreditation_id)
    name = f"review_{pk}_%s"
    form = OutcomeForm(request.POST, organization=request.organization, auto_id=name)
    return page.tried(
        request,
        row,
        lambda: actions.finish_review(
            review, form.cleaned_data["outcome"], form.cleaned_data["versions"], request.user
        ),
        outcome=form,
    )

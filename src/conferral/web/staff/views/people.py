"""Who is on the staff, in which roles, and for how long."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import actions
from conferral.foundation.staff.members import members_of
from conferral.web.shared import view_as
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.people_forms import InvitationForm, LendingForm, RoleForm, ViewAsForm


@requires(Right.MANAGE_PEOPLE)
def people(request: MemberRequest) -> HttpResponse:
    """All of them, who was asked to join, and a form that asks somebody."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        form, lambda: actions.invite(request.organization, request.user, **form.cleaned_data)
    ):
        return redirect("people")
    context = {
        "members": members_of(request.organization),
        "invitations": request.organization.invitations.unanswered().order_by("-invited_at"),
        "now": timezone.now(),
        "form": form,
    }
    return render(request, "staff/people.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(request.organization.invitations, pk=pk)
    actions.withdraw(invitation, request.user)
    return redirect("people")


@requires(Right.MANAGE_PEOPLE)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _member(request, pk))


@require_POST
@requires(Right.MANAGE_PEOPLE)
def give(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _member(request, pk), RoleForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda: actions.give_role(
            request.organization, found, form.cleaned_data["role"], request.user
        ),
    ):
        return redirect("member", pk)
    return _shown(request, found, give=form, status=422)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def lend(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _member(request, pk), LendingForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda: actions.delegate(
            request.organization,
            request.user,
            person=found,
            **form.said(request.organization.zone),
        ),
    ):
        return redirect("member", pk)
    return _shown(request, found, lend=form, status=422)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(request.organization.delegations, pk=pk)
    actions.take_back(delegation, request.user)
    return redirect("member", delegation.person_id)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """One role. With the last one the person is no member any more."""
    membership = get_object_or_404(
        request.organization.memberships.select_related("person", "organization"), pk=pk
    )
    try:
        actions.end_membership(membership, request.user)
    except Refused as refused:
        return _shown(request, membership.person, problem=str(refused), status=409)
    still = request.organization.memberships.filter(person=membership.person)
    return redirect("member", membership.person_id) if still.exists() else redirect("people")


@require_POST
@requires(Right.VIEW_AS)
def see_as(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _member(request, pk), ViewAsForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda: view_as.begin(
            request, request.user, found, request.organization, form.cleaned_data["because"]
        ),
    ):
        return redirect("today")
    return _shown(request, found, view=form, status=422)


@require_POST
@login_required
def cease(request: HttpRequest) -> HttpResponse:
    """Nobody needs a right to be themselves."""
    view_as.end(request)
    return redirect("today")


def _member(request: MemberRequest, pk: int) -> Person:
    members = Person.objects.filter(memberships__organization=request.organization)
    return get_object_or_404(members.distinct(), pk=pk)


def _done(form: Form, deed: Callable[[], object]) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        deed()
    except Refused as refused:
        part = refused.part if isinstance(refused, RefusedPart) else ""
        form.add_error(part if part in form.fields else None, str(refused))
        return False
    return True


def _shown(
    request: MemberRequest, found: Person, *, problem: str = "", status: int = 200, **forms: Form
) -> HttpResponse:
    organization = request.organization
    context = {
        "member": found,
        "problem": problem,
        "memberships": organization.memberships.filter(person=found, delegation=None),
        "lent": organization.delegations.unfinished().filter(person=found).order_by("begins_at"),
        "now": timezone.now(),
        "give": RoleForm(),
        "lend": LendingForm(),
        "view": ViewAsForm(),
    } | forms
    return render(request, "staff/member.html", context, status=status)

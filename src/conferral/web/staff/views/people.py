"""Who is on the staff, in which roles, and for how long."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.staff import actions, lost_factors
from conferral.foundation.staff.members import members_of
from conferral.foundation.staff.models import LostFactor
from conferral.web.shared import view_as
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.refusing import say_no
from conferral.web.staff.people_forms import (
    InvitationForm,
    LendingForm,
    LostFactorForm,
    RoleForm,
    ViewAsForm,
)


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
    with suppress(Refused):  # Somebody was faster; the list says so.
        actions.withdraw(invitation, request.user)
    return redirect("people")


@requires(Right.MANAGE_PEOPLE)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _member(request, pk))


@require_POST
@requires(Right.MANAGE_PEOPLE)
def give(request: MemberRequest, pk: int) -> HttpResponse:
    def deed(found: Person, said: dict[str, Any]) -> None:
        actions.give_role(request.organization, found, said["role"], request.user)

    return _tried(request, pk, "give", RoleForm(request.POST), deed)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def lend(request: MemberRequest, pk: int) -> HttpResponse:
    form = LendingForm(request.POST)

    def deed(found: Person, _: dict[str, Any]) -> None:
        said = form.said(request.organization.zone)
        actions.delegate(request.organization, request.user, person=found, **said)

    return _tried(request, pk, "lend", form, deed)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def lose_factor(request: MemberRequest, pk: int) -> HttpResponse:
    """Said by one administrator; another one takes it away."""

    def deed(found: Person, said: dict[str, Any]) -> None:
        lost_factors.report(request.organization, request.user, found, said["because"])

    return _tried(request, pk, "lost", LostFactorForm(request.POST), deed)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def confirm_loss(request: MemberRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, lost_factors.confirm)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def withdraw_loss(request: MemberRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, lost_factors.withdraw)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(request.organization.delegations, pk=pk)
    with suppress(Refused):  # It ended by itself; the page says so.
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
    def deed(found: Person, said: dict[str, Any]) -> None:
        view_as.begin(request, request.user, found, request.organization, said["because"])

    return _tried(request, pk, "view", ViewAsForm(request.POST), deed, then="today")


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
        say_no(form, refused)
        return False
    return True


def _tried(
    request: MemberRequest,
    pk: int,
    name: str,
    form: Form,
    deed: Callable[[Person, dict[str, Any]], object],
    then: str = "",
) -> HttpResponse:
    """Do it with the member, and go on; what is wrong stands in the form of that name."""
    found = _member(request, pk)
    if form.is_valid() and _done(form, lambda: deed(found, form.cleaned_data)):
        return redirect(then) if then else redirect("member", pk)
    return _shown(request, found, {name: form}, status=422)


def _decided(
    request: MemberRequest, pk: int, deed: Callable[[LostFactor, Person], None]
) -> HttpResponse:
    ours = LostFactor.objects.of(request.organization).select_related("person")
    lost = get_object_or_404(ours, pk=pk)
    try:
        deed(lost, request.user)
    except Refused as refused:
        return _shown(request, lost.person, problem=str(refused), status=409)
    return redirect("member", lost.person_id)


def _shown(
    request: MemberRequest,
    found: Person,
    forms: dict[str, Form] | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """`forms`: those that were sent and cannot be done, by name."""
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
        "lost": LostFactorForm(),
        "has_factor": lost_factors.is_held_by(found),
        "loss": organization.lost_factors.open()
        .filter(person=found)
        .select_related("submitted_by")
        .first(),
    } | (forms or {})
    return render(request, "staff/member.html", context, status=status)

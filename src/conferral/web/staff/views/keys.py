"""The keys that sign: what became of each, and the two steps that end one."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import IssuerKey, KeyChange, Use
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.key_forms import BecauseForm, CompromiseForm
from conferral.web.staff.key_page import shown, tried


@requires(Right.MANAGE_KEYS)
def keys(request: MemberRequest) -> HttpResponse:
    return shown(request)


@require_POST
@requires(Right.MANAGE_KEYS)
def rotate(request: MemberRequest, use: Use) -> HttpResponse:
    form = BecauseForm(request.POST, prefix=use)
    if not form.is_valid():
        return shown(request, failed=form)
    because, who = form.cleaned_data["because"], (request.organization, request.user)
    return tried(request, lambda: keyring.propose_rotation(*who, because, use))


@require_POST
@requires(Right.MANAGE_KEYS)
def compromise(request: MemberRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(IssuerKey, pk=pk, organization=request.organization)
    form = CompromiseForm(request.POST, prefix=f"key-{pk}")
    if not form.is_valid():
        return shown(request, failed=form)
    because, since = form.cleaned_data["because"], form.cleaned_data["since"]
    return tried(request, lambda: keyring.declare_compromise(key, request.user, because, since))


@require_POST
@requires(Right.MANAGE_KEYS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, keyring.confirm)


@require_POST
@requires(Right.MANAGE_KEYS)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, keyring.withdraw)


def _decided(
    request: MemberRequest, pk: int, decision: Callable[[KeyChange, Person], None]
) -> HttpResponse:
    ours = KeyChange.objects.filter(organization=request.organization)
    change = get_object_or_404(ours.select_related("organization"), pk=pk)
    return tried(request, lambda: decision(change, request.user))

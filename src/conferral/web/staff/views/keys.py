"""The keys that sign: what became of each, and the two steps that end one."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import IssuerKey, KeyChange
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.forms import BecauseForm, CompromiseForm


@requires(Right.MANAGE_KEYS)
def keys(request: MemberRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@requires(Right.MANAGE_KEYS)
def rotate(request: MemberRequest) -> HttpResponse:
    form = BecauseForm(request.POST, prefix="rotation")
    if not form.is_valid():
        return _shown(request, rotation=form)
    because = form.cleaned_data["because"]
    return _tried(
        request, lambda: keyring.propose_rotation(request.organization, request.user, because)
    )


@require_POST
@requires(Right.MANAGE_KEYS)
def compromise(request: MemberRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(IssuerKey, pk=pk, organization=request.organization)
    form = CompromiseForm(request.POST, prefix=f"key-{pk}")
    if not form.is_valid():
        return _shown(request, compromise=(key, form))
    said = form.cleaned_data
    return _tried(
        request,
        lambda: keyring.declare_compromise(key, request.user, said["because"], said["since"]),
    )


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
    return _tried(request, lambda: decision(change, request.user))


def _tried(request: MemberRequest, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        return _shown(request, refused=str(refused))
    return redirect("keys")


def _shown(
    request: MemberRequest,
    *,
    refused: str = "",
    rotation: BecauseForm | None = None,
    compromise: tuple[IssuerKey, CompromiseForm] | None = None,
) -> HttpResponse:
    """With what was refused, or the form that was not filled in."""
    failed = compromise or (None, None)
    related = "began_by__approved_by", "ended_by__submitted_by", "ended_by__approved_by"
    history = request.organization.issuer_keys.select_related("organization", *related)
    changes = KeyChange.objects.open().filter(organization=request.organization)
    context = {
        "keys": [
            (key, failed[1] if key == failed[0] else CompromiseForm(prefix=f"key-{key.pk}"))
            for key in history.order_by("-valid_from")
        ],
        "changes": changes.select_related("key__organization", "submitted_by", "approved_by"),
        "rotation": rotation or BecauseForm(prefix="rotation"),
        "refused": refused,
    }
    status = 422 if rotation or compromise else 409 if refused else 200
    return render(request, "staff/keys.html", context, status=status)

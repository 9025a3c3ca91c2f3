"""Whose servers hear what becomes of certificates."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.webhooks import actions
from conferral.foundation.webhooks.models import Endpoint, EndpointQuerySet
from conferral.web.shared.access import MemberRequest, requires


class EndpointForm(forms.Form):
    url = forms.URLField(
        label="Address",
        max_length=500,
        assume_scheme="https",
        help_text="It is told of every certificate that is issued, suspended, reinstated, "
        "revoked, replaced, renewed or has expired: number, address and state, and no name.",
    )


@requires(Right.EDIT_ORGANIZATION)
def webhooks(request: MemberRequest) -> HttpResponse:
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.listen(request.organization, form.cleaned_data["url"], request.user)
        except RefusedPart as refused:
            form.add_error(refused.part, str(refused))
        else:
            return redirect("webhooks")
    context = {"endpoints": [_row(each) for each in _ours(request)], "form": form}
    return render(request, "staff/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def try_out(request: MemberRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.try_out)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def let_go(request: MemberRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda endpoint: actions.let_go(endpoint, request.user, "By hand"))


def _ours(request: MemberRequest) -> EndpointQuerySet:
    listening = Endpoint.objects.of(request.organization).listening()
    return listening.select_related("organization").order_by("pk")


def _row(endpoint: Endpoint) -> dict[str, object]:
    """What the page says of it. `problem`: of what could not be told it."""
    unsent = endpoint.notices.unsent()
    failed = unsent.exclude(problem="").order_by("-pk").first()
    return {
        "endpoint": endpoint,
        "secret": actions.secret_of(endpoint),
        "waiting": unsent.count(),
        "problem": failed.problem if failed else "",
    }


def _done(request: MemberRequest, pk: int, deed: Callable[[Endpoint], None]) -> HttpResponse:
    deed(get_object_or_404(_ours(request), pk=pk))
    return redirect("webhooks")

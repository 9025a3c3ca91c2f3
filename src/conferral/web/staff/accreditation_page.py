"""What the page about one accreditation shows, and how its deeds are tried."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import losses
from conferral.learning.accreditation.models import Accreditation, PeriodicReview
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.accreditation_forms import (
    ConditionForm,
    DocumentForm,
    EndForm,
    OutcomeForm,
    PlanForm,
    StopForm,
    TermsForm,
)


def of(request: MemberRequest, pk: int) -> Accreditation:
    ours = Accreditation.objects.of(request.organization).known()
    return get_object_or_404(ours, pk=pk)


def tried(
    request: MemberRequest,
    accreditation: Accreditation,
    deed: Callable[[], object],
    **sent: forms.Form,
) -> HttpResponse:
    """`sent`: the form that said what to do, by the name that the page has for it."""
    for form in sent.values():
        if not form.is_valid():
            return shown(request, accreditation, sent, status=422)
    try:
        deed()
    except Refused as refused:
        again = of(request, accreditation.pk)
        return shown(request, again, sent, refused=str(refused), status=409)
    return redirect("accreditation", accreditation.pk)


def shown(
    request: MemberRequest,
    accreditation: Accreditation,
    sent: Mapping[str, forms.Form] = MappingProxyType({}),
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """With what was refused, or the form that was not filled in."""
    organization = request.organization
    today = timezone.localdate()
    context: dict[str, Any] = {
        "accreditation": accreditation,
        "state": accreditation.state(today),
        "covered": losses.covered(accreditation, today),
        "losses": losses.without(accreditation, today),
        "reviews": _reviews(accreditation, sent.get("outcome"), organization),
        "manages": Right.MANAGE_ACCREDITATION in request.rights,
        "sees_evidence": Right.SEE_EVIDENCE in request.rights,
        "terms": TermsForm.of(accreditation),
        "stop": StopForm(auto_id="stop_%s"),
        "end": EndForm(auto_id="end_%s"),
        "condition": ConditionForm(auto_id="condition_%s"),
        "document": DocumentForm(auto_id="document_%s"),
        "plan": PlanForm(auto_id="plan_%s"),
        "refused": refused,
        "sent": next(iter(sent), ""),
    }
    return render(request, "staff/accreditation.html", context | dict(sent), status=status)


def _reviews(
    accreditation: Accreditation, sent: forms.Form | None, organization: Organization
) -> list[tuple[PeriodicReview, forms.Form | None]]:
    found = []
    for review in accreditation.reviews.prefetch_related("versions"):
        name = f"review_{review.pk}_%s"
        form = None if review.done_at else OutcomeForm(organization=organization, auto_id=name)
        found.append((review, sent if form and sent and sent.auto_id == name else form))
    return found

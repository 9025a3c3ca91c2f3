"""Which kinds of certificates there are, what each claims, and what guards it."""

from dataclasses import asdict

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import certificate_types
from conferral.learning.catalog.models import CertificateType
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.organization_forms import TypeForm


@requires(Right.EDIT_ORGANIZATION)
def types(request: MemberRequest) -> HttpResponse:
    approved = Count("versions", filter=Q(versions__approved_at__isnull=False))
    ours = request.organization.certificate_types.annotate(approved=approved)
    return render(request, "staff/types.html", {"types": ours.order_by("title")})


@requires(Right.EDIT_ORGANIZATION)
def new(request: MemberRequest) -> HttpResponse:
    """A new type; `?like=` begins with the terms of another."""
    like = request.organization.certificate_types.filter(code=request.GET.get("like", "")).first()
    begun = asdict(certificate_types.terms_of(like)) if like else {}
    form = TypeForm(request.POST if request.method == "POST" else None, initial=begun, is_new=True)
    if form.is_valid():
        try:
            certificate_types.add(
                request.organization, form.cleaned_data["code"], form.terms, request.user
            )
        except RefusedPart as refused:
            form.add_error(refused.part or None, str(refused))
        else:
            return redirect("types")
    return _shown(request, form, None)


@requires(Right.EDIT_ORGANIZATION)
def edit(request: MemberRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(request.organization.certificate_types, code=code)
    stored = asdict(certificate_types.terms_of(kind))
    sent = request.POST if request.method == "POST" else None
    form = TypeForm(sent, initial=stored, is_new=False)
    if form.is_valid():
        try:
            certificate_types.change(kind, form.terms, request.user)
        except RefusedPart as refused:
            form.add_error(refused.part or None, str(refused))
        else:
            return redirect("types")
    return _shown(request, form, kind)


def _shown(request: MemberRequest, form: TypeForm, kind: CertificateType | None) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "staff/type.html", {"form": form, "type": kind}, status=status)

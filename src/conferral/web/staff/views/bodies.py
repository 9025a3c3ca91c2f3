"""Accrediting bodies: what is known of them, what they ask for, what they have signed."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.credentials.verification import endorsements
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.accreditation import bodies as deeds
from conferral.learning.accreditation import documents
from conferral.learning.accreditation.models import Body, Endorsement, Requirement, Standard
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.refusing import say_no
from conferral.web.staff.accreditation_forms import (
    BodyForm,
    EndorsementForm,
    RequirementForm,
    StandardForm,
)


@requires(Right.SEE_REGISTER)
def bodies(request: MemberRequest) -> HttpResponse:
    return _all(request)


@requires(Right.MANAGE_ACCREDITATION)
def new(request: MemberRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = deeds.add(request.organization, form.profile(), request.user)
            return redirect("body", added.pk)
        except RefusedPart as refused:
            say_no(form, refused)
    status = 422 if form.is_bound else 200
    return render(request, "staff/body_new.html", {"form": form}, status=status)


@requires(Right.SEE_REGISTER)
def body(request: MemberRequest, pk: int) -> HttpResponse:
    return _one(request, _body(request, pk))


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = _body(request, pk), BodyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            deeds.change(row, form.profile(deeds.profile_of(row)), request.user)
            return redirect("body", pk)
        except RefusedPart as refused:
            say_no(form, refused)
    return _one(request, _body(request, pk), profile=form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def add_standard(request: MemberRequest, pk: int) -> HttpResponse:
    row = _body(request, pk)
    form = StandardForm(request.POST, request.FILES, auto_id="standard_%s")
    if form.is_valid():
        try:
            file = form.cleaned_data["document"]
            with documents.sent_along(request.organization, file, request.user) as kept:
                standard = form.standard()
                standard.document = kept
                deeds.add_standard(row, standard, request.user)
            return redirect("body", pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _one(request, row, standard=form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def remove_standard(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Standard.objects.filter(body__organization=request.organization)
    standard = get_object_or_404(ours.select_related("body__organization"), pk=pk)
    deeds.remove_standard(standard, request.user)
    return redirect("body", standard.body_id)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def require(request: MemberRequest) -> HttpResponse:
    form = RequirementForm(request.POST, organization=request.organization)
    if form.is_valid():
        try:
            deeds.require(**form.cleaned_data, person=request.user)
            return redirect("bodies")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _all(request, form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def drop_requirement(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Requirement.objects.filter(certificate_type__organization=request.organization)
    found = get_object_or_404(ours.select_related("certificate_type__organization"), pk=pk)
    deeds.drop_requirement(found, request.user)
    return redirect("bodies")


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def endorse(request: MemberRequest) -> HttpResponse:
    form = EndorsementForm(request.POST, request.FILES, auto_id="endorsement_%s")
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read(endorsements.MAX_BYTES + 1)
            found = endorsements.endorse(request.organization, content, request.user)
            return redirect("body", found.body_id)
        except Refused as refused:
            form.add_error("file", str(refused))
    return _all(request, endorsement=form)


@require_POST
@requires(Right.MANAGE_ACCREDITATION)
def withdraw_endorsement(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Endorsement.objects.published().filter(body__organization=request.organization)
    found = get_object_or_404(ours.select_related("body__organization"), pk=pk)
    endorsements.withdraw(found, request.user)
    return redirect("body", found.body_id)


def _body(request: MemberRequest, pk: int) -> Body:
    ours = Body.objects.filter(organization=request.organization).select_related("organization")
    return get_object_or_404(ours, pk=pk)


def _all(
    request: MemberRequest,
    requirement: forms.Form | None = None,
    endorsement: forms.Form | None = None,
) -> HttpResponse:
    asked = Requirement.objects.filter(certificate_type__organization=request.organization)
    related = "accreditations", "standards"
    context = {
        "bodies": request.organization.bodies.order_by("name").prefetch_related(*related),
        "requirements": asked.select_related("certificate_type", "body").order_by("pk"),
        "requirement": requirement or RequirementForm(organization=request.organization),
        "endorsement": endorsement or EndorsementForm(auto_id="endorsement_%s"),
        "manages": Right.MANAGE_ACCREDITATION in request.rights,
    }
    status = 422 if requirement or endorsement else 200
    return render(request, "staff/bodies.html", context, status=status)


def _one(
    request: MemberRequest,
    row: Body,
    profile: forms.Form | None = None,
    standard: forms.Form | None = None,
) -> HttpResponse:
    published = row.endorsements.published().select_related("version__course")
    context = {
        "body": row,
        "standards": row.standards.select_related("document").order_by("area", "title"),
        "accreditations": row.accreditations.order_by("number"),
        "endorsements": published.order_by("-added_at"),
        "profile": profile or BodyForm.of(deeds.profile_of(row)),
        "standard": standard or StandardForm(auto_id="standard_%s"),
        "sent": "profile" if profile else "standard" if standard else "",
        "manages": Right.MANAGE_ACCREDITATION in request.rights,
        "sees_evidence": Right.SEE_EVIDENCE in request.rights,
    }
    status = 422 if profile or standard else 200
    return render(request, "staff/body.html", context, status=status)

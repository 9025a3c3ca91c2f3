"""Who teaches, assesses and moderates, with an account here or without."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import instructors as catalog
from conferral.learning.catalog.models import Instructor
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.organization_forms import InstructorForm


@requires(Right.EDIT_COURSES)
def instructors(request: MemberRequest) -> HttpResponse:
    """All of them, and a form that adds one."""
    return _form(request, Instructor(organization=request.organization), "staff/instructors.html")


@requires(Right.EDIT_COURSES)
def instructor(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Instructor, pk=pk, organization=request.organization)
    return _form(request, found, "staff/instructor.html")


def _form(request: MemberRequest, person: Instructor, template: str) -> HttpResponse:
    email = person.person.email if person.person else ""
    opened = {"name": person.name, "title": person.title, "email": email}
    form = InstructorForm(request.POST if request.method == "POST" else None, initial=opened)
    if form.is_valid():
        try:
            catalog.put(person, request.user, **form.cleaned_data)
        except RefusedPart as refused:
            form.add_error(refused.part, str(refused))
        else:
            return redirect("instructors")
    ours = request.organization.instructors.select_related("person").order_by("name")
    context = {
        "instructors": ours.annotate(versions=Count("teachings__version", distinct=True)),
        "instructor": person,
        "form": form,
    }
    return render(request, template, context, status=422 if form.errors else 200)

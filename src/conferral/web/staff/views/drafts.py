"""A draft's facts, modules and people are edited, each on a page; nothing that was typed is lost.

Whoever saves an older edition than the stored one is told what others changed meanwhile. Their
own values stay on the page, and go over the newer edition when they are saved once more.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.catalog import actions
from conferral.learning.catalog.actions import Outdated
from conferral.learning.catalog.difference import Difference, difference
from conferral.learning.catalog.models import CourseVersion, Instructor, State
from conferral.learning.catalog.syllabus import revised
from conferral.learning.catalog.versions import syllabus_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import number_in
from conferral.web.staff.draft_forms import (
    FactsForm,
    ModuleRows,
    PeopleRows,
    Rows,
    modules_in,
    people_in,
    rows_of_modules,
    rows_of_people,
    with_more_rows,
)
from conferral.web.staff.views.versions import version_of


@requires(Right.EDIT_COURSES)
def facts(request: MemberRequest, code: str, number: int) -> HttpResponse:
    draft = version_of(request, code, number)
    if draft.state is not State.DRAFT:
        return redirect("version", code, number)
    said = syllabus_of(draft)
    kinds = request.organization.certificate_types.order_by("title")
    types = {kind.code: kind.title for kind in kinds}
    opened = {part: getattr(said, part) for part in FactsForm.base_fields if part != "edition"}
    opened["edition"] = draft.edition
    if request.method != "POST":
        return _facts(request, draft, FactsForm(initial=opened, types=types))
    form = FactsForm(request.POST, initial=opened, types=types)
    if not form.is_valid():
        return _facts(request, draft, form)
    refused = _refused(request, draft, form.changes, form.cleaned_data["edition"])
    match refused:
        case None:
            return redirect("version", code, number)
        case Outdated(draft=newer):
            again = form.over(syllabus_of(newer), newer.edition)
            typed = FactsForm(again, initial=opened, types=types)
            return _facts(request, newer, typed, outdated=refused, changes=form.changes)
        case RefusedPart(part=part) if part in form.fields:
            form.add_error(part, str(refused))
        case _:
            form.add_error(None, str(refused))
    return _facts(request, draft, form)


@requires(Right.EDIT_COURSES)
def modules(request: MemberRequest, code: str, number: int) -> HttpResponse:
    draft = version_of(request, code, number)
    if draft.state is not State.DRAFT:
        return redirect("version", code, number)
    opened = rows_of_modules(syllabus_of(draft))
    if request.method != "POST":
        return _rows(request, draft, ModuleRows(initial=opened))
    if "more" in request.POST:
        return _rows(request, draft, ModuleRows(with_more_rows(request.POST)))
    rows = ModuleRows(request.POST)
    if not rows.is_valid():
        return _rows(request, draft, rows, status=422)
    return _saved(request, draft, rows, {"modules": modules_in(rows)})


@requires(Right.EDIT_COURSES)
def people(request: MemberRequest, code: str, number: int) -> HttpResponse:
    draft = version_of(request, code, number)
    if draft.state is not State.DRAFT:
        return redirect("version", code, number)
    instructors = list(Instructor.objects.filter(organization=request.organization))
    known: dict[str, Any] = {"instructors": sorted(instructors, key=lambda each: each.name)}
    opened = rows_of_people(syllabus_of(draft), instructors)
    if request.method != "POST":
        return _rows(request, draft, PeopleRows(initial=opened, form_kwargs=known), **known)
    if "more" in request.POST:
        more = PeopleRows(with_more_rows(request.POST), form_kwargs=known)
        return _rows(request, draft, more, **known)
    rows = PeopleRows(request.POST, form_kwargs=known)
    if not rows.is_valid():
        return _rows(request, draft, rows, status=422, **known)
    return _saved(request, draft, rows, {"people": people_in(rows, instructors)}, **known)


def _saved(
    request: MemberRequest,
    draft: CourseVersion,
    rows: Rows,
    changes: Mapping[str, Any],
    **context: Any,
) -> HttpResponse:
    edition = number_in(request.POST.get("edition", ""))
    refused = _refused(request, draft, changes, edition)
    match refused:
        case None:
            return redirect("version", draft.course.code, draft.number)
        case Outdated(draft=newer):
            context |= {"outdated": refused, "difference": _theirs_and_ours(newer, changes)}
            return _rows(request, newer, rows, status=409, **context)
    return _rows(request, draft, rows, status=422, refused=str(refused), **context)


def _refused(
    request: MemberRequest, draft: CourseVersion, changes: Mapping[str, Any], edition: int
) -> Refused | None:
    try:
        actions.edit(draft, changes, request.user, edition=edition)
    except Refused as refused:
        return refused
    return None


def _theirs_and_ours(newer: CourseVersion, changes: Mapping[str, Any]) -> Difference | None:
    """What saving once more would change in the newer edition."""
    stored = syllabus_of(newer)
    try:
        return difference(stored, revised(stored, changes))
    except RefusedPart:
        return None  # It does not fit what is stored now: saving will say so, in its own words.


def _facts(
    request: MemberRequest,
    draft: CourseVersion,
    form: FactsForm,
    *,
    outdated: Outdated | None = None,
    changes: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "version": draft,
        "form": form,
        "outdated": outdated,
        "difference": _theirs_and_ours(draft, changes or {}) if outdated else None,
    }
    status = 409 if outdated else 422 if form.errors else 200
    return render(request, "staff/version_facts.html", context, status=status)


def _rows(
    request: MemberRequest, draft: CourseVersion, rows: Rows, status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a table: the template has the name of what its rows are."""
    name = "modules" if isinstance(rows, ModuleRows) else "people"
    shown = {"version": draft, "rows": rows} | context
    return render(request, f"staff/version_{name}.html", shown, status=status)

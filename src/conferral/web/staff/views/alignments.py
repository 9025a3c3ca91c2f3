"""Where a draft stands in other people's frameworks: picked from one, or by hand."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions
from conferral.learning.catalog.models import CourseVersion, State
from conferral.learning.catalog.syllabus import Place, joined
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.frameworks.models import FrameworkItem
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import keys_in, number_in, sought_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.alignment_forms import PlaceForm
from conferral.web.staff.views.versions import version_of


@requires(Right.EDIT_COURSES)
def alignments(request: MemberRequest, code: str, number: int) -> HttpResponse:
    draft = version_of(request, code, number)
    if draft.state is not State.DRAFT:
        return redirect("version", code, number)
    if request.method != "POST":
        return _shown(request, draft, PlaceForm())
    places = syllabus_of(draft).alignments
    if "remove" in request.POST:
        url = request.POST["remove"]
        return _saved(request, draft, [place for place in places if place.url != url])
    if "pick" in request.POST:
        return _saved(request, draft, joined(places, _picked(request)))
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _shown(request, draft, form, status=422)
    return _saved(request, draft, joined(places, [form.place]), form)


def _picked(request: MemberRequest) -> list[Place]:
    ours = FrameworkItem.objects.of(request.organization).select_related("framework")
    return [Place(**item.alignment) for item in ours.filter(pk__in=keys_in(request.POST, "pick"))]


def _saved(
    request: MemberRequest,
    draft: CourseVersion,
    places: Sequence[Place],
    form: PlaceForm | None = None,
) -> HttpResponse:
    edition = number_in(request.POST.get("edition", ""))
    try:
        actions.edit(draft, {"alignments": tuple(places)}, request.user, edition=edition)
    except Refused as refused:
        now = version_of(request, draft.course.code, draft.number)
        return _shown(request, now, form or PlaceForm(), status=409, refused=str(refused))
    return redirect("alignments", draft.course.code, draft.number)


def _shown(
    request: MemberRequest, draft: CourseVersion, form: PlaceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    ours = FrameworkItem.objects.of(request.organization).select_related("framework")
    sought = sought_in(request.GET)
    chosen = {alignment.target_url for alignment in draft.alignments.all()}
    context = {
        "version": draft,
        "form": form,
        "has_frameworks": ours.exists(),
        "sought": sought,
        "page": page_of(request, ours.about(sought)) if sought else None,
        "chosen": chosen,
    }
    return render(request, "staff/alignments.html", context | more, status=status)

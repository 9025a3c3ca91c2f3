"""The criterion of a draft is built part by part, tried on learners, and saved when it is right.

Until it is saved, all of it is in the form: every button sends it, and gets it back changed.
"""

import json
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions, criteria
from conferral.learning.catalog.actions import Outdated
from conferral.learning.catalog.difference import difference
from conferral.learning.catalog.models import CourseVersion, State
from conferral.learning.catalog.versions import syllabus_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import json_document, spreadsheet
from conferral.web.shared.asking import number_in
from conferral.web.shared.paging import PAGE
from conferral.web.staff import criterion_edits, criterion_trial
from conferral.web.staff.criterion_edits import TooBig
from conferral.web.staff.criterion_page import ADDED, Builder
from conferral.web.staff.criterion_text import from_text
from conferral.web.staff.criterion_tree import (
    Kind,
    Node,
    Tampered,
    from_criterion,
    from_form,
    path_of,
    place_of,
)
from conferral.web.staff.views.versions import version_of

_INCOMPLETE = "The page did not come back as it was sent, so what is stored is shown again."
_UNREADABLE = "Something is not filled in right. It is named below, and beside its field."
_CONTRADICTORY = "Nobody could ever meet this, so it cannot be saved. See below why."
_EDITS = {
    "remove": criterion_edits.remove,
    "up": criterion_edits.up,
    "down": criterion_edits.down,
    "wrap": criterion_edits.wrap,
    "unwrap": criterion_edits.unwrap,
}


@requires(Right.EDIT_COURSES)
def criterion(request: MemberRequest, code: str, number: int) -> HttpResponseBase:
    draft = version_of(request, code, number)
    if draft.state is not State.DRAFT:
        return redirect("version", code, number)
    stored = from_criterion(draft.criterion)
    if request.method != "POST":
        return _shown(request, Builder(draft, stored))
    try:
        return _done(request, Builder(draft, from_form(request.POST)))
    except Tampered:
        again = {"edition": draft.edition, "refused": _INCOMPLETE}
        return _shown(request, Builder(draft, stored), 422, **again)


@requires(Right.SEE_REGISTER)
def criterion_json(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """What is stored, as it may be put in elsewhere."""
    found = version_of(request, code, number)
    answer = json_document(request, found.criterion_json, cache="private, no-cache")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{number}-criterion.json"'
    del answer["Access-Control-Allow-Origin"]
    return answer


def _done(request: MemberRequest, builder: Builder) -> HttpResponseBase:
    deed, _, where = request.POST.get("do", "").partition(" ")
    match deed:
        case "save":
            return _saved(request, builder)
        case "take":
            return _taken(request, builder)
        case "try":
            return _shown(request, builder, trial=_trial(request, builder))
        case "change":
            return _compared(request, builder, where)
        case "csv":
            return _changes_csv(request, builder)
        case "add":
            return _added(request, builder, where)
        case known if known in _EDITS:
            return _edited(request, builder, known, where)
    return _shown(request, builder)


def _saved(request: MemberRequest, builder: Builder) -> HttpResponse:
    wanted = builder.reading.criterion
    if wanted is None:
        return _shown(request, builder, 422, refused=_UNREADABLE)
    if builder.contradictions:
        return _shown(request, builder, 422, refused=_CONTRADICTORY)
    draft, said = builder.draft, criteria.to_json(wanted)
    try:
        actions.save_criterion(draft, said, request.user, edition=_edition(request))
    except Outdated as outdated:
        return _outdated(request, builder, outdated, said)
    except Refused as refused:
        return _shown(request, builder, 422, refused=str(refused))
    return redirect("version", draft.course.code, draft.number)


def _outdated(
    request: MemberRequest, builder: Builder, outdated: Outdated, said: dict[str, Any]
) -> HttpResponse:
    """Our tree stays, over the newer edition: the modules may be others now."""
    newer = syllabus_of(outdated.draft)
    context = {
        "outdated": outdated,
        "difference": difference(newer, replace(newer, criterion=said)),
        "edition": outdated.draft.edition,
    }
    return _shown(request, Builder(outdated.draft, builder.tree), 409, **context)


def _taken(request: MemberRequest, builder: Builder) -> HttpResponse:
    """Somebody has written JSON: it becomes the tree, or is told what is wrong with it."""
    typed = request.POST.get("json", "")
    try:
        taken = from_text(typed)
    except ValueError as error:
        return _shown(request, builder, 422, json=typed, json_error=str(error))
    return _shown(request, Builder(builder.draft, from_criterion(taken)))


def _added(request: MemberRequest, builder: Builder, where: str) -> HttpResponse:
    group = place_of(where)
    try:
        kind = Kind(request.POST.get(f"{where}.add", ""))
    except ValueError:
        raise Tampered(where) from None
    try:
        tree, place = criterion_edits.add(builder.tree, group, kind)
    except TooBig as error:
        return _shown(request, builder, 422, refused=str(error))
    return _redrawn(request, builder.draft, tree, f"new {path_of(place)}")


def _edited(request: MemberRequest, builder: Builder, deed: str, where: str) -> HttpResponse:
    try:
        tree, place = _EDITS[deed](builder.tree, place_of(where))
    except TooBig as error:
        return _shown(request, builder, 422, refused=str(error))
    return _redrawn(request, builder.draft, tree, f"{deed} {path_of(place)}")


def _redrawn(request: MemberRequest, draft: CourseVersion, tree: Node, focus: str) -> HttpResponse:
    """`focus`: where the next key should land, so that nobody has to look for their place."""
    return _shown(request, Builder(draft, tree), focus=focus)


def _trial(request: MemberRequest, builder: Builder) -> criterion_trial.Trial:
    return criterion_trial.try_it(
        builder.draft.course,
        builder.reading.criterion,
        builder.titles,
        sought=request.POST.get("sought", "")[:200],
        chosen=request.POST.get("learner", ""),
    )


def _compared(request: MemberRequest, builder: Builder, page: str) -> HttpResponse:
    found = _changes(request, builder)
    if found is None:
        return _shown(request, builder, comparing=True)
    shown = Paginator(found.keys, PAGE).get_page(page)
    rows = list(criterion_trial.shifts(list(shown)))
    return _shown(request, builder, changes=found, page=shown, shifts=rows, comparing=True)


def _changes_csv(request: MemberRequest, builder: Builder) -> HttpResponseBase:
    found = _changes(request, builder)
    if found is None:
        return _shown(request, builder, comparing=True)
    rows = (shift.row for shift in criterion_trial.shifts(found.keys))
    code = builder.draft.course.code
    return spreadsheet(f"{code}-what-would-change.csv", criterion_trial.CHANGES_HEADER, rows)


def _changes(request: MemberRequest, builder: Builder) -> criterion_trial.Changes | None:
    """None while the criterion is unreadable, and where nobody is enrolled."""
    version = criterion_trial.compared_with(builder.draft, request.POST.get("against", ""))
    wanted = builder.reading.criterion
    return criterion_trial.changes(version, wanted) if version and wanted else None


def _edition(request: MemberRequest) -> int:
    return number_in(request.POST.get("edition", ""))


def _shown(
    request: MemberRequest, builder: Builder, status: int = 200, **more: Any
) -> HttpResponse:
    wanted = builder.reading.criterion
    said = json.dumps(criteria.to_json(wanted), indent=2, ensure_ascii=False) if wanted else ""
    is_fresh = request.method != "POST"
    context = {
        "version": builder.draft,
        "builder": builder,
        "added": ADDED,
        "edition": builder.draft.edition if is_fresh else _edition(request),
        "json": said,
        "sought": request.POST.get("sought", ""),
        "having": criterion_trial.versions_with_learners(builder.draft),
        "against": criterion_trial.compared_with(builder.draft, request.POST.get("against", "")),
    }
    return render(request, "staff/criterion.html", context | more, status=status)

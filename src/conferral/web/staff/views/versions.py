"""One version of a course: what it says, how it differs from another, and what becomes of it."""

import orjson
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.languages import name_of
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions
from conferral.learning.catalog.difference import difference as difference_of
from conferral.learning.catalog.models import CourseVersion, State
from conferral.learning.catalog.syllabus import to_json
from conferral.learning.catalog.versions import syllabus_of
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import JSON
from conferral.web.shared.asking import number_in


@requires(Right.SEE_REGISTER)
def version(request: MemberRequest, code: str, number: int) -> HttpResponse:
    return _shown(request, version_of(request, code, number))


@requires(Right.SEE_REGISTER)
def difference(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """From the version that it was made from, or the one before it, or that of `?from=`."""
    after = version_of(request, code, number)
    others = after.course.versions.exclude(pk=after.pk).order_by("-number")
    before = others.filter(number=number_in(request.GET.get("from", ""))).first()
    before = before or after.made_from or others.filter(number__lt=number).first()
    context = {
        "version": after,
        "before": before,
        "others": others,
        "difference": difference_of(syllabus_of(before), syllabus_of(after)) if before else None,
    }
    return render(request, "staff/version_difference.html", context)


@requires(Right.SEE_REGISTER)
def document(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """All that the version says, as one file that another installation can import."""
    said = to_json(syllabus_of(version_of(request, code, number)), code)
    answer = HttpResponse(orjson.dumps(said, option=orjson.OPT_INDENT_2), content_type=JSON)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{number}.json"'
    return answer


@require_POST
@requires(Right.EDIT_COURSES)
def copy(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """A new draft that says what this version says."""
    found = version_of(request, code, number)
    try:
        draft = actions.make_version(found, request.user)
    except Refused as refused:
        return _shown(request, found, str(refused))
    return redirect("version", code, draft.number)


@require_POST
@requires(Right.EDIT_COURSES)
def delete(request: MemberRequest, code: str, number: int) -> HttpResponse:
    found = version_of(request, code, number)
    try:
        actions.delete_draft(found, request.user)
    except Refused as refused:
        return _shown(request, found, str(refused))
    stays = found.course.versions.exists()
    return redirect("course", code) if stays else redirect("courses")


def version_of(request: MemberRequest, code: str, number: int) -> CourseVersion:
    """That of the organization, with all that a syllabus needs."""
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    related = "course__organization", "certificate_type", "edited_by", "submitted_by", "approved_by"
    found = ours.select_related(*related, "made_from").prefetch_related(
        "modules", "teachings__instructor", "alignments"
    )
    return get_object_or_404(found, course__code=code, number=number)


def _shown(request: MemberRequest, found: CourseVersion, refused: str = "") -> HttpResponse:
    context = {
        "version": found,
        "has_others": found.course.versions.exclude(pk=found.pk).exists(),
        "has_draft": found.course.versions.filter(approved_at=None).exists(),
        "learners": found.enrolments.count(),
        "language": name_of(found.language),
        "may_edit": Right.EDIT_COURSES in request.rights and found.state is State.DRAFT,
        "is_beginning": _is_beginning(request),
        "refused": refused,
    }
    return render(request, "staff/version.html", context, status=409 if refused else 200)


def _is_beginning(request: MemberRequest) -> bool:
    """Of whoever may, while nothing is approved: then a specimen needs nobody else."""
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    may_begin = Right.EDIT_ORGANIZATION in request.rights
    return may_begin and not ours.filter(approved_at__isnull=False).exists()

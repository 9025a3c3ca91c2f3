"""The queue of approvals; what a version says, who has said yes to it, and what they wrote."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import actions, comments
from conferral.learning.review.models import Comment, ExtraRole
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.approval_forms import CommentForm, RolesForm, SubmitForm, WithdrawForm
from conferral.web.staff.approval_page import Sent, askable, places_of, shown, tried
from conferral.web.staff.approval_queue import queue_of


@requires(Right.SEE_REGISTER)
def approvals(request: MemberRequest) -> HttpResponse:
    return _queue(request)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def roles(request: MemberRequest) -> HttpResponse:
    """Who is asked beside those that always are."""
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _queue(request, form)
    actions.ask_also(request.organization, frozenset(form.chosen), request.user)
    return redirect("approvals")


@requires(Right.SEE_REGISTER)
def approval(request: MemberRequest, code: str, number: int) -> HttpResponse:
    return shown(request, _version(request, code, number))


@require_POST
@requires(Right.EDIT_COURSES)
def submit(request: MemberRequest, code: str, number: int) -> HttpResponse:
    version = _version(request, code, number)
    form = SubmitForm(request.POST, candidates=askable(request, version))
    if not form.is_valid():
        return shown(request, version, Sent(submit=form))
    return tried(
        request,
        version,
        lambda: actions.submit(version, request.user, form.asking),
        Sent(submit=form),
    )


@require_POST
@requires(Right.EDIT_COURSES)
def take_back(request: MemberRequest, code: str, number: int) -> HttpResponse:
    version = _version(request, code, number)
    submission = get_object_or_404(version.submissions.open())
    return tried(request, version, lambda: actions.take_back(submission, request.user))


@require_POST
@requires(Right.APPROVE)
def withdraw(request: MemberRequest, code: str, number: int) -> HttpResponse:
    version = _version(request, code, number)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return shown(request, version, Sent(withdraw=form))
    because = form.cleaned_data["because"]
    return tried(
        request,
        version,
        lambda: actions.withdraw(version, request.user, because),
        Sent(withdraw=form),
    )


@require_POST
@requires(Right.COMMENT)
def comment(request: MemberRequest, code: str, number: int) -> HttpResponse:
    version = _version(request, code, number)
    form = CommentForm(request.POST, places=places_of(version))
    if not form.is_valid():
        return shown(request, version, Sent(comment=form))
    said = form.cleaned_data
    answers = version.comments.filter(pk=said["answers"]).first() if said["answers"] else None
    return tried(
        request,
        version,
        lambda: comments.comment(
            version, request.user, said["text"], place=said["place"], answers=answers
        ),
        Sent(comment=form),
    )


@require_POST
@requires(Right.COMMENT)
def resolve(request: MemberRequest, pk: int) -> HttpResponse:
    ours = Comment.objects.filter(version__course__organization=request.organization)
    said = get_object_or_404(ours.select_related("version__course__organization"), pk=pk)
    return tried(request, said.version, lambda: comments.resolve(said, request.user))


def _queue(request: MemberRequest, form: RolesForm | None = None) -> HttpResponse:
    also = ExtraRole.objects.filter(organization=request.organization)
    chosen = list(also.values_list("role", flat=True))
    context = {"queue": queue_of(request), "roles": form or RolesForm(initial={"roles": chosen})}
    return render(request, "staff/approvals.html", context, status=422 if form else 200)


def _version(request: MemberRequest, code: str, number: int) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    related = "course__organization", "certificate_type", "submitted_by", "approved_by"
    return get_object_or_404(ours.select_related(*related), course__code=code, number=number)

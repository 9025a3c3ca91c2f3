"""What a reviewer does with one review: tick the checklist, decide, let somebody else do it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right, Role
from conferral.learning.review import actions, people
from conferral.learning.review.models import Review, Vote
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.approval_forms import (
    ChecklistForm,
    DecisionForm,
    DeputyForm,
    ReviewerForm,
)
from conferral.web.staff.approval_page import Sent, shown, tried


@require_POST
@requires(Right.REVIEW_CONTENT)
def answers(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what is ticked; the decision comes later."""
    review = _review(request, pk)
    form = ChecklistForm(request.POST, items=list(review.items.all()))
    if not form.is_valid():
        return shown(request, review.submission.version, Sent(checklist=form))
    return tried(
        request,
        review.submission.version,
        lambda: actions.answer(review, request.user, form.answers),
        Sent(checklist=form),
    )


@require_POST
@requires(Right.REVIEW_CONTENT)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """The same form, with a yes or a no: what is ticked and what is decided are one deed."""
    review = _review(request, pk)
    checklist = ChecklistForm(request.POST, items=list(review.items.all()))
    decision = DecisionForm(request.POST)
    sent = Sent(checklist=checklist, decision=decision)
    if not (checklist.is_valid() and decision.is_valid()):
        return shown(request, review.submission.version, sent)
    said = decision.cleaned_data
    return tried(
        request,
        review.submission.version,
        lambda: actions.answer_and_decide(
            review, request.user, checklist.answers, Vote(said["vote"]), said["remark"]
        ),
        sent,
    )


@require_POST
@requires(Right.EDIT_COURSES)
def assign(request: MemberRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = ReviewerForm(request.POST, people=_able(review), prefix=f"ask-{pk}")
    if not form.is_valid():
        return shown(request, review.submission.version, Sent(refused=form.problem))
    return tried(
        request,
        review.submission.version,
        lambda: actions.assign(review, request.user, form.chosen),
    )


@require_POST
@requires(Right.REVIEW_CONTENT)
def delegate(request: MemberRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = DeputyForm(request.POST, people=_able(review), prefix=f"deputy-{pk}")
    if not form.is_valid() or form.chosen is None:
        return shown(request, review.submission.version, Sent(refused=form.problem))
    deputy, until = form.chosen, form.cleaned_data["until"]
    return tried(
        request,
        review.submission.version,
        lambda: actions.delegate(review, request.user, deputy, until),
    )


def _review(request: MemberRequest, pk: int) -> Review:
    ours = Review.objects.of(request.organization)
    related = "submission__version__course__organization", "submission__version__certificate_type"
    return get_object_or_404(ours.select_related(*related), pk=pk)


def _able(review: Review) -> list[Person]:
    role = Role(review.role)
    return people.candidates(review.submission.version, [role])[role]

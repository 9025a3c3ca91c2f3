"""What the page about the approval of a version shows, to whoever looks at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right, Role
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.difference import Difference, difference
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.catalog.syllabus import WORDS
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.review import content, people
from conferral.learning.review.models import Comment, Outcome, Review, Submission, Vote
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.approval_forms import (
    ChecklistForm,
    CommentForm,
    DecisionForm,
    DeputyForm,
    ReviewerForm,
    SubmitForm,
    WithdrawForm,
)


@dataclass(frozen=True)
class Seat:
    """One review, and what the reader can do about it."""

    review: Review
    objection: str  # Why the reader may not decide; "" when they may, or it is decided.
    is_mine: bool
    reviewer: ReviewerForm | None
    deputy: DeputyForm | None


@dataclass(frozen=True)
class Sent:
    """Forms that were sent and could not be accepted, and what was refused."""

    refused: str = ""
    submit: SubmitForm | None = None
    checklist: ChecklistForm | None = None
    decision: DecisionForm | None = None
    comment: CommentForm | None = None
    withdraw: WithdrawForm | None = None

    @property
    def status(self) -> int:
        if self.refused:
            return 409
        sent = self.submit, self.checklist, self.decision, self.comment, self.withdraw
        return 422 if any(sent) else 200


NOTHING_SENT = Sent()


def shown(
    request: MemberRequest, version: CourseVersion, sent: Sent = NOTHING_SENT
) -> HttpResponse:
    submission = _open(version)
    seats = _seats(request, submission) if submission else []
    mine = _chosen(request, seats)
    context = {
        "version": version,
        "submission": submission,
        "is_overdue": submission is not None and submission.is_overdue(timezone.localdate()),
        "seats": seats,
        "mine": mine,
        "checklist": sent.checklist or (mine and ChecklistForm(items=list(mine.items.all()))),
        "decision": sent.decision or DecisionForm(),
        "waiting": waiting_for_approval(version),
        "is_last": mine is not None and _is_last(mine),
        "edited": _edited_parts(submission) if submission else (),
        "comments": _comments(version),
        "comment": sent.comment or CommentForm(places=places_of(version)),
        "history": _history(version),
        "withdrawals": version.withdrawals.select_related("person"),
        "may": _may(request, version, submission),
        "sent": sent,
        **_compared(version),
        **_forms(request, version, sent),
    }
    return render(request, "staff/approval.html", context, status=sent.status)


def tried(
    request: MemberRequest,
    version: CourseVersion,
    deed: Callable[[], object],
    sent: Sent = NOTHING_SENT,
) -> HttpResponse:
    """Do it and show the page anew; or show what was refused, with the forms as they were sent."""
    try:
        deed()
    except Refused as refused:
        return shown(request, version, replace(sent, refused=str(refused)))
    return redirect("approval", code=version.course.code, number=version.number)


def askable(request: MemberRequest, version: CourseVersion) -> dict[Role, list[Person]]:
    """Whom this author may ask to review, by role."""
    able = people.candidates(version, people.roles_for(version))
    return {
        role: [person for person in found if person != request.user] for role, found in able.items()
    }


def waiting_for_approval(version: CourseVersion) -> int:
    """How many certificates the approval of this version lets go."""
    unissued = Award.objects.filter(enrolment__version=version, issued_at=None)
    return unissued.filter(waits_for=WaitsFor.APPROVAL).count()


def _open(version: CourseVersion) -> Submission | None:
    found = version.submissions.open().select_related("submitted_by").first()
    if found:
        found.version = version
    return found


def _seats(request: MemberRequest, submission: Submission) -> list[Seat]:
    reviews = submission.reviews.select_related("reviewer", "deputy", "decided_by")
    return [_seat(request, submission, review) for review in reviews.prefetch_related("items")]


def _seat(request: MemberRequest, submission: Submission, review: Review) -> Seat:
    review.submission = submission
    if review.vote:
        return Seat(review, "", is_mine=False, reviewer=None, deputy=None)
    objection = people.why_not(review, request.user, timezone.localdate())
    role = Role(review.role)
    others = people.candidates(submission.version, [role])[role]
    deputies = [person for person in others if person != request.user]
    may_ask = Right.EDIT_COURSES in request.rights
    is_own = review.reviewer in (None, request.user) and not objection
    return Seat(
        review,
        objection,
        is_mine=not objection,
        reviewer=ReviewerForm(people=others, prefix=f"ask-{review.pk}") if may_ask else None,
        deputy=DeputyForm(people=deputies, prefix=f"deputy-{review.pk}") if is_own else None,
    )


def _chosen(request: MemberRequest, seats: Sequence[Seat]) -> Review | None:
    """Whoever has two roles chooses in which they review; they cannot in both."""
    mine = {str(seat.review.pk): seat.review for seat in seats if seat.is_mine}
    return mine.get(request.GET.get("review", ""), next(iter(mine.values()), None))


def _is_last(review: Review) -> bool:
    others = review.submission.reviews.exclude(pk=review.pk)
    return not others.exclude(vote=Vote.YES).exists()


def _edited_parts(submission: Submission) -> Sequence[str]:
    """What the version says otherwise than when it was submitted."""
    now = content.content_of(submission.version)
    return [WORDS.get(part, part) for part in content.parts_changed(submission.content, now)]


def _compared(version: CourseVersion) -> dict[str, Any]:
    """The difference to the version that was approved before; without one, all that it says."""
    before = _approved_before(version)
    syllabus = syllabus_of(version)
    compared: Difference | None = difference(syllabus_of(before), syllabus) if before else None
    return {"before": before, "difference": compared, "syllabus": syllabus}


def _approved_before(version: CourseVersion) -> CourseVersion | None:
    approved = version.course.versions.ever_approved().filter(number__lt=version.number)
    return approved.order_by("number").last()


def _comments(version: CourseVersion) -> QuerySet[Comment]:
    threads = version.comments.filter(answers=None).select_related("author", "resolved_by")
    return threads.prefetch_related("replies__author")


def places_of(version: CourseVersion) -> list[tuple[str, str]]:
    return list(version.modules.values_list("code", "title"))


def _history(version: CourseVersion) -> QuerySet[Submission]:
    closed = version.submissions.exclude(outcome=Outcome.OPEN).select_related("submitted_by")
    return closed.prefetch_related("reviews__decided_by", "reviews__items").order_by("-pk")


def _may(
    request: MemberRequest, version: CourseVersion, submission: Submission | None
) -> dict[str, bool]:
    author = Right.EDIT_COURSES in request.rights
    return {
        "submit": author and not version.is_approved and submission is None,
        "submit_again": author and submission is not None,
        "take_back": author and submission is not None,
        "comment": Right.COMMENT in request.rights,
        "withdraw": Right.APPROVE in request.rights and version.is_approved,
    }


def _forms(request: MemberRequest, version: CourseVersion, sent: Sent) -> dict[str, Any]:
    if Right.EDIT_COURSES not in request.rights:
        return {"submit": None, "withdraw": sent.withdraw or WithdrawForm()}
    return {
        "submit": sent.submit or SubmitForm(candidates=askable(request, version)),
        "withdraw": sent.withdraw or WithdrawForm(),
    }

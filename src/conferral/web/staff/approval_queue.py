"""Which versions wait for whom, sorted for whoever looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import people
from conferral.learning.review.models import Outcome, Review, Submission
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.approval_page import waiting_for_approval

_RECENT = 20


@dataclass(frozen=True)
class Waiting:
    """One version under review."""

    submission: Submission
    missing: tuple[Review, ...]  # Those who have not said anything yet.
    as_role: str  # In which the reader may decide; "": somebody else must.
    certificates: int  # That the approval lets go.
    is_overdue: bool


@dataclass(frozen=True)
class Queue:
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    drafts: Iterable[CourseVersion]  # That their authors have not submitted.
    decided: Iterable[Submission]


def queue_of(request: MemberRequest) -> Queue:
    today = timezone.localdate()
    related = "version__course__organization", "version__certificate_type", "submitted_by"
    known = Submission.objects.of(request.organization).select_related(*related)
    waiting = [
        _waiting(request, submission, today)
        for submission in known.open().prefetch_related("reviews").order_by("due_on", "pk")
    ]
    return Queue(
        mine=tuple(each for each in waiting if each.as_role),
        others=tuple(each for each in waiting if not each.as_role),
        drafts=_drafts(request) if Right.EDIT_COURSES in request.rights else (),
        decided=known.exclude(outcome=Outcome.OPEN).order_by("-closed_at")[:_RECENT],
    )


def _waiting(request: MemberRequest, submission: Submission, today: date) -> Waiting:
    missing = [review for review in submission.reviews.all() if not review.vote]
    for review in missing:
        review.submission = submission
    mine = (each.role for each in missing if not people.why_not(each, request.user, today))
    return Waiting(
        submission,
        tuple(missing),
        as_role=next(mine, ""),
        certificates=waiting_for_approval(submission.version),
        is_overdue=submission.is_overdue(today),
    )


def _drafts(request: MemberRequest) -> QuerySet[CourseVersion]:
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    unapproved = ours.filter(Q(approved_at=None) | Q(withdrawn_at__isnull=False))
    unasked = unapproved.exclude(submissions__in=Submission.objects.open())
    return unasked.select_related("course", "edited_by").order_by("course__code", "number")

"""Put a version up for review, decide about it in one's role, take an approval back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from conferral.foundation import approval
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit import trail
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.catalog.syllabus import checked
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.review import checklists, letters, people, policy, standards
from conferral.learning.review.content import content_of, digest_of
from conferral.learning.review.models import (
    ChecklistItem,
    ExtraRole,
    Met,
    Outcome,
    Review,
    Submission,
    Vote,
    Withdrawal,
)

DAYS_TO_REVIEW = 7


@dataclass(frozen=True)
class Asking:
    """Whom to ask, until when, and with which words. A role without a name: anyone who holds it."""

    reviewers: Mapping[Role, Person] = field(default_factory=dict)
    due_on: date | None = None
    note: str = ""


@transaction.atomic
def submit(version: CourseVersion, author: Person, asking: Asking = Asking()) -> Submission:
    """Ask every role for its yes. After an edit all are asked anew."""
    version = _locked(version)
    changes.note(version.course.organization)  # The day that learners may expect.
    now, content = timezone.now(), content_of(version)
    if version.is_approved:
        raise Refused("It is approved already; changes need a new version.")
    checked(syllabus_of(version))
    _close_outdated(version, digest_of(content))
    roles = people.roles_for(version)
    _refuse_unless_it_can_be_decided(version, author, roles, asking)
    _mark_submitted(version, author)
    submission = Submission.objects.create(
        version=version,
        submitted_by=author,
        submitted_at=now,
        due_on=_due(asking, now.astimezone(version.course.organization.zone).date()),
        note=asking.note.strip(),
        content=content,
        digest=digest_of(content),
    )
    for role in roles:
        _ask(submission, role, asking.reviewers.get(role))
    return submission


@transaction.atomic
def take_back(submission: Submission, author: Person) -> None:
    """The author wants to go on editing."""
    submission = _locked_open(submission)
    changes.note(submission.version.course.organization)
    _close(submission, Outcome.TAKEN_BACK)
    _mark_unsubmitted(submission.version)
    record(author, "took back from review", submission, submission.version.course.organization)


@transaction.atomic
def assign(review: Review, author: Person, reviewer: Person | None) -> None:
    """Ask somebody else. None: anyone who holds the role."""
    review = _waiting(review)
    organization = review.submission.version.course.organization
    if reviewer:
        _refuse_stranger(review, reviewer)
    review.reviewer, review.deputy, review.deputy_until = reviewer, None, None
    review.save(update_fields=["reviewer", "deputy", "deputy_until"])
    record(author, "asked for a review", review, organization, reviewer=_key(reviewer))
    letters.ask(review)


@transaction.atomic
def delegate(review: Review, person: Person, deputy: Person, until: date) -> None:
    """Let somebody decide in one's stead, up to and including a day; then it is one's own again."""
    review = _waiting(review)
    organization = review.submission.version.course.organization
    today = timezone.localdate(timezone=organization.zone)
    if review.reviewer not in (None, person):
        raise Refused("Only who was asked can let somebody else decide.")
    if until < today:
        raise Refused("That day has passed already.")
    if deputy == person:
        raise Refused("Name somebody else than yourself.")
    _refuse_stranger(review, deputy)
    review.reviewer, review.deputy, review.deputy_until = person, deputy, until
    if because := people.why_not(review, person, today):
        raise Refused(because)
    review.save(update_fields=["reviewer", "deputy", "deputy_until"])
    record(person, "delegated a review", review, organization, deputy=deputy.pk, until=str(until))
    letters.ask(review)


@transaction.atomic
def answer(review: Review, person: Person, answers: Mapping[int, tuple[Met, str]]) -> None:
    """Keep answers to the checklist, by position, each with its remark."""
    review = _decidable(review, person)
    items = {item.position: item for item in review.items.all()}
    if unknown := sorted(set(answers) - set(items)):
        raise Refused(f"The checklist has no question {unknown[0]}.")
    for position, (met, remark) in answers.items():
        items[position].met, items[position].remark = met, remark.strip()
    ChecklistItem.objects.bulk_update(items.values(), ["met", "remark"])
    record(
        person,
        "answered a checklist",
        review,
        review.submission.version.course.organization,
        answers={str(position): str(met) for position, (met, _) in answers.items()},
    )


@transaction.atomic
def decide(review: Review, person: Person, vote: Vote, remark: str = "") -> None:
    """Say yes or no in one's role. The last yes approves the version; a no sends it back."""
    review = _decidable(review, person)
    submission, remark = review.submission, remark.strip()
    _refuse_if_edited(submission)
    if because := _unready(review, vote, remark):
        raise Refused(because)
    changes.note(submission.version.course.organization)
    _sign(review, person, vote, remark)
    if vote == Vote.NO:
        _send_back(submission, review, person)
    elif not submission.reviews.exclude(vote=Vote.YES).exists():
        _approve(submission, person)


@transaction.atomic
def answer_and_decide(
    review: Review,
    person: Person,
    answers: Mapping[int, tuple[Met, str]],
    vote: Vote,
    remark: str = "",
) -> None:
    """Both or neither."""
    answer(review, person, answers)
    decide(review, person, vote, remark)


@transaction.atomic
def withdraw(version: CourseVersion, person: Person, because: str) -> None:
    """Take the approval back: nothing more is issued of the version; what was issued stays."""
    version, because = _locked(version), because.strip()
    if not version.is_approved:
        raise Refused("It is not approved.")
    if not because:
        raise Refused("Say why: whoever waits for a certificate will ask.")
    organization, now = version.course.organization, timezone.now()
    version.withdrawn_at, version.submitted_at = now, None
    version.save(update_fields=["withdrawn_at", "submitted_at"])
    digest = digest_of(content_of(version))
    Withdrawal.objects.create(
        version=version, person=person, at=now, because=because, digest=digest
    )
    changes.note(organization)
    record(person, "withdrew the approval", version, organization, because=because, digest=digest)
    letters.tell_of_withdrawal(version, person, because)


@transaction.atomic
def ask_also(organization: Organization, roles: frozenset[Role], person: Person) -> None:
    """From now on versions need the yes of these roles as well, and of no others beside."""
    if wrong := roles - set(policy.ON_WISH):
        raise Refused(f"The role {min(wrong)} is asked always, or never.")
    ExtraRole.objects.filter(organization=organization).delete()
    ExtraRole.objects.bulk_create(
        ExtraRole(organization=organization, role=role) for role in sorted(roles)
    )
    record(person, "set who reviews", organization, organization, roles=sorted(roles))


def _locked(version: CourseVersion) -> CourseVersion:
    """The row as it is now; whoever else decides about it waits until we have committed."""
    rows = CourseVersion.objects.select_related("course__organization", "certificate_type")
    return rows.select_for_update(of=("self",)).get(pk=version.pk)


def _locked_open(submission: Submission) -> Submission:
    version = _locked(submission.version)
    fresh = Submission.objects.get(pk=submission.pk)
    if fresh.outcome != Outcome.OPEN:
        raise Refused(f"This review is over: the version was {fresh.outcome}.")
    fresh.version = version
    return fresh


def _waiting(review: Review) -> Review:
    submission = _locked_open(review.submission)
    fresh = Review.objects.select_related("reviewer", "deputy").get(pk=review.pk)
    if fresh.vote:
        raise Refused("This has been decided already.")
    fresh.submission = submission
    return fresh


def _decidable(review: Review, person: Person) -> Review:
    """By this person and now, or Refused."""
    review = _waiting(review)
    zone = review.submission.version.course.organization.zone
    if because := people.why_not(review, person, timezone.localdate(timezone=zone)):
        raise Refused(because)
    return review


def _close_outdated(version: CourseVersion, digest: str) -> None:
    """A review of what the version no longer says is over."""
    for submission in version.submissions.open():
        if submission.digest == digest and version.submitted_at:
            raise Refused("It is being reviewed already.")
        _close(submission, Outcome.REPLACED)
    if version.submitted_at:  # Without a review, too: somebody marked it who asked nobody.
        _mark_unsubmitted(version)


def _refuse_unless_it_can_be_decided(
    version: CourseVersion, author: Person, roles: tuple[Role, ...], asking: Asking
) -> None:
    able = {
        role: frozenset(one.pk for one in found) - {author.pk}
        for role, found in people.candidates(version, roles).items()
    }
    for role, person in asking.reviewers.items():
        if role in able and person.pk not in able[role]:
            raise Refused(f"{person} cannot review this as {role}: ask another member.")
    named = {role: frozenset({person.pk}) for role, person in asking.reviewers.items()}
    lonely = policy.without_somebody({role: named.get(role, able[role]) for role in roles})
    if lonely:
        raise Refused(
            f"Nobody is left to review this as {lonely}: each role takes a person of its own who "
            "has not worked on the version. Give that role to somebody first."
        )


def _due(asking: Asking, today: date) -> date:
    due_on = asking.due_on or today + timedelta(days=DAYS_TO_REVIEW)
    if due_on < today:
        raise Refused("That day has passed already.")
    return due_on


def _mark_submitted(version: CourseVersion, author: Person) -> None:
    organization = version.course.organization
    if not version.withdrawn_at:
        approval.submit(version, author, organization)
        return
    # It was approved once, so it stays as it is, and public; only the yes is asked for again.
    version.submitted_by, version.submitted_at = author, timezone.now()
    version.save(update_fields=["submitted_by", "submitted_at"])
    record(author, "submitted", version, organization)


def _mark_unsubmitted(version: CourseVersion) -> None:
    version.submitted_at = None
    version.save(update_fields=["submitted_at"])


def _ask(submission: Submission, role: Role, reviewer: Person | None) -> None:
    review = Review.objects.create(submission=submission, role=role, reviewer=reviewer)
    questions = checklists.for_role(role, standards.questions(submission.version, role))
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            review=review, position=position, text=question.text, standard=question.standard
        )
        for position, question in enumerate(questions, 1)
    )
    letters.ask(review)


def _refuse_stranger(review: Review, person: Person) -> None:
    role = Role(review.role)
    if person not in people.candidates(review.submission.version, [role])[role]:
        raise Refused(f"{person} cannot review this as {role}: ask another member.")


def _refuse_if_edited(submission: Submission) -> None:
    if digest_of(content_of(submission.version)) != submission.digest:
        raise Refused(
            "The version was edited after it was submitted, so this is not what it says any more. "
            "Look at what changed; its author has to submit it again."
        )


def _unready(review: Review, vote: Vote, remark: str) -> str:
    """Why the vote cannot be cast yet, in words; "" when it can."""
    if vote == Vote.NONE:
        return "Say yes or no."
    if vote == Vote.NO:
        return "" if remark else "Say what has to change, so that its author can do it."
    items = review.items.all()
    if open_items := [item.position for item in items if item.met == Met.UNANSWERED]:
        return f"Answer every question first; number {open_items[0]} is open."
    if unmet := [item.position for item in items if item.met == Met.NO]:
        return f"Number {unmet[0]} is answered with no: send it back, or answer it again."
    return ""


def _sign(review: Review, person: Person, vote: Vote, remark: str) -> None:
    review.vote, review.remark = vote, remark
    review.decided_by, review.decided_at = person, timezone.now()
    review.signed_as, review.digest = person.printed_name, review.submission.digest
    record(
        person,
        f"said {vote} to a version",
        review,
        review.submission.version.course.organization,
        version=review.submission.version_id,
        role=review.role,
        digest=review.digest,
        checklist=digest_of({"items": [[item.text, item.met] for item in review.items.all()]}),
    )
    review.line = trail.last()
    review.save()


def _send_back(submission: Submission, review: Review, person: Person) -> None:
    version = submission.version
    _close(submission, Outcome.SENT_BACK)
    if version.withdrawn_at:
        _mark_unsubmitted(version)
    else:
        organization = version.course.organization
        approval.send_back(version, person, organization, remark=review.remark)
    letters.tell_of_no(review)


def _approve(submission: Submission, person: Person) -> None:
    version, organization = submission.version, submission.version.course.organization
    _close(submission, Outcome.APPROVED)
    version.approved_at = version.withdrawn_at = None  # A second approval counts from its own day.
    lines = list(submission.reviews.values_list("line", flat=True))
    approval.approve(version, person, organization, digest=submission.digest, lines=lines)
    letters.tell_of_approval(submission)


def _close(submission: Submission, outcome: Outcome) -> None:
    submission.outcome, submission.closed_at = outcome, timezone.now()
    submission.save(update_fields=["outcome", "closed_at"])


def _key(person: Person | None) -> int | None:
    return person.pk if person else None

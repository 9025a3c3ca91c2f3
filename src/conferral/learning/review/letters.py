"""Letters about reviews: somebody is asked, reminded, or told what was decided."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import people
from conferral.learning.review.models import Review, Submission

_VERSION = Variable(
    "version", "which version of which course", "First Aid, version 2", Shown.STRONG
)
_ROLE = Variable("role", "as what they are asked", "subject expert")
_DUE_ON = Variable("due_on", "by when", date(2026, 12, 4), Shown.STRONG)
_REMARK = Variable("remark", "what was written about it", "Bleeding is missing.")
_PAGE = Variable(
    "url",
    "the version’s page",
    "https://certificates.example.org/staff/courses/first-aid/versions/2/approval",
    Shown.BUTTON,
)


def _kind(code: str, title: str, when: str, *variables: Variable) -> LetterKind:
    own = (NAME, _VERSION, *variables, _PAGE)
    return LetterKind(code, title, when, Readers.STAFF, __package__, own)


REVIEW_ASKED = _kind(
    "review-asked",
    "Please review",
    "A version is submitted, to everybody who may decide.",
    Variable("submitted_by", "who asks", "Bruno Dlamini"),
    _ROLE,
    _DUE_ON,
    Variable("note", "what they write; may be empty", "Mind module 2.", may_be_empty=True),
)
REVIEW_LATE = _kind(
    "review-late", "A review is overdue", "Once a week while it is overdue.", _ROLE, _DUE_ON
)
SENT_BACK = _kind(
    "sent-back",
    "Sent back for changes",
    "A reviewer says no, to whoever submitted it.",
    Variable("decided_by", "who said no", "Femi Adeyemi"),
    _ROLE,
    _REMARK,
)
APPROVED = _kind("approved", "Approved", "Everybody has said yes, to whoever submitted it.")
WITHDRAWN = _kind(
    "approval-withdrawn",
    "Approval withdrawn",
    "An approval is taken back, to whoever submitted the version.",
    Variable("withdrawn_by", "who took it back", "Femi Adeyemi"),
    _REMARK,
)
KINDS = (REVIEW_ASKED, REVIEW_LATE, SENT_BACK, APPROVED, WITHDRAWN)


def ask(review: Review) -> None:
    """Everybody who may decide it and was not asked before."""
    submission = review.submission
    today = timezone.localdate(timezone=submission.version.course.organization.zone)
    facts: dict[str, Fact] = {
        "submitted_by": str(submission.submitted_by),
        "role": review.role,
        "due_on": submission.due_on,
        "note": submission.note,
    }
    to = people.asked(review, today)
    _send(REVIEW_ASKED, submission.version, to, f"ask:{review.pk}", facts)


def remind(review: Review, today: date) -> int:
    """Once a week while it is overdue, however often it is called. Return the number of letters."""
    submission = review.submission
    week = (today - submission.due_on).days // 7
    facts: dict[str, Fact] = {"role": review.role, "due_on": submission.due_on}
    to = people.asked(review, today)
    return _send(REVIEW_LATE, submission.version, to, f"late:{review.pk}:{week}", facts)


def tell_of_no(review: Review) -> None:
    submission = review.submission
    facts = {"decided_by": str(review.decided_by), "role": review.role, "remark": review.remark}
    _send(SENT_BACK, submission.version, [submission.submitted_by], f"no:{review.pk}", facts)


def tell_of_approval(submission: Submission) -> None:
    _send(APPROVED, submission.version, [submission.submitted_by], f"yes:{submission.pk}", {})


def tell_of_withdrawal(version: CourseVersion, person: Person, because: str) -> None:
    facts = {"withdrawn_by": str(person), "remark": because}
    key = f"withdrawn:{version.withdrawals.count()}:{version.pk}"
    _send(WITHDRAWN, version, [version.submitted_by] if version.submitted_by else [], key, facts)


def _send(
    kind: LetterKind,
    version: CourseVersion,
    to: Iterable[Person],
    key: str,
    facts: Mapping[str, Fact],
) -> int:
    """One letter for each person with an address; one that exists already is not written again."""
    writer, organization = Writer(kind), version.course.organization
    said = {**facts, "version": str(version), "url": _address(version)}
    letters = [
        writer.write(
            organization,
            Reader.of(person),
            f"review:{key}:{person.pk}",
            {**said, "name": person.printed_name},
        )
        for person in to
        if person.email and person.is_active
    ]
    known = set(
        Message.objects.filter(key__in=[letter.key for letter in letters]).values_list("key")
    )
    return len(Message.objects.bulk_create(each for each in letters if (each.key,) not in known))


def _address(version: CourseVersion) -> str:
    place = f"courses/{version.course.code}/versions/{version.number}/approval"
    return f"{settings.SITE_URL}/staff/{place}"

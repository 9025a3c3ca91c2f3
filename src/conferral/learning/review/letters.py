"""Letters about reviews: somebody is asked, reminded, or told what was decided."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from django.conf import settings
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import Message
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import people
from conferral.learning.review.models import Review, Submission


def ask(review: Review) -> None:
    """Everybody who may decide it and was not asked before."""
    submission = review.submission
    today = timezone.now().astimezone(submission.version.course.organization.zone).date()
    words = f"Please look at it as {review.role} by {_day(submission.due_on)}."
    for person in people.asked(review, today):
        text = [f"{submission.submitted_by} asks you to review {submission.version}.", words]
        if submission.note:
            text.append(f"They write: {submission.note}")
        _send(submission.version, [person], f"ask:{review.pk}", "Please review", text)


def remind(review: Review, today: date) -> int:
    """Once a week while it is overdue, however often it is called. Return the number of letters."""
    submission = review.submission
    week = (today - submission.due_on).days // 7
    text = [
        f"Your review of {submission.version} as {review.role} was due on "
        f"{_day(submission.due_on)}.",
        "Certificates of this version wait until it is decided.",
    ]
    key = f"late:{review.pk}:{week}"
    asked = people.asked(review, today)
    return _send(submission.version, asked, key, "A review is overdue", text)


def tell_of_no(review: Review) -> None:
    submission = review.submission
    text = [
        f"{submission.version} was sent back by {review.decided_by} ({review.role}).",
        f"They write: {review.remark}",
        "Change it and submit it again; what the others have said is kept.",
    ]
    key = f"no:{review.pk}"
    _send(submission.version, [submission.submitted_by], key, "Sent back for changes", text)


def tell_of_approval(submission: Submission) -> None:
    text = [
        f"{submission.version} is approved: everybody who was asked has said yes.",
        "Certificates that waited for it are issued by themselves.",
    ]
    key = f"yes:{submission.pk}"
    _send(submission.version, [submission.submitted_by], key, "Approved", text)


def tell_of_withdrawal(version: CourseVersion, person: Person, because: str) -> None:
    text = [
        f"{person} has withdrawn the approval of {version}.",
        f"They write: {because}",
        "Nothing is issued of it until it is approved again. What was issued before stays valid.",
    ]
    key = f"withdrawn:{version.withdrawals.count()}:{version.pk}"
    addressees = [version.submitted_by] if version.submitted_by else []
    _send(version, addressees, key, "Approval withdrawn", text)


def _send(
    version: CourseVersion, people: Iterable[Person], key: str, subject: str, text: list[str]
) -> int:
    """One letter for each person with an address; one that exists already is not written again."""
    letters = [
        Message(
            organization=version.course.organization,
            key=f"review:{key}:{person.pk}",
            to=person.email,
            subject=" ".join(f"{subject}: {version}".split())[:200],
            text="\n\n".join([f"Dear {person},", *text, _address(version)]) + "\n",
        )
        for person in people
        if person.email and person.is_active
    ]
    known = set(
        Message.objects.filter(key__in=[letter.key for letter in letters]).values_list("key")
    )
    return len(Message.objects.bulk_create(each for each in letters if (each.key,) not in known))


def _address(version: CourseVersion) -> str:
    place = f"courses/{version.course.code}/versions/{version.number}/approval"
    return f"{settings.SITE_URL}/staff/{place}"


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="en")

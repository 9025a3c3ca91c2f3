"""Say something about a version, answer it, and call it settled."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review.models import Comment


@transaction.atomic
def comment(
    version: CourseVersion,
    author: Person,
    text: str,
    *,
    place: str = "",
    answers: Comment | None = None,
) -> Comment:
    """`place`: the code of a module. `answers`: the comment that this one belongs under."""
    text = text.strip()
    if not text:
        raise Refused("Write something first.")
    if place and not version.modules.filter(code=place).exists():
        raise Refused(f"The version has no module {place}.")
    said = Comment.objects.create(
        version=version,
        author=author,
        text=text,
        place=answers.place if answers else place,
        answers=answers and (answers.answers or answers),  # A thread is one level deep.
        at=timezone.now(),
    )
    record(author, "commented", said, version.course.organization, version=version.pk)
    return said


@transaction.atomic
def resolve(said: Comment, person: Person) -> None:
    said = Comment.objects.select_for_update().get(pk=said.pk)
    if said.resolved_at:
        raise Refused("It is settled already.")
    said.resolved_by, said.resolved_at = person, timezone.now()
    said.save(update_fields=["resolved_by", "resolved_at"])
    record(person, "settled a comment", said, said.version.course.organization)

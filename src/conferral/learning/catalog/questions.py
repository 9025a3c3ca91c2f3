"""The questions and answers on a course's public page, as staff want them."""

from collections.abc import Sequence

from django.db import transaction

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.learning.catalog.models import Course, Question


@transaction.atomic
def answer_questions(course: Course, answered: Sequence[tuple[str, str]], person: Person) -> None:
    """These and no others, in this order. Nothing is recorded where nothing changes."""
    locked = Course.objects.select_for_update().select_related("organization").get(pk=course.pk)
    if list(locked.questions.values_list("question", "answer")) == list(answered):
        return
    locked.questions.all().delete()
    Question.objects.bulk_create(
        Question(course=locked, position=position, question=question, answer=answer)
        for position, (question, answer) in enumerate(answered, start=1)
    )
    record(person, "answered questions", locked, locked.organization, questions=len(answered))

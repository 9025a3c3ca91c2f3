"""The demonstration's courses: written, approved by those whose role it is, and one in review."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from conferral.demo import frameworks
from conferral.demo.courses import (
    BHEKI,
    COURSES,
    FIRST_AID_AGAIN,
    SITES,
    THABO,
    TYPES,
    UNAPPROVED,
    ZOLA,
    CourseOfDemo,
)
from conferral.demo.staffing import House
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog import actions, certificate_types, instructors, sites
from conferral.learning.catalog.models import (
    CertificateType,
    Course,
    CourseVersion,
    Instructor,
    State,
)
from conferral.learning.review import actions as review
from conferral.learning.review.comments import comment, resolve
from conferral.learning.review.models import Met, Submission, Vote

_LATE = timedelta(days=20)


@transaction.atomic
def furnish(house: House) -> None:
    """Certificate types, sites and instructors."""
    administrator = house.staff[Role.ADMINISTRATOR]
    if CertificateType.objects.filter(organization=house.organization).exists():
        return
    for code, terms in TYPES.items():
        certificate_types.add(house.organization, code, terms, administrator)
    for code, name in SITES.items():
        sites.put(house.organization, code, name, administrator)
    accounts = {THABO: "thabo@saypro.example"}
    for teacher in (THABO, BHEKI, ZOLA):
        said = {"name": teacher.name, "title": teacher.title, "email": accounts.get(teacher, "")}
        instructors.put(Instructor(organization=house.organization), administrator, **said)


@transaction.atomic
def write(house: House, course: CourseOfDemo) -> None:
    """As a draft."""
    if not Course.objects.of(house.organization).filter(code=course.code).exists():
        said = replace(course.syllabus, alignments=frameworks.places(house, course.aligned))
        actions.make_course(house.organization, course.code, said, house.staff[Role.AUTHOR])


@transaction.atomic
def approve(house: House, course: CourseOfDemo) -> None:
    """Everybody who is asked says yes."""
    draft = _first(house, course.code)
    if draft.state is not State.DRAFT:
        return
    submission = review.submit(draft, house.staff[Role.AUTHOR])
    for each in submission.reviews.all():
        answers = {item.position: (Met.YES, "") for item in each.items.all()}
        review.answer_and_decide(each, house.staff[Role(each.role)], answers, Vote.YES)


@transaction.atomic
def ask_for_a_second_version(house: House) -> None:
    """With one half of a checklist answered, and a conversation."""
    first = _first(house, COURSES[0].code)
    if first.course.versions.count() > 1:
        return
    author, expert = house.staff[Role.AUTHOR], house.staff[Role.EXPERT]
    draft = actions.make_version(first, author)
    draft = actions.edit(draft, FIRST_AID_AGAIN, author, edition=draft.edition)
    note = "More practice: three new modules, of which two are enough, and attendance counts."
    submission = review.submit(draft, author, review.Asking(note=note))
    asked = submission.reviews.get(role=Role.EXPERT)
    half = list(asked.items.all())[:2]
    review.answer(asked, expert, {item.position: (Met.YES, "") for item in half})
    _talk(house, draft)


@transaction.atomic
def begin_a_draft(house: House) -> None:
    """Somebody has just begun: there is something to edit."""
    first = _first(house, "project-finance")
    if first.course.versions.count() == 1:
        actions.make_version(first, house.staff[Role.AUTHOR])


@transaction.atomic
def leave_a_review_undecided(house: House, today: date) -> None:
    draft = _first(house, UNAPPROVED.code)
    if draft.state is not State.DRAFT:
        return
    submission = review.submit(draft, house.staff[Role.AUTHOR])
    # No action asks for a day that has passed: time would have to go by.
    Submission.objects.filter(pk=submission.pk).update(due_on=today - _LATE)


def everything() -> tuple[CourseOfDemo, ...]:
    return (*COURSES, UNAPPROVED)


def _talk(house: House, draft: CourseVersion) -> None:
    author, expert, trainer = (
        house.staff[role] for role in (Role.AUTHOR, Role.EXPERT, Role.TRAINER)
    )
    asked = comment(draft, expert, "Cooling for ten or for twenty minutes?", place="burns")
    comment(draft, author, "Twenty, by the new guideline. The text says so now.", answers=asked)
    resolve(asked, expert)
    wish = "Four hours for fractures are short. Could the quiz give one?"
    comment(draft, trainer, wish, place="fractures")
    comment(draft, trainer, "Attendance is new: do we have registers for every group?")


def _first(house: House, code: str) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=house.organization)
    return ours.get(course__code=code, number=1)

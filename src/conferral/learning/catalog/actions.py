"""Make courses and their versions, and edit drafts: two people at once, and nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.personal_data import ERASED
from conferral.foundation.audit.models import Entry
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.catalog import changes as changes_of_awards
from conferral.learning.catalog import criteria
from conferral.learning.catalog.difference import difference
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.catalog.surroundings import course_titles, surroundings_of
from conferral.learning.catalog.syllabus import WORDS, Syllabus, checked, revised
from conferral.learning.catalog.versions import syllabus_of, write

_EDITED = "edited"
_ASKED = frozenset({"criterion", "modules"})  # What a learner is judged by.
_TAKEN = frozenset({"new"})  # Addresses of pages.


@dataclass(frozen=True)
class Edit:
    """What somebody changed, and when."""

    person: str
    at: datetime
    parts: tuple[str, ...]  # Keys of syllabus.WORDS.

    def __str__(self) -> str:
        return f"{self.person} changed {', '.join(WORDS[part] for part in self.parts)}"


class Outdated(Refused):
    """Somebody saved the draft since it was opened. Nothing of it was overwritten."""

    def __init__(self, draft: CourseVersion, meanwhile: Sequence[Edit]) -> None:
        told = "; ".join(map(str, meanwhile)) or "it was saved again"
        super().__init__(f"Somebody else was faster. Since you opened it, {told}.")
        self.draft = draft
        self.meanwhile = tuple(meanwhile)


@transaction.atomic
def make_course(
    organization: Organization, code: str, syllabus: Syllabus, person: Person
) -> CourseVersion:
    """A new course with its first draft. RefusedPart `code` when there is one with that code."""
    if code in _TAKEN:
        raise RefusedPart("code", f"“{code}” cannot be the code of a course.")
    course, is_new = Course.objects.get_or_create(organization=organization, code=code)
    if not is_new:
        raise RefusedPart("code", f"There is a course {code} already.")
    draft = _drafted(course, syllabus, person)
    record(person, "made a course", draft, organization, code=code)
    return draft


@transaction.atomic
def edit(
    version: CourseVersion, changes: Mapping[str, Any], person: Person, *, edition: int
) -> CourseVersion:
    """The draft with some parts of its syllabus changed; `edition` is that which was opened.

    Raises Outdated when somebody has saved it since, RefusedPart for what no version may say.
    """
    draft = _locked_draft(version)
    if edition != draft.edition:
        raise Outdated(draft, _edits_since(draft, edition))
    before = syllabus_of(draft)
    after = revised(before, changes)
    _insist_on_sense(draft.course, after)
    differing = difference(before, after).parts
    if not differing:
        return draft
    draft.edition += 1
    draft.edited_by, draft.edited_at = person, timezone.now()
    write(draft, after)
    organization = draft.course.organization
    if _ASKED.intersection(differing):
        _judge_again(draft, organization)
    record(person, _EDITED, draft, organization, edition=draft.edition, changed=list(differing))
    return draft


def save_criterion(
    version: CourseVersion, criterion: Mapping[str, Any], person: Person, *, edition: int
) -> CourseVersion:
    """The draft with another criterion, in the form of criteria.from_json."""
    return edit(version, {"criterion": dict(criterion)}, person, edition=edition)


@transaction.atomic
def make_version(version: CourseVersion, person: Person) -> CourseVersion:
    """A new draft that says what `version` says. Refused while the course has another draft."""
    course = Course.objects.select_for_update().get(pk=version.course_id)
    _insist_on_no_draft(course)
    said = syllabus_of(version)
    still_here = tuple(each for each in said.people if each.name != ERASED)
    draft = _drafted(course, replace(said, people=still_here), person, made_from=version)
    numbers = {"number": draft.number, "made_from": version.number}
    record(person, "made a version", draft, course.organization, **numbers)
    return draft


@transaction.atomic
def bring_in(
    organization: Organization, code: str, syllabus: Syllabus, person: Person
) -> CourseVersion:
    """The draft that an imported document becomes: of a new course, or a version of a known one."""
    course = Course.objects.of(organization).select_for_update().filter(code=code).first()
    if course is None:
        return make_course(organization, code, syllabus, person)
    _insist_on_no_draft(course)
    draft = _drafted(course, syllabus, person)
    record(person, "imported a version", draft, organization, number=draft.number)
    return draft


@transaction.atomic
def delete_draft(version: CourseVersion, person: Person) -> None:
    """Forget a draft that nobody has worked with; with its only version the course goes, too."""
    draft = _locked_draft(version)
    course, organization = draft.course, draft.course.organization
    said = {"code": course.code, "number": draft.number}
    record(person, "deleted a draft", draft, organization, **said)
    try:
        draft.delete()
        if not course.versions.exists():
            course.delete()
    except ProtectedError as error:
        raise Refused(
            "Learners are enrolled in it, or files were read into it, so it has to stay."
        ) from error


def _locked_draft(version: CourseVersion) -> CourseVersion:
    """Read anew: what the caller holds may be older than what was saved."""
    drafts = CourseVersion.objects.select_for_update(of=("self",))
    draft = drafts.select_related("course__organization", "certificate_type").get(pk=version.pk)
    if draft.approved_at:
        raise Refused("An approved version never changes. Make a new version.")
    if draft.submitted_at:
        raise Refused("It is being reviewed. Take it back from review first.")
    return draft


def _judge_again(draft: CourseVersion, organization: Organization) -> None:
    """Learners may be in a draft already: they are held against what it asks for now."""
    if draft.enrolments.of_learners().update(evaluated_at=None):
        changes_of_awards.note(organization)


def _insist_on_no_draft(course: Course) -> None:
    draft = course.versions.filter(approved_at=None).order_by("number").last()
    if draft is not None:
        raise Refused(f"Version {draft.number} is not approved yet. Work on that one.")


def _drafted(
    course: Course, syllabus: Syllabus, person: Person, *, made_from: CourseVersion | None = None
) -> CourseVersion:
    syllabus = checked(syllabus)
    _insist_on_sense(course, syllabus)
    newest = course.versions.order_by("number").last()
    draft = CourseVersion(
        course=course,
        number=newest.number + 1 if newest else 1,
        made_from=made_from,
        edited_by=person,
        edited_at=timezone.now(),
    )
    write(draft, syllabus)
    return draft


def _insist_on_sense(course: Course, syllabus: Syllabus) -> None:
    """RefusedPart `criterion`, with the first contradiction in it."""
    criterion = criteria.from_json(syllabus.criterion)
    problems = criteria.problems_of(
        criterion, syllabus.titles, course_titles(course), surroundings_of(course, syllabus)
    )
    if found := next((problem for problem in problems if problem.is_contradiction), None):
        raise RefusedPart("criterion", found.words)


def _edits_since(draft: CourseVersion, edition: int) -> list[Edit]:
    target = f"{draft._meta.label}:{draft.pk}"
    lines = Entry.objects.filter(target=target, deed=_EDITED).select_related("actor")
    return [
        Edit(str(line.actor), line.at, tuple(line.details["changed"]))
        for line in lines.order_by("pk")
        if line.details["edition"] > edition
    ]

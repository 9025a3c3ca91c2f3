"""A version's rows as a syllabus, and a syllabus into rows."""

from django.db import transaction
from django.db.models import ProtectedError

from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog.models import (
    Alignment,
    CertificateType,
    CourseVersion,
    Instructor,
    Module,
    Teaching,
)
from conferral.learning.catalog.syllabus import WORDS, Part, Place, Syllabus, Teacher

_LISTS = ("modules", "people", "alignments")
_PLAIN = tuple(part for part in WORDS if part not in (*_LISTS, "certificate_type", "criterion"))


def syllabus_of(version: CourseVersion) -> Syllabus:
    """Four queries, or none where modules, teachings and alignments were fetched before."""
    kind = version.certificate_type
    return Syllabus(
        **{part: getattr(version, part) for part in _PLAIN},
        criterion=version.criterion_json,
        certificate_type=kind.code if kind else "",
        modules=tuple(_part(module) for module in version.modules.all()),
        people=tuple(sorted((_teacher(each) for each in version.teachings.all()), key=_by_duty)),
        alignments=tuple(_place(each) for each in version.alignments.all()),
    )


@transaction.atomic
def write(version: CourseVersion, syllabus: Syllabus) -> None:
    """Save the version with all that belongs to it. RefusedPart for what the house does not know.

    A module keeps its row as long as it keeps its code: results of learners hang on it.
    """
    for part in _PLAIN:
        setattr(version, part, getattr(syllabus, part))
    version.criterion_json = syllabus.criterion
    version.certificate_type = _certificate_type(version, syllabus.certificate_type)
    if version.certificate_type:
        version.certificate_title = version.certificate_type.title
    version.save()
    _forget_what_was_read(version)
    _write_modules(version, syllabus.modules)
    _write_people(version, syllabus.people)
    _write_alignments(version, syllabus.alignments)


def _certificate_type(version: CourseVersion, code: str) -> CertificateType | None:
    if not code:
        return None
    found = version.course.organization.certificate_types.filter(code=code).first()
    if found is None:
        raise RefusedPart("certificate_type", f"There is no certificate type {code}.")
    return found


def _write_modules(version: CourseVersion, wanted: tuple[Part, ...]) -> None:
    known = {module.code: module for module in Module.objects.filter(version=version)}
    for code in known.keys() - {part.code for part in wanted}:
        _remove(known[code])
    for position, part in enumerate(wanted):
        module = known.get(part.code) or Module(version=version, code=part.code)
        said = (part.title, part.kind, part.hours, position)
        if (module.title, module.kind, module.hours, module.position) != said or not module.pk:
            module.title, module.kind, module.hours, module.position = said
            module.save()


def _remove(module: Module) -> None:
    try:
        module.delete()
    except ProtectedError as error:
        raise RefusedPart(
            "modules",
            f"“{module.title}” has results of learners already, so it has to stay. "
            "A new version may go without it.",
        ) from error


def _write_people(version: CourseVersion, wanted: tuple[Teacher, ...]) -> None:
    if tuple(sorted(wanted, key=_by_duty)) == syllabus_of(version).people:
        return
    Teaching.objects.filter(version=version).delete()
    Teaching.objects.bulk_create(
        Teaching(version=version, instructor=_instructor(version, teacher), duty=teacher.duty)
        for teacher in wanted
    )


def _instructor(version: CourseVersion, teacher: Teacher) -> Instructor:
    """Whoever has that name and title; made where there is nobody, as when a course is imported."""
    who = {"name": teacher.name, "title": teacher.title}
    instructors = version.course.organization.instructors
    return instructors.filter(**who).order_by("pk").first() or instructors.create(**who)


def _write_alignments(version: CourseVersion, wanted: tuple[Place, ...]) -> None:
    if wanted == tuple(_place(each) for each in Alignment.objects.filter(version=version)):
        return
    Alignment.objects.filter(version=version).delete()
    Alignment.objects.bulk_create(
        Alignment(
            version=version,
            target_name=place.name,
            target_url=place.url,
            target_code=place.code,
            target_framework=place.framework,
            target_description=place.description,
            target_type=place.type,
        )
        for place in wanted
    )


def _forget_what_was_read(version: CourseVersion) -> None:
    for remembered in (
        "criterion",
        "asked",
        "module_titles",
        "titles",
        "_prefetched_objects_cache",
    ):
        version.__dict__.pop(remembered, None)


def _part(module: Module) -> Part:
    hours = module.hours.normalize() if module.hours is not None else None
    return Part(module.code, module.title, module.kind, hours)


def _teacher(teaching: Teaching) -> Teacher:
    return Teacher(teaching.instructor.name, teaching.duty, teaching.instructor.title)


def _by_duty(teacher: Teacher) -> tuple[str, str, str]:
    return teacher.duty, teacher.name, teacher.title


def _place(alignment: Alignment) -> Place:
    return Place(
        alignment.target_name,
        alignment.target_url,
        alignment.target_code,
        alignment.target_framework,
        alignment.target_description,
        alignment.target_type,
    )

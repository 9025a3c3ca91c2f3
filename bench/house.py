"""An organization with one course, and learners for it: as real as it needs to be to be timed."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from conferral.cli import setup
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.brakes.models import Brakes
from conferral.learning.accreditation.models import Accreditation, Body
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course, CourseVersion, Module
from conferral.learning.progress.models import Enrolment

MODULES = (
    ("scene-safety", "Read: scene safety"),
    ("practical-log", "Practical log"),
    ("final-quiz", "Final quiz"),
)
NAMES = (
    "Nomvula Grace Dlamini",
    "Sipho Ndlovu",
    "Tshilidzi Ṋemaṱanḓani",
    "Anneke Jansen van Rensburg",
    "عبد الرحمن بن محمد",
    "Nguyễn Thị Ánh Tuyết",
    "श्रीमती आर्या चक्रवर्ती",
    "Zoë O'Brien",
)
_CRITERION = {
    "all": [{"completed": "scene-safety"}, {"completed": "practical-log"}, {"passed": "final-quiz"}]
}


def found() -> CourseVersion:
    """The database, the keys, an accredited course of three modules. Returns its version."""
    setup.prepare()
    organization = Organization.objects.create(
        name="SayPro",
        url="https://saypro.example/",
        email="certificates@saypro.example",
        did="did:web:verify.saypro.example",
        number_prefix="SP",
        registration="Registered training provider 2011/104872/23",
    )
    setup.prepare()  # Makes its signing key.
    Brakes.objects.create(organization=organization, undo_minutes=0, unusual_from=0)
    version = _version(Course.objects.create(organization=organization, code="first-aid"))
    _accredit(version.course)
    return version


def registrar() -> Person:
    person, _ = Person.objects.get_or_create(
        email="registrar@saypro.example", defaults={"printed_name": "Pieter Botha"}
    )
    return person


def learner(number: int) -> tuple[str, str]:
    """Name and e-mail; every eighth name is the same, every e-mail another."""
    return NAMES[number % len(NAMES)], f"learner{number}@example.test"


def awards(version: CourseVersion, count: int) -> list[Award]:
    """That many learners who have earned their certificate and wait for it."""
    people = Person.objects.bulk_create(_people(count))
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(person=person, version=version, evaluated_at=datetime.now(UTC))
        for person in people
    )
    return Award.objects.bulk_create(
        Award(enrolment=enrolment, earned_at=datetime.now(UTC), completed_on=date(2026, 6, 14))
        for enrolment in enrolments
    )


def csv_lines(numbers: Sequence[int]) -> Iterator[str]:
    """A Moodle export of learners who have completed everything, with its header."""
    titles = (f'"{title}","{title} - Completion date"' for _, title in MODULES)
    yield f"ID,Name,Email address,{','.join(titles)}\n"
    done = "Completed,2026-06-14 16:45:10"
    passed = "Completed (achieved pass grade),2026-06-14 16:45:10"
    for number in numbers:
        name, email = learner(number)
        yield f'{number},"{name}",{email},{done},{done},{passed}\n'


def _people(count: int) -> Iterator[Person]:
    for _ in range(count):
        unique = uuid.uuid4()
        name = NAMES[unique.int % len(NAMES)]
        yield Person(email=f"{unique}@example.test", printed_name=name, password="!")


def _version(course: Course) -> CourseVersion:
    version = CourseVersion.objects.create(
        course=course,
        title="Workplace First Aid",
        description=(
            "Scene safety, primary survey, bleeding, burns and resuscitation in the workplace, "
            "with a supervised practical log and a final quiz."
        ),
        criterion_json=_CRITERION,
        hours=24,
        level="NQF level 2",
        validity_months=36,
        instructor_name="Dr Thabo Mokoena",
        instructor_role="Course instructor",
        signatory_name="Lindiwe van Wyk",
        signatory_role="Director, Academic Affairs",
        approved_at=datetime.now(UTC),
    )
    Module.objects.bulk_create(
        Module(version=version, code=code, title=title, position=position)
        for position, (code, title) in enumerate(MODULES)
    )
    return version


def _accredit(course: Course) -> None:
    body = Body.objects.create(
        organization=course.organization,
        name="National Board for Vocational Accreditation",
        url="https://accreditor.example/",
    )
    accreditation = Accreditation.objects.create(
        body=body,
        number="NBVA/2024/00317",
        statement="This course meets the Board’s published standard.",
        valid_from=date(2022, 1, 1),
        valid_until=date(2031, 12, 31),
    )
    accreditation.courses.add(course)

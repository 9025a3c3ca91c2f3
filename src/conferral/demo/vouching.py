"""The bodies of the demonstration: what they ask for, what they granted, and what has ended."""

from datetime import date, timedelta

from django.db import transaction

from conferral.credentials.designs import sample
from conferral.demo.courses import BHEKI, THABO, ZOLA
from conferral.demo.staffing import House
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.learning.accreditation import actions, bodies, qualifications
from conferral.learning.accreditation.actions import Terms
from conferral.learning.accreditation.bodies import Profile
from conferral.learning.accreditation.models import Accreditation, Area, Body, BodyKind, Standard
from conferral.learning.accreditation.qualifications import Registration
from conferral.learning.catalog.models import CertificateType, Course, Instructor
from conferral.learning.catalog.syllabus import Teacher

_SHIELD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<path fill="#14213d" d="M50 5 90 19v30c0 23-17 38-40 46C27 87 10 72 10 49V19z"/>'
    '<path fill="#fff" d="M44 28h12v16h16v12H56v16H44V56H28V44h16z"/></svg>'
)
_BOARD = Profile(
    "National Board for Vocational Accreditation",
    "https://accreditor.example/",
    contact="Registrar of programmes, programmes@accreditor.example",
    logo_svg=sample.emblem(),
)
_COUNCIL = Profile(
    "Council for Safety Training",
    "https://safety-council.example/",
    kind=BodyKind.INDUSTRY,
    contact="Desk for providers, providers@safety-council.example",
    logo_svg=_SHIELD,
    review_months=12,
)
_STANDARDS = (
    (Area.CONTENT, "Quality of content", "Every outcome of the unit standard is taught."),
    (Area.INSTRUCTORS, "Who may teach", "Instructors and assessors are on a register."),
    (Area.ASSESSMENT, "Fair assessment", "Learners know beforehand what they are assessed on."),
)
_MEETS = "This course is accredited and meets the Board’s published standard for occupational "


@transaction.atomic
def introduce(house: House) -> None:
    """The bodies, what they look at, and which certificates they have to vouch for."""
    if Body.objects.filter(organization=house.organization).exists():
        return
    officer = house.staff[Role.OFFICER]
    board = bodies.add(house.organization, _BOARD, officer)
    council = bodies.add(house.organization, _COUNCIL, officer)
    for area, title, line in _STANDARDS:
        standard = Standard(area=area, title=title, edition="2025", criteria=line)
        bodies.add_standard(board, standard, officer)
    competence = CertificateType.objects.get(organization=house.organization, code="competence")
    for body in (board, council):
        bodies.require(competence, body, "", officer)


@transaction.atomic
def vouch(house: House, today: date) -> None:
    """Four accreditations: one for long, one that ends in 41 days, one that ended, one in vain."""
    if Accreditation.objects.of(house.organization).exists():
        return
    officer = house.staff[Role.OFFICER]
    known = Body.objects.filter(organization=house.organization)
    board, council = known.get(name=_BOARD.name), known.get(name=_COUNCIL.name)
    actions.add(board, _for_long(house), officer)
    actions.add(board, _ending(house, today), officer)
    actions.add(council, _ended(house, today), officer)
    vain = actions.add(council, _without_a_teacher(house, today), officer)
    due_on = today + timedelta(days=20)
    actions.add_condition(vain, "Send the inspection of the training yard.", due_on, officer)


@transaction.atomic
def register_teachers(house: House, today: date) -> None:
    """One who may teach, one whose registration ends some day, one whose registration lapsed."""
    officer = house.staff[Role.OFFICER]
    if house.organization.instructors.filter(qualifications__isnull=False).exists():
        return
    _register(house, THABO, "registration", today + timedelta(days=150), officer)
    _register(house, ZOLA, "registration", today + timedelta(days=700), officer)
    _register(house, BHEKI, "registration", today - timedelta(days=12), officer)


def _for_long(house: House) -> Terms:
    return Terms(
        number="NBVA/2024/00317",
        valid_from=date(2022, 1, 1),
        valid_until=date(2031, 12, 31),
        statement=f"{_MEETS}programmes.",
        courses=_courses(house, "first-aid", "mel"),
    )


def _ending(house: House, today: date) -> Terms:
    return Terms(
        number="NBVA/2025/00841",
        valid_from=today - timedelta(days=689),
        valid_until=today + timedelta(days=41),
        statement=f"{_MEETS}assessors.",
        courses=_courses(house, "assess-learners"),
        needs_qualified=True,
    )


def _ended(house: House, today: date) -> Terms:
    return Terms(
        number="CST/118",
        valid_from=today - timedelta(days=400),
        valid_until=today - timedelta(days=40),
        statement="Registered with the Council as training for fire wardens.",
        courses=_courses(house, "fire-warden"),
    )


def _without_a_teacher(house: House, today: date) -> Terms:
    return Terms(
        number="CST/207",
        valid_from=today - timedelta(days=320),
        statement="Registered with the Council as training for drivers of lift trucks.",
        courses=_courses(house, "forklift"),
        needs_qualified=True,
    )


def _courses(house: House, *codes: str) -> list[Course]:
    return list(Course.objects.of(house.organization).filter(code__in=codes))


def _register(house: House, teacher: Teacher, kind: str, until: date, officer: Person) -> None:
    instructor = Instructor.objects.get(organization=house.organization, name=teacher.name)
    said = Registration(kind, "Register of the Council of Trainers", date(2020, 1, 1), until)
    qualifications.add(instructor, said, officer)

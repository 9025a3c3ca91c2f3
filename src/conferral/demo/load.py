"""Fill an empty register with the demonstration; leave one that has it as it is."""

import secrets
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conferral import worker
from conferral.credentials.designs import sample
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.demo import completions
from conferral.demo.cast import COURSES, STAFF, CourseOfDemo
from conferral.demo.completions import Cohort
from conferral.foundation import approval
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation.models import Accreditation, Body
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course, CourseVersion, Module
from conferral.learning.progress import actions as progress
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Import
from credkit import did

ADMINISTRATOR = STAFF[0][0]
"""The e-mail to sign in with."""

_UNDER_REVIEW = "The results are being reviewed"
_REASONS = (
    "Issued in error: the assignment was another learner's.",
    "Withdrawn at the holder's request.",
)


def load() -> None:
    """Each step is done once, so an interrupted load goes on where it stopped."""
    organization = _organization()
    keyring.make_first_key(organization)
    staff = _staff(organization)
    for course in COURSES:
        _course(organization, course, staff)
    _import_completions(organization, staff[ADMINISTRATOR])
    worker.run_until_idle()
    _show_every_state(organization, staff[ADMINISTRATOR])
    worker.run_until_idle()


def password() -> str:
    """Made for this data directory; everybody on the demonstration's staff has it."""
    kept = Path(settings.CONFERRAL_HOME) / "keys" / "demo-password"
    if not kept.exists():
        fresh = kept.with_name(f"demo-password.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(9) + "\n")
        fresh.replace(kept)  # Whole or not at all: an empty password lets everybody in.
    return kept.read_text().strip()


def an_example() -> str:
    """The address of a valid certificate."""
    valid = Credential.objects.filter(revoked_at=None, suspended_at=None, is_specimen=False)
    newest = valid.order_by("-issued_at", "pk").first()
    return newest.url if newest else settings.SITE_URL


@transaction.atomic
def _organization() -> Organization:
    organization, _ = Organization.objects.get_or_create(
        number_prefix="SP",
        defaults={
            "name": "SayPro",
            "url": settings.SITE_URL,
            "email": "certificates@saypro.example",
            "did": did.did_web(settings.SITE_URL.split("//", 1)[1]),
            "registration": "Registered training provider 2011/104872/23",
            "logo_svg": sample.logo(),
            "is_specimen": True,
        },
    )
    return organization


@transaction.atomic
def _staff(organization: Organization) -> dict[str, Person]:
    staff = {}
    for email, name, role in STAFF:
        person, is_new = Person.objects.get_or_create(email=email, defaults={"printed_name": name})
        if is_new:
            person.set_password(password())
            person.save()
        Membership.objects.get_or_create(person=person, organization=organization, role=role)
        staff[email] = person
    return staff


@transaction.atomic
def _course(organization: Organization, wanted: CourseOfDemo, staff: dict[str, Person]) -> None:
    course, is_new = Course.objects.get_or_create(organization=organization, code=wanted.code)
    if not is_new:
        return
    version = CourseVersion.objects.create(
        course=course,
        title=wanted.title,
        description=wanted.description,
        criterion_json=wanted.criterion,
        hours=wanted.hours,
        level=wanted.level,
        validity_months=wanted.validity_months,
        instructor_name="Dr Thabo Mokoena",
        instructor_role="Course instructor",
        signatory_name="Lindiwe van Wyk",
        signatory_role="Director, Academic Affairs",
    )
    Module.objects.bulk_create(
        Module(version=version, code=code, title=title, position=position)
        for position, (code, title) in enumerate(wanted.modules)
    )
    if wanted.accredited:
        _accredit(course)
    approval.submit(version, staff["thabo@saypro.example"], organization)
    approval.approve(version, staff["naledi@saypro.example"], organization)


def _accredit(course: Course) -> None:
    body, _ = Body.objects.get_or_create(
        organization=course.organization,
        name="National Board for Vocational Accreditation",
        defaults={
            "url": "https://accreditor.example/",
            "logo_svg": sample.emblem(),
        },
    )
    accreditation, _ = Accreditation.objects.get_or_create(
        body=body,
        number="NBVA/2024/00317",
        valid_from=date(2022, 1, 1),
        defaults={
            "statement": (
                "This course is accredited and meets the Board’s published standard for "
                "occupational programmes."
            ),
            "valid_until": date(2031, 12, 31),
        },
    )
    accreditation.courses.add(course)


def _import_completions(organization: Organization, administrator: Person) -> None:
    """The past first, so that each cohort is issued at its own time; then the present."""
    now = timezone.now()
    for cohort in completions.COHORTS:
        _upload(organization, administrator, cohort, now.astimezone(organization.zone).date())
        READ_IMPORTS.run()
        EVALUATE_CHANGED.run()
        if cohort.days_ago:
            _issue(organization, cohort, now - timedelta(days=cohort.days_ago))
    newest = Award.objects.of(organization).filter(issued_at=None).order_by("-pk")[:1]
    Award.objects.filter(pk__in=[award.pk for award in newest]).update(is_specimen=True)


def _upload(organization: Organization, administrator: Person, cohort: Cohort, today: date) -> None:
    course = Course.objects.get(organization=organization, code=cohort.course)
    batch = Import.objects.filter(course=course, filename=cohort.name).first()
    if batch is None:
        file = completions.file_of(cohort, today)
        batch = progress.upload(course, administrator, file.name, file.content())
    if batch.confirmed_at is None:
        progress.confirm(batch, administrator)


def _issue(organization: Organization, cohort: Cohort, at: datetime) -> None:
    """Only this cohort: after an interruption others may be waiting for their own time."""
    batches = Import.objects.of(organization).filter(filename=cohort.name)
    waiting = Award.objects.filter(issued_at=None, enrolment__import_rows__batch__in=batches)
    rows = waiting.select_related("enrolment__person", "enrolment__version__course__organization")
    if awards := list(rows.distinct()):  # A learner may stand in many rows of a file.
        issuing.issue(awards, at)


@transaction.atomic
def _show_every_state(organization: Organization, administrator: Person) -> None:
    """Two revoked, one suspended, one e-mail that cannot be delivered."""
    credentials = Credential.objects.of(organization).order_by("pk")
    if credentials.filter(revoked_at__isnull=False).exists():
        return
    finance = credentials.filter(shape__version__course__code="project-finance")
    for credential, because in zip(finance, _REASONS, strict=False):
        issuing.revoke(credential, administrator, because)
    if doubted := credentials.filter(revoked_at=None, is_specimen=False).first():
        issuing.suspend(doubted, administrator, _UNDER_REVIEW, Reason.UNDER_REVIEW)
    last = credentials.filter(revoked_at=None, suspended_at=None).last()
    if last is not None:
        Message.objects.filter(key=f"certificate:{last.number}").update(
            sent_at=None, attempts=PATIENCE, problem="550 5.1.1 No such mailbox: learner54"
        )

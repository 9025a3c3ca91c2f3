"""Who may teach, assess or review, from when until when."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.days import day
from conferral.foundation.refusal import RefusedPart
from conferral.learning.accreditation import periods
from conferral.learning.accreditation.models import Document, Qualification, QualificationQuerySet
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import Instructor


@dataclass(frozen=True)
class Registration:
    """What is on record elsewhere. `kind`: "assessor registration"; the newest of it counts."""

    kind: str
    register: str
    valid_from: date
    valid_until: date | None = None
    number: str = ""
    document: Document | None = None


@transaction.atomic
def add(instructor: Instructor, registration: Registration, person: Person) -> Qualification:
    if not registration.kind.strip():
        raise RefusedPart("kind", "Say what it is, for example “assessor registration”.")
    periods.check(registration.valid_from, registration.valid_until)
    qualification = Qualification.objects.create(
        instructor=instructor,
        kind=registration.kind.strip(),
        number=registration.number.strip(),
        register=registration.register.strip(),
        valid_from=registration.valid_from,
        valid_until=registration.valid_until,
        document=registration.document,
    )
    _tell(person, "added a qualification", qualification)
    return qualification


@transaction.atomic
def end(qualification: Qualification, last_day: date, person: Person) -> None:
    """Let it end on another day than was thought. The last day counts."""
    periods.check(qualification.valid_from, last_day)
    qualification.valid_until = last_day
    qualification.save(update_fields=["valid_until"])
    _tell(person, "ended a qualification", qualification)


def lapsed(person: Person, organization: Organization, on: date) -> str:
    """Why what this person approves would not count: a qualification that lapsed, in words.

    Empty when all of theirs are valid on that day, and for those of whom none is on record.
    """
    held = Qualification.objects.of(organization).filter(instructor__person=person)
    for kind in dict.fromkeys(held.order_by("pk").values_list("kind", flat=True)):
        of_kind = held.filter(kind=kind)
        if not of_kind.valid(on).exists():
            return f"The {kind} of {person} {_turn(of_kind, on)}."
    return ""


def _turn(of_kind: QualificationQuerySet, on: date) -> str:
    days = [each.valid_until for each in of_kind if each.valid_until and each.valid_until < on]
    return f"lapsed on {day(max(days))}" if days else "has not begun"


def _tell(person: Person, deed: str, qualification: Qualification) -> None:
    organization = qualification.instructor.organization
    ends = qualification.valid_until
    changes.note(organization)
    record(
        person,
        deed,
        qualification,
        organization,
        kind=qualification.kind,
        valid_until=ends.isoformat() if ends else None,
    )

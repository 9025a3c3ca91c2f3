"""Who teaches, assesses and moderates."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.names import BadName, clean_name
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import one_line
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import Instructor


@transaction.atomic
def put(instructor: Instructor, person: Person, *, name: str, title: str, email: str = "") -> None:
    """Save a new instructor, or change one; `email` is that of an account here, or "".

    Awards that wait are looked at again: another account may hold other qualifications.
    """
    instructor.name = _cleaned(name)
    instructor.title = one_line(title, "title")
    instructor.person = _member(instructor.organization, email) if email else None
    _insist_on_no_twin(instructor)
    deed = "changed an instructor" if instructor.pk else "made an instructor"
    instructor.save()
    changes.note(instructor.organization)
    record(person, deed, instructor, instructor.organization)


def _cleaned(name: str) -> str:
    try:
        return clean_name(name)
    except BadName as slip:
        raise RefusedPart("name", str(slip)) from slip


def _member(organization: Organization, email: str) -> Person:
    members = Person.objects.filter(memberships__organization=organization)
    found = members.filter(email=email.strip().lower()).first()
    if found is None:
        raise RefusedPart("email", f"Nobody here has the e-mail {email}.")
    return found


def _insist_on_no_twin(instructor: Instructor) -> None:
    """Documents of courses know instructors by name and title."""
    same = Instructor.objects.filter(
        organization=instructor.organization, name=instructor.name, title=instructor.title
    )
    if same.exclude(pk=instructor.pk).exists():
        raise RefusedPart("name", f"There is an instructor {instructor.name} already.")

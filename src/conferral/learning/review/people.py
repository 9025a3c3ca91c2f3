"""Who may review a version: members with the role who have not worked on it themselves."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.staff.members import in_force
from conferral.learning.accreditation import qualifications
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review.models import ExtraRole, Review, Vote
from conferral.learning.review.policy import Standing, objection, roles_asked

_NOT_WORK = ("approved", "sent back", "withdrew the approval")
"""What the audit trail may say that somebody did to a version without having worked on it."""


def roles_for(version: CourseVersion) -> tuple[Role, ...]:
    certificate_type = version.certificate_type
    wished = ExtraRole.objects.filter(organization=version.course.organization)
    return roles_asked(
        needs_accreditation=bool(certificate_type and certificate_type.needs_accreditation),
        also=frozenset(Role(role) for role in wished.values_list("role", flat=True)),
    )


def candidates(version: CourseVersion, roles: Sequence[Role]) -> dict[Role, list[Person]]:
    """Who may decide in each role, whoever is asked in the end."""
    busy = workers_on(version)
    held = in_force(timezone.now()).filter(
        organization=version.course.organization, role__in=roles, person__is_active=True
    )
    free = held.exclude(person__in=busy).select_related("person").order_by("person__printed_name")
    found: dict[Role, list[Person]] = {role: [] for role in roles}
    for membership in free:
        found[Role(membership.role)].append(membership.person)
    return found


def workers_on(version: CourseVersion) -> frozenset[int]:
    """The keys of all who wrote, changed or submitted the version, in any of its drafts.

    The audit trail knows everybody who ever did something to it, and nobody can be taken from it.
    """
    lines = Entry.objects.filter(target=f"{version._meta.label}:{version.pk}")
    worked = lines.exclude(deed__in=_NOT_WORK).values_list("actor", flat=True)
    named = version.edited_by_id, version.submitted_by_id
    submitted = version.submissions.values_list("submitted_by", flat=True)
    return frozenset(key for key in (*worked, *named, *submitted) if key is not None)


def why_not(review: Review, person: Person, on: date) -> str:
    """Why this person may not decide the review on that day; "" when they may."""
    version = review.submission.version
    organization = version.course.organization
    other = Review.objects.filter(submission__version=version, decided_by=person).exclude(
        vote=Vote.NONE
    )
    return objection(
        review.role,
        Standing(
            holds_role=_holds(person, review.role, organization),
            is_asked=review.is_asked_of(person, on),
            worked_on_it=person.pk in workers_on(version),
            decided_as=other.exclude(role=review.role).values_list("role", flat=True).first() or "",
            lapsed=qualifications.lapsed(person, organization, on),
        ),
    )


def asked(review: Review, on: date) -> list[Person]:
    """Who is written to: those who were named, or everybody who may decide."""
    deputy = [review.deputy] if review.deputy and review.is_asked_of(review.deputy, on) else []
    if review.reviewer:
        return [review.reviewer, *deputy]
    role = Role(review.role)
    return candidates(review.submission.version, [role])[role]


def _holds(person: Person, role: str, organization: Organization) -> bool:
    held = in_force(timezone.now()).filter(person=person, organization=organization, role=role)
    return person.is_active and held.exists()

"""Who may moderate: members with the right who have no part in what they look at."""

from datetime import date

from conferral.foundation.accounts.models import Membership, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.learning.accreditation import qualifications
from conferral.learning.catalog.models import CourseVersion, Duty, Teaching
from conferral.learning.moderation.models import ModerationRound, Stage
from conferral.learning.moderation.policy import Standing, objection
from conferral.learning.review import people as reviewers
from conferral.learning.review.models import Review


def candidates(the_round: ModerationRound, stage: Stage, on: date) -> list[Person]:
    """Everybody who may moderate that stage on that day, by name."""
    members = Person.objects.filter(pk__in=_holders(the_round), is_active=True)
    able = members.order_by("printed_name", "pk")
    return [person for person in able if not why_not(the_round, stage, person, on)]


def why_not(the_round: ModerationRound, stage: Stage, person: Person, on: date) -> str:
    """Why this person may not moderate that stage; "" when they may."""
    version = the_round.version
    return objection(
        Standing(
            has_right=person.is_active and person.pk in _holders(the_round),
            teaches_it=person.pk in _teachers(version),
            worked_on_it=person.pk in reviewers.workers_on(version),
            reviewed_it=person.pk in _reviewers(version),
            is_moderated=the_round.entrants.filter(award__enrolment__person=person).exists(),
            has_other_stage=person.pk == _other(the_round, stage),
            lapsed=qualifications.lapsed(person, version.course.organization, on),
        )
    )


def moderator(the_round: ModerationRound, stage: Stage) -> Person | None:
    internal = stage is Stage.INTERNAL
    return the_round.internal_moderator if internal else the_round.external_moderator


def _holders(the_round: ModerationRound) -> frozenset[int]:
    held = Membership.objects.filter(
        organization=the_round.version.course.organization, role__in=roles_with(Right.MODERATE)
    )
    return frozenset(held.values_list("person", flat=True))


def _teachers(version: CourseVersion) -> frozenset[int]:
    held = Teaching.objects.filter(version=version).exclude(duty=Duty.MODERATOR)
    known = held.filter(instructor__person__isnull=False)
    return frozenset(known.values_list("instructor__person_id", flat=True))


def _reviewers(version: CourseVersion) -> frozenset[int]:
    decided = Review.objects.filter(submission__version=version, decided_by__isnull=False)
    keys = {*decided.values_list("decided_by_id", flat=True), version.approved_by_id}
    return frozenset(key for key in keys if key is not None)


def _other(the_round: ModerationRound, stage: Stage) -> int | None:
    internal = stage is Stage.INTERNAL
    return the_round.external_moderator_id if internal else the_round.internal_moderator_id

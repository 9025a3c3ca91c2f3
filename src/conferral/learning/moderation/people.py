"""Who may moderate: members with the right who have no part in what they look at."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.staff.members import in_force
from conferral.learning.accreditation import qualifications
from conferral.learning.catalog.models import CourseVersion, Duty, Teaching
from conferral.learning.moderation.models import ModerationRound, Stage
from conferral.learning.moderation.policy import Standing, objection
from conferral.learning.review import people as reviewers
from conferral.learning.review.models import Review


def candidates(the_round: ModerationRound, stage: Stage, on: date) -> list[Person]:
    """Everybody who may moderate that stage on that day, by name."""
    known = _Known.of(the_round, stage, on)
    members = Person.objects.filter(pk__in=known.members, is_active=True)
    able = members.order_by("printed_name", "pk")
    return [person for person in able if not objection(known.standing(person))]


def why_not(the_round: ModerationRound, stage: Stage, person: Person, on: date) -> str:
    """Why this person may not moderate that stage; "" when they may."""
    return objection(_Known.of(the_round, stage, on).standing(person))


def moderator(the_round: ModerationRound, stage: Stage) -> Person | None:
    internal = stage is Stage.INTERNAL
    return the_round.internal_moderator if internal else the_round.external_moderator


def today_at(the_round: ModerationRound) -> date:
    """What day it is where its organization is."""
    return timezone.localdate(timezone=the_round.version.course.organization.zone)


@dataclass(frozen=True)
class _Known:
    """Who has which part in what a round looks at: the keys of people."""

    organization: Organization
    on: date
    members: frozenset[int]  # With the right.
    teachers: frozenset[int]
    workers: frozenset[int]
    reviewers: frozenset[int]
    moderated: frozenset[int]
    other: int | None  # Who has the other stage.

    @classmethod
    def of(cls, the_round: ModerationRound, stage: Stage, on: date) -> "_Known":
        version = the_round.version
        internal = stage is Stage.INTERNAL
        return cls(
            version.course.organization,
            on,
            members=_members(version.course.organization),
            teachers=_teachers(version),
            workers=reviewers.workers_on(version),
            reviewers=_reviewers(version),
            moderated=_moderated(the_round),
            other=the_round.external_moderator_id if internal else the_round.internal_moderator_id,
        )

    def standing(self, person: Person) -> Standing:
        return Standing(
            has_right=person.is_active and person.pk in self.members,
            teaches_it=person.pk in self.teachers,
            worked_on_it=person.pk in self.workers,
            reviewed_it=person.pk in self.reviewers,
            is_moderated=person.pk in self.moderated,
            has_other_stage=person.pk == self.other,
            lapsed=qualifications.lapsed(person, self.organization, self.on),
        )


def _members(organization: Organization) -> frozenset[int]:
    members = in_force(timezone.now()).filter(organization=organization)
    held = members.filter(role__in=roles_with(Right.MODERATE))
    return frozenset(held.values_list("person", flat=True))


def _teachers(version: CourseVersion) -> frozenset[int]:
    held = Teaching.objects.filter(version=version).exclude(duty=Duty.MODERATOR)
    known = held.filter(instructor__person__isnull=False)
    return frozenset(known.values_list("instructor__person_id", flat=True))


def _reviewers(version: CourseVersion) -> frozenset[int]:
    decided = Review.objects.filter(submission__version=version, decided_by__isnull=False)
    keys = {*decided.values_list("decided_by_id", flat=True), version.approved_by_id}
    return frozenset(key for key in keys if key is not None)


def _moderated(the_round: ModerationRound) -> frozenset[int]:
    """Learners of the round who are members, too: of the others nobody asks."""
    own = the_round.entrants.filter(award__enrolment__person__memberships__isnull=False)
    return frozenset(own.values_list("award__enrolment__person", flat=True).distinct())

"""Certificates that are late: in which groups, what would help, and who can do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.staff.members import in_force
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.review.models import Review

TELL_ADMINISTRATORS_AFTER = timedelta(days=7)

_REMEDIES = {
    WaitsFor.NOTHING: "Look on the page Today at what is stuck.",
    WaitsFor.HOLD: "Answer the question for which it is held, and let it go.",
    WaitsFor.APPROVAL: "Review the content and decide, or submit it for review.",
    WaitsFor.MODERATION: "Moderate the sample and conclude the round.",
    WaitsFor.ACCREDITATION: "Mend what the accreditation lacks.",
    WaitsFor.RELEASE: "Look at the certificates and release them.",
}
_HELPERS = {
    WaitsFor.NOTHING: Role.REGISTRAR,
    WaitsFor.HOLD: Role.REGISTRAR,
    WaitsFor.MODERATION: Role.MODERATOR,
    WaitsFor.ACCREDITATION: Role.OFFICER,
}


@dataclass(frozen=True)
class Late:
    """Awards of one version that are late for one reason. `due_on`: the oldest promise."""

    version: int
    title: str
    number: int
    waits_for: WaitsFor
    because: str
    released_by: str
    count: int
    due_on: date | None

    @property
    def remedy(self) -> str:
        return _REMEDIES[self.waits_for]


def groups(organization: Organization, today: date) -> list[Late]:
    promise = timedelta(days=organization.issues_within_days)
    late = Award.objects.of(organization).late(today, promise)
    version = "enrolment__version__"
    columns = ("pk", "title", "number", "certificate_type__released_by")
    counted = (
        late.values_list(*(version + column for column in columns), "waits_for", "waits_because")
        .annotate(count=Count("pk"), oldest=Min("due_on"))
        .order_by(version + "title", version + "number", "waits_for", "waits_because")
    )
    return [
        Late(pk, title, number, WaitsFor(waits_for), because, role or "", count, due_on)
        for pk, title, number, role, waits_for, because, count, due_on in counted
    ]


def by_helper(
    organization: Organization, late: list[Late], today: date
) -> dict[Person, list[Late]]:
    """For each member who can help: what they can help with."""
    staff = _Staff.of(organization)
    reviewers = _reviewers(staff, late)
    helped: dict[Person, list[Late]] = {}
    for group in late:
        helpers = reviewers.get(group.version) or frozenset()
        if group.waits_for != WaitsFor.APPROVAL:
            helpers = staff.holding(_HELPERS.get(group.waits_for, group.released_by))
        if not helpers or _is_long(group, today):
            helpers |= staff.holding(Role.ADMINISTRATOR)
        for person in helpers:
            helped.setdefault(person, []).append(group)
    return helped


@dataclass(frozen=True)
class _Staff:
    """Who can be written to, by role."""

    roles: Mapping[str, frozenset[Person]]

    @classmethod
    def of(cls, organization: Organization) -> "_Staff":
        held = in_force(timezone.now()).filter(
            organization=organization, person__is_active=True, person__email__isnull=False
        )
        roles: dict[str, set[Person]] = {}
        for membership in held.select_related("person"):
            roles.setdefault(membership.role, set()).add(membership.person)
        return cls({role: frozenset(people) for role, people in roles.items()})

    def holding(self, role: str) -> frozenset[Person]:
        return self.roles.get(role, frozenset())


def _reviewers(staff: _Staff, late: Sequence[Late]) -> dict[int, frozenset[Person]]:
    """By version: who was asked for a review and has not decided; the authors where nobody was."""
    unapproved = {group.version for group in late if group.waits_for == WaitsFor.APPROVAL}
    asked: dict[int, frozenset[Person]] = {}
    waiting = Review.objects.waiting().filter(submission__version__in=unapproved)
    for review in waiting.select_related("submission"):
        holders, names = staff.holding(review.role), (review.reviewer_id, review.deputy_id)
        named = frozenset(person for person in holders if person.pk in names)
        version = review.submission.version_id
        asked[version] = asked.get(version, frozenset()) | (named or holders)
    return {version: asked.get(version) or staff.holding(Role.AUTHOR) for version in unapproved}


def _is_long(group: Late, today: date) -> bool:
    return group.due_on is not None and group.due_on + TELL_ADMINISTRATORS_AFTER < today

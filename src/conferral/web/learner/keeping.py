"""Who keeps something of somebody, how much, and what came of being asked to forget them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from conferral.credentials.cases.models import Case, Kind
from conferral.foundation.accounts.models import Organization, Person
from conferral.oversight.privacy.keepers import keepers
from conferral.web.learner.overview import certificates


@dataclass(frozen=True)
class Keeper:
    """`taught`: they learn or have learnt there, so that their own page can ask it.

    `asked`: the newest case in which it was asked to forget them.
    """

    organization: Organization
    certificates: int
    taught: bool
    asked: Case | None

    @property
    def may_be_asked(self) -> bool:
        return self.taught and (self.asked is None or self.asked.answered_at is not None)


def kept_by(person: Person, cases: Iterable[Case]) -> list[Keeper]:
    """By name. `cases`: theirs about their own data, the newest first."""
    at = "award__enrolment__version__course__organization"
    held = certificates(person).order_by().values_list(at).annotate(count=Count("pk"))
    count = dict(held)
    taught = set(person.enrolments.values_list("version__course__organization", flat=True))
    asked: dict[int, Case] = {}
    for case in cases:
        if case.kind == Kind.ERASURE:
            asked.setdefault(case.organization_id, case)
    return [
        Keeper(each, count.get(each.pk, 0), each.pk in taught, asked.get(each.pk))
        for each in keepers(person)
    ]

"""Put learners into a cohort, or into none."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.progress.cohort import BadCohort, clean_cohort
from conferral.learning.progress.models import EnrolmentQuerySet


@transaction.atomic
def label(
    organization: Organization, person: Person, enrolments: EnrolmentQuerySet, name: str
) -> int:
    """Return how many were in another one, or in none. An empty name takes them out of theirs."""
    try:
        cohort = clean_cohort(name)
    except BadCohort as bad:
        raise RefusedPart("cohort", str(bad)[:1].upper() + str(bad)[1:]) from bad
    ours = enrolments.of(organization)
    if not ours.exists():
        raise Refused("Choose at least one learner.")
    count = ours.exclude(cohort=cohort).update(cohort=cohort)
    record(person, "put into a cohort", organization, organization, cohort=cohort, count=count)
    return count

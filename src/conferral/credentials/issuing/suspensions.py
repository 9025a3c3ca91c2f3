"""Whether an organization's credentials name a list on which a suspension of theirs would stand."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused


@transaction.atomic
def begin_listing(organization: Organization, person: Person) -> None:
    """From now on credentials have a second status entry; those issued before stay as they are."""
    _set(organization, listed=True)
    record(person, "began to list suspensions", organization, organization)


@transaction.atomic
def cease_listing(organization: Organization, person: Person) -> None:
    """From now on credentials have one status entry, as the schema of Open Badges has it."""
    _set(organization, listed=False)
    record(person, "ceased to list suspensions", organization, organization)


def _set(organization: Organization, *, listed: bool) -> None:
    stands = Organization.objects.select_for_update().get(pk=organization.pk)
    if stands.lists_suspensions == listed:
        raise Refused("Suspensions are listed already." if listed else "They are not listed.")
    organization.lists_suspensions = listed
    organization.save(update_fields=["lists_suspensions"])

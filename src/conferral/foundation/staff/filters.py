"""Keep what somebody looks for again and again, for themselves or for everybody; and drop it."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff.models import SavedFilter

AT_MOST = 20  # Of one person on one page: more are not found again.


@transaction.atomic
def save(
    organization: Organization, person: Person, page: str, query: str, *, name: str, share: bool
) -> SavedFilter:
    """Under a name that they have used already, the older one gives way."""
    name = name.strip()
    if not name:
        raise RefusedPart("name", "Give it a name.")
    if not query:
        raise Refused("There is nothing to save: the page shows everything.")
    own = SavedFilter.objects.filter(organization=organization, person=person, page=page)
    if own.exclude(name=name).count() >= AT_MOST:
        raise Refused(f"You have {AT_MOST} on this page. Drop one that you do not need.")
    saved, _ = SavedFilter.objects.update_or_create(
        organization=organization,
        person=person,
        page=page,
        name=name,
        defaults={"query": query, "is_shared": share},
    )
    # What it looks for may be somebody's name: the trail, which keeps everything, is not told.
    record(person, "saved a filter", saved, organization, page=page, shared=share)
    return saved


@transaction.atomic
def drop(saved: SavedFilter, person: Person, *, may_drop_others: bool = False) -> None:
    """One's own; one that others share with everybody, only with the right to."""
    if saved.person_id != person.pk and not (may_drop_others and saved.is_shared):
        raise Refused("Only who saved it, or an administrator, may drop it.")
    record(person, "dropped a filter", saved, saved.organization, page=saved.page)
    saved.delete()

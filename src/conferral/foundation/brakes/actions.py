"""Set the brakes of an organization."""

from dataclasses import asdict

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.brakes.terms import Terms, terms_of
from conferral.foundation.refusal import RefusedPart

_LONGEST_WINDOW = 1440  # Minutes: who waits longer than a day has forgotten what for.
_MOST = 1_000_000
_TIMES = 100


@transaction.atomic
def change(organization: Organization, wanted: Terms, person: Person) -> None:
    """Letters and batches that wait already keep to what held when they began to."""
    _refuse(wanted)
    before = asdict(terms_of(organization))
    changed = {part: value for part, value in asdict(wanted).items() if value != before[part]}
    if not changed:
        return
    Brakes.objects.update_or_create(organization=organization, defaults=asdict(wanted))
    was = {part: before[part] for part in changed}
    record(person, "set the brakes", organization, organization, was=was, now=changed)


def _refuse(wanted: Terms) -> None:
    _within("undo_minutes", wanted.undo_minutes, 0, _LONGEST_WINDOW)
    _within("unusual_from", wanted.unusual_from, 0, _MOST)
    _within("unusual_times", wanted.unusual_times, 1, _TIMES)


def _within(part: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise RefusedPart(part, f"Between {least} and {most:,}.")

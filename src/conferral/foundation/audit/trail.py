"""The only way to write the audit trail."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit import chain
from conferral.foundation.audit.models import Entry


@transaction.atomic
def record(
    actor: Person | None,
    deed: str,
    target: Model,
    organization: Organization | None,
    **details: object,
) -> None:
    """Add one line, in the transaction of the deed. `details` are JSON values."""
    record_each(actor, deed, [(target, details)], organization)


@transaction.atomic
def record_each(
    actor: Person | None,
    deed: str,
    targets: Iterable[tuple[Model, Mapping[str, object]]],
    organization: Organization | None,
) -> None:
    """A line for each of many, with its details, in three queries however many they are."""
    previous, now, lines = _lock() or chain.BEGINNING, timezone.now(), []
    for target, details in targets:
        line = Entry(
            actor=actor,
            at=now,
            deed=deed,
            target=f"{target._meta.label}:{target.pk}",
            organization=organization,
            details=dict(details),
            previous=previous,
        )
        previous = line.hash = line.digest
        lines.append(line)
    Entry.objects.bulk_create(lines)


def last() -> str:
    """The hash of the last line; empty when there is none."""
    return Entry.objects.order_by("-pk").values_list("hash", flat=True).first() or ""


def _lock() -> str:
    """The last line's hash. Whoever else wants to add a line waits until we have committed."""
    # All lock the oldest line, which stays; the last is asked for when the others are done.
    Entry.objects.select_for_update().order_by("pk").values_list("pk").first()
    return last()

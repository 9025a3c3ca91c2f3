"""The only way to write the audit trail."""

from django.db.models import Model

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.models import Entry


def record(
    actor: Person | None,
    deed: str,
    target: Model,
    organization: Organization | None,
    **details: object,
) -> None:
    """Add one line, in the transaction of the deed. `details` are JSON values."""
    Entry.objects.create(
        actor=actor,
        deed=deed,
        target=f"{target._meta.label}:{target.pk}",
        organization=organization,
        details=details,
    )

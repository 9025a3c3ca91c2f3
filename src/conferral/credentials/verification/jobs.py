"""What a holder chose goes on to the certificate that takes the place of another, or renews it."""

from django.db import transaction
from django.db.models import Q

from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.verification.models import Showing
from conferral.foundation.belt import BATCH, Stage

_BEFORE = ("replaces__showing", "renews__showing")


@transaction.atomic
def inherit() -> int:
    """A batch of those that are new: before they are logged, printed or sent."""
    heirs = list(_heirs().select_related(*_BEFORE).order_by("pk")[:BATCH])
    Showing.objects.bulk_create((_inherited(each) for each in heirs), ignore_conflicts=True)
    return len(heirs)


def _inherited(heir: Credential) -> Showing:
    before = (getattr(heir, name, None) for name in ("replaces", "renews"))
    chosen: Showing = next(filter(None, (getattr(each, "showing", None) for each in before)))
    return Showing(
        credential=heir,
        name_mode=chosen.name_mode,
        is_listed=chosen.is_listed,
        chosen_at=chosen.chosen_at,
    )


def _heirs() -> CredentialQuerySet:
    new = Credential.objects.kept().filter(printed_at=None, showing=None)
    return new.filter(Q(replaces__showing__isnull=False) | Q(renews__showing__isnull=False))


INHERIT_SHOWINGS = Stage("inherit showings", lambda: _heirs().exists(), inherit)

"""I18: what awards and certificates say of their life fits together."""

from collections.abc import Iterator

from django.db.models import F, Q

from conferral.credentials.issuing.models import Credential
from conferral.learning.awards.models import Award
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named

_CHUNK = 250


def successors() -> Iterator[Finding]:
    """What replaces a certificate is of the same award, and came later."""
    replaced = Credential.objects.filter(replaced_by__isnull=False)
    strange = ~Q(replaced_by__award=F("award")) | Q(replaced_by__issued_at__lt=F("issued_at"))
    for credential in replaced.filter(strange).order_by("pk").iterator(chunk_size=_CHUNK):
        problem = f"{credential.replaced_by_id} cannot have taken its place"
        yield Finding(Invariant.LIVES, named(credential, credential.number), problem, FROM_BACKUP)


def current() -> Iterator[Finding]:
    """Of what was issued one is current; an award has ended where that one does not count."""
    live = Q(credentials__replaced_by=None, credentials__isnull=False)
    issued = Award.objects.filter(issued_at__isnull=False)
    for award in issued.exclude(pk__in=issued.filter(live)).order_by("pk").iterator(_CHUNK):
        problem = "none of its certificates is current"
        yield Finding(Invariant.LIVES, named(award), problem, FROM_BACKUP)
    counts = Q(credentials__revoked_at=None, credentials__suspended_at=None)
    wrong = (counts & Q(ended_at__isnull=False)) | (~counts & Q(ended_at=None))
    for award in issued.filter(live & wrong).order_by("pk").iterator(_CHUNK):
        problem = "it says one thing about whether it counts, and its certificate another"
        yield Finding(Invariant.LIVES, named(award), problem, FROM_BACKUP)

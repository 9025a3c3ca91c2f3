"""Print every credential that is in the log: once."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from conferral.credentials.designs import certificate, printing
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.belt import Stage, advance_each

BATCH = 50  # Printing is slow, and others want to see progress.


def print_logged() -> int:
    waiting = _unprinted().select_related("shape", "key__organization")
    return advance_each(waiting.order_by("pk"), print_one, BATCH)


def print_one(credential: Credential) -> None:
    """Print outside the transaction: nobody waits for Typst while holding the database."""
    pdf = printing.pdf(certificate.data_of(credential))
    digest = sha256(pdf).hexdigest()
    now = timezone.now()
    printed = Certificate(
        credential=credential, design=certificate.DESIGN, sha256=digest, printed_at=now
    )
    # A path that says nothing; a second try after a crash writes a second file, and one row wins.
    printed.file.save(f"{digest[:2]}/{digest}.pdf", ContentFile(pdf), save=False)
    with transaction.atomic():
        printed.save()
        Credential.objects.filter(pk=credential.pk).update(printed_at=now)


def _unprinted() -> CredentialQuerySet:
    return Credential.objects.filter(printed_at=None).logged().due()


PRINT_LOGGED = Stage("print", lambda: _unprinted().exists(), print_logged)

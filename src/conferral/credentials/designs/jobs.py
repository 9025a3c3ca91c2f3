"""Print and sign every credential that is in the log: once."""

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from conferral.credentials.designs import certificate, printing, sealing, stubs
from conferral.credentials.designs.models import Certificate, CertificateQuerySet
from conferral.credentials.designs.sealing import Sealed
from conferral.credentials.issuing.models import Credential, CredentialQuerySet, KeyChange, Use
from conferral.foundation.belt import Stage, advance_each

BATCH = 50  # Printing is slow, and others want to see progress.


def print_logged() -> int:
    waiting = _unprinted().select_related("shape", "key__organization")
    return advance_each(waiting.order_by("pk"), print_one, BATCH)


def print_one(credential: Credential) -> None:
    """Print outside the transaction: nobody waits for Typst while holding the database."""
    now, stub = timezone.now(), stubs.stub_of(credential)
    sealed = sealing.seal(printing.pdf(certificate.data_of(credential, stub)), credential, now)
    with transaction.atomic():
        # The row is the lock: of two printers the first wins, with its file.
        Credential.objects.select_for_update().get(pk=credential.pk)
        if not Certificate.objects.filter(credential=credential).exists():
            _keep(credential, sealed, stub, now)
        Credential.objects.filter(pk=credential.pk).update(printed_at=now)


def _keep(credential: Credential, sealed: Sealed, stub: str, now: datetime) -> None:
    path = certificate.path_of(credential)
    default_storage.delete(path)  # A crash may have left a part of it there.
    Certificate.objects.create(
        credential=credential,
        design=certificate.DESIGN,
        file=default_storage.save(path, ContentFile(sealed.pdf)),
        sha256=sha256(sealed.pdf).hexdigest(),
        level=sealed.level,
        note=sealed.note,
        stub=stub,
        printed_at=now,
    )


def _unprinted() -> CredentialQuerySet:
    halted = KeyChange.objects.halting(Use.DOCUMENTS).values("organization")
    waiting = Credential.objects.kept().filter(printed_at=None).logged().due()
    return waiting.exclude(key__organization__in=halted)


def forget_files() -> int:
    forgotten = _forgotten().select_related("credential")
    return advance_each(forgotten.order_by("pk"), _forget_file)


def _forget_file(printed: Certificate) -> None:
    for path in (printed.file.name or "", *certificate.files_of(printed.credential)):
        default_storage.delete(path)
    Certificate.objects.filter(pk=printed.pk).update(file="", stub="")


def _forgotten() -> CertificateQuerySet:
    """Those of people who were forgotten: the row stays, the file goes."""
    erased = Certificate.objects.filter(credential__erased_at__isnull=False)
    return erased.exclude(file="").due()


PRINT_LOGGED = Stage("print", lambda: _unprinted().exists(), print_logged)
FORGET_FILES = Stage("forget files", lambda: _forgotten().exists(), forget_files)

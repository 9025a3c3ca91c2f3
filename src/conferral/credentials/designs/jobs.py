"""Print every credential that is in the log: once."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from conferral.credentials.designs import certificate, printing
from conferral.credentials.designs.models import Certificate, CertificateQuerySet
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.belt import Stage, advance_each

BATCH = 50  # Printing is slow, and others want to see progress.


def print_logged() -> int:
    waiting = _unprinted().select_related("shape", "key__organization")
    return advance_each(waiting.order_by("pk"), print_one, BATCH)


def print_one(credential: Credential) -> None:
    """Print outside the transaction: nobody waits for Typst while holding the database."""
    pdf = printing.pdf(certificate.data_of(credential))
    path = _keep(credential, pdf)
    now = timezone.now()
    with transaction.atomic():
        # Somebody else may have printed it since: one row wins.
        Certificate.objects.get_or_create(
            credential=credential,
            defaults={
                "design": certificate.DESIGN,
                "file": path,
                "sha256": sha256(pdf).hexdigest(),
                "printed_at": now,
            },
        )
        Credential.objects.filter(pk=credential.pk).update(printed_at=now)


def _keep(credential: Credential, pdf: bytes) -> str:
    """Store the bytes where no row points yet. A crash may have left a part of them there."""
    path = certificate.path_of(credential)
    if Certificate.objects.filter(credential=credential).exists():
        return path  # What was printed first is frozen.
    default_storage.delete(path)
    return default_storage.save(path, ContentFile(pdf))


def _unprinted() -> CredentialQuerySet:
    return Credential.objects.kept().filter(printed_at=None).logged().due()


def forget_files() -> int:
    return advance_each(_forgotten().order_by("pk"), _forget_file)


def _forget_file(printed: Certificate) -> None:
    default_storage.delete(printed.file.name or "")
    Certificate.objects.filter(pk=printed.pk).update(file="")


def _forgotten() -> CertificateQuerySet:
    """Those of people who were forgotten: the row stays, the file goes."""
    erased = Certificate.objects.filter(credential__erased_at__isnull=False)
    return erased.exclude(file="").due()


PRINT_LOGGED = Stage("print", lambda: _unprinted().exists(), print_logged)
FORGET_FILES = Stage("forget files", lambda: _forgotten().exists(), forget_files)

"""I7: files are, byte for byte, what was printed or handed in."""

from collections.abc import Iterator
from hashlib import file_digest

from django.db.models.fields.files import FieldFile

from conferral.credentials.designs.models import Certificate
from conferral.credentials.recalls.models import Exhibit
from conferral.learning.accreditation.models import Document
from conferral.oversight.fsck.finding import Finding, Invariant, named

_CHUNK = 250
_RESTORE = "Restore the file from a backup."


def printed() -> Iterator[Finding]:
    """I7: every certificate has the hash that it was printed with; none was printed unlogged."""
    certificates = Certificate.objects.select_related("credential__entry").exclude(file="")
    for certificate in certificates.order_by("pk").iterator(chunk_size=_CHUNK):
        row = named(certificate, certificate.credential.number)
        if problem := _problem(certificate.file, certificate.sha256, "printed"):
            yield Finding(Invariant.FILES, row, problem, _RESTORE)
        if certificate.credential.entry.index is None:
            problem = "it was printed before its credential was logged"
            yield Finding(Invariant.FILES, row, problem, "Keep it back until the worker has run.")


def handed_in() -> Iterator[Finding]:
    """I7: every piece of evidence is the one that somebody handed in."""
    for rows in (Document.objects.all(), Exhibit.objects.all()):
        for each in rows.order_by("pk").iterator(chunk_size=_CHUNK):
            if problem := _problem(each.file, each.sha256, "handed in"):
                yield Finding(Invariant.FILES, named(each, each.name), problem, _RESTORE)


def _problem(file: FieldFile, sha256: str, done: str) -> str:
    """Empty: it is the one that was `done`."""
    try:
        with file.open() as opened:
            digest = file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return f"its file {file.name} is missing"
    return "" if digest == sha256 else f"its file {file.name} is not the one that was {done}"

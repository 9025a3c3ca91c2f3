"""Keep evidence: every file once for each organization, under the SHA-256 of its bytes."""

from hashlib import sha256
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.learning.accreditation import evidence
from conferral.learning.accreditation.models import Document

_LONGEST_NAME = 255


@transaction.atomic
def keep(organization: Organization, name: str, file: "File[bytes]", person: Person) -> Document:
    """The same file under the same name again is the same document. Refused: see `evidence`."""
    name = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
    kind = evidence.kind_of(name, cast("BinaryIO", file), file.size)
    digest = _digest(file)
    known = Document.objects.filter(organization=organization, sha256=digest, name=name).first()
    if known is not None:
        return known
    document = Document.objects.create(
        organization=organization,
        name=name,
        media_type=kind.media_type,
        sha256=digest,
        size=file.size,
        file=_stored(organization, digest, file),
        uploaded_by=person,
    )
    record(person, "uploaded a document", document, organization, name=name, sha256=digest)
    return document


def _digest(file: "File[bytes]") -> str:
    file.seek(0)
    seen = sha256()
    for chunk in file.chunks():
        seen.update(chunk)
    file.seek(0)
    return seen.hexdigest()


def _stored(organization: Organization, digest: str, file: "File[bytes]") -> str:
    path = f"documents/{organization.uuid}/{digest[:2]}/{digest}"
    return path if default_storage.exists(path) else default_storage.save(path, file)

"""Keep evidence: every file once for each organization, under the SHA-256 of its bytes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
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


def sent_along(
    organization: Organization, file: "File[bytes] | None", person: Person
) -> AbstractContextManager[Document | None]:
    """With a form, where it was: see `keeping`."""
    if file is None:
        return nullcontext()
    return keeping(organization, file.name or "", file, person)


@contextmanager
def keeping(
    organization: Organization, name: str, file: "File[bytes]", person: Person
) -> Iterator[Document]:
    """For the deed inside, in its transaction: if that is refused, nothing is kept. The same file
    under the same name again is the same document. Refused: see `evidence`.

    The bytes and the line in the trail come last: bytes are not rolled back, and who holds the
    trail waits for nobody.
    """
    name = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
    kind = evidence.kind_of(name, cast("BinaryIO", file), file.size)
    digest = _digest(file)
    path = f"documents/{organization.uuid}/{digest[:2]}/{digest}"
    known = Document.objects.filter(organization=organization, sha256=digest, name=name).first()
    with transaction.atomic():
        document = known or Document.objects.create(
            organization=organization,
            name=name,
            media_type=kind.media_type,
            sha256=digest,
            size=file.size,
            file=path,
            uploaded_by=person,
        )
        yield document
        if known is None:
            record(person, "uploaded a document", document, organization, name=name, sha256=digest)
            _store(path, file)


def _digest(file: "File[bytes]") -> str:
    file.seek(0)
    seen = sha256()
    for chunk in file.chunks():
        seen.update(chunk)
    file.seek(0)
    return seen.hexdigest()


def _store(path: str, file: "File[bytes]") -> None:
    if not default_storage.exists(path):
        default_storage.save(path, file)

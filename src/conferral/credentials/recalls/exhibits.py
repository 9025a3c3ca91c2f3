"""Keep what proves a change: under its SHA-256, with the person whom it is about."""

from hashlib import file_digest
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from conferral.credentials.recalls.models import Exhibit
from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.accreditation import evidence

_LONGEST_NAME = 255


def keep(organization: Organization, about: Person, name: str, file: "File[bytes]") -> Exhibit:
    """Within the caller's transaction. Refused: no kind of file that is kept as evidence."""
    name = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
    bytes_of = cast("BinaryIO", file)
    kind = evidence.kind_of(name, bytes_of, file.size)
    file.seek(0)
    digest = file_digest(bytes_of, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    path = f"exhibits/{about.uuid}/{digest}"
    stored = path if default_storage.exists(path) else default_storage.save(path, file)
    return Exhibit.objects.create(
        organization=organization,
        person=about,
        name=name,
        media_type=kind.media_type,
        sha256=digest,
        file=stored,
        brought_at=timezone.now(),
    )


def destroy(exhibits: QuerySet[Exhibit]) -> None:
    """Rows and files: of somebody who is forgotten. A file that another organization was brought,
    too, stays for that one."""
    paths = set(exhibits.values_list("file", flat=True))
    exhibits.delete()
    paths -= set(Exhibit.objects.filter(file__in=paths).values_list("file", flat=True))
    for path in paths:
        default_storage.delete(path)

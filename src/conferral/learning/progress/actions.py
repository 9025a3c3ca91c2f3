"""Take in a file of completions: upload, choose its columns, confirm or discard."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress.connectors.columns import ColumnMap, draft, override
from conferral.learning.progress.connectors.table import Table, Unreadable, open_table
from conferral.learning.progress.connectors.unreadable import MAX_BYTES
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import Preview, missing_columns
from conferral.learning.progress.preview import preview as preview_of
from conferral.learning.progress.reading import modules_of


def upload(course: Course, uploaded_by: Person, filename: str, content: "File[bytes]") -> Import:
    """Keep the file and guess its columns. Refused, and nothing kept, when it is unreadable.

    Columns that cannot be guessed may still be chosen; `confirm` insists on those it needs.
    """
    version = _approved_version(course)
    with _kept(filename, content) as (path, digest):
        try:
            table = open_table(path, filename)
            columns = draft(table.header, table.lines, modules_of(version))
        except Unreadable as unreadable:
            raise Refused(str(unreadable)) from None
        return _enter(course, uploaded_by, table, columns, digest)


def preview(batch: Import) -> Preview:
    return preview_of(batch)


@transaction.atomic
def choose_columns(batch: Import, chosen: Mapping[str, str]) -> None:
    """Give meanings (keys of Preview.choices) to columns, by their names; "" to none."""
    _insist_on_waiting(batch)
    modules = modules_of(_approved_version(batch.course))
    try:
        columns = override(ColumnMap.from_json(batch.columns), chosen, modules)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from None
    batch.columns = columns.to_json()
    batch.save(update_fields=["columns"])


@transaction.atomic
def confirm(batch: Import, person: Person) -> None:
    """Let the belt read it. Refused while a column that it needs has not been found."""
    _insist_on_waiting(batch)
    if missing := missing_columns(batch):
        raise Refused(missing)
    batch.confirmed_at = timezone.now()
    batch.save(update_fields=["confirmed_at"])
    organization = batch.course.organization
    record(
        person,
        "started an import",
        batch,
        organization,
        filename=batch.filename,
        sha256=batch.sha256,
        course=batch.course.code,
    )


@transaction.atomic
def discard(batch: Import, person: Person) -> None:
    """Forget an upload that was not confirmed, its file included."""
    _insist_on_waiting(batch)
    record(person, "discarded an upload", batch, batch.course.organization)
    path = Path(batch.file.path)
    batch.delete()
    transaction.on_commit(lambda: _forget(path))


def _approved_version(course: Course) -> CourseVersion:
    version = course.current
    if version is None:
        raise Refused(
            f"The course {course.code} has no approved version yet. Have one approved first."
        )
    return version


def _insist_on_waiting(batch: Import) -> None:
    """Asked of the row, under lock: a button may be pressed twice."""
    kept = Import.objects.select_for_update().filter(pk=batch.pk).first()
    if kept is None:
        raise Refused("This upload has been discarded.")
    if kept.confirmed_at:
        raise Refused("This import has been started already.")


@contextmanager
def _kept(filename: str, content: "File[bytes]") -> Iterator[tuple[Path, str]]:
    """The upload under a name of our own, and its SHA-256; forgotten when anything goes wrong."""
    path = Path(default_storage.path(f"imports/{uuid4()}"))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield path, _write(path, filename, content)
    except BaseException:
        _forget(path)
        raise


def _write(path: Path, filename: str, content: "File[bytes]") -> str:
    """Store the upload. Returns its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as kept:
        for piece in content.chunks():
            size += len(piece)
            if size > MAX_BYTES:
                raise Refused(
                    f"{filename} is larger than {MAX_BYTES // 1_000_000} MB. Split it into "
                    "several files or delete the columns that are not needed."
                )
            digest.update(piece)
            kept.write(piece)
    return digest.hexdigest()


def _enter(
    course: Course, uploaded_by: Person, table: Table, columns: ColumnMap, digest: str
) -> Import:
    with transaction.atomic():
        batch = Import.objects.create(
            course=course,
            uploaded_by=uploaded_by,
            filename=table.filename[-255:],
            file=f"imports/{table.path.name}",
            sha256=digest,
            table=table.to_json(),
            columns=columns.to_json(),
            lines=table.rows,
        )
        record(uploaded_by, "uploaded a file", batch, course.organization, filename=batch.filename)
    return batch


def _forget(path: Path) -> None:
    for kept in path.parent.glob(f"{path.stem}*"):
        kept.unlink(missing_ok=True)

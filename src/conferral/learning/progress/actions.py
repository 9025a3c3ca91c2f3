"""Take in a file of completions: upload, choose its columns, confirm or discard."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress import uploads
from conferral.learning.progress.connectors.columns import ColumnMap, draft, override
from conferral.learning.progress.connectors.table import Table, Unreadable, open_table
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import Preview, missing_columns
from conferral.learning.progress.preview import preview as preview_of
from conferral.learning.progress.reading import modules_of


def upload(course: Course, uploaded_by: Person, filename: str, content: "File[bytes]") -> Import:
    """Keep the file and guess its columns. Refused, and nothing kept, when it is unreadable.

    Columns that cannot be guessed may still be chosen; `confirm` insists on those it needs.
    """
    version = _approved_version(course)
    with uploads.kept(filename, content) as (path, digest):
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
    transaction.on_commit(lambda: uploads.forget(path))


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


def _enter(
    course: Course, uploaded_by: Person, table: Table, columns: ColumnMap, digest: str
) -> Import:
    with transaction.atomic():
        batch = Import.objects.create(
            course=course,
            uploaded_by=uploaded_by,
            filename=table.filename[-255:],
            file=f"{uploads.FOLDER}/{table.path.name}",
            sha256=digest,
            table=table.to_json(),
            columns=columns.to_json(),
            lines=table.rows,
        )
        record(uploaded_by, "uploaded a file", batch, course.organization, filename=batch.filename)
    return batch

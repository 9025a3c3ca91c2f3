"""Take in a file of completions: upload, choose its columns, confirm or discard."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.learning.catalog.models import Course, CourseVersion, Site
from conferral.learning.progress import uploads
from conferral.learning.progress.connectors.columns import ColumnMap, draft, override
from conferral.learning.progress.connectors.table import Table, Unreadable, open_table
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import missing_columns
from conferral.learning.progress.reading import modules_of


def upload(
    course: Course,
    uploaded_by: Person,
    filename: str,
    content: "File[bytes]",
    *,
    version: CourseVersion | None = None,
    site: Site | None = None,
) -> Import:
    """Keep the file and guess its columns. Refused, and nothing kept, when it is unreadable.

    Columns that cannot be guessed may still be chosen; `confirm` insists on those it needs.
    `version`: the one that it tells of, approved or not; without it, the one that is open when
    the file is read. `site`: where the learners in it were taught.
    """
    batch = Import(course=course, version=version, site=site, uploaded_by=uploaded_by)
    _insist_on_own(batch)
    with uploads.kept(filename, content) as (path, digest):
        try:
            table = open_table(path, filename)
            columns = draft(table.header, table.lines, modules_of(_target(batch)))
        except Unreadable as unreadable:
            raise Refused(str(unreadable)) from None
        return _enter(batch, table, columns, digest)


@transaction.atomic
def choose_columns(batch: Import, chosen: Mapping[str, str]) -> None:
    """Give meanings (keys of Preview.choices) to columns, by their names; "" to none."""
    _insist_on_waiting(batch)
    modules = modules_of(_target(batch))
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
    tracking.begin(batch, organization, person, what=batch.filename, total=batch.lines)


@transaction.atomic
def stop(batch: Import, person: Person) -> None:
    """Leave unread what was not read yet. What was read stays, and counts."""
    kept = Import.objects.select_for_update().get(pk=batch.pk)
    if kept.confirmed_at is None or kept.read_at:
        raise Refused("Nothing of it is being read.")
    kept.read_at = timezone.now()
    kept.save(update_fields=["read_at"])
    record(person, "stopped an import", kept, batch.course.organization, line=kept.next_line)
    tracking.cancel(kept)


def reopen(batch: Import) -> int:
    """Let the belt read its refused lines once more, after somebody has mended what they lacked.

    Returns how many. Within the caller's transaction.
    """
    kept = Import.objects.select_for_update().get(pk=batch.pk)
    refused = kept.rows.filter(refused=True).order_by("line")
    lines = list(refused.values_list("line", flat=True)) if kept.read_at else []
    if lines:
        kept.next_line, kept.read_at = lines[0], None
        kept.attempts, kept.next_attempt_at = 0, timezone.now()
        kept.save(update_fields=["next_line", "read_at", "attempts", "next_attempt_at"])
    return len(lines)


@transaction.atomic
def discard(batch: Import, person: Person) -> None:
    """Forget an upload that was not confirmed, its file included."""
    _insist_on_waiting(batch)
    record(person, "discarded an upload", batch, batch.course.organization)
    path = Path(batch.file.path)
    batch.delete()
    transaction.on_commit(lambda: uploads.forget(path))


def _insist_on_own(batch: Import) -> None:
    if batch.version and batch.version.course_id != batch.course.pk:
        raise Refused(f"“{batch.version}” is not a version of the course {batch.course.code}.")
    if batch.site and batch.site.organization_id != batch.course.organization_id:
        raise Refused(f"“{batch.site}” is a site of another organization.")


def _target(batch: Import) -> CourseVersion:
    if batch.target is None:
        raise Refused(f"The course {batch.course.code} has no version yet. Make one first.")
    return batch.target


def _insist_on_waiting(batch: Import) -> None:
    """Asked of the row, under lock: a button may be pressed twice."""
    kept = Import.objects.select_for_update().filter(pk=batch.pk).first()
    if kept is None:
        raise Refused("This upload has been discarded.")
    if kept.confirmed_at:
        raise Refused("This import has been started already.")


@transaction.atomic
def _enter(batch: Import, table: Table, columns: ColumnMap, digest: str) -> Import:
    batch.filename = table.filename[-255:]
    batch.file.name = f"{uploads.FOLDER}/{table.path.name}"
    batch.sha256, batch.lines = digest, table.rows
    batch.table, batch.columns = table.to_json(), columns.to_json()
    batch.save()
    organization, name = batch.course.organization, batch.filename
    record(batch.uploaded_by, "uploaded a file", batch, organization, filename=name)
    return batch

"""What progress keeps of a person: enrolments, what was reported of them, and in which files.

A file has many people in it. When one of them is forgotten the whole file goes: what it said of
the others is in the register.
"""

from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.refusal import Refused
from conferral.learning.progress import uploads
from conferral.learning.progress.connectors.table import Table
from conferral.learning.progress.models import (
    Announcement,
    Enrolment,
    Import,
    ImportRow,
    Judgement,
    Measure,
    ModuleResult,
)

_SAID = ("kind", "code", "is_positive", "at", "remark")


def export(person: Person) -> dict[str, Any]:
    results = ModuleResult.objects.filter(enrolment__person=person).order_by("pk")
    totals = Measure.objects.filter(enrolment__person=person).order_by("pk")
    judgements = Judgement.objects.filter(enrolment__person=person)
    rows = ImportRow.objects.filter(enrolment__person=person).order_by("pk")
    return {
        "enrolments": list(
            person.enrolments.values("version__title", "version__number", "cohort", "enrolled_at")
        ),
        "results": list(
            results.values("module__title", "passed", "score", "completed_at", "attempts")
        ),
        "totals": list(totals.values("kind", "value", "recorded_at")),
        "judgements": list(judgements.values(*_SAID)),
        "judged others": list(
            Judgement.objects.filter(by=person).order_by("pk").values("kind", "code", "at")
        ),
        "announced": list(
            Announcement.objects.filter(by=person).values("course__code", "subject", "words", "at")
        ),
        "lines": list(rows.values("batch__filename", "line", "note")),
        "uploaded": list(
            Import.objects.filter(uploaded_by=person).values("filename", "uploaded_at")
        ),
    }


def erase(person: Person, organization: Organization) -> None:
    """Refused while a file that speaks of them has not been read to its end."""
    # What they were called then may not be what they are called now.
    ours = Import.objects.of(organization)
    known = frozenset(ours.filter(rows__enrolment__person=person).values_list("pk", flat=True))
    for batch in ours.exclude(file=""):
        if batch.pk in known or _speaks_of(batch, person):
            _forget_file(batch)
    _lines_about(person).filter(batch__in=ours).update(note="")
    theirs = Enrolment.objects.of(organization).filter(person=person)
    for model in (ModuleResult, Measure, Judgement):
        model.objects.filter(enrolment__in=theirs).delete()
    theirs.update(problem="", evaluated_at=timezone.now())


def _speaks_of(batch: Import, person: Person) -> bool:
    path = Path(batch.file.path)
    if not path.exists():
        return False
    # One after another, as first and last name may stand in two columns.
    rows = (" ".join(line.cells).casefold() for line in Table.from_json(batch.table, path).lines)
    wanted = [each.casefold() for each in _names_of(person)]
    return any(each in row for row in rows for each in wanted)


def _forget_file(batch: Import) -> None:
    if batch.read_at is None:
        raise Refused(
            f"The file {batch.filename} speaks of this person and has not been read to its end. "
            "Have it read, or discard it; then try again."
        )
    transaction.on_commit(partial(uploads.forget, Path(batch.file.path)))
    Import.objects.filter(pk=batch.pk).update(file="", problem="")


def _lines_about(person: Person) -> QuerySet[ImportRow]:
    about = Q(enrolment__person=person)
    for each in _names_of(person):
        about |= Q(note__icontains=each)
    return ImportRow.objects.filter(about)


def _names_of(person: Person) -> list[str]:
    return [each for each in (person.email, person.printed_name) if each]

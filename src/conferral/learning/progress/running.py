"""An import as a run: what is wrong with its lines, and what reading them again may mend."""

from collections.abc import Iterator

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.runs.kinds import Kind, Number, Problem
from conferral.learning.progress import actions
from conferral.learning.progress.models import Import, ImportQuerySet, ImportRow


def _problems(number: Number) -> Iterator[Problem]:
    rows = ImportRow.objects.filter(batch=number).exclude(note="").order_by("line")
    for line, refused, note in rows.values_list("line", "refused", "note").iterator():
        yield Problem(f"Line {line}", note, failed=refused)


def _stuck(number: Number) -> ImportQuerySet:
    return Import.objects.stuck().unread().filter(pk=number)


def _reopen(number: Number) -> int:
    return actions.reopen(Import.objects.get(pk=number))


def _stop(number: Number, person: Person) -> None:
    related = Import.objects.select_related("course__organization")
    actions.stop(related.get(pk=number), person)


IMPORTS = Kind(
    Import,
    name="import",
    unit="line",
    past="read",
    right=Right.IMPORT_PROGRESS,
    problems=_problems,
    stuck=_stuck,
    reopen=_reopen,
    cancel=_stop,
    then="Certificates that were earned follow by themselves.",
)

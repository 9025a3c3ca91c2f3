"""Files that are read and letters to many, as runs: what is wrong, and what may mend it."""

from collections.abc import Iterator

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.mail import together
from conferral.foundation.mail.models import MessageQuerySet
from conferral.foundation.runs.kinds import Kind, Number, Problem
from conferral.foundation.runs.models import Run
from conferral.learning.progress import actions, announcing
from conferral.learning.progress.models import Announcement, Import, ImportQuerySet, ImportRow


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


def _letters(number: Number) -> MessageQuerySet:
    """Those that gave up."""
    (run,) = Run.objects.about(Announcement).filter(number=number)
    return together.failed(run)


def _unsent(number: Number) -> Iterator[Problem]:
    for to, problem in _letters(number).values_list("to", "problem").iterator():
        yield Problem(to, problem)


def _send_again(number: Number) -> int:
    return _letters(number).at_good_addresses().try_again()


def _call_off(number: Number, person: Person) -> None:
    related = Announcement.objects.select_related("course__organization")
    announcing.call_off(related.get(pk=number), person)


ANNOUNCEMENTS = Kind(
    Announcement,
    name="announcement",
    unit="letter",
    past="sent",
    right=Right.EDIT_COURSES,
    problems=_unsent,
    reopen=_send_again,
    cancel=_call_off,
)
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
    amiss="refused",
)

"""A table of points: looked at first, then entered by the belt, some lines at a time.

Its lines are rows that wait. One that is entered goes, since the register has it then; one that
is refused stays, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record, record_each
from conferral.foundation.belt import BATCH
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.runs.models import Run
from conferral.learning.progress import uploads
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.actions import insist_on, look_again, refuse_oneself
from conferral.learning.renewal.deciding import plain
from conferral.learning.renewal.models import Activity, PointsLine, PointsTable
from conferral.learning.renewal.points_file import Line, Lines, Unread, read_file

_Kept = dict[tuple[int, date, str], Decimal]  # By person, day and title.
_LONGEST_NAME = 255  # Characters.
_DRAFTS_STAY = timedelta(days=1)


@dataclass(frozen=True)
class Preview:
    """What a table would bring: what is new, how many lines are known, what the others lack."""

    new: tuple[tuple[Line, Person], ...]
    known: int
    refused: tuple[Unread, ...]

    @property
    def learners(self) -> int:
        return len({learner.pk for _, learner in self.new})


def look(
    organization: Organization, person: Person, filename: str, content: "File[bytes]"
) -> PointsTable:
    """Keep the lines of an uploaded file; nothing counts yet. Refused: it is no such table."""
    return _keep(organization, person, filename, _lines_in(organization, filename, content))


def preview(table: PointsTable, person: Person) -> Preview:
    """`person`: who would have it entered."""
    rows = list(table.lines.order_by("number"))
    refused = [Unread(row.number, row.refused) for row in rows if row.refused]
    new: list[tuple[Line, Person]] = []
    known = 0
    for judged in _judged(table.organization, person, [row for row in rows if not row.refused]):
        if judged.refused:
            refused.append(Unread(judged.row.number, judged.refused))
        elif judged.learner is None:
            known += 1
        else:
            new.append((judged.line, judged.learner))
    refused.sort(key=lambda each: each.number)
    return Preview(tuple(new), known, tuple(refused))


@transaction.atomic
def begin(table: PointsTable, person: Person) -> Run:
    """Let the belt enter it. Lines that cannot be read have failed already."""
    stands = _draft(table)
    total, unread = stands.lines.count(), stands.lines.refused().count()
    if total == unread:
        raise Refused("Nothing in it can be read.")
    stands.by, stands.begun_at = person, timezone.now()
    stands.save(update_fields=["by", "begun_at"])
    organization = stands.organization
    record(person, "had points entered", stands, organization, name=stands.name, lines=total)
    run = tracking.begin(stands, organization, person, what=stands.name, total=total)
    tracking.advance(stands, failed=unread)
    return run


def enter(rows: Sequence[PointsLine]) -> None:
    """What is new of them, within the caller's transaction; what is known changes nothing."""
    shares: dict[PointsTable, list[PointsLine]] = defaultdict(list)
    for row in rows:
        shares[row.table].append(row)
    for table, share in shares.items():
        _enter(table, share)


@transaction.atomic
def stop(table: PointsTable, person: Person) -> int:
    """Lines that are not entered yet never are. Return how many."""
    left, _ = table.lines.open().delete()
    if not left:
        raise Refused("All of them are entered already.")
    record(person, "stopped points being entered", table, table.organization, left=left)
    tracking.cancel(table)
    return left


def reopen(table: PointsTable) -> int:
    """Refused lines wait once more, after somebody has mended what they lacked. Return how many.

    Within the caller's transaction.
    """
    now = timezone.now()
    refused = table.lines.refused().readable()
    return refused.update(refused="", attempts=0, next_attempt_at=now)


def forget_drafts(organization: Organization) -> int:
    """Tables that somebody looked at, and nobody had entered. Return how many."""
    before = timezone.now() - _DRAFTS_STAY
    drafts = PointsTable.objects.filter(organization=organization, begun_at=None, at__lt=before)
    count = drafts.count()
    drafts.delete()
    return count


def _lines_in(organization: Organization, filename: str, content: "File[bytes]") -> Lines:
    today = timezone.now().astimezone(organization.zone).date()
    with uploads.kept(filename, content) as (path, _):
        try:
            return read_file(path, filename, organization.zone, today)
        finally:
            uploads.forget(path)


@transaction.atomic
def _keep(organization: Organization, person: Person, filename: str, lines: Lines) -> PointsTable:
    name = filename[-_LONGEST_NAME:]
    table = PointsTable.objects.create(organization=organization, by=person, name=name)
    rows = (_row(table, line) for line in lines)
    PointsLine.objects.bulk_create(rows, batch_size=BATCH)
    record(person, "uploaded a table of points", table, organization, name=name)
    return table


def _row(table: PointsTable, line: Line | Unread) -> PointsLine:
    match line:
        case Unread(number, because):
            return PointsLine(table=table, number=number, refused=because)
        case Line(number, email, day, title, points):
            return PointsLine(
                table=table, number=number, email=email, day=day, title=title, points=points
            )


def _line_of(row: PointsLine) -> Line | None:
    if row.day is None or row.points is None:
        return None  # It cannot be read.
    return Line(row.number, row.email, row.day, row.title, row.points)


def _draft(table: PointsTable) -> PointsTable:
    """Asked of the row, under lock: a button may be pressed twice."""
    drafts = PointsTable.objects.select_for_update(of=("self",)).select_related("organization")
    stands = drafts.filter(pk=table.pk, begun_at=None).first()
    if stands is None:
        raise Refused("It is being entered already, or was forgotten.")
    return stands


@dataclass(frozen=True)
class _Judged:
    """`learner`: whose points it would be; None where it is refused, or known already."""

    row: PointsLine
    line: Line
    learner: Person | None = None
    refused: str = ""


def _enter(table: PointsTable, rows: Sequence[PointsLine]) -> None:
    refused, entered = [], []
    for judged in _judged(table.organization, table.by, rows):
        if judged.refused:
            judged.row.refused = judged.refused
            refused.append(judged.row)
        elif judged.learner:
            entered.append(_activity(table, judged.line, judged.learner))
    Activity.objects.bulk_create(entered)
    look_again(each.person_id for each in entered)
    said = [(each, {"day": str(each.day), "points": str(each.points)}) for each in entered]
    record_each(table.by, "entered points", said, table.organization)
    PointsLine.objects.bulk_update(refused, ["refused"])
    gone = {row.pk for row in rows} - {row.pk for row in refused}
    PointsLine.objects.filter(pk__in=gone).delete()
    tracking.advance(table, done=len(gone), failed=len(refused))


def _judged(
    organization: Organization, person: Person, rows: Sequence[PointsLine]
) -> Iterator[_Judged]:
    readable = [(row, line) for row in rows if (line := _line_of(row))]
    people = _learners(organization, [line for _, line in readable])
    kept = _kept(organization, people.values())
    for row, line in readable:
        try:
            learner = _fit(line, people.get(line.email), organization, person)
            yield _Judged(row, line, None if _is_known(line, learner, kept) else learner)
        except Refused as no:
            yield _Judged(row, line, refused=str(no))


def _learners(organization: Organization, lines: Iterable[Line]) -> Mapping[str, Person]:
    """Those who were ever enrolled here, by whichever of their addresses the table has."""
    found = people_with(line.email for line in lines)
    enrolled = Enrolment.objects.of(organization).filter(person__in=found.values())
    ours = set(enrolled.values_list("person", flat=True))
    return {email: person for email, person in found.items() if person.pk in ours}


def _kept(organization: Organization, people: Iterable[Person]) -> _Kept:
    kept = Activity.objects.filter(organization=organization, person__in=set(people))
    return {
        (person, day, title): points
        for person, day, title, points in kept.values_list("person", "day", "title", "points")
    }


def _fit(line: Line, learner: Person | None, organization: Organization, person: Person) -> Person:
    if learner is None:
        raise Refused(f"{line.email} is no learner here.")
    refuse_oneself(learner, person)
    insist_on(Activity(day=line.day, title=line.title, points=line.points), organization)
    return learner


def _is_known(line: Line, learner: Person, kept: _Kept) -> bool:
    """In the register, or in a line before. Refused when it is worth something else there."""
    key = learner.pk, line.day, line.title
    if key not in kept:
        kept[key] = line.points
        return False
    if kept[key] != line.points:
        raise Refused(
            f"“{line.title}” of that day is known with {plain(kept[key])} points. "
            "If they are wrong, strike them first."
        )
    return True


def _activity(table: PointsTable, line: Line, learner: Person) -> Activity:
    return Activity(
        organization=table.organization,
        person=learner,
        day=line.day,
        title=line.title,
        points=line.points,
        entered_by=table.by,
    )

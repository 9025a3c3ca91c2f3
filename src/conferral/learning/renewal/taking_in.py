"""Take a table of points in: looked at first, then all that is new in it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record_each
from conferral.foundation.refusal import Refused
from conferral.learning.progress import uploads
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.actions import insist_on, look_again, refuse_oneself
from conferral.learning.renewal.deciding import plain
from conferral.learning.renewal.models import Activity
from conferral.learning.renewal.points_file import Line, Lines, Unread, read, read_file

_Kept = dict[tuple[int, date, str], Decimal]  # By person, day and title.


@dataclass(frozen=True)
class Preview:
    """What a table would bring: what is new, how many lines are known, what the others lack."""

    new: tuple[tuple[Line, Person], ...]
    known: int
    refused: tuple[Unread, ...]

    @property
    def learners(self) -> int:
        return len({learner.pk for _, learner in self.new})


def lines_in(organization: Organization, filename: str, content: "File[bytes]") -> Lines:
    """Of an uploaded file, which is not kept. Refused when it is no table of points."""
    with uploads.kept(filename, content) as (path, _):
        try:
            return read_file(path, filename, organization.zone, _today(organization))
        finally:
            uploads.forget(path)


def lines_again(organization: Organization, text: str) -> Lines:
    """What was `written` for a preview, and comes back."""
    return read(text, organization.zone, _today(organization))


def preview(organization: Organization, lines: Lines, person: Person) -> Preview:
    """Nothing is written. `person`: who would enter them."""
    people = _learners(organization, lines)
    kept = _kept(organization, people.values())
    new: list[tuple[Line, Person]] = []
    refused = [line for line in lines if isinstance(line, Unread)]
    known = 0
    for line in lines:
        if isinstance(line, Unread):
            continue
        try:
            learner = _fit(line, people.get(line.email), organization, person)
            if _is_known(line, learner, kept):
                known += 1
            else:
                new.append((line, learner))
        except Refused as no:
            refused.append(Unread(line.number, str(no)))
    refused.sort(key=lambda each: each.number)
    return Preview(tuple(new), known, tuple(refused))


@transaction.atomic
def take_in(
    organization: Organization, lines: Lines, person: Person, *, expected: int | None = None
) -> Preview:
    """Enter what is new; the same table again enters nothing.

    `expected`: how many the person was shown. Refused when there are more or fewer by now.
    """
    seen = preview(organization, lines, person)
    if expected is not None and len(seen.new) != expected:
        raise Refused(f"{len(seen.new)} are new by now, not {expected}. Look again.")
    entered = [_activity(organization, line, learner, person) for line, learner in seen.new]
    try:
        with transaction.atomic():
            Activity.objects.bulk_create(entered, batch_size=500)
    except IntegrityError as error:
        raise Refused("A colleague has just entered some of them. Look again.") from error
    look_again(learner.pk for _, learner in seen.new)
    said = [(each, {"day": str(each.day), "points": str(each.points)}) for each in entered]
    record_each(person, "entered points", said, organization)
    return seen


def _today(organization: Organization) -> date:
    return timezone.now().astimezone(organization.zone).date()


def _learners(organization: Organization, lines: Lines) -> Mapping[str, Person]:
    """Those who were ever enrolled here, by whichever of their addresses the table has."""
    found = people_with(line.email for line in lines if isinstance(line, Line))
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


def _activity(organization: Organization, line: Line, learner: Person, person: Person) -> Activity:
    return Activity(
        organization=organization,
        person=learner,
        day=line.day,
        title=line.title,
        points=line.points,
        entered_by=person,
    )

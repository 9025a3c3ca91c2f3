"""What is done about endings by the clock: renewals open and lapse, holders are reminded, and once
a week staff read what comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.models import Every
from conferral.foundation.chores.telling import told
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.learning.renewal import (
    actions,
    coming,
    letters,
    opening,
    reminding,
    taking_in,
    undoing,
)
from conferral.learning.renewal.deciding import Path
from conferral.learning.renewal.models import Reminder, Rule, paths_of
from conferral.learning.renewal.reminding import Ending

_CHUNK = 1000


def look_after_renewals(organization: Organization, today: date) -> str:
    """A window that opened and closed while the server slept is opened, and lapses at once."""
    undoing.undo_rejected(organization)
    opened = opening.open_due(organization, today)
    lapsed = actions.lapse(organization, today)
    taking_in.forget_drafts(organization)
    return told((opened, "opened", "opened"), (lapsed, "lapsed", "lapsed"))


def remind(organization: Organization, today: date) -> str:
    """Each holder once for each step; a server that slept writes about the newest step only."""
    plans = _plans(organization)
    chunks = _chunks(organization, plans, today)
    written = sum(_remind(plans, awards, today) for awards in chunks)
    return told((written, "letter written", "letters written"))


def digest(organization: Organization, today: date) -> str:
    """One letter a week to each registrar; none where nothing comes."""
    summary = coming.summary(organization, today)
    if not summary:
        return "Nothing ends soon."
    written = [
        letters.digest(organization, person, summary, today) for person in _registrars(organization)
    ]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    return told(
        (sum(each.count for each in summary), "ends soon", "end soon"),
        (len(written), "letter written", "letters written"),
    )


@dataclass(frozen=True)
class _Plan:
    """How the holders of a course are reminded, and what they are told to do."""

    steps: Sequence[int] = reminding.USUAL
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True)
class _Due:
    award: Award
    ends_on: date
    step: int
    paths: tuple[Path, ...]


def _plans(organization: Organization) -> dict[int, _Plan]:
    """By the key of the course, where it has a rule."""
    rules = Rule.objects.filter(course__organization=organization).prefetch_related("refreshers")
    return {rule.course_id: _Plan(rule.reminders, paths_of(rule)) for rule in rules}


def _chunks(
    organization: Organization, plans: Mapping[int, _Plan], today: date
) -> Iterator[list[Award]]:
    """What may have a reminder due, told by its last day."""
    steps = {step for plan in plans.values() for step in plan.steps}
    first, last = reminding.horizon(sorted(steps | set(reminding.USUAL)), today)
    found, key = coming.ending(organization, first, last), 0
    found = found.prefetch_related("renewals__enrolment")
    while rows := list(found.filter(pk__gt=key).order_by("pk")[:_CHUNK]):
        yield rows
        key = rows[-1].pk


def _remind(plans: Mapping[int, _Plan], awards: Sequence[Award], today: date) -> int:
    known = Reminder.objects.filter(award__in=awards).values_list("award")
    told = dict(known.annotate(newest=Min("step")))
    due = [found for award in awards if (found := _due(award, plans, told.get(award.pk), today))]
    Reminder.objects.bulk_create(
        (Reminder(award=each.award, step=each.step, day=today) for each in due),
        ignore_conflicts=True,
    )
    reminders = letters.Reminders()
    Message.objects.bulk_create(
        (reminders.write(each.award, each.ends_on, each.step, each.paths, today) for each in due),
        ignore_conflicts=True,
    )
    return len(due)


def _due(
    award: Award, plans: Mapping[int, _Plan], reminded: int | None, today: date
) -> _Due | None:
    course = award.enrolment.version.course
    if award.valid_until is None or award.issued_at is None:
        return None
    plan = plans.get(course.pk, _Plan())
    zone = course.organization.zone
    ending = Ending(
        ends_on=award.valid_until.astimezone(zone).date(),
        issued_on=award.issued_at.astimezone(zone).date(),
        reminded=reminded,
    )
    step = reminding.due(plan.steps, ending, today)
    return None if step is None else _Due(award, ending.ends_on, step, plan.paths)


def _registrars(organization: Organization) -> Iterable[Person]:
    """Those who keep the register; where nobody does, the administrators."""
    members = Person.objects.filter(memberships__organization=organization, is_active=True)
    reachable = members.exclude(email=None).order_by("pk").distinct()
    registrars = reachable.filter(memberships__role=Role.REGISTRAR)
    return registrars or reachable.filter(memberships__role=Role.ADMINISTRATOR)


LOOK_AFTER_RENEWALS = Chore("open and close renewals", look_after_renewals)
REMIND_HOLDERS = Chore("remind holders of what ends", remind)
SUM_UP_ENDINGS = Chore("sum up what ends", digest, Every.WEEK)

"""What is done about endings once a day: officers are written to 180, 90 and 30 days before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation import coming, letters, losses
from conferral.learning.accreditation.coming import Coming
from conferral.learning.accreditation.losses import Loss

STEPS = (30, 90, 180)  # Days.


@dataclass(frozen=True)
class Warned:
    """Something that ends or is due, the step of warning it has reached, what it takes with it."""

    what: Coming
    step: int
    days: int  # That are left; 0: today is its last.
    losses: tuple[Loss, ...]


def warnings(organization: Organization, today: date) -> list[Warned]:
    """What ends within the longest step, the next first."""
    found = coming.endings(organization, today, today + timedelta(days=STEPS[-1]))
    days = {each.day for each in found}
    by_day = {last: tuple(losses.after(organization, last)) for last in days}
    return [_warned(each, today, by_day[each.day]) for each in found]


def warn(organization: Organization, today: date) -> str:
    """Each officer once for each step; a server that slept writes about the last step only."""
    due = warnings(organization, today)
    officers = list(_officers(organization)) if due else []
    written = [
        letters.warning(organization, officer, each.what, each.step, each.losses)
        for each in due
        for officer in officers
    ]
    before = Message.objects.filter(organization=organization).count()
    Message.objects.bulk_create(written, ignore_conflicts=True)
    sent = Message.objects.filter(organization=organization).count() - before
    return told((len(due), "ends soon", "end soon"), (sent, "letter written", "letters written"))


def _warned(what: Coming, today: date, lost: tuple[Loss, ...]) -> Warned:
    days = (what.day - today).days
    return Warned(what, next(step for step in STEPS if days <= step), days, lost)


def _officers(organization: Organization) -> Iterable[Person]:
    """Those who keep accreditations; where nobody does, the administrators."""
    members = Person.objects.filter(memberships__organization=organization, is_active=True)
    reachable = members.exclude(email=None).order_by("pk").distinct()
    officers = reachable.filter(memberships__role=Role.OFFICER)
    return officers or reachable.filter(memberships__role=Role.ADMINISTRATOR)


WARN_OF_ENDINGS = Chore("warn of accreditations that end", warn)

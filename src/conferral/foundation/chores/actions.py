"""Have a chore done now, and not when its day begins."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.chores.models import Round


@transaction.atomic
def do_now(row: Round, person: Person) -> None:
    """The worker takes it up at once, with all its tries before it. It may be done already today:
    chores ask what the day needs."""
    Round.objects.filter(pk=row.pk).update(attempts=0, next_attempt_at=timezone.now())
    record(person, "had a chore done now", row, row.organization, chore=row.chore)

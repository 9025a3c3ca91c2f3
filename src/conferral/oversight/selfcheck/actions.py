"""Begin a sweep, go on with it, and raise the alarm at the first certificate that does not hold."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects

from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation import alarm
from conferral.foundation.accounts.models import Organization
from conferral.foundation.alarm import Alarm
from conferral.oversight.selfcheck import letters
from conferral.oversight.selfcheck.models import Sweep
from conferral.oversight.selfcheck.stranger import problems

DISBELIEVED = Alarm("found a certificate that strangers would not believe", letters.DISBELIEVED)
_KEPT = 20  # Failures in a row; more of them have one cause.
_REMEMBERED = 30  # Sweeps of an organization.
_A_SECOND = timedelta(seconds=1)
_RELATED = ("shape", "key__organization", "status_list", "suspension_list", "entry")


@transaction.atomic
def begin(organization: Organization, now: datetime) -> Sweep:
    """The one that is going on, or a new one."""
    going_on = Sweep.objects.of(organization).open().select_for_update().first()
    if going_on:
        return going_on
    ours = Sweep.objects.of(organization)
    newest = list(ours.order_by("-pk").values_list("pk", flat=True)[: _REMEMBERED - 1])
    ours.exclude(pk__in=newest).delete()
    return Sweep.objects.create(organization=organization, began_at=now, next_attempt_at=now)


def go_on(sweep: Sweep, now: datetime, batch: int) -> None:
    """Look at the next ones, and leave a second before those that follow."""
    seen = list(_next(sweep)[:batch])
    prefetch_related_objects([each.key.organization for each in seen], "issuer_keys")
    found = [(each.number, problem) for each in seen for problem in problems(each, now)]
    failures = [{"number": number, "problem": problem} for number, problem in found]
    with transaction.atomic():
        moved = Sweep.objects.filter(pk=sweep.pk, after=sweep.after, ended_at=None).update(
            after=seen[-1].pk if seen else sweep.after,
            checked=sweep.checked + len(seen),
            failed=sweep.failed + len({number for number, _ in found}),
            failures=[*sweep.failures, *failures][:_KEPT],
            ended_at=None if len(seen) == batch else now,
            next_attempt_at=now + _A_SECOND,
        )
        if moved and found and not sweep.failed:
            because = f"{found[0][0]}: {found[0][1]}"
            alarm.tell_keepers(sweep.organization, DISBELIEVED, because, now)
    sweep.refresh_from_db()


def _next(sweep: Sweep) -> CredentialQuerySet:
    ours = Credential.objects.kept().logged().filter(key__organization=sweep.organization)
    return ours.filter(pk__gt=sweep.after).select_related(*_RELATED).order_by("pk")

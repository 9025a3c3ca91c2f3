"""Prepare the page of every certificate before anybody looks, and again when it has changed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing.models import Credential, CredentialQuerySet, Event
from conferral.credentials.verification import actions, pages
from conferral.credentials.verification.models import Page
from conferral.credentials.verification.record import State
from conferral.foundation.belt import Stage, advance_each
from conferral.web.verify.rendering import layout, unfinished

BATCH = 100
# Something is wrong, or not yet as it should be: whoever looks is told how it is at that moment.
_NEVER_KEPT = frozenset({State.ALTERED, State.STATUS_UNKNOWN, State.NOT_LOGGED})


def make_pages() -> int:
    """A batch of those that were never made, that have changed, or that time has made old."""
    _wait_again(_late(timezone.now()).values_list("pk", flat=True)[:BATCH])
    return advance_each(_waiting().order_by("pk"), make_page, BATCH)


def make_page(credential: Credential) -> None:
    """Judge and render outside the transaction; what changes meanwhile is left to the next time."""
    now = timezone.now()
    before = pages.look_up(credential.number, now, layout())
    found = actions.find(credential.number)  # After the question: never older than its answer.
    if before is None or found is None:
        return
    judgement = actions.judge_ours(found, now)
    page = unfinished(found, judgement)
    with transaction.atomic():
        Credential.objects.select_for_update().get(pk=found.pk)
        after = pages.look_up(found.number, now, layout())
        if after is None or after.rests_on != before.rests_on:
            return
        if judgement.status in _NEVER_KEPT:
            Page.objects.filter(pk=found.pk).delete()
        else:
            pages.keep(after, page, pages.good_until(found, now))
        Credential.objects.filter(pk=found.pk).update(page_made_at=now)


def make_again() -> int:
    """Let every page that does not hold be made again: after an upgrade, or to be sure.

    What does not hold is shown all the same, made while somebody waits. Returns how many.
    """
    standings = pages.everyone(timezone.now(), layout())
    stale = (standing.credential for standing in standings if standing.body is None)
    return sum(_wait_again(chunk) for chunk in _chunks(stale))


def differing() -> Iterator[str]:
    """Numbers whose prepared page is not, byte for byte, what is rendered now."""
    now = timezone.now()
    for standing in pages.everyone(now, layout()):
        if standing.body is None:
            continue
        found = actions.find(standing.number)
        page = unfinished(found, actions.judge_ours(found, now)) if found else b""
        if page != standing.body:
            yield standing.number


def _wait_again(keys: Iterable[int]) -> int:
    made = Credential.objects.filter(pk__in=list(keys), page_made_at__isnull=False)
    return made.update(page_made_at=None, attempts=0, next_attempt_at=timezone.now())


def _chunks(keys: Iterator[int]) -> Iterator[list[int]]:
    while chunk := list(islice(keys, BATCH)):
        yield chunk


def _late(now: datetime) -> models.QuerySet[Page]:
    return Page.objects.filter(good_until__lte=now)


def _waiting() -> CredentialQuerySet:
    """Printed, and with nothing on its way to the status lists or the log that would change it."""
    waiting = Credential.objects.kept().logged().filter(page_made_at=None, printed_at__isnull=False)
    unlogged = Event.objects.filter(credential__isnull=False, entry__index=None)
    unlisted = Q(status_list__published_at=None) | Q(
        suspension_list__isnull=False, suspension_list__published_at=None
    )
    return waiting.exclude(unlisted).exclude(pk__in=unlogged.values("credential")).due()


def _waits() -> bool:
    return _waiting().exists() or _late(timezone.now()).exists()


MAKE_PAGES = Stage("make pages", _waits, make_pages)

"""Give every award its credential; publish lists that changed; change keys as was agreed."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from conferral.credentials.issuing import actions, documents, keyring
from conferral.credentials.issuing.models import (
    KeyChange,
    KeyChangeQuerySet,
    StatusList,
    StatusListQuerySet,
    Use,
)
from conferral.foundation.belt import BATCH, Stage, advance, advance_each
from conferral.foundation.brakes.models import Batch
from conferral.foundation.runs import tracking
from conferral.learning.awards import braking
from conferral.learning.awards.models import Award, AwardQuerySet


def issue_awards() -> int:
    waiting = _unissued().select_related(
        "batch",
        "enrolment__person",
        "enrolment__site",
        "enrolment__renewal__award",
        "enrolment__version__certificate_type",
        "enrolment__version__course__organization",
    )
    # A batch that is larger than the budget would never be signed.
    batch = max(1, min(BATCH, settings.SIGNATURES_PER_MINUTE // 2))
    return advance(waiting.order_by("pk"), issue, batch)


def issue(awards: Sequence[Award]) -> None:
    """What the brake lets pass is signed; an unusual number is held in the same transaction."""
    now = timezone.now()
    issued = actions.issue(braking.passing(awards, now))
    braking.note((credential.award for credential in issued), now)
    braking.count_runs(credential.award for credential in issued)


def publish_status_lists() -> int:
    waiting = _unpublished().select_related("organization")
    return advance(waiting.order_by("pk"), publish, batch=10)


def publish(status_lists: Sequence[StatusList]) -> None:
    """A list is signed when it changes and a few times a day, never when it is looked at."""
    for status_list in status_lists:
        now = timezone.now()
        status_list.document = documents.sign_status_list(status_list, now)
        status_list.published_at = now
        status_list.save(update_fields=["document", "published_at"])


def change_keys() -> int:
    waiting = _agreed().select_related("key__organization", "organization", "approved_by")
    return advance_each(waiting.order_by("pk"), keyring.carry_out)


def _agreed() -> KeyChangeQuerySet:
    return KeyChange.objects.confirmed().due()


def _unissued() -> AwardQuerySet:
    halted = KeyChange.objects.halting(Use.CREDENTIALS).values("organization")
    waiting = Award.objects.free().due().exclude(batch__in=tracking.held(Batch))
    return waiting.exclude(enrolment__version__course__organization__in=halted)


def _unpublished() -> StatusListQuerySet:
    return StatusList.objects.to_be_signed(timezone.now()).due()


CHANGE_KEYS = Stage("change keys", lambda: _agreed().exists(), change_keys)
ISSUE_AWARDS = Stage("issue", lambda: _unissued().exists(), issue_awards)
PUBLISH_STATUS_LISTS = Stage(
    "publish status lists", lambda: _unpublished().exists(), publish_status_lists
)

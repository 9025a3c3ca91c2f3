"""Give every award its credential; publish the status lists that changed."""

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import actions, documents
from conferral.credentials.issuing.models import StatusList
from conferral.foundation.belt import Stage, advance
from conferral.learning.awards.models import Award, AwardQuerySet


def issue_awards() -> int:
    waiting = _unissued().select_related(
        "enrolment__person", "enrolment__version__course__organization"
    )
    return advance(waiting.order_by("pk"), actions.issue)


@transaction.atomic
def publish_status_lists() -> int:
    """A list is signed when it changes, never when it is looked at."""
    changed = list(
        StatusList.objects.unpublished().select_for_update().select_related("organization")
    )
    for status_list in changed:
        now = timezone.now()
        status_list.document = documents.sign_status_list(status_list, now)
        status_list.published_at = now
        status_list.save(update_fields=["document", "published_at"])
    return len(changed)


def _unissued() -> AwardQuerySet:
    return Award.objects.filter(issued_at=None).due()


ISSUE_AWARDS = Stage("issue", lambda: _unissued().exists(), issue_awards)
PUBLISH_STATUS_LISTS = Stage(
    "publish status lists",
    lambda: StatusList.objects.unpublished().exists(),
    publish_status_lists,
)

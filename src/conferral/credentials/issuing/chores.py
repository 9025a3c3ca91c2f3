"""What time does to certificates, told once a day to whoever listens."""

from datetime import date, timedelta

from django.utils import timezone

from conferral.credentials.issuing import news
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.models import Round
from conferral.foundation.webhooks.models import Endpoint

_NAME = "tell webhooks of expired certificates"


def tell_of_expired(organization: Organization, today: date) -> str:
    """Since it was done last, however long ago: the note of that is written with what is told."""
    if not Endpoint.objects.of(organization).listening().exists():
        return "Nobody listens."
    now = timezone.now()
    done = Round.objects.of(organization).filter(chore=_NAME).first()
    since = (done.done_at if done else None) or now - timedelta(days=1)
    ended = (
        Credential.objects.of(organization)
        .current()
        .filter(valid_until__gt=since, valid_until__lte=now, revoked_at=None, erased_at=None)
    )
    # Locked: nobody is told that it expired after being told that it was revoked.
    found = list(ended.select_for_update(of=("self",)).order_by("pk"))
    news.of_ended(organization, "expired", found, now)
    return f"{len(found)} expired."


TELL_OF_EXPIRED = Chore(_NAME, tell_of_expired)

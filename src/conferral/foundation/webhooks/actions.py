"""Let a server listen, let it go, try it."""

from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.outbound import Reach
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.webhooks import outbox, signing
from conferral.foundation.webhooks.models import Endpoint
from conferral.foundation.webhooks.outbox import News

_SALT = "conferral.foundation.webhooks.secret"
_MOST = 5


@transaction.atomic
def listen(
    organization: Organization, url: str, person: Person, reach: Reach = Reach.PUBLIC
) -> Endpoint:
    """From now on that address is told. Its secret is `secret_of`."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    listening = Endpoint.objects.of(organization).listening()
    wanted = urlsplit(url)
    if not wanted.hostname or wanted.scheme not in _schemes(reach):
        raise RefusedPart("url", "It must be an address that begins with https://.")
    if listening.filter(url=url).exists():
        raise RefusedPart("url", "That address is told already.")
    if listening.count() >= _MOST:
        raise RefusedPart("url", f"At most {_MOST} addresses are told.")
    endpoint = Endpoint.objects.create(organization=organization, url=url, reach=reach)
    record(person, "added a webhook", endpoint, organization, url=url)
    return endpoint


@transaction.atomic
def let_go(endpoint: Endpoint, person: Person | None, because: str = "") -> None:
    """It is told nothing more; what waits for it is not sent."""
    endpoint.ended_at, endpoint.ended_because = timezone.now(), because[:200]
    endpoint.save(update_fields=["ended_at", "ended_because"])
    record(person, "ended a webhook", endpoint, endpoint.organization, because=because)


def try_out(endpoint: Endpoint) -> None:
    """Send it something that says nothing, so that its owner sees it arrive."""
    outbox.tell([endpoint], [News("test", timezone.now(), {})])


def secret_of(endpoint: Endpoint) -> str:
    """With which it checks what it is told. Of this installation's SECRET_KEY, and of no other."""
    made = salted_hmac(_SALT, str(endpoint.uuid), algorithm=sha256().name)
    return signing.secret_of(made.digest())


def _schemes(reach: Reach) -> frozenset[str]:
    return frozenset({"https", "http"} if reach is Reach.LOOPBACK else {"https"})

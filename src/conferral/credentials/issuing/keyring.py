"""The keys of an organization, from the first to the one in use."""

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import events
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import IssuerKey
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization
from conferral.foundation.audit.trail import record


@transaction.atomic
def make_first_key(organization: Organization) -> IssuerKey:
    """The organization's signing key, made if it has none."""
    current = organization.issuer_keys.filter(valid_until=None).first()
    if current is not None:
        return current
    name, now = f"issuer-{organization.uuid}", timezone.now()
    key = IssuerKey.objects.create(
        organization=organization,
        name=name,
        multikey=vault.create(name).public_multikey,
        valid_from=now,
    )
    event = events.of_key(Kind.KEY_ADDED, key, now)
    record(None, "made a signing key", key, organization, multikey=key.multikey, event=event.pk)
    return key

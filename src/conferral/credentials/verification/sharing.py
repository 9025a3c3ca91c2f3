"""Links by which a holder shows one certificate to somebody, whole, whatever strangers see of it.

Each ends on a day that the holder chose, or when they end it. Then it leads nowhere, for ever.
"""

import secrets
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.actions import Judgement
from conferral.credentials.verification.models import Share
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.audit.trail import record
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.standing import agrees
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.refusal import Refused, RefusedPart

MOST = 20
"""Links to one certificate that lead somewhere at the same time."""
LONGEST = timedelta(days=365)


@transaction.atomic
def share(credential: Credential, person: Person, days: int, label: str = "") -> Share:
    """`days`: so many whole days after today it works, in the organization's zone."""
    locked = Credential.objects.select_for_update().select_related("key__organization")
    fresh, now = locked.get(pk=credential.pk), timezone.now()
    if fresh.erased_at or fresh.revoked_at:
        raise Refused("There is nothing left to show: the certificate was taken back.")
    if not 0 < days <= LONGEST.days:
        raise RefusedPart("days", f"From one day to {LONGEST.days}.")
    if fresh.shares.open(now).count() >= MOST:
        raise Refused(f"There are {MOST} links already. End one that nobody needs any more.")
    if not may_share(fresh.award.enrolment.person):
        raise Refused("Until you are of age, your guardian agrees to who sees your name.")
    organization = fresh.key.organization
    last_day = now.astimezone(organization.zone).date() + timedelta(days=days)
    until = datetime.combine(last_day + timedelta(days=1), time(), organization.zone)
    made = Share.objects.create(
        credential=fresh,
        slug=secrets.token_urlsafe(16),
        label=" ".join(label.split())[:60],
        until=until,
    )
    record(person, "shared a certificate", fresh, organization, until=last_day.isoformat())
    return made


def may_share(person: Person) -> bool:
    """Of somebody under age nobody sees the name unless their guardian agrees: today, too."""
    guardian = Guardian.objects.of(person, timezone.localdate())
    return guardian is None or agrees(person, Purpose.NAME)


@transaction.atomic
def end(shared: Share, person: Person) -> None:
    """At once. Ending what has ended is no deed."""
    now = timezone.now()
    if not Share.objects.open(now).filter(pk=shared.pk).update(ended_at=now):
        return
    credential = shared.credential
    record(person, "ended a shared link", credential, credential.key.organization)


def opened(slug: str, now: datetime) -> Share | None:
    """What the link shows now. The credential is to be asked for anew, by its number."""
    found = Share.objects.open(now).filter(slug=slug, credential__erased_at=None)
    related = ("credential__key__organization", "credential__award__enrolment__person")
    share = found.select_related(*related).first()
    return share if share and may_share(share.credential.award.enrolment.person) else None


def count(shared: Share) -> None:
    Share.objects.filter(pk=shared.pk).update(opened=F("opened") + 1)


def with_name(judgement: Judgement, credential: Credential) -> Judgement:
    """The same, as its holder shows it."""
    whole = replace(
        judgement.record, holder=credential.slots["holder_name"], name_mode=NameMode.FULL
    )
    return replace(judgement, record=whole)

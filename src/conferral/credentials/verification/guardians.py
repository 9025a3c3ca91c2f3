"""Guardians agree, or do not, by themselves: by a link that is sent to them.

Their address is not kept beside their name: it stands on the letter, and is forgotten with it.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from conferral.credentials.verification import letters
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.names import BadEmail, clean_email
from conferral.foundation.audit.trail import record
from conferral.foundation.consents.models import Guardian
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.mail.personal_data import forget
from conferral.foundation.refusal import Refused, RefusedPart

LASTS = timedelta(days=30)
MOST = 10
"""Letters to the guardians of one person: enough for slips, too few to pester anybody."""
_SALT = "conferral.guardian"


@transaction.atomic
def ask(guardian: Guardian, email: str, officer: Person, organization: Organization) -> Message:
    """The letter waits to be sent. Whoever is no guardian any more is not asked."""
    person = Person.objects.select_for_update().get(pk=guardian.person_id)
    if Guardian.objects.of(person, timezone.localdate(timezone=organization.zone)) != guardian:
        raise Refused("They do not agree for anybody any more.")
    try:
        address = clean_email(email)
    except BadEmail as slip:
        raise RefusedPart("email", str(slip)) from slip
    written = letters_about(person).count()
    if written >= MOST:
        raise Refused(f"{MOST} letters were written already. Ask them on paper.")
    key = f"{_key(person)}{guardian.pk}:{written + 1}"
    letter = letters.to_guardian(organization, guardian, address, key, url_of(guardian))
    letter.save()
    record(officer, "asked a guardian", guardian, organization)
    return letter


def url_of(guardian: Guardian) -> str:
    return f"{settings.SITE_URL}/guardians/{token_of(guardian)}"


def token_of(guardian: Guardian) -> str:
    return signing.dumps(guardian.pk, salt=_SALT)


def named(token: str) -> Guardian | None:
    """Who may speak by it; None: it has ended, somebody else was named, or they are of age."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found = Guardian.objects.filter(pk=pk, person__email__isnull=False).select_related("person")
    guardian = found.first()
    if guardian is None:
        return None
    now_named = Guardian.objects.of(guardian.person, timezone.localdate())
    return guardian if guardian == now_named else None


def letters_about(person: Person) -> MessageQuerySet:
    """Those to whoever was their guardian, the oldest first."""
    return Message.objects.filter(key__startswith=_key(person)).order_by("pk")


def export(person: Person) -> list[Any]:
    return list(letters_about(person).values("to", "subject", "text", "queued_at", "sent_at"))


def erase(person: Person, organization: Organization) -> None:
    forget(letters_about(person).of(organization))


def _key(person: Person) -> str:
    return f"guardian:{person.pk}:"

"""Which letter of the house is written where allauth would fill in a template of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.names import known_as
from conferral.foundation.letters import sign_in
from conferral.foundation.letters.composing import Facts
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.learning.progress.models import Enrolment
from conferral.web.account.devices import NOWHERE, in_words
from conferral.web.shared.dates import minute

CODE = "account/email/login_code"
KINDS = {
    CODE: sign_in.SIGN_IN_CODE,
    "account/email/email_confirmation": sign_in.ADDRESS_CODE,
    "account/email/email_changed": sign_in.ADDRESS_CHANGED,
    "account/email/email_deleted": sign_in.ADDRESS_REMOVED,
    "account/email/password_set": sign_in.PASSWORD_CHOSEN,
    "account/email/password_changed": sign_in.PASSWORD_CHANGED,
    "mfa/email/webauthn_added": sign_in.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": sign_in.PASSKEY_REMOVED,
    "mfa/email/totp_activated": sign_in.APP_SET_UP,
    "mfa/email/totp_deactivated": sign_in.APP_REMOVED,
    "mfa/email/recovery_codes_generated": sign_in.RECOVERY_CODES_MADE,
    "socialaccount/email/account_connected": sign_in.SERVICE_CONNECTED,
    "socialaccount/email/account_disconnected": sign_in.SERVICE_REMOVED,
    # Not allauth's: what it does not tell anybody, and we do.
    "ours/address_confirmed": sign_in.ADDRESS_CONFIRMED,
    "ours/recovery_code_used": sign_in.RECOVERY_CODE_USED,
}
"""By the prefix of the template."""

_NOBODY = Person(pk=0, printed_name="Nobody")
_NO_HOUSE = Organization(pk=0, name="Conferral")


def written(prefix: str, address: str, told: Mapping[str, Any]) -> Message:
    """Not saved. `told`: what allauth tells its templates.

    For an address that nobody has, it is written to nobody, so that this takes as long.
    """
    kind = KINDS[prefix]
    person = told.get("user") or people_with([known_as(address)]).get(known_as(address), _NOBODY)
    house = _house_of(person)
    all_facts = _facts(person, house, told)
    facts = {each.name: all_facts[each.name] for each in kind.own_variables}
    return Writer(kind).write(house, Reader(address, person.language), "", facts)


def _house_of(person: Person) -> Organization:
    """Where they work, else where they learn, else whose site it is."""
    works = Membership.objects.filter(person=person.pk, organization=OuterRef("pk"))
    learns = Enrolment.objects.filter(
        person=person.pk, version__course__organization=OuterRef("pk")
    )
    nearest = Organization.objects.order_by(Exists(works).desc(), Exists(learns).desc(), "pk")
    return nearest.first() or _NO_HOUSE


def _facts(person: Person, house: Organization, told: Mapping[str, Any]) -> Facts:
    place: str = told.get("ip", NOWHERE)
    moment: datetime = told.get("timestamp") or timezone.now()
    return {
        "name": person.printed_name,
        "code": told.get("code", ""),
        "when": minute(moment, house.zone),
        "browser": in_words(told.get("user_agent", "")),
        "place": "" if place == NOWHERE else place,
        "url": f"{settings.SITE_URL}{reverse('sessions')}",
        "contact": house.email,
        "address": told.get("to_email") or told.get("deleted_email") or told.get("address", ""),
        "left": str(told.get("left", "")),
        "service": str(getattr(told.get("provider"), "name", "")),
    }

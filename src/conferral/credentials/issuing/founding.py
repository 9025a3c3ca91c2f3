"""An organization begins: its name, its DID, its keys, and the first who may do everything."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Use
from conferral.credentials.issuing.number import ALPHABET
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.names import BadEmail, BadName, clean_email, clean_name
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit import did

_PREFIX = range(2, 7)  # Characters.


@dataclass(frozen=True)
class Founding:
    """`prefix`: what every number begins with. `password`: empty, to sign in by e-mail code."""

    name: str
    prefix: str
    administrator: str
    email: str
    password: str = ""


@transaction.atomic
def found(said: Founding) -> Organization:
    """Refused where there is one already: a site's address is one issuer's name for ever."""
    issuer = did.did_web(settings.SITE_URL.split("//", 1)[1])
    if Organization.objects.filter(did=issuer).exists():
        raise Refused(f"There is an organization at {settings.SITE_URL} already: {issuer}.")
    organization = Organization.objects.create(
        name=_clean(said.name), url=settings.SITE_URL, did=issuer, number_prefix=_prefix(said)
    )
    for use in Use:
        keyring.make_first_key(organization, use)
    person = _administrator(said)
    Membership.objects.create(person=person, organization=organization, role=Role.ADMINISTRATOR)
    record(person, "founded the organization", organization, organization)
    return organization


def _prefix(said: Founding) -> str:
    prefix = said.prefix.strip().upper()
    if len(prefix) not in _PREFIX or set(prefix) - set(ALPHABET):
        raise Refused(f"A prefix has 2 to 6 of the characters {ALPHABET}.")
    return prefix


def _administrator(said: Founding) -> Person:
    try:
        email = clean_email(said.email)
    except BadEmail as slip:
        raise Refused(str(slip)) from slip
    known, _ = Person.objects.get_or_create(
        email=email, defaults={"printed_name": _clean(said.administrator)}
    )
    known.password = make_password(_password(said.password, known))
    known.save(update_fields=["password"])
    return known


def _password(said: str, person: Person) -> str | None:
    """None: there is none. What a page would refuse is refused here, too."""
    if not said:
        return None
    try:
        validate_password(said, person)
    except ValidationError as slip:
        raise Refused(" ".join(slip.messages)) from slip
    return said


def _clean(name: str) -> str:
    try:
        return clean_name(name)
    except BadName as slip:
        raise Refused(str(slip)) from slip

"""What an organization is called and looks like, and what it promises: changed on one page."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from zoneinfo import available_timezones

from django.db import transaction

from conferral.foundation.accounts.colour import BadColour, clean_colour
from conferral.foundation.accounts.languages import LANGUAGES
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.accounts.names import BadEmail, clean_email
from conferral.foundation.audit.trail import record
from conferral.foundation.drawing import BadDrawing, clean_svg
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import one_line

_LONGEST_PROMISE = 365  # Days; more is no promise.


@dataclass(frozen=True)
class Brand:
    """What may be changed of an organization. Its DID, prefix and keys are not among it."""

    name: str
    url: str
    email: str
    registration: str
    logo_svg: str
    colour: str
    time_zone: str
    language: str  # Of letters to those who chose none.
    issues_within_days: int
    answers_within_days: int
    decides_appeals_within_days: int
    recalls_alone_up_to: int
    name_mode: str  # What strangers see of holders who chose nothing: a NameMode.


PROMISES = ("issues_within_days", "answers_within_days", "decides_appeals_within_days")
NUMBERS = (*PROMISES, "recalls_alone_up_to")
PARTS = tuple(Brand.__dataclass_fields__)


def of(organization: Organization) -> Brand:
    return Brand(**{part: getattr(organization, part) for part in PARTS})


@transaction.atomic
def change(organization: Organization, wanted: Brand, person: Person) -> None:
    """Refused, with the part that cannot stand; certificates issued before keep their wording."""
    brand = checked(wanted)
    before = of(organization)
    changed = [part for part in PARTS if getattr(brand, part) != getattr(before, part)]
    if not changed:
        return
    for part in changed:
        setattr(organization, part, getattr(brand, part))
    organization.save(update_fields=changed)
    record(person, "changed the organization", organization, organization, changed=changed)


def checked(wanted: Brand) -> Brand:
    """As it will be kept."""
    # In one line each: the name stands in headers of letters.
    name = " ".join(one_line(wanted.name, "name").split())
    if not name:
        raise RefusedPart("name", "An organization has a name.")
    if wanted.time_zone not in available_timezones():
        raise RefusedPart("time_zone", f"There is no time zone {wanted.time_zone}.")
    if wanted.language not in LANGUAGES:
        raise RefusedPart("language", f"Letters can be written in: {', '.join(LANGUAGES)}.")
    for part in PROMISES:
        if not 1 <= getattr(wanted, part) <= _LONGEST_PROMISE:
            raise RefusedPart(part, f"Between 1 and {_LONGEST_PROMISE} days.")
    if wanted.recalls_alone_up_to < 0:
        raise RefusedPart("recalls_alone_up_to", "A number of certificates; 0 for none.")
    if wanted.name_mode not in set(NameMode):
        raise RefusedPart("name_mode", f"Names are shown {', '.join(NameMode)}.")
    cleaned = {
        "name": name,
        "registration": " ".join(one_line(wanted.registration, "registration").split()),
        "email": _cleaned("email", clean_email, wanted.email) if wanted.email else "",
        "colour": _cleaned("colour", clean_colour, wanted.colour),
        "logo_svg": _cleaned("logo_svg", _logo, wanted.logo_svg) if wanted.logo_svg else "",
    }
    return Brand(**asdict(wanted) | cleaned)


def _cleaned(part: str, clean: Callable[[str], str], value: str) -> str:
    try:
        return clean(value)
    except (BadColour, BadEmail, BadDrawing) as slip:
        raise RefusedPart(part, str(slip)) from slip


def _logo(text: str) -> str:
    return clean_svg(text.encode())

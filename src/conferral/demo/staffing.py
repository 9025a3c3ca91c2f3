"""The organization of the demonstration, and who works there."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from conferral.credentials.designs import sample
from conferral.demo.cast import STAFF
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.brakes.models import Brakes
from credkit import did


@dataclass(frozen=True)
class House:
    """The organization, and whoever was the first to have each role."""

    organization: Organization
    staff: Mapping[Role, Person]


@transaction.atomic
def house() -> House:
    organization, _ = Organization.objects.get_or_create(
        number_prefix="SP",
        defaults={
            "name": "SayPro",
            "url": settings.SITE_URL,
            "email": "certificates@saypro.example",
            "did": did.did_web(settings.SITE_URL.split("//", 1)[1]),
            "registration": "Registered training provider 2011/104872/23",
            "logo_svg": sample.logo(),
            "is_specimen": True,
        },
    )
    # Whoever tries it wants to see the letters now.
    Brakes.objects.get_or_create(organization=organization, defaults={"undo_minutes": 0})
    staff: dict[Role, Person] = {}
    for email, name, role in STAFF:
        person, _ = Person.objects.get_or_create(email=email, defaults={"printed_name": name})
        Membership.objects.get_or_create(person=person, organization=organization, role=role)
        staff.setdefault(role, person)
    _let_in([email for email, _, _ in STAFF])
    return House(organization, staff)


def password() -> str:
    """Made for this data directory; everybody on the demonstration's staff has it."""
    kept = Path(settings.CONFERRAL_HOME) / "keys" / "demo-password"
    if not kept.exists():
        fresh = kept.with_name(f"demo-password.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(9) + "\n")
        fresh.replace(kept)  # Whole or not at all: an empty password lets everybody in.
    return kept.read_text().strip()


def _let_in(emails: list[str]) -> None:
    """Everybody who has no password yet. It is hashed once: that takes long, as it should."""
    newcomers = Person.objects.filter(email__in=emails, password="")
    if newcomers.exists():
        newcomers.update(password=make_password(password()))

"""What every page knows about the place it is shown in."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from conferral.credentials.issuing.addresses import short_address
from conferral.foundation.accounts.models import Organization


@dataclass(frozen=True)
class House:
    name: str
    logo: str  # Its address, or "".
    colours: str  # The address of its style sheet, or "".
    address: str  # The host, as people read it.
    prefix: str  # What its numbers begin with.
    zone: tzinfo  # In which pages say times that belong to nobody else.
    is_founded: bool  # Somebody issues here, or will.
    is_demonstration: bool
    outbox: str  # Where a demonstration's mail lands, or "".


def house(request: HttpRequest) -> dict[str, Any]:
    """A context processor. A page that does not mention the house asks the database nothing."""
    return {"house": SimpleLazyObject(partial(_house, request))}


def house_of(organization: Organization | None) -> House:
    return House(
        name=organization.name if organization else "Conferral",
        logo=_logo(organization),
        colours=_colours(organization),
        address=short_address(),
        prefix=organization.number_prefix if organization else "SP",
        zone=organization.zone if organization else UTC,
        is_founded=organization is not None,
        is_demonstration=settings.DEMO or bool(organization and organization.is_specimen),
        outbox=reverse("outbox") if settings.DEMO else "",
    )


def _house(request: HttpRequest) -> House:
    organization = getattr(request, "organization", None)
    return house_of(organization or Organization.objects.order_by("pk").first())


def _logo(organization: Organization | None) -> str:
    if organization is None or not organization.logo_svg:
        return ""
    return reverse("logo", args=[organization.uuid])


def _colours(organization: Organization | None) -> str:
    """With the colour in the address, so that nobody waits for a cache to forget the old one."""
    if organization is None or not organization.colour:
        return ""
    address = reverse("brand-colours", args=[organization.uuid])
    return f"{address}?{organization.colour.removeprefix('#')}"

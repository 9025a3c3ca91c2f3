"""Where checkpoints are anchored: at the calendars and on the chain that the settings name."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from conferral.credentials.anchoring.models import Kind
from conferral.foundation.outbound import Reach

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Place:
    """`name` is told to strangers. `url` may hold a secret, as the addresses of nodes do."""

    kind: Kind
    name: str
    url: str
    reach: Reach


def configured() -> tuple[Place, ...]:
    calendars = tuple(calendar(url) for url in settings.OPENTIMESTAMPS_CALENDARS)
    return (*calendars, chain()) if settings.ETHEREUM_RPC else calendars


def calendar(url: str) -> Place:
    address = url.rstrip("/")
    return Place(Kind.OPENTIMESTAMPS, address, address, reach_of(address, Reach.PUBLIC))


def chain() -> Place:
    """As CAIP-2 names it, whatever the address of our node."""
    url = settings.ETHEREUM_RPC
    name = f"eip155:{settings.ETHEREUM_CHAIN_ID}"
    return Place(Kind.ETHEREUM, name, url, reach_of(url, Reach.INTERNAL))


def reach_of(url: str, otherwise: Reach) -> Reach:
    """A node on this machine is common; it leads nowhere else."""
    return Reach.LOOPBACK if urlsplit(url).hostname in _THIS_MACHINE else otherwise

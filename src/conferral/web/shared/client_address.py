"""From where somebody asks: the address itself, or what our own proxy says of it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_NEIGHBOURS = {4: 24, 6: 48}  # Bits that a household or an office has in common.


def client_address(request: HttpRequest) -> str:
    """As it was told; "" where nobody told it. Only our own proxy writes the last of a list."""
    if header := settings.CLIENT_ADDRESS_HEADER:
        name = f"HTTP_{header.upper().replace('-', '_')}"
        return str(request.META.get(name, "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def neighbourhood(address: str) -> str:
    """The /24 or /48 that it is in; "" for what is no address of the public network.

    What stands behind a proxy that does not say for whom it asks is everybody, so nobody.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if known.is_loopback or (known.is_private and not settings.CLIENT_ADDRESS_HEADER):
        return ""
    return str(ip_network((known, _NEIGHBOURS[known.version]), strict=False))

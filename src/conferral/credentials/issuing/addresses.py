"""Where a credential and its companions are found on the web."""

from uuid import UUID

from django.conf import settings

ACCOUNT_KEY = "ethereum"
"""How a DID document calls the key whose transactions anchor Blockcerts."""


def credential_url(number: str) -> str:
    return f"{settings.SITE_URL}/c/{number}"


def status_list_url(list_id: int) -> str:
    return f"{settings.SITE_URL}/status/{list_id}"


def key_history_url() -> str:
    return f"{settings.SITE_URL}/.well-known/key-history.json"


def blockcerts_issuer_url() -> str:
    return f"{settings.SITE_URL}/blockcerts/issuer.json"


def blockcerts_revocations_url() -> str:
    return f"{settings.SITE_URL}/blockcerts/revocations.json"


def achievement_url(version: UUID) -> str:
    return f"{settings.SITE_URL}/achievements/{version}"


def short_address() -> str:
    """The host as people read it: on the certificate, beside the QR code."""
    return str(settings.SITE_URL).split("//", 1)[1]

"""Turns in the life of a credential or a key, told to the public log in the deed's transaction.

The log gets a salted hash (see `credkit.tlog.proof`). What was hashed is kept here: a short
document that names no person, so that it may be shown to whoever wants to check the entry.
"""

import secrets
from datetime import datetime
from enum import StrEnum

from conferral.credentials.issuing import news
from conferral.credentials.issuing.models import Credential, Event, IssuerKey
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import log
from conferral.foundation.accounts.models import Organization
from credkit import canonical
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.tlog.proof import SALT_SIZE, entry


class Kind(StrEnum):
    """Issuing has no event: the credential itself is the leaf."""

    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REPLACED = "replaced"
    RENEWED = "renewed"
    KEY_ADDED = "key-added"
    KEY_RETIRED = "key-retired"
    KEY_COMPROMISED = "key-compromised"
    ENVELOPED = "enveloped"


def of_credential(kind: Kind, credential: Credential, now: datetime, reason: Reason) -> Event:
    """Needs the credential's status list with its organization."""
    organization = credential.status_list.organization
    said = {"credential": bytes(credential.digest).hex(), "reason": str(reason)}
    return _log(kind, organization, now, said, credential)


def of_replacement(old: Credential, new: Credential, reason: Reason) -> Event:
    """Names both by their digests: who holds neither document learns nothing from it."""
    organization = old.status_list.organization
    said = {
        "credential": bytes(old.digest).hex(),
        "by": bytes(new.digest).hex(),
        "reason": str(reason),
    }
    return _log(Kind.REPLACED, organization, new.issued_at, said, old)


def of_renewal(old: Credential, new: Credential, now: datetime) -> Event:
    """As of a replacement; but the old one counts on, to its own end."""
    said = {"credential": bytes(old.digest).hex(), "by": bytes(new.digest).hex()}
    return _log(Kind.RENEWED, old.status_list.organization, now, said, old)


def of_key(kind: Kind, key: IssuerKey, now: datetime, **more: str | int) -> Event:
    """`more`: what else is to be said, in JSON."""
    return _log(kind, key.organization, now, {"key": key.multikey, **more})


def of_token(credential: Credential, digest: str, form: str, now: datetime) -> Event:
    """`digest`: of what was signed, in hex. Needs the credential's status list and organization."""
    organization = credential.status_list.organization
    said = {"credential": bytes(credential.digest).hex(), "form": form, "token": digest}
    return _log(Kind.ENVELOPED, organization, now, said, credential)


def _log(
    kind: Kind,
    organization: Organization,
    now: datetime,
    said: Json,
    credential: Credential | None = None,
) -> Event:
    document = {"event": str(kind), "issuer": organization.did, "at": timestamp(now), **said}
    salt = secrets.token_bytes(SALT_SIZE)
    (promised,) = log.append([entry(salt, canonical.digest(document))])
    _tell(kind, organization, now, document, credential)
    return Event.objects.create(
        organization=organization,
        credential=credential,
        kind=kind,
        at=now,
        document=document,
        salt=salt,
        entry=promised,
    )


def _tell(
    kind: Kind,
    organization: Organization,
    now: datetime,
    document: Json,
    credential: Credential | None,
) -> None:
    """Webhooks: of whatever changes what a certificate or a key is worth."""
    if kind is Kind.ENVELOPED:
        return
    if credential is None:
        news.of_key(kind, organization, str(document["key"]), now)
    else:
        news.of_turn(kind, credential, now)

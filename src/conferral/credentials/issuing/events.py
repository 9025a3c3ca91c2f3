"""Turns in the life of a credential or a key, told to the public log in the deed's transaction.

The log gets a salted hash (see `credkit.tlog.proof`). What was hashed is kept here: a short
document that names no person, so that it may be shown to whoever wants to check the entry.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conferral.credentials.issuing import news
from conferral.credentials.issuing.models import Credential, Event, IssuerKey
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import log
from conferral.foundation.accounts.models import Organization
from credkit import canonical
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
    (event,) = of_credentials(kind, [credential], now, reason)
    return event


def of_credentials(
    kind: Kind, credentials: Iterable[Credential], now: datetime, reason: Reason
) -> list[Event]:
    """In their order; for each organization in as many queries as one alone would take."""
    return _log(
        kind,
        now,
        [
            _Told(
                each.status_list.organization,
                {"credential": bytes(each.digest).hex(), "reason": str(reason)},
                each,
            )
            for each in credentials
        ],
    )


def of_replacement(old: Credential, new: Credential, reason: Reason) -> Event:
    """Names both by their digests: who holds neither document learns nothing from it."""
    said = _both(old, new) | {"reason": str(reason)}
    (event,) = _log(Kind.REPLACED, new.issued_at, [_Told(old.status_list.organization, said, old)])
    return event


def of_renewals(pairs: Iterable[tuple[Credential, Credential]], now: datetime) -> list[Event]:
    """Old and new. As of a replacement; but the old one counts on, to its own end."""
    told = [_Told(old.status_list.organization, _both(old, new), old) for old, new in pairs]
    return _log(Kind.RENEWED, now, told)


def of_key(kind: Kind, key: IssuerKey, now: datetime, **more: str | int) -> Event:
    """`more`: what else is to be said, in JSON."""
    (event,) = _log(kind, now, [_Told(key.organization, {"key": key.multikey, **more})])
    return event


def of_token(credential: Credential, digest: str, form: str, now: datetime) -> Event:
    """`digest`: of what was signed, in hex. Needs the credential's status list and organization."""
    organization = credential.status_list.organization
    said = {"credential": bytes(credential.digest).hex(), "form": form, "token": digest}
    (event,) = _log(Kind.ENVELOPED, now, [_Told(organization, said, credential)])
    return event


@dataclass(frozen=True)
class _Told:
    """`said`: what the log is told besides kind, issuer and moment."""

    organization: Organization
    said: Mapping[str, object]
    credential: Credential | None = None


def _both(old: Credential, new: Credential) -> dict[str, str]:
    return {"credential": bytes(old.digest).hex(), "by": bytes(new.digest).hex()}


def _log(kind: Kind, now: datetime, told: Sequence[_Told]) -> list[Event]:
    events = [_event(kind, now, each) for each in told]
    promised = log.append(
        [entry(bytes(each.salt), canonical.digest(each.document)) for each in events]
    )
    for event, place in zip(events, promised, strict=True):
        event.entry = place
    _tell(kind, now, events)
    return Event.objects.bulk_create(events)


def _event(kind: Kind, now: datetime, told: _Told) -> Event:
    issuer = told.organization
    return Event(
        organization=issuer,
        credential=told.credential,
        kind=kind,
        at=now,
        document={"event": str(kind), "issuer": issuer.did, "at": timestamp(now), **told.said},
        salt=secrets.token_bytes(SALT_SIZE),
    )


def _tell(kind: Kind, now: datetime, events: Iterable[Event]) -> None:
    """Webhooks: of whatever changes what a certificate or a key is worth."""
    if kind is Kind.ENVELOPED:
        return
    turned = [each.credential for each in events if each.credential]
    news.of_turns(kind, turned, now)
    for each in events:
        if each.credential is None:
            news.of_key(kind, each.organization, str(each.document["key"]), now)

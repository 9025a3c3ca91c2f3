"""What software is told of a certificate: the credential, or a summary that names nobody."""

from hashlib import sha256
from typing import Any

from conferral.credentials.issuing.addresses import credential_url
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.record import newer_of
from conferral.credentials.verification.showing import mode_of
from conferral.foundation.accounts.name_modes import NameMode, shown
from credkit import canonical
from credkit.canonical import Json

Answered = tuple[Json, int]
"""A document, and the HTTP status that it comes with."""


def answered(credential: Credential) -> Answered:
    """The signed credential; in states in which the page does not show the name, a summary."""
    if credential.replaced_by_id:
        return _replaced(credential), 200
    if credential.revoked_at:
        return _revoked(credential), 200
    if credential.suspended_at:
        return _suspended(credential), 200
    document = secured_document(credential)
    if sha256(canonical.jcs(document)).digest() != bytes(credential.digest):
        return {"number": credential.number, "status": "altered"}, 422
    if _is_sealed_by_a_thief(credential):
        return {"number": credential.number, "status": "key revoked"}, 200
    if (mode := mode_of(credential)) is not NameMode.FULL:
        return _without_name(credential, mode), 200
    return document, 200


def _replaced(credential: Credential) -> Json:
    newer = newer_of(credential)
    led = {"replacedBy": {"number": newer, "url": credential_url(newer)}} if newer else {}
    return _revoked(credential) | {"status": "replaced"} | led


def _revoked(credential: Credential) -> Json:
    return _headed(credential, "revoked") | {
        "revokedAt": credential.revoked_at,
        "reason": credential.revoked_because,
        "statusListCredential": str(credential.status_list),
        "statusListIndex": str(credential.status_index),
    }


def _suspended(credential: Credential) -> Json:
    return _headed(credential, "suspended") | {
        "suspendedAt": credential.suspended_at,
        "reason": credential.suspended_because,
        "statusListCredential": str(credential.suspension_list),
        "statusListIndex": str(credential.suspension_index),
    }


def _without_name(credential: Credential, mode: NameMode) -> Json:
    facts = credential.shape.facts
    return _headed(credential, credential.status) | {
        "name": mode,
        "holder": shown(credential.slots["holder_name"], mode) or None,
        "issuer": facts["issuer"],
        "certificate": facts["certificate_title"],
        "completedOn": credential.slots["completed_on"][:10],
        "issuedAt": credential.issued_at,
        "validUntil": credential.valid_until,
        "statusListCredential": str(credential.status_list),
        "statusListIndex": str(credential.status_index),
        "nameMatch": f"{credential.url}/name",
    }


def _is_sealed_by_a_thief(credential: Credential) -> bool:
    """Logged after the log's size up to which a stolen key counts."""
    cutoff, index = credential.key.cutoff_size, credential.entry.index
    return cutoff is not None and (index is None or index >= cutoff)


def _headed(credential: Credential, status: str) -> dict[str, Any]:
    course = credential.shape.facts["course"]
    mark = {"specimen": True} if credential.proves_nothing else {}
    return {"number": credential.number, "status": status, "course": course} | mark

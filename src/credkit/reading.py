"""Anyone's credential in one known shape: parsed once, so that no check has to poke in JSON.

VC 2.0 lets an issuer be a text or an object, a status one or many, a date of several forms.
https://www.w3.org/TR/vc-data-model-2.0/
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from credkit.canonical import Json
from credkit.errors import Malformed

SPECIMEN = "urn:conferral:Specimen"  # A type of terms of use (VC 2.0, section 5.5).
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII | re.IGNORECASE
)
_INDEX = re.compile(r"(0|[1-9][0-9]{0,9})\Z")


@dataclass(frozen=True)
class StatusEntry:
    """Where the issuer says whether it still stands."""

    list_url: str
    index: int
    purpose: str


@dataclass(frozen=True)
class Reading:
    """What any verifier needs to know of a credential. Texts are "" where nothing is said."""

    id: str
    types: frozenset[str]
    issuer_id: str
    issuer_name: str
    holder_id: str
    holder_name: str
    achievement_name: str
    valid_from: datetime | None
    valid_until: datetime | None
    statuses: tuple[StatusEntry, ...]
    unknown_statuses: tuple[str, ...]  # Types of status that we cannot look up.
    is_specimen: bool = False  # By its issuer's own words it proves nothing about anyone.


def read(document: Json) -> Reading:
    """Malformed, naming the member, if it is not a verifiable credential's form."""
    types = frozenset(_texts(document, "type"))
    if "VerifiableCredential" not in types:
        raise Malformed("not a VerifiableCredential")
    issuer = _node(document.get("issuer"), "issuer")
    subject = _node(_only(document.get("credentialSubject"), "credentialSubject"), "subject")
    achievement = subject.get("achievement")
    statuses, unknown = _statuses(document)
    identifier = _text(document, "id")
    if identifier and _describes(document, identifier):
        raise Malformed("the credential is described a second time, inside itself")
    return Reading(
        id=identifier,
        types=types,
        issuer_id=_needed_text(issuer, "id", "issuer"),
        issuer_name=_text(issuer, "name"),
        holder_id=_text(subject, "id"),
        holder_name=_text(subject, "name"),
        achievement_name=_text(achievement, "name") if isinstance(achievement, dict) else "",
        valid_from=_moment(document, "validFrom", "issuanceDate"),
        valid_until=_moment(document, "validUntil", "expirationDate"),
        statuses=statuses,
        unknown_statuses=unknown,
        is_specimen=any(_is_specimens(each) for each in many(document.get("termsOfUse"))),
    )


def moment(text: object, what: str = "a moment") -> datetime:
    """An xsd:dateTimeStamp: it has a time zone. Anything else is Malformed."""
    if not (isinstance(text, str) and _MOMENT.match(text)):
        raise Malformed(f"{what} is not a date and time with its zone: {text!r}")
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise Malformed(f"{what} is not a date and time: {text!r}") from error


def many(value: object) -> list[Any]:
    """JSON-LD writes a set of one as the one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_specimens(terms: object) -> bool:
    return isinstance(terms, dict) and SPECIMEN in many(terms.get("type"))


def _describes(node: Json, identifier: str) -> bool:
    """Does anything inside `node` say more about the node `identifier`?

    RDF would take it as said of the credential, so an expiry could be hidden there.
    """
    inner = [each for value in node.values() for each in many(value) if isinstance(each, dict)]
    return any(
        (identifier in (each.get("id"), each.get("@id")) and len(each) > 1)
        or _describes(each, identifier)
        for each in inner
    )


def _statuses(document: Json) -> tuple[tuple[StatusEntry, ...], tuple[str, ...]]:
    known, unknown = [], []
    for status in many(document.get("credentialStatus")):
        entry = _node(status, "credentialStatus")
        kind = " ".join(_texts(entry, "type"))
        if kind == "BitstringStatusListEntry" and entry.get("statusSize", 1) == 1:
            known.append(_status_entry(entry))
        else:
            unknown.append(kind)
    return tuple(known), tuple(unknown)


def _status_entry(entry: Json) -> StatusEntry:
    index = _needed_text(entry, "statusListIndex", "credentialStatus")
    if not _INDEX.match(index):
        raise Malformed(f"statusListIndex is not a number: {index!r}")
    return StatusEntry(
        list_url=_needed_text(entry, "statusListCredential", "credentialStatus"),
        index=int(index),
        purpose=_needed_text(entry, "statusPurpose", "credentialStatus"),
    )


def _moment(document: Json, *names: str) -> datetime | None:
    for name in names:
        if document.get(name) is not None:
            return moment(document[name], name)
    return None


def _node(value: object, what: str) -> Json:
    """An object, or the object that a bare id stands for."""
    if isinstance(value, str):
        return {"id": value}
    if isinstance(value, dict):
        return value
    raise Malformed(f"{what} is missing, or neither text nor object")


def _only(value: object, what: str) -> object:
    match many(value):
        case [one]:
            return one
        case several:
            raise Malformed(f"{len(several)} values of {what}, not one")


def _texts(node: Json, name: str) -> list[str]:
    values = many(node.get(name))
    if not values or not all(isinstance(value, str) for value in values):
        raise Malformed(f"{name} is missing or not text")
    return values


def _text(node: Mapping[str, object], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _needed_text(node: Json, name: str, where: str) -> str:
    value = _text(node, name)
    if not value:
        raise Malformed(f"{where} has no {name}")
    return value

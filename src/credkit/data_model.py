"""The rules of the data model for whoever issues: is this what a verifiable credential may say?

    check_credential(document)    check_presentation(document)

Reading is patient with other people's documents (see `reading`); what we put our name to is held
to every MUST of the specification.
https://www.w3.org/TR/vc-data-model-2.0/
"""

from typing import Any

from credkit import canonical, resources, status_list
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.proofs.data_integrity import unsecured
from credkit.rdf import is_iri
from credkit.reading import many, moment

CONTEXT = "https://www.w3.org/ns/credentials/v2"
_TYPED = ("credentialStatus", "termsOfUse", "evidence", "refreshService", "credentialSchema")
_OF_A_LANGUAGE_VALUE = {"@value", "@language", "@direction"}


def check_credential(document: Json) -> None:
    """Malformed, naming the member, unless it is sound and every term of it is defined."""
    _check_contexts(document)
    _check_type(document, "VerifiableCredential")
    _check_id(document, "id")
    _check_issuer(document.get("issuer"))
    _check_subjects(document.get("credentialSubject"))
    _check_period(document)
    _check_words(document)
    for name in _TYPED:
        _check_typed(document, name)
    _check_statuses(document)
    resources.check(document)  # Section 5.3.
    canonical.check_terms(unsecured(document))


def check_presentation(document: Json) -> None:
    """The same for a presentation; the credentials in it are judged for themselves."""
    _check_contexts(document)
    _check_type(document, "VerifiablePresentation")
    _check_id(document, "id")
    holder = document.get("holder")
    if holder is not None:
        _check_url(holder.get("id") if isinstance(holder, dict) else holder, "holder")
    held = many(document.get("verifiableCredential"))
    if not all(isinstance(each, dict) for each in held):
        raise Malformed("a presentation holds credentials, not text")
    own = {name: value for name, value in document.items() if name != "verifiableCredential"}
    canonical.check_terms(unsecured(own))


def _check_contexts(document: Json) -> None:
    """Section 4.3. What is behind the first is for `check_terms`: contexts that we hold, and terms
    that hide nothing."""
    match document.get("@context"):
        case [str(first), *_] if first == CONTEXT:
            return
    raise Malformed(f"@context is not a list that begins with {CONTEXT}")


def _check_type(node: Json, needed: str = "") -> None:
    """Section 4.5. That terms are defined is the business of `check_terms`."""
    types = many(node.get("type"))
    if not types or not all(isinstance(each, str) and each for each in types):
        raise Malformed("type is missing, or not text")
    if needed and needed not in types:
        raise Malformed(f"type does not say {needed}")


def _check_id(node: Json, what: str) -> None:
    """Section 4.4: if there is one, it is a single URL."""
    if "id" in node:
        _check_url(node["id"], what)


def _check_url(value: object, what: str) -> None:
    if not (isinstance(value, str) and is_iri(value)):
        raise Malformed(f"{what} is not a URL: {value!r}")


def _check_issuer(issuer: object) -> None:
    """Section 4.7."""
    if isinstance(issuer, dict):
        _check_url(issuer.get("id"), "issuer.id")
        _check_words(issuer)
    else:
        _check_url(issuer, "issuer")


def _check_subjects(subjects: object) -> None:
    """Section 4.8: one object or several, none of them empty."""
    found = many(subjects)
    if not found or not all(isinstance(each, dict) and each for each in found):
        raise Malformed("credentialSubject is missing, or says nothing")
    for each in found:
        _check_id(each, "credentialSubject.id")


def _check_period(document: Json) -> None:
    """Section 4.9."""
    found = [
        moment(document[name], name) for name in ("validFrom", "validUntil") if name in document
    ]
    if found != sorted(found):
        raise Malformed("validFrom is later than validUntil")


def _check_words(node: Json) -> None:
    """Section 4.6: text, or text in a language (11.1)."""
    for name in ("name", "description"):
        for value in many(node.get(name)):
            if not (isinstance(value, str) or _is_language_value(value)):
                raise Malformed(f"{name} is neither text nor text in a language")


def _is_language_value(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= _OF_A_LANGUAGE_VALUE
        and all(isinstance(each, str) for each in value.values())
        and "@value" in value
    )


def _check_typed(document: Json, name: str) -> None:
    """What is one or several objects, each with a type, perhaps with an id."""
    for each in many(document.get(name)):
        if not isinstance(each, dict):
            raise Malformed(f"{name} is not an object")
        _check_type(each)
        _check_id(each, f"{name}.id")
        if name == "credentialSchema" and "id" not in each:  # Section 4.11.
            raise Malformed("credentialSchema has no id")


def _check_statuses(document: Json) -> None:
    """Vc-bitstring-status-list, section 2: an entry, and a list."""
    for each in many(document.get("credentialStatus")):
        if "BitstringStatusListEntry" in many(each.get("type")):
            status_list.check_entry(each)
    if "BitstringStatusListCredential" in many(document.get("type")):
        for subject in many(document.get("credentialSubject")):
            status_list.check_list(subject)

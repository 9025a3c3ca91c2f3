"""The JSON Schemas of 1EdTech, pinned by SHA-256. None is ever fetched.

https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ ·
https://purl.imsglobal.org/spec/clr/v2p0/schema/json/
"""

import hashlib
import json
from collections.abc import Set
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft201909Validator, FormatChecker

from credkit.errors import Malformed

ACHIEVEMENT_CREDENTIAL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
ENDORSEMENT_CREDENTIAL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)
CLR_CREDENTIAL = (
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
)
_BY_TYPE = {
    "OpenBadgeCredential": ACHIEVEMENT_CREDENTIAL,
    "AchievementCredential": ACHIEVEMENT_CREDENTIAL,
    "EndorsementCredential": ENDORSEMENT_CREDENTIAL,
    "ClrCredential": CLR_CREDENTIAL,
}
_BUNDLE = files("credkit") / "schemas"


def validate(document: dict[str, Any], schema_url: str = ACHIEVEMENT_CREDENTIAL) -> list[str]:
    """What the schema finds wrong with `document`, each with the path to it; empty when valid."""
    errors = sorted(_validator(schema_url).iter_errors(document), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}" for error in errors]


def schemas_for(types: Set[str]) -> list[str]:
    """The addresses of the schemas that a credential of these types has to fit."""
    return sorted({_BY_TYPE[each] for each in types & _BY_TYPE.keys()})


def known() -> frozenset[str]:
    """The addresses of all bundled schemas."""
    return frozenset(_index())


def schema(url: str) -> dict[str, Any]:
    """The bundled schema behind `url`."""
    document: dict[str, Any] = json.loads(content(url))
    return document


def content(url: str) -> bytes:
    """The same, byte for byte as it was published."""
    if url not in known():
        raise Malformed(f"unknown schema: {url}")
    entry = _index()[url]
    found = (_BUNDLE / entry["file"]).read_bytes()
    if hashlib.sha256(found).hexdigest() != entry["sha256"]:
        raise Malformed(f"the bundled copy of {url} is not the one that was pinned")
    return found


@cache
def _index() -> dict[str, dict[str, str]]:
    index: dict[str, dict[str, str]] = json.loads((_BUNDLE / "index.json").read_bytes())
    return index


@cache
def _validator(url: str) -> Draft201909Validator:
    # Every $ref in these schemas points into the schema itself: nothing is ever retrieved.
    return Draft201909Validator(schema(url), format_checker=FormatChecker())

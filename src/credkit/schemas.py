"""The JSON Schemas of 1EdTech, pinned by SHA-256. None is ever fetched.

https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ ·
https://purl.imsglobal.org/spec/clr/v2p0/schema/json/
"""

import json
from collections.abc import Set
from functools import cache
from typing import Any

from jsonschema import Draft201909Validator, FormatChecker

from credkit.bundle import Bundle

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
_BUNDLE = Bundle("schemas", "schema")


def validate(document: dict[str, Any], schema_url: str = ACHIEVEMENT_CREDENTIAL) -> list[str]:
    """What the schema finds wrong with `document`, each with the path to it; empty when valid."""
    errors = sorted(_validator(schema_url).iter_errors(document), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}" for error in errors]


def schemas_for(types: Set[str]) -> list[str]:
    """The addresses of the schemas that a credential of these types has to fit."""
    return sorted({_BY_TYPE[each] for each in types & _BY_TYPE.keys()})


def known() -> frozenset[str]:
    """The addresses of all bundled schemas."""
    return _BUNDLE.known()


def schema(url: str) -> dict[str, Any]:
    """The bundled schema behind `url`."""
    document: dict[str, Any] = json.loads(content(url))
    return document


def content(url: str) -> bytes:
    """The same, byte for byte as it was published. Malformed: a schema that is not bundled."""
    return _BUNDLE.content(url)


@cache
def _validator(url: str) -> Draft201909Validator:
    # Every $ref in these schemas points into the schema itself: nothing is ever retrieved.
    return Draft201909Validator(schema(url), format_checker=FormatChecker())

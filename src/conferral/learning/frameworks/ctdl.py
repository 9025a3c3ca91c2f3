"""CTDL-ASN: the Credential Registry's competency frameworks, and CTDL credentials, as JSON-LD.

https://credreg.net/ctdlasn/terms (ceasn:CompetencyFramework, ceasn:Competency),
https://credreg.net/ctdl/terms (ceterms:Credential and its kinds)
"""

from collections.abc import Mapping
from typing import Any

from .items import Draft, Reading, Unusable, settled

_FRAMEWORK = "ceasn:CompetencyFramework"
_COMPETENCY = "ceasn:Competency"
_LANGUAGES = ("en-US", "en", "en-us")
_DEEPEST = 50


def is_one(document: Mapping[str, Any]) -> bool:
    return any(_type(node).startswith(("ceasn:", "ceterms:")) for node in _nodes(document))


def read(document: Mapping[str, Any]) -> Reading:
    """Every competency and credential of the graph. Unusable when there is neither."""
    nodes = _nodes(document)
    head = next((node for node in nodes if _type(node) == _FRAMEWORK), {})
    by_id = {_id(node): node for node in nodes if _id(node)}
    places = [node for node in nodes if _type(node) != _FRAMEWORK and _label(node)]
    if not places:
        raise Unusable("It names no competency and no credential. Download the whole framework.")
    kept, problems = settled([_draft(node, _depth(node, by_id)) for node in places])
    return Reading(
        title=_words(head, "ceasn:name") or "CTDL framework",
        url=_id(head),
        publisher=_words(head, "ceasn:publisherName"),
        items=kept,
        problems=problems,
    )


def _draft(node: Mapping[str, Any], depth: int) -> Draft:
    return Draft(
        where=_words(node, "ceasn:codedNotation") or _id(node),
        name=_label(node),
        url=_id(node),
        code=_words(node, "ceasn:codedNotation") or _words(node, "ceterms:codedNotation"),
        description=_words(node, "ceasn:comment") or _words(node, "ceterms:description"),
        type=_COMPETENCY if _type(node) == _COMPETENCY else "ceterms:Credential",
        depth=depth,
    )


def _depth(node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> int:
    """How many competencies stand above it; a circle ends somewhere."""
    depth = 0
    while depth < _DEEPEST and (above := by_id.get(_first(node.get("ceasn:isChildOf")))):
        if _type(above) == _FRAMEWORK:
            break
        node, depth = above, depth + 1
    return depth


def _nodes(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    graph = document.get("@graph", [document])
    return [node for node in graph if isinstance(node, dict)] if isinstance(graph, list) else []


def _label(node: Mapping[str, Any]) -> str:
    names = ("ceasn:competencyLabel", "ceasn:competencyText", "ceterms:name")
    return next((words for name in names if (words := _words(node, name))), "")


def _type(node: Mapping[str, Any]) -> str:
    return _first(node.get("@type"))


def _id(node: Mapping[str, Any]) -> str:
    return _first(node.get("@id"))


def _words(node: Mapping[str, Any], name: str) -> str:
    """A text, or a map of languages: English where there is some, else the first."""
    value = node.get(name)
    if isinstance(value, dict):
        value = next((value[tag] for tag in _LANGUAGES if tag in value), [*value.values(), ""][0])
    return _first(value)


def _first(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""

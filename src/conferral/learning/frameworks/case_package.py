"""1EdTech CASE 1.0 and 1.1: a CFPackage with a document, its items and what is part of what.

https://www.imsglobal.org/spec/CASE/v1p1 (CFPackage, CFItem, CFAssociation "isChildOf")
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from .items import Draft, Reading, Unusable, settled

_CHILD = "isChildOf"
_TYPE = "CFItem"


def is_one(document: Mapping[str, Any]) -> bool:
    return "CFItems" in document or "CFDocument" in document


def read(document: Mapping[str, Any]) -> Reading:
    """The items in the order of the tree. Unusable when there are none."""
    items = [item for item in _several(document.get("CFItems")) if _text(item, "identifier")]
    if not items:
        raise Unusable("The CASE package has no CFItems. Export the whole package, with its items.")
    about = document.get("CFDocument")
    head: Mapping[str, Any] = about if isinstance(about, dict) else {}
    drafts = [_draft(item, depth) for item, depth in _in_order(items, document)]
    kept, problems = settled(drafts)
    return Reading(
        title=_text(head, "title") or "CASE framework",
        url=_text(head, "officialSourceURL") or _text(head, "uri"),
        publisher=_text(head, "publisher") or _text(head, "creator"),
        items=kept,
        problems=problems,
    )


def _draft(item: Mapping[str, Any], depth: int) -> Draft:
    statement = _text(item, "fullStatement")
    return Draft(
        where=_text(item, "humanCodingScheme") or _text(item, "identifier"),
        name=_text(item, "abbreviatedStatement") or statement,
        url=_text(item, "uri"),
        code=_text(item, "humanCodingScheme"),
        description=statement,
        type=_TYPE,
        depth=depth,
    )


def _in_order(
    items: list[Mapping[str, Any]], document: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Each item once, below its parent; those of a circle come last, on the ground."""
    by_id = {_text(item, "identifier"): item for item in items}
    children, has_parent = _children(by_id, document)
    seen: set[str] = set()
    waiting = [(name, 0) for name in reversed(by_id) if name not in has_parent]
    while waiting:
        name, depth = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield by_id[name], depth
            waiting += [(child, depth + 1) for child in reversed(children[name])]
    yield from ((item, 0) for name, item in by_id.items() if name not in seen)


def _children(
    by_id: Mapping[str, Any], document: Mapping[str, Any]
) -> tuple[dict[str, list[str]], set[str]]:
    children: dict[str, list[tuple[float, str]]] = defaultdict(list)
    has_parent: set[str] = set()
    for association in _several(document.get("CFAssociations")):
        child, parent = _end(association, "originNodeURI"), _end(association, "destinationNodeURI")
        if association.get("associationType") == _CHILD and {child, parent} <= by_id.keys():
            children[parent].append((_place(association), child))
            has_parent.add(child)
    ordered = {
        parent: [name for _, name in sorted(under, key=lambda each: each[0])]
        for parent, under in children.items()
    }
    return defaultdict(list, ordered), has_parent


def _end(association: Mapping[str, Any], name: str) -> str:
    """CASE 1.0 writes the node as an object with an identifier; some write only that."""
    node = association.get(name)
    return _text(node, "identifier") if isinstance(node, dict) else str(node)


def _place(association: Mapping[str, Any]) -> float:
    number = association.get("sequenceNumber")
    return float(number) if isinstance(number, int | float) else 0.0


def _several(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, dict)]


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""

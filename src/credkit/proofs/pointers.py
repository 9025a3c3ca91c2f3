"""JSON pointers, and the part of a document that they select (RFC 6901).

https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld
"""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from credkit.canonical import Json
from credkit.errors import Fault, Malformed


def steps(pointer: str) -> list[str]:
    """ "/a~1b/0" → ["a/b", "0"]. Malformed: not a JSON pointer."""
    if not pointer:
        return []
    if not pointer.startswith("/"):
        raise Malformed(f"not a JSON pointer: {pointer!r}", Fault.DISCLOSURE)
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def below(pointer: str, step: str | int) -> str:
    """The pointer to a member or an element of what `pointer` points to."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def select(document: Json, pointers: Iterable[str]) -> Json:
    """The document with nothing in it but what is pointed to, and the ids and types on the way.

    Malformed: a pointer to nothing.
    """
    ways = [steps(pointer) for pointer in pointers]
    selected: Json = _select(document, ways)
    return {"@context": copy.deepcopy(document.get("@context"))} | selected


def _select(value: Any, ways: Sequence[list[str]]) -> Any:
    onward: dict[str, list[list[str]]] = {}
    for first, *rest in filter(None, ways):
        onward.setdefault(first, []).append(rest)
    if not onward and ways:
        return copy.deepcopy(value)
    selected = _select_inside(value, onward)
    return selected if all(ways) else copy.deepcopy(value)


def _select_inside(value: Any, onward: dict[str, list[list[str]]]) -> Any:
    if isinstance(value, list):
        indexes = sorted(_index(step, value) for step in onward)
        return [_select(value[index], onward[str(index)]) for index in indexes]
    lost = onward.keys() - (value.keys() if isinstance(value, dict) else ())
    if lost:
        raise _points_to_nothing(lost)
    return _identity(value) | {step: _select(value[step], onward[step]) for step in onward}


def _identity(node: Json) -> Json:
    """Whatever is shown of a node, its name and its kinds are; a blank node has no name."""
    kept: Json = {name: copy.deepcopy(node[name]) for name in ("id", "type") if name in node}
    if str(kept.get("id", "")).startswith("_:"):
        del kept["id"]
    return kept


def _index(step: str, items: list[Any]) -> int:
    if not (step.isascii() and step.isdigit() and str(int(step)) == step):
        raise _points_to_nothing([step])
    if int(step) >= len(items):
        raise _points_to_nothing([step])
    return int(step)


def _points_to_nothing(lost: Iterable[str]) -> Malformed:
    return Malformed(f"a pointer to nothing: {', '.join(sorted(lost))}", Fault.DISCLOSURE)

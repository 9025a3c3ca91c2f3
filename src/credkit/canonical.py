"""One byte string for one JSON value: JCS for JSON (RFC 8785), RDFC-1.0 for JSON-LD.

https://www.rfc-editor.org/rfc/rfc8785 · https://www.w3.org/TR/rdf-canon/
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

import orjson
import rfc8785

from credkit import rdf
from credkit.errors import Fault, Malformed

Json = dict[str, Any]

MAX_BYTES = 1_048_576


def jcs(value: object) -> bytes:
    """RFC 8785. Malformed for what JSON cannot carry (NaN, huge integers, lone surrogates)."""
    try:
        if _is_plain(value):
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, TypeError, UnicodeEncodeError) as error:
        raise Malformed(f"not canonical JSON: {error}") from error


def digest(value: object, hash_name: str = "sha256") -> bytes:
    """SHA-256 of the JCS bytes, or another hash of them."""
    return hashlib.new(hash_name, jcs(value)).digest()


def rdfc(document: Mapping[str, Any], hash_name: str = "sha256") -> str:
    """RDFC-1.0 canonical N-Quads of a JSON-LD document.

    `hash_name`: as in `rdf.canonicalize`. Malformed as in `check_terms`, and when blank nodes look
    so much alike that telling them apart would take more work than an honest document needs
    (RDFC-1.0, section 7.1).
    """
    return "".join(rdf.canonicalize(rdf.quads(document), hash_name).lines)


def check_terms(document: Mapping[str, Any]) -> None:
    """Would all of it be signed? If not, Malformed: an undefined term or type, a relative IRI,
    an unknown context or one that could hide something, each by its name."""
    rdf.quads(document)


def load_json(text: str | bytes, *, most: int = MAX_BYTES) -> Json:
    """A JSON object from outside. Malformed: doubled keys, NaN, too deep, too long, no object."""
    value = _load(text, most)
    if not isinstance(value, dict):
        raise Malformed("not a JSON object")
    return value


def load_array(text: str | bytes) -> list[Any]:
    """A JSON array from outside. Malformed as in `load_json`, or no array."""
    value = _load(text)
    if not isinstance(value, list):
        raise Malformed("not a JSON array")
    return value


def _load(text: str | bytes, most: int = MAX_BYTES) -> object:
    if len(text) > most:
        raise Malformed(f"longer than {most} bytes", Fault.TOO_MUCH)
    try:
        # Python would also guess UTF-16 and UTF-32; others would not (RFC 8259, section 8.1).
        value = json.loads(
            text if isinstance(text, str) else text.decode(),
            object_pairs_hook=_without_doubles,
            parse_constant=_refuse_constant,
        )
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from error
    _check_depth(value, 0)
    return value


def _is_plain(value: object) -> bool:
    """Does orjson write `value` as RFC 8785 demands? Only if its names sort as bytes, and for
    the numbers that Python and JavaScript write alike."""
    if isinstance(value, str) or value is None:
        return True
    if isinstance(value, dict):
        return "".join(value).isascii() and all(map(_is_plain, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, float):
        return 1e-4 < abs(value) < 1e15 and not value.is_integer()
    return isinstance(value, int) and abs(value) <= rdf.MAX_INTEGER


def _without_doubles(pairs: list[tuple[str, Any]]) -> Json:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"doubled member: {doubled}")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"not JSON: {name}")


def _check_depth(value: object, depth: int) -> None:
    if depth > rdf.MAX_DEPTH:
        raise Malformed(f"nested deeper than {rdf.MAX_DEPTH}", Fault.TOO_MUCH)
    match value:
        case dict():
            for member in value.values():
                _check_depth(member, depth + 1)
        case list():
            for item in value:
                _check_depth(item, depth + 1)

"""Claims that may be shown or kept back, one by one: the disclosures of SD-JWT (RFC 9901).

The issuer signs digests; behind each stands a salt with a claim, which the holder shows or does
not. A digest with nothing shown for it is a claim kept back, or a decoy: nobody can tell.
"""

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from credkit import base64url
from credkit.canonical import Json, jcs, load_array
from credkit.errors import Fault, Malformed
from credkit.proofs.pointers import below, steps

ALGORITHM = "sha-256"
MOST = 1_000
SMALLEST_SALT = 16  # Bytes: 128 bits, as section 9.3 recommends.
_DIGESTS, _ELEMENT = "_sd", "..."
_RESERVED = frozenset([_DIGESTS, _ELEMENT])
_DEEPEST = 64


@dataclass(frozen=True)
class Disclosure:
    """One claim: a member of an object by its `name`, or an element of an array (None)."""

    text: str  # As it travels: base64url of [salt, name, value] or [salt, value].
    name: str | None
    value: Any

    @property
    def digest(self) -> str:
        return digest(self.text)


@dataclass(frozen=True)
class Unfolded:
    """The claims that are shown. `places`: for each JSON pointer to a claim that was disclosed,
    the texts that it took: its own and those of the claims around it."""

    claims: Json
    places: Mapping[str, tuple[str, ...]]


def digest(text: str) -> str:
    """What stands in the payload for a disclosure (section 4.2.3), or for the bits of a decoy."""
    return base64url.encode(hashlib.sha256(text.encode()).digest())


def read(text: str) -> Disclosure:
    """Malformed: not base64url of a JSON array of a salt, perhaps a name, and a value."""
    match load_array(base64url.decode(text)):
        case [str(), str(name), value] if name not in _RESERVED:
            return Disclosure(text, name, value)
        case [str(), value]:
            return Disclosure(text, None, value)
    raise Malformed("not a disclosure", Fault.DISCLOSURE)


def fold(
    claims: Json, concealed: Mapping[str, bytes], decoys: Sequence[bytes] = ()
) -> tuple[Json, list[str]]:
    """The payload with digests in the places of the concealed claims, and their disclosures.

    `concealed`: a salt for each JSON pointer. `decoys`: random bytes, 32 each, for digests that
    stand for nothing. Malformed: a pointer to nothing, a salt that is short or used twice.
    """
    _check_salts(concealed)
    _check_free(claims)
    payload = copy.deepcopy(claims)
    texts = [  # The innermost first: what surrounds them then holds their digests.
        _conceal(payload, pointer, concealed[pointer])
        for pointer in sorted(concealed, key=lambda each: each.count("/"), reverse=True)
    ]
    for decoy in decoys:
        _add_digest(payload, digest(base64url.encode(decoy)))
    return payload | {"_sd_alg": ALGORITHM}, texts


def unfold(payload: Json, disclosures: Sequence[Disclosure]) -> Unfolded:
    """The claims as far as they are disclosed (section 7.1).

    Malformed: a disclosure twice or of no digest, a digest twice, of the wrong kind or over a
    claim that is already there, another hash function than SHA-256.
    """
    if len(disclosures) > MOST:
        raise Malformed(f"more than {MOST} disclosures", Fault.TOO_MUCH)
    if payload.get("_sd_alg", ALGORITHM) != ALGORITHM:
        raise Malformed("a hash function that we do not take", Fault.ALGORITHM)
    shown = {each.digest: each for each in disclosures}
    if len(shown) != len(disclosures):
        raise Malformed("a disclosure twice", Fault.DISCLOSURE)
    work = _Unfolding(shown)
    signed = {name: value for name, value in payload.items() if name != "_sd_alg"}
    claims = work.of_object(signed, "", ())
    if unused := shown.keys() - work.seen:
        raise Malformed(f"{len(unused)} disclosures of nothing", Fault.DISCLOSURE)
    return Unfolded(claims, work.places)


@dataclass
class _Unfolding:
    """The state of one `unfold`: which digests have been met, and where claims have appeared."""

    shown: Mapping[str, Disclosure]
    seen: set[str] = field(default_factory=set)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, value: Any, pointer: str, path: tuple[str, ...]) -> Any:
        if pointer.count("/") > _DEEPEST:
            raise Malformed(f"nested deeper than {_DEEPEST}", Fault.TOO_MUCH)
        if isinstance(value, dict):
            return self.of_object(value, pointer, path)
        return self.of_array(value, pointer, path) if isinstance(value, list) else value

    def of_object(self, node: Json, pointer: str, path: tuple[str, ...]) -> Json:
        if _ELEMENT in node:
            raise Malformed("the mark of an array's element, elsewhere", Fault.DISCLOSURE)
        open_ = {
            name: self.of(value, below(pointer, name), path)
            for name, value in node.items()
            if name != _DIGESTS
        }
        for disclosure in self._members(node.get(_DIGESTS, [])):
            if disclosure.name is None or disclosure.name in open_:
                raise Malformed("a disclosure where it cannot stand", Fault.DISCLOSURE)
            place = below(pointer, disclosure.name)
            open_[disclosure.name] = self._disclosed(disclosure, place, path)
        return open_

    def of_array(self, items: list[Any], pointer: str, path: tuple[str, ...]) -> list[Any]:
        open_: list[Any] = []
        for item in items:
            place = below(pointer, len(open_))
            if not (isinstance(item, dict) and item.keys() == {_ELEMENT}):
                open_.append(self.of(item, place, path))
                continue
            for disclosure in self._members([item[_ELEMENT]]):
                if disclosure.name is not None:
                    raise Malformed("a disclosure where it cannot stand", Fault.DISCLOSURE)
                open_.append(self._disclosed(disclosure, place, path))
        return open_

    def _disclosed(self, disclosure: Disclosure, place: str, path: tuple[str, ...]) -> Any:
        self.places[place] = (*path, disclosure.text)
        return self.of(disclosure.value, place, self.places[place])

    def _members(self, digests: object) -> list[Disclosure]:
        if not (isinstance(digests, list) and all(isinstance(each, str) for each in digests)):
            raise Malformed("digests that are no texts", Fault.DISCLOSURE)
        for each in digests:
            if each in self.seen:
                raise Malformed("a digest twice", Fault.DISCLOSURE)
            self.seen.add(each)
        return [self.shown[each] for each in digests if each in self.shown]


def _check_salts(concealed: Mapping[str, bytes]) -> None:
    if any(len(salt) < SMALLEST_SALT for salt in concealed.values()):
        raise Malformed(f"a salt has {SMALLEST_SALT} bytes or more", Fault.DISCLOSURE)
    if len(set(concealed.values())) != len(concealed):
        raise Malformed("a salt twice", Fault.DISCLOSURE)


def _check_free(value: object) -> None:
    """No claim may have a name that means a digest."""
    if isinstance(value, dict):
        if value.keys() & {*_RESERVED, "_sd_alg"}:
            raise Malformed("a claim with a reserved name", Fault.DISCLOSURE)
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            _check_free(each)


def _conceal(payload: Json, pointer: str, salt: bytes) -> str:
    parent: Any = payload
    *way, last = steps(pointer) or [""]
    try:
        for step in way:
            parent = parent[int(step) if isinstance(parent, list) else step]
        if isinstance(parent, list):
            text = _text(salt, parent[int(last)])
            parent[int(last)] = {_ELEMENT: digest(text)}
        else:
            text = _text(salt, last, parent.pop(last))
            _add_digest(parent, digest(text))
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise Malformed(f"a pointer to nothing: {pointer}", Fault.DISCLOSURE) from error
    return text


def _add_digest(node: Json, found: str) -> None:
    # Sorted, so that their order does not tell which claim is which (section 4.2.4.1).
    node[_DIGESTS] = sorted([*node.get(_DIGESTS, []), found])


def _text(salt: bytes, *rest: object) -> str:
    written = jcs([base64url.encode(salt), *rest])
    return base64url.encode(written)

"""Files with something changed in them, as chance will have it."""

import json
from random import Random


def mutated(content: bytes, chance: Random) -> bytes:
    """One to three times: a bit, a byte, a piece out, doubled or moved, the end cut off."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        content = chance.choice(_WAYS)(content or b"\n", chance)
    return content


def says_the_same(content: bytes, other: bytes) -> bool:
    """Nothing was changed, or nothing but how JSON or the space around a token is written."""
    if content.strip() == other.strip() and not content.startswith((b"%PDF", b"\x89PNG", b"<")):
        return True
    try:
        return content == other or bool(json.loads(content) == json.loads(other))
    except (ValueError, RecursionError):
        return False


def _bit(content: bytes, chance: Random) -> bytes:
    place = _place(content, chance)
    return _with(content, place, bytes([content[place] ^ 1 << chance.randrange(8)]))


def _byte(content: bytes, chance: Random) -> bytes:
    return _with(content, _place(content, chance), chance.randbytes(1))


def _digit(content: bytes, chance: Random) -> bytes:
    return _with(content, _place(content, chance), chance.choice(b"0123456789abcXYZ").to_bytes())


def _without(content: bytes, chance: Random) -> bytes:
    start, end = _piece(content, chance)
    return content[:start] + content[end:]


def _doubled(content: bytes, chance: Random) -> bytes:
    start, end = _piece(content, chance)
    return content[:end] + content[start:]


def _moved(content: bytes, chance: Random) -> bytes:
    start, end = _piece(content, chance)
    place = _place(content, chance)
    rest = content[:start] + content[end:]
    return rest[:place] + content[start:end] + rest[place:]


def _cut(content: bytes, chance: Random) -> bytes:
    return content[: _place(content, chance)]


def _longer(content: bytes, chance: Random) -> bytes:
    return content + chance.randbytes(chance.randint(1, 20))


_WAYS = (_bit, _bit, _byte, _digit, _without, _doubled, _moved, _cut, _longer)


def _place(content: bytes, chance: Random) -> int:
    return chance.randrange(len(content))


def _piece(content: bytes, chance: Random) -> tuple[int, int]:
    start = _place(content, chance)
    return start, start + chance.randint(1, 40)


def _with(content: bytes, place: int, byte: bytes) -> bytes:
    return content[:place] + byte + content[place + 1 :]

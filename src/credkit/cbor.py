"""As much CBOR as proofs are made of (ecdsa-sd-2023, COSE), in the one way in which it is allowed.

Integers, byte strings, texts, arrays and maps, with lengths that are known and written as short
as can be (RFC 8949, section 4.2.1). Anything else in a proof is not one.
"""

from credkit.errors import Fault, Malformed

Value = int | bytes | str | list["Value"] | dict[int, "Value"]

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = range(6)
_DEEPEST = 5  # MerkleProof2019: anchors in a proof, pairs in an anchor, a value in a pair.
_STRANGE = "CBOR of a kind that no proof is made of"
_SMALL, _WIDTHS = 24, {24: 1, 25: 2, 26: 4, 27: 8}


def encode(value: Value) -> bytes:
    """Malformed: a number of more than 64 bits."""
    match value:
        case int():
            return _head(_NEGATIVE, -1 - value) if value < 0 else _head(_UNSIGNED, value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            return _head(_TEXT, len(value.encode())) + value.encode()
        case list():
            return _head(_ARRAY, len(value)) + b"".join(map(encode, value))
        case dict():
            pairs = sorted((encode(key), encode(member)) for key, member in value.items())
            return _head(_MAP, len(value)) + b"".join(map(b"".join, pairs))


def decode(data: bytes) -> Value:
    """Malformed: cut off, followed by something, of another kind, or not written shortest."""
    value, end = _read(data, 0, 0)
    if end != len(data):
        raise Malformed("CBOR with something after its end")
    return value


def _head(kind: int, number: int) -> bytes:
    if not 0 <= number < 2**64:
        raise Malformed(f"a number that we do not write: {number}")
    if number < _SMALL:
        return bytes([kind << 5 | number])
    mark, width = next(each for each in _WIDTHS.items() if number < 256 ** each[1])
    return bytes([kind << 5 | mark]) + number.to_bytes(width)


def _read(data: bytes, position: int, depth: int) -> tuple[Value, int]:
    if depth > _DEEPEST:
        raise Malformed("CBOR that is nested too deep", Fault.TOO_MUCH)
    kind, number, position = _read_head(data, position)
    match kind:
        case 0:  # An unsigned integer.
            return number, position
        case 1:  # A negative one.
            return -1 - number, position
        case 2:  # A byte string.
            return _exactly(data, position, number), position + number
        case 3:  # A text.
            return _as_text(_exactly(data, position, number)), position + number
        case 4:  # An array.
            return _read_array(data, number, position, depth)
        case 5:  # A map.
            return _read_map(data, number, position, depth)
    raise Malformed(_STRANGE)


def _read_head(data: bytes, position: int) -> tuple[int, int, int]:
    """Kind, number, and where what follows begins."""
    first = _exactly(data, position, 1)[0]
    kind, number = first >> 5, first & 0b1_1111
    if number < _SMALL:
        return kind, number, position + 1
    if number not in _WIDTHS:
        raise Malformed(_STRANGE)
    width = _WIDTHS[number]
    number = int.from_bytes(_exactly(data, position + 1, width))
    if len(_head(_UNSIGNED, number)) != width + 1:
        raise Malformed("CBOR that could be written shorter", Fault.ENCODING)
    return kind, number, position + 1 + width


def _read_array(data: bytes, count: int, position: int, depth: int) -> tuple[list[Value], int]:
    items: list[Value] = []
    for _ in range(count):
        item, position = _read(data, position, depth + 1)
        items.append(item)
    return items, position


def _read_map(data: bytes, count: int, position: int, depth: int) -> tuple[dict[int, Value], int]:
    pairs: dict[int, Value] = {}
    for _ in range(count):
        key, position = _read(data, position, depth + 1)
        if not isinstance(key, int) or key in pairs:
            raise Malformed("a CBOR map whose keys are doubled, or no numbers")
        pairs[key], position = _read(data, position, depth + 1)
    return pairs, position


def _exactly(data: bytes, position: int, length: int) -> bytes:
    found = data[position : position + length]
    if len(found) != length:
        raise Malformed("CBOR that is cut off")
    return found


def _as_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Malformed("CBOR with a text that is not UTF-8") from error

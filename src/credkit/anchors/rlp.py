"""RLP, in which Ethereum writes byte strings and lists of them.

https://ethereum.org/developers/docs/data-structures-and-encoding/rlp
"""

from collections.abc import Sequence

from credkit.errors import Fault, Malformed

_SHORT = 55
_TEXT, _LIST = 0x80, 0xC0


def of_bytes(content: bytes) -> bytes:
    if len(content) == 1 and content[0] < _TEXT:
        return content
    return _head(_TEXT, len(content)) + content


def of_list(items: Sequence[bytes]) -> bytes:
    """A list of what is written already."""
    body = b"".join(items)
    return _head(_LIST, len(body)) + body


def number(value: int) -> bytes:
    """The shortest big-endian bytes; none at all for zero."""
    return value.to_bytes((value.bit_length() + 7) // 8)


def number_of(content: bytes) -> int:
    """Malformed: not the shortest bytes."""
    if content[:1] == b"\0":
        raise Malformed("a number with idle bytes", Fault.ENCODING)
    return int.from_bytes(content)


def flat_list(content: bytes) -> list[bytes]:
    """The strings in a list of strings and empty lists, nothing else. Malformed: anything else."""
    start, end = _span(content, 0, _LIST)
    if end != len(content):
        raise Malformed("something follows after the list")
    items = []
    while start < end:
        if content[start] == _LIST:
            items.append(b"")
            start += 1
            continue
        first, after = _span(content, start, _TEXT)
        if after > end:
            raise Malformed("it ends too early")
        items.append(content[first:after])
        start = after
    return items


def _head(kind: int, length: int) -> bytes:
    if length <= _SHORT:
        return bytes([kind + length])
    written = number(length)
    return bytes([kind + _SHORT + len(written)]) + written


def _span(content: bytes, place: int, kind: int) -> tuple[int, int]:
    """From where to where the content of the item at `place` goes, which must be of that kind."""
    if place >= len(content):
        raise Malformed("it ends too early")
    first = content[place]
    if kind == _TEXT and first < _TEXT:
        return place, place + 1
    length = first - kind
    if not 0 <= length < _LIST - _TEXT:
        raise Malformed("another kind of item than was expected")
    start = place + 1
    if length > _SHORT:
        start += length - _SHORT
        length = number_of(content[place + 1 : start])
        if length <= _SHORT:
            raise Malformed("a length that is written longer than it has to be", Fault.ENCODING)
    end = start + length
    if end > len(content):
        raise Malformed("it ends too early")
    if kind == _TEXT and length == 1 and content[start] < _TEXT:
        raise Malformed("a byte that is written longer than it has to be", Fault.ENCODING)
    return start, end

"""Bitstring Status List: one bit for each credential, many credentials to a list.

https://www.w3.org/TR/vc-bitstring-status-list/
"""

import gzip
import re
import zlib
from collections.abc import Iterable
from functools import lru_cache

from credkit import multibase
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.rdf import is_iri

CAPACITY = 131_072  # The least that the specification allows: it hides who is looked up.
_MOST_BITS = 8  # For one status.
_INDEX = re.compile(r"(0|[1-9][0-9]*)\Z", re.ASCII)
_HEX = re.compile(r"0x[0-9A-Fa-f]+\Z")
_LARGEST = 16 * CAPACITY // 8  # Bytes: a list that unpacks into more is a bomb.


def encode(set_indices: Iterable[int], capacity: int = CAPACITY) -> str:
    bits = bytearray(capacity // 8)
    for index in set_indices:
        if not 0 <= index < capacity:
            raise ValueError(f"the status list has no index {index}")
        bits[index // 8] |= 0b1000_0000 >> index % 8  # Index 0 is the leftmost bit.
    return multibase.to_base64url(gzip.compress(bits, mtime=0))


@lru_cache(maxsize=16)  # Of 16 KB each: one list is looked into for many credentials.
def decode(encoded: str) -> bytes:
    """The bits of an encodedList. Malformed: not gzip, longer than allowed, or shorter."""
    if not encoded.startswith("u"):
        raise Malformed("a status list is multibase base64url")
    bits = _unpack(multibase.decode(encoded))
    if len(bits) * 8 < CAPACITY:
        raise Malformed("the status list is shorter than the specification allows")
    return bits


def is_set(encoded: str, index: int) -> bool:
    bits = decode(encoded)
    if not 0 <= index < len(bits) * 8:
        raise Malformed(f"the status list has no index {index}")
    return bool(bits[index // 8] & 0b1000_0000 >> index % 8)


def entry(list_url: str, index: int | str, purpose: str = "revocation") -> Json:
    """The `credentialStatus` of a credential that has this place on the list (or a slot for it).

    Its id must differ from the list's (section 2.1), so it points to a place in the list.
    """
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def check_entry(found: Json) -> None:
    """Malformed unless it is what section 2.1 asks of an entry."""
    url, index = found.get("statusListCredential"), found.get("statusListIndex")
    if not (isinstance(url, str) and is_iri(url)) or found.get("id") == url:
        raise Malformed("statusListCredential is no URL of another thing than the entry")
    if not (isinstance(index, str) and _INDEX.match(index)):
        raise Malformed(f"statusListIndex is not a number in text: {index!r}")
    if not isinstance(found.get("statusPurpose"), str):
        raise Malformed("statusPurpose is not text")
    references = found.get("statusReference", [])
    for each in references if isinstance(references, list) else [references]:
        if not (isinstance(each, str) and is_iri(each)):
            raise Malformed(f"statusReference is not a URL: {each!r}")
    _check_messages(found.get("statusSize", 1), found.get("statusMessage"))


def check_list(subject: Json) -> None:
    """Malformed unless it is what section 2.2 asks of the subject of a list."""
    purposes = subject.get("statusPurpose")
    texts = purposes if isinstance(purposes, list) else [purposes]
    if subject.get("type") != "BitstringStatusList":
        raise Malformed("the subject of a status list is a BitstringStatusList")
    if not texts or not all(isinstance(each, str) for each in texts):
        raise Malformed("statusPurpose is not one or several texts")
    decode(str(subject.get("encodedList")))


def credential(
    list_url: str,
    issuer_did: str,
    set_indices: Iterable[int],
    valid_from: str,
    *,
    purpose: str = "revocation",
    valid_until: str | None = None,
) -> Json:
    """The list itself as an unsecured BitstringStatusListCredential (section 2.2)."""
    document: Json = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did,
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(set_indices),
        },
    }
    return document | ({"validUntil": valid_until} if valid_until else {})


def _check_messages(size: object, messages: object) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= _MOST_BITS:
        raise Malformed(f"statusSize is not a small number above zero: {size!r}")
    if messages is None and size == 1:
        return
    if not (isinstance(messages, list) and len(messages) == 2**size):
        raise Malformed(f"not one message for each of {2**size} statuses")
    for each in messages:
        match each:
            case {"status": str(status), "message": str()} if _HEX.match(status):
                pass
            case _:
                raise Malformed("a statusMessage has a status in hexadecimal, and a message")


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        bits = unpacker.decompress(packed, _LARGEST + 1)
    except zlib.error as error:
        raise Malformed("the status list is not gzip") from error
    if len(bits) > _LARGEST:
        raise Malformed("the status list is longer than we read")
    if not unpacker.eof or unpacker.unused_data:
        raise Malformed("the status list is cut off, or something follows it")
    return bits

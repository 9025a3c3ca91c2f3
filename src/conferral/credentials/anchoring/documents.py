"""What strangers are given of an anchor: where it is, and the files with which they check it."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings

from conferral.credentials.anchoring.models import Anchor, Kind
from credkit.anchors import ethereum

_UNSAFE = re.compile(r"[^a-z0-9]+")


def summary(anchor: Anchor) -> dict[str, Any]:
    """As `/log/anchors` lists it. `block` is null until one holds it."""
    return {
        "type": anchor.kind,
        "place": anchor.place,
        "log": anchor.checkpoint.origin,
        "size": anchor.checkpoint.size,
        "root": bytes(anchor.checkpoint.root).hex(),
        "sentAt": anchor.sent_at,
        "block": anchor.block,
        "heldAt": anchor.held_at,
    }


def proof_file(anchor: Anchor) -> bytes:
    """The `.ots` of OpenTimestamps; for a chain a JSON that names the transaction."""
    if anchor.kind == Kind.OPENTIMESTAMPS:
        return bytes(anchor.proof)
    said = ethereum.parse(bytes(anchor.proof))
    found = {
        "type": Kind.ETHEREUM.value,
        "chain": anchor.place,
        "transaction": anchor.transaction,
        "account": f"0x{said.account.hex()}",
        "payload": f"0x{said.payload.hex()}",
        **_beside(anchor),
        "block": anchor.block,
        "blockHash": anchor.block_hash or None,
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _beside(anchor: Anchor) -> dict[str, str]:
    """The payload is then SHA-256(this || the checkpoint's root)."""
    documents = bytes(anchor.documents_root)
    return {"documentsRoot": f"0x{documents.hex()}"} if documents else {}


def type_of(anchor: Anchor) -> str:
    """Of the proof, as HTTP says it."""
    is_stamp = anchor.kind == Kind.OPENTIMESTAMPS
    return "application/octet-stream" if is_stamp else "application/json"


def name_of(anchor: Anchor) -> str:
    """A file name for the proof: "checkpoint-4711.alice-example.ots"."""
    place = _UNSAFE.sub("-", anchor.place.lower().partition("://")[2] or anchor.place).strip("-")
    ending = "ots" if anchor.kind == Kind.OPENTIMESTAMPS else "json"
    return f"checkpoint-{anchor.checkpoint.size}.{place}.{ending}"


def evidence(index: int) -> Iterator[tuple[Anchor, dict[str, bytes]]]:
    """For the entry at `index`: the earliest anchor in each place that covers it, with its files.

    By name: the checkpoint that is anchored, and the proof. An inclusion proof into that very
    checkpoint (`log.proof_of`) leads from the entry to it.
    """
    seen: set[str] = set()
    for anchor in Anchor.objects.over(index, settings.LOG_ORIGIN):
        if anchor.place not in seen:
            seen.add(anchor.place)
            checkpoint = f"checkpoint-{anchor.checkpoint.size}"
            files = {
                checkpoint: anchor.checkpoint.note.encode(),
                name_of(anchor): proof_file(anchor),
            }
            yield anchor, files

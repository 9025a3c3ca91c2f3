"""Does an anchor hold? With what a stranger has: a proof, a checkpoint, and a way to the chain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import orjson

from conferral.credentials.anchoring import calendars, ethereum, places
from conferral.credentials.anchoring.models import Kind
from conferral.credentials.anchoring.places import Place
from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach
from credkit.anchors import merkle_path, opentimestamps
from credkit.anchors.bitcoin import Header
from credkit.anchors.opentimestamps import Timestamp
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints

_ROOT = re.compile(r"0x[0-9a-f]{64}")
_MOST = 4096  # Bytes: a hash or a header, in hexadecimal.


@dataclass(frozen=True)
class Outcome:
    """`holds`: None when it cannot be told. `at`: when the block was made, by its own clock."""

    holds: bool | None
    sentence: str
    at: datetime | None = None


@dataclass(frozen=True)
class Sources:
    """Where the chain is asked. `header`: of the block, as somebody has it; else an `explorer`
    (Esplora's addresses) or, for a chain like Ethereum, a node at `rpc`."""

    header: Header | None = None
    explorer: str = ""
    rpc: str = ""


def check(proof: bytes, checkpoint: str, sources: Sources) -> Outcome:
    """Malformed: the proof is none. Unreachable: nobody answers."""
    if proof.startswith(opentimestamps.MAGIC[:1]):
        return _check_stamp(opentimestamps.parse_file(proof), checkpoint, sources)
    return _check_transaction(_read(proof), checkpoint, sources)


def _check_stamp(stamp: Timestamp, checkpoint: str, sources: Sources) -> Outcome:
    if stamp.message != calendars.digest_of(checkpoint):
        return Outcome(False, "The proof is about another file than this checkpoint.")
    if not stamp.heights:
        calendar = next((pending.calendar for _, pending in stamp.pending), "Nobody")
        return Outcome(None, f"{calendar} promises it; no block holds it yet.")
    headers = _headers(stamp, sources)
    if not headers:
        block = stamp.heights[0]
        return Outcome(None, f"It says block {block:,} of Bitcoin: give its header or an explorer.")
    held = opentimestamps.held_by(stamp, headers)
    if held is None:
        return Outcome(False, "No block that it names holds it.")
    return Outcome(True, f"Bitcoin holds it, in block {held.hash}.", held.time)


def _headers(stamp: Timestamp, sources: Sources) -> Mapping[int, Header]:
    if sources.header:
        return dict.fromkeys(stamp.heights, sources.header)
    if not sources.explorer:
        return {}
    return {height: _header(sources.explorer.rstrip("/"), height) for height in stamp.heights[:3]}


def _header(explorer: str, height: int) -> Header:
    """The explorer is believed that it is Bitcoin's. Malformed: not the block that it said."""
    name = _text(f"{explorer}/block-height/{height}")
    try:
        header = Header.of(bytes.fromhex(_text(f"{explorer}/block/{name}/header")))
    except ValueError as error:
        raise Malformed("the explorer gives no header") from error
    if header.hash != name:
        raise Malformed("the explorer gives another block's header")
    return header


def _text(url: str) -> str:
    reach = places.reach_of(url, Reach.PUBLIC)
    answer = outbound.ask(Question(url, most=_MOST), reach)
    if answer.status != HTTPStatus.OK:
        raise outbound.Unreachable(f"The explorer answers {answer.status}.")
    return answer.body.decode("ascii", errors="replace").strip()


def _check_transaction(said: dict[str, Any], checkpoint: str, sources: Sources) -> Outcome:
    payload, transaction, chain = (
        _payload(said, checkpoints.claimed(checkpoint).root),
        str(said["transaction"]),
        str(said["chain"]),
    )
    if not sources.rpc:
        return Outcome(
            None, f"It says transaction {transaction} of {chain}: give a node's address."
        )
    place = Place(Kind.ETHEREUM, chain, sources.rpc, places.reach_of(sources.rpc, Reach.INTERNAL))
    node = ethereum.at(place)
    if f"eip155:{node.chain()}" != chain:
        return Outcome(None, f"That node is not of {chain}.")
    if node.payload_of(transaction) != payload:
        return Outcome(False, "No such transaction says the root of this checkpoint.")
    block = node.block_of(transaction)
    if block is None:
        return Outcome(None, "The transaction is on its way; no block holds it yet.")
    deep = f"{block.depth:,} block{'' if block.depth == 1 else 's'} deep"
    return Outcome(True, f"{chain} holds it, in block {block.height:,}, {deep}.", block.time)


def _payload(said: dict[str, Any], root: bytes) -> bytes:
    """What the transaction has to say: the root, or the node above it and that of documents."""
    written = said.get("documentsRoot")
    if written is None:
        return root
    if not isinstance(written, str) or not _ROOT.fullmatch(written):
        raise Malformed("a documentsRoot that is no hash")
    return merkle_path.both(bytes.fromhex(written[2:]), root)


def _read(proof: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(proof)
    except orjson.JSONDecodeError as error:
        raise Malformed("neither an OpenTimestamps proof nor JSON") from error
    if not isinstance(said, dict) or said.get("type") != Kind.ETHEREUM:
        raise Malformed("not the proof of an anchor")
    if not isinstance(said.get("transaction"), str) or not isinstance(said.get("chain"), str):
        raise Malformed("it names no transaction of a chain")
    return said

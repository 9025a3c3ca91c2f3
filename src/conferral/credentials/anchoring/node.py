"""A node of an Ethereum-compatible chain, asked by web3 through the one door. Only here is web3."""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.address import to_checksum_address
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import TransactionNotFound, Web3Exception
from web3.providers.base import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse, TxParams

from conferral.credentials.anchoring.places import Place
from conferral.foundation import outbound
from conferral.foundation.outbound import Question
from conferral.foundation.refusal import Refused
from credkit.keys import secp256k1

_MOST = 1_048_576  # Bytes of an answer: a block with the hashes of its transactions.
_SOME_TIP = 1_000_000_000  # Wei, where a node has no opinion.


@dataclass(frozen=True)
class Fees:
    """Of the newest block and for the next one, in wei for each unit of gas."""

    base: int
    tip: int


@dataclass(frozen=True)
class Block:
    """`depth`: how many blocks stand on it, itself counted."""

    height: int
    hash: str
    time: datetime
    depth: int


class Node:
    """Unreachable and TooMuch as the door says; Refused where the node says no."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.eth = Web3(_ThroughTheDoor(place)).eth

    def chain(self) -> int:
        return int(self._told(lambda: self.eth.chain_id))

    def nonce(self, account: bytes) -> int:
        """How many transactions of that account are in blocks: what waits does not count."""
        return int(self._told(lambda: self.eth.get_transaction_count(_address(account), "latest")))

    def fees(self) -> Fees:
        base = self._told(lambda: self.eth.get_block("latest").get("baseFeePerGas", 0))
        try:
            return Fees(base, self.eth.max_priority_fee)
        except Web3Exception:
            return Fees(base, _SOME_TIP)

    def gas(self, account: bytes, payload: bytes) -> int:
        address = _address(account)
        wanted: TxParams = {"from": address, "to": address, "data": HexBytes(payload)}
        return int(self._told(lambda: self.eth.estimate_gas(wanted)))

    def send(self, raw: bytes) -> None:
        self._told(lambda: self.eth.send_raw_transaction(HexBytes(raw)))

    def payload_of(self, transaction: str) -> bytes | None:
        """What that transaction says. None: the chain does not know it."""
        try:
            return bytes(self._told(lambda: self.eth.get_transaction(_hash(transaction)))["input"])
        except TransactionNotFound:
            return None

    def block_of(self, transaction: str) -> Block | None:
        """The block that holds it, if one does."""
        try:
            receipt = self._told(lambda: self.eth.get_transaction_receipt(_hash(transaction)))
        except TransactionNotFound:
            return None
        height = receipt["blockNumber"]
        newest = self._told(lambda: self.eth.block_number)
        found = self._told(lambda: self.eth.get_block(height))
        time = datetime.fromtimestamp(found["timestamp"], UTC)
        return Block(height, Web3.to_hex(found["hash"]), time, newest - height + 1)

    def _told(self, ask: Any) -> Any:
        try:
            return ask()
        except TransactionNotFound:
            raise
        except (Web3Exception, ValueError, KeyError, TypeError) as error:
            raise Refused(f"The node of {self.place.name} says: {str(error)[:300]}") from error


def keccak(content: bytes) -> bytes:
    return bytes(Web3.keccak(content))


def account_of(public_multikey: str) -> bytes:
    """The account of a key: twenty bytes (Yellow Paper, appendix F)."""
    return keccak(secp256k1.point(public_multikey))[-20:]


def written(account: bytes) -> str:
    """As people write it, with a checksum in its capitals (EIP-55)."""
    return to_checksum_address(account)


def parity_of(r: int, s: int, digest: bytes, public_multikey: str) -> int:
    """Which of the two points that `r` may stand for is the one that was signed with."""
    for parity in (0, 1):
        try:
            found = Signature(vrs=(parity, r, s)).recover_public_key_from_msg_hash(digest)
        except BadSignature:
            continue
        if found.to_bytes() == secp256k1.point(public_multikey):
            return parity
    raise ValueError("another key's signature")


class _ThroughTheDoor(JSONBaseProvider):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        body = self.encode_rpc_request(method, params)
        question = Question(self.place.url, body, "application/json", most=_MOST)
        answer = outbound.ask(question, self.place.reach)
        if answer.status != HTTPStatus.OK:
            raise outbound.Unreachable(f"The node of {self.place.name} answers {answer.status}.")
        return self.decode_rpc_response(answer.body)


def _address(account: bytes) -> Any:
    return to_checksum_address(account)


def _hash(transaction: str) -> Any:
    return HexBytes(transaction)

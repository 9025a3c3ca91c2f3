"""A root as the payload of a transaction to oneself, signed by a key of the vault.

There is never more than one on its way: a transaction takes the number of the last one that is not
in a block, so the chain itself takes either the one or the other.
"""

import importlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from conferral.credentials.anchoring.places import Place
from conferral.foundation import vault
from conferral.foundation.refusal import Refused
from credkit.anchors import ethereum
from credkit.anchors.ethereum import Transaction
from credkit.keys import Algorithm

KEY = "anchor"
DEPTH = 12
"""Blocks that must stand on a transaction before we say that it stays."""
_MOST_GAS = 100_000  # A transaction that only says thirty-two bytes takes a quarter of that.
_WEI = 10**9  # In a gwei.


class TooDear(Exception):
    """The chain asks for more today than the settings allow. In words."""


@dataclass(frozen=True)
class Signed:
    raw: bytes
    hash: str


def make_account() -> str:
    """The account that pays, as people write it. Its key is made where there is none."""
    vault.create(KEY, Algorithm.SECP256K1)
    return str(_node_module().written(_account()))


def public_multikey() -> str:
    """Of the account's key; empty where there is none."""
    try:
        return vault.public_multikey(KEY)
    except Refused:
        return ""


def account() -> str:
    """The account that pays, as people write it. Refused: it has not been made."""
    return str(_node_module().written(_account()))


def signed(place: Place, root: bytes, instead_of: bytes = b"") -> Signed:
    """A transaction that says `root`. `instead_of`: one that no block wants, which it outbids.

    TooDear, or Refused: another chain than the settings name, or a node that says no.
    """
    node = at(place)
    if node.chain() != settings.ETHEREUM_CHAIN_ID:
        raise Refused("The node of ETHEREUM_RPC is not of the chain ETHEREUM_CHAIN_ID.")
    account, fees = _account(), node.fees()
    tip, most = fees.tip, 2 * fees.base + fees.tip
    if instead_of:  # Nodes take another of the same number only if it pays a tenth more.
        before = ethereum.parse(instead_of)
        tip, most = max(tip, before.tip * 5 // 4), max(most, before.most * 5 // 4)
    ceiling = settings.ETHEREUM_MAX_FEE_GWEI * _WEI
    if fees.base + tip > ceiling:
        raise TooDear(
            f"{place.name} asks for {(fees.base + tip) / _WEI:.1f} gwei; ETHEREUM_MAX_FEE_GWEI "
            f"allows {settings.ETHEREUM_MAX_FEE_GWEI}."
        )
    gas = node.gas(account, root)
    if gas > _MOST_GAS:
        raise Refused(f"{place.name} wants {gas:,} gas for thirty-two bytes.")
    nonce = node.nonce(account)
    return _sign(
        Transaction(
            chain=settings.ETHEREUM_CHAIN_ID,
            nonce=nonce,
            tip=tip,
            most=min(most, ceiling),
            gas=gas,
            account=account,
            payload=root,
        )
    )


def is_overtaken(place: Place, raw: bytes) -> bool:
    """Has another transaction of our account taken its number in a block?"""
    ours = ethereum.parse(raw)
    return bool(at(place).nonce(ours.account) > ours.nonce)


def at(place: Place) -> Any:
    return _node_module().Node(place)


def _sign(transaction: Transaction) -> Signed:
    node, signer = _node_module(), vault.signer(KEY, Algorithm.SECP256K1)
    digest = node.keccak(transaction.unsigned)
    signature = signer.sign(digest)
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    raw = transaction.signed(node.parity_of(r, s, digest, signer.public_multikey), r, s)
    return Signed(raw, "0x" + node.keccak(raw).hex())


def _account() -> bytes:
    return bytes(_node_module().account_of(vault.public_multikey(KEY)))


@cache
def _node_module() -> Any:
    # Only who anchors on such a chain needs web3, so it is imported only for them.
    try:
        return importlib.import_module("conferral.credentials.anchoring.node")
    except ImportError:
        raise Refused(
            "To anchor on a chain like Ethereum, install: pip install conferral[ethereum]"
        ) from None

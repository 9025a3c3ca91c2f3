"""Blockcerts v3: a credential whose proof leads to a transaction of Ethereum (MerkleProof2019).

https://www.blockcerts.org/ · https://w3c-ccg.github.io/lds-merkle-proof-2019/

What is proved is the SHA-256 of the canonical document without its proof. Neither `created` nor
`verificationMethod` is under that hash: who issued it and when, the transaction says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Any

from credkit import canonical, cbor, multibase
from credkit.anchors import merkle_path
from credkit.anchors.merkle_path import HASH, LONGEST, Path, Side, Step
from credkit.canonical import Json
from credkit.errors import Fault, Malformed

CONTEXT = "https://w3id.org/blockcerts/v3.2"
TYPE = "BlockcertsCredential"
CRYPTOSUITE = "merkle-proof-2019"
_LEFT_OUT = frozenset(["proof", "credentialStatus"])
_ETHEREUM = 1
_ROOT, _TARGET, _ANCHORS, _PATH = range(4)
_CHAIN, _NETWORK, _TRANSACTION = range(3)
_HEX = re.compile(r"(?:0x)?([0-9a-f]{64})")


class Network(IntEnum):
    """Of the chains like Ethereum, those that readers of Blockcerts know, by their numbers."""

    MAINNET = 1
    SEPOLIA = 11155111


@dataclass(frozen=True)
class Proof:
    """That the document of hash `target` is under `root`, which that transaction says.

    All three, and each sibling of the path: 32 bytes.
    """

    target: bytes
    path: Path
    root: bytes
    network: Network
    transaction: bytes

    @property
    def holds(self) -> bool:
        """Does the path lead from the target to the root? Whether the transaction says the root,
        and whose it is, the chain must be asked."""
        return merkle_path.end_of(self.path, self.target) == self.root


def document(credential: Json) -> Json:
    """The same claims as a Blockcert, without a proof. `credential`: an Open Badge of VC 2.0.

    The words of Open Badges come after those of Blockcerts: some stand in both, and are protected.
    Its status goes: cert-verifier-js refuses Bitstring Status Lists without contexts of their own.
    """
    first, *others = credential["@context"]
    said = {name: value for name, value in credential.items() if name not in _LEFT_OUT}
    return said | {
        "@context": [first, CONTEXT, *others],
        "type": [*credential["type"], TYPE],
    }


def target_of(blockcert: Json) -> bytes:
    """SHA-256 of its canonical N-Quads without the proof. Malformed as in `canonical.rdfc`."""
    unsecured = {name: value for name, value in blockcert.items() if name != "proof"}
    return sha256(canonical.rdfc(unsecured).encode()).digest()


def secured(blockcert: Json, proof: Proof, verification_method: str, created: str) -> Json:
    """The Blockcert with its proof. `created`: a moment as text (see `credential.timestamp`)."""
    return blockcert | {
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": CRYPTOSUITE,
            "created": created,
            "verificationMethod": verification_method,
            "proofPurpose": "assertionMethod",
            "proofValue": value_of(proof),
        }
    }


def value_of(proof: Proof) -> str:
    """As `proofValue` holds it: base58btc of CBOR, in which each hash is the CBOR of its hex."""
    steps: list[cbor.Value] = [[int(each.side), _hashed(each.sibling)] for each in proof.path]
    transaction = cbor.encode(f"0x{proof.transaction.hex()}")
    anchor: list[cbor.Value] = [
        [_CHAIN, _ETHEREUM],
        [_NETWORK, int(proof.network)],
        [_TRANSACTION, transaction],
    ]
    return multibase.to_base58btc(
        cbor.encode(
            [
                [_PATH, steps],
                [_ROOT, _hashed(proof.root)],
                [_TARGET, _hashed(proof.target)],
                [_ANCHORS, [anchor]],
            ]
        )
    )


def parse_value(text: str) -> Proof:
    """The proof in a `proofValue`. Hashes may be bytes, as other writers have them.

    Malformed: none, or one of another chain than Ethereum's (Fault.UNSUPPORTED).
    """
    if not text.startswith("z"):
        raise Malformed("a proof value in another base than base58btc", Fault.ENCODING)
    said = _pairs(cbor.decode(multibase.decode(text)), (_ROOT, _TARGET, _ANCHORS, _PATH))
    network, transaction = _anchor(said[_ANCHORS])
    return Proof(
        _hash(said[_TARGET]), _read_path(said[_PATH]), _hash(said[_ROOT]), network, transaction
    )


def _hashed(content: bytes) -> bytes:
    return cbor.encode(content.hex())


def _hash(value: Any) -> bytes:
    inner = cbor.decode(value) if isinstance(value, bytes) else value
    found = _HEX.fullmatch(inner) if isinstance(inner, str) else None
    if found:
        return bytes.fromhex(found[1])
    if not isinstance(inner, bytes) or len(inner) != HASH:
        raise Malformed("not a hash of 32 bytes")
    return inner


def _pairs(value: Any, keys: Sequence[int]) -> dict[int, Any]:
    """What stands beside each key, all of which must be there once."""
    if not isinstance(value, list) or not all(_is_pair(each) for each in value):
        raise Malformed("not pairs of a key and a value")
    if sorted(key for key, _ in value) != sorted(keys):
        raise Malformed("other keys than those of MerkleProof2019")
    return dict(value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)


def _read_path(value: Any) -> Path:
    if not isinstance(value, list) or not all(_is_pair(each) for each in value):
        raise Malformed("not a path of pairs")
    if len(value) > LONGEST:
        raise Malformed(f"a path of more than {LONGEST} steps", Fault.TOO_MUCH)
    if any(side not in set(Side) for side, _ in value):
        raise Malformed("a sibling that stands neither left nor right")
    return tuple(Step(Side(side), _hash(sibling)) for side, sibling in value)


def _anchor(value: Any) -> tuple[Network, bytes]:
    if not isinstance(value, list) or len(value) != 1:
        raise Malformed("not one anchor", Fault.UNSUPPORTED)
    said = _pairs(value[0], (_CHAIN, _NETWORK, _TRANSACTION))
    network = said[_NETWORK]
    if said[_CHAIN] != _ETHEREUM or not isinstance(network, int) or network not in set(Network):
        raise Malformed("an anchor in another chain than Ethereum", Fault.UNSUPPORTED)
    return Network(network), _hash(said[_TRANSACTION])

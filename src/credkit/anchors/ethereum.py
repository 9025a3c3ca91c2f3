"""A transaction that says thirty-two bytes to oneself, on any chain that takes those of Ethereum.

https://eips.ethereum.org/EIPS/eip-1559. Whoever signs it hashes `unsigned` with Keccak-256.
"""

from dataclasses import dataclass

from credkit.anchors import rlp
from credkit.errors import Fault, Malformed

_TYPE = b"\x02"
_ADDRESS = 20
_PAYLOAD = 32
_FIELDS = 12


@dataclass(frozen=True)
class Transaction:
    """`tip` and `most`: what is paid for each unit of gas, in wei. `account`: 20 bytes, both ends.

    `payload`: 32 bytes, the root of a tree. No money is sent.
    """

    chain: int
    nonce: int
    tip: int
    most: int
    gas: int
    account: bytes
    payload: bytes

    @property
    def unsigned(self) -> bytes:
        """What its signature is over."""
        return _TYPE + rlp.of_list(self._fields())

    def signed(self, parity: int, r: int, s: int) -> bytes:
        """As a node takes it. `parity`: of the point that `r` is the coordinate of."""
        signature = [rlp.of_bytes(rlp.number(each)) for each in (parity, r, s)]
        return _TYPE + rlp.of_list([*self._fields(), *signature])

    def _fields(self) -> list[bytes]:
        numbers = [self.chain, self.nonce, self.tip, self.most, self.gas]
        first = [rlp.of_bytes(rlp.number(each)) for each in numbers]
        no_money, no_access_list = rlp.of_bytes(b""), rlp.of_list([])
        return [
            *first,
            rlp.of_bytes(self.account),
            no_money,
            rlp.of_bytes(self.payload),
            no_access_list,
        ]


def parse(raw: bytes) -> Transaction:
    """A signed transaction of this kind; its signature is not checked. Malformed: any other."""
    if raw[:1] != _TYPE:
        raise Malformed("not a transaction of EIP-1559", Fault.UNSUPPORTED)
    items = rlp.flat_list(raw[1:])
    if len(items) != _FIELDS:
        raise Malformed(f"a signed transaction has {_FIELDS} fields")
    *numbers, account, money, payload, access = items[:9]
    if len(account) != _ADDRESS or money or len(payload) != _PAYLOAD or access:
        raise Malformed("not a transaction that only says thirty-two bytes", Fault.UNSUPPORTED)
    chain, nonce, tip, most, gas = (rlp.number_of(each) for each in numbers)
    read = Transaction(chain, nonce, tip, most, gas, account, payload)
    if raw != read.signed(*(rlp.number_of(each) for each in items[9:])):
        raise Malformed("a transaction that is not written as it has to be", Fault.ENCODING)
    return read

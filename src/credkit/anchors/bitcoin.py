"""The header of a block of Bitcoin: eighty bytes that cost work to make.

https://developer.bitcoin.org/reference/block_chain.html#block-headers
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from credkit.errors import Malformed

_SIZE = 80


@dataclass(frozen=True)
class Header:
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> "Header":
        """Malformed unless it has eighty bytes."""
        if len(content) != _SIZE:
            raise Malformed("the header of a block has 80 bytes")
        return cls(content)

    @property
    def merkle_root(self) -> bytes:
        return self.content[36:68]

    @property
    def time(self) -> datetime:
        """What its miner's clock said: within two hours of the network's."""
        return datetime.fromtimestamp(int.from_bytes(self.content[68:72], "little"), UTC)

    @property
    def hash(self) -> str:
        """As explorers show it: the bytes from right to left."""
        return sha256(sha256(self.content).digest()).digest()[::-1].hex()

    @property
    def has_worked(self) -> bool:
        """Is its hash as small as the header itself says that it must be?

        How small that must have been at its height, only the chain knows.
        """
        compact = int.from_bytes(self.content[72:76], "little")
        exponent, mantissa = compact >> 24, compact & 0x7FFFFF
        target = mantissa << 8 * (exponent - 3) if exponent >= 3 else mantissa >> 8 * (3 - exponent)
        return compact & 0x800000 == 0 and int(self.hash, 16) <= target

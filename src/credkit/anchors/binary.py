"""Bytes read one part after the other, as OpenTimestamps writes them; never past their end."""

from dataclasses import dataclass

from credkit.errors import Fault, Malformed

_MOST_BITS = 63


@dataclass
class Reader:
    content: bytes
    place: int = 0

    def take(self, count: int) -> bytes:
        """The next bytes. Malformed: there are not so many."""
        end = self.place + count
        if end > len(self.content):
            raise Malformed("it ends too early")
        taken, self.place = self.content[self.place : end], end
        return taken

    def number(self) -> int:
        """An unsigned number: seven bits to a byte, the lowest first (LEB128). No idle bytes."""
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            if shift and not byte:
                raise Malformed("a number with idle bytes", Fault.ENCODING)
            if not byte & 0x80:
                return number
            shift += 7
            if shift > _MOST_BITS:
                raise Malformed("a number of more than 63 bits", Fault.TOO_MUCH)

    def counted(self, most: int, least: int = 0) -> bytes:
        """Bytes after their number. Malformed: more than `most`, or less than `least`."""
        count = self.number()
        if not least <= count <= most:
            raise Malformed(f"between {least} and {most} bytes were expected", Fault.TOO_MUCH)
        return self.take(count)

    def end(self) -> None:
        """Malformed if anything is left."""
        if self.place != len(self.content):
            raise Malformed("something follows after its end")


def number(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def counted(content: bytes) -> bytes:
    return number(len(content)) + content

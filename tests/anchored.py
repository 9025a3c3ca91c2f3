"""A calendar of OpenTimestamps to anchor at, over HTTP on loopback."""

import hashlib
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bitcoin.core import CBlockHeader
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import Timestamp

from credkit.anchors.bitcoin import Header

HEIGHT = 870_000


@dataclass
class Calendar:
    """As opentimestamps-server answers: a promise at once, a block when it has been mined.

    It writes with the published library, never with ours. `away`: it answers 503.
    """

    url: str = ""
    away: bool = False
    asked: list = field(default_factory=list)
    promised: dict = field(default_factory=dict)
    header: Header | None = None

    def stamp(self, digest):
        self.asked.append(digest)
        stamp = Timestamp(digest)
        hashed = (
            stamp.ops.add(OpPrepend(b"\x65\0\0\0")).ops.add(OpAppend(b"hmac")).ops.add(OpSHA256())
        )
        hashed.attestations.add(PendingAttestation(self.url))
        self.promised[hashed.msg.hex()] = hashed.msg
        return _written(stamp)

    def timestamp(self, commitment):
        found = self.promised.get(commitment)
        if found is None or self.header is None:
            return None
        stamp = Timestamp(found)
        self._in_block(stamp).attestations.add(BitcoinBlockHeaderAttestation(HEIGHT))
        return _written(stamp)

    def mine(self):
        """A block, as hard to make as those of a test network, with our transaction alone."""
        root = self._in_block(Timestamp(list(self.promised.values())[-1])).msg
        for nonce in range(10_000):
            header = CBlockHeader(4, bytes(32), root, int(time.time()), 0x207FFFFF, nonce)
            self.header = Header.of(header.serialize())
            if self.header.has_worked:
                return

    def _in_block(self, stamp):
        transaction = stamp.ops.add(OpPrepend(b"version, input")).ops.add(OpAppend(b"locktime"))
        return transaction.ops.add(OpSHA256()).ops.add(OpSHA256())

    def explorer(self, path):
        """As Esplora answers: a height is a hash, a hash is a header."""
        if self.header and path == f"/block-height/{HEIGHT}":
            return self.header.hash.encode()
        if self.header and path == f"/block/{self.header.hash}/header":
            return self.header.content.hex().encode()
        return None


@contextmanager
def a_calendar():
    calendar = Calendar()

    def answer(method, path, body):
        if calendar.away:
            return 503, b""
        if method == "POST":
            return 200, calendar.stamp(body)
        if path.startswith("/timestamp/"):
            found = calendar.timestamp(path.removeprefix("/timestamp/"))
        else:
            found = calendar.explorer(path)
        return (404, b"not here") if found is None else (200, found)

    with served(answer) as url:
        calendar.url = url
        yield calendar


def entry(word):
    return hashlib.sha256(word.encode()).digest()


def _written(stamp):
    out = BytesSerializationContext()
    stamp.serialize(out)
    return out.getbytes()


@contextmanager
def served(answer):
    """The address of a server that says what `answer(method, path, body)` returns."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            self._say(*answer("GET", self.path, b""))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._say(*answer("POST", self.path, body))

        def _say(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()

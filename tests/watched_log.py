"""A log for monitors to watch, over HTTP or in memory: honest, until it is told not to be."""

import hashlib
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from credkit.keys import LocalSigner
from credkit.tlog import checkpoint, merkle, note, tiles
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.tiles import ENTRIES

ORIGIN = "log.example"
SIGNER = LocalSigner(b"log!" * 8)
VKEY = note.vkey(ORIGIN, SIGNER.public_multikey)


class WatchedLog:
    """`shown` overrides any file: bytes, None for no file, or a function that writes for ever."""

    def __init__(self, size=0, word="entry"):
        self.entries = []
        self.tiles = {}
        self.shown = {}
        self.cosignatures = ""
        self.grow(size, word)

    def grow(self, count, word="entry"):
        start = len(self.entries)
        new = [hashlib.sha256(f"{word} {n}".encode()).digest() for n in range(start, start + count)]
        leaves = [merkle.leaf_hash(entry) for entry in new]
        self.tiles.update(tiles.append(self._tile, start, leaves).tiles)
        self.entries += new
        self.cosignatures = ""

    @property
    def note(self):
        size = len(self.entries)
        return checkpoint.sign(Checkpoint(ORIGIN, size, tiles.root(self._tile, size)), SIGNER)

    def sign(self, size, root):
        """Any checkpoint at all, signed with the log's key."""
        return checkpoint.sign(Checkpoint(ORIGIN, size, root), SIGNER)

    def consistency(self, old, new=None):
        new = len(self.entries) if new is None else new
        return tiles.consistency_proof(self._tile, old, new) if old else []

    def fetch(self, path, most=0):
        """The file at that path below the log's address; None where there is none."""
        if path in self.shown:
            return self.shown[path]
        if path == "checkpoint":
            return (self.note + self.cosignatures).encode()
        place = tiles.parse_path(path)
        if place.level == ENTRIES:
            first = place.index * tiles.WIDTH
            found = self.entries[first : first + place.width]
            return tiles.encode_bundle(found) if len(found) == place.width else None
        hashes = self.tiles.get((place.level, place.index), b"")[: place.width * 32]
        return hashes if len(hashes) == place.width * 32 else None

    def _tile(self, level, index):
        return self.tiles.get((level, index), b"")


@contextmanager
def served(log):
    """The log's address, on loopback."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            found = log.fetch(self.path.removeprefix("/log/"))
            if callable(found):
                found(self)
                return
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, format, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/log"
    finally:
        server.shutdown()
        server.server_close()


def endless(door):
    """Send for ever, as fast as it goes."""
    door.send_response(200)
    door.end_headers()
    try:
        while True:
            door.wfile.write(b"x" * 65_536)
    except OSError:
        pass


def dripping(door):
    """Send for ever, a byte at a time."""
    door.send_response(200)
    door.end_headers()
    try:
        while True:
            door.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass

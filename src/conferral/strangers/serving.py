"""A witness over HTTP (C2SP tlog-witness). TLS is the business of whatever stands in front."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from conferral.foundation.refusal import Refused
from conferral.strangers.witness import Witness
from credkit.tlog.witness import LARGEST_REQUEST

_PATH = "/add-checkpoint"
_PATIENCE = 10  # Seconds for a request to arrive.
_MOST = LARGEST_REQUEST * 4  # Bytes: as many as so many characters may have.
_TEXT = "text/plain; charset=utf-8"


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Bound and not running yet. Port 0 takes a free one."""

    class Door(_Door):
        behind = witness

    return ThreadingHTTPServer((host, port), Door)


class _Door(BaseHTTPRequestHandler):
    behind: Witness
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server_version = "conferral-witness"
    sys_version = ""

    def do_POST(self) -> None:
        if self.path != _PATH:
            self._say(404, _TEXT, "There is only /add-checkpoint.\n")
            return
        if (size := self._announced()) is None:
            self._say(411, _TEXT, f"Say how long the request is; at most {_MOST:,} bytes.\n")
            return
        try:
            text = self.rfile.read(size).decode()
            reply = self.behind.add_checkpoint(text, lambda: int(time.time()))
        except UnicodeDecodeError:
            self._say(400, _TEXT, "A request is UTF-8.\n")
        except Refused as refusal:
            self._say(503, _TEXT, f"{refusal}\n")
        else:
            self._say(int(reply.status), reply.content_type, reply.body)

    def do_GET(self) -> None:
        """Under "/" the witness's key, for whoever wants to configure it."""
        if self.path == "/":
            self._say(200, _TEXT, f"{self.behind.vkey}\n")
        else:
            self._say(404, _TEXT, "There is only /add-checkpoint.\n")

    def log_message(self, format: str, *args: object) -> None:
        """Nobody is followed."""

    def _announced(self) -> int | None:
        said = self.headers.get("Content-Length", "")
        if not (said.isascii() and said.isdigit()) or len(said) > 9 or int(said) > _MOST:
            self.close_connection = True  # What follows is not read.
            return None
        return int(said)

    def _say(self, status: int, content_type: str, body: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

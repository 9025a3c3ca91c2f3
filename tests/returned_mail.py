"""A mailbox of the tests' own: as much of IMAP (RFC 9051) as it takes to read what came back."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LITERAL = re.compile(rb"BODY.PEEK\[\]<0\.(\d+)>")


class ReturnedMail:
    """`letters` by their UID, and the flags that somebody has set."""

    def __init__(self, *letters: bytes, password: str = "secret") -> None:
        self.letters = dict(enumerate(letters, 1))
        self.flags: dict[int, bytes] = {}
        self.password = password
        self.port = 0

    @property
    def address(self) -> str:
        return f"imap://returned:{self.password}@127.0.0.1:{self.port}/INBOX"

    def answer(self, command: bytes) -> Iterator[bytes]:
        """The lines before the tagged one; KeyError: the server says no."""
        match command.split():
            case [b"CAPABILITY"]:
                yield b"* CAPABILITY IMAP4rev1"
            case [b"LOGIN", _, password]:
                if password.strip(b'"').decode() != self.password:
                    raise KeyError
            case [b"SELECT", folder]:
                if folder.strip(b'"') != b"INBOX":
                    raise KeyError
                yield b"* %d EXISTS" % len(self.letters)
            case [b"UID", b"SEARCH", *_]:
                unseen = (b"%d" % uid for uid in self.letters if uid not in self.flags)
                yield b"* SEARCH " + b" ".join(unseen)
            case [b"UID", b"FETCH", uid, _]:
                most = int(_LITERAL.search(command)[1])
                raw = self.letters[int(uid)][:most]
                yield b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n%s)" % (uid, len(raw), raw)
            case [b"UID", b"STORE", uid, _, *flags]:
                self.flags[int(uid)] = b" ".join(flags)
            case [b"LOGOUT"]:
                yield b"* BYE"


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, command = line.strip().partition(b" ")
            try:
                for said in self.server.mailbox.answer(command):
                    self.wfile.write(said + b"\r\n")
                self.wfile.write(tag + b" OK done\r\n")
            except KeyError:
                self.wfile.write(tag + b" NO " + command + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, mailbox: ReturnedMail) -> None:
        self.mailbox = mailbox
        super().__init__(("127.0.0.1", 0), _Handler)


@contextmanager
def answering(mailbox: ReturnedMail) -> Iterator[None]:
    with _Server(mailbox) as server:
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()

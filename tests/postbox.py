"""A mail server of the tests' own: it speaks SMTP, keeps what it takes, and can be unkind."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """The handler that aiosmtpd asks. `refuses` are addresses that do not exist here; `loses`: of
    what goes to these, it takes and forgets it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: set[str] = set()
        self.refusal = "550 No such mailbox here"
        self.loses: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        if self.loses.intersection(envelope.rcpt_tos):
            return "250 Taken"
        self.letters.append(message_from_bytes(content, policy=policy.default))
        return "250 Taken"

    @property
    def message_ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]

    def to(self, address: str) -> EmailMessage:
        (letter,) = (each for each in self.letters if address in each["To"])
        return letter


@contextmanager
def listening(postbox: Postbox, port: int) -> Iterator[None]:
    """Take mail on that port of the loopback."""
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

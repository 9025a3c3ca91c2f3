"""Letters that somebody waits for at the screen: sent beside the answer, never before it.

So it takes as long to ask for a code whether the address is known or not.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.core.mail import EmailMessage

_LOG = logging.getLogger("conferral.sign_in")
_POST = ThreadPoolExecutor(max_workers=2, thread_name_prefix="post")
_ON_THE_WAY: set[Future[None]] = set()


def post(letter: EmailMessage) -> None:
    """Send it soon. What the mail server refuses is written to the log, without the address."""
    going = _POST.submit(_send, letter)
    _ON_THE_WAY.add(going)
    going.add_done_callback(_ON_THE_WAY.discard)


def settle() -> None:
    """Come back when every letter has left, or never will."""
    wait(list(_ON_THE_WAY))


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError as error:  # Every SMTPException is one.
        _LOG.error("A sign-in letter could not be sent: %s", type(error).__name__)

"""The picture that a letter carries along (RFC 2392): its reader fetches nothing.

So nobody learns when and where a letter is read, and programs that fetch no pictures show it.
"""

import re
from collections.abc import Callable
from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives

Draw = Callable[[str], bytes]
"""What `Message.picture` says, as JPEG; b"" where there is nothing to draw."""

CONTENT_ID = "picture"
CARRIED = f"cid:{CONTENT_ID}"
_SHOWN = re.compile(rf'<img\b[^>]*\bsrc="{CARRIED}"[^>]*>')


def draws_nothing(_: str) -> bytes:
    return b""


def without_picture(html: str) -> str:
    return _SHOWN.sub("", html)


class Email(EmailMultiAlternatives):
    """A letter and its picture are one body (multipart/related, RFC 2387), not a file beside."""

    mixed_subtype = "related"

    def carry(self, jpeg: bytes) -> None:
        picture = MIMEImage(jpeg, "jpeg")
        picture.add_header("Content-ID", f"<{CONTENT_ID}>")
        picture.add_header("Content-Disposition", "inline", filename="certificate.jpg")
        self.attach(picture)

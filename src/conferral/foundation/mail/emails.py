"""A message as it leaves: its parts, its headers, and the way out of letters that need not be."""

from email.utils import formataddr

from django.conf import settings
from django.utils.html import escape

from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.pictures import Draw, Email, draws_nothing, without_picture
from conferral.foundation.mail.wishes import Subscription

_QUIET = "margin:16px;text-align:center;font:14px/1.5 sans-serif"
_LAST_LINE = "\nNo more letters like this one: {url}\n"


def email_of(
    message: Message, way_out: Subscription | None = None, draw: Draw = draws_nothing
) -> Email:
    """One that is not kept, because nobody will ask for it again, has no number to be known by."""
    email = Email(
        message.subject,
        message.text + (_LAST_LINE.format(url=way_out.url) if way_out else ""),
        from_email=formataddr((message.organization.name, settings.DEFAULT_FROM_EMAIL)),
        to=[message.to],
        reply_to=[message.organization.email] if message.organization.email else None,
        headers=_headers(message, way_out),
    )
    drawn = draw(message.picture) if message.picture else b""
    if message.html:
        html = _html(message, way_out)
        email.attach_alternative(html if drawn else without_picture(html), "text/html")
    if drawn:
        email.carry(drawn)
    return email


def _html(message: Message, way_out: Subscription | None) -> str:
    """With the last line under the sheet."""
    if way_out is None:
        return message.html
    before, end, after = message.html.rpartition("</body>")
    link = (
        f'<a style="color:inherit" href="{escape(way_out.url)}">No more letters like this one</a>'
    )
    line = f'<p style="{_QUIET}">{link}</p>'
    return f"{before}{line}{end}{after}" if end else message.html + line


def _headers(message: Message, way_out: Subscription | None) -> dict[str, str]:
    """Nobody's holiday answers us (RFC 3834); one click ends what need not be sent (RFC 8058)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message.pk:
        headers["Message-ID"] = id_of(message)
    if way_out:
        headers["List-Unsubscribe"] = f"<{way_out.url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers

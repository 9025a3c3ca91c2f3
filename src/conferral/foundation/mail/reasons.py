"""Why a letter did not arrive, in plain words: the enhanced status codes of RFC 3463."""

from collections.abc import Sequence

_FOR_GOOD = "5"
_EXACTLY = {
    "1.1": "There is no such mailbox.",
    "1.2": "There is no such mail server.",
    "1.3": "The address is not written as an address.",
    "1.6": "The mailbox has moved, and nobody says where.",
    "1.8": "Their mail server does not accept our own address.",
    "1.10": "That domain takes no mail at all.",
    "2.1": "The mailbox was closed.",
    "2.2": "The mailbox is full.",
    "2.3": "The letter is longer than that mailbox takes.",
    "4.1": "Their mail server does not answer.",
    "4.4": "Nobody knows where mail for that domain goes.",
    "4.6": "Their mail server sends it round in a circle.",
    "4.7": "Their mail server did not take it in time.",
    "7.1": "Their mail server refuses letters from us.",
    "7.26": "Their mail server does not believe that the letter is ours (SPF, DKIM).",
}
_BY_SUBJECT = {
    "1": "Something is wrong with the address.",
    "2": "Something is wrong with that mailbox.",
    "3": "Their mail server cannot take it.",
    "4": "The way to their mail server is interrupted.",
    "5": "Their mail server did not understand ours.",
    "6": "Their mail server cannot read such letters.",
    "7": "Their mail server refuses letters like this one.",
}
_UNKNOWN = "Their mail server refuses it."


def in_words(status: str) -> str:
    """`status`: "5.1.1"; empty where the server gave none."""
    _, _, detail = status.partition(".")
    return _EXACTLY.get(detail) or _BY_SUBJECT.get(detail.partition(".")[0], _UNKNOWN)


def is_for_good(status: str) -> bool:
    """Does asking again change nothing? 4 says that it may, 5 that it does not (section 3)."""
    return status.startswith(_FOR_GOOD)


def status_in(code: int, answer: Sequence[str]) -> str:
    """Of an SMTP reply: the enhanced code its text begins with (RFC 2034), else its first digit."""
    first = answer[0] if answer else ""
    parts = first.split(".")
    is_enhanced = len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)
    return first if is_enhanced and len(first) <= 11 else f"{code // 100}.0.0"

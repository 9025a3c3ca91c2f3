"""Links that stand in letters: signed, good for a while, and each names its letter.

So whoever opens one can ask whether that letter lies in a mailbox of its reader still.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from django.core import signing

T = TypeVar("T")


@dataclass(frozen=True)
class Named(Generic[T]):
    """What a link leads to, and the key of the letter in which it was sent; "": of none."""

    what: T
    letter: str = ""


def signed(what: int | str, letter: str, salt: str) -> str:
    """Letters, digits, "_", "-" and ":"."""
    return signing.dumps([what, letter] if letter else what, salt=salt)


def named(token: str, kind: type[T], salt: str, lasts: timedelta) -> Named[T]:
    """`signing.SignatureExpired` when it was good once, else `BadSignature`."""
    match signing.loads(token, salt=salt, max_age=lasts):
        case [what, str(letter)] if isinstance(what, kind):
            return Named(what, letter)
        case what if isinstance(what, kind):
            return Named(what)
    raise signing.BadSignature("It leads to something else.")

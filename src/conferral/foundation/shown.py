"""What somebody was shown of many rows, in a word: they confirm those, and no others.

As many as before need not be the same ones: one may have left, and another have come.
"""

from collections.abc import Iterable
from hashlib import sha256

from conferral.foundation.refusal import Refused


def word_of(keys: Iterable[int]) -> str:
    """The same in whatever order; for a form to carry along."""
    return sha256(" ".join(map(str, sorted(keys))).encode()).hexdigest()[:32]


def refuse_others(keys: Iterable[int], shown: str) -> None:
    """`shown`: the word of what somebody was shown; "": they were shown a number alone."""
    if shown and word_of(keys) != shown:
        raise Refused("There are others by now than you were shown. Look again.")

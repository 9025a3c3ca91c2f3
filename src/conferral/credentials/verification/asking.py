"""Ask others for their keys and status lists, where the operator wants that: briefly, and seldom.

All of it has one budget of time, and who is late is not waited for. Nobody is told who wants to
know, nor of which certificate. Kept is the document with the keys, for an hour.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from time import monotonic

from django.conf import settings
from django.core.cache import cache

from conferral.credentials.verification.foreign import Needed
from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach, TooMuch, Unreachable

Ask = Callable[[Needed], dict[str, str]]
"""What was answered, by address; of those that did not answer nothing, or ""."""

_WITHIN = 2.0  # Seconds, for everything that one file needs.
_MOST = 65_536  # Bytes of one answer.
_KEPT, _AVOIDED = 3600, 300  # Seconds; whoever did not answer is not asked again for a while.
_DOORS = BoundedSemaphore(6)  # In one process: a name server that does not answer holds its door.
_OK = 200


def nobody(_needed: Needed) -> dict[str, str]:
    return {}


def others(
    needed: Needed, may_ask: Callable[[], bool] = lambda: True, reach: Reach = Reach.PUBLIC
) -> dict[str, str]:
    """`may_ask`: whether whoever waits for it has not asked for too much already."""
    if not settings.ASK_FOREIGN_ISSUERS:
        return {}
    known = cache.get(_key(needed.keys)) if needed.keys else None
    if known == "":  # Without their keys, the rest says nothing.
        return {}
    kept = {needed.keys: known} if known else {}
    wanted = [url for url in (needed.keys, *needed.lists) if url and url not in kept]
    if not wanted or not may_ask():
        return kept
    said = _asked(wanted, reach)
    if needed.keys in said:
        found = said[needed.keys]
        cache.set(_key(needed.keys), found, _KEPT if found else _AVOIDED)
    return kept | said


def _asked(urls: Iterable[str], reach: Reach) -> dict[str, str]:
    """All at the same time. "": no answer within the budget."""
    give_up_at = monotonic() + _WITHIN
    answers: SimpleQueue[tuple[str, str]] = SimpleQueue()
    asked = [url for url in urls if _DOORS.acquire(blocking=False)]
    for url in asked:
        Thread(target=_fetch, args=(url, reach, answers), daemon=True).start()
    said = dict.fromkeys(asked, "")
    with suppress(Empty):
        for _ in asked:
            url, text = answers.get(timeout=max(0.001, give_up_at - monotonic()))
            said[url] = text
    return said


def _fetch(url: str, reach: Reach, answers: "SimpleQueue[tuple[str, str]]") -> None:
    try:
        answer = outbound.ask(Question(url, most=_MOST, within=_WITHIN), reach)
        answers.put((url, answer.body.decode() if answer.status == _OK else ""))
    except (Unreachable, TooMuch, UnicodeDecodeError):
        answers.put((url, ""))
    finally:
        _DOORS.release()


def _key(url: str) -> str:
    return f"foreign-keys:{sha256(url.encode()).hexdigest()}"

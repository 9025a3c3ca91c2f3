"""How often one may fail to sign in: a few times for an account from one address, then a pause."""

import hashlib

from django.core.cache import caches

TRIES = 5
PAUSE = 15 * 60  # Seconds, from the first failure on.


def is_exhausted(email: str, address: str) -> bool:
    return int(caches["shared"].get(_key(email, address), 0)) >= TRIES


def count_failure(email: str, address: str) -> None:
    key, cache = _key(email, address), caches["shared"]
    cache.add(key, 0, PAUSE)
    cache.incr(key)


def forget(email: str, address: str) -> None:
    caches["shared"].delete(_key(email, address))


def _key(email: str, address: str) -> str:
    # A digest: the cache holds no e-mail addresses, and its keys have no odd characters.
    return "sign-in:" + hashlib.sha256(f"{email}\n{address}".encode()).hexdigest()

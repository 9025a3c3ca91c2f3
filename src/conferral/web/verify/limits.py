"""Guessing is made pointless: whoever asks for numbers that are not there must soon wait.

A number has 65 random bits, so nobody finds one by trying; this keeps trying from costing us much.
Nobody is remembered for it: an address is kept in memory only, as an HMAC under a key that is made
anew each day and stands nowhere.
"""

import hmac
import secrets
from time import monotonic

from django.http import HttpRequest

from conferral.web.shared.client_address import client_address, neighbourhood
from conferral.web.verify.bucket import Buckets

_MINUTE, _HOUR, _DAY = 60, 3600, 86400  # Seconds.
RETRY_AFTER = 10  # Seconds; by then some of the tokens are back.
_EVERYBODY = b""
_SECONDS_OF_WORK = 0.25  # On a file, for one token more.


class Door:
    """How much guessing one process puts up with."""

    def __init__(self) -> None:
        self._address = Buckets(30, 30 / _MINUTE)
        self._neighbours = Buckets(300, 300 / _HOUR)
        self._all = Buckets(50, 50)
        self._files, self._all_files = Buckets(30, 30 / _MINUTE), Buckets(60, 2)
        self._asking, self._all_asking = Buckets(10, 30 / _HOUR), Buckets(60, 1)
        self._names = Buckets(10, 10 / _HOUR)  # Tries for the name on one certificate.
        self._secret, self._since = secrets.token_bytes(32), 0.0

    def is_shut(self, request: HttpRequest, now: float) -> bool:
        """To whom has guessed too much: then known numbers are not told from unknown ones."""
        if not self._address:  # Nobody has guessed of late, and this is asked before every page.
            return False
        return any(box.is_empty(key, now) for box, key in self._of(request, now))

    def guessed(self, request: HttpRequest, now: float) -> bool:
        """It was a number that is not there. False: too many, from here or from everywhere."""
        own = [box.take(key, now) for box, key in self._of(request, now)]
        return all(own) and self._all.take(_EVERYBODY, now)

    def tried_name(self, number: str, now: float) -> bool:
        """Somebody asks whether a name stands on it. False: too many have, whoever they were."""
        return self._names.take(self._hidden(number), now)

    def handed_file(self, request: HttpRequest, now: float) -> bool:
        """Somebody wants a file to be judged. False: so many did that they have to wait."""
        return all(box.take(key, now) for box, key in self._of_files(request, now))

    def file_took(self, request: HttpRequest, now: float, seconds: float) -> None:
        """Whoever brings files that take long may bring fewer."""
        for box, key in self._of_files(request, now) * int(seconds / _SECONDS_OF_WORK):
            box.take(key, now)

    def asks_others(self, request: HttpRequest, now: float) -> bool:
        """A file makes us ask somebody else's server. False: not now, not for them."""
        own = [(self._asking, key) for _, key in self._of(request, now)[:1]]
        asked = [*own, (self._all_asking, _EVERYBODY)]
        return all(box.take(key, now) for box, key in asked)

    def clear(self) -> None:
        numbers = (self._address, self._neighbours, self._all)
        files = (self._files, self._all_files, self._asking, self._all_asking)
        for buckets in (*numbers, *files, self._names):
            buckets.clear()

    def _of(self, request: HttpRequest, now: float) -> tuple[tuple[Buckets, bytes], ...]:
        address = client_address(request)
        nearby = neighbourhood(address)
        if not nearby:
            return ()
        self._renew(now)
        return (
            (self._address, self._hidden(address)),
            (self._neighbours, self._hidden(nearby)),
        )

    def _of_files(self, request: HttpRequest, now: float) -> list[tuple[Buckets, bytes]]:
        own = [(self._files, key) for _, key in self._of(request, now)[:1]]
        return [*own, (self._all_files, _EVERYBODY)]

    def _renew(self, now: float) -> None:
        if now - self._since > _DAY:
            self._secret, self._since = secrets.token_bytes(32), now
            self.clear()

    def _hidden(self, said: str) -> bytes:
        return hmac.digest(self._secret, said.encode(), "sha256")


DOOR = Door()


def is_shut(request: HttpRequest) -> bool:
    return DOOR.is_shut(request, monotonic())


def guessed(request: HttpRequest) -> bool:
    return DOOR.guessed(request, monotonic())


def handed_file(request: HttpRequest) -> bool:
    return DOOR.handed_file(request, monotonic())


def asks_others(request: HttpRequest) -> bool:
    return DOOR.asks_others(request, monotonic())


def file_took(request: HttpRequest, seconds: float) -> None:
    DOOR.file_took(request, monotonic(), seconds)


def tried_name(number: str) -> bool:
    return DOOR.tried_name(number, monotonic())

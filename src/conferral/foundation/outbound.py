"""The door to other people's servers: short, bounded, and only where it was meant to lead.

A name is looked up once, and the connection goes to the address that was looked at. Nothing is
redirected, no proxy is asked, and whoever sends without end is left alone.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

_DOORS = {"https": 443, "http": 80}
_AT_ONCE = 16_384  # Bytes.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in disguise.


class Unreachable(Exception):
    """There was no answer, not in time, or we do not go there. In words."""


class TooMuch(Exception):
    """The answer is longer than an honest one."""


class Reach(StrEnum):
    """How far a connection may go."""

    PUBLIC = "public"  # https, to addresses of the whole world.
    INTERNAL = "internal"  # And to those of one's own network.
    LOOPBACK = "loopback"  # Only to this machine, and even without TLS. For trying things out.


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Question:
    """GET `url`; or, with a body, POST it. `most` bytes within so many seconds, all in all.

    `headers`: more of them, by name. `is_signed`: the answer carries its own signature, so it may
    come without TLS, as time stamps and revocation lists do.
    """

    url: str
    body: bytes | None = None
    content_type: str = "text/plain; charset=utf-8"
    most: int = 1_048_576
    within: float = 10.0
    is_signed: bool = False
    headers: tuple[tuple[str, str], ...] = ()


def ask(question: Question, reach: Reach = Reach.PUBLIC) -> Answer:
    """Whatever the server answers, errors included. Raises Unreachable, TooMuch."""
    url = _checked(question, reach)
    host, door = url.hostname or "", url.port or _DOORS[url.scheme]
    try:
        opened = _connect(host, door, reach, question.within, is_secure=url.scheme == "https")
        with _hung_up(opened, question.within):
            return _exchange(opened, url, question)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{url.netloc} does not answer: {error}.") from error


@contextmanager
def connected(host: str, door: int, reach: Reach, within: float) -> Iterator[socket.socket]:
    """A connection for another protocol, hung up after so many seconds; TLS but on this machine.

    Raises Unreachable, also for what goes wrong on it.
    """
    try:
        is_secure = reach is not Reach.LOOPBACK
        opened = _connect(host, door, reach, within, is_secure=is_secure)
        with _hung_up(opened, within):
            if isinstance(opened, ssl.SSLSocket):
                opened.do_handshake()
            yield opened
    except OSError as error:
        raise Unreachable(f"{host} does not answer: {error}.") from error


def _checked(question: Question, reach: Reach) -> SplitResult:
    text = question.url
    try:
        url = urlsplit(text)
        url.port  # noqa: B018  # ValueError when it is none.
    except ValueError as error:
        raise Unreachable(f"{text!r} is no address.") from error
    may_be_plain = reach is Reach.LOOPBACK or question.is_signed
    secure = url.scheme == "https" or (url.scheme == "http" and may_be_plain)
    if not secure or not url.hostname or url.username is not None or url.fragment:
        asked = "only http and https are asked" if question.is_signed else "it must be https"
        raise Unreachable(f"{text!r} is not an address that we go to: {asked}.")
    return url


def _connect(
    host: str, door: int, reach: Reach, within: float, *, is_secure: bool
) -> socket.socket:
    """A connection to the address that was looked at; with TLS, before its first word."""
    opened = socket.create_connection((_resolved(host, door, reach), door), timeout=within)
    if not is_secure:
        return opened
    try:
        return ssl.create_default_context().wrap_socket(
            opened, server_hostname=host, do_handshake_on_connect=False
        )
    except (OSError, ValueError):
        opened.close()
        raise


def _resolved(host: str, door: int, reach: Reach) -> str:
    """The first address of the host, if all of them lie within reach."""
    found = socket.getaddrinfo(host, door, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_, address in found]
    for address in addresses:
        if not _is_within(ipaddress.ip_address(address.partition("%")[0]), reach):
            raise Unreachable(f"{host} is at {address}, where we do not go.")
    return addresses[0]


def _is_within(address: ipaddress.IPv4Address | ipaddress.IPv6Address, reach: Reach) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour:
            return _is_within(inner, reach)
        if address in _TRANSLATED or address.teredo:
            return False
    match reach:
        case Reach.LOOPBACK:
            return address.is_loopback
        case Reach.INTERNAL:
            own = address.is_private and not (address.is_loopback or address.is_link_local)
            return own or _is_of_the_world(address)
        case Reach.PUBLIC:
            return _is_of_the_world(address)


def _is_of_the_world(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


@contextmanager
def _hung_up(opened: socket.socket, within: float) -> Iterator[None]:
    """Hang up when the time is over, however little at a time the other side sends."""
    late = threading.Event()
    watch = threading.Timer(within, _hang_up, [opened, late])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        opened.close()
    if late.is_set():  # What was read until then looks whole, and is not.
        raise TimeoutError("too late")


def _hang_up(opened: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # The other side was quicker.
        opened.shutdown(socket.SHUT_RDWR)


def _exchange(opened: socket.socket, url: SplitResult, question: Question) -> Answer:
    if isinstance(opened, ssl.SSLSocket):
        opened.do_handshake()
    connection = http.client.HTTPConnection(url.hostname or "", url.port or _DOORS[url.scheme])
    connection.sock = opened
    headers = {"User-Agent": "conferral", "Accept": "*/*", "Connection": "close"}
    if question.body is not None:
        headers["Content-Type"] = question.content_type
    headers |= dict(question.headers)
    method = "GET" if question.body is None else "POST"
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    connection.request(method, path, question.body, headers)
    answer = connection.getresponse()
    body = _read(answer, url.netloc, question.most)
    return Answer(answer.status, answer.headers.get_content_type(), body)


def _read(answer: http.client.HTTPResponse, whose: str, most: int) -> bytes:
    body = b""
    while len(body) <= most and (part := answer.read(_AT_ONCE)):
        body += part
    if len(body) > most:
        raise TooMuch(f"{whose} sends more than {most:,} bytes.")
    announced = answer.headers.get("Content-Length")
    if announced is None:  # Its end is where it hangs up; before the first byte is too early.
        is_cut = answer.status == http.client.OK and not body
    else:
        is_cut = announced.strip() != str(len(body))
    if is_cut:
        raise Unreachable(f"{whose} broke off.")
    return body

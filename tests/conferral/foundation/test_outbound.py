"""The door to other people's servers opens only where it was meant to lead."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest

from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach, TooMuch, Unreachable, ask
from watched_log import WatchedLog, dripping, endless, served


@contextmanager
def shown(content):
    log = WatchedLog()
    log.shown["x"] = content
    with served(log) as address:
        yield f"{address}/x"


def test_what_is_there_is_fetched():
    with shown(b"hello") as address:
        answer = ask(Question(address), Reach.LOOPBACK)
    assert (answer.status, answer.body) == (200, b"hello")


def test_an_error_is_an_answer():
    with shown(None) as address:
        assert ask(Question(address), Reach.LOOPBACK).status == 404


@pytest.mark.parametrize("reach", [Reach.PUBLIC, Reach.INTERNAL])
def test_this_machine_is_out_of_reach(reach):
    with shown(b"secret") as address, pytest.raises(Unreachable):
        ask(Question(address.replace("http:", "https:")), reach)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "log.example",
        "file:///etc/passwd",
        "gopher://192.0.2.1/",
        "http://192.0.2.1/",
        "https://user@192.0.2.1/",
        "https://user:pass@192.0.2.1/",
        "https:///path",
        "https://192.0.2.1:x/",
        "https://192.0.2.1:99999/",
        "https://192.0.2.1/#fragment",
        "https://[::1",
    ],
)
def test_what_is_no_address_for_us_is_refused(address):
    with pytest.raises(Unreachable):
        ask(Question(address))


INSIDE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_reached_from_a_public_name(address, monkeypatch):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", None)  # Calling it would be an error.
    with pytest.raises(Unreachable, match="where we do not go"):
        ask(Question("https://innocent.example/"))


def test_one_address_inside_is_one_too_many(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", None)
    with pytest.raises(Unreachable, match=r"10\.0\.0\.1"):
        ask(Question("https://innocent.example/"))


@pytest.mark.parametrize(
    "disguise", ["0x7f.1", "2130706433", "017700000001", "127.1", "localhost."]
)
def test_disguises_of_this_machine_are_seen_through(disguise):
    with pytest.raises(Unreachable):
        ask(Question(f"https://{disguise}/"))


def test_ones_own_network_is_reached_when_that_is_said():
    own, metadata = map(outbound.ipaddress.ip_address, ("10.1.2.3", "169.254.169.254"))
    assert outbound._is_within(own, Reach.INTERNAL)
    assert not outbound._is_within(metadata, Reach.INTERNAL)


def test_nobody_is_followed_elsewhere():
    def redirect(door):
        door.send_response(302)
        door.send_header("Location", "http://169.254.169.254/")
        door.send_header("Content-Length", "0")
        door.end_headers()

    with shown(redirect) as address:
        assert ask(Question(address), Reach.LOOPBACK).status == 302


def test_an_endless_answer_is_cut_off():
    with shown(endless) as address, pytest.raises(TooMuch):
        ask(Question(address, most=100_000), Reach.LOOPBACK)


def test_a_dripping_answer_is_hung_up_on():
    began = time.monotonic()
    with shown(dripping) as address, pytest.raises(Unreachable, match="too late"):
        ask(Question(address, within=0.5), Reach.LOOPBACK)
    assert time.monotonic() - began < 5


def test_headers_that_never_end_are_hung_up_on():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def drip():
            opened, _ = listening.accept()
            with opened:
                opened.sendall(b"HTTP/1.1 200 OK\r\n")
                for _ in range(200):
                    try:
                        opened.sendall(b"X: y\r\n")
                    except OSError:
                        return
                    time.sleep(0.02)

        threading.Thread(target=drip, daemon=True).start()
        door = listening.getsockname()[1]
        with pytest.raises(Unreachable):
            ask(Question(f"http://127.0.0.1:{door}/", within=0.5), Reach.LOOPBACK)


def test_an_answer_that_breaks_off_is_none():
    def broken(door):
        door.send_response(200)
        door.send_header("Content-Length", "100")
        door.end_headers()
        door.wfile.write(b"half")
        door.close_connection = True

    with shown(broken) as address, pytest.raises(Unreachable):
        ask(Question(address), Reach.LOOPBACK)


def test_nobody_at_home_is_unreachable():
    with pytest.raises(Unreachable, match="does not answer"):
        ask(Question("http://127.0.0.1:1/"), Reach.LOOPBACK)

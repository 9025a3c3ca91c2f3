"""Issuers elsewhere are asked for their keys where the operator wants it; never in our green."""

import socket
import threading
import time
from functools import partial

import pytest
from django.core.cache import cache

from conferral.credentials.verification import asking, foreign, opening, sandbox
from conferral.credentials.verification.files import FileState, judge_file
from conferral.credentials.verification.sandbox import Cell
from conferral.foundation.outbound import Reach
from credkit.verify import Outcome
from issuer_elsewhere import serving
from oracles.specimen import HOLDER, NOW

pytestmark = pytest.mark.django_db
PLACE = int(HOLDER["status_index"])


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("elsewhere")) as found:
        yield found


@pytest.fixture
def issuer(house, settings, monkeypatch):
    issuer, trusted = house
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    settings.ASK_FOREIGN_ISSUERS = True
    issuer.shown.clear()
    issuer.asked.clear()
    issuer.publish()
    cache.clear()
    yield issuer
    cache.clear()


def judge(content, reach=Reach.LOOPBACK, **more):
    cell = Cell(opening.opened, foreign.judged, foreign.proved)
    return judge_file(content, NOW, cell, partial(asking.others, reach=reach, **more))


@pytest.mark.parametrize("form", ["credential", "token"])
def test_whose_key_and_list_were_had_is_sealed_by_them_and_not_by_us(issuer, form):
    judgement = judge(getattr(issuer, form)())
    assert judgement.state is FileState.FOREIGN
    lights = judgement.lights
    assert (lights.integrity, lights.status, lights.time) == (Outcome.PASSED,) * 3
    assert lights.issuer is Outcome.SKIPPED


def test_the_cell_says_the_same(issuer):
    content = issuer.credential()
    said = asking.others(foreign.needed(content.decode()), reach=Reach.LOOPBACK)
    verdict = sandbox.judged(content.decode(), NOW, said)
    assert verdict.checks == foreign.judged(content.decode(), NOW, said).checks


def test_nobody_is_asked_unless_the_operator_wants_it(issuer, settings):
    settings.ASK_FOREIGN_ISSUERS = False
    assert judge(issuer.credential()).state is FileState.UNKNOWN_ISSUER
    assert issuer.asked == []


def test_what_was_changed_since_is_told(issuer):
    changed = issuer.credential().replace(b"van der Merwe", b"Mallory")
    assert judge(changed).state is FileState.FOREIGN_ALTERED


def test_what_they_have_taken_back_is_told(issuer):
    issuer.publish(PLACE)
    assert judge(issuer.credential()).lights.status is Outcome.FAILED


def test_without_their_list_the_status_is_open(issuer):
    del issuer.shown["/status/3"]
    judgement = judge(issuer.credential())
    assert judgement.state is FileState.FOREIGN
    assert judgement.lights.status is Outcome.SKIPPED


def test_a_key_that_they_do_not_list_leaves_it_open(issuer):
    issuer.shown["/.well-known/did.json"] = issuer.shown["/.well-known/did.json"].replace(
        issuer.method().encode(), f"{issuer.did}#other".encode()
    )
    judgement = judge(issuer.credential())
    assert judgement.state is FileState.UNKNOWN_ISSUER
    assert judgement.said


def _moved(door):
    door.send_response(302)
    door.send_header("Location", "/elsewhere.json")
    door.send_header("Content-Length", "0")
    door.end_headers()


def _endless(door):
    door.send_response(200)
    door.end_headers()
    door.wfile.write(b"{" + b" " * 200_000)


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b'{"id": 1}', b"\xff", b'{"id":"did:web:evil.example"}', _moved, _endless],
)
def test_an_answer_that_is_none_leaves_it_open(issuer, answer):
    issuer.shown["/.well-known/did.json"] = answer
    assert judge(issuer.credential()).state is FileState.UNKNOWN_ISSUER
    assert "/elsewhere.json" not in issuer.asked


def test_an_https_issuer_is_vouched_for_by_the_did_of_its_host(issuer):
    assert judge(issuer.credential(f"{issuer.address}/school")).state is FileState.FOREIGN


@pytest.mark.parametrize("name", ["bob", "alice-too", "alice/../bob"])
def test_neighbours_on_one_host_do_not_speak_for_each_other(issuer, name):
    alice = f"{issuer.did}:alice"
    issuer.publish(speaker=alice, path="/alice")
    of_alice = issuer.credential(f"{issuer.address}/alice", alice)
    assert judge(of_alice).state is FileState.FOREIGN
    of_another = issuer.credential(f"{issuer.address}/{name}", alice)
    assert judge(of_another).state is FileState.UNKNOWN_ISSUER


def test_keys_are_kept_for_a_while_and_lists_are_not(issuer):
    for _ in range(2):
        judge(issuer.credential())
    assert sorted(issuer.asked) == ["/.well-known/did.json", "/status/3", "/status/3"]


def test_who_did_not_answer_is_not_asked_again_at_once(issuer):
    issuer.shown.clear()
    for _ in range(2):
        judge(issuer.credential())
    assert issuer.asked.count("/.well-known/did.json") == 1


def test_who_has_asked_for_too_much_is_answered_without(issuer):
    judgement = judge(issuer.credential(), may_ask=lambda: False)
    assert (judgement.state, issuer.asked) == (FileState.UNKNOWN_ISSUER, [])


def test_nobody_waits_longer_than_the_budget(issuer, monkeypatch):
    """Not even for a name server, of which sockets know no end."""
    monkeypatch.setattr(asking, "_WITHIN", 0.1)
    looked_up, is_answered = socket.getaddrinfo, threading.Event()

    def slow(*arguments, **more):
        is_answered.wait(60)
        return looked_up(*arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    others, begun = set(threading.enumerate()), time.monotonic()
    assert judge(issuer.credential()).state is FileState.UNKNOWN_ISSUER
    took = time.monotonic() - begun
    is_answered.set()
    for late in set(threading.enumerate()) - others:
        late.join(60)  # Whoever still asks would ask during the next test.
    assert took < 30  # It would be sixty; the machine may be busy.


def test_no_address_inside_is_asked(issuer):
    assert judge(issuer.credential(), Reach.PUBLIC).state is FileState.UNKNOWN_ISSUER
    assert issuer.asked == []


def test_a_name_that_leads_inside_the_second_time_was_looked_up_once(issuer, monkeypatch):
    """Rebinding: what was looked at is what is connected to."""
    inside = (2, 1, 6, "", ("127.0.0.1", 443))
    outside = (2, 1, 6, "", ("93.184.216.34", 443))
    told, met = [[inside], [inside], [outside], [outside]], []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: told.pop())

    def connect(address, **_):
        met.append(address[0])
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    judge(issuer.credential(), Reach.PUBLIC)
    assert set(met) == {"93.184.216.34"}

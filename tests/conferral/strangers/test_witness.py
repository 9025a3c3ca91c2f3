"""A witness cosigns growth, and keeps its word over restarts and races."""

import json
import stat
import threading

import pytest

from conferral.foundation.refusal import Refused
from conferral.strangers.witness import Witness, signer_of
from credkit.tlog import cosignature
from credkit.tlog.witness import SIZE_TYPE, Answer, Request
from watched_log import ORIGIN, VKEY, WatchedLog


@pytest.fixture
def witness(tmp_path):
    signer = signer_of(tmp_path / "witness.key")
    return Witness("w.example", signer, {ORIGIN: VKEY}, tmp_path / "state.json")


def ask(witness, log, old):
    request = Request(old, tuple(log.consistency(old)), log.note)
    return witness.add_checkpoint(str(request), lambda: 1_700_000_000)


def test_growth_is_cosigned(witness):
    log = WatchedLog(5)
    for old in (0, 5):
        reply = ask(witness, log, old)
        found = cosignature.under(log.note + reply.body, witness.vkey)
        assert (reply.status, found.at) == (Answer.COSIGNED, 1_700_000_000)
        log.grow(300)


def test_the_same_tree_is_cosigned_again_with_a_later_date(witness):
    log = WatchedLog(5)
    ask(witness, log, 0)
    assert ask(witness, log, 5).status is Answer.COSIGNED


def test_whoever_does_not_know_what_was_cosigned_is_told_the_size(witness):
    ask(witness, WatchedLog(5), 0)
    reply = ask(witness, WatchedLog(9), 0)
    assert (reply.status, reply.content_type, reply.body) == (Answer.CONFLICT, SIZE_TYPE, "5\n")


@pytest.mark.parametrize(
    ("log", "old", "answer"),
    [
        (WatchedLog(4), 4, Answer.CONFLICT),
        (WatchedLog(4), 5, Answer.IMPOSSIBLE),
        (WatchedLog(5, "other"), 5, Answer.CONFLICT),
        (WatchedLog(9, "other"), 5, Answer.INCONSISTENT),
    ],
)
def test_what_does_not_go_on_from_it_is_never_cosigned(witness, log, old, answer):
    ask(witness, WatchedLog(5), 0)
    before = witness.state.read_bytes()
    proof = log.consistency(old) if old <= len(log.entries) else ()
    assert witness.add_checkpoint(str(Request(old, tuple(proof), log.note)), int).status is answer
    assert witness.state.read_bytes() == before


def test_what_is_no_request_changes_nothing(witness):
    for text in ("", "old 0\n", "old 0\n\nno checkpoint", "x" * 100_000):
        assert witness.add_checkpoint(text, int).status is Answer.IMPOSSIBLE
    assert not witness.state.exists()


def test_its_word_outlives_it(witness):
    ask(witness, WatchedLog(5), 0)
    again = Witness("w.example", witness.signer, {ORIGIN: VKEY}, witness.state)
    assert ask(again, WatchedLog(9, "other"), 5).status is Answer.INCONSISTENT


def test_of_two_forks_at_once_one_is_cosigned(witness):
    forks = [WatchedLog(7, f"fork {n}") for n in range(8)]
    replies = []
    threads = [
        threading.Thread(target=lambda log=log: replies.append(ask(witness, log, 0)))
        for log in forks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.status for reply in replies].count(Answer.COSIGNED) == 1


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"log.example": {"size": 1}}', '{"log.example": 1}']
)
def test_a_witness_that_has_forgotten_cosigns_nothing(witness, damage):
    witness.state.write_text(damage)
    with pytest.raises(Refused, match="damaged"):
        ask(witness, WatchedLog(5), 0)


def test_its_state_says_what_it_cosigned(witness):
    log = WatchedLog(5)
    ask(witness, log, 0)
    kept = json.loads(witness.state.read_text())[ORIGIN]
    assert (kept["size"], kept["checkpoint"]) == (5, log.note)


def test_its_key_is_made_once_and_for_nobody_else(tmp_path):
    path = tmp_path / "keys" / "witness.key"
    first = signer_of(path).public_multikey
    assert signer_of(path).public_multikey == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("damaged")
    with pytest.raises(Refused):
        signer_of(path)

"""A monitor believes an honest log, and catches every dishonest one that we can think of."""

import json

import pytest

from conferral.foundation.refusal import Refused
from conferral.strangers.monitor import (
    Caught,
    Fault,
    Rules,
    Seen,
    compare,
    insist_on_freshness,
    look,
)
from conferral.strangers.source import Source
from credkit.keys import LocalSigner
from credkit.tlog import cosignature, tiles
from watched_log import ORIGIN, VKEY, WatchedLog

WITNESS = LocalSigner(b"wit!" * 8)
RULES = Rules(VKEY)
WITNESSED = Rules(VKEY, (cosignature.vkey("w.example", WITNESS.public_multikey),), max_age=3600)


def watching(log, seen=None, rules=RULES, copy=None):
    return look(Source(log.fetch, copy), seen or Seen(), rules)


def caught(log, seen=None, rules=RULES):
    with pytest.raises(Caught) as found:
        watching(log, seen, rules)
    return found.value


@pytest.mark.parametrize("steps", [(0,), (1, 1), (5, 0, 3), (255, 1, 1), (300, 300), (700, 66000)])
def test_an_honest_log_is_believed_at_every_size(steps):
    log, seen = WatchedLog(), Seen()
    for step in steps:
        log.grow(step)
        seen = watching(log, Seen.of_json(json.loads(json.dumps(seen.to_json()))))
        assert seen.size == len(log.entries)
        assert seen.frontier.root() == tiles.root(log._tile, seen.size)


def test_the_past_is_not_read_again():
    log = WatchedLog(700)
    seen = watching(log)
    log.grow(10)
    asked = []
    look(Source(lambda path, most: asked.append(path) or log.fetch(path)), seen, RULES)
    assert sorted(asked) == ["checkpoint", "tile/0/002.p/198", "tile/entries/002.p/198"]


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one():
    log = WatchedLog(300)
    old_note, old = log.note, WatchedLog(300)
    log.grow(300)
    log.shown = {"checkpoint": old_note.encode()}
    for path in ("tile/0/001.p/44", "tile/entries/001.p/44"):
        log.shown[path] = None
    assert watching(log).size == len(old.entries)


def test_a_rollback_is_caught():
    log = WatchedLog(9)
    seen = watching(log)
    found = caught(WatchedLog(8), seen)
    assert found.fault is Fault.ROLLBACK
    assert [text.split("\n")[1] for text in found.notes] == ["9", "8"]


def test_two_trees_of_one_size_are_caught():
    found = caught(WatchedLog(9, "other"), watching(WatchedLog(9)))
    assert found.fault is Fault.FORK
    assert len(found.notes) == 2


@pytest.mark.parametrize("size", [9, 256, 300])
def test_a_fork_that_has_grown_is_caught(size):
    assert caught(WatchedLog(size + 40, "other"), watching(WatchedLog(size))).fault in {
        Fault.FORK,
        Fault.FORGED,
    }


def test_a_tree_that_only_its_signature_holds_together_is_caught():
    log = WatchedLog(9)
    seen = watching(log)
    log.grow(3)
    log.shown["checkpoint"] = log.sign(12, b"x" * 32).encode()
    assert caught(log, seen).fault is Fault.FORGED


def test_fast_forward_is_caught_and_nothing_is_believed():
    log = WatchedLog(9)
    seen = watching(log)
    log.shown["checkpoint"] = log.sign(2**62, b"x" * 32).encode()
    assert caught(log, seen).fault is Fault.TOO_MUCH
    log.shown["checkpoint"] = log.sign(4000, b"x" * 32).encode()
    assert caught(log, seen).fault is Fault.WITHHELD
    log.shown.clear()
    assert watching(log, seen).size == 9


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/entries/001.p/44", "tile/1/000.p/1", "checkpoint"]
)
def test_what_is_withheld_is_caught(path):
    log = WatchedLog(300)
    log.shown[path] = None
    assert caught(log).fault is Fault.WITHHELD


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/001.p/44", "tile/1/000.p/1"])
def test_a_changed_tile_is_caught(path):
    log = WatchedLog(300)
    log.shown[path] = log.fetch(path)[:-1] + b"?"
    assert caught(log).fault is Fault.FORGED


def test_a_bundle_that_is_cut_off_is_caught():
    log = WatchedLog(9)
    log.shown["tile/entries/000.p/9"] = log.fetch("tile/entries/000.p/9")[:-1]
    assert caught(log).fault is Fault.FORGED


@pytest.mark.parametrize("content", [b"", b"\xff", b"hello\n", b"log.example\n1\nAAAA\n"])
def test_what_is_no_checkpoint_is_caught(content):
    log = WatchedLog(9)
    log.shown["checkpoint"] = content
    assert caught(log).fault is Fault.NOT_SIGNED


def test_a_checkpoint_of_another_key_is_caught():
    log = WatchedLog(9)
    log.shown["checkpoint"] = log.note.replace(ORIGIN, "other.example").encode()
    assert caught(log).fault is Fault.NOT_SIGNED


def cosigned(log, at):
    return cosignature.cosign(log.note, "w.example", WITNESS, at).line


def test_a_frozen_log_is_caught_when_its_witness_has_been_silent_too_long():
    log = WatchedLog(9)
    log.cosignatures = cosigned(log, 10_000)
    seen = watching(log, rules=WITNESSED)
    insist_on_freshness(seen, WITNESSED, 13_600)
    with pytest.raises(Caught) as found:
        insist_on_freshness(seen, WITNESSED, 13_601)
    assert found.value.fault is Fault.FROZEN


def test_an_old_cosignature_cannot_be_made_to_look_new():
    log = WatchedLog(9)
    log.cosignatures = cosigned(log, 10_000)
    seen = watching(log, rules=WITNESSED)
    log.cosignatures = cosigned(log, 9_000)
    assert watching(log, seen, WITNESSED).witnessed_at == 10_000


def test_a_log_without_a_witness_that_we_trust_is_caught_when_we_ask_for_one():
    seen = watching(WatchedLog(9), rules=WITNESSED)
    with pytest.raises(Caught, match="No witness"):
        insist_on_freshness(seen, WITNESSED, 10_000)


def test_a_forged_cosignature_is_caught():
    log = WatchedLog(9)
    log.cosignatures = cosigned(WatchedLog(8), 10_000)
    assert caught(log, rules=WITNESSED).fault is Fault.FORGED


def elsewhere(log, note, seen):
    with pytest.raises(Caught) as found:
        compare(Source(log.fetch), seen, note, RULES)
    return found.value.fault


@pytest.mark.parametrize("size", [0, 1, 7, 256, 300])
def test_what_others_were_shown_of_the_same_log_fits(size):
    log = WatchedLog(300)
    compare(Source(log.fetch), watching(log), WatchedLog(size).note, RULES)


def test_a_split_view_is_caught():
    log = WatchedLog(300)
    seen = watching(log)
    assert elsewhere(log, WatchedLog(301).note, seen) is Fault.ROLLBACK
    assert elsewhere(log, WatchedLog(299, "other").note, seen) is Fault.FORK
    assert elsewhere(log, WatchedLog(300, "other").note, seen) is Fault.FORK
    assert elsewhere(log, log.sign(0, b"x" * 32), seen) is Fault.FORK
    assert elsewhere(log, "rumours\n", seen) is Fault.NOT_SIGNED


def test_a_copy_has_what_was_seen(tmp_path):
    log = WatchedLog(300)
    watching(log, copy=tmp_path)
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    }
    assert (tmp_path / "tile/entries/000").read_bytes() == log.fetch("tile/entries/000")


@pytest.mark.parametrize(
    "damage", [{"size": 3}, {"size": -1}, {"roots": ["AAAA"]}, {"roots": 7}, {"extra": 1}]
)
def test_a_damaged_memory_is_refused(damage):
    kept = watching(WatchedLog(9)).to_json() | damage
    with pytest.raises(Refused, match="damaged"):
        Seen.of_json(kept)


def test_the_monitor_is_not_fooled_by_an_empty_tree_with_a_root():
    log = WatchedLog(0)
    log.shown["checkpoint"] = log.sign(0, b"x" * 32).encode()
    assert caught(log).fault is Fault.FORK

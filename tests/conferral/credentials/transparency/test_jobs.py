"""The sequencer: index, tiles and checkpoint together, or nothing of it."""

import hashlib

import pytest

from conferral.credentials.transparency import jobs, log, tree
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle, tiles

pytestmark = pytest.mark.django_db

SALT = bytes(32)


@pytest.fixture(autouse=True)
def _key():
    log.make_key()


def grow(count):
    """Promise and sequence so many entries."""
    size = Entry.objects.count()
    log.append([hashlib.sha256(b"%d" % n).digest() for n in range(size, size + count)])
    SEQUENCE.run()


def leaves():
    rows = Entry.objects.filter(index__isnull=False).order_by("index")
    return [merkle.leaf_hash(bytes(each)) for each in rows.values_list("commitment", flat=True)]


def head(signed=None):
    return checkpoints.open_checkpoint((signed or log.checkpoint()).note, log.verification_key())


def everything():
    return (
        list(Entry.objects.order_by("pk").values_list("pk", "index")),
        [(tile.level, tile.index, bytes(tile.hashes)) for tile in Tile.objects.order_by("pk")],
        list(SignedCheckpoint.objects.order_by("pk").values_list("size", "note")),
    )


def test_entries_get_their_places_in_the_order_of_the_promises():
    grow(3)
    grow(2)
    indices = Entry.objects.order_by("pk").values_list("index", flat=True)
    assert list(indices) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 600])
def test_the_checkpoint_signs_the_root_of_all_leaves(count):
    grow(count)
    assert (head().size, head().root) == (count, merkle.root(leaves()))


def test_without_promises_no_checkpoint_is_signed():
    grow(1)
    assert SEQUENCE.run() == 0
    assert SignedCheckpoint.objects.count() == 1
    assert not SEQUENCE.waits()


@pytest.mark.parametrize("place", [(tree, "keep"), (jobs, "sign"), (tree, "publish")])
def test_what_fails_in_the_middle_has_changed_nothing(place, monkeypatch):
    grow(3)
    log.append([b"x" * 32])
    before = everything()

    def fail(*_):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(*place, fail)
    with pytest.raises(RuntimeError):
        SEQUENCE.run()
    assert everything() == before
    monkeypatch.undo()
    SEQUENCE.run()
    assert head().size == 4


def test_every_entry_is_proven_under_the_latest_checkpoint():
    grow(200)
    grow(100)
    signed, all_leaves = log.checkpoint(), leaves()
    for index in range(300):
        proof = log.proof_of(index, SALT, signed)
        assert merkle.includes(head().root, 300, index, all_leaves[index], proof.hashes)


def test_a_proof_under_an_old_checkpoint_still_holds_after_the_log_has_grown():
    grow(5)
    old = log.checkpoint()
    grow(300)
    proof = log.proof_of(2, SALT, old)
    assert merkle.includes(head(old).root, 5, 2, leaves()[2], proof.hashes)


def test_all_checkpoints_are_of_one_log():
    for count in (1, 2, 4, 100, 150, 43):
        grow(count)
    heads = [head(signed) for signed in SignedCheckpoint.objects.order_by("size")]
    for old in heads:
        for new in heads:
            if old.size <= new.size:
                proof = tiles.consistency_proof(tree.tile, old.size, new.size)
                assert merkle.is_consistent(old.root, old.size, new.root, new.size, proof)


def test_a_tile_is_given_as_wide_as_it_was_asked_for():
    grow(300)
    assert log.tile(0, 0, None) == b"".join(leaves()[:256])
    assert log.tile(0, 0, 7) == b"".join(leaves()[:7])
    assert log.tile(0, 1, 44) == b"".join(leaves()[256:])
    assert log.tile(1, 0, 1) == merkle.root(leaves()[:256])


def test_a_tile_that_the_log_has_not_is_none():
    grow(300)
    assert log.tile(0, 1, None) is None
    assert log.tile(0, 1, 45) is None
    assert log.tile(2, 0, 1) is None


def test_the_entries_under_a_tile_are_given_as_one_bundle():
    grow(300)
    commitments = [bytes(entry.commitment) for entry in Entry.objects.order_by("index")]
    assert tiles.decode_bundle(log.entry_bundle(1, 44)) == commitments[256:]
    assert log.entry_bundle(1, 45) is None


def test_a_full_tile_never_changes_again():
    grow(256)
    full = log.tile(0, 0, None)
    grow(300)
    assert log.tile(0, 0, None) == full

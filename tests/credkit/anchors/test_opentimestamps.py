"""Against the published library; a proof is taken whole or not at all."""

import hashlib

import pytest
from bitcoin.core import CBlockHeader
from hypothesis import example, given
from hypothesis import strategies as st
from opentimestamps.core.notary import (
    BitcoinBlockHeaderAttestation,
    PendingAttestation,
    UnknownAttestation,
)
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import (
    BytesDeserializationContext,
    BytesSerializationContext,
    DeserializationError,
)
from opentimestamps.core.timestamp import DetachedTimestampFile
from opentimestamps.core.timestamp import Timestamp as Theirs

from credkit.anchors import opentimestamps
from credkit.anchors.attestation import Foreign, InBitcoin, Pending
from credkit.anchors.bitcoin import Header
from credkit.anchors.opentimestamps import Kind, Operation, Timestamp
from credkit.errors import Fault, Malformed

DIGEST = hashlib.sha256(b"a checkpoint").digest()
ALICE = "https://alice.example"

_OPERATIONS = st.one_of(
    st.just(Operation(Kind.SHA256)),
    st.builds(Operation, st.sampled_from([Kind.APPEND, Kind.PREPEND]), st.binary(min_size=1)),
)
_ATTESTATIONS = st.one_of(
    st.builds(Pending, st.text("abc.-_/:09Z", max_size=60)),
    st.builds(InBitcoin, st.integers(0, 2**40)),
    st.builds(Foreign, st.binary(min_size=8, max_size=8), st.binary(max_size=40)),
)
_ENDS = st.lists(_ATTESTATIONS, min_size=1, max_size=3)


def chain(steps, *ends, message=DIGEST):
    """A path of operations that ends in these attestations, one by one joined to the last."""
    messages = [message]
    for step in steps:
        messages.append(step.of(messages[-1]))
    stamp = Timestamp(messages.pop(), ends)
    for step in reversed(steps):
        stamp = Timestamp(messages.pop(), (), ((step, stamp),))
    return stamp


def theirs(content):
    return DetachedTimestampFile.deserialize(BytesDeserializationContext(content))


def written_by_them(stamp):
    out = BytesSerializationContext()
    stamp.serialize(out)
    return out.getbytes()


@given(st.lists(st.tuples(st.lists(_OPERATIONS, max_size=5), _ENDS), min_size=1, max_size=4))
def test_the_published_library_reads_and_writes_the_same_bytes(paths):
    stamp = Timestamp(DIGEST)
    for steps, ends in paths:
        for end in ends:
            stamp = stamp.grown(chain(steps, end))
    ours = opentimestamps.file_of(stamp)
    read = theirs(ours)
    assert written_by_them(read) == ours
    assert opentimestamps.parse_file(ours) == stamp


def test_every_attestation_is_found_where_the_library_finds_it():
    stamp = Theirs(DIGEST)
    stamp.ops.add(OpAppend(b"one")).ops.add(OpSHA256()).attestations.add(PendingAttestation(ALICE))
    hashed = stamp.ops.add(OpPrepend(b"two"))
    hashed.attestations |= {
        BitcoinBlockHeaderAttestation(915123),
        UnknownAttestation(b"8" * 8, b""),
    }
    ours = opentimestamps.parse_file(written_by_them(DetachedTimestampFile(OpSHA256(), stamp)))
    assert {str(each.key[1]): message for message, each in ours.leaves()} == {
        ALICE: hashlib.sha256(DIGEST + b"one").digest(),
        "915123": b"two" + DIGEST,
        "b''": b"two" + DIGEST,
    }
    assert ours.heights == [915123]


@given(st.binary(max_size=400))
@example(b"")
def test_any_bytes_are_refused_or_read_as_the_library_reads_them(noise):
    content = opentimestamps.MAGIC + b"\1\x08" + DIGEST + noise
    try:
        ours = opentimestamps.parse_file(content)
    except Malformed:
        return
    assert written_by_them(theirs(content)) == opentimestamps.file_of(ours)


def test_what_the_library_refuses_is_refused():
    good = opentimestamps.file_of(chain([Operation(Kind.SHA256)], InBitcoin(300)))
    broken = [good[:-1], good + b"\0", good[:31] + b"\2" + good[32:], b"x" + good]
    for content in [*broken, good[:32] + b"\x09" + good[33:]]:
        with pytest.raises(DeserializationError):
            theirs(content)
        with pytest.raises(Malformed):
            opentimestamps.parse_file(content)


def test_no_depth_size_or_length_of_a_proof_is_too_much_for_its_reader():
    deep = b"\x08" * 5000
    long = b"\xf0\x80\x20" + b"x" * 4096
    for body in [
        deep,
        long,
        b"\xf0\x80",
        b"\xff" * 9000,
        b"x" * 20_000,
        b"\x08\x00" + b"\xff" * 30,
    ]:
        with pytest.raises(Malformed):
            opentimestamps.parse(body, DIGEST)


def test_an_operation_that_no_calendar_uses_is_said_to_be_beyond_us():
    with pytest.raises(Malformed) as refused:
        opentimestamps.parse(b"\xf3\x00", DIGEST)
    assert refused.value.fault is Fault.UNSUPPORTED


def test_an_upgrade_grows_where_its_message_stands_and_the_promise_stays():
    promised = chain([Operation(Kind.APPEND, b"nonce"), Operation(Kind.SHA256)], Pending(ALICE))
    [(commitment, _)] = promised.pending
    more = chain([Operation(Kind.PREPEND, b"left")], InBitcoin(7), message=commitment)
    grown = promised.grown(more)
    assert grown.heights == [7]
    assert len(grown.pending) == 1
    assert promised.grown(chain([], InBitcoin(7), message=b"elsewhere")) == promised


def mined(root):
    """A block at the difficulty of test networks, as python-bitcoinlib writes it."""
    for nonce in range(1000):
        content = CBlockHeader(4, bytes(32), root, 1_790_000_000, 0x207FFFFF, nonce).serialize()
        if Header.of(content).has_worked:
            return Header.of(content)
    raise AssertionError


STEPS = [Operation(Kind.PREPEND, b"left"), Operation(Kind.SHA256), Operation(Kind.SHA256)]
HELD = chain(STEPS, InBitcoin(840_000))
ROOT = next(message for message, _ in HELD.leaves())


def test_the_block_that_holds_it_says_when():
    header = mined(ROOT)
    found = opentimestamps.held_by(HELD, {840_000: header})
    their = CBlockHeader.deserialize(header.content)
    [(message, attested)] = theirs(opentimestamps.file_of(HELD)).timestamp.all_attestations()
    when = attested.verify_against_blockheader(message, their)
    assert found.time.timestamp() == when
    assert bytes.fromhex(found.hash)[::-1] == their.GetHash()


def test_another_block_another_height_and_a_block_without_work_hold_nothing():
    header = mined(ROOT)
    lazy = Header.of(header.content[:72] + (0x1D00FFFF).to_bytes(4, "little") + bytes(4))
    for headers in ({}, {840_001: header}, {840_000: mined(DIGEST)}, {840_000: lazy}):
        assert opentimestamps.held_by(HELD, headers) is None


@pytest.mark.parametrize("place", range(len(opentimestamps.file_of(HELD))))
def test_no_byte_of_a_proof_can_be_changed(place):
    content = bytearray(opentimestamps.file_of(HELD))
    headers = {840_000: mined(ROOT)}
    for change in (1, 0x80):
        content[place] ^= change
        try:
            read = opentimestamps.parse_file(bytes(content))
        except Malformed:
            continue
        assert read.message != DIGEST or opentimestamps.held_by(read, headers) is None


def test_the_first_block_of_bitcoin_is_what_everybody_knows_it_to_be():
    genesis = Header.of(
        bytes.fromhex(
            "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b2"
            "7ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
        )
    )
    assert genesis.hash == "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    assert genesis.has_worked
    assert f"{genesis.time:%Y-%m-%d %H:%M}" == "2009-01-03 18:15"

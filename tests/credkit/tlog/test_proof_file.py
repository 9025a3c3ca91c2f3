import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner
from credkit.tlog import checkpoint, merkle, note
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.proof import LogProof
from credkit.tlog.proof_file import ProofFile

# The example of https://c2sp.org/tlog-proof@v1; it shortens its signatures, so ours stand there.
PUBLISHED_HASHES = (
    "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=",
    "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=",
    "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=",
    "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=",
    "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=",
)
PUBLISHED_CHECKPOINT = (
    "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n"
    f"— example.com/fancylog {base64.b64encode(bytes(68)).decode()}\n"
)
PUBLISHED = "\n".join(
    [
        "c2sp.org/tlog-proof@v1",
        "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6",
        "index 73894",
        *PUBLISHED_HASHES,
        "",
        PUBLISHED_CHECKPOINT,
    ]
)
SIGNER = LocalSigner(bytes(32))
KEY = note.vkey("example.org/log", SIGNER.public_multikey)
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(11)]


def proof(index=4, extra=None):
    head = Checkpoint("example.org/log", len(LEAVES), merkle.root(LEAVES))
    hashes = tuple(merkle.inclusion_proof(LEAVES, index))
    return ProofFile(index, hashes, checkpoint.sign(head, SIGNER), extra)


def test_the_published_example_is_read_and_written():
    read = ProofFile.parse(PUBLISHED)
    assert (read.index, len(read.hashes)) == (73894, 5)
    assert read.extra == b"age-v1.2.1-darwin-arm64.tar.gz"
    assert str(read) == PUBLISHED


@pytest.mark.parametrize("extra", [None, b"", b"salt"])
def test_a_proof_is_read_as_it_was_written(extra):
    assert ProofFile.parse(str(proof(extra=extra))) == proof(extra=extra)


def test_a_proof_shows_its_leaf_and_no_other():
    read = ProofFile.parse(str(proof()))
    assert read.includes(LEAVES[4], KEY)
    assert not read.includes(LEAVES[5], KEY)


def test_a_proof_of_another_log_is_malformed():
    with pytest.raises(Malformed):
        proof().includes(LEAVES[4], note.vkey("example.org/other", SIGNER.public_multikey))


@given(
    st.integers(0, len(str(proof(extra=b"s" * 32))) - 1), st.characters(exclude_categories=["Cs"])
)
def test_one_changed_character_proves_nothing(position, character):
    text = str(proof(extra=b"s" * 32))
    changed = text[:position] + character + text[position + 1 :]
    try:
        read = ProofFile.parse(changed)
        holds = read.includes(LEAVES[4], KEY)
    except Malformed:
        return
    assert not holds or changed == text or read.extra != b"s" * 32  # Extra data are not proven.


@given(st.text(max_size=300))
def test_no_text_does_more_than_be_malformed(text):
    for hostile in (text, f"c2sp.org/tlog-proof@v1\n{text}", str(proof()).replace("index", text)):
        with suppress(Malformed):
            ProofFile.parse(hostile)


@pytest.mark.parametrize(
    "wicked",
    [  # Among them those of the Go implementation's own tests (filippo.io/torchwood).
        "",
        "index 0\n\n" + PUBLISHED_CHECKPOINT,
        PUBLISHED.replace("c2sp.org", "C2SP.org"),
        PUBLISHED.replace("index 73894\n", ""),
        PUBLISHED.replace("index 73894", "index notanumber"),
        PUBLISHED.replace("index 73894", "index -1"),
        PUBLISHED.replace("index 73894", "index 073894"),
        PUBLISHED.replace("index 73894", "index ٧"),
        PUBLISHED.replace("index 73894", "index 99999999999999999999"),
        PUBLISHED.replace("extra YWdl", "extra !!!!"),
        PUBLISHED.replace("index", "extra YQ==\nindex"),
        PUBLISHED.replace(PUBLISHED_HASHES[0], "not-valid-base64!!!"),
        PUBLISHED.replace(PUBLISHED_HASHES[0], base64.b64encode(bytes(16)).decode()),
        PUBLISHED.replace(PUBLISHED_HASHES[0], PUBLISHED_HASHES[0][:-2] + "R="),
        PUBLISHED.replace("\n", "\r\n"),
        PUBLISHED.replace("\n\n", "\n", 1),
        PUBLISHED.replace(PUBLISHED_CHECKPOINT, ""),
        PUBLISHED[:-1],
        str(proof()).replace("index 4\n", "index 4\n" + PUBLISHED_HASHES[0] + "\n" * 2),
    ],
)
def test_what_is_no_proof_is_malformed(wicked):
    with pytest.raises(Malformed):
        ProofFile.parse(wicked)


def test_more_than_an_honest_proof_needs_is_refused_unread():
    endless = str(proof()).replace("index 4\n", "index 4\n" + f"{PUBLISHED_HASHES[0]}\n" * 64)
    for hostile in (endless, PUBLISHED + "x" * 200_000):
        with pytest.raises(Malformed) as refused:
            ProofFile.parse(hostile)
        assert refused.value.fault is Fault.TOO_MUCH


def test_our_salt_is_the_extra_line():
    ours = LogProof(b"s" * 32, 4, proof().hashes, proof().checkpoint)
    assert ProofFile.parse(ours.to_file()) == proof(extra=b"s" * 32)
    assert LogProof.of_file(ours.to_file()) == ours


@pytest.mark.parametrize("extra", [None, b"", b"short", b"s" * 33])
def test_a_proof_without_a_salt_is_not_ours(extra):
    with pytest.raises(Malformed):
        LogProof.of_file(str(proof(extra=extra)))

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner
from credkit.tlog import checkpoint, merkle, note, witness
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.witness import Answer, Request, Seen

# The example of https://c2sp.org/tlog-witness
PUBLISHED = """\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa \
opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(20)]
SIGNER, OTHER = LocalSigner(b"l" * 32), LocalSigner(b"o" * 32)
KEYS = {"log.example": note.vkey("log.example", SIGNER.public_multikey)}


def root(size):
    return merkle.root(LEAVES[:size])


def request(old, new, signer=SIGNER, origin="log.example", **forged):
    proof = merkle.consistency_proof(LEAVES[:new], old) if 0 < old <= new else []
    head = Checkpoint(origin, new, forged.get("root", root(new)))
    return Request(old, tuple(forged.get("proof", proof)), checkpoint.sign(head, signer))


def judged(asked, seen):
    return witness.judge(asked, {"log.example": seen}, KEYS)[0]


def test_the_published_example_is_read_and_written():
    read = Request.parse(PUBLISHED)
    assert (read.old_size, len(read.proof)) == (20852014, 4)
    assert checkpoint.claimed(read.checkpoint).size == 20852163
    assert str(read) == PUBLISHED


@pytest.mark.parametrize("old", range(13))
@pytest.mark.parametrize("new", [0, 1, 2, 7, 8, 12])
def test_growth_is_cosigned_and_shrinking_never(old, new):
    answer = judged(Request.parse(str(request(old, new))), Seen(old, root(old)))
    assert answer == (Answer.COSIGNED if old <= new else Answer.IMPOSSIBLE)


def test_the_first_checkpoint_of_a_log_is_cosigned_without_proof():
    assert witness.judge(request(0, 9), {}, KEYS) == (
        Answer.COSIGNED,
        Checkpoint("log.example", 9, root(9)),
    )


FORGERIES = {
    "a rollback": (request(5, 7), Seen(9, root(9)), Answer.CONFLICT),
    "a fork of the same size": (request(9, 9, root=b"x" * 32), Seen(9, root(9)), Answer.CONFLICT),
    "a fork": (request(9, 12, root=b"x" * 32), Seen(9, root(9)), Answer.INCONSISTENT),
    "another past": (request(9, 12), Seen(9, b"x" * 32), Answer.INCONSISTENT),
    "no proof": (request(9, 12, proof=()), Seen(9, root(9)), Answer.INCONSISTENT),
    "too long a proof": (
        request(9, 12, proof=[*merkle.consistency_proof(LEAVES[:12], 9), bytes(32)]),
        Seen(9, root(9)),
        Answer.INCONSISTENT,
    ),
    "a proof from nothing": (request(0, 12, proof=[bytes(32)]), Seen(), Answer.INCONSISTENT),
    "a proof of the same": (
        request(9, 9, proof=[bytes(32)]),
        Seen(9, root(9)),
        Answer.INCONSISTENT,
    ),
    "an empty tree with a root": (request(0, 0, root=b"x" * 32), Seen(), Answer.CONFLICT),
    "a size that nobody has seen": (request(8, 12), Seen(9, root(9)), Answer.CONFLICT),
    "old above new": (request(12, 9), Seen(12, root(12)), Answer.IMPOSSIBLE),
    "another key": (request(9, 12, OTHER), Seen(9, root(9)), Answer.NOT_SIGNED),
    "another log": (request(9, 12, origin="x.example"), Seen(9, root(9)), Answer.UNKNOWN),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_answered_as_the_specification_says(forgery):
    asked, seen, answer = FORGERIES[forgery]
    assert judged(asked, seen) == answer


def test_a_checkpoint_without_form_is_impossible():
    assert witness.judge(Request(0, (), "no checkpoint"), {}, KEYS) == (Answer.IMPOSSIBLE, None)


@given(st.text(max_size=200), st.integers(0, len(PUBLISHED) - 1))
def test_no_text_does_more_than_be_malformed(text, position):
    for hostile in (text, f"old {text}", PUBLISHED[:position] + text + PUBLISHED[position + 1 :]):
        with suppress(Malformed):
            assert str(Request.parse(hostile)) == hostile


@pytest.mark.parametrize(
    "wicked",
    [
        "",
        PUBLISHED.replace("old ", "new "),
        PUBLISHED.replace("old 2", "old 02"),
        PUBLISHED.replace("old 2", "old -2"),
        PUBLISHED.replace("PlRN", "!!!!"),
        PUBLISHED.replace("PlRN", ""),
        PUBLISHED.replace("\n\n", "\n"),
    ],
)
def test_a_request_of_another_form_is_malformed(wicked):
    with pytest.raises(Malformed):
        Request.parse(wicked)


def test_more_than_an_honest_log_sends_is_refused_unread():
    line = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    for hostile in (PUBLISHED.replace(line, line * 61), PUBLISHED + "x" * 70_000):
        with pytest.raises(Malformed) as refused:
            Request.parse(hostile)
        assert refused.value.fault is Fault.TOO_MUCH


def test_the_size_in_a_conflict_is_plain():
    assert witness.parse_size("20852014\n") == 20852014
    for wicked in ("20852014", "020\n", "-1\n", "1\n\n", "", "٣\n"):
        with pytest.raises(Malformed):
            witness.parse_size(wicked)

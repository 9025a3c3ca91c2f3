"""A tree of plain SHA-256: every leaf has a way to the root, and nothing else has."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.anchors import merkle_path
from credkit.anchors.merkle_path import Side, Step, both

LEAVES = [sha256(bytes([number])).digest() for number in range(100)]
trees = st.integers(1, 100).map(lambda size: LEAVES[:size])


@given(trees, st.data())
def test_every_leaf_leads_to_the_root(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle_path.path(leaves, index)
    assert merkle_path.end_of(path, leaves[index]) == merkle_path.root(leaves)
    assert len(path) <= (len(leaves) - 1).bit_length()


@given(trees, st.data())
def test_a_leaf_leads_nowhere_by_the_way_of_another(leaves, data):
    index, other = (data.draw(st.integers(0, len(leaves) - 1)) for _ in range(2))
    is_ours = merkle_path.end_of(merkle_path.path(leaves, other), leaves[index])
    assert (is_ours == merkle_path.root(leaves)) is (index == other)


def test_five_leaves_by_hand():
    a, b, c, d, e = LEAVES[:5]
    four = both(both(a, b), both(c, d))
    assert merkle_path.root(LEAVES[:5]) == both(four, e) == sha256(four + e).digest()
    assert merkle_path.path(LEAVES[:5], 4) == (Step(Side.LEFT, four),)
    assert merkle_path.path(LEAVES[:5], 2) == (
        Step(Side.RIGHT, d),
        Step(Side.LEFT, both(a, b)),
        Step(Side.RIGHT, e),
    )


def test_no_two_trees_of_different_leaves_have_one_root():
    assert merkle_path.root(LEAVES[:3]) != merkle_path.root([*LEAVES[:3], LEAVES[2]])


def test_there_is_no_tree_without_leaves():
    with pytest.raises(ValueError, match="at least one leaf"):
        merkle_path.root([])

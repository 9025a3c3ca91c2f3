import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.tlog import merkle

# The trees of the Certificate Transparency reference implementation (RFC 6962).
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
sizes = st.integers(1, 130)


def _leaves(size):
    return [merkle.leaf_hash(number.to_bytes(2)) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


def test_an_inclusion_proof_is_the_published_one():
    assert [each.hex() for each in merkle.inclusion_proof(LEAVES, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_a_consistency_proof_is_the_published_one():
    assert [each.hex() for each in merkle.consistency_proof(LEAVES, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(sizes, st.data())
def test_every_leaf_is_included_where_it_stands_and_nowhere_else(size, data):
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    leaves = _leaves(size)
    root, proof = merkle.root(leaves), merkle.inclusion_proof(leaves, index)
    assert merkle.includes(root, size, index, leaves[index], proof)
    assert merkle.includes(root, size, other, leaves[index], proof) is (other == index)
    assert merkle.includes(root, size, index, leaves[other], proof) is (other == index)
    assert not merkle.includes(root, size, index, leaves[index], [*proof, root])
    assert not proof or not merkle.includes(root, size, index, leaves[index], proof[:-1])


@given(sizes, sizes)
def test_a_grown_tree_is_consistent_and_a_changed_one_is_not(one, two):
    old, new = sorted((one, two))
    leaves = _leaves(new)
    proof = merkle.consistency_proof(leaves, old)
    roots = merkle.root(leaves[:old]), merkle.root(leaves)
    assert merkle.is_consistent(roots[0], old, roots[1], new, proof)
    assert not merkle.is_consistent(merkle.leaf_hash(b"x"), old, roots[1], new, proof)
    assert not merkle.is_consistent(roots[0], old, merkle.leaf_hash(b"x"), new, proof)
    assert not merkle.is_consistent(roots[0], old, roots[1], new, [*proof, roots[0]])
    if proof:
        assert not merkle.is_consistent(roots[0], old, roots[1], new, proof[:-1])
        assert not merkle.is_consistent(roots[0], old, roots[1], new, [bytes(32), *proof[1:]])


def test_every_tree_grew_from_the_empty_one():
    assert merkle.is_consistent(merkle.EMPTY_ROOT, 0, merkle.root(LEAVES), 8, [])
    assert not merkle.is_consistent(bytes(32), 0, merkle.root(LEAVES), 8, [])


def test_a_tree_never_shrinks():
    assert not merkle.is_consistent(merkle.root(LEAVES), 8, merkle.root(LEAVES[:4]), 4, [])


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index):
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(LEAVES, index)
    assert not merkle.includes(merkle.root(LEAVES), 8, index, LEAVES[0], [])


@pytest.mark.parametrize("size", [0, 9])
def test_there_is_no_proof_from_a_size_the_tree_never_had(size):
    with pytest.raises(ValueError, match="never had"):
        merkle.consistency_proof(LEAVES, size)

import pytest

from credkit.errors import Malformed
from credkit.tlog import merkle
from credkit.tlog.frontier import Frontier

LEAVES = [merkle.leaf_hash(number.to_bytes(4)) for number in range(300)]


def test_the_root_is_that_of_all_leaves_at_every_size():
    tree = Frontier()
    for size in range(301):
        assert (tree.size, tree.root()) == (size, merkle.root(LEAVES[:size]))
        if size < 300:
            tree.append(LEAVES[size])


def test_a_frontier_that_was_put_away_goes_on():
    tree = Frontier()
    for leaf in LEAVES[:77]:
        tree.append(leaf)
    again = Frontier(tree.size, list(tree.roots))
    for leaf in LEAVES[77:]:
        again.append(leaf)
    assert again.root() == merkle.root(LEAVES)


@pytest.mark.parametrize(
    ("size", "roots"), [(1, []), (3, [bytes(32)]), (0, [bytes(32)]), (1, [bytes(31)]), (-1, [])]
)
def test_what_is_no_right_edge_is_malformed(size, roots):
    with pytest.raises(Malformed):
        Frontier(size, roots)

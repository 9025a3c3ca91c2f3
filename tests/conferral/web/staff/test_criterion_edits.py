"""The buttons of the criterion's form: what they do to the tree, and what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.web.staff.criterion_edits import TooBig, add, down, remove, unwrap, up, wrap
from conferral.web.staff.criterion_tree import Kind, Node, Tampered, walked


def one(module):
    return Node(Kind.PASSED, {"module": module})


def group(*parts, kind=Kind.ALL):
    return Node(kind, {}, parts)


a, b, c = one("a"), one("b"), one("c")


def test_a_part_is_added_at_the_end():
    tree, place = add(group(a), (), Kind.COMPLETED)
    assert tree == group(a, Node(Kind.COMPLETED))
    assert place == (1,)


def test_a_new_score_counts_the_best_attempt():
    tree, _ = add(group(), (), Kind.SCORED)
    assert tree.parts[0].said["attempt"] == "best"


def test_a_part_goes_with_all_that_is_in_it():
    assert remove(group(a, group(b, c)), (1,)) == (group(a), ())


@pytest.mark.parametrize(
    ("before", "place", "after", "now"),
    [
        (group(a, b), (1,), group(b, a), (0,)),
        (group(a, b), (0,), group(a, b), (0,)),
        (group(group(a), b), (1,), group(group(a, b)), (0, 1)),
        (group(c, group(a, b)), (1, 0), group(c, a, group(b)), (1,)),
    ],
)
def test_up_is_over_a_neighbour_into_a_group_or_out_of_one(before, place, after, now):
    assert up(before, place) == (after, now)


@pytest.mark.parametrize(
    ("before", "place", "after", "now"),
    [
        (group(a, b), (0,), group(b, a), (1,)),
        (group(a, b), (1,), group(a, b), (1,)),
        (group(b, group(a)), (0,), group(group(b, a)), (0, 0)),
        (group(group(a, b), c), (0, 1), group(group(a), b, c), (1,)),
    ],
)
def test_down_is_over_a_neighbour_into_a_group_or_out_of_one(before, place, after, now):
    assert down(before, place) == (after, now)


def test_a_part_is_wrapped_and_unwrapped():
    wrapped, place = wrap(group(a, b), (1,))
    assert (wrapped, place) == (group(a, group(b)), (1,))
    assert unwrap(wrapped, (1,)) == (group(a, b), (1,))


def test_a_criterion_without_groups_becomes_one_with():
    assert wrap(a, ()) == (group(a), ())
    assert unwrap(group(a), ()) == (a, ())


def test_the_whole_is_not_two_things():
    with pytest.raises(TooBig, match="Only one part"):
        unwrap(group(a, b), ())


@pytest.mark.parametrize("deed", [remove, up, down])
def test_the_whole_stays(deed):
    with pytest.raises(Tampered):
        deed(group(a), ())


@pytest.mark.parametrize("deed", [remove, up, down, wrap, unwrap])
def test_what_is_not_there_is_not_edited(deed):
    with pytest.raises(Tampered):
        deed(group(a), (0, 3))


def test_only_groups_take_parts():
    with pytest.raises(Tampered):
        add(a, (), Kind.PASSED)


def test_a_group_has_a_most():
    with pytest.raises(TooBig, match="at most 50"):
        add(group(*[a] * 50), (), Kind.PASSED)


def test_groups_stand_in_one_another_only_so_deep():
    tree = a
    for _ in range(8):
        tree = wrap(tree, ())[0]
    with pytest.raises(TooBig, match="8 groups"):
        wrap(tree, ())


trees = st.recursive(
    st.sampled_from([a, b, c]),
    lambda parts: st.lists(parts, min_size=1, max_size=3).map(lambda them: group(*them)),
    max_leaves=8,
)


@given(trees, st.sampled_from([up, down]), st.data())
def test_moving_loses_nothing_and_says_where_it_went(tree, move, data):
    places = [place for place, _ in walked(tree) if place]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    moving = dict(walked(tree))[place]
    try:
        after, now = move(tree, place)
    except TooBig:
        return
    assert dict(walked(after))[now] == moving
    assert leaves(after) == leaves(tree)


def leaves(tree):
    return sorted(node.said["module"] for _, node in walked(tree) if not node.kind.is_group)

"""A criterion goes into a form and comes back the same; whatever else comes back is told apart."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog import criteria
from conferral.web.staff.criterion_reading import read
from conferral.web.staff.criterion_tree import (
    FIELDS,
    GROUPS,
    LEAVES,
    Kind,
    Node,
    Tampered,
    from_criterion,
    from_form,
    path_of,
    place_of,
    to_form,
    walked,
)

typed = st.sampled_from(
    ["", "60", "59,95", "-1", "1e9", "quiz", "2026-02-30", "2026-03-01", "best"]
)


nothing = st.just(())


def nodes_of(kinds, parts=nothing):
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.builds(
            Node, st.just(kind), st.fixed_dictionaries(dict.fromkeys(FIELDS[kind], typed)), parts
        )
    )


trees = st.recursive(
    nodes_of(LEAVES),
    lambda parts: nodes_of(GROUPS, st.lists(parts, max_size=3).map(tuple)),
    max_leaves=8,
).filter(lambda tree: max(len(place) for place, _ in walked(tree)) <= 8)

EVERY_KIND = {
    "all": [
        {"completed": "intro"},
        {"any": [{"passed": "log"}, {"scored": "quiz", "at_least": "59.95", "attempt": "last"}]},
        {"at_least": 2, "of": [{"attended": {"percent": 80}}, {"attended": {"hours": 20}}]},
        {"within": {"from": "2026-01-01", "until": "2026-12-31"}, "of": {"passed": "quiz"}},
        {"peer_reviews_given": 3},
        {"peer_reviews_received": 2},
        {"posts": 5},
        {"holds": "basics"},
        {"evaluated": "practice", "as": "Practical simulation"},
        {"confirmed": "identity", "as": "Identity"},
    ]
}


@given(trees)
def test_a_tree_comes_back_from_its_form_as_it_went(tree):
    assert from_form(to_form(tree)) == tree


@given(trees, st.data())
def test_a_form_that_lost_a_field_is_a_tree_with_a_gap_or_tampered(tree, data):
    form = to_form(tree)
    del form[data.draw(st.sampled_from(sorted(form)))]
    with suppress(Tampered):
        read(from_form(form))


names = st.from_regex(r"c(-\d{1,2}){0,3}\.(kind|module|count)", fullmatch=True)
values = st.sampled_from([*Kind, "nothing", ""])


@given(st.dictionaries(names, values, max_size=6))
def test_a_form_that_nobody_sent_is_a_tree_or_tampered(form):
    with suppress(Tampered):
        read(from_form(form))


@given(trees)
def test_what_can_be_read_says_the_same_when_it_is_shown_again(tree):
    criterion = read(tree).criterion
    if criterion is not None:
        assert read(from_criterion(criterion)).criterion == criterion


@given(trees)
def test_every_error_stands_beside_something_on_the_page(tree):
    there = {path_of(place) for place, _ in walked(tree)} | set(to_form(tree))
    assert set(read(tree).errors) <= there


def test_every_kind_of_criterion_becomes_a_form_and_itself_again():
    criterion = criteria.from_json(EVERY_KIND)
    tree = from_form(to_form(from_criterion(criterion)))
    assert {node.kind for _, node in walked(tree)} == set(Kind)
    assert criteria.to_json(read(tree).criterion) == EVERY_KIND


def test_a_part_that_vanished_is_not_a_part_that_was_removed():
    form = to_form(from_criterion(criteria.from_json(EVERY_KIND)))
    del form["c-1.kind"]
    with pytest.raises(Tampered):
        from_form(form)


def test_a_form_that_goes_down_for_ever_is_tampered():
    form = {f"c{'-0' * depth}.kind": "all" for depth in range(500)}
    with pytest.raises(Tampered):
        from_form(form)


@pytest.mark.parametrize("path", ["", "d", "c-", "c-01", "c--1", "c-100", "c-0\n", "c-٣"])
def test_what_is_no_path_is_tampered(path):
    with pytest.raises(Tampered):
        place_of(path)


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        (Kind.COMPLETED, {}, "module"),
        (Kind.SCORED, {"module": "quiz", "at_least": "100.01"}, "at_least"),
        (Kind.SCORED, {"module": "quiz", "at_least": "six"}, "at_least"),
        (Kind.POSTS, {"at_least": "0"}, "at_least"),
        (Kind.GIVEN, {"at_least": "1.5"}, "at_least"),
        (Kind.HOURS, {"at_least": "10001"}, "at_least"),
        (Kind.HOLDS, {}, "course"),
        (Kind.EVALUATED, {"title": " "}, "title"),
        (Kind.CONFIRMED, {"title": "Identity", "code": "two words"}, "code"),
    ],
)
def test_what_is_not_right_is_told_beside_its_field(kind, said, field):
    reading = read(Node(kind, said))
    assert reading.criterion is None
    assert f"c.{field}" in reading.errors


def test_a_decimal_comma_is_a_decimal_point():
    reading = read(Node(Kind.SCORED, {"module": "quiz", "at_least": "59,95"}))
    assert criteria.to_json(reading.criterion) == {"scored": "quiz", "at_least": "59.95"}


def test_a_code_is_made_of_the_words_and_kept_when_they_change():
    made = read(Node(Kind.EVALUATED, {"title": "Practical simulation"})).criterion
    again = from_criterion(made)
    renamed = Node(again.kind, {**again.said, "title": "Simulation"})
    assert criteria.to_json(read(renamed).criterion) == {
        "evaluated": "practical-simulation",
        "as": "Simulation",
    }


def test_several_parts_in_a_period_must_all_be_met():
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    parts = (Node(Kind.PASSED, {"module": "quiz"}), Node(Kind.PASSED, {"module": "log"}))
    reading = read(Node(Kind.WITHIN, days, parts))
    assert criteria.to_json(reading.criterion)["of"] == {
        "all": [{"passed": "quiz"}, {"passed": "log"}]
    }
    assert reading.path_of("/of/all/1") == "c-1"


def test_more_are_not_asked_for_than_there_are():
    reading = read(Node(Kind.SOME, {"count": "2"}, (Node(Kind.PASSED, {"module": "quiz"}),)))
    assert reading.errors == {"c.count": "Write a whole number from 1 to 1."}

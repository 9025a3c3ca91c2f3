"""Criteria as JSON: there and back, as the published schema says, and refused by name."""

import copy
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import (
    All,
    AtLeast,
    Completed,
    Measurable,
    Measured,
    NoCriterion,
    Scored,
    Which,
    Within,
)
from conferral.learning.catalog.criteria.reading import MAX_ASKED, MAX_DEPTH, MAX_PARTS

from .criteria_by_chance import trees

SCHEMA = Draft202012Validator(criteria.schema())
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 20_000)
    | st.floats()
    | st.sampled_from(["", "quiz", "best", "60", "60.5", "1e2", "2026-02-30", "2026-12-31", "a b"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)


@st.composite
def nearly_criteria(draw):
    """The JSON of a criterion with one of its values, or keys, replaced by anything."""
    written = copy.deepcopy(criteria.to_json(draw(trees)))
    holders = [holder for holder in _holders(written) if len(holder)]
    holder = draw(st.sampled_from(holders))
    place = draw(st.sampled_from([*holder] if isinstance(holder, dict) else range(len(holder))))
    if isinstance(holder, dict) and draw(st.booleans()):
        holder[draw(st.sampled_from(["all", "of", "as", "scored", "attempt", "x"]))] = holder.pop(
            place
        )
    else:
        holder[place] = draw(anything)
    return written


def _holders(value):
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


@given(trees)
def test_a_criterion_is_what_its_json_says(criterion):
    written = json.loads(json.dumps(criteria.to_json(criterion)))
    assert criteria.from_json(written) == criterion


@given(trees)
def test_what_is_written_is_what_the_schema_says(criterion):
    SCHEMA.validate(criteria.to_json(criterion))


@given(nearly_criteria() | anything)
def test_what_the_schema_refuses_is_refused_and_the_rest_is_read_or_refused_by_name(value):
    try:
        criteria.from_json(value)
    except NoCriterion as error:
        assert str(error).startswith("not a criterion")  # noqa: PT017
    else:
        SCHEMA.validate(value)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(criteria.schema())


@pytest.mark.parametrize(
    ("written", "criterion"),
    [
        ({"scored": "quiz", "at_least": 60}, Scored("quiz", Decimal(60))),
        ({"scored": "quiz", "at_least": "62.5"}, Scored("quiz", Decimal("62.5"))),
        ({"scored": "quiz", "at_least": 62.5}, Scored("quiz", Decimal("62.5"))),
        (
            {"scored": "quiz", "at_least": 60, "attempt": "last"},
            Scored("quiz", Decimal(60), Which.LAST),
        ),
        ({"posts": 5.0}, Measured(Measurable.POSTS, Decimal(5))),
        ({"attended": {"hours": 20}}, Measured(Measurable.ATTENDANCE_HOURS, Decimal(20))),
        ({"at_least": 1, "of": [{"completed": "a"}]}, AtLeast(1, (Completed("a"),))),
        (
            {"within": {"from": "2026-01-01", "until": "2026-12-31"}, "of": {"completed": "a"}},
            Within(date(2026, 1, 1), date(2026, 12, 31), Completed("a")),
        ),
    ],
)
def test_each_way_of_writing_is_read(written, criterion):
    assert criteria.from_json(written) == criterion


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        "quiz",
        {"passed": 3},
        {"passed": "two words"},
        {"all": []},
        {"any": []},
        {"all": "quiz"},
        {"scored": "quiz"},
        {"scored": "quiz", "at_least": "many"},
        {"scored": "quiz", "at_least": None},
        {"scored": "quiz", "at_least": "NaN"},
        {"scored": "quiz", "at_least": True},
        {"scored": "quiz", "at_least": 101},
        {"scored": "quiz", "at_least": 60, "attempt": "worst"},
        {"at_least": 0, "of": [{"passed": "quiz"}]},
        {"at_least": True, "of": [{"passed": "quiz"}]},
        {"posts": 0},
        {"posts": 1.5},
        {"attended": {}},
        {"attended": {"percent": 80, "hours": 3}},
        {"within": {"from": "2026-02-30", "until": "2026-12-31"}, "of": {"passed": "quiz"}},
        {"evaluated": "practice"},
        {"evaluated": "practice", "as": ""},
        {"evaluated": "practice", "as": "two\nlines"},
        {"all": [{"passed": "quiz"}, {"fancied": "quiz"}]},
        {"passed": "quiz", "completed": "quiz"},
    ],
)
def test_what_is_no_criterion_is_refused_by_name(value):
    with pytest.raises(ValueError, match="not a criterion"):
        criteria.from_json(value)


def test_the_refused_part_is_pointed_at():
    value = {"all": [{"passed": "quiz"}, {"any": [{"scored": "exam", "at_least": 120}]}]}
    with pytest.raises(NoCriterion, match=r"^not a criterion at /all/1/any/0: at_least is a perc"):
        criteria.from_json(value)


def nested(depth):
    value = {"passed": "quiz"}
    for _ in range(depth):
        value = {"all": [value]}
    return value


def test_criteria_may_stand_inside_one_another_so_deep_and_no_deeper():
    criteria.from_json(nested(MAX_DEPTH))
    for depth in (MAX_DEPTH + 1, 500):
        with pytest.raises(NoCriterion, match="inside one another"):
            criteria.from_json(nested(depth))


def test_a_criterion_that_asks_too_much_is_not_read_to_its_end():
    wide = {"all": [{"passed": "quiz"}] * (MAX_PARTS + 1)}
    with pytest.raises(NoCriterion, match="more than 50 parts"):
        criteria.from_json(wide)
    many = {"all": [{"any": [{"passed": "quiz"}] * MAX_PARTS}] * (MAX_ASKED // MAX_PARTS)}
    with pytest.raises(NoCriterion, match="more than 200 criteria"):
        criteria.from_json(many)


def test_modules_and_courses_are_found_wherever_they_stand():
    value = {"all": [{"passed": "quiz"}, {"any": [{"holds": "first-aid"}, {"completed": "log"}]}]}
    criterion = criteria.from_json(value)
    assert criteria.modules_of(criterion) == {"quiz", "log"}
    assert criteria.courses_of(criterion) == {"first-aid"}
    assert isinstance(criterion, All)

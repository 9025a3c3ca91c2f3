"""Where in a text a JSON Pointer leads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.web.staff.criterion_text import from_text, line_of

TEXT = """{
  "all": [
    {"passed": "a,}]\\"quiz"},
    {
      "at_least": 1, "of" : [
        {"posts": 3}
      ]
    }
  ]
}"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/all", 2),
        ("/all/0", 3),
        ("/all/1", 4),
        ("/all/1/of/0", 6),
        ("/all/1/of/7", 5),
        ("/any/0", 1),
        ("/all/0/passed/0", 3),
    ],
)
def test_the_line_of_a_value_is_found(pointer, line):
    assert line_of(TEXT, pointer) == line


keys = st.text(max_size=3).filter(lambda key: "/" not in key)
values = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(keys, more, max_size=3),
    max_leaves=8,
)


@given(values, st.data())
def test_every_value_of_an_indented_text_is_found(value, data):
    way, inner = [], value
    while isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
        step = data.draw(
            st.sampled_from(list(inner) if isinstance(inner, dict) else range(len(inner)))
        )
        way, inner = [*way, step], inner[step]
    text = json.dumps(value, indent=1)
    line = line_of(text, "".join(f"/{step}" for step in way))
    assert 1 <= line <= text.count("\n") + 1
    assert json.dumps(inner, indent=1).split("\n")[0] in text.split("\n")[line - 1]


@given(st.text(max_size=60))
def test_what_is_no_criterion_is_told_in_a_sentence(typed):
    with pytest.raises(ValueError, match=r"^Line \d+.*\.$"):
        from_text(typed)

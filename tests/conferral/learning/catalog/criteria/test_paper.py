"""docs/criteria.md says what the code does."""

import json
import re
from pathlib import Path

import pytest

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import State, Titles
from conferral.learning.catalog.criteria.reading import MAX_ASKED, MAX_DEPTH, MAX_PARTS

PAPER = (Path(__file__).parents[5] / "docs" / "criteria.md").read_text()
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAPER, re.DOTALL)]
TITLES = Titles(
    {"scene-safety": "Scene safety", "final-quiz": "Final quiz"},
    {"first-aid": "Workplace First Aid"},
)


@pytest.mark.parametrize("written", EXAMPLES, ids=str)
def test_every_example_is_a_criterion(written):
    assert criteria.to_json(criteria.from_json(written)) == written


def test_every_kind_has_an_example():
    kinds = criteria.schema()["$defs"]["criterion"]["oneOf"]
    assert len({tuple(sorted(written)) for written in EXAMPLES}) == len(kinds)


@pytest.mark.parametrize(
    "written", [each for each in EXAMPLES if not {"all", "any", "of"} & each.keys()], ids=str
)
def test_every_condition_is_said_in_the_words_of_the_pages(written):
    words = criteria.in_words(criteria.from_json(written), TITLES)
    plain = " ".join(PAPER.split()).lower()
    assert words.removesuffix(" in the last attempt").lower() in plain


def test_every_state_is_explained():
    assert {str(state) for state in State} == set(re.findall(r"^\| `([a-z ]+)` \|", PAPER, re.M))


def test_the_limits_are_those_of_the_code():
    assert f"At most {MAX_DEPTH} criteria" in PAPER
    assert f"{MAX_PARTS} in one group, {MAX_ASKED} in all" in PAPER

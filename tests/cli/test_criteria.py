"""`conferral criteria`: shown, checked and set as files."""

import json

import pytest

from cast import a_draft, a_member
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion

pytestmark = pytest.mark.django_db
QUIZ = {"scored": "final-quiz", "at_least": 60}


@pytest.fixture(autouse=True)
def draft(db):
    a_member("Lindiwe", Role.ADMINISTRATOR)
    return a_draft()


@pytest.fixture
def written(tmp_path):
    def write(criterion):
        file = tmp_path / "criterion.json"
        file.write_text(criterion if isinstance(criterion, str) else json.dumps(criterion))
        return file

    return write


def test_what_is_asked_is_shown_line_by_line(typed):
    assert typed("criteria", "show", "first-aid").out.splitlines() == [
        "Do all of this:",
        "  Complete “Read: scene safety”.",
        "  Complete “Practical log”.",
        "  Pass “Final quiz”.",
    ]


def test_what_is_shown_as_json_can_be_set(typed, written, draft):
    shown = typed("criteria", "show", "first-aid", "--json").json
    changed = {"all": [*shown["all"], QUIZ]}
    assert typed("criteria", "set", "first-aid", written(changed)).code == 0
    assert CourseVersion.objects.get().criterion_json == changed


def test_a_contradiction_is_named_and_not_set(typed, written, draft):
    impossible = written({"at_least": 2, "of": [QUIZ]})
    checked = typed("criteria", "check", "first-aid", impossible, "--json")
    assert (checked.code, checked.json[0]["code"]) == (1, "count")
    refused = typed("criteria", "set", "first-aid", impossible)
    assert (refused.code, "At least 2 are asked for" in refused.err) == (1, True)
    assert CourseVersion.objects.get().edition == 1


def test_what_is_only_odd_is_said_and_may_stay(typed, written):
    checked = typed("criteria", "check", "first-aid", written({"any": [QUIZ, QUIZ]}))
    assert (checked.code, "stands here twice" in checked.out) == (0, True)


@pytest.mark.parametrize("text", ["{", '{"swum": "quiz"}', "[]"])
def test_what_is_no_criterion_is_refused_in_a_sentence(typed, written, text):
    ended = typed("criteria", "check", "first-aid", written(text))
    assert ended.code == 1
    assert "criterion.json" in ended.err

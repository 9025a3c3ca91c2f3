"""`conferral questions` and `conferral announce`: what is said to the learners of a course."""

import json

import pytest

from cast import a_member, an_award
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db
ANSWERED = [{"question": "May I fail?", "answer": "Yes, *twice*."}]


@pytest.fixture(autouse=True)
def _a_course_and_an_administrator():
    an_award()
    a_member("Kofi", Role.ADMINISTRATOR)


def test_what_is_listed_can_be_set(typed, tmp_path):
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(ANSWERED))
    assert typed("questions", "set", "first-aid", file).code == 0
    assert typed("questions", "list", "first-aid").json == ANSWERED
    file.write_text("[1]")
    assert "no JSON list" in typed("questions", "set", "first-aid", file).err
    assert "no course" in typed("questions", "list", "nothing").err


def test_a_letter_is_looked_at_and_then_sent(typed, tmp_path):
    file = tmp_path / "letter.md"
    file.write_text("Dear all,\n\nwe *begin* on Monday.")
    looked = typed("announce", "first-aid", "We begin", file, "--dry-run").out
    assert "1 learners would get it" in looked
    assert not Message.objects.exists()
    assert typed("announce", "first-aid", "We begin", file).code == 0
    assert "we begin on Monday." in Message.objects.get().text

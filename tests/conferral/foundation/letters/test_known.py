"""Every letter that there is: its words fit its variables, and nobody writes past them."""

import ast
from pathlib import Path

import pytest

from cast import an_organization
from conferral.foundation.letters.frame import html_of
from conferral.foundation.letters.kinds import default
from conferral.foundation.letters.known import kinds
from conferral.foundation.letters.specimens import specimen
from conferral.foundation.letters.words import Variable, cleaned, parse

SRC = Path(html_of.__globals__["__file__"]).parents[2]


@pytest.mark.parametrize("kind", kinds().values(), ids=str)
def test_the_given_words_can_be_sent_and_use_every_variable(kind):
    words = default(kind)
    assert cleaned(words) == words
    parsed = parse(words, kind.variables)
    lines = [parsed.subject, parsed.heading]
    lines += [line for each in (*parsed.paragraphs, *parsed.small_print) for line in each]
    used = {part.name for line in lines for part in line if isinstance(part, Variable)}
    assert used == {each.name for each in kind.variables}


@pytest.mark.django_db
def test_a_specimen_of_each_has_a_subject_and_says_who_writes():
    organization = an_organization()
    for kind in kinds().values():
        shown = specimen(organization, kind)
        assert shown.subject, kind
        assert all("SayPro" in part for part in (shown.text, shown.html)), kind


def test_every_letter_is_written_in_words_that_can_be_changed():
    """Only the one writer makes messages; a test letter is what somebody sees of it."""
    makers = {
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if "migrations" not in path.parts and _makes_messages(path)
    }
    assert makers <= {"foundation/letters/writing.py", "foundation/letters/actions.py"}


def _makes_messages(path: Path) -> bool:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return (
        any(ast.unparse(call.func) in {"Message", "Message.objects.create"} for call in calls)
        and "foundation.mail.models" in path.read_text()
    )

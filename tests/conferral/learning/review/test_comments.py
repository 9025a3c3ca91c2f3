"""What is said about a version, and that it was settled."""

import pytest

from cast import a_draft, bruno, femi
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.review.comments import comment, resolve

pytestmark = pytest.mark.django_db


def test_a_comment_is_about_a_module():
    said = comment(a_draft(), femi(), " Too short. ", place="final-quiz")
    assert (said.text, said.place, said.author) == ("Too short.", "final-quiz", femi())


def test_an_answer_stands_under_the_comment_and_an_answer_to_it_too():
    version = a_draft()
    said = comment(version, femi(), "Too short.", place="final-quiz")
    answer = comment(version, bruno(), "How long?", answers=said)
    again = comment(version, femi(), "Twice.", answers=answer)
    assert list(said.replies.all()) == [answer, again]
    assert again.place == "final-quiz"


@pytest.mark.parametrize(("text", "place"), [(" ", ""), ("Too short.", "no-such-module")])
def test_nothing_is_no_comment_and_nowhere_no_place(text, place):
    with pytest.raises(Refused):
        comment(a_draft(), femi(), text, place=place)


def test_a_comment_is_settled_once():
    said = comment(a_draft(), femi(), "Too short.")
    resolve(said, bruno())
    with pytest.raises(Refused, match="settled already"):
        resolve(said, femi())
    said.refresh_from_db()
    assert said.resolved_by == bruno()


def test_the_trail_knows_that_somebody_spoke_and_not_what():
    comment(a_draft(), femi(), "Too short.")
    assert "Too short." not in str(Entry.objects.get(deed="commented").details)

"""`conferral moderation`: a round from the draw to the end, from the command line."""

import pytest

from cast import dara, imani, jabu
from conferral.learning.awards.models import Award
from conferral.learning.moderation.models import Entrant, ModerationRound
from moderating import a_moderated_course
from waiting import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderation(typed):
    """As Imani types it, with eight results that wait."""
    dara(), jabu()
    settled(a_moderated_course(), 8)

    def type_in(*words, by=imani):
        return typed("moderation", *words, "--as", by().email)

    return type_in


def opened(moderation) -> int:
    assert "2 of 8 drawn" in moderation("open", "first-aid", 1).out
    pk = ModerationRound.objects.get().pk
    assert "internal moderator" in moderation("assign", pk, "internal", imani().email).out
    return pk


def test_a_round_that_is_upheld(typed, moderation):
    pk = opened(moderation)
    for number in (1, 2):
        assert moderation("verdict", pk, number, "upheld").code == 0
    (row,) = typed("moderation", "list", "--json").json
    assert (row["sample"], row["of"], row["outcome"]) == (2, 8, "open")
    assert "upheld" in moderation("conclude", pk, "upheld").out
    assert typed("moderation", "list", "--json").json == []
    assert typed("moderation", "list", "--all", "--json").json[0]["outcome"] == "upheld"
    shown = typed("moderation", "show", pk, "--json").json
    assert [each["opinions"][0]["by"] for each in shown["sample"]] == ["Imani", "Imani"]
    assert "internal upheld" in typed("moderation", "show", pk).out


def test_a_round_that_is_not_is_drawn_again_without_what_was_rejected(moderation):
    pk = opened(moderation)
    moderation("verdict", pk, 1, "not-upheld", "--remark", "Question 4.")
    moderation("verdict", pk, 2, "upheld")
    assert "was not upheld" in moderation("conclude", pk, "upheld").err
    moderation("conclude", pk, "not-upheld", "--because", "Mark it again.")
    assert moderation("reject", pk, "--because", "Copied.", "--number", 1).out == "1 rejected.\n"
    assert "4 of 7 drawn" in moderation("draw-again", pk).out
    assert Award.objects.filter(rejected_because="Copied.").count() == 1


def test_the_draw_is_checked(typed, moderation):
    pk = opened(moderation)
    assert "drawn again" in typed("moderation", "redraw-check", pk).out
    Entrant.objects.filter(place=1).update(place=None)
    ended = typed("moderation", "redraw-check", pk)
    assert (ended.code, "not the one that the seed draws" in ended.out) == (1, True)


def test_what_cannot_be_meant_is_said(typed, moderation):
    pk = opened(moderation)
    assert "no number 9" in moderation("verdict", pk, 9, "upheld").err
    assert "neither upheld nor" in moderation("verdict", pk, 1, "perhaps").err
    assert "no version 1 of a course astronomy" in moderation("open", "astronomy", 1).err
    assert "no round 9999" in typed("moderation", "show", 9999).err


def test_whoever_is_no_moderator_opens_no_round(moderation):
    assert "Dara is no moderator" in moderation("open", "first-aid", 1, by=dara).err

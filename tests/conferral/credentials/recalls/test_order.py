from dataclasses import replace
from datetime import date, timedelta

import pytest

from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls.order import LONGEST_AFFIDAVIT, Order, Wanted, checked
from conferral.foundation.refusal import RefusedPart

TODAY = date(2026, 11, 22)
ONE = (Wanted("SP-1"),)


def refused(**said):
    order = {"replaces": True, "reason": Reason.SPOILED, "because": "Spoiled", "wanted": ONE}
    with pytest.raises(RefusedPart) as no:
        checked(Order(**order | said), TODAY)
    return no.value.part, str(no.value)


def test_a_sound_order_is_taken():
    order = Order(True, Reason.SPOILED, "The print was spoiled", ONE)
    assert checked(order, TODAY) == order


def test_every_deed_has_reasons_of_its_own():
    assert refused(reason=Reason.MISCONDUCT)[0] == "reason"
    assert refused(replaces=False, reason=Reason.LOST)[0] == "reason"


def test_it_says_why_and_not_at_length():
    assert refused(because=" ")[0] == "because"
    assert refused(because="x" * 201)[0] == "because"


def test_it_names_something():
    assert refused(wanted=())[0] == "numbers"


def test_a_wrong_name_has_a_right_one():
    assert refused(reason=Reason.WRONG_NAME)[1] == "What is the right name on SP-1?"
    assert refused(reason=Reason.WRONG_NAME, wanted=(Wanted("SP-1", "=Ada"),))[0] == "numbers"
    fixed = Order(True, Reason.WRONG_NAME, "The name was wrong", (Wanted("SP-1", " Ada  Nkosi "),))
    assert checked(fixed, TODAY).wanted == (Wanted("SP-1", "Ada Nkosi"),)


def test_all_lines_without_a_right_name_are_named_at_once():
    known = Wanted("SP-2", "Ada Nkosi")
    lines = (Wanted("SP-1"), known, Wanted("SP-3"))
    assert refused(reason=Reason.WRONG_NAME, wanted=lines)[1] == (
        "What is the right name on SP-1, SP-3?"
    )
    many = tuple(Wanted(f"SP-{at}") for at in range(40))
    assert refused(reason=Reason.WRONG_NAME, wanted=many)[1].endswith("SP-9 and 30 more?")


def test_all_names_that_cannot_be_printed_are_named_at_once():
    lines = (Wanted("SP-1", "=Ada"), Wanted("SP-2", "Ada Nkosi"), Wanted("SP-3", "+Ada"))
    said = refused(reason=Reason.WRONG_NAME, wanted=lines)[1]
    assert "SP-1: " in said
    assert "SP-3: " in said
    assert "SP-2" not in said


def test_no_name_changes_for_another_reason():
    assert refused(wanted=(Wanted("SP-1", "Ada"),))[0] == "reason"


@pytest.mark.parametrize(
    ("has_exhibit", "days_ago", "part"),
    [
        (False, 1, "exhibit"),
        (True, None, "sworn_on"),
        (True, 93, "sworn_on"),
        (True, -1, "sworn_on"),
    ],
)
def test_what_is_lost_is_sworn_to_within_three_months(has_exhibit, days_ago, part):
    sworn_on = None if days_ago is None else TODAY - timedelta(days=days_ago)
    assert refused(reason=Reason.LOST, has_exhibit=has_exhibit, sworn_on=sworn_on)[0] == part


@pytest.mark.parametrize("days_ago", [0, LONGEST_AFFIDAVIT])
def test_an_affidavit_is_enough_for_three_months(days_ago):
    sworn_on = TODAY - timedelta(days=days_ago)
    order = Order(True, Reason.LOST, "Lost", ONE, has_exhibit=True, sworn_on=sworn_on)
    assert checked(order, TODAY) == order


@pytest.mark.parametrize("part", ["because", "apology"])
def test_nothing_hides_in_what_others_read_of_it(part):
    assert refused(**{part: "Spoiled\u202e"})[0] == part
    order = Order(True, Reason.SPOILED, "Spoiled", ONE)
    hiding = replace(order, because="Spo\u200biled", apology="")
    assert checked(hiding, TODAY) == order

"""What differs between two versions, and that nothing is told that does not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog.difference import Fate, difference, woven
from conferral.learning.catalog.syllabus import Part, Syllabus, Teacher

A, B, C = Part("a", "Alpha"), Part("b", "Beta"), Part("c", "Gamma", "exam")
OLD = Syllabus("First Aid", "Stop the bleeding at once.", {"passed": "a"}, (A, B, C))


def between(**changes):
    return difference(OLD, replace(OLD, **changes)).changes


def read(pieces):
    return "".join(piece.text for piece in pieces)


def test_the_same_twice_differs_in_nothing():
    assert not difference(OLD, replace(OLD))


def test_a_value_that_came_is_told_with_what_was_there_before():
    (change,) = between(hours=24)
    assert (change.part, read(change.before), read(change.after)) == ("hours", "", "24")


def test_a_text_is_told_word_by_word():
    (change,) = between(description="Stop the heavy bleeding at once.")
    added = [piece.text.strip() for piece in change.after if piece.fate is Fate.ADDED]
    assert added == ["heavy"]
    assert all(piece.fate is Fate.SAME for piece in change.before)


def test_texts_with_nothing_in_common_are_not_woven():
    before, after = woven("Stop the bleeding.", "Budgets for projects")
    assert [piece.fate for piece in before + after] == [Fate.REMOVED, Fate.ADDED]


def test_modules_that_came_and_went_are_told_by_name():
    changes = between(modules=(A, C, Part("d", "Delta")), criterion={"passed": "a"})
    assert [(change.label, change.fate) for change in changes] == [
        ("Beta", Fate.REMOVED),
        ("Delta", Fate.ADDED),
    ]


def test_only_the_module_that_moved_is_told_to_have_moved():
    (change,) = between(modules=(B, C, A))
    assert (change.label, change.fate, read(change.after)) == ("Alpha", Fate.MOVED, "now number 3")


def test_a_module_that_changed_is_compared_with_itself():
    (change,) = between(modules=(A, B, replace(C, kind="session")))
    assert (read(change.before), read(change.after)) == ("Gamma (c), exam", "Gamma (c), session")


def test_a_person_with_another_duty_came_and_went():
    old = replace(OLD, people=(Teacher("Thabo", "instructor"),))
    changes = difference(old, replace(OLD, people=(Teacher("Thabo", "assessor"),))).changes
    assert [change.fate for change in changes] == [Fate.REMOVED, Fate.ADDED]


def test_the_criterion_is_compared_in_words():
    (change,) = between(criterion={"scored": "a", "at_least": 60})
    assert "“Alpha”" in read(change.before)
    assert "60" in read(change.after)


def test_a_difference_names_each_part_once_in_reading_order():
    new = replace(OLD, modules=(A,), title="Aid", criterion={"completed": "a"})
    assert difference(OLD, new).parts == ("title", "modules", "criterion")


@given(st.text(" ab\n", max_size=80), st.text(" ab\n", max_size=80))
def test_both_texts_can_be_read_from_their_pieces(before, after):
    left, right = woven(before, after)
    assert (read(left), read(right)) == (before, after)
    same = [[p.text for p in side if p.fate is Fate.SAME] for side in (left, right)]
    assert same[0] == same[1]

"""A line is read as a whole or refused as a whole, with every problem named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_tables import a_context, a_table, readings, results

from conferral.learning.progress.connectors.columns import ModuleInfo, guess
from conferral.learning.progress.connectors.lines import read_line
from conferral.learning.progress.connectors.people import PeopleSeen
from conferral.learning.progress.connectors.table import Line

WIDE = "Name,E-mail,Ward round,Closing test,Closing test - Date\n"
LONG = "Name,E-mail,Course,Module,Status,Score,Date\n"


def the_reading(tmp_path, header, row, good="Ann Other,ann@example.test,Completed,20,2026-11-20\n"):
    return readings(a_table(tmp_path, header + row + "\n" + good))[0]


def test_a_good_line_is_a_learner_with_completions(tmp_path):
    reading = the_reading(tmp_path, WIDE, "Sipho,S@Example.test,Completed,15,20 November 2026")
    assert reading.learner.email == "s@example.test"
    assert results(reading) == {"ward-round": (None, None), "closing-test": (None, Decimal(75))}
    assert {each.course for each in reading.completions} == {"WARD-1"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Sipho,sipho.example.test,,,", 'Row 2, column "E-mail": The e-mail address has no @.'),
        ("Sipho,,,,", 'Row 2, column "E-mail": The e-mail address is empty.'),
        (",s@example.test,,,", 'Row 2, column "Name": The name is empty.'),
        ("=1+1,s@example.test,,,", 'Row 2, column "Name": The name looks like a spreadsheet'),
        ("Si\u202epho,s@example.test,,,", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Si\x07pho,s@example.test,,,", "U+0007 BELL"),
        ("Sipho,s@example.test,perhaps,,", 'column "Ward round": "perhaps" is not a state'),
        ("Sipho,s@example.test,,21,2026-11-20", '"21" is out of range. Write a score from 0 to 20'),
        ("Sipho,s@example.test,,twenty,2026-11-20", '"twenty" is not a score'),
        ("Sipho,s@example.test,,=B2,2026-11-20", '"=B2" is a formula'),
        ("Sipho,s@example.test,,20,31/02/2026", "is not a date that exists"),
        ("Sipho,s@example.test,,20,2031-01-01", "lies in the future"),
        ("Sipho,s@example.test,,20,2026-11-20,x", 'Row 2, column F: "x" stands behind the last'),
    ],
)
def test_a_bad_cell_refuses_its_line_and_is_named(tmp_path, row, says):
    reading = the_reading(tmp_path, WIDE, row)
    assert (reading.learner, reading.completions) == (None, ())
    assert len(reading.problems) == 1
    assert says in reading.problems[0].says
    assert reading.problems[0].line == 2


def test_all_problems_of_a_line_are_named_at_once(tmp_path):
    reading = the_reading(tmp_path, WIDE, "=1,nobody,perhaps,21,1024-01-01")
    assert [each.column for each in reading.problems] == [
        "E-mail",
        "Name",
        "Ward round",
        "Closing test - Date",
        "Closing test",
    ]
    assert reading.problems[0].value == "nobody"


def test_a_bad_cell_in_a_column_without_meaning_harms_nobody(tmp_path):
    table = a_table(tmp_path, "Name,E-mail,Mood,Ward round\nAnn,a@example.test,=1+1,Completed\n")
    assert results(readings(table)[0]) == {"ward-round": (None, None)}


def test_a_short_line_has_empty_cells(tmp_path):
    reading = the_reading(tmp_path, WIDE, "Sipho,s@example.test,Completed")
    assert results(reading) == {"ward-round": (None, None)}


@pytest.mark.parametrize(
    ("state", "score", "date", "expected"),
    [
        ("Completed", "", "", (None, None)),
        ("Completed", "15", "2026-11-20", (None, Decimal(75))),
        ("Passed", "15", "", (True, Decimal(75))),
        ("Failed", "5", "", (False, Decimal(25))),
        ("Not completed", "15", "2026-11-20", None),
        ("", "15", "", None),
        ("-", "-", "-", None),
        ("", "15", "2026-11-20", (None, Decimal(75))),
    ],
)
def test_the_state_rules_and_a_date_of_completion_speaks_without_it(
    tmp_path, state, score, date, expected
):
    row = f"Ann,a@example.test,WARD-1,closing-test,{state},{score},{date}\n"
    other = "Dan,d@example.test,WARD-1,ward-round,Completed,50,2026-11-20\n"
    reading = readings(a_table(tmp_path, LONG + row + other))[0]
    assert not reading.problems
    assert results(reading).get("closing-test") == expected


def test_an_unknown_module_is_refused_with_those_that_are_known(tmp_path):
    row = "Ann,a@example.test,WARD-1,Suturing,Completed,,\n"
    (problem,) = readings(a_table(tmp_path, LONG + row))[0].problems
    assert problem.says == (
        'Row 2, column "Module": "Suturing" is not a module of WARD-1. '
        "Its modules are: hand-washing, ward-round, closing-test."
    )


def test_a_row_of_another_course_is_refused(tmp_path):
    row = "Ann,a@example.test,SURGEON-1,ward-round,Completed,,\n"
    (problem,) = readings(a_table(tmp_path, LONG + row))[0].problems
    assert '"SURGEON-1" is not the course WARD-1' in problem.says


@pytest.mark.parametrize("course", ["", "ward 1", "Ward work"])
def test_the_course_is_known_by_code_and_title_or_need_not_be_said(tmp_path, course):
    row = f"Ann,a@example.test,{course},ward-round,Completed,,\n"
    assert results(readings(a_table(tmp_path, LONG + row))[0])


def test_american_dates_are_read_when_the_column_shows_that_they_are(tmp_path):
    rows = "Ann,a@example.test,,20,03/04/2026\nDan,d@example.test,,20,11/19/2026\n"
    ann, dan = readings(a_table(tmp_path, WIDE + rows))
    assert (ann.completions[0].completed_at.month, dan.completions[0].completed_at.day) == (3, 19)


def test_invisible_characters_in_a_problem_are_spelled_out(tmp_path):
    reading = the_reading(tmp_path, WIDE, "Sipho,s@example.test,per\u202ehaps,,")
    assert "per[U+202E]haps" in reading.problems[0].says


CELLS = st.text(st.sampled_from("aB@.=-/0159% :é\u202e\u0301\x00\ud800–"), max_size=14)


@given(st.lists(CELLS, max_size=7))
def test_any_line_is_read_or_refused_with_sentences(cells):
    header = ("Name", "E-mail", "Ward round", "Closing test", "Closing test - Date")
    good = Line(2, ("Ann", "a@example.test", "Completed", "20", "2026-11-20"))
    columns = guess(header, [good], a_context().modules)
    reading = read_line(Line(3, tuple(cells)), columns, a_context())
    assert bool(reading.problems) == (reading.learner is None)
    for problem in reading.problems:
        assert problem.says.startswith("Row 3, column ")
        assert problem.says.endswith(".")


def the_meetings(tmp_path, *people):
    text = "Name,E-mail\n" + "".join(f'"{name}",{email}\n' for name, email in people)
    table = a_table(tmp_path, text)
    columns = guess(table.header, table.lines, ())
    seen = PeopleSeen()
    return [
        seen.meet(line.number, read_line(line, columns, a_context(())).learner, columns)
        for line in table.lines
    ]


def test_two_people_with_one_address_are_a_problem_of_the_later_row(tmp_path):
    first, second = the_meetings(
        tmp_path, ("Ann Other", "a@example.test"), ("Dan Brown", "A@example.test")
    )
    assert first.problem is None
    assert second.problem.says.startswith('Row 3, column "E-mail": this is the e-mail address of')
    assert "row 2" in second.problem.says


def test_one_person_in_two_spellings_is_one_person_and_noted(tmp_path):
    _, again, other = the_meetings(
        tmp_path,
        ("Zoë Müller", "z@example.test"),
        ("MULLER, Zoe", "z@example.test"),
        ("Zoë Müller", "z@example.test"),
    )
    assert again.problem is None
    assert "Row 3 spells the name of row 2 in another way" in again.note
    assert (other.problem, other.note) == (None, "")


def test_a_module_gives_what_its_maximum_says():
    module = ModuleInfo("quiz", "Quiz", Decimal(8))
    columns = guess(("Name", "E-mail", "Quiz"), [Line(2, ("A", "a@b.c", "6"))], [module])
    reading = read_line(Line(2, ("Ann", "a@b.co", "6")), columns, a_context([module]))
    assert results(reading) == {"quiz": (None, Decimal(75))}

"""Columns about the whole course, and what a human said."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from making_tables import a_context, a_table, readings

from conferral.learning.catalog.criteria import JudgementKind, Measurable, Verdict
from conferral.learning.progress.connectors import totals
from conferral.learning.progress.connectors.columns import ModuleInfo, guess
from conferral.learning.progress.connectors.scores import BadScore

WARD = ModuleInfo("ward-round", "Ward round")
PRACTICE = ModuleInfo.about(JudgementKind.EVALUATION, "practice", "Practical simulation")
CONTEXT = a_context((WARD, PRACTICE))
ZONE = ZoneInfo("Africa/Johannesburg")


def read(tmp_path, text):
    return readings(a_table(tmp_path, text), CONTEXT)


@pytest.mark.parametrize(
    ("heading", "cell", "what", "value"),
    [
        ("Attendance", "85 %", Measurable.ATTENDANCE_PERCENT, "85"),
        ("Attendance (%)", "12/16", Measurable.ATTENDANCE_PERCENT, "75"),
        ("Anwesenheit", "82,5", Measurable.ATTENDANCE_PERCENT, "82.5"),
        ("Hours attended", "19.5 h", Measurable.ATTENDANCE_HOURS, "19.5"),
        ("Horas asistidas", "19,5", Measurable.ATTENDANCE_HOURS, "19.5"),
        ("Peer reviews given", "3", Measurable.REVIEWS_GIVEN, "3"),
        ("Peer reviews received", "0", Measurable.REVIEWS_RECEIVED, "0"),
        ("Forum posts", "12", Measurable.POSTS, "12"),
    ],
)
def test_a_total_is_known_by_its_heading(tmp_path, heading, cell, what, value):
    (reading,) = read(tmp_path, f'Name;E-mail;{heading}\nSipho;s@example.test;"{cell}"\n')
    assert reading.measures == ((what, Decimal(value)),)


def test_an_empty_total_says_nothing(tmp_path):
    (reading,) = read(tmp_path, "Name,E-mail,Attendance\nSipho,s@example.test,-\n")
    assert reading.learner
    assert reading.measures == ()


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("Attendance", "120 %", "out of range"),
        ("Posts", "1.5", "is no number of posts"),
        ("Posts", "many", "is no total"),
        ("Hours attended", "10001", "is no total"),
        ("Posts", "=B2", "is no total"),
    ],
)
def test_a_bad_total_refuses_its_row(tmp_path, heading, cell, says):
    (reading,) = read(tmp_path, f"Name,E-mail,{heading}\nSipho,s@example.test,{cell}\n")
    assert reading.learner is None
    assert reading.problems[0].says.startswith(f'Row 2, column "{heading}": ')
    assert says in reading.problems[0].says


@pytest.mark.parametrize(
    ("said", "yes"), [("Competent", True), ("yes", True), ("Not yet competent", False)]
)
def test_a_verdict_is_known_by_the_title_of_what_is_asked(tmp_path, said, yes):
    header = "Name,E-mail,Practical simulation,Practical simulation - Date\n"
    (reading,) = read(tmp_path, header + f"Sipho,s@example.test,{said},2026-11-20 10:00\n")
    at = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
    assert reading.verdicts == (Verdict(JudgementKind.EVALUATION, "practice", yes, at),)
    assert reading.completions == ()


def test_not_yet_without_a_date_says_nothing(tmp_path):
    header = "Name,E-mail,Practical simulation,Practical simulation - Date\n"
    (reading,) = read(tmp_path, header + "Sipho,s@example.test,not yet,\n")
    assert reading.learner
    assert reading.verdicts == ()


def test_a_verdict_without_a_date_refuses_its_row(tmp_path):
    (reading,) = read(
        tmp_path, "Name,E-mail,Practical simulation\nSipho,s@example.test,Competent\n"
    )
    assert reading.problems[0].says == (
        'Row 2, column "Practical simulation": the verdict on Practical simulation has no date. '
        "Say in a column when it was given."
    )


def test_a_long_table_may_name_what_is_judged_beside_modules(tmp_path):
    header = "Name,E-mail,Module,Status,Date\n"
    verdict = "Sipho,s@example.test,practice,Competent,2026-11-20\n"
    result = "Sipho,s@example.test,Ward round,Passed,2026-11-20\n"
    practice, ward = read(tmp_path, header + verdict + result)
    assert [each.code for each in practice.verdicts] == ["practice"]
    assert [each.module for each in ward.completions] == ["ward-round"]


def test_a_module_keeps_its_code_beside_a_judgement_of_the_same_code():
    same = ModuleInfo.about(JudgementKind.CONFIRMATION, "ward-round", "Seen on the ward")
    columns = guess(["Name", "E-mail", "ward-round"], [], [WARD, same])
    assert "module:ward-round:state" in columns.places


def test_a_single_module_still_needs_no_name(tmp_path):
    (reading,) = read(tmp_path, "Name,E-mail,Status\nSipho,s@example.test,Passed\n")
    assert [each.module for each in reading.completions] == ["ward-round"]


@pytest.mark.parametrize("text", ["", "-", "n/a"])
def test_nothing_is_no_total(text):
    assert totals.read(text, Measurable.POSTS) is None


@pytest.mark.parametrize("text", ["1" * 50, "-1", "1e3", "NaN"])
def test_odd_numbers_are_no_totals(text):
    with pytest.raises(BadScore):
        totals.read(text, Measurable.ATTENDANCE_HOURS)

"""The four exports of Moodle are taken as they are."""

from decimal import Decimal

import pytest
from making_tables import FIXTURES, SAMPLES, WARD, a_context, readings, results

from conferral.learning.progress.connectors.columns import Layout, ModuleInfo, guess
from conferral.learning.progress.connectors.table import open_table

FIRST_AID = (
    ModuleInfo("scene-safety", "Read: scene safety"),
    ModuleInfo("practical-log", "Practical log"),
    ModuleInfo("final-quiz", "Final quiz"),
)
DONE = (None, None)


def the_file(name):
    return open_table(FIXTURES / name, name)


@pytest.mark.parametrize("name", ["course_completion.csv", "course_completion_excel.csv"])
def test_course_completion_tells_who_completed_which_module(name):
    anh, sipho, chloe, _, ming = readings(the_file(name))
    assert results(anh) == {"hand-washing": DONE, "ward-round": DONE, "closing-test": (False, None)}
    assert results(sipho)["closing-test"] == results(chloe)["closing-test"] == (True, None)
    assert results(ming) == {"hand-washing": DONE}


def test_a_learner_of_moodle_keeps_name_address_and_id():
    learner = readings(the_file("course_completion.csv"))[2].learner
    assert (learner.name, learner.email) == ("Chloë D'Arcy-Böhm", "chloe@example.test")
    assert learner.external_id == "23"


def test_a_time_of_moodle_is_local_time_of_the_organisation():
    sipho = readings(the_file("course_completion.csv"))[1]
    assert sipho.completions[2].completed_at.isoformat() == "2026-11-20T10:01:02+02:00"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("course_completion.csv", '"Name"'),
        ("activity_completion_progress.csv", "A"),
        ("grades.csv", '"First name"'),
    ],
)
def test_a_formula_in_place_of_a_name_is_refused_by_row_and_column(name, column):
    refused = [reading for reading in readings(the_file(name)) if reading.problems]
    assert len(refused) == 1
    assert refused[0].learner is None
    assert refused[0].completions == ()
    assert f", column {column}: The name looks like a spreadsheet formula" in (
        refused[0].problems[0].says
    )


def test_activity_progress_has_a_name_without_header_and_dates_without_header():
    anh, sipho, _, ming = readings(the_file("activity_completion_progress.csv"))
    assert sipho.learner.name == "Sipho Dlamini"
    assert results(anh)["closing-test"] == (False, None)
    assert sipho.completions[1].completed_at.isoformat() == "2026-11-20T09:15:30+02:00"
    assert results(ming) == {"hand-washing": DONE}


def test_grades_are_percentages_and_a_dash_is_no_grade():
    anh, _, _, ming = readings(the_file("grades.csv"))
    assert results(anh) == {
        "ward-round": (None, Decimal(40)),
        "closing-test": (None, Decimal(50)),
    }
    assert results(ming) == {"ward-round": (None, Decimal(88))}
    assert anh.learner.external_id == "EMP-2001"
    assert anh.learner.name == "Ngọc Ánh Trần"


def test_participants_are_people_and_nothing_else():
    table = the_file("participants.csv")
    assert guess(table.header, table.lines, WARD).layout is Layout.ROSTER
    people = readings(table)
    assert [each.learner.name for each in people] == [
        "Lerato Molefe",
        "Ngọc Ánh Trần",
        "Sipho Dlamini",
    ]
    assert not any(each.completions for each in people)


def test_a_german_export_in_windows_1252_reads_the_same():
    table = the_file("course_completion_german.csv")
    assert (table.encoding, table.delimiter) == ("cp1252", ";")
    juergen, kaethe, uwe = readings(table)
    assert results(juergen) == {"hand-washing": DONE, "closing-test": (True, None)}
    assert results(kaethe)["closing-test"] == (False, None)
    assert results(uwe) == {}
    assert juergen.learner.name == "Jürgen Groß"
    assert juergen.completions[0].completed_at.isoformat() == "2026-11-20T09:15:00+02:00"


def test_a_long_table_has_one_result_in_each_row():
    ward, test, chloe, anh = readings(the_file("results_long.csv"))
    assert results(ward) == {"ward-round": (None, Decimal(92))}
    assert results(test) == {"closing-test": (None, Decimal(90))}
    assert results(chloe) == {"closing-test": (None, Decimal("75.5"))}
    assert not anh.problems


def test_a_row_without_its_date_of_completion_is_no_completion():
    *_, anh = readings(the_file("results_long.csv"))
    assert anh.learner.name == "Ngọc Ánh Trần"
    assert anh.completions == ()


def test_the_samples_of_a_running_moodle_read_as_expected():
    if not SAMPLES.is_dir():
        return  # the fixtures above have the same shape; this is the original, where there is one
    for name in ("course_completion.csv", "course_completion_excel.csv"):
        minh, ayanda, zoe, formula, xiaolong = readings(
            open_table(SAMPLES / name, name), a_context(FIRST_AID)
        )
        assert results(minh)["final-quiz"] == (False, None)
        assert results(ayanda) == results(zoe)
        assert results(ayanda)["final-quiz"] == (True, None)
        assert len(results(ayanda)) == 3
        assert results(xiaolong) == {"scene-safety": DONE}
        assert xiaolong.learner.name == "小龙 李"
        assert "formula" in formula.problems[0].says

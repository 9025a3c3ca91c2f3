"""Columns are understood by their names and cells, or as a person says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_tables import WARD

from conferral.learning.progress.connectors.columns import (
    ColumnMap,
    Layout,
    ModuleColumns,
    ModuleInfo,
    draft,
    guess,
    override,
    refuse_incomplete,
)
from conferral.learning.progress.connectors.table import Line, Unreadable

SIPHO = ("Sipho Dlamini", "sipho@example.test")


def the_map(header, *rows, modules=WARD, **given):
    lines = [Line(number, tuple(cells)) for number, cells in enumerate(rows, 2)]
    chosen = {key.replace("__", ":").replace("_", "-"): value for key, value in given.items()}
    return guess(header, lines, modules, chosen)


@pytest.mark.parametrize(
    "header",
    [
        ("Name", "E-mail"),
        ("full name", "EMAIL ADDRESS"),
        ("Volle naam", "E-posadres"),
        ("Vollständiger Name", "E-Mail-Adresse"),
        ("Nom complet", "Adresse de courriel"),
        ("Nombre completo", "Dirección de correo electrónico"),
        ("Nome completo", "Endereço de e-mail"),
        ("Naam", "E-mailadres"),
        ("Learner", "Work e-mail"),
        ("", "mail"),
    ],
)
def test_name_and_address_are_found_in_many_languages(header):
    columns = the_map(header, SIPHO)
    assert (columns.name, columns.email) == ((0,), 1)
    assert columns.layout is Layout.ROSTER


@pytest.mark.parametrize(
    "header",
    [
        ("First name", "Last name"),
        ("Voornaam", "Van"),
        ("Vorname", "Nachname"),
        ("Vorname", "Name"),
        ("Prénom", "Nom"),
        ("Nombre", "Apellidos"),
        ("Nome próprio", "Apelido"),
        ("Voornaam", "Achternaam"),
        ("SURNAME", "given_name"),
    ],
)
def test_parts_of_a_name_are_put_in_the_order_of_speaking(header):
    columns = the_map((*header, "E-mail"), ("a", "b", SIPHO[1]))
    assert columns.name == ((1, 0) if header[0] == "SURNAME" else (0, 1))


def test_columns_of_modules_are_found_by_title_or_code():
    columns = the_map(
        ("Name", "E-mail", "CLOSING-TEST", "Ward Round", "washing"),
        (*SIPHO, "85", "Completed", "x"),
    )
    assert columns.modules == (
        ModuleColumns("closing-test", score=2),
        ModuleColumns("ward-round", state=3),
    )
    assert columns.unused == (4,)


def test_a_title_with_a_colon_is_found_whole_and_behind_a_type():
    columns = the_map(
        ("Name", "E-mail", "Page: Read: hand washing (Real)", "Quiz: Closing test (Percentage)"),
        (*SIPHO, "85", "85 %"),
    )
    assert columns.modules == (
        ModuleColumns("hand-washing", score=2),
        ModuleColumns("closing-test", percent=3),
    )


def test_an_aspect_in_an_unknown_language_is_told_by_its_cells():
    columns = the_map(
        ("Name", "E-mail", "Ward round - Umhla", "Closing test (Amanqaku)"),
        (*SIPHO, "2026-11-20", "85"),
    )
    assert columns.modules == (
        ModuleColumns("ward-round", date=2),
        ModuleColumns("closing-test", score=3),
    )


def test_with_a_single_module_its_columns_need_no_title():
    quiz = (ModuleInfo("quiz", "Quiz"),)
    columns = the_map(("Name", "E-mail", "Score", "Date"), (*SIPHO, "85", "x"), modules=quiz)
    assert columns.modules == (ModuleColumns("quiz", date=3, score=2),)


def test_a_column_that_names_the_module_makes_a_table_long():
    columns = the_map(
        ("email", "name", "course", "module", "score", "completed"),
        (SIPHO[1], SIPHO[0], "WARD-1", "quiz", "85", "2026-11-20"),
    )
    assert columns.layout is Layout.LONG
    assert columns.modules == (ModuleColumns("", score=4, date=5),)
    assert (columns.course, columns.module) == (2, 3)


@pytest.mark.parametrize(("cell", "aspect"), [("2026-11-20", "date"), ("Completed", "state")])
def test_completed_is_a_date_or_a_state_as_its_cells_say(cell, aspect):
    columns = the_map(("email", "name", "module", "completed"), ("a@b.c", "Ann", "quiz", cell))
    assert columns.places[aspect] == 3


def test_the_number_of_the_institution_counts_more_than_a_counter():
    columns = the_map(("ID", "ID number", "Name", "E-mail"), ("1", "EMP-1", *SIPHO))
    assert columns.external_id == 1


@pytest.mark.parametrize(
    ("dates", "month_first"),
    [
        (("03/04/2026", "21/11/2026"), False),
        (("03/04/2026", "11/21/2026"), True),
        (("03/04/2026", "05/06/2026"), False),
        (("21/04/2026", "11/21/2026"), False),
    ],
)
def test_the_order_of_day_and_month_is_learned_from_the_whole_column(dates, month_first):
    rows = [(*SIPHO, "Completed", dates[0])] * 300 + [(*SIPHO, "Completed", dates[1])]
    columns = the_map(("Name", "E-mail", "Ward round", "Ward round - Date"), *rows)
    assert columns.month_first == (frozenset({3}) if month_first else frozenset())


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("Name", "Phone"), "No column with the e-mail address was found"),
        (("E-mail", "Phone"), "No column with the name of the learner was found"),
        (("Name", "E-mail", "Email address"), "Several columns can be the e-mail address"),
        (("Name", "Name", "E-mail"), "Several columns can be the name"),
        (("Name", "E-mail", "Ward round", "Ward round"), "the state of the module"),
        (("Name", "E-mail", "Module"), "No column with the result"),
        (("Name", "E-mail", "Suturing - Completion date"), "No column belongs to a module"),
        (("Name", "E-mail", "Quiz: Suturing (Real)"), "No column belongs to a module"),
    ],
)
def test_missing_and_doubled_columns_are_named_with_a_remedy(header, words):
    with pytest.raises(Unreadable, match=words) as refused:
        the_map(header, tuple("word" for _ in header))
    assert "--map" in str(refused.value)
    assert all(f'"{name}"' in str(refused.value) for name in header if name in words)


def test_results_of_another_course_are_not_taken_for_a_list_of_people():
    with pytest.raises(Unreadable, match=r"Its modules are hand-washing \(Read: hand washing\)"):
        the_map(("Name", "E-mail", "Suturing"), (*SIPHO, "Completed"))


def test_a_list_of_people_may_tell_more_about_them():
    columns = the_map(("Name", "E-mail", "Status", "Date"), (*SIPHO, "Active", "2026-01-31"))
    assert columns.layout is Layout.ROSTER


def test_a_doubled_column_that_nobody_needs_is_left_alone():
    header = ("Name", "E-mail", "Certificate (Real)", "Certificate (Real)", "Ward round")
    assert the_map(header, (*SIPHO, "-", "-", "85")).unused == (2, 3)


def test_a_person_decides_where_a_guess_cannot():
    columns = the_map(
        ("Who", "Contact", "Test 1"),
        (*SIPHO, "85"),
        name="Who",
        email="contact",
        module__ward_round="C",
    )
    assert (columns.name, columns.email) == ((0,), 1)
    assert columns.modules == (ModuleColumns("ward-round", score=2),)


def test_a_person_settles_what_is_doubled():
    header = ("Name", "E-mail", "Private e-mail address", "Email address")
    columns = the_map(header, (*SIPHO, "x@y.z", "s@w.org"), email="Email address")
    assert columns.email == 3


def test_a_draft_leaves_open_what_a_person_must_say():
    header = ("Name", "E-mail", "Email address", "Ward round")
    columns = draft(header, [Line(2, (*SIPHO, "s@w.org", "85"))], WARD)
    assert columns.email is None
    with pytest.raises(Unreadable, match="No column with the e-mail address"):
        refuse_incomplete(columns, WARD)
    finished = override(columns, {"email": "Email address"}, WARD)
    refuse_incomplete(finished, WARD)
    assert finished.email == 2


def test_a_column_has_one_meaning_when_a_person_gives_it_another():
    header = ("Name", "E-mail", "Ward round", "Closing test")
    columns = the_map(header, (*SIPHO, "85", "90"), module__ward_round="Closing test")
    assert columns.modules == (ModuleColumns("ward-round", score=3),)
    assert columns.unused == (2,)


def test_a_meaning_can_be_taken_away():
    columns = the_map(("Name", "E-mail", "Ward round"), (*SIPHO, "85"))
    assert override(columns, {"module:ward-round": ""}).layout is Layout.ROSTER


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "Nothing like it"}, "There is no column"),
        ({"email": "ZZ"}, "There is no column"),
        ({"email": "Ward round"}, "There are several columns"),
        ({"colour": "Name"}, "not a meaning that a column can have"),
        ({"module:suturing": "Name"}, "The course has no module"),
        ({"module:ward-round:taste": "Name"}, "not a meaning"),
    ],
)
def test_what_a_person_says_wrongly_is_answered(given, words):
    columns = ColumnMap(("Name", "E-mail", "Ward round", "Ward round"), {"name": 0, "email": 1})
    with pytest.raises(Unreadable, match=words):
        override(columns, given, WARD)


def test_a_map_is_kept_as_json():
    header = ("Name", "E-mail", "Ward round", "")
    columns = the_map(header, (*SIPHO, "Completed", "11/21/2026"))
    assert ColumnMap.from_json(columns.to_json()) == columns


CELL = st.sampled_from(
    ["", "-", "Completed", "85", "2026-11-20", "a@b.c", "Ann", "=1", "é", "1/2/26"]
)
NAMES = """|Name|E-mail|First name|Ward round|Ward round (Real)|module|completed|Score|ID|course|%
|()| - |: |Closing test - Date|Vorname|closing-test"""
NAME = st.sampled_from(NAMES.replace("\n", "").split("|"))


@given(st.lists(NAME | st.text(max_size=12), min_size=1, max_size=8), st.data())
def test_any_header_is_understood_or_refused(header, data):
    rows = data.draw(st.lists(st.lists(CELL, max_size=9), max_size=4))
    try:
        columns = the_map(header, *rows)
    except Unreadable:
        return
    assert columns.email is not None
    assert columns.name
    assert len(set(columns.places.values())) == len(columns.places)
    assert ColumnMap.from_json(columns.to_json()) == columns

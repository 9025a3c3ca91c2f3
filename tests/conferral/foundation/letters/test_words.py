"""What may stand in a letter, and what is said to whoever writes something else."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conferral.foundation.accounts.languages import LANGUAGES
from conferral.foundation.letters.composing import Button, Items, Prose, Table, compose
from conferral.foundation.letters.words import (
    BadWords,
    Shown,
    Variable,
    Words,
    cleaned,
    parse,
    read,
)

VARIABLES = (
    Variable("course", "the course", "First Aid", Shown.STRONG),
    Variable("number", "the number", "SP-1", Shown.FACT),
    Variable("until", "the last day", "1 May", Shown.FACT, may_be_empty=True),
    Variable("ways", "what to do", ("a", "b"), Shown.LIST),
    Variable("page", "their page", "https://a.example/p", Shown.LINK),
    Variable("url", "the certificate", "https://a.example/c", Shown.BUTTON),
    Variable("picture", "its picture", "cid:picture", Shown.PICTURE),
)
FACTS = {each.name: each.example for each in VARIABLES}


def composed(body, facts=None, subject="About {{ course }}", heading="", language="en"):
    parsed = parse(Words(subject, heading, body), VARIABLES)
    return compose(parsed, FACTS | (facts or {}), language)


def problem(body="x", subject="x", heading=""):
    with pytest.raises(BadWords) as bad:
        parse(cleaned(Words(subject, heading, body)), VARIABLES)
    return bad.value.part, str(bad.value)


def test_variables_are_filled_in():
    letter = composed("You did {{ course }}, {{course}} indeed.", heading="On {{ course }}")
    assert letter.subject == "About First Aid"
    assert letter.text == "On First Aid\n\nYou did First Aid, First Aid indeed.\n"


def test_an_unknown_variable_is_named_with_those_that_there_are():
    part, said = problem(body="Dear {{ nmae }}")
    assert (part, said.split(". ")[0]) == ("body", "There is no variable “nmae”")
    assert all(each.name in said for each in VARIABLES)


@pytest.mark.parametrize(
    "odd", ["{{ course", "course }}", "{% if x %}", "{{{ course }}}", "{{ a b }}", "{{}}"]
)
def test_there_is_no_other_language_in_it(odd):
    assert problem(body=odd)[0] == "body"


_NEEDED = Variable("page", "their page", "https://a.example/p", Shown.LINK, is_needed=True)
_MAY_BE_LEFT_OUT = (
    Variable("place", "from where", "1.2.3.4", may_be_empty=True),
    Variable("ways", "what to do", ("a",), Shown.LIST, may_be_empty=True),
)


@pytest.mark.parametrize("body", ["From {{ place }}: {{ page }}", "{{ ways }}\nSee: {{ page }}"])
def test_what_is_needed_does_not_stand_where_it_may_be_left_out(body):
    known = (_NEEDED, *_MAY_BE_LEFT_OUT)
    with pytest.raises(BadWords, match="left out") as bad:
        parse(Words("x", "", body), known)
    assert bad.value.part == "body"
    assert parse(Words("x", "", f"{body}\n\nSee: {{{{ page }}}}"), known)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("subject", {"subject": " "}),
        ("body", {"body": "\n \n"}),
        ("subject", {"subject": "Open {{ url }}"}),
        ("subject", {"subject": "See: {{ page }}"}),
        ("heading", {"heading": "See: {{ page }}"}),
        ("heading", {"heading": "{{ ways }}"}),
        ("body", {"body": "Do {{ ways }}"}),
        ("body", {"body": "{{ url }}"}),
        ("body", {"body": "See: {{ page }}."}),
        ("subject", {"subject": "x" * 201}),
        ("body", {"body": "x" * 10_001}),
    ],
)
def test_what_cannot_stand_is_said_of_its_part(part, words):
    assert problem(**words)[0] == part


def test_what_a_letter_needs_must_be_in_it():
    needed = (Variable("url", "the way in", "https://a.example", Shown.BUTTON, is_needed=True),)
    with pytest.raises(BadWords, match="the way in"):
        parse(Words("x", "", "Come in."), needed)


def test_a_line_without_its_fact_is_left_out_and_its_paragraph_with_it():
    body = "A\n\nUntil {{ until }}\n\nNumber: {{ number }}\nUntil: {{ until }}\n\nZ"
    assert composed(body, {"until": ""}).text == "A\n\nNumber: SP-1\n\nZ\n"


def test_each_variable_has_its_look():
    body = (
        "Number: {{ number }}\nUntil: {{ until }}\n\n{{ ways }}\n\nOpen it: {{ url }}\n\n"
        "Is it wrong? Say so: {{ page }}"
    )
    letter = composed(body)
    table, items, button = letter.before
    assert table == Table((("Number", "SP-1"), ("Until", "1 May")))
    assert (items, button) == (Items(("a", "b")), Button("Open it", "https://a.example/c"))
    (behind,) = letter.after
    assert isinstance(behind, Prose)
    assert [(run.text, run.href) for run in behind.lines[0]] == [
        ("Is it wrong? ", ""),
        ("Say so", "https://a.example/p"),
    ]
    assert letter.text.endswith("Is it wrong? Say so: https://a.example/p\n")


def test_the_text_says_lists_and_leaves_pictures_out():
    letter = composed("Its picture: {{ picture }}\n\n{{ ways }}\n--\nSmall {{ course }}")
    assert letter.text == "- a\n- b\n\n-- \nSmall First Aid\n"
    assert len(letter.small_print) == 1


def test_a_fact_begins_no_line_of_a_header():
    letter = composed("x", {"course": "A\r\nBcc: mallory@example.test"})
    assert letter.subject == "About A Bcc: mallory@example.test"


def test_a_long_subject_is_cut():
    assert len(composed("x", {"course": "y" * 300}).subject) == 200


def test_days_are_written_as_the_language_writes_them():
    body, facts = "Until {{ until }}", {"until": date(2028, 6, 27)}
    assert composed(body, facts).text == "Until 27 June 2028\n"
    assert composed(body, facts, language="fr").text == "Until 27 juin 2028\n"


def test_words_are_one_text_and_back():
    words = Words("About {{ course }}", "", "One\n\nTwo: {{ page }}\n--\nThree")
    assert read(words.source) == words
    with pytest.raises(BadWords, match="Subjekt"):
        read("Subjekt: x\n\ny")


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80), st.sampled_from(["{{ course }}", "{{ page }}", "--", "a: {{ number }}"])
)
@example("{{{{", "{{ course }}")
def test_any_words_are_a_letter_or_a_no(typed, known):
    try:
        letter = composed(cleaned(Words("x", "", f"{typed}\n{known}{typed}")).body)
    except BadWords:
        return
    assert "{{" not in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_can_be_written_in_every_language_that_is_offered(language):
    letter = composed("Until {{ until }}", {"until": date(2028, 6, 27)}, language=language)
    assert any(year in letter.text for year in ("2028", "٢٠٢٨"))

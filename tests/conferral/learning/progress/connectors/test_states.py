import pytest

from conferral.learning.progress.connectors import states, words
from conferral.learning.progress.connectors.headers import key
from conferral.learning.progress.connectors.states import BadState, State


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Completed", State.COMPLETED),
        ("completed ", State.COMPLETED),
        ("YES", State.COMPLETED),
        ("✓", State.COMPLETED),
        ("TRUE", State.COMPLETED),
        ("Voltooi", State.COMPLETED),
        ("Abgeschlossen", State.COMPLETED),
        ("Terminé", State.COMPLETED),
        ("Completado", State.COMPLETED),
        ("Concluído", State.COMPLETED),
        ("Voltooid", State.COMPLETED),
        ("Completed (achieved pass grade)", State.PASSED),
        ("Completed (did not achieve pass grade)", State.FAILED),
        ("Completed (failed)", State.FAILED),
        ("Abgeschlossen (bestanden)", State.PASSED),
        ("Abgeschlossen (nicht bestanden)", State.FAILED),
        ("Terminé (note de réussite atteinte)", State.PASSED),
        ("Terminé (n'a pas atteint la note de réussite)", State.FAILED),
        ("Completado (no ha alcanzado la calificación de aprobado)", State.FAILED),
        ("Concluído (não obteve a nota de aprovação)", State.FAILED),
        ("Voltooi (het nie slaagpunt behaal nie)", State.FAILED),
        ("Geslaagd", State.PASSED),
        ("Réussi", State.PASSED),
        ("Failed", State.FAILED),
        ("Not completed", State.NOT_COMPLETED),
        ("Nie voltooi nie", State.NOT_COMPLETED),
        ("Nicht abgeschlossen", State.NOT_COMPLETED),
        ("Non terminé", State.NOT_COMPLETED),
        ("No completado", State.NOT_COMPLETED),
        ("Não concluído", State.NOT_COMPLETED),
        ("Niet voltooid", State.NOT_COMPLETED),
        ("In progress", State.NOT_COMPLETED),
        ("-", State.NOTHING),
        ("", State.NOTHING),
    ],
)
def test_states_are_told_in_words(text, state):
    assert states.read(text) is state


@pytest.mark.parametrize("text", ["perhaps", "Completed (late)", "85"])
def test_other_words_are_refused_with_the_words_that_we_know(text):
    with pytest.raises(BadState, match="Write Completed, Passed, Failed or Not completed"):
        states.read(text)


def test_a_formula_is_named_as_one():
    with pytest.raises(BadState, match=r"is a formula\. Paste the state as a value"):
        states.read("=TRUE()")


def test_no_word_means_two_states():
    known = [words.COMPLETED, words.PASSED, words.FAILED, words.NOT_COMPLETED]
    assert sum(map(len, known)) == len(frozenset().union(*known))


def test_every_word_is_written_as_it_is_compared():
    for word in frozenset().union(
        words.PASSED, words.FAILED, words.NOT_COMPLETED, *words.COLUMNS.values()
    ):
        assert word == key(word)

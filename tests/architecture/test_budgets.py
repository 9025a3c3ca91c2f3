"""Budgets: each is a question, is this two things? Nobody may leave it unanswered."""

import ast
from collections.abc import Iterator
from statistics import median

from architecture.sources import SOURCES, Function, Source

LINES_OF_A_FUNCTION, LINES_OF_A_FILE, PARAMETERS = 60, 400, 6
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "services", "misc", "core", "base"}


def test_no_function_is_longer_than_sixty_lines():
    assert [each for each in _functions() if _lines(each[1]) > LINES_OF_A_FUNCTION] == []


def test_the_median_function_has_at_most_ten_lines():
    assert median(_lines(function) for _, function in _functions()) <= 10


def test_no_file_is_longer_than_four_hundred_lines():
    long = {str(source): len(source.text.splitlines()) for source in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_takes_more_than_six_arguments_by_place():
    crowded = [f"{where}: {it.name}" for where, it in _functions() if _by_place(it) > PARAMETERS]
    assert crowded == []


def test_every_module_opens_with_a_sentence():
    silent = [str(each) for each in SOURCES if each.text.strip() and not _says(each.tree)]
    assert silent == []


def test_imports_stand_at_the_top():
    inner = [
        f"{source}:{node.lineno}"
        for source, function in _functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_there_are_no_imports_for_types_alone_and_no_signals():
    assert [str(each) for each in SOURCES if "TYPE_CHECKING" in each.text] == []
    assert [str(each) for each in SOURCES if "django.dispatch" in each.text] == []
    assert [str(each) for each in SOURCES if "db.models.signals" in each.text] == []


def test_no_module_has_a_name_that_says_nothing():
    named = {part for source in SOURCES for part in source.path.with_suffix("").parts}
    assert named & NAMES_THAT_SAY_NOTHING == set()


def test_no_row_does_more_than_be_saved():
    overridden = [
        f"{source}: {name}"
        for source, function in _functions()
        if source.path.name == "models.py"
        for name in [function.name]
        if name in {"save", "delete", "full_clean"}
    ]
    assert overridden == []


def test_whatever_goes_wrong_is_caught_by_name_everywhere_but_on_the_belt():
    catching = {
        str(source)
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    }
    assert catching <= {
        "conferral/foundation/belt.py",
        "conferral/learning/progress/uploads.py",  # It cleans up, and raises again.
    }


def _functions() -> Iterator[tuple[Source, Function]]:
    return ((source, function) for source in SOURCES for function in source.functions())


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _by_place(function: Function) -> int:
    places = [*function.args.posonlyargs, *function.args.args]
    return len([each for each in places if each.arg not in {"self", "cls"}])


def _says(tree: ast.Module) -> bool:
    return bool(ast.get_docstring(tree))


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    broad = {"Exception", "BaseException"}
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in broad)

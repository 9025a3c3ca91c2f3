"""What each column of a table means, guessed from its name and cells or said by a person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .candidates import Candidates, candidates, tells_results
from .column_map import (
    ASPECTS,
    MEASURES,
    NAME_PARTS,
    PEOPLE,
    ColumnMap,
    Layout,
    ModuleColumns,
    ModuleInfo,
    letters,
)
from .headers import key
from .kinds import Kind, Survey, survey
from .table import Line
from .unreadable import Unreadable, shown

__all__ = [
    "ColumnMap",
    "Layout",
    "ModuleColumns",
    "ModuleInfo",
    "draft",
    "guess",
    "override",
    "refuse_incomplete",
]

_MOST_SHOWN = 12  # column names in a sentence
_LETTERS = re.compile(r"[A-Z]{1,3}")
_ASPECT_OF = {Kind.DATE: "date", Kind.SCORE: "score"}
_NEEDED_ONCE = ("email", "name", *NAME_PARTS, "module")


def guess(
    header: Sequence[str],
    lines: Iterable[Line],
    modules: Sequence[ModuleInfo],
    given: Mapping[str, str] | None = None,
) -> ColumnMap:
    """What the columns mean; `given` names the columns that a person has chosen (see override).

    All `lines` are read once when the file writes dates in digits, to learn whether days or months
    come first. Raises Unreadable when a needed column is missing or there twice.
    """
    given = given or {}
    found = survey(len(header), lines)
    possible = candidates(header, found.kinds, modules)
    _refuse_doubles(header, possible, given)
    columns = override(_first_of_each(header, found, possible), given, modules)
    refuse_incomplete(columns, modules)
    return columns


def draft(header: Sequence[str], lines: Iterable[Line], modules: Sequence[ModuleInfo]) -> ColumnMap:
    """As much as can be guessed, refusing nothing, for a person to finish with `override`.

    What two columns can be is left open; `refuse_incomplete` tells whether something is missing.
    """
    found = survey(len(header), lines)
    possible = candidates(header, found.kinds, modules)
    settled = {
        place: indexes
        for place, indexes in possible.items()
        if len(indexes) == 1 or not _is_needed(place)
    }
    return _first_of_each(header, found, settled)


def override(
    columns: ColumnMap, given: Mapping[str, str], modules: Sequence[ModuleInfo] = ()
) -> ColumnMap:
    """The map with some meanings set by a person: {"email": "Contact", "module:quiz": "Test 1"}.

    Keys are those of `ColumnMap.places`, or "module:CODE" for whatever its cells look like; values
    are names of columns, or letters as over a spreadsheet for one without a name; "" unsets.
    Raises Unreadable for a key or a column that is not there.
    """
    places = dict(columns.places)
    for place, name in given.items():
        _refuse_unknown(place, modules)
        if not name:
            _unset(places, place)
            continue
        index = _index(columns, place, name)
        _make_room(places, place, index)
        places[_whole(place, columns.kinds[index : index + 1])] = index
    return replace(columns, places=places)


def refuse_incomplete(columns: ColumnMap, modules: Sequence[ModuleInfo]) -> None:
    """Raises Unreadable when a map does not say who has achieved what, naming what is missing."""
    if columns.email is None:
        raise _missing(columns, "e-mail address", "E-mail", "email")
    if not columns.name:
        raise _missing(columns, "name of the learner", "Name", "name")
    if columns.layout is Layout.LONG and not any(each in columns.places for each in ASPECTS):
        raise _missing(columns, "result", "Score", "score")
    if columns.layout is Layout.ROSTER and tells_results(columns):
        raise Unreadable(
            f"No column belongs to a module of this course. {_known(modules)} "
            f"{_listed(columns.header)} Rename the columns, choose the course that they belong to, "
            "or say which is which (--map module:CODE=...)."
        )


def _first_of_each(header: Sequence[str], found: Survey, possible: Candidates) -> ColumnMap:
    places = {str(place): indexes[0] for place, indexes in possible.items()}
    return ColumnMap(tuple(header), places, found.kinds, found.month_first)


def _refuse_doubles(header: Sequence[str], possible: Candidates, given: Mapping[str, str]) -> None:
    for place, indexes in possible.items():
        if (
            len(indexes) == 1
            or not _is_needed(place)
            or place in given
            or place.rpartition(":")[0] in given
        ):
            continue
        names = " and ".join(f"{shown(header[i])} ({letters(i)})" for i in indexes)
        raise Unreadable(
            f"Several columns can be {_spoken(place)}: {names}. Delete or rename all but one, or "
            f"say which one counts (--map {place}=...)."
        )


def _is_needed(place: str) -> bool:
    return place in _NEEDED_ONCE or place.partition(":")[0] in {"module", *ASPECTS}


def _spoken(place: str) -> str:
    match place.split(":"):
        case ["module", code, aspect]:
            return f'the {aspect} of the module "{code}"'
        case ["email"]:
            return "the e-mail address"
        case [other, *_]:
            return f"the {other.replace('_', ' ')}"
    raise ValueError(place)


def _refuse_unknown(place: str, modules: Sequence[ModuleInfo]) -> None:
    codes = {module.code for module in modules}
    match place.split(":"):
        case [word] if word in {*PEOPLE, *MEASURES, *ASPECTS, "module"}:
            return
        case ["module", code] | ["module", code, ("state" | "date" | "score" | "percent")]:
            if not codes or code in codes:
                return
            raise Unreadable(f"The course has no module {shown(code)}. {_known(modules)}")
    raise Unreadable(
        f"{shown(place)} is not a meaning that a column can have. Use one of: "
        f"{', '.join((*PEOPLE, *MEASURES, 'module', *ASPECTS))}, module:CODE."
    )


def _unset(places: dict[str, int], place: str) -> None:
    for known in [each for each in places if each == place or each.startswith(f"{place}:")]:
        # "module" is a meaning of its own, and also begins those of every module.
        if known == place or place != "module":
            del places[known]


def _index(columns: ColumnMap, place: str, name: str) -> int:
    same = [i for i, each in enumerate(columns.header) if each == name.strip()]
    alike = same or [i for i, each in enumerate(columns.header) if each and key(each) == key(name)]
    if len(alike) == 1:
        return alike[0]
    if not alike and _LETTERS.fullmatch(name.strip()):
        by_letters = {letters(i): i for i in range(len(columns.header))}
        if name.strip() in by_letters:
            return by_letters[name.strip()]
    many = "There are several columns" if alike else "There is no column"
    raise Unreadable(
        f"{many} {shown(name)} to take {_spoken(place)} from. {_listed(columns.header)} "
        "A letter such as A or B works too."
    )


def _make_room(places: dict[str, int], place: str, index: int) -> None:
    """What was guessed and contradicts the person goes: one column has one meaning."""
    for known in [each for each, taken in places.items() if taken == index]:
        del places[known]
    if place.startswith("module:"):
        places.pop("module", None)
        if place.count(":") == 1:
            _unset(places, place)
    if place == "name":
        for part in NAME_PARTS:
            places.pop(part, None)
    if place in NAME_PARTS:
        places.pop("name", None)


def _whole(place: str, kind: Sequence[Kind]) -> str:
    if place.startswith("module:") and place.count(":") == 1:
        return f"{place}:{_ASPECT_OF.get(kind[0], 'state') if kind else 'state'}"
    return place


def _missing(columns: ColumnMap, what: str, example: str, place: str) -> Unreadable:
    return Unreadable(
        f"No column with the {what} was found. {_listed(columns.header)} Name one of them "
        f'"{example}" or say which it is (--map {place}=...).'
    )


def _listed(header: Sequence[str]) -> str:
    names = [shown(name) for name in header if name]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return f"The columns are {', '.join(names[:_MOST_SHOWN])}{more}."


def _known(modules: Sequence[ModuleInfo]) -> str:
    if not modules:
        return "The course has no modules yet."
    return f"Its modules are {', '.join(f'{each.code} ({each.title})' for each in modules)}."

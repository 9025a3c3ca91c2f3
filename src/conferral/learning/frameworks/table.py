"""A framework as a table: ESCO's export, a list of NQF or SAQA standards, a vendor's objectives.

The first line names the columns; what they are called elsewhere is known below.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from .items import Draft, Reading, Unusable, settled

_COLUMNS: Mapping[str, frozenset[str]] = {
    "url": frozenset({"url", "uri", "concepturi", "targeturl", "address", "link", "identifier"}),
    "name": frozenset(
        {"name", "title", "preferredlabel", "targetname", "label", "objective", "fullstatement"}
        | {"unitstandardtitle", "qualificationtitle", "statement"}
    ),
    "code": frozenset(
        {"code", "targetcode", "humancodingscheme", "id", "number", "saqaid", "notation"}
        | {"unitstandardid", "qualificationid", "objectivenumber"}
    ),
    "description": frozenset({"description", "targetdescription", "definition", "scope"}),
    "type": frozenset({"type", "targettype", "skilltype", "concepttype"}),
    "level": frozenset({"level", "depth", "nqflevel"}),
}
_ESCO = "http://data.europa.eu/esco/"
_TYPES = frozenset(
    {"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion"}
    | {"CFRubricCriterionLevel", "CTDL"}
)


def read(text: str, title: str) -> Reading:
    """Each line a place. Unusable without a name and an address among the headings."""
    rows = _rows(text)
    if not rows:
        raise Unusable("The file is empty.")
    columns = _columns(rows[0])
    for needed, example in (("name", "name or title"), ("url", "url or uri")):
        if needed not in columns:
            raise Unusable(
                f"No column is called {example}. The headings are: {', '.join(rows[0])[:200]}."
            )
    drafts = [
        _draft(number, row, columns)
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    kept, problems = settled(drafts)
    return Reading(title=title, items=kept, problems=problems)


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unusable(f"It is not a table that can be read: {error}.") from error


def _columns(header: Sequence[str]) -> dict[str, int]:
    """The first column of each meaning."""
    found: dict[str, int] = {}
    for position, heading in enumerate(header):
        plain = "".join(mark for mark in heading.casefold() if mark.isalnum())
        for meaning, names in _COLUMNS.items():
            if plain in names:
                found.setdefault(meaning, position)
    return found


def _draft(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Draft:
    said = {
        meaning: row[position].strip() if position < len(row) else ""
        for meaning, position in columns.items()
    }
    return Draft(
        where=f"Row {number}",
        name=said["name"],
        url=said["url"],
        code=said.get("code", ""),
        description=said.get("description", ""),
        type=_type(said["url"], said.get("type", "")),
        depth=0,
    )


def _type(url: str, said: str) -> str:
    """One of the specification's words; Europe's skills and all others get an extension."""
    if said in _TYPES:
        return said
    return "ext:esco.Concept" if url.startswith(_ESCO) else "ext:Objective"

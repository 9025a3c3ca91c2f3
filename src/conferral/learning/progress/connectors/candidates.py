"""Which columns can have which meaning, before anyone decides."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from .column_map import ASPECTS, NAME_PARTS, ColumnMap, ModuleInfo
from .headers import key, meanings, titles_in
from .kinds import Kind
from .words import Meaning

# Places (see ColumnMap.places) with the indexes of all columns that may be meant.
Candidates = dict[str, list[int]]

_KIND_OF = {Meaning.STATE: Kind.STATE, Meaning.DATE: Kind.DATE, Meaning.SCORE: Kind.SCORE}
_RESULTS = (Meaning.STATE, Meaning.DATE, Meaning.SCORE, Meaning.PERCENT)
_MAIL_WORDS = ("email", "epos", "courriel", "correo", "correio")


def candidates(
    header: Sequence[str], kinds: Sequence[Kind], modules: Sequence[ModuleInfo]
) -> Candidates:
    """Every place that a column can take, first by modules, then by the words of its name."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    owner: str | None = None
    for index, (name, kind) in enumerate(zip(header, kinds, strict=True)):
        owner = _owner(name, kind, owner, modules)
        if owner:
            found[f"module:{owner}:{_aspect(name, kind)}"].append(index)
            continue
        for meaning in _meanings(name, kind):
            found[meaning].append(index)
    _settle_people(found, header, kinds)
    return _settle_results(dict(found), modules)


def tells_results(columns: ColumnMap) -> bool:
    """Whether columns without a meaning look like results of some course."""
    return any(_is_result(columns.header[i], columns.kinds[i]) for i in columns.unused)


def _owner(name: str, kind: Kind, before: str | None, modules: Sequence[ModuleInfo]) -> str | None:
    """The module that a column belongs to; one without name belongs to the column before it."""
    if not name:
        return before if kind in {Kind.DATE, Kind.EMPTY} else None
    known = _known_titles(modules)
    return next((known[key(t)] for t, _ in titles_in(name) if key(t) in known), None)


def _known_titles(modules: Sequence[ModuleInfo]) -> Mapping[str, str]:
    """Codes by code and by title, without titles that two modules share."""
    times = Counter(key(module.title) for module in modules)
    titles = {key(each.title): each.code for each in modules if times[key(each.title)] == 1}
    return titles | {key(module.word): module.code for module in reversed(modules)}


def _aspect(name: str, kind: Kind) -> str:
    if not name:
        return Meaning.DATE
    said = {m for _, aspect in titles_in(name) if aspect for m in meanings(aspect)}
    named = next((meaning for meaning in _RESULTS if meaning in said), None)
    if named:
        return named
    return {Kind.DATE: Meaning.DATE, Kind.SCORE: Meaning.SCORE}.get(kind, Meaning.STATE)


def _meanings(name: str, kind: Kind) -> Sequence[Meaning]:
    """What the column means; of several results ("completed": state or date) what it looks like."""
    said = meanings(name)
    results = [meaning for meaning in said if meaning in _RESULTS]
    if len(results) > 1:
        return [next((each for each in results if _KIND_OF.get(each) is kind), results[0])]
    if Meaning.NAME in said and kind in {Kind.SCORE, Kind.DATE}:
        return ()
    return said


def _settle_people(
    found: defaultdict[str, list[int]], header: Sequence[str], kinds: Sequence[Kind]
) -> None:
    if "name" in found and "first_name" in found and "last_name" not in found:
        found["last_name"] = found.pop("name")  # "Name, Vorname"
    if "name" in found:
        for part in NAME_PARTS:
            found.pop(part, None)
    elif not found.keys() & set(NAME_PARTS) and header[0] == "" and kinds[0] is Kind.TEXT:
        found["name"] = [0]
    if "email" not in found:
        alike = [i for i, name in enumerate(header) if any(w in key(name) for w in _MAIL_WORDS)]
        found |= {"email": alike} if alike else {}
    # An "ID number" is given by the institution; a bare "ID" is a counter of the system.
    found.get("id", []).sort(key=lambda index: key(header[index]) in {"id", "userid"})


def _settle_results(found: Candidates, modules: Sequence[ModuleInfo]) -> Candidates:
    """A table is either wide or long; with a single module, its columns need no name."""
    general = {place: found.pop(place) for place in ("module", *ASPECTS) if place in found}
    if any(place.startswith("module:") for place in found):
        return found
    if "module" in general:
        return found | general
    real = [module for module in modules if not module.judged]
    if len(real) == 1:
        code = real[0].code
        return found | {f"module:{code}:{aspect}": at for aspect, at in general.items()}
    return found


def _is_result(name: str, kind: Kind) -> bool:
    aspects = {m for _, aspect in titles_in(name) if aspect for m in meanings(aspect)}
    said = set(meanings(name))
    return (
        kind is Kind.STATE
        or bool(aspects & set(_RESULTS))
        or Meaning.MODULE in said
        or (kind is Kind.SCORE and bool(said & {Meaning.SCORE, Meaning.PERCENT}))
    )

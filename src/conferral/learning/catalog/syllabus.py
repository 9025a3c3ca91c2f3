"""Everything that a version of a course says, as one plain value: compared, copied, exported.

As JSON it is the document by which courses move between installations; `course.schema.json` beside
this module says what it looks like (JSON Schema 2020-12).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from conferral.foundation.days import NOT_MEANT, is_meant
from conferral.foundation.refusal import RefusedPart, insist
from conferral.foundation.visible import many_lines, one_line
from conferral.learning.catalog import criteria

FORMAT = "conferral-course-1"
Json = dict[str, Any]

WORDS: Mapping[str, str] = {
    "title": "title",
    "description": "description",
    "hours": "learning hours",
    "level": "level",
    "language": "language",
    "mode": "mode",
    "validity_months": "validity",
    "valid_until": "last day of validity",
    "certificate_type": "certificate type",
    "certificate_title": "title of the certificate",
    "instructor_name": "instructor on the certificate",
    "instructor_role": "the instructor’s role",
    "signatory_name": "signatory on the certificate",
    "signatory_role": "the signatory’s role",
    "modules": "modules",
    "people": "people",
    "alignments": "alignments",
    "criterion": "criterion",
}
"""The parts of a syllabus in the order in which people read them, and what pages call them."""

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_LONGEST = 200  # Characters of what the schema says; more repeats the document.
_MOST_HOURS = Decimal("9999.75")
_LINES = (
    "title",
    "level",
    "certificate_title",
    "instructor_name",
    "instructor_role",
    "signatory_name",
    "signatory_role",
)


@dataclass(frozen=True)
class Part:
    """A module, assignment, exam or session: what a learner goes through."""

    code: str
    title: str
    kind: str = "module"
    hours: Decimal | None = None


@dataclass(frozen=True)
class Teacher:
    """Someone with a duty in the version. Name and title find the instructor."""

    name: str
    duty: str
    title: str = ""


@dataclass(frozen=True)
class Place:
    """A place in a framework (Open Badges 3.0, Alignment)."""

    name: str
    url: str
    code: str = ""
    framework: str = ""
    description: str = ""
    type: str = ""  # A word of AlignmentTargetType, or "ext:…".


def joined(places: Iterable[Place], more: Iterable[Place]) -> tuple[Place, ...]:
    """Each address once; the newer wording counts."""
    return tuple({place.url: place for place in (*places, *more)}.values())


@dataclass(frozen=True)
class Syllabus:
    title: str
    description: str
    criterion: Json  # In the form of criteria.from_json.
    modules: tuple[Part, ...]
    hours: int | None = None
    level: str = ""
    language: str = "en"
    mode: str = "in person"
    validity_months: int | None = None  # None: for ever.
    valid_until: date | None = None  # The last day of any certificate; None: there is none.
    certificate_type: str = ""  # Its code; "": none, and certificate_title counts.
    certificate_title: str = "Certificate of Completion"
    instructor_name: str = ""
    instructor_role: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    people: tuple[Teacher, ...] = ()
    alignments: tuple[Place, ...] = ()

    @property
    def titles(self) -> Mapping[str, str]:
        return {module.code: module.title for module in self.modules}

    @property
    def narrative(self) -> str:
        criterion = criteria.from_json(self.criterion)
        return criteria.narrative(criterion, criteria.Titles(self.titles))


def to_json(syllabus: Syllabus, code: str) -> Json:
    """The document of the course with that code; what is empty is left out."""
    said = asdict(syllabus)
    said["modules"] = [_said(asdict(module)) for module in syllabus.modules]
    for several in ("people", "alignments"):
        said[several] = [_said(each) for each in said[several]]
    return {"format": FORMAT, "code": code} | _said({part: said[part] for part in WORDS})


def from_json(document: Any) -> tuple[str, Syllabus]:
    """The course's code and its syllabus, checked. RefusedPart names what the schema refuses."""
    _insist_on_schema(document)
    read = {part: document[part] for part in WORDS if part in document}
    read["modules"] = tuple(_part(module) for module in document["modules"])
    read["people"] = tuple(Teacher(**each) for each in document.get("people", []))
    read["alignments"] = tuple(Place(**each) for each in document.get("alignments", []))
    if "valid_until" in read:
        read["valid_until"] = _day(read["valid_until"])
    read.setdefault("criterion", every_one_of(read["modules"]))
    return document["code"], checked(Syllabus(**read))


def every_one_of(modules: tuple[Part, ...]) -> Json:
    """The criterion of a course that says nothing else: complete them all."""
    return {"all": [{"completed": module.code} for module in modules]}


def revised(syllabus: Syllabus, changes: Mapping[str, Any]) -> Syllabus:
    """The syllabus with some of its parts changed, checked.

    A criterion that asks for every module goes on doing so when modules come and go.
    """
    new = replace(syllabus, **changes)
    if "criterion" not in changes and syllabus.criterion == every_one_of(syllabus.modules):
        new = replace(new, criterion=every_one_of(new.modules))
    return checked(new)


def checked(syllabus: Syllabus) -> Syllabus:
    """As it is kept. RefusedPart for what no version may say."""
    syllabus = _with_clean_words(syllabus)
    insist(bool(syllabus.title), "title", "A course has a title.")
    insist(bool(syllabus.description), "description", "Say what the course is about.")
    last_day = syllabus.valid_until
    insist(last_day is None or is_meant(last_day), "valid_until", NOT_MEANT)
    _insist_on_modules(syllabus.modules)
    insist(
        len(set(syllabus.people)) == len(syllabus.people),
        "people",
        "Somebody has the same duty twice.",
    )
    _insist_on_criterion(syllabus)
    _insist_on_schema(to_json(syllabus, "any"))
    return syllabus


def _with_clean_words(syllabus: Syllabus) -> Syllabus:
    """People are known by theirs: who they are is kept elsewhere."""
    words: dict[str, Any] = {part: one_line(getattr(syllabus, part), part) for part in _LINES}
    words["description"] = many_lines(syllabus.description, "description")
    words["modules"] = tuple(
        replace(each, title=one_line(each.title, "modules")) for each in syllabus.modules
    )
    words["alignments"] = tuple(
        replace(
            each,
            name=one_line(each.name, "alignments"),
            framework=one_line(each.framework, "alignments"),
            description=many_lines(each.description, "alignments"),
        )
        for each in syllabus.alignments
    )
    return replace(syllabus, **words)


def _insist_on_modules(modules: tuple[Part, ...]) -> None:
    insist(bool(modules), "modules", "A course has at least one module.")
    seen: set[str] = set()
    for module in modules:
        name = f"“{module.title}”" if module.title else module.code or "A module"
        insist(bool(module.title), "modules", f"{name} has no title.")
        insist(
            bool(CODE.match(module.code)),
            "modules",
            f"{name}: a code is made of small letters, digits and hyphens, like final-quiz.",
        )
        insist(module.code not in seen, "modules", f"Two modules have the code {module.code}.")
        fits = module.hours is None or 0 <= module.hours <= _MOST_HOURS
        insist(fits, "modules", f"{name}: hours are between 0 and {_MOST_HOURS}.")
        seen.add(module.code)


def _insist_on_criterion(syllabus: Syllabus) -> None:
    try:
        criterion = criteria.from_json(syllabus.criterion)
    except ValueError as error:
        raise RefusedPart("criterion", f"This is no criterion: {error}.") from error
    lacking = sorted(criteria.modules_of(criterion) - syllabus.titles.keys())
    insist(
        not lacking,
        "criterion",
        f"The criterion asks about {', '.join(lacking)}, which the version does not have. "
        "Change the criterion first, or keep the module.",
    )


def _insist_on_schema(document: Any) -> None:
    if error := best_match(_schema().iter_errors(document)):
        where = [str(step) for step in error.absolute_path]
        sentence = error.message if len(error.message) < _LONGEST else "it is not as it must be"
        raise RefusedPart(where[0] if where else "", f"{'/'.join(where) or 'course'}: {sentence}.")


def _said(values: Json) -> Json:
    return {name: _plain(value) for name, value in values.items() if value not in ("", None, [])}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as slip:
        raise RefusedPart("valid_until", f"There is no day {text}.") from slip


def _part(module: Json) -> Part:
    hours = module.get("hours")
    return Part(**module | {"hours": None if hours is None else Decimal(str(hours))})


@cache
def _schema() -> Any:
    text = resources.files(__package__).joinpath("course.schema.json").read_text()
    return Draft202012Validator(json.loads(text))

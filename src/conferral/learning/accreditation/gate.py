"""May a certificate say that it is accredited, on this day? Decided on plain values, and explained.

    rule(asked, accreditations, on) → Ruling(outcome, accreditation, title, label, reasons)

Of several accreditations the newest that holds is printed. Where none holds, the reasons are those
of the one that comes nearest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conferral.foundation.days import day
from conferral.learning.accreditation.reasons import Code, Reason

LABEL = "Accredited Certificate"


class Outcome(StrEnum):
    NOT_ASKED = "not asked"
    ACCREDITED = "accredited"
    DOWNGRADED = "downgraded"
    HELD = "held"


class Claim(StrEnum):
    """What a type of certificate makes of an accreditation."""

    NEVER = "never"  # That somebody was there is no claim that a body vouches for.
    IF_THERE = "if there"
    OR_LESS = "or less"  # Without it, a lesser title is printed.
    OR_WAIT = "or wait"


@dataclass(frozen=True)
class Named:
    """Something with a key, and what people call it."""

    pk: int
    name: str


@dataclass(frozen=True)
class Requirement:
    """`body`: the one that must vouch; None: any. `words`: what its scope must say, if anything."""

    body: Named | None = None
    words: str = ""


@dataclass(frozen=True)
class Registration:
    """That somebody may teach or assess. The last day counts."""

    kind: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Teacher:
    """`duty`: "instructor" or "assessor"; it is all that the public is told."""

    name: str
    duty: str
    registrations: tuple[Registration, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is to be printed: a version of a course, taught at a site by these people.

    `lesser_title`: for a certificate that is downgraded; empty: the title stays.
    """

    course: int
    version: Named
    site: Named | None
    mode: str
    language: str
    title: str
    lesser_title: str
    claim: Claim = Claim.IF_THERE
    requirements: tuple[Requirement, ...] = ()
    teachers: tuple[Teacher, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What is empty is not limited. Courses and versions are one list: either will do."""

    courses: frozenset[int] = frozenset()
    versions: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    modes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    words: str = ""

    def includes(self, asked: Asked) -> bool:
        """Is it about this version at all, wherever and however it is taught?"""
        is_limited = bool(self.courses or self.versions)
        return not is_limited or asked.course in self.courses or asked.version.pk in self.versions


@dataclass(frozen=True)
class Accredited:
    """One accreditation, as the register has it. `ended_on`: the first day it does not count."""

    pk: int
    number: str
    body: Named
    scope: Scope
    valid_from: date
    valid_until: date | None = None
    suspended_on: date | None = None
    withdrawn_on: date | None = None
    conditions: tuple[tuple[str, date | None], ...] = ()  # Those that nobody has met yet.
    needs_qualified: bool = False


@dataclass(frozen=True)
class Ruling:
    """`accreditation`: the key of the one to be printed. `title`: as it is to be printed."""

    outcome: Outcome
    accreditation: int | None
    title: str
    label: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def because(self) -> str:
        """Why not, in words that everybody may read; empty where there is nothing to explain."""
        return " ".join(f"{reason.words}." for reason in self.reasons)

    @property
    def for_staff(self) -> str:
        """The same, with the names of those whom it is about."""
        return " ".join(str(reason) for reason in self.reasons)


def rule(asked: Asked, accreditations: Sequence[Accredited], on: date) -> Ruling:
    """Total: every question has an answer, and the same one each time, in whatever order."""
    if asked.claim is Claim.NEVER:
        return Ruling(Outcome.NOT_ASKED, None, asked.title)
    considered = [(each, tuple(objections(each, asked, on))) for each in accreditations]
    holding = [each for each, against in considered if not against]
    if holding:
        best = max(holding, key=_newest)
        return Ruling(Outcome.ACCREDITED, best.pk, asked.title, LABEL)
    if asked.claim is Claim.IF_THERE:
        return Ruling(Outcome.NOT_ASKED, None, asked.title)
    why = _nearest(asked, considered)
    if asked.claim is Claim.OR_LESS:
        return Ruling(Outcome.DOWNGRADED, None, asked.lesser_title or asked.title, reasons=why)
    return Ruling(Outcome.HELD, None, asked.title, reasons=why)


def objections(accredited: Accredited, asked: Asked, on: date) -> Iterator[Reason]:
    """All that keeps this accreditation from being printed on this certificate; none: it holds."""
    yield from _about_time(accredited, on)
    yield from _about_scope(accredited.scope, asked)
    yield from _about_requirements(accredited, asked)
    for text, due_on in accredited.conditions:
        if due_on is None or due_on < on:
            yield Reason(Code.CONDITION, f"A condition is open: {text.rstrip('.')}")
    yield from _about_teachers(accredited, asked, on)


def _newest(accredited: Accredited) -> tuple[date, int]:
    return accredited.valid_from, accredited.pk


def _nearest(
    asked: Asked, considered: Sequence[tuple[Accredited, tuple[Reason, ...]]]
) -> tuple[Reason, ...]:
    about_it = [each for each in considered if each[0].scope.includes(asked)]
    if not about_it:
        return (Reason(Code.NONE, f"No accreditation covers {asked.version.name}"),)
    fewest = min(len(against) for _, against in about_it)
    nearest = [each for each in about_it if len(each[1]) == fewest]
    return max(nearest, key=lambda each: _newest(each[0]))[1]


def _about_time(accredited: Accredited, on: date) -> Iterator[Reason]:
    number = accredited.number
    if on < accredited.valid_from:
        yield Reason(Code.NOT_YET, f"{number} begins on {day(accredited.valid_from)}")
    if accredited.valid_until and accredited.valid_until < on:
        yield Reason(Code.ENDED, f"{number} ended on {day(accredited.valid_until)}")
    if accredited.suspended_on and accredited.suspended_on <= on:
        yield Reason(Code.SUSPENDED, f"{number} is suspended since {day(accredited.suspended_on)}")
    if accredited.withdrawn_on and accredited.withdrawn_on <= on:
        yield Reason(Code.WITHDRAWN, f"{number} was withdrawn on {day(accredited.withdrawn_on)}")


def _about_scope(scope: Scope, asked: Asked) -> Iterator[Reason]:
    if not scope.includes(asked):
        yield Reason(Code.VERSION, f"{asked.version.name} is not in its scope")
    if scope.sites and asked.site is None:
        yield Reason(Code.SITE, "It holds for some sites only, and the site is not known")
    elif scope.sites and asked.site and asked.site.pk not in scope.sites:
        yield Reason(Code.SITE, f"The site {asked.site.name} is not in its scope")
    if scope.modes and asked.mode not in scope.modes:
        yield Reason(Code.MODE, f"Teaching “{asked.mode}” is not in its scope")
    if scope.languages and asked.language not in scope.languages:
        yield Reason(Code.LANGUAGE, f"The language “{asked.language}” is not in its scope")


def _about_requirements(accredited: Accredited, asked: Asked) -> Iterator[Reason]:
    if not asked.requirements or any(_fits(each, accredited) for each in asked.requirements):
        return
    wanted = " or ".join(dict.fromkeys(map(_in_words, asked.requirements)))
    yield Reason(Code.REQUIREMENT, f"A certificate of this type asks for {wanted}")


def _fits(requirement: Requirement, accredited: Accredited) -> bool:
    is_body = requirement.body is None or requirement.body.pk == accredited.body.pk
    return is_body and requirement.words.casefold() in accredited.scope.words.casefold()


def _in_words(requirement: Requirement) -> str:
    by = f" by {requirement.body.name}" if requirement.body else ""
    words = f" for “{requirement.words}”" if requirement.words else ""
    return f"accreditation{by}{words}"


def _about_teachers(accredited: Accredited, asked: Asked, on: date) -> Iterator[Reason]:
    for teacher in asked.teachers:
        # The newest registration of each kind counts; an old one may have ended.
        for kind in dict.fromkeys(each.kind for each in teacher.registrations):
            yield from _about_registration(teacher, kind, on)
        if accredited.needs_qualified and not teacher.registrations:
            words = f"The {teacher.duty} has no registration on record"
            yield Reason(Code.UNREGISTERED, words, teacher.name)
    if accredited.needs_qualified and not asked.teachers:
        yield Reason(Code.UNREGISTERED, "Nobody is named who teaches it")


def _about_registration(teacher: Teacher, kind: str, on: date) -> Iterator[Reason]:
    held = [each for each in teacher.registrations if each.kind == kind]
    if any(_is_valid(each, on) for each in held):
        return
    ended = [each.valid_until for each in held if each.valid_until and each.valid_until < on]
    if ended:
        turn = f"lapsed on {day(max(ended))}"
    else:
        turn = f"begins on {day(min(each.valid_from for each in held))}"
    yield Reason(Code.LAPSED, f"The {teacher.duty}’s {kind} {turn}", teacher.name)


def _is_valid(registration: Registration, on: date) -> bool:
    ends = registration.valid_until
    return registration.valid_from <= on and (ends is None or on <= ends)

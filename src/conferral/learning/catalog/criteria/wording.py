"""A criterion as a sentence, for pages and certificates, and as a step, for its learner."""

from datetime import date
from decimal import Decimal

from conferral.foundation.days import day
from conferral.learning.catalog.criteria.facts import Measurable
from conferral.learning.catalog.criteria.kinds import (
    All,
    Any,
    AtLeast,
    Completed,
    Confirmed,
    Criterion,
    Evaluated,
    Holds,
    Leaf,
    Measured,
    Passed,
    Scored,
    Titles,
    Which,
    Within,
)

_NO_TITLES = Titles()


def narrative(criterion: Criterion, titles: Titles = _NO_TITLES) -> str:
    """One sentence for certificates and pages: "To earn it, complete … and pass …."."""
    return f"To earn it, {in_words(criterion, titles)}."


def in_words(criterion: Criterion, titles: Titles = _NO_TITLES) -> str:
    """As it stands after "must", without a full stop."""
    match criterion:
        case All(parts):
            return _listed([in_words(part, titles) for part in parts], "and")
        case Any(parts):
            return _listed([in_words(part, titles) for part in parts], "or")
        case AtLeast(count, parts):
            listed = "; ".join(in_words(part, titles) for part in parts)
            return f"do at least {count} of these {len(parts)}: {listed}"
        case Within(first, last, part):
            return f"{in_words(part, titles)} ({period(first, last)})"
        case leaf:
            return asked(leaf, titles)


def asked(leaf: Leaf, titles: Titles) -> str:
    """What one leaf asks for, as a command that begins in lower case."""
    match leaf:
        case Completed(module):
            return f"complete {titles.of_module(module)}"
        case Passed(module):
            return f"pass {titles.of_module(module)}"
        case Scored(module, at_least, attempt):
            last = " in the last attempt" if attempt is Which.LAST else ""
            return f"score at least {plain(at_least)} % in {titles.of_module(module)}{last}"
        case Measured(what, at_least):
            return _counted(what, at_least)
        case Holds(course):
            return f"hold a valid certificate of {titles.of_course(course)}"
        case Evaluated(_, title):
            return f"be found competent in “{title}”"
        case Confirmed(_, title):
            return f"have “{title}” confirmed"


def amount(what: Measurable, value: Decimal) -> str:
    """So much of it, with its unit: "80 %", "3 peer reviews"."""
    many = "" if value == 1 else "s"
    match what:
        case Measurable.ATTENDANCE_PERCENT:
            return f"{plain(value)} %"
        case Measurable.ATTENDANCE_HOURS:
            return f"{plain(value)} hour{many}"
        case Measurable.REVIEWS_GIVEN | Measurable.REVIEWS_RECEIVED:
            return f"{plain(value)} peer review{many}"
        case Measurable.POSTS:
            return f"{plain(value)} post{many}"


def period(first: date, last: date) -> str:
    return f"between {day(first)} and {day(last)}"


def plain(number: Decimal) -> str:
    """Without zeros that say nothing, and never as a power of ten."""
    return f"{number.normalize():f}"


def _counted(what: Measurable, at_least: Decimal) -> str:
    wanted = amount(what, at_least)
    match what:
        case Measurable.ATTENDANCE_PERCENT:
            return f"attend at least {wanted} of the course"
        case Measurable.ATTENDANCE_HOURS:
            return f"attend at least {wanted}"
        case Measurable.REVIEWS_GIVEN:
            return f"give at least {wanted}"
        case Measurable.REVIEWS_RECEIVED:
            return f"receive at least {wanted}"
        case Measurable.POSTS:
            return f"write at least {wanted} in the discussions"


def _listed(words: list[str], joiner: str) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"

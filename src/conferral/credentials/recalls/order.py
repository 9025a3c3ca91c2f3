"""What somebody orders when they call certificates back, and what it lacks. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from conferral.credentials.issuing.reasons import TO_REPLACE, TO_REVOKE, Reason
from conferral.foundation.accounts.names import BadName, clean_name
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import many_lines

LONGEST_AFFIDAVIT = 92  # Days: three months.
LONGEST_BECAUSE = 200
_NAMED = 10


@dataclass(frozen=True)
class Wanted:
    """One certificate, and the right name where the old one was wrong."""

    number: str
    holder_name: str = ""


@dataclass(frozen=True)
class Order:
    """`because`: for whoever looks a number up. `apology`: for the holders' letters.

    `sworn_on`: the day of an affidavit. `has_exhibit`: something proves it.
    """

    replaces: bool  # Otherwise they are revoked.
    reason: Reason
    because: str
    wanted: tuple[Wanted, ...]
    apology: str = ""
    names_successor: bool = True
    has_exhibit: bool = False
    sworn_on: date | None = None


def checked(order: Order, today: date) -> Order:
    """The same with clean words and names. RefusedPart: what is missing or does not fit."""
    because, apology = many_lines(order.because, "because"), many_lines(order.apology, "apology")
    order = replace(order, because=because, apology=apology)
    if order.reason not in (TO_REPLACE if order.replaces else TO_REVOKE):
        raise RefusedPart("reason", f"“{order.reason.wording}” is no reason for that.")
    if not order.because:
        raise RefusedPart("because", "Say why: whoever looks a number up will read it.")
    if len(order.because) > LONGEST_BECAUSE:
        raise RefusedPart("because", f"Say it in {LONGEST_BECAUSE} characters.")
    if not order.wanted:
        raise RefusedPart("numbers", "Name at least one certificate.")
    _check_affidavit(order, today)
    return _with_clean_names(order)


def _check_affidavit(order: Order, today: date) -> None:
    """Who has lost a certificate swears to it: nobody shall have two papers by saying so."""
    if not order.replaces or order.reason is not Reason.LOST:
        return
    if not order.has_exhibit:
        raise RefusedPart("exhibit", "Add the affidavit in which the holder says it is lost.")
    if order.sworn_on is None:
        raise RefusedPart("sworn_on", "Say on which day the affidavit was sworn.")
    age = (today - order.sworn_on).days
    if age < 0:
        raise RefusedPart("sworn_on", "That day is still to come.")
    if age > LONGEST_AFFIDAVIT:
        raise RefusedPart("sworn_on", "An affidavit counts for three months; ask for a new one.")


def _with_clean_names(order: Order) -> Order:
    if not order.replaces or order.reason is not Reason.WRONG_NAME:
        if any(each.holder_name for each in order.wanted):
            raise RefusedPart("reason", "A name changes only where the name was wrong.")
        return order
    if nameless := [each.number for each in order.wanted if not each.holder_name.strip()]:
        raise RefusedPart("numbers", f"What is the right name on {_some_of(nameless, ', ')}?")
    clean, slips = [], []
    for each in order.wanted:
        try:
            clean.append(Wanted(each.number, clean_name(each.holder_name)))
        except BadName as slip:
            slips.append(f"{each.number}: {slip}")
    if slips:
        raise RefusedPart("numbers", _some_of(slips, " "))
    return replace(order, wanted=tuple(clean))


def _some_of(found: list[str], between: str) -> str:
    """Whoever corrects forty lines mends more than one at a time."""
    rest = len(found) - _NAMED
    return between.join(found[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")

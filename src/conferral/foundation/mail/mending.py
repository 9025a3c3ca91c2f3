"""A bad address is mended: it is another, or it was right after all; what did not arrive leaves."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from conferral.foundation.accounts.addresses import readdress
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.names import BadEmail, clean_email
from conferral.foundation.audit.trail import record
from conferral.foundation.mail import bad_addresses
from conferral.foundation.mail.models import BadAddress, Message, MessageQuerySet
from conferral.foundation.refusal import Refused


@dataclass(frozen=True)
class Ticked:
    """The keys of the letters that leave, of all that somebody was shown; `last`: of the newest.

    What was written since then leaves, too: nobody has left it out.
    """

    letters: Collection[int]
    last: int


@transaction.atomic
def correct(bad: BadAddress, typed: str, person: Person, ticked: Ticked | None = None) -> int:
    """We write to `typed` instead, and they sign in with it. Return how many letters leave now.

    `ticked`: None: all leave. The others never do, and letters to staff do not either: one of them
    may be an invitation.
    """
    known = _locked(bad)
    address = _read(typed)
    if address == known.address:
        raise Refused("That is the address at which letters do not arrive. Type another one.")
    ours = BadAddress.objects.of(known.organization).open()
    if ours.filter(address=address).exists():
        raise Refused(f"Letters do not arrive at {address}, either.")
    _readdress(known, address)
    waiting = bad_addresses.kept_back(known)
    count = _leave(_chosen(waiting, ticked).filter(is_for_staff=False), to=address)
    bad_addresses.kept_back(known).update(stopped_at=timezone.now(), problem="")
    _end(known, person, corrected_to=address)
    record(person, "corrected an address", known, known.organization, letters=count)
    return count


@transaction.atomic
def try_again(bad: BadAddress, person: Person, ticked: Ticked | None = None) -> int:
    """The address is right. Return how many letters leave now; if they come back, it is bad."""
    known = _locked(bad)
    waiting = bad_addresses.kept_back(known)
    count = _leave(_chosen(waiting, ticked), to=known.address)
    _end(known, person)
    record(person, "called an address right", known, known.organization, letters=count)
    return count


@transaction.atomic
def set_aside(bad: BadAddress, person: Person) -> None:
    """Nothing is sent there, and nobody is asked to mend it."""
    known = _locked(bad)
    if known.set_aside_at is None:
        known.set_aside_at = timezone.now()
        known.save(update_fields=["set_aside_at"])
        record(person, "set a bad address aside", known, known.organization)


def _locked(bad: BadAddress) -> BadAddress:
    found = BadAddress.objects.select_for_update(of=("self",)).select_related("person")
    known = found.get(pk=bad.pk)
    if known.mended_at:
        raise Refused("Somebody has mended it meanwhile.")
    return known


def _read(typed: str) -> str:
    try:
        return clean_email(typed)
    except BadEmail as fault:
        raise Refused(str(fault)) from fault


def _readdress(known: BadAddress, address: str) -> None:
    """Nobody lets a reader of their choice into what is somebody else’s."""
    if known.person is None or known.person.email is None:
        raise Refused("Nobody is known with that address: write to them anew, or set it aside.")
    theirs = Message.objects.exclude(organization=known.organization)
    if theirs.filter(to=known.address).exists():
        raise Refused("Others write to them, too: they change it under “Your account”.")
    readdress(known.person, known.address, address)


def _chosen(waiting: MessageQuerySet, ticked: Ticked | None) -> MessageQuerySet:
    """Those that are to leave; the others are stopped."""
    if ticked is None:
        return waiting
    leave = Q(pk__in=ticked.letters) | Q(pk__gt=ticked.last)
    waiting.exclude(leave).update(stopped_at=timezone.now(), problem="")
    return waiting.filter(leave)


def _leave(waiting: MessageQuerySet, to: str) -> int:
    """At once; what was never tried, when it was to leave: somebody may still stop it."""
    untried = Q(attempts=0, claimed_at=None, problem="", next_attempt_at__gt=timezone.now())
    when = Case(When(untried, F("next_attempt_at")), default=Value(timezone.now()))
    return waiting.update(to=to, attempts=0, next_attempt_at=when, problem="", claimed_at=None)


def _end(known: BadAddress, person: Person, corrected_to: str = "") -> None:
    known.mended_at, known.mended_by = timezone.now(), person
    known.corrected_to = corrected_to
    known.save(update_fields=["mended_at", "mended_by", "corrected_to"])

"""Whose address it is: the one we write to, or another that they confirmed; and a corrected one."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from conferral.foundation.accounts.models import Person
from conferral.foundation.refusal import Refused


def people_with(emails: Iterable[str]) -> dict[str, Person]:
    """By address, in lower case; two queries, however many there are."""
    wanted = set(emails)
    confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True).select_related("user")
    found = {each.email: each.user for each in confirmed}
    return found | {
        person.email: person
        for person in Person.objects.filter(email__in=wanted)
        if person.email is not None
    }


def addresses_of(person: Person) -> set[str]:
    """One that they only typed may be somebody else's. Empty of whom is forgotten."""
    return {*confirmed_by(person), person.email or ""} - {""}


def confirmed_by(person: Person) -> QuerySet[EmailAddress, str]:
    """What they have shown that they read; the one that we write to need not be among it."""
    theirs = EmailAddress.objects.filter(user=person, verified=True)
    confirmed: QuerySet[EmailAddress, str] = theirs.values_list("email", flat=True)
    return confirmed


def readdress(person: Person, old: str, new: str) -> None:
    """From now on they are written to at `new`, and sign in with it; `old` is theirs no more.

    Call it in the transaction of the deed. Refused where it would hand an account to somebody who
    has more of it than learners have, or belongs to two, or was changed by themselves.
    """
    known = Person.objects.select_for_update().get(pk=person.pk)
    if known.email == new:
        return
    if known.email != old:
        raise Refused(f"By now they are written to at {known.email}. Type that one.")
    if people_with([new]).get(new, known) != known:
        raise Refused(
            f"{new} is the address of somebody else here. If both are one person, have their "
            "results uploaded again with that address, and set this one aside."
        )
    if known.memberships.exists():
        raise Refused(f"{known} is a member of staff: they change it under “Your account”.")
    EmailAddress.objects.filter(user=known, email=old).delete()
    known.email = new
    known.save(update_fields=["email"])

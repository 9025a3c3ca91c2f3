"""Whose address it is: the one that we write to, or another that they have confirmed."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from conferral.foundation.accounts.models import Person


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

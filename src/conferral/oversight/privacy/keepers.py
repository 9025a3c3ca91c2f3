"""Who keeps something of a person; and how an organization lets go of what led to them."""

from typing import Any

from django.db.models import QuerySet

from conferral.foundation.accounts.addresses import addresses_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.personal_data import nobody
from conferral.foundation.audit.forgetting import kept_in
from conferral.foundation.mail.models import BadAddress, Message
from conferral.foundation.staff.models import Invitation
from conferral.learning.renewal.models import PointsLine
from conferral.oversight.privacy.links import links


def keepers(person: Person) -> list[Organization]:
    """Every organization with a row that leads to them, or bears an address of theirs, by name.

    As many questions however many people there are.
    """
    found, *others = [
        *(each.about(person).order_by().values_list(each.organization) for each in links()),
        *_at_addresses_of(person),
    ]
    keys = {key for (key,) in found.union(*others)} | kept_in(person)
    return list(Organization.objects.filter(pk__in=keys).order_by("name", "pk"))


def let_go(person: Person, organization: Organization) -> None:
    """What is left of its rows leads to a row behind which nobody is: the account goes on, as
    others keep something of the same person."""
    stranger = nobody()
    for each in links():
        ours = each.about(person).filter(**{each.organization: organization})
        ours.update(**{each.column: stranger})


def _at_addresses_of(person: Person) -> list[QuerySet[Any]]:
    """What leads to nobody, and was theirs all the same."""
    theirs = addresses_of(person)
    return [
        Message.objects.filter(person=None, to__in=theirs).order_by().values_list("organization"),
        BadAddress.objects.filter(address__in=theirs).order_by().values_list("organization"),
        Invitation.objects.filter(email__in=theirs).order_by().values_list("organization"),
        PointsLine.objects.filter(email__in=theirs).order_by().values_list("table__organization"),
    ]

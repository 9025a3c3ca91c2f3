"""The rights of the people concerned: to see what is kept of them, and to be forgotten.

Being forgotten is a matter between a person and each organization: each decides about what it
keeps itself, and with the last one goes what is the person's alone.

Every app that keeps something of people says so in its `personal_data.py`. Here they are found and
called, so that none can be overlooked.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast, runtime_checkable

from django.apps import apps
from django.db import connection, transaction

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.forgetting import FORGOT
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment
from conferral.oversight.privacy.keepers import keepers, let_go


class PersonalData(Protocol):
    """What every `personal_data.py` has. `export` gives JSON values, dates and decimals included,
    of what any organization keeps: it is for the person."""

    def export(self, person: Person) -> dict[str, Any]: ...


@runtime_checkable
class OfOrganizations(Protocol):
    """Of an app that keeps something for organizations: one of them forgets the person."""

    def erase(self, person: Person, organization: Organization) -> None: ...


@runtime_checkable
class OfPerson(Protocol):
    """Of an app that keeps something that is no organization's: the last one has forgotten them."""

    def erase_own(self, person: Person) -> None: ...


def export(person: Person) -> dict[str, dict[str, Any]]:
    """Everything that is kept of one person, by app."""
    return {label: module.export(person) for label, module in _modules()}


def erase(person: Person, officer: Person, organization: Organization) -> None:
    """The organization forgets them. What others rely on stays: numbers, status bits, the log; and
    whatever another organization keeps. Refused: they are on its staff, or only others keep
    something of them."""
    with transaction.atomic():
        _let_belt_finish(person, organization)
        known = Person.objects.select_for_update().get(pk=person.pk)
        keeping = keepers(known)
        _refuse(known, organization, keeping)
        _erase_at(known, organization)
        if set(keeping) <= {organization}:
            _erase_own(known)
        else:
            let_go(known, organization)
        record(officer, FORGOT, known, organization)
        transaction.on_commit(_leave_nothing_on_disk)


def _let_belt_finish(person: Person, organization: Organization) -> None:
    """What a worker has in hand of theirs is written before we look, and is forgotten with the
    rest; in the order in which rows travel, so that each finds what the stage before has made."""
    enrolments = Enrolment.objects.of(organization).filter(person=person)
    held = Credential.objects.filter(award__enrolment__in=enrolments)
    for rows in (
        enrolments,
        Award.objects.filter(enrolment__in=enrolments),
        held,
        Certificate.objects.filter(credential__in=held),
    ):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _refuse(person: Person, organization: Organization, keeping: list[Organization]) -> None:
    if person.memberships.filter(organization=organization).exists():
        raise Refused("A member of the staff cannot be forgotten. End the membership first.")
    if person.email is None or (keeping and organization not in keeping):
        raise Refused("This person has been forgotten already.")


def _erase_at(person: Person, organization: Organization) -> None:
    for _, module in reversed(list(_modules())):
        if isinstance(module, OfOrganizations):
            module.erase(person, organization)


def _erase_own(person: Person) -> None:
    for _, module in reversed(list(_modules())):  # Accounts last: the others ask it who it is.
        if isinstance(module, OfPerson):
            module.erase_own(person)


def _modules() -> Iterator[tuple[str, PersonalData]]:
    """In the order of the storeys, the lowest first."""
    for app in apps.get_app_configs():
        name = f"{app.name}.personal_data"
        if app.name.startswith("conferral.") and find_spec(name):
            yield app.label, cast(PersonalData, import_module(name))


def _leave_nothing_on_disk() -> None:
    # SQLite's write-ahead log still has the pages as they were before.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

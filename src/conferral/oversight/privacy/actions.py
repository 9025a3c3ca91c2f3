"""The rights of the people concerned: to see what is kept of them, and to be forgotten.

Every app that keeps something of people says so in its `personal_data.py`: `export(person)` and
`erase(person)`. Here they are found and called, so that none can be overlooked.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from django.apps import apps
from django.db import connection, transaction

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment


class PersonalData(Protocol):
    """What a `personal_data.py` has. `export` gives JSON values, dates and decimals included."""

    def export(self, person: Person) -> dict[str, Any]: ...
    def erase(self, person: Person) -> None: ...


def export(person: Person) -> dict[str, dict[str, Any]]:
    """Everything that is kept of one person, by app."""
    return {label: module.export(person) for label, module in _modules()}


def erase(person: Person, officer: Person, organization: Organization) -> None:
    """Forget one person everywhere. What others rely on stays: numbers, status bits, the log."""
    with transaction.atomic():
        _let_belt_finish(person)
        known = Person.objects.select_for_update().get(pk=person.pk)
        _refuse_staff(known)
        for _, module in reversed(list(_modules())):  # Accounts last: the others ask it who it is.
            module.erase(known)
        record(officer, "erased a person", known, organization)
        transaction.on_commit(_leave_nothing_on_disk)


def _let_belt_finish(person: Person) -> None:
    """What a worker has in hand of theirs is written before we look, and is forgotten with the
    rest; in the order in which rows travel, so that each finds what the stage before has made."""
    for rows in (
        Enrolment.objects.filter(person=person),
        Award.objects.filter(enrolment__person=person),
        Credential.objects.filter(award__enrolment__person=person),
        Certificate.objects.filter(credential__award__enrolment__person=person),
    ):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _refuse_staff(person: Person) -> None:
    if person.email is None:
        raise Refused("This person has been forgotten already.")
    if person.memberships.exists():
        raise Refused("A member of the staff cannot be forgotten. End the membership first.")


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

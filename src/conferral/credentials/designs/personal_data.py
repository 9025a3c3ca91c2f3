"""What designs keep of a person: their certificates as printed, and pictures of them."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from conferral.credentials.designs.certificate import files_of
from conferral.credentials.designs.jobs import FORGET_FILES
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person


def export(person: Person) -> dict[str, Any]:
    printed = Certificate.objects.filter(credential__award__enrolment__person=person)
    return {
        "certificates": list(
            printed.order_by("pk").values("credential__number", "printed_at", "sha256", "stub")
        )
    }


def erase(person: Person, organization: Organization) -> None:
    """The files go once it is certain that they shall: when the transaction has committed."""
    held = Credential.objects.of(organization).held_by(person)
    Certificate.objects.filter(credential__in=held).update(problem="", stub="")
    for unprinted in held.filter(certificate=None):  # There may be a file without a row.
        for path in files_of(unprinted):
            transaction.on_commit(partial(default_storage.delete, path))
    transaction.on_commit(FORGET_FILES.run)

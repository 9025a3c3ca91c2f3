"""What accounts keep of a person: name, address, memberships."""

import uuid
from typing import Any

from conferral.foundation.accounts.models import Person

ERASED = "Erased person"


def export(person: Person) -> dict[str, Any]:
    return {
        "uuid": str(person.uuid),
        "name": person.printed_name,
        "email": person.email,
        "joined_at": person.joined_at,
        "last_login": person.last_login,
        "memberships": [
            {"organization": each.organization.name, "role": each.role}
            for each in person.memberships.select_related("organization")
        ],
    }


def erase(person: Person) -> None:
    """The row stays, so that what others did with it still has its place; nobody is behind it."""
    person.email, person.printed_name, person.is_active = None, ERASED, False
    person.uuid = uuid.uuid4()  # The old one stands in copies of credentials.
    person.last_login = None
    person.set_unusable_password()
    person.save()

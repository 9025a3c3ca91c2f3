"""Let everything that is stuck try again, after a person has mended the cause."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail.models import Message
from conferral.oversight.stuck import rows


@transaction.atomic
def try_again(organization: Organization, person: Person) -> int:
    """Return how many rows go on; letters are among them."""
    count = sum(kind(organization).try_again() for kind in rows.KINDS)
    letters = Message.objects.of(organization).unsent().in_trouble()
    count += letters.at_good_addresses().try_again()
    if count:
        record(person, "let stuck rows try again", organization, organization, count=count)
    return count

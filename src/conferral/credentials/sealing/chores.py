"""What is done about certificates that end once a day: whoever keeps the keys is written to."""

from datetime import date

from conferral.credentials.sealing import letters
from conferral.credentials.sealing.ending import ending_of
from conferral.foundation.accounts.models import Organization
from conferral.foundation.alarm import keepers
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.mail.models import Message


def warn(organization: Organization, today: date) -> str:
    """Each keeper once for each step; a server that slept writes about the last step only."""
    ending = ending_of(organization, today)
    if ending is None:
        return "No certificate of the document key ends soon."
    written = [letters.warning(organization, keeper, ending) for keeper in keepers(organization)]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    return f"The certificate of the document key: {ending.days} days are left."


WARN_OF_CERTIFICATES = Chore("warn of document certificates that end", warn)

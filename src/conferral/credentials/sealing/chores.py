"""What is done about certificates that end once a day: whoever keeps the keys is written to."""

from datetime import date

from django.conf import settings

from conferral.credentials.sealing.ending import Ending, ending_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.alarm import keepers
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.mail.models import Message


def warn(organization: Organization, today: date) -> str:
    """Each keeper once for each step; a server that slept writes about the last step only."""
    ending = ending_of(organization, today)
    if ending is None:
        return "No certificate of the document key ends soon."
    written = [_letter(organization, keeper, ending) for keeper in keepers(organization)]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    return f"The certificate of the document key: {ending.days} days are left."


def _letter(organization: Organization, keeper: Person, ending: Ending) -> Message:
    day = f"{ending.day.day} {ending.day:%B %Y}"
    turn = "ends" if ending.days > 0 else "has ended" if ending.days < 0 else "ends today"
    when = f"{turn}: {day}" if ending.days == 0 else f"{turn} on {day}"
    return Message(
        organization=organization,
        # It exists once for each keeper and step, however often it is asked for.
        key=f"certificate-ends:{ending.certificate.pk}:{ending.step}:{keeper.pk}",
        to=keeper.email or "",
        subject=f"The certificate that signs PDFs {when}"[:200],
        text=_TEXT.format(
            name=keeper.printed_name,
            by=ending.told.vouched_by,
            when=when,
            url=f"{settings.SITE_URL}/staff/keys",
            organization=organization,
        ),
    )


_TEXT = """Dear {name},

The certificate by which {by} vouches for the key that signs the PDFs of {organization} {when}.

What to do: write a request on the page Keys, send it to the authority, and upload its answer there.
{url}

Until then PDFs that are printed after the end are signed with a certificate that the key makes for
itself: they are intact, and readers of PDFs do not know the signer. PDFs that are printed already
stay as they are; those without a time stamp may be shown as signed by a certificate that has ended.
"""

WARN_OF_CERTIFICATES = Chore("warn of document certificates that end", warn)

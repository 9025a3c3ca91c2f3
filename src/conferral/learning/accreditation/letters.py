"""Letters to those who keep accreditations."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation.coming import Coming
from conferral.learning.accreditation.losses import Loss, counted
from conferral.learning.accreditation.reasons import day

_LONGEST_SUBJECT = 200


def warning(
    organization: Organization, officer: Person, what: Coming, step: int, lost: Sequence[Loss]
) -> Message:
    """Its key makes it exist once for each officer and step, however often it is asked for."""
    words = {
        "name": officer.printed_name,
        "what": what,
        "day": day(what.day),
        "losses": lost,
        "url": f"{settings.SITE_URL}/staff/accreditations/calendar",
        "organization": organization,
    }
    subject = f"{what.title} {what.kind.turn} on {day(what.day)}"
    if lost:
        subject += f": {counted(lost)}"
    return Message(
        organization=organization,
        key=f"ends:{what.key}:{step}:{officer.pk}",
        to=officer.email or "",
        subject=f"{subject[:1].upper()}{subject[1:_LONGEST_SUBJECT]}",
        text=render_to_string("accreditation/warning.txt", words),
    )

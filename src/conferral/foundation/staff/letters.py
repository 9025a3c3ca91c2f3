"""What somebody is written who is asked to join."""

from conferral.foundation.mail.models import Message
from conferral.foundation.staff.links import address_of
from conferral.foundation.staff.models import Invitation

_TEXT = """\
Hello {name},

{inviter} asks you to join {organization} as {role}.

Open this page and say yes:
{address}

It works once, until {until}. If you did not expect this letter, do nothing.
"""


def invite(invitation: Invitation) -> Message:
    """Call it in the transaction of the deed."""
    organization = invitation.organization
    until = invitation.ends_at.astimezone(organization.zone)
    return Message.objects.create(
        organization=organization,
        key=f"invitation:{invitation.uuid}",
        to=invitation.email,
        subject=f"Join {organization.name} as {invitation.role}"[:200],
        text=_TEXT.format(
            name=invitation.name,
            inviter=invitation.invited_by.printed_name,
            organization=organization.name,
            role=invitation.role,
            address=address_of(invitation),
            until=f"{until.day} {until:%B %Y, %H:%M}",
        ),
    )

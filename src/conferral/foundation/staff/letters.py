"""What somebody is written who is asked to join."""

from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.staff.links import address_of
from conferral.foundation.staff.models import Invitation

INVITATION = LetterKind(
    code="invitation",
    title="Join us",
    when="Somebody is asked to join the staff.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("inviter", "who asks them", "Dara Naidoo", Shown.STRONG),
        Variable("role", "as what", "registrar", Shown.STRONG),
        Variable(
            "url",
            "where they say yes",
            "https://certificates.example.org/join/…",
            Shown.BUTTON,
            is_needed=True,
        ),
        Variable("until", "until when it works", "29 November 2026, 10:00"),
    ),
)
KINDS = (INVITATION,)


def invite(invitation: Invitation) -> Message:
    """Call it in the transaction of the deed."""
    organization = invitation.organization
    until = invitation.ends_at.astimezone(organization.zone)
    facts = {
        "name": invitation.name,
        "inviter": invitation.invited_by.printed_name,
        "role": invitation.role,
        "url": address_of(invitation),
        "until": f"{until.day} {until:%B %Y, %H:%M}",
    }
    key = f"invitation:{invitation.uuid}"
    message = Writer(INVITATION).write(organization, Reader(invitation.email), key, facts)
    message.save()
    return message

"""The address in an invitation: signed, so that nobody can guess one."""

from django.conf import settings
from django.core import signing

from conferral.foundation.staff.models import Invitation

_SALT = "conferral.invitation"


def address_of(invitation: Invitation) -> str:
    return f"{settings.SITE_URL}/account/invitations/{token_of(invitation)}"


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=_SALT).sign(str(invitation.uuid)).replace(":", "~")


def invitation_of(token: str) -> Invitation | None:
    """Whether it may still be accepted is another question."""
    try:
        uuid = signing.Signer(salt=_SALT).unsign(token.replace("~", ":"))
    except signing.BadSignature:
        return None
    found = Invitation.objects.filter(uuid=uuid)
    return found.select_related("organization", "invited_by").first()

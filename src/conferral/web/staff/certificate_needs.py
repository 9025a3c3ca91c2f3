"""What whoever keeps the keys has to do about the certificate that signs PDFs."""

from django.urls import reverse
from django.utils import timezone

from conferral.credentials.sealing.ending import ending_of
from conferral.foundation.accounts.roles import Right
from conferral.foundation.days import day
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.needs import Need


def certificate_needs(request: MemberRequest) -> list[Need]:
    """One, if an authority's certificate ends soon or has ended, and they can help it."""
    if Right.MANAGE_KEYS not in request.rights:
        return []
    ending = ending_of(request.organization, timezone.localdate())
    if ending is None:
        return []
    meanwhile = "PDFs after that are signed with a certificate that readers do not know."
    return [
        Need(
            "Certificate",
            "warn" if ending.days > 0 else "bad",
            f"What signs PDFs {'ends' if ending.days >= 0 else 'has ended'} on {day(ending.day)}",
            f"Ask {ending.told.vouched_by} for a new certificate. {meanwhile}",
            reverse("keys"),
            "Renew",
        )
    ]

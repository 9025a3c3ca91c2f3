"""When an authority's certificate of the document key ends, and how near that is."""

from dataclasses import dataclass
from datetime import date

from conferral.credentials.issuing.models import IssuerKey, Use
from conferral.credentials.sealing.certificates import Description
from conferral.credentials.sealing.models import DocumentCertificate
from conferral.foundation.accounts.models import Organization

STEPS = (0, 7, 30, 60)  # Days before; 0: it has ended.
_LONG_AGO = -30  # Days after which whoever has not asked for another one does not want one.


@dataclass(frozen=True)
class Ending:
    """A certificate that has reached a step of warning. `days`: that are left; below 0: over."""

    certificate: DocumentCertificate
    told: Description
    step: int
    days: int
    day: date


def ending_of(organization: Organization, today: date) -> Ending | None:
    """Of the key in use. One that a key made for itself is renewed by itself: None."""
    key = organization.issuer_keys.in_use(Use.DOCUMENTS).first()
    newest = _vouched_for(key) if key else None
    if newest is None:
        return None
    certificate, told = newest
    day = told.valid_until.astimezone(organization.zone).date()
    days = (day - today).days
    if not _LONG_AGO <= days <= STEPS[-1]:
        return None
    step = next(step for step in STEPS if days <= step)
    return Ending(certificate, told, step, days, day)


def _vouched_for(key: IssuerKey) -> tuple[DocumentCertificate, Description] | None:
    for each in key.certificates.order_by("-used_from", "-pk"):
        told = Description.of(each.pem)
        if not told.is_self_signed:
            return each, told
    return None

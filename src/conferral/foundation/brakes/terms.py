"""How the brakes of an organization are set; the defaults where nobody has set them."""

from dataclasses import dataclass

from conferral.foundation.accounts.models import Organization
from conferral.foundation.brakes.models import Brakes


@dataclass(frozen=True)
class Terms:
    """Minutes until letters leave; from how many on a day is unusual; how often its largest."""

    undo_minutes: int
    unusual_from: int
    unusual_times: int


PARTS = tuple(Terms.__dataclass_fields__)


def brakes_of(organization: Organization) -> Brakes:
    return Brakes.objects.filter(organization=organization).first() or Brakes(
        organization=organization
    )


def terms_of(organization: Organization) -> Terms:
    stored = brakes_of(organization)
    return Terms(**{part: getattr(stored, part) for part in PARTS})

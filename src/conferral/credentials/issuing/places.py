"""Places on status lists, taken at random so that none tells who came when (Bitstring §4.1).

A list is closed when it is half full: until then a random place is free in two tries on average.
"""

import secrets

from conferral.credentials.issuing.models import Purpose, StatusList
from conferral.foundation.accounts.models import Organization
from credkit.status_list import CAPACITY

_FULL = CAPACITY // 2

Place = tuple[StatusList, int]


def take(
    organization: Organization, count: int, purpose: Purpose = Purpose.REVOCATION
) -> list[Place]:
    """Take `count` places, in as many lists as it needs, within the caller's transaction."""
    places: list[Place] = []
    while len(places) < count:
        open_list = _open_list(organization, purpose)
        taken = bytearray(open_list.taken)
        share = min(count - len(places), _FULL - open_list.count)
        places += [(open_list, _take_free(taken)) for _ in range(share)]
        open_list.taken, open_list.count = bytes(taken), open_list.count + share
        open_list.save(update_fields=["taken", "count"])
    return places


def _open_list(organization: Organization, purpose: Purpose) -> StatusList:
    rows = StatusList.objects.select_for_update().filter(organization=organization, purpose=purpose)
    open_list = rows.filter(count__lt=_FULL).order_by("pk").first()
    return open_list or StatusList.objects.create(
        organization=organization, purpose=purpose, taken=bytes(CAPACITY // 8)
    )


def _take_free(taken: bytearray) -> int:
    while True:
        place = secrets.randbelow(CAPACITY)
        byte, bit = divmod(place, 8)
        if not taken[byte] >> bit & 1:
            taken[byte] |= 1 << bit
            return place

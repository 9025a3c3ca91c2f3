"""What webhooks are told of a certificate: its number, address and state; of its holder nothing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.webhooks import outbox
from conferral.foundation.webhooks.outbox import News


def of_issued(organization: Organization, issued: Iterable[Credential]) -> None:
    """They were signed; whoever asks at once may be told that the log still has to take them."""
    _tell(organization, "issued", issued, "valid")


def of_turns(kind: str, credentials: Iterable[Credential], now: datetime) -> None:
    """`credentials`: as they are after the deed, with their status lists' organizations."""
    shares: dict[tuple[Organization, str], list[Credential]] = defaultdict(list)
    for each in credentials:
        status = each.status if kind == "reinstated" else kind
        shares[each.status_list.organization, status].append(each)
    for (organization, status), share in shares.items():
        _tell(organization, kind, share, status, now)


def of_ended(
    organization: Organization, kind: str, ended: Iterable[Credential], now: datetime
) -> None:
    """Time has ended them, or their holder was forgotten: `expired`, `erased`. `ended`: locked."""
    _tell(organization, kind, ended, kind, now)


def of_key(kind: str, organization: Organization, multikey: str, now: datetime) -> None:
    """`kind`: “key-retired”."""
    said = {"key": multikey, "did": organization.did}
    outbox.write(organization, [News(kind.replace("-", ".", 1), now, said, multikey)])


def _tell(
    organization: Organization,
    kind: str,
    credentials: Iterable[Credential],
    status: str,
    now: datetime | None = None,
) -> None:
    outbox.write(
        organization,
        (
            News(
                f"credential.{kind}",
                now or each.issued_at,
                {"number": each.number, "url": each.url, "status": status},
                each.number,
            )
            for each in credentials
        ),
    )

"""What endpoints are to hear is written in the transaction of the deed, and sent by the belt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from conferral.foundation.accounts.models import Organization
from conferral.foundation.webhooks.models import Endpoint, Notice
from credkit.credential import timestamp


@dataclass(frozen=True)
class News:
    """`data`: JSON, and nothing that tells who the holder is."""

    kind: str
    at: datetime
    data: Mapping[str, str | None]


def write(organization: Organization, news: Iterable[News]) -> int:
    """A notice for each endpoint. Costs one query where nobody listens."""
    endpoints = list(Endpoint.objects.of(organization).listening())
    return tell(endpoints, news) if endpoints else 0


def tell(endpoints: Sequence[Endpoint], news: Iterable[News]) -> int:
    """A notice of each for each of them."""
    return len(
        Notice.objects.bulk_create(
            Notice(endpoint=endpoint, kind=each.kind, at=each.at, body=_body(each))
            for each in news
            for endpoint in endpoints
        )
    )


def _body(news: News) -> str:
    said = {"type": news.kind, "timestamp": timestamp(news.at), "data": dict(news.data)}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()

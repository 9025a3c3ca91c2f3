"""What endpoints are to hear is written in the transaction of the deed, and sent by the belt."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db.models import Max

from conferral.foundation.accounts.models import Organization
from conferral.foundation.webhooks.models import Endpoint, Notice
from credkit.credential import timestamp

_AT_ONCE = 400  # So many words in one question; SQLite takes no more.


@dataclass(frozen=True)
class News:
    """`data`: JSON, and nothing that tells who the holder is.

    `subject`: what it is about, if others may follow about the same. Its row is locked, or new:
    two who tell of it at once would give one number twice.
    """

    kind: str
    at: datetime
    data: Mapping[str, str | None]
    subject: str = ""


def write(organization: Organization, news: Iterable[News]) -> int:
    """A notice for each endpoint. Costs one query where nobody listens."""
    endpoints = list(Endpoint.objects.of(organization).listening())
    return tell(endpoints, news) if endpoints else 0


def tell(endpoints: Sequence[Endpoint], news: Iterable[News]) -> int:
    """A notice of each for each of them, numbered."""
    told = list(news)
    numbers = _told_before(endpoints, [each.subject for each in told if each.subject])
    return len(
        Notice.objects.bulk_create(
            _notice(endpoint, each, numbers) for each in told for endpoint in endpoints
        )
    )


_Numbers = Counter[tuple[int, str]]


def _told_before(endpoints: Sequence[Endpoint], subjects: Sequence[str]) -> _Numbers:
    """How many there are, by endpoint and subject."""
    numbers: _Numbers = Counter()
    for start in range(0, len(subjects), _AT_ONCE):
        part = Notice.objects.filter(
            endpoint__in=endpoints, subject__in=subjects[start : start + _AT_ONCE]
        )
        counted = part.values_list("endpoint", "subject").annotate(last=Max("sequence"))
        numbers.update({(endpoint, subject): last for endpoint, subject, last in counted})
    return numbers


def _notice(endpoint: Endpoint, news: News, numbers: _Numbers) -> Notice:
    """The next one about its subject; it is counted."""
    if news.subject:
        numbers[endpoint.pk, news.subject] += 1
    sequence = numbers[endpoint.pk, news.subject]
    return Notice(
        endpoint=endpoint,
        kind=news.kind,
        at=news.at,
        subject=news.subject,
        sequence=sequence,
        body=_body(news, sequence),
    )


def _body(news: News, sequence: int) -> str:
    said: dict[str, object] = {
        "type": news.kind,
        "timestamp": timestamp(news.at),
        "data": dict(news.data),
    }
    if sequence:
        said["sequence"] = sequence
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()

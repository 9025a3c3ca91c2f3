"""Many counts in one question: a page with twenty numbers asks the database once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, IntegerField, QuerySet, Subquery


class _Count(Subquery):
    """How many rows a question would have answered, whatever it joins or leaves out twice."""

    template = "(SELECT count(*) FROM (%(subquery)s) _counted)"
    output_field = IntegerField()


def counted(one: QuerySet[Any], those: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Each with its name. `one`: any row that exists; the question hangs on it."""
    return _answered(one, those, _Count)


def found(one: QuerySet[Any], those: Mapping[str, QuerySet[Any]]) -> set[str]:
    """The names of those that have any row at all."""
    return {name for name, is_there in _answered(one, those, Exists).items() if is_there}


def _answered(
    one: QuerySet[Any], those: Mapping[str, QuerySet[Any]], asked: type[Subquery]
) -> dict[str, Any]:
    columns = [asked(each.order_by().values("pk")) for each in those.values()]
    return dict(zip(those, one.values_list(*columns).get(), strict=True))

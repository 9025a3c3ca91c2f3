"""Long lists, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 50


@dataclass(frozen=True)
class KeysFirst:
    """Ordered rows of which there are many and wide ones, for `page_of`.

    Only their keys are put in order; then those of one page are read whole. Otherwise SQLite reads
    every column of every row to know which come first.
    """

    rows: QuerySet[Any]

    def __getitem__(self, part: slice) -> QuerySet[Any]:
        return self.rows.filter(pk__in=self.rows.values("pk")[part])

    def count(self) -> int:
        return self.rows.count()


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> "Page[Any]":
    """The page that `?page=` asks for, or the nearest there is.

    A list that ends on its first page costs one question, a longer one two.
    """
    pages, asked = Paginator(rows, size), request.GET.get("page")
    return pages.get_page(asked) if asked else _first(pages)


def _first(pages: "Paginator[Any]") -> "Page[Any]":
    """Read with one row more than it shows: where there is none, all are counted."""
    rows = list(pages.object_list[: pages.per_page + 1])
    if len(rows) <= pages.per_page:
        pages.count = len(rows)
    return Page(rows[: pages.per_page], 1, pages)

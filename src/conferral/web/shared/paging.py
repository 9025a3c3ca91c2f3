"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE = 50


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> "Page[Any]":
    """The page that `?page=` asks for, or the nearest there is."""
    return Paginator(rows, size).get_page(request.GET.get("page"))

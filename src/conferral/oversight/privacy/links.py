"""Which columns lead to a person, and how their rows lead to an organization.

Read from the tables themselves, so that none can be overlooked: what an organization keeps of
somebody is every row of its own from which such a column leads to them.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, QuerySet

from conferral.foundation.accounts.models import Organization, Person


@dataclass(frozen=True)
class Link:
    """`column` leads to a person; `organization`: from the same row to its organization, in the
    words of a filter."""

    model: type[Model]
    column: str
    organization: str

    def about(self, person: Person) -> QuerySet[Any]:
        return QuerySet(self.model).filter(**{self.column: person})


@cache
def links() -> tuple[Link, ...]:
    """Of every table whose rows are an organization's. The others are the person's alone."""
    return tuple(
        Link(model, column.name, organization)
        for model in apps.get_models(include_auto_created=True)
        if (organization := way_to_organization(model))
        for column in _columns(model)
        if column.related_model is Person
    )


@cache
def way_to_organization(model: type[Model]) -> str:
    """The shortest that every row has; "" of what is no organization's. Never by way of a person:
    whose somebody is cannot be said by who they are."""
    seen: set[type[Model]] = {model, Person}
    ways = deque([(model, "")])
    while ways:
        here, way = ways.popleft()
        for column in _columns(here):
            there = column.related_model
            if there is None or column.null or there in seen:
                continue
            further = f"{way}__{column.name}" if way else column.name
            if there is Organization:
                return further
            seen.add(there)
            ways.append((there, further))
    return ""


def _columns(model: type[Model]) -> "Iterator[Field[Any, Any]]":
    """Those that lead to another row."""
    return (each for each in model._meta.fields if each.is_relation)

"""The filters of pages with long lists: what an address may ask, and what was saved of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from conferral.foundation.accounts.roles import Right
from conferral.foundation.staff.models import SavedFilter
from conferral.web.shared.access import MemberRequest

ASKS: Mapping[str, tuple[str, ...]] = {
    "certificates": ("q", "course", "state"),
    "learners": ("q", "course", "cohort", "stands"),
    "waiting": ("for", "course", "late"),
    "courses": ("q", "state"),
    "reports": ("from", "to", "course"),
}
"""By the name of a page's route, what its filter asks: never a page number, nor what is ticked."""

_LONGEST = 500  # Characters of an address that are kept.


class SavingForm(forms.Form):
    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    share = forms.BooleanField(label="Everybody on the staff sees it", required=False)


@dataclass(frozen=True)
class Kept:
    saved: SavedFilter
    address: str
    is_here: bool
    may_drop: bool


@dataclass(frozen=True)
class Filters:
    """Of one page, for whoever looks. `query`: what the page shows now; empty: everything."""

    page: str
    query: str
    kept: tuple[Kept, ...]
    form: SavingForm

    @property
    def is_new(self) -> bool:
        """Whether the page shows something that was not saved yet."""
        return bool(self.query) and not any(each.is_here for each in self.kept)

    @property
    def droppable(self) -> tuple[Kept, ...]:
        return tuple(each for each in self.kept if each.may_drop)


def filters_of(request: MemberRequest, page: str, form: SavingForm | None = None) -> Filters:
    """One question to the database."""
    query = query_of(page, request.GET)
    seen = SavedFilter.objects.seen_by(request.user, request.organization).filter(page=page)
    kept = (_kept(request, saved, query) for saved in seen)
    return Filters(page, query, tuple(kept), form or SavingForm())


def query_of(page: str, asked: QueryDict) -> str:
    """What the page's filter asks, always in the same order; what it does not know is left out."""
    wanted = [(key, asked.get(key, "").strip()) for key in ASKS[page]]
    query = urlencode([(key, value) for key, value in wanted if value])
    return query if len(query) <= _LONGEST else ""


def address_of(page: str, query: str) -> str:
    return f"{reverse(page)}?{query}" if query else reverse(page)


def _kept(request: MemberRequest, saved: SavedFilter, query: str) -> Kept:
    is_own = saved.person_id == request.user.pk
    return Kept(
        saved,
        address_of(saved.page, saved.query),
        is_here=saved.query == query,
        may_drop=is_own or (saved.is_shared and Right.EDIT_ORGANIZATION in request.rights),
    )

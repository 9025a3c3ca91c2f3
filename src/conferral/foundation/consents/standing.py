"""How somebody's consents stand now, purpose by purpose."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.models import Consent, Guardian
from conferral.foundation.consents.wording import ADULTS_ONLY, Purpose, Wording, current

ASKED_BEFORE = timedelta(days=30)
"""So long before a consent ends, its person is asked whether it goes on."""


@dataclass(frozen=True)
class Standing:
    """`last`: None where nothing was said yet; then nothing was agreed to. `guardian`: who agrees
    for the person today, None: they do."""

    purpose: Purpose
    wording: Wording
    last: Consent | None
    today: date
    guardian: Guardian | None = None

    @property
    def is_given(self) -> bool:
        return bool(self.last and self.last.holds(self.today))

    @property
    def in_other_words(self) -> bool:
        """Was it said of an older edition of the text?"""
        return bool(self.last and self.last.text.sha256 != self.wording.sha256)

    @property
    def ends_on(self) -> date | None:
        return self.last.until if self.last and self.is_given else None

    @property
    def ends_soon(self) -> bool:
        return bool(self.ends_on and self.ends_on <= self.today + ASKED_BEFORE)

    @property
    def is_for_adults(self) -> bool:
        return self.purpose in ADULTS_ONLY

    @property
    def may_be_given(self) -> bool:
        """By the person themselves, today, and to some effect?"""
        is_news = not self.is_given or self.in_other_words or self.ends_soon
        return self.guardian is None and is_news


def standings(person: Person, today: date) -> list[Standing]:
    """Of every purpose."""
    said = Consent.objects.filter(person=person).newest().select_related("text")
    last = {each.purpose: each for each in said}
    guardian = Guardian.objects.of(person, today)
    return [Standing(each, current(each), last.get(each), today, guardian) for each in Purpose]


def agrees(person: Person, purpose: Purpose) -> bool:
    last = Consent.objects.filter(person=person, purpose=purpose).order_by("-pk").first()
    return bool(last and last.holds(timezone.localdate()))

"""How somebody's consents stand now, purpose by purpose."""

from dataclasses import dataclass

from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.models import Consent
from conferral.foundation.consents.wording import Purpose, Wording, current


@dataclass(frozen=True)
class Standing:
    """`last`: None where nothing was said yet; then nothing was agreed to."""

    purpose: Purpose
    wording: Wording
    last: Consent | None

    @property
    def is_given(self) -> bool:
        return bool(self.last and self.last.is_given)

    @property
    def in_other_words(self) -> bool:
        """Was it said of an older edition of the text?"""
        return bool(self.last and self.last.text.sha256 != self.wording.sha256)


def standings(person: Person) -> list[Standing]:
    """Of every purpose."""
    said = Consent.objects.filter(person=person).newest().select_related("text")
    last = {each.purpose: each for each in said}
    return [Standing(each, current(each), last.get(each)) for each in Purpose]


def agrees(person: Person, purpose: Purpose) -> bool:
    last = Consent.objects.filter(person=person, purpose=purpose).order_by("-pk").first()
    return bool(last and last.is_given)

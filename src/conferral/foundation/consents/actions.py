"""Give a consent, or withdraw it: the same one step, and one line that stays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.names import BadName, clean_name
from conferral.foundation.audit.trail import record
from conferral.foundation.consents.models import Consent, ConsentText, Guardian
from conferral.foundation.consents.wording import (
    ADULTS_ONLY,
    LASTS,
    Purpose,
    Wording,
    current,
)
from conferral.foundation.days import day
from conferral.foundation.refusal import Refused, RefusedPart


@dataclass(frozen=True)
class Word:
    """A yes, or its withdrawal. `way`: how it was said; `guardian`: who said it for somebody under
    age; `officer`: who of the staff wrote it down, where the person did not do it themselves."""

    is_given: bool
    way: str
    guardian: Guardian | None = None
    officer: Person | None = None


@dataclass(frozen=True)
class Entrusted:
    """Who consents for somebody, as what, and from which day on they do it themselves."""

    name: str
    relation: str
    of_age_on: date


@transaction.atomic
def say(
    person: Person,
    purpose: Purpose,
    organization: Organization | None,
    word: Word,
    today: date,
) -> bool:
    """`organization`: in whose trail it stands. False if that was said already, in these words.

    Whoever is under age may withdraw; what is given for them, their guardian gives.
    """
    known = _locked(person)
    guardian = Guardian.objects.of(known, today)
    if word.guardian and word.guardian != guardian:
        raise Refused(f"{word.guardian} does not agree or disagree for {known} today.")
    if word.is_given and guardian:
        _refuse_for_minor(guardian, purpose, word)
    text = _kept(purpose, current(purpose))
    until = _until(purpose, guardian, today) if word.is_given else None
    said = Consent(
        person=known,
        purpose=purpose,
        is_given=word.is_given,
        text=text,
        way=word.way,
        until=until,
        guardian=word.guardian,
    )
    if _was_said(said):
        return False
    said.save(force_insert=True)
    deed = "gave a consent" if word.is_given else "withdrew a consent"
    details = {"purpose": purpose, "text": text.sha256, "way": word.way}
    record(word.officer or known, deed, said, organization, **details)
    return True


@transaction.atomic
def entrust(
    person: Person, to: Entrusted, officer: Person, organization: Organization, today: date
) -> Guardian:
    """From now on that guardian consents for the person. Who was named before does not any more."""
    known = _locked(person)
    if to.of_age_on <= today:
        raise RefusedPart("of_age_on", "By then they are of age: nobody consents for them.")
    Guardian.objects.filter(person=known, said=None).delete()
    guardian = Guardian.objects.create(
        person=known,
        name=_clean(to.name),
        relation=" ".join(to.relation.split())[:60],
        of_age_on=to.of_age_on,
    )
    record(officer, "named a guardian", guardian, organization, until=str(to.of_age_on))
    return guardian


def _locked(person: Person) -> Person:
    known = Person.objects.select_for_update().get(pk=person.pk)
    if known.email is None:
        raise Refused("This person has been forgotten.")
    return known


def _refuse_for_minor(guardian: Guardian, purpose: Purpose, word: Word) -> None:
    if purpose in ADULTS_ONLY:
        raise Refused("Nobody under age has a public page or is listed by search engines.")
    if word.guardian != guardian:
        until = day(guardian.of_age_on)
        raise Refused(f"Until {until} it is {guardian} who agrees for {guardian.person}.")


def _until(purpose: Purpose, guardian: Guardian | None, today: date) -> date | None:
    """The last day on which a yes holds that is given today."""
    ends = []
    if purpose in LASTS:
        ends.append(today + LASTS[purpose])
    if guardian:
        ends.append(guardian.of_age_on - timedelta(days=1))
    return min(ends, default=None)


def _was_said(said: Consent) -> bool:
    last = Consent.objects.filter(person=said.person, purpose=said.purpose).order_by("-pk").first()
    return last is not None and all(
        getattr(last, part) == getattr(said, part) for part in ("is_given", "text_id", "until")
    )


def _clean(name: str) -> str:
    try:
        return clean_name(name)
    except BadName as slip:
        raise RefusedPart("name", str(slip)) from slip


def _kept(purpose: Purpose, wording: Wording) -> ConsentText:
    text, _ = ConsentText.objects.get_or_create(
        sha256=wording.sha256,
        defaults={"purpose": purpose, "number": wording.number, "text": wording.text},
    )
    return text

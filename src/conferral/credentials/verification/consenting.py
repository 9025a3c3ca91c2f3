"""What follows from a consent, at once: names, search engines, the profile page.

A choice for one certificate (`showing.choose`) may be made afterwards and then holds for that one;
a consent that is given or withdrawn holds for all that are there, and for all that come.
"""

import secrets
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.verification import news
from conferral.credentials.verification.models import Profile, Showing
from conferral.credentials.verification.showing import Choice, choice_of, choose
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.belt import BATCH, Stage
from conferral.foundation.consents import actions
from conferral.foundation.consents.actions import Entrusted, Word
from conferral.foundation.consents.models import Consent, Guardian
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.refusal import Refused

_OF_PAGES = (Purpose.NAME, Purpose.LISTING)


@transaction.atomic
def say(person: Person, purpose: Purpose, organization: Organization | None, word: Word) -> None:
    """Record it, and do what follows; both or neither. Of whom others teach, too, staff write down
    no yes: it would show what those others have issued."""
    if word.officer and word.is_given:
        _refuse_for_others(person, organization)
    if not actions.say(person, purpose, organization, word, _today_at(organization)):
        return
    if not word.is_given:
        news.of_withdrawn(person, purpose)
    if purpose in _OF_PAGES:
        _show_otherwise(person, purpose, is_given=word.is_given)
    elif purpose is Purpose.PROFILE:
        _open_or_close(person, is_given=word.is_given)


@transaction.atomic
def entrust(person: Person, to: Entrusted, officer: Person, organization: Organization) -> Guardian:
    """What somebody under age had agreed to by themselves is over, and nobody sees their name:
    their guardian may agree to it anew."""
    guardian = actions.entrust(person, to, officer, organization, _today_at(organization))
    given = Consent.objects.filter(person=person, is_given=True).newest()
    over = {Purpose(each.purpose) for each in given} | {Purpose.NAME}
    for purpose in sorted(over):
        say(person, purpose, organization, Word(False, "is under age", officer=officer))
    return guardian


def show_as_consented() -> int:
    """A batch of new certificates, before they are logged, printed or sent: what their holders
    agreed to before holds for them, too."""
    new = list(_new().select_related("award__enrolment", "key__organization")[:BATCH])
    said = _said_by({each.award.enrolment.person_id for each in new})
    Showing.objects.bulk_create(
        (_showing(each, said[each.award.enrolment.person_id]) for each in new),
        ignore_conflicts=True,
    )
    return len(new)


def _today_at(organization: Organization | None) -> date:
    """What day it is where the organization is, whoever asks, and from where."""
    return timezone.localdate(timezone=organization.zone if organization else None)


def _refuse_for_others(person: Person, organization: Organization | None) -> None:
    if person.enrolments.exclude(version__course__organization=organization).exists():
        raise Refused(
            f"{person} learns with another organization, too, for which you do not speak: "
            "they agree on their own page."
        )


def _show_otherwise(person: Person, purpose: Purpose, *, is_given: bool) -> None:
    held = Credential.objects.kept().held_by(person)
    for credential in held.select_related("key__organization", "showing"):
        now = choice_of(credential)
        then = _changed(now, purpose, is_given=is_given)
        if then != now:
            choose(credential, then, person)


def _changed(choice: Choice, purpose: Purpose, *, is_given: bool) -> Choice:
    if purpose is Purpose.NAME:
        return replace(choice, name_mode=NameMode.FULL if is_given else NameMode.WITHHELD)
    return replace(choice, is_listed=is_given)


def _open_or_close(person: Person, *, is_given: bool) -> None:
    if is_given:
        Profile.objects.get_or_create(person=person, defaults={"slug": secrets.token_urlsafe(12)})
    else:
        Profile.objects.filter(person=person).delete()


def _new() -> CredentialQuerySet:
    """Those that inherit what their holder chose for an older one do not need it."""
    new = Credential.objects.kept().filter(printed_at=None, showing=None)
    heirs = Q(replaces__showing__isnull=False) | Q(renews__showing__isnull=False)
    said = Consent.objects.filter(purpose__in=_OF_PAGES)
    return new.exclude(heirs).filter(award__enrolment__person__in=said.values("person"))


def _said_by(people: set[int]) -> dict[int, dict[Purpose, bool]]:
    said: dict[int, dict[Purpose, bool]] = {}
    for each in Consent.objects.filter(person__in=people, purpose__in=_OF_PAGES).newest():
        said.setdefault(each.person_id, {})[Purpose(each.purpose)] = each.is_given
    return said


def _showing(credential: Credential, said: dict[Purpose, bool]) -> Showing:
    choice = Choice(NameMode(credential.key.organization.name_mode))
    for purpose, is_given in said.items():
        choice = _changed(choice, purpose, is_given=is_given)
    return Showing(
        credential=credential,
        name_mode=choice.name_mode,
        is_listed=choice.is_listed,
        chosen_at=timezone.now(),
    )


SHOW_AS_CONSENTED = Stage("show as consented", lambda: _new().exists(), show_as_consented)

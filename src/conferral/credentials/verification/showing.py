"""What strangers see of a certificate's holder: the holder decides, the organization by default.

The credential says the whole name, and so do the paper and every file made of it. Where the name
is not shown they are given to the holder alone; strangers may ask whether a name is the right one.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Showing
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.accounts.names import same_name
from conferral.foundation.audit.trail import record
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.standing import agrees
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.refusal import Refused


@dataclass(frozen=True)
class Choice:
    """`is_listed`: search engines may list the page."""

    name_mode: NameMode
    is_listed: bool = False


def choice_of(credential: Credential) -> Choice:
    """What holds now. Needs the key's organization; asks once where `showing` is not selected."""
    own: Showing | None = getattr(credential, "showing", None)
    if own is None:
        return Choice(NameMode(credential.key.organization.name_mode))
    return Choice(NameMode(own.name_mode), own.is_listed)


def mode_of(credential: Credential) -> NameMode:
    return choice_of(credential).name_mode


def shows_name(credential: Credential) -> bool:
    """May strangers have the paper and the files, which say the whole name?"""
    return mode_of(credential) is NameMode.FULL


@transaction.atomic
def choose(credential: Credential, choice: Choice, person: Person) -> None:
    """`person`: the holder, or who of the staff does it for them. Its page is made again."""
    locked = Credential.objects.select_for_update().select_related("key__organization")
    fresh = locked.get(pk=credential.pk)
    if fresh.erased_at:
        raise Refused("Its holder has been forgotten; there is nothing left to show.")
    _refuse_for_minor(fresh, choice)
    now = timezone.now()
    values = {"name_mode": choice.name_mode, "is_listed": choice.is_listed, "chosen_at": now}
    Showing.objects.update_or_create(credential=fresh, defaults=values)
    Credential.objects.filter(pk=fresh.pk).update(
        page_made_at=None, attempts=0, next_attempt_at=now
    )
    details = {"number": fresh.number, "name_mode": choice.name_mode, "listed": choice.is_listed}
    record(person, "chose what strangers see", fresh, fresh.key.organization, **details)


def _refuse_for_minor(credential: Credential, choice: Choice) -> None:
    """Of somebody under age nothing more is shown than before, unless it is their name and their
    guardian agrees."""
    holder, zone = credential.award.enrolment.person, credential.key.organization.zone
    if Guardian.objects.of(holder, timezone.localdate(timezone=zone)) is None:
        return
    now = choice_of(credential)
    names = choice.name_mode is NameMode.FULL and now.name_mode is not NameMode.FULL
    if (choice.is_listed and not now.is_listed) or (names and not agrees(holder, Purpose.NAME)):
        raise Refused("Until they are of age, their guardian agrees to what strangers see of them.")


def keep_choice(old: Credential, new: Credential) -> None:
    """What the holder of `old` has chosen holds for what takes its place, too."""
    own: Showing | None = Showing.objects.filter(credential=old).first()
    if own is not None:
        values = {"name_mode": own.name_mode, "chosen_at": own.chosen_at}
        Showing.objects.update_or_create(credential=new, defaults=values)


def is_holder(credential: Credential, name: str) -> bool:
    """Is it a name of the holder? Case, accents and the order of words aside."""
    return same_name(name, credential.slots["holder_name"])

"""What webhooks are told of a withdrawn consent: which pages and files to let go of, and of whom
nothing."""

from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.webhooks import outbox
from conferral.foundation.webhooks.outbox import News

_OF_CERTIFICATES = (Purpose.NAME, Purpose.LISTING, Purpose.EMPLOYERS)


def of_withdrawn(person: Person, purpose: Purpose) -> None:
    """Before what follows is done. Nobody elsewhere was told who is written to for a survey."""
    if purpose is Purpose.PROFILE:
        _of_profile(person)
    if purpose not in _OF_CERTIFICATES:
        return
    held = Credential.objects.kept().current().held_by(person)
    for each in held.select_related("key__organization").order_by("pk"):
        _tell(each.key.organization, purpose, number=each.number, url=each.url)


def _of_profile(person: Person) -> None:
    """To whoever issued something that stood on it."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return
    theirs = Organization.objects.filter(courses__versions__enrolments__person=person)
    for organization in theirs.distinct():
        _tell(organization, Purpose.PROFILE, url=profile.url)


def _tell(organization: Organization, purpose: Purpose, **about: str) -> None:
    said = News("consent.withdrawn", timezone.now(), {"purpose": purpose, **about})
    outbox.write(organization, [said])

"""I19: what people agreed to stands in the words that they read, the trail knows it, and nothing
is shown that nobody agreed to. I12, of those who were promised to be forgotten: they are."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import islice

from django.utils import timezone

from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.models import Organization
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents.models import Consent, ConsentText
from conferral.foundation.consents.wording import Purpose
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named
from conferral.oversight.privacy.chores import promised

_CHUNK = 250
_DEEDS = {True: "gave a consent", False: "withdrew a consent"}
_WITHIN = timedelta(days=10)  # The letter takes a week at most, the chore a day.
_FORGET = "See on the page Jobs what keeps “forget who asked for it”, and put it right."
_CLOSE = "Delete the row: its page is gone with it. Then ask who made it."


def texts() -> Iterator[Finding]:
    for text in ConsentText.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        if sha256(text.text.encode()).hexdigest() != text.sha256:
            yield _finding(text, "its words are not those that people agreed to")


def lines() -> Iterator[Finding]:
    """Every yes and every withdrawal has its line in the trail, about the same words."""
    said = Consent.objects.select_related("text").order_by("pk").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(said, _CHUNK)):
        targets = [_target(each) for each in chunk]
        known = {
            (line.target, line.deed, line.details.get("purpose"), line.details.get("text"))
            for line in Entry.objects.filter(target__in=targets)
        }
        for each in chunk:
            told = (_target(each), _DEEDS[each.is_given], each.purpose, each.text.sha256)
            if told not in known:
                yield _finding(each, "the audit trail does not know that it was said")


def profiles() -> Iterator[Finding]:
    agreed = Consent.objects.newest().filter(purpose=Purpose.PROFILE, is_given=True)
    shown = Profile.objects.exclude(person__in=agreed.values("person"))
    for profile in shown.order_by("pk").iterator(chunk_size=_CHUNK):
        problem = "it is shown, and its person does not agree"
        yield Finding(Invariant.CONSENTS, named(profile), problem, _CLOSE)


def promises() -> Iterator[Finding]:
    """I12: nobody waits long to be forgotten who was told that they are."""
    for organization in Organization.objects.order_by("pk"):
        late = promised(organization).filter(answered_at__lt=timezone.now() - _WITHIN)
        for case in late.iterator(chunk_size=_CHUNK):
            problem = "its learner was told that they are forgotten, and is not"
            yield Finding(Invariant.ERASURE, named(case), problem, _FORGET)


def _target(consent: Consent) -> str:
    return f"{consent._meta.label}:{consent.pk}"


def _finding(row: Consent | ConsentText, problem: str) -> Finding:
    return Finding(Invariant.CONSENTS, named(row, row), problem, FROM_BACKUP)

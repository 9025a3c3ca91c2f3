"""The letter to a holder whose certificate was called back.

A certificate that takes its place announces itself, so a replacement is written about only where
there is something to apologize for.
"""

from collections.abc import Sequence

from django.template.loader import render_to_string

from conferral.credentials.delivery import turns
from conferral.credentials.recalls.models import Deed, Recall, Recalled
from conferral.foundation.mail.models import Message

_LONGEST_SUBJECT = 200


def write(recall: Recall, done: Sequence[Recalled]) -> None:
    """Once for each, however often it is called; nothing to those who have no address any more."""
    if recall.deed == Deed.REPLACE and not recall.apology:
        return
    reached = [each for each in done if each.credential.award.enrolment.person.email]
    Message.objects.bulk_create((_letter(recall, each) for each in reached), ignore_conflicts=True)
    turns.are_told(each.credential for each in reached)  # By this letter: no other says it again.


def _letter(recall: Recall, recalled: Recalled) -> Message:
    credential = recalled.credential
    course = credential.shape.facts["course"]
    words = {
        "first_name": credential.slots["holder_name"].split()[0],
        "course": course,
        "credential": credential,
        "recall": recall,
        "replaces": recall.deed == Deed.REPLACE,
        "organization": recall.organization,
    }
    return Message(
        organization=recall.organization,
        key=f"recalled:{recalled.pk}",
        to=credential.award.enrolment.person.email or "",
        subject=_subject(f"About your certificate: {course}"),
        text=render_to_string("recalls/called_back.txt", words),
    )


def _subject(words: str) -> str:
    subject = " ".join(words.split())
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"

"""The letter to a holder whose certificate was called back.

A certificate that takes its place announces itself, so a replacement is written about only where
there is something to apologize for.
"""

from django.template.loader import render_to_string

from conferral.credentials.delivery import turns
from conferral.credentials.recalls.models import Deed, Recalled
from conferral.foundation.mail.models import Message

_LONGEST_SUBJECT = 200


def write(recalled: Recalled) -> None:
    """Once for each, however often it is called; nothing to those who have no address any more."""
    recall, credential = recalled.recall, recalled.credential
    to = credential.award.enrolment.person.email
    if not to or (recall.deed == Deed.REPLACE and not recall.apology):
        return
    course = credential.shape.facts["course"]
    words = {
        "first_name": credential.slots["holder_name"].split()[0],
        "course": course,
        "credential": credential,
        "recall": recall,
        "replaces": recall.deed == Deed.REPLACE,
        "organization": recall.organization,
    }
    message = Message(
        organization=recall.organization,
        key=f"recalled:{recalled.pk}",
        to=to,
        subject=_subject(f"About your certificate: {course}"),
        text=render_to_string("recalls/called_back.txt", words),
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    turns.is_told(credential)  # By this letter: no other one says it again.


def _subject(words: str) -> str:
    subject = " ".join(words.split())
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"

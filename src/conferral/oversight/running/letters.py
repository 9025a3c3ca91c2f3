"""The letter that long work has ended."""

from datetime import timedelta

from django.conf import settings

from conferral.foundation.accounts.models import Person
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run
from conferral.oversight.running import wording
from conferral.oversight.running.kinds import kind_of

RUN_ENDED = LetterKind(
    code="run-ended",
    title="Long work has ended",
    when="Work has ended that took more than a minute. To whoever asked for it, or for a letter.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("what", "what was done", "The import “first-aid.csv”"),
        Variable("state", "how it ended", "done, 1 failed"),
        Variable("progress", "how far it came", "40 of 41 lines read, 1 failed"),
        Variable("took", "how long it took", "3 minutes"),
        Variable("then", "what comes next", "Certificates follow.", may_be_empty=True),
        Variable(
            "failures",
            "what to look for, where something failed",
            "What failed stands there, and what to do about it.",
            may_be_empty=True,
        ),
        Variable("url", "its page", "https://certificates.example.org/staff/runs/7", Shown.BUTTON),
    ),
)
KINDS = (RUN_ENDED,)


def ended(run: Run, reader: Person, took: timedelta) -> Message:
    kind = kind_of(run)
    facts = {
        "name": reader.printed_name,
        "what": f"The {kind.name} “{run.what}”",
        "state": wording.state(run),
        "progress": wording.progress(run, kind),
        "took": wording.span(took),
        "then": kind.then,
        "failures": "What failed stands there, and what to do about it." if run.failed else "",
        "url": f"{settings.SITE_URL}/staff/runs/{run.pk}",
    }
    # What is tried again ends once more, and is told once more: the key has the moment.
    key = f"run:{run.pk}:{run.ended_at and run.ended_at.timestamp()}"
    return Writer(RUN_ENDED).write(run.organization, Reader.of(reader), key, facts)

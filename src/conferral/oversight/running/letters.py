"""The letter that long work has ended."""

from datetime import timedelta

from django.conf import settings

from conferral.foundation.accounts.models import Person
from conferral.foundation.letters.letters import RUN_ENDED
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run
from conferral.oversight.running import wording
from conferral.oversight.running.kinds import kind_of


def ended(run: Run, reader: Person, took: timedelta) -> Message:
    kind = kind_of(run)
    facts = {
        "name": reader.printed_name,
        "what": f"The {kind.name} “{run.what}”",
        "state": wording.state(run, kind),
        "progress": wording.progress(run, kind),
        "took": wording.span(took),
        "then": kind.then,
        "failures": "What is left to do stands there." if run.failed else "",
        "url": f"{settings.SITE_URL}/staff/runs/{run.pk}",
    }
    # What is tried again ends once more, and is told once more: the key has the moment.
    key = f"run:{run.pk}:{run.ended_at and run.ended_at.timestamp()}"
    return Writer(RUN_ENDED).write(run.organization, Reader.of(reader), key, facts)

"""Letters to those who keep accreditations."""

from collections.abc import Sequence

from django.conf import settings

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation.coming import Coming
from conferral.learning.accreditation.losses import Loss, counted

_VARIABLES = (
    NAME,
    Variable("what", "what it is about", "NBVA/2024/00317"),
    Variable("turn", "what it does: it ends, or is due", "ends"),
    Variable("day", "on which day", "31 December 2026"),
    Variable(
        "url",
        "the calendar of accreditations",
        "https://certificates.example.org/staff/accreditations/calendar",
        Shown.BUTTON,
    ),
)
LABEL_LOST = LetterKind(
    code="label-lost",
    title="Courses would lose the label",
    when="180, 90 and 30 days before something ends or is due by which courses lose the label.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        *_VARIABLES,
        Variable("counted", "how many courses", "2 courses would lose the label"),
        Variable("from_when", "from when on", "From the next day on"),
        Variable(
            "losses", "which courses, and why", ("First Aid: its accreditation ends",), Shown.LIST
        ),
    ),
)
ACCREDITATION_ENDS = LetterKind(
    code="accreditation-ends",
    title="Something of an accreditation ends",
    when="180, 90 and 30 days before something ends or is due, and no course loses by it.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=_VARIABLES,
)
KINDS = (LABEL_LOST, ACCREDITATION_ENDS)


def warning(
    organization: Organization, officer: Person, what: Coming, step: int, lost: Sequence[Loss]
) -> Message:
    """Its key makes it exist once for each officer and step, however often it is asked for."""
    facts = {
        "name": officer.printed_name,
        "what": f"{what.title[:1].upper()}{what.title[1:]}",
        "turn": what.kind.turn,
        "day": day(what.day),
        "counted": counted(lost) if lost else "",
        "from_when": f"From the next day on{', unless it is met' if what.is_condition else ''}",
        "losses": [f"{each}: {each.because}" for each in lost],
        "url": f"{settings.SITE_URL}/staff/accreditations/calendar",
    }
    key = f"ends:{what.key}:{step}:{officer.pk}"
    writer = Writer(LABEL_LOST if lost else ACCREDITATION_ENDS)
    return writer.write(organization, Reader.of(officer), key, facts)

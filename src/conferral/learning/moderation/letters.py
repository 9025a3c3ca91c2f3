"""Letters about moderation: somebody is asked, reminded, or told what came of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.staff.members import in_force
from conferral.learning.moderation import people
from conferral.learning.moderation.models import ModerationRound, Outcome

_ROUND = Variable("round", "which results", "First Aid, version 2, round 3", Shown.STRONG)
_STAGE = Variable("stage", "which moderator: internal, or external", "internal")
_DUE_ON = Variable("due_on", "by when", date(2026, 12, 4), Shown.STRONG)
_BECAUSE = Variable("because", "what the moderator writes", "All fair.", may_be_empty=True)
_PAGE = Variable(
    "url", "the round’s page", "https://certificates.example.org/staff/moderation/3", Shown.BUTTON
)


def _kind(code: str, title: str, when: str, *variables: Variable) -> LetterKind:
    own = (NAME, _ROUND, _STAGE, *variables, _PAGE)
    return LetterKind(code, title, when, Readers.STAFF, __package__, own)


MODERATION_ASKED = _kind(
    "moderation-asked",
    "Please moderate",
    "A sample was drawn, to its moderator or to everybody who may be it.",
    Variable("drawn", "how many results", "5 of 40 results were drawn."),
    _DUE_ON,
)
MODERATION_LATE = _kind(
    "moderation-late", "Moderation is overdue", "Once a week while it is overdue.", _DUE_ON
)
ROUND_UPHELD = _kind(
    "round-upheld", "Results are upheld", "A round is concluded, to administrators.", _BECAUSE
)
ROUND_NOT_UPHELD = _kind(
    "round-not-upheld",
    "Results are not upheld",
    "A round is concluded, to administrators.",
    _BECAUSE,
)
KINDS = (MODERATION_ASKED, MODERATION_LATE, ROUND_UPHELD, ROUND_NOT_UPHELD)
_TELL_ADMINISTRATORS_AFTER = timedelta(days=7)


def ask(the_round: ModerationRound) -> int:
    """The moderator of the stage that runs, or everybody who may be it."""
    facts: dict[str, Fact] = {"drawn": _count(the_round), "due_on": the_round.due_on}
    key = f"ask:{the_round.stage}"
    to = asked(the_round, people.today_at(the_round))
    return _send(MODERATION_ASKED, the_round, to, key, facts)


def remind(the_round: ModerationRound, today: date) -> int:
    """Once a week while it is overdue, however often it is called. Return the number of letters."""
    week = (today - the_round.due_on).days // 7
    addressees = {*asked(the_round, today)}
    if not addressees or today > the_round.due_on + _TELL_ADMINISTRATORS_AFTER:
        addressees |= _administrators(the_round)
    key = f"late:{the_round.stage}:{the_round.due_on}:{week}"
    return _send(MODERATION_LATE, the_round, addressees, key, {"due_on": the_round.due_on})


def tell(the_round: ModerationRound) -> int:
    """Administrators: what came of it."""
    kind = ROUND_UPHELD if the_round.outcome == Outcome.UPHELD else ROUND_NOT_UPHELD
    facts = {"because": the_round.because}
    return _send(kind, the_round, _administrators(the_round), "over", facts)


def asked(the_round: ModerationRound, on: date) -> list[Person]:
    """Who is written to: the moderator of the stage that runs, or all who may be it."""
    named = people.moderator(the_round, the_round.stage)
    return [named] if named else people.candidates(the_round, the_round.stage, on)


def _administrators(the_round: ModerationRound) -> set[Person]:
    organization = the_round.version.course.organization
    held = in_force(timezone.now()).filter(organization=organization, role=Role.ADMINISTRATOR)
    return {membership.person for membership in held.select_related("person")}


def _send(
    kind: LetterKind,
    the_round: ModerationRound,
    to: Iterable[Person],
    key: str,
    facts: Mapping[str, Fact],
) -> int:
    """One letter for each person with an address; one that exists already is not written again."""
    letters = {
        f"moderation:{the_round.pk}:{key}:{person.pk}": person
        for person in to
        if person.email and person.is_active
    }
    known = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    writer, organization = Writer(kind), the_round.version.course.organization
    said = {
        **facts,
        "round": str(the_round),
        "stage": the_round.stage,
        "url": f"{settings.SITE_URL}/staff/moderation/{the_round.pk}",
    }
    return len(
        Message.objects.bulk_create(
            writer.write(
                organization, Reader.of(person), letter, {**said, "name": person.printed_name}
            )
            for letter, person in letters.items()
            if letter not in known
        )
    )


def _count(the_round: ModerationRound) -> str:
    drawn, entered = the_round.entrants.drawn().count(), the_round.entrants.count()
    return f"{drawn} of {entered} results {'was' if drawn == 1 else 'were'} drawn."

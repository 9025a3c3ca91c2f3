"""Letters about moderation: somebody is asked, reminded, or told what came of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel.dates import format_date
from django.conf import settings
from django.utils import timezone

from conferral.foundation.accounts.models import Membership, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.learning.moderation import people
from conferral.learning.moderation.models import ModerationRound, Outcome

_TELL_ADMINISTRATORS_AFTER = timedelta(days=7)


def ask(the_round: ModerationRound) -> int:
    """The moderator of the stage that runs, or everybody who may be it."""
    text = [
        f"{the_round} waits for its {the_round.stage} moderator.",
        f"{_count(the_round)} Please say of each whether you uphold it, "
        f"by {_day(the_round.due_on)}.",
    ]
    key = f"ask:{the_round.stage}"
    return _send(the_round, asked(the_round, _today(the_round)), key, "Please moderate", text)


def remind(the_round: ModerationRound, today: date) -> int:
    """Once a week while it is overdue, however often it is called. Return the number of letters."""
    week = (today - the_round.due_on).days // 7
    text = [
        f"The {the_round.stage} moderation was due on {_day(the_round.due_on)}.",
        "Certificates wait until the round is concluded.",
    ]
    addressees = {*asked(the_round, today)}
    if not addressees or today > the_round.due_on + _TELL_ADMINISTRATORS_AFTER:
        addressees |= _administrators(the_round)
    key = f"late:{the_round.stage}:{the_round.due_on}:{week}"
    return _send(the_round, addressees, key, "Moderation is overdue", text)


def tell(the_round: ModerationRound) -> int:
    """Administrators: what came of it."""
    upheld = the_round.outcome == Outcome.UPHELD
    text = [
        f"{the_round} is concluded: {the_round.outcome}.",
        "Its certificates are issued as soon as nothing else holds them up."
        if upheld
        else "Nothing is issued of it. Let the results be marked anew and draw again, or reject "
        "them.",
    ]
    if the_round.because:
        text.append(f"The {the_round.stage} moderator writes: {the_round.because}")
    return _send(
        the_round, _administrators(the_round), "over", the_round.outcome.capitalize(), text
    )


def asked(the_round: ModerationRound, on: date) -> list[Person]:
    """Who is written to: the moderator of the stage that runs, or all who may be it."""
    named = people.moderator(the_round, the_round.stage)
    return [named] if named else people.candidates(the_round, the_round.stage, on)


def _administrators(the_round: ModerationRound) -> set[Person]:
    held = Membership.objects.filter(
        organization=the_round.version.course.organization, role=Role.ADMINISTRATOR
    )
    return {membership.person for membership in held.select_related("person")}


def _send(
    the_round: ModerationRound, to: Iterable[Person], key: str, subject: str, text: list[str]
) -> int:
    """One letter for each person with an address; one that exists already is not written again."""
    address = f"{settings.SITE_URL}/staff/moderation/{the_round.pk}"
    letters = {
        f"moderation:{the_round.pk}:{key}:{person.pk}": (person, person.email)
        for person in to
        if person.email and person.is_active
    }
    known = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    return len(
        Message.objects.bulk_create(
            Message(
                organization=the_round.version.course.organization,
                key=key_of_letter,
                to=email,
                subject=" ".join(f"{subject}: {the_round}".split())[:200],
                text="\n\n".join([f"Dear {person},", *text, address]) + "\n",
            )
            for key_of_letter, (person, email) in letters.items()
            if key_of_letter not in known
        )
    )


def _count(the_round: ModerationRound) -> str:
    drawn, entered = the_round.entrants.drawn().count(), the_round.entrants.count()
    return f"{drawn} of {entered} results {'was' if drawn == 1 else 'were'} drawn."


def _today(the_round: ModerationRound) -> date:
    return timezone.now().astimezone(the_round.version.course.organization.zone).date()


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="en")

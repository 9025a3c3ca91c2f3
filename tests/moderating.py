"""How tests let results be moderated: by Imani, and by Jabu from outside."""

from cast import a_course, imani, jabu
from conferral.foundation.accounts.models import Person
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.moderation import actions, opening
from conferral.learning.moderation.actions import Said
from conferral.learning.moderation.models import ModerationRound, Outcome, Stage
from waiting import a_type, settled

UPHELD = Said(Outcome.UPHELD)
WRONG = Said(Outcome.NOT_UPHELD, "Question 4 is marked wrong.")


def a_moderated_course(code: str = "first-aid", **of_type: object) -> CourseVersion:
    """One quarter of its results is looked at."""
    return a_course(code, certificate_type=a_type(**{"moderation_percent": 25} | of_type))


def a_round(version: CourseVersion, count: int = 8) -> ModerationRound:
    """Over so many results, with its moderators."""
    settled(version, count)
    return with_moderators(opening.open_round(version, imani()))


def with_moderators(the_round: ModerationRound) -> ModerationRound:
    the_round = actions.assign(the_round, Stage.INTERNAL, imani(), imani())
    if the_round.is_external:
        the_round = actions.assign(the_round, Stage.EXTERNAL, jabu(), imani())
    return the_round


def judged(the_round: ModerationRound, person: Person, *said: Said) -> None:
    """What is said of each of the sample; of the rest of it, that it is upheld."""
    for place, entrant in enumerate(the_round.entrants.drawn()):
        actions.judge(entrant, person, said[place] if place < len(said) else UPHELD)


def upheld(the_round: ModerationRound) -> ModerationRound:
    """By everybody who is asked."""
    judged(the_round, imani())
    the_round = actions.conclude(the_round, imani(), Outcome.UPHELD)
    if the_round.outcome == Outcome.OPEN:
        judged(the_round, jabu())
        the_round = actions.conclude(the_round, jabu(), Outcome.UPHELD)
    return the_round


def not_upheld(the_round: ModerationRound) -> ModerationRound:
    judged(the_round, imani(), WRONG)
    return actions.conclude(the_round, imani(), Outcome.NOT_UPHELD, "Mark question 4 again.")

"""Take a table of points in: line by line, each by itself."""

from dataclasses import dataclass, field

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.refusal import Refused
from conferral.learning.renewal import actions, points_file
from conferral.learning.renewal.models import Activity
from conferral.learning.renewal.points_file import Line, Unread


@dataclass
class Taken:
    """How many lines were entered, how many were known already, and what the others lack."""

    entered: int = 0
    known: int = 0
    refused: list[Unread] = field(default_factory=list)


def take_in(organization: Organization, text: str, person: Person) -> Taken:
    """Refused when it is no such table at all."""
    taken = Taken()
    lines = list(points_file.read(text))
    people = _people(organization, [line.email for line in lines if isinstance(line, Line)])
    for line in lines:
        match line:
            case Unread():
                taken.refused.append(line)
            case Line():
                _enter(organization, line, people.get(line.email), person, taken)
    return taken


def _people(organization: Organization, emails: list[str]) -> dict[str, Person]:
    """Learners of the organization, by their e-mail."""
    learners = Person.objects.filter(
        email__in=emails, enrolments__version__course__organization=organization
    )
    return {person.email: person for person in learners.distinct() if person.email}


def _enter(
    organization: Organization, line: Line, learner: Person | None, person: Person, taken: Taken
) -> None:
    if learner is None:
        taken.refused.append(Unread(line.number, f"{line.email} is no learner here."))
        return
    activity = Activity(day=line.day, title=line.title, points=line.points)
    try:
        is_new = actions.enter(organization, learner, activity, person)
    except Refused as refused:
        taken.refused.append(Unread(line.number, str(refused)))
        return
    taken.entered += is_new
    taken.known += not is_new

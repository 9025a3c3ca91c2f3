"""What one reviewer does by command: decide, ask somebody else, let somebody decide."""

from datetime import datetime
from typing import Annotated

import typer

from conferral.cli.options import As, CourseCode
from conferral.cli.screen import say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import actions
from conferral.learning.review.models import Met, Review, Vote

Number = Annotated[int, typer.Argument(help="The version's number")]
In = Annotated[Role, typer.Option("--role", help="In which role")]


def decide(  # noqa: PLR0913  # One for each option of the command.
    code: CourseCode,
    number: Number,
    vote: Annotated[Vote, typer.Argument(help="yes or no")],
    *,
    role: In,
    person: As = "",
    remark: Annotated[str, typer.Option(help="Its author reads it")] = "",
    answer: Annotated[
        list[str] | None, typer.Option(help="NUMBER=yes, no or n/a; may stand several times")
    ] = None,
    all_met: Annotated[bool, typer.Option(help="Every other question: yes")] = False,
) -> None:
    """Answer the checklist and say yes or no, in one role."""
    review = _waiting(code, number, role)
    positions = [item.position for item in review.items.all()] if all_met else []
    answers = dict.fromkeys(positions, (Met.YES, ""))
    answers |= dict(_answer(each) for each in answer or [])
    actor = acting_person(person, the_organization())
    actions.answer_and_decide(review, actor, answers, vote, remark)
    version = version_of(code, number)
    if vote == Vote.NO:
        say(f"{version} is sent back.")
    else:
        say(
            f"{version} is approved." if version.is_approved else "Yes. Others have to say it, too."
        )


def ask(
    code: CourseCode,
    number: Number,
    role: In,
    reviewer: Annotated[str, typer.Argument(help="An e-mail; none: anybody with the role")] = "",
    person: As = "",
) -> None:
    """Ask somebody else to review."""
    organization = the_organization()
    chosen = acting_person(reviewer, organization) if reviewer else None
    actions.assign(_waiting(code, number, role), acting_person(person, organization), chosen)
    say(f"{chosen or 'Anybody with that role'} is asked.")


def delegate(
    code: CourseCode,
    number: Number,
    role: In,
    deputy: Annotated[str, typer.Argument(help="An e-mail")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day")],
    person: As = "",
) -> None:
    """Let somebody decide in your stead, until a day."""
    organization = the_organization()
    chosen, actor = acting_person(deputy, organization), acting_person(person, organization)
    actions.delegate(_waiting(code, number, role), actor, chosen, until.date())
    say(f"{chosen} may decide until {until.date()}.")


def version_of(code: str, number: int) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=the_organization(), course__code=code)
    related = "course__organization", "certificate_type"
    found = ours.select_related(*related).filter(number=number).first()
    if found is None:
        raise Refused(f"There is no version {number} of a course {code}.")
    return found


def _waiting(code: str, number: int, role: Role) -> Review:
    version = version_of(code, number)
    waiting = Review.objects.waiting().filter(submission__version=version, role=role)
    found = waiting.select_related("submission__version__course__organization").first()
    if found is None:
        raise Refused(f"Nothing of {version} waits for a {role}.")
    return found


def _answer(words: str) -> tuple[int, tuple[Met, str]]:
    position, _, said = words.partition("=")
    met = Met.NOT_APPLICABLE if said == "n/a" else said
    if not position.isdecimal() or met not in list(Met):
        raise Refused(f"“{words}” is no answer, like 3=yes.")
    return int(position), (Met(met), "")

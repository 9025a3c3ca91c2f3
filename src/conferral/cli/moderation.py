"""`conferral moderation`: samples of results, what moderators say of them, and what comes of it."""

from typing import Annotated, Any

import typer

from conferral.cli.options import As, AsJson, CourseCode
from conferral.cli.screen import print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import RIGHTS, Right, Role
from conferral.foundation.refusal import Refused
from conferral.learning.awards.actions import roles_of
from conferral.learning.moderation import actions, checking, opening, people
from conferral.learning.moderation.actions import Said
from conferral.learning.moderation.models import Entrant, ModerationRound, Opinion, Outcome, Stage

app = typer.Typer(help="Moderation of results before they are issued.", no_args_is_help=True)

Round = Annotated[int, typer.Argument(help="The round, as `list` names it")]
_SAID = {"upheld": Outcome.UPHELD, "not-upheld": Outcome.NOT_UPHELD}
_Outcome = Annotated[str, typer.Argument(help="upheld or not-upheld")]


@app.command("list")
def list_rounds(
    everything: Annotated[bool, typer.Option("--all", help="Those that are over, too")] = False,
    as_json: AsJson = False,
) -> None:
    """Rounds that are not over, the most urgent first."""
    ours = ModerationRound.objects.of(the_organization())
    found = ours if everything else ours.open() | ours.refused()
    rows = [_row(each) for each in found.select_related("version__course").order_by("due_on", "pk")]
    print_rows(
        ["Round", "Course", "Version", "Stage", "Sample", "Of", "Due", "Outcome"],
        rows,
        as_json=as_json,
    )


@app.command("open")
def open_round(
    code: CourseCode,
    number: Annotated[int, typer.Argument(help="The version's number")],
    person: As = "",
) -> None:
    """Draw a sample of all results of a version that wait by now."""
    organization = the_organization()
    actor = _moderating(person)
    course = organization.courses.filter(code=code).first()
    version = course and course.versions.filter(number=number).first()
    if not version:
        raise Refused(f"There is no version {number} of a course {code}.")
    opened = opening.open_round(version, actor)
    drawn, entered = opened.entrants.drawn().count(), opened.entrants.count()
    say(f"Round {opened.pk}: {drawn} of {entered} drawn, due {opened.due_on}.")


@app.command()
def show(key: Round, as_json: AsJson = False) -> None:
    """The sample of a round, and what was said of it."""
    the_round = _round(key)
    told = _row(the_round) | {
        "moderators": {
            stage.value: str(people.moderator(the_round, stage) or "") for stage in Stage
        },
        "because": the_round.because,
        "sample": [_sample(each) for each in the_round.entrants.drawn()],
    }
    if as_json:
        print_json(told)
        return
    say(f"{the_round}: {the_round.outcome or f'{the_round.stage} stage'}")
    for each in told["sample"]:
        said = "; ".join(f"{one['stage']} {one['outcome']}" for one in each["opinions"])
        say(f"  {each['number']}. {each['learner']}: {said or 'open'}")


@app.command()
def assign(
    key: Round,
    stage: Annotated[Stage, typer.Argument()],
    moderator: Annotated[str, typer.Argument(help="An e-mail")],
    person: As = "",
) -> None:
    """Say who moderates a stage."""
    chosen = acting_person(moderator, the_organization())
    actions.assign(_round(key), stage, chosen, _moderating(person))
    say(f"{chosen} is the {stage} moderator.")


@app.command()
def verdict(
    key: Round,
    number: Annotated[int, typer.Argument(help="Of the result in the sample")],
    outcome: _Outcome,
    remark: Annotated[str, typer.Option(help="Needed when it is not upheld")] = "",
    person: As = "",
) -> None:
    """Say whether one result of the sample is upheld."""
    the_round = _round(key)
    entrant = the_round.entrants.drawn().filter(place=number).first()
    if entrant is None:
        raise Refused(f"The sample has no number {number}.")
    actions.judge(entrant, _moderating(person), Said(_outcome(outcome), remark))
    say(f"Number {number}: {outcome.replace('-', ' ')}.")


@app.command()
def conclude(
    key: Round,
    outcome: _Outcome,
    because: Annotated[str, typer.Option(help="Needed when it is not upheld")] = "",
    person: As = "",
) -> None:
    """End the stage; the last one that upholds lets the results go on."""
    the_round = actions.conclude(_round(key), _moderating(person), _outcome(outcome), because)
    say(f"{the_round}: {the_round.outcome or 'the external moderator is asked next'}.")


@app.command("draw-again")
def draw_again(key: Round, person: As = "") -> None:
    """After results were marked anew: a fresh sample of the same ones, twice as large."""
    fresh = opening.draw_again(_round(key), _moderating(person))
    say(f"Round {fresh.pk}: {fresh.entrants.drawn().count()} of {fresh.entrants.count()} drawn.")


@app.command()
def reject(
    key: Round,
    because: Annotated[str, typer.Option(help="The learners read it")],
    number: Annotated[
        list[int] | None, typer.Option(help="Of the sample; none: all that it holds")
    ] = None,
    person: As = "",
) -> None:
    """No certificate is ever issued of results of a round that was not upheld."""
    the_round = _round(key)
    drawn = the_round.entrants.drawn().filter(place__in=number or [])
    only = list(drawn.values_list("pk", flat=True)) if number else None
    count = actions.reject(the_round, _moderating(person), because, only)
    say(f"{count} rejected.")


@app.command("redraw-check")
def redraw_check(key: Round) -> None:
    """Draw the sample again from the sealed seed, and compare."""
    found = checking.problems(_round(key))
    for problem in found:
        say(problem)
    if found:
        raise typer.Exit(1)
    say("The same sample is drawn again, and the seed was sealed before.")


def _round(key: int) -> ModerationRound:
    related = "version__course__organization", "version__certificate_type", "seed"
    ours = ModerationRound.objects.of(the_organization()).select_related(*related)
    found = ours.filter(pk=key).first()
    if found is None:
        raise Refused(f"There is no round {key}. See: conferral moderation list --all")
    return found


def _moderating(email: str) -> Person:
    organization = the_organization()
    person = acting_person(email, organization)
    roles = {Role(role) for role in roles_of(person, organization)}
    if not any(Right.MODERATE in RIGHTS[role] for role in roles):
        raise Refused(f"{person} is no moderator of {organization}; name yourself with --as.")
    return person


def _outcome(word: str) -> Outcome:
    if word not in _SAID:
        raise Refused(f"“{word}” is neither upheld nor not-upheld.")
    return _SAID[word]


def _row(the_round: ModerationRound) -> dict[str, Any]:
    return {
        "round": the_round.pk,
        "course": the_round.version.course.code,
        "version": the_round.version.number,
        "stage": the_round.stage.value,
        "sample": the_round.entrants.drawn().count(),
        "of": the_round.entrants.count(),
        "due": the_round.due_on.isoformat(),
        "outcome": the_round.outcome or _open(the_round),
    }


def _open(the_round: ModerationRound) -> str:
    today = today_at(the_round.version.course.organization)
    return "overdue" if the_round.is_overdue(today) else "open"


def _sample(entrant: Entrant) -> dict[str, Any]:
    award = entrant.award
    return {
        "number": entrant.place,
        "name": entrant.name,
        "learner": (award.enrolment.person.email or "") if award else "",
        "opinions": [_opinion(each) for each in entrant.opinions.select_related("by")],
    }


def _opinion(opinion: Opinion) -> dict[str, str]:
    return {
        "stage": opinion.stage,
        "outcome": opinion.outcome,
        "by": opinion.signed_as,
        "remark": opinion.remark,
    }

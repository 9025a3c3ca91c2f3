"""`conferral cases`: what learners asked, and the answers."""

from datetime import date
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.credentials.cases import actions
from conferral.credentials.cases.actions import Answer
from conferral.credentials.cases.models import Case, Outcome
from conferral.foundation.refusal import Refused
from conferral.learning.progress import judging

app = typer.Typer(help="What learners asked.", no_args_is_help=True)


@app.command("list")
def list_cases(
    everything: Annotated[bool, typer.Option("--all", help="The answered ones, too")] = False,
    as_json: AsJson = False,
) -> None:
    """Who asks what, and by when they have an answer; the most urgent first."""
    organization = the_organization()
    found, today = Case.objects.of(organization), today_at(organization)
    found = found if everything else found.open()
    related = "enrolment__person", "enrolment__version__course"
    rows = [_row(case, today) for case in found.select_related(*related).order_by("due_on", "pk")]
    print_rows(["Case", "What", "Learner", "Course", "Due", "State"], rows, as_json=as_json)


@app.command()
def show(case: int) -> None:
    """What they write, and what was answered."""
    found = _case(case)
    name = f" (the name: {found.holder_name})" if found.holder_name else ""
    say(f"{found.enrolment.person}, {found.kind}{name}:")
    say(found.words)
    for each in judging.refusals_of(found.enrolment):
        say(f"  {each.key} is a no of {each.judgement.by}: {each.judgement.remark}")
    if found.answered_at:
        say(f"{found.answered_by}: {found.outcome}. {found.answer}")


@app.command()
def answer(
    case: int,
    outcome: Outcome,
    words: Annotated[str, typer.Argument(help="What the learner reads")],
    leads_on: Annotated[
        bool, typer.Option(help="Of a corrected name: the old page leads to the new certificate")
    ] = False,
    overturned: Annotated[
        list[str] | None,
        typer.Option("--overturn", help="Of an appeal: a verdict that was wrong, as `show` has it"),
    ] = None,
    person: As = "",
) -> None:
    """Answer; what follows from it is done."""
    found = _case(case)
    actor = acting_person(person, found.organization)
    actions.answer(found, actor, Answer(outcome, words, leads_on, frozenset(overturned or [])))
    say(f"Case {case}: {outcome}. The learner is told.")


def _case(pk: int) -> Case:
    related = "organization", "enrolment__person", "enrolment__version", "answered_by"
    case = Case.objects.of(the_organization()).select_related(*related).filter(pk=pk).first()
    if case is None:
        raise Refused(f"There is no case {pk}. Try: conferral cases list")
    return case


def _row(case: Case, today: date) -> dict[str, object]:
    is_late = case.answered_at is None and case.due_on < today
    return {
        "case": case.pk,
        "kind": case.kind,
        "learner": case.enrolment.person.email or "",
        "course": case.enrolment.version.course.code,
        "dueOn": case.due_on.isoformat(),
        "state": case.outcome or ("late" if is_late else "open"),
    }

"""`conferral waiting`: certificates that are earned and not issued yet, and what lets them go."""

from datetime import timedelta
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson, CourseCode, DryRun
from conferral.cli.screen import print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.foundation.refusal import Refused
from conferral.learning.awards import actions, holding
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.oversight.reports import promise as figures
from conferral.oversight.reports.waiting import Wanted, name_of, waiting

_YEAR = timedelta(days=365)
_NAMES = {name_of(each): each for each in WaitsFor}

OfCourse = Annotated[str, typer.Option(help="Only of this course")]
OnlyLate = Annotated[bool, typer.Option("--late", help="Only those past their promise")]

app = typer.Typer(help="Certificates that are earned and not issued yet.", no_args_is_help=True)


@app.command("list")
def list_waiting(
    reason: Annotated[str, typer.Option("--for", help=f"One of: {', '.join(_NAMES)}")] = "",
    course: OfCourse = "",
    only_late: OnlyLate = False,
    as_json: AsJson = False,
) -> None:
    """Who waits for what, since when, and the day that was promised; the oldest promise first."""
    if reason and reason not in _NAMES:
        raise Refused(f"Nothing waits for {reason!r}; there are: {', '.join(_NAMES)}.")
    organization = the_organization()
    wanted = Wanted(_NAMES.get(reason), course, only_late)
    rows = [_row(award) for award in waiting(organization, today_at(organization), wanted)]
    print_rows(
        ["Learner", "Course", "Version", "Completed", "Waits for", "Why", "Due"],
        rows,
        as_json=as_json,
    )


@app.command()
def release(
    course: OfCourse = "",
    learner: Annotated[str, typer.Option(help="Only of this learner, by e-mail")] = "",
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Let certificates go whose type asks for somebody's look first."""
    organization = the_organization()
    wanted = Wanted(WaitsFor.RELEASE, course)
    found = waiting(organization, today_at(organization), wanted)
    if learner:
        found = found.filter(enrolment__person__email=learner.strip().lower())
    count, actor = found.count(), acting_person(person, organization)
    if dry_run or not count:
        say(f"{count} would be released by {actor}." if count else "Nothing waits for a release.")
        return
    actions.release(organization, actor, found, expected=count)
    say(f"{count} released; the belt issues them.")


@app.command()
def hold(
    course: CourseCode,
    learner: Annotated[str, typer.Argument(help="Their e-mail")],
    because: Annotated[str, typer.Option(help="For colleagues: what must be looked into")],
    person: As = "",
) -> None:
    """Keep an earned certificate back until somebody lets it go."""
    award = _award(course, learner)
    holding.hold(award, acting_person(person, the_organization()), because)
    say(f"The certificate of {award.enrolment.person} is held.")


@app.command("let-go")
def let_go(
    course: CourseCode,
    learner: Annotated[str, typer.Argument(help="Their e-mail")],
    person: As = "",
) -> None:
    """Hold a certificate no more; the belt issues it when nothing else keeps it."""
    award = _award(course, learner)
    holding.let_go(award, acting_person(person, the_organization()))
    say(f"The certificate of {award.enrolment.person} is let go.")


@app.command("look-again")
def look_again(person: As = "") -> None:
    """Let the belt settle anew what every certificate waits for."""
    organization = the_organization()
    count = actions.look_again(organization, acting_person(person, organization))
    say(f"{count} are looked at again.")


@app.command()
def promise(as_json: AsJson = False) -> None:
    """How many certificates of the last year were issued within the promised days."""
    organization = the_organization()
    kept = figures.kept(organization, timezone.now() - _YEAR)
    if as_json:
        print_json(
            {
                "promisedDays": organization.issues_within_days,
                "issued": kept.issued,
                "inTime": kept.in_time,
                "percent": kept.percent,
                "medianDays": kept.median_days,
            }
        )
    elif kept.issued:
        say(
            f"{kept.in_time} of {kept.issued} ({kept.percent} %) within "
            f"{organization.issues_within_days} days; half of them within {kept.median_days}."
        )
    else:
        say("Nothing was issued in the last year.")


def _award(course: str, learner: str) -> Award:
    earned = Award.objects.of(the_organization()).filter(
        enrolment__version__course__code=course,
        enrolment__person__email=learner.strip().lower(),
    )
    award = earned.select_related("enrolment__person").order_by("-pk").first()
    if award is None:
        raise Refused(f"{learner} has not earned a certificate of {course}.")
    return award


def _row(award: Award) -> dict[str, object]:
    version = award.enrolment.version
    return {
        "learner": award.enrolment.person.email or "",
        "course": version.course.code,
        "version": version.number,
        "completed": award.completed_on.isoformat(),
        "waitsFor": name_of(WaitsFor(award.waits_for)),
        "because": award.waits_because or award.problem,
        "dueOn": award.due_on.isoformat() if award.due_on else None,
    }

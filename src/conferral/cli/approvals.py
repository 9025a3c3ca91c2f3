"""`conferral approvals`: which versions wait for whom; submit, comment, take back, withdraw."""

from datetime import datetime
from typing import Annotated, Any

import typer
from django.utils import timezone

from conferral.cli import reviews
from conferral.cli.options import As, AsJson, CourseCode
from conferral.cli.reviews import Number, version_of
from conferral.cli.screen import print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.learning.review import actions, comments
from conferral.learning.review.actions import Asking
from conferral.learning.review.models import Review, Submission

app = typer.Typer(help="The content of courses, and who has said yes to it.", no_args_is_help=True)
app.command("decide")(reviews.decide)
app.command("ask")(reviews.ask)
app.command("delegate")(reviews.delegate)


@app.command("list")
def list_approvals(as_json: AsJson = False) -> None:
    """Every version under review, the most urgent first, and whose yes is missing."""
    waiting = Submission.objects.of(the_organization()).open().select_related("version__course")
    rows: list[dict[str, Any]] = [
        {
            "course": submission.version.course.code,
            "version": submission.version.number,
            "due": str(submission.due_on),
            "missing": [review.role for review in submission.reviews.all() if not review.vote],
        }
        for submission in waiting.prefetch_related("reviews").order_by("due_on", "pk")
    ]
    print_rows(["Course", "Version", "Due", "Missing"], rows, as_json=as_json)


@app.command()
def show(
    code: CourseCode,
    number: Number,
    as_json: AsJson = False,
) -> None:
    """What was said about one version: decisions with their signatures, checklists, comments."""
    version = version_of(code, number)
    told = {
        "version": str(version),
        "approved": version.is_approved,
        "submissions": [_submission(each) for each in version.submissions.order_by("pk")],
        "comments": [
            {"by": str(each.author), "about": each.place, "text": each.text}
            for each in version.comments.select_related("author")
        ],
        "withdrawals": [
            {"by": str(each.person), "at": each.at, "because": each.because}
            for each in version.withdrawals.select_related("person")
        ],
    }
    if as_json:
        print_json(told)
        return
    say(f"{version}: {'approved' if version.is_approved else 'not approved'}")
    zone = version.course.organization.zone
    for submission in version.submissions.order_by("pk"):
        day = timezone.localdate(submission.submitted_at, zone)
        say(f"Submitted {day}, {submission.outcome or 'under review'}")
        for review in submission.reviews.select_related("decided_by", "reviewer"):
            say(f"  {_in_words(review)}")


@app.command()
def submit(
    code: CourseCode,
    number: Number,
    ask: Annotated[
        list[str] | None, typer.Option(help="ROLE=E-MAIL; else anybody with the role")
    ] = None,
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    note: Annotated[str, typer.Option(help="Words for the reviewers")] = "",
    person: As = "",
) -> None:
    """Ask every role for its yes."""
    version, organization = version_of(code, number), the_organization()
    named = dict(_asked(each, organization) for each in ask or [])
    asking = Asking(named, due.date() if due else None, note)
    submission = actions.submit(version, acting_person(person, organization), asking)
    say(f"{version} is under review until {submission.due_on}.")


@app.command("take-back")
def take_back(code: CourseCode, number: Number, person: As = "") -> None:
    """End the review, so that the draft can be edited."""
    version = version_of(code, number)
    submission = version.submissions.open().first()
    if submission is None:
        raise Refused(f"{version} is not under review.")
    actions.take_back(submission, acting_person(person, the_organization()))
    say(f"{version} is a draft again.")


@app.command()
def comment(
    code: CourseCode,
    number: Number,
    text: str,
    about: Annotated[str, typer.Option(help="The code of a module")] = "",
    person: As = "",
) -> None:
    """Say something about a version, or about one module of it."""
    version = version_of(code, number)
    comments.comment(version, acting_person(person, the_organization()), text, place=about)
    say("It is said.")


@app.command()
def withdraw(
    code: CourseCode,
    number: Number,
    because: Annotated[str, typer.Option(help="Whoever waits for a certificate will ask")],
    person: As = "",
) -> None:
    """Take an approval back: nothing more is issued of the version, what was issued stays."""
    version = version_of(code, number)
    actions.withdraw(version, acting_person(person, the_organization()), because)
    say(f"The approval of {version} is withdrawn.")


@app.command("also-ask")
def also_ask(
    roles: Annotated[
        list[Role] | None, typer.Argument(help="None: only who is always asked")
    ] = None,
    person: As = "",
) -> None:
    """Which roles must say yes beside subject expert and trainer, from now on."""
    organization = the_organization()
    actions.ask_also(organization, frozenset(roles or []), acting_person(person, organization))
    say(f"Asked as well: {', '.join(sorted(roles or [])) or 'nobody'}.")


def _submission(submission: Submission) -> dict[str, Any]:
    return {
        "submitted_at": submission.submitted_at,
        "due": submission.due_on,
        "outcome": submission.outcome or "under review",
        "digest": submission.digest,
        "reviews": [
            {
                "role": review.role,
                "vote": review.vote,
                "by": review.signed_as,
                "at": review.decided_at,
                "remark": review.remark,
                "line": review.line,
                "checklist": [
                    {"text": item.text, "standard": item.standard, "met": item.met}
                    for item in review.items.all()
                ],
            }
            for review in submission.reviews.prefetch_related("items")
        ],
    }


def _in_words(review: Review) -> str:
    if review.decided_at:
        said = f"{review.vote}, {review.signed_as}, {review.decided_at:%Y-%m-%d %H:%M} UTC"
        return f"{review.role}: {said} {review.remark}".strip()
    return f"{review.role}: waits for {review.reviewer or 'anybody with that role'}"


def _asked(words: str, organization: Organization) -> tuple[Role, Any]:
    role, _, email = words.partition("=")
    if role not in list(Role) or not email:
        raise Refused(f"“{words}” is not a role and an e-mail, like trainer=gugu@example.org.")
    return Role(role), acting_person(email, organization)

"""`conferral recalls`: call certificates back, to be revoked or replaced, one or ten thousand."""

from pathlib import Path
from typing import Annotated

import typer
from django.core.files.base import ContentFile

from conferral.cli import parts
from conferral.cli.options import As, AsJson, DryRun
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions, exhibits
from conferral.credentials.recalls.lines import wanted_in
from conferral.credentials.recalls.models import Deed, Exhibit, Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused

Numbers = Annotated[
    Path, typer.Argument(help="A number on each line; behind it the right name", exists=True)
]
More = Annotated[list[str] | None, typer.Argument(help="PART=VALUE, as many as are needed")]
Code = Annotated[Reason, typer.Option("--reason", help="Its code, for the public log")]

app = typer.Typer(help="Certificates that are called back.", no_args_is_help=True)


@app.command("list")
def list_recalls(as_json: AsJson = False) -> None:
    """Every recall with how far it is, the newest first."""
    rows = [_row(recall) for recall in Recall.objects.of(the_organization()).order_by("-pk")]
    print_rows(["Recall", "What", "Why", "Certificates", "Left", "State"], rows, as_json=as_json)


@app.command()
def begin(
    what: Deed,
    numbers: Numbers,
    reason: Code,
    more: More = None,
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Call the certificates in a file back. Parts: because, apology, leads-on."""
    said = parts.read(more or [], ("because", "apology", "leads-on"))
    order = Order(
        replaces=what is Deed.REPLACE,
        reason=reason,
        because=said.get("because", reason.wording),
        wanted=wanted_in(numbers.read_text(encoding="utf-8-sig")),
        apology=said.get("apology", ""),
        names_successor=said.get("leads-on") == "yes",
    )
    _begin(the_organization(), order, person, dry_run=dry_run)


@app.command("past-cutoff")
def begin_past_cutoff(more: More = None, person: As = "", dry_run: DryRun = False) -> None:
    """Replace all that stolen keys sealed too late to count. Parts: because, apology."""
    said, organization = parts.read(more or [], ("because", "apology")), the_organization()
    void = actions.past_cutoff(organization).values_list("number", flat=True)
    wanted = tuple(map(Wanted, void))
    if not wanted:
        say("Nothing was sealed too late to count.")
        return
    order = Order(
        replaces=True,
        reason=Reason.KEY_STOLEN,
        because=said.get("because", Reason.KEY_STOLEN.wording),
        wanted=wanted,
        apology=said.get("apology", ""),
    )
    _begin(organization, order, person, dry_run=dry_run)


@app.command()
def agree(recall: int, person: As = "") -> None:
    """Let a large recall begin, as a second person."""
    found = _recall(recall)
    actions.agree(found, acting_person(person, found.organization))
    say(f"Recall {recall} begins; the belt does it.")


@app.command()
def stop(recall: int, person: As = "") -> None:
    """Leave as they are those with which nothing was done yet."""
    found = _recall(recall)
    left = actions.stop(found, acting_person(person, found.organization))
    say(f"Recall {recall} is stopped; {left} stay as they are.")


def replace(
    number: str,
    reason: Code,
    more: More = None,
    exhibit: Annotated[
        Path | None, typer.Option(help="What proves it, as a file", exists=True, dir_okay=False)
    ] = None,
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Have another certificate take the place of this one. Parts: because, name, sworn-on (the day
    of an affidavit), leads-on (no: the old page does not lead to the new one)."""
    said = parts.read(more or [], ("because", "name", "sworn-on", "leads-on"))
    order = Order(
        replaces=True,
        reason=reason,
        because=said.get("because", reason.wording),
        wanted=(Wanted(number, said.get("name", "")),),
        names_successor=said.get("leads-on", "yes") == "yes",
        has_exhibit=exhibit is not None,
        sworn_on=parts.a_day_or_none(said.get("sworn-on", "")),
    )
    _begin(the_organization(), order, person, exhibit, dry_run=dry_run)


def _begin(
    organization: Organization,
    order: Order,
    person: str,
    exhibit: Path | None = None,
    *,
    dry_run: bool,
) -> None:
    actor, seen = acting_person(person, organization), actions.preview(organization, order)
    for number, because in seen.unfit.items():
        say(f"{number} stays as it is: {because}")
    count, verb = len(seen.chosen), "replaced" if order.replaces else "revoked"
    if dry_run or not count:
        say(f"{count} would be {verb}.")
        return
    kept = _kept(organization, seen.chosen[0][0], exhibit)
    recall = actions.call_back(organization, actor, order, expected=count, exhibit=kept)
    then = "the belt does it" if recall.begins_at else "a second person must agree"
    say(f"Recall {recall.pk}: {count} to be {verb}; {then}.")


def _kept(organization: Organization, credential: Credential, path: Path | None) -> Exhibit | None:
    if path is None:
        return None
    file = ContentFile(path.read_bytes(), name=path.name)
    return exhibits.keep(organization, credential.award.enrolment.person, path.name, file)


def _recall(pk: int) -> Recall:
    found = Recall.objects.of(the_organization()).select_related("organization").filter(pk=pk)
    recall = found.first()
    if recall is None:
        raise Refused(f"There is no recall {pk}. Try: conferral recalls list")
    return recall


def _row(recall: Recall) -> dict[str, object]:
    left = recall.recalled.open().count()
    return {
        "recall": recall.pk,
        "what": recall.deed,
        "because": recall.because,
        "certificates": recall.count,
        "left": left,
        "state": _state(recall, left),
    }


def _state(recall: Recall, left: int) -> str:
    if recall.stopped_at:
        return "stopped"
    if recall.begins_at is None:
        return "needs a second person"
    return "under way" if left else "done"

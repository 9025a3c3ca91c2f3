"""`conferral keys`: what became of each key, and the two steps that end one."""

from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import IssuerKey, KeyChange
from conferral.foundation import vault
from conferral.foundation.refusal import Refused

Because = Annotated[str, typer.Option(help="Why; for whoever confirms it, and for the trail")]
As = Annotated[str, typer.Option("--as", help="Your e-mail")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs")]

app = typer.Typer(help="The keys that sign.", no_args_is_help=True)


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Every key that ever signed, newest first, and what waits for a second person."""
    organization = the_organization()
    rows = [_as_row(key) for key in organization.issuer_keys.order_by("-valid_from")]
    changes = KeyChange.objects.open().filter(organization=organization).order_by("pk")
    if as_json:
        print_json({"keys": rows, "changes": [_as_change(change) for change in changes]})
        return
    print_table(
        ["Key", "From", "Until", "Stolen", "Log size then"],
        [[str(value or "") for value in row.values()] for row in rows],
    )
    for change in changes:
        say(f"Change {change.pk} ({change.kind}) waits: {change.because}")


@app.command()
def rotate(because: Because, person: As = "", as_json: AsJson = False) -> None:
    """Propose a new key. Someone else must confirm it."""
    organization = the_organization()
    actor = acting_person(person, organization)
    _told(keyring.propose_rotation(organization, actor, because), as_json=as_json)


@app.command()
def compromise(
    multikey: Annotated[str, typer.Argument(help="The key, as `conferral keys list` shows it")],
    because: Because,
    since: Annotated[
        datetime | None, typer.Option(help="When others may first have had it; or now")
    ] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Say that others may have a key. Nothing is signed with it until that is settled."""
    organization = the_organization()
    key = IssuerKey.objects.filter(organization=organization, multikey=multikey).first()
    if key is None:
        raise Refused(f"{organization} has no key {multikey}. See: conferral keys list")
    actor = acting_person(person, organization)
    began = timezone.make_aware(since, organization.zone) if since else None
    _told(keyring.declare_compromise(key, actor, because, began), as_json=as_json)


@app.command()
def confirm(change: int, person: As = "", as_json: AsJson = False) -> None:
    """Be the second person, and let it be done."""
    found = _change(change)
    vault.allow_signing()
    keyring.confirm(found, acting_person(person, found.organization))
    CHANGE_KEYS.run()
    found.refresh_from_db()
    _told(found, as_json=as_json)


@app.command()
def withdraw(change: int, person: As = "", as_json: AsJson = False) -> None:
    """Let it not be done: a false alarm, or not now."""
    found = _change(change)
    keyring.withdraw(found, acting_person(person, found.organization))
    _told(found, as_json=as_json)


@app.command()
def rewrap(as_json: AsJson = False) -> None:
    """Encrypt the key files under KEY_ENCRYPTION_KEY; KEY_ENCRYPTION_KEY_OLD opens them."""
    names = vault.rewrap()
    if as_json:
        print_json({"rewrapped": names})
        return
    say(f"{len(names)} private keys are encrypted under the key-encryption key of today.")


def _change(pk: int) -> KeyChange:
    found = KeyChange.objects.filter(organization=the_organization(), pk=pk)
    change = found.select_related("organization", "key__organization").first()
    if change is None:
        raise Refused(f"There is no change {pk}. See: conferral keys list")
    return change


def _told(change: KeyChange, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_change(change))
        return
    match _state(change):
        case "proposed":
            say(f"Proposed. Someone else confirms it: conferral keys confirm {change.pk}")
        case "done":
            say(f"Done. The key in use: {_current(change)}")
        case state:
            say(f"Change {change.pk} is {state}. {change.problem}".strip())


def _state(change: KeyChange) -> str:
    if change.withdrawn_at:
        return "withdrawn"
    if change.carried_out_at:
        return "done"
    return "confirmed" if change.approved_at else "proposed"


def _current(change: KeyChange) -> str:
    return str(change.organization.issuer_keys.get(valid_until=None).multikey)


def _as_row(key: IssuerKey) -> dict[str, object]:
    return {
        "key": key.multikey,
        "from": key.valid_from,
        "until": key.valid_until,
        "stolen": key.compromised_at,
        "log_size": key.cutoff_size,
    }


def _as_change(change: KeyChange) -> dict[str, object]:
    return {
        "change": change.pk,
        "kind": change.kind,
        "key": change.key.multikey,
        "because": change.because,
        "since": change.since,
        "log_size": change.cutoff_size,
        "state": _state(change),
    }

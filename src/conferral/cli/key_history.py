"""What became of the keys of one use, and the two steps that end one: commands for each use."""

from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import IssuerKey, KeyChange, Use
from conferral.foundation import vault
from conferral.foundation.refusal import Refused

Because = Annotated[str, typer.Option(help="Why; for whoever confirms it, and for the trail")]
Since = Annotated[datetime | None, typer.Option(help="When others may first have had it; or now")]
Multikey = Annotated[str, typer.Argument(help="The key, as `list` shows it")]

_COMMAND = {Use.CREDENTIALS: "keys", Use.DOCUMENTS: "document-key"}


def add_commands(app: typer.Typer, use: Use) -> None:
    """`list`, `rotate`, `compromise`, `confirm` and `withdraw`."""

    @app.command("list")
    def list_keys(as_json: AsJson = False) -> None:
        """Every key that ever signed, newest first, and what waits for a second person."""
        _list(use, as_json=as_json)

    @app.command()
    def rotate(because: Because, person: As = "", as_json: AsJson = False) -> None:
        """Propose a new key. Someone else must confirm it."""
        organization = the_organization()
        actor = acting_person(person, organization)
        _told(keyring.propose_rotation(organization, actor, because, use), as_json=as_json)

    @app.command()
    def compromise(
        multikey: Multikey,
        because: Because,
        since: Since = None,
        person: As = "",
        as_json: AsJson = False,
    ) -> None:
        """Say that others may have a key. Nothing is signed with it until that is settled."""
        key = _key(multikey, use)
        actor = acting_person(person, key.organization)
        began = timezone.make_aware(since, key.organization.zone) if since else None
        _told(keyring.declare_compromise(key, actor, because, began), as_json=as_json)

    @app.command()
    def confirm(change: int, person: As = "", as_json: AsJson = False) -> None:
        """Be the second person, and let it be done."""
        found = _change(change, use)
        vault.allow_signing()
        keyring.confirm(found, acting_person(person, found.organization))
        CHANGE_KEYS.run()
        found.refresh_from_db()
        _told(found, as_json=as_json)

    @app.command()
    def withdraw(change: int, person: As = "", as_json: AsJson = False) -> None:
        """Let it not be done: a false alarm, or not now."""
        found = _change(change, use)
        keyring.withdraw(found, acting_person(person, found.organization))
        _told(found, as_json=as_json)


def _list(use: Use, *, as_json: bool) -> None:
    organization = the_organization()
    history = organization.issuer_keys.for_use(use).order_by("-valid_from")
    rows = [_as_row(key) for key in history]
    open_ones = KeyChange.objects.open().filter(organization=organization, key__use=use)
    changes = open_ones.select_related("key").order_by("pk")
    if as_json:
        print_json({"keys": rows, "changes": [_as_change(change) for change in changes]})
        return
    print_rows(["Key", "From", "Until", "Stolen", "Log size then"], rows, as_json=False)
    for change in changes:
        say(f"Change {change.pk} ({change.kind}) waits: {change.because}")


def _key(multikey: str, use: Use) -> IssuerKey:
    organization = the_organization()
    key = organization.issuer_keys.for_use(use).filter(multikey=multikey).first()
    if key is None:
        raise Refused(f"{organization} has no key {multikey}. See: {_command(use)} list")
    return key


def _change(pk: int, use: Use) -> KeyChange:
    found = KeyChange.objects.filter(organization=the_organization(), key__use=use, pk=pk)
    change = found.select_related("organization", "key__organization").first()
    if change is None:
        raise Refused(f"There is no change {pk}. See: {_command(use)} list")
    return change


def _told(change: KeyChange, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_change(change))
        return
    match _state(change):
        case "proposed":
            command = _command(Use(change.key.use))
            say(f"Proposed. Someone else confirms it: {command} confirm {change.pk}")
        case "done":
            say(f"Done. The key in use: {_current(change)}")
        case state:
            say(f"Change {change.pk} is {state}. {change.problem}".strip())


def _command(use: Use) -> str:
    return f"conferral {_COMMAND[use]}"


def _state(change: KeyChange) -> str:
    if change.withdrawn_at:
        return "withdrawn"
    if change.carried_out_at:
        return "done"
    return "confirmed" if change.approved_at else "proposed"


def _current(change: KeyChange) -> str:
    keys = change.organization.issuer_keys.in_use(Use(change.key.use))
    return str(keys.get().multikey)


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

"""`conferral keys`: what signs credentials, and the key-encryption key."""

import typer

from conferral.cli.key_history import add_commands
from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, say
from conferral.credentials.issuing.models import Use
from conferral.foundation import vault

app = typer.Typer(help="The keys that sign credentials.", no_args_is_help=True)
add_commands(app, Use.CREDENTIALS)


@app.command()
def rewrap(as_json: AsJson = False) -> None:
    """Encrypt the key files under KEY_ENCRYPTION_KEY; KEY_ENCRYPTION_KEY_OLD opens them."""
    names = vault.rewrap()
    if as_json:
        print_json({"rewrapped": names})
        return
    say(f"{len(names)} private keys are encrypted under the key-encryption key of today.")

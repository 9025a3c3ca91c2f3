"""`conferral setup`: everything that a data directory needs, made where it is missing."""

import secrets
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from conferral.cli.screen import say
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Use
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization
from conferral.web.verify.jobs import make_again


def setup(
    local_key: Annotated[
        bool,
        typer.Option(
            "--local-key", help="Keep the key-encryption key beside the keys: to try things out"
        ),
    ] = False,
) -> None:
    """Make or bring up to date: directory, secrets, database, static files, signing keys."""
    prepare(local_key=local_key)
    make_again()  # Pages of the version before do not hold any more.
    say(f"{settings.CONFERRAL_HOME} is ready.")
    if not Organization.objects.exists():
        say("Nobody issues anything here yet. Begin an organization, then serve it:")
        say('  conferral organization found "Its name" --prefix AB \\')
        say('    --administrator "Your name" --email you@example.org')
        say("  conferral serve")


def prepare(*, local_key: bool = False) -> None:
    """Refused without a key-encryption key, unless one may lie beside the keys."""
    vault.allow_signing()
    home = Path(settings.CONFERRAL_HOME)
    for folder in (home, home / "keys", home / "files", home / "outbox"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_secret(home / "keys" / "secret.key")
    vault.ensure_key_encryption_key(beside_the_keys=local_key or settings.DEMO)
    for name in vault.encrypt_plain_files():
        say(f"The private key {name} is encrypted now. Older backups hold it in plain text.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    log.make_key()
    for organization in Organization.objects.all():
        for use in Use:
            keyring.make_first_key(organization, use)
        keyring.tell_of_old_keys(organization)


def _make_secret(path: Path) -> None:
    try:
        settings.SECRET_KEY  # noqa: B018  # Django raises when it is empty.
    except ImproperlyConfigured:
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50) + "\n")
        fresh.replace(path)  # Whole or not at all.
        settings.SECRET_KEY = path.read_text().strip()

"""`conferral setup`: everything that a data directory needs, made where it is missing."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from conferral.cli.screen import say
from conferral.credentials.issuing import keyring
from conferral.credentials.transparency import log
from conferral.foundation.accounts.models import Organization


def setup() -> None:
    """Make or bring up to date: directory, secrets, database, static files, signing keys."""
    prepare()
    say(f"{settings.CONFERRAL_HOME} is ready.")


def prepare() -> None:
    home = Path(settings.CONFERRAL_HOME)
    for folder in (home, home / "keys", home / "files", home / "outbox"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_secret(home / "keys" / "secret.key")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    log.make_key()
    for organization in Organization.objects.all():
        keyring.make_first_key(organization)


def _make_secret(path: Path) -> None:
    try:
        settings.SECRET_KEY  # noqa: B018  # Django raises when it is empty.
    except ImproperlyConfigured:
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50) + "\n")
        fresh.replace(path)  # Whole or not at all.
        settings.SECRET_KEY = path.read_text().strip()

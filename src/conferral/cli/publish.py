"""`conferral publish`: the verification site as static files, for a day without us."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, say
from conferral.cli.whom import the_organization
from conferral.foundation import vault
from conferral.web.published import offline_site


def publish(
    folder: Annotated[Path, typer.Argument(help="New, empty, or from an earlier run")],
    as_json: AsJson = False,
) -> None:
    """Write keys, status lists, log and a page that checks files into a folder. It can be served
    by any web server or opened from a disk; run it again to renew it."""
    vault.allow_signing()
    written = offline_site.publish(the_organization(), folder, timezone.now())
    if as_json:
        print_json({"folder": str(folder), **vars(written)})
        return
    say(f"{folder}: {written.files:,} files, {written.changed:,} of them new or changed.")

"""`conferral selfcheck`: does each certificate verify for strangers? Exit 0 all, 1 not all."""

import time
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, say
from conferral.cli.whom import the_organization
from conferral.foundation.refusal import Refused
from conferral.oversight.selfcheck import actions
from conferral.oversight.selfcheck.models import Sweep

_NOT_SOUND = 1
_PAUSE = 1.0  # Seconds, for SELFCHECK_PER_SECOND certificates.


def selfcheck(
    last: Annotated[bool, typer.Option("--last", help="Look at nothing; tell of the last")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at every certificate the way a stranger would; go on where somebody stopped."""
    sweep = _last() if last else _whole()
    if as_json:
        print_json(sweep.to_json())
    else:
        _tell(sweep)
    raise typer.Exit(_NOT_SOUND if sweep.failed else 0)


def _last() -> Sweep:
    found = Sweep.objects.of(the_organization()).order_by("-pk").first()
    if found is None:
        raise Refused("Nothing has been looked at yet.")
    return found


def _whole() -> Sweep:
    sweep = actions.begin(the_organization(), timezone.now())
    while True:
        until = time.monotonic() + _PAUSE
        actions.go_on(sweep, timezone.now(), settings.SELFCHECK_PER_SECOND)
        if sweep.ended_at:
            return sweep
        time.sleep(max(0.0, until - time.monotonic()))


def _tell(sweep: Sweep) -> None:
    for failure in sweep.failures:
        say(f"{failure['number']}: {failure['problem']}")
    going_on = "" if sweep.ended_at else " so far"
    say(f"{sweep.checked} looked at{going_on}, {sweep.failed} do not verify.")

"""`conferral fsck`: is the register what it promises to be? Exit 0 sound, 1 not."""

from collections import Counter

import typer

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json
from conferral.oversight.fsck.finding import LIMITS, MEANINGS, Finding
from conferral.oversight.fsck.run import findings

_NOT_SOUND = 1
_KEPT = 1000  # Findings in the JSON; a register with more of them has one cause.


def fsck(as_json: AsJson = False) -> None:
    """Check every promise against every row. Reads only; may run beside a working site."""
    counts: Counter[str] = Counter()
    kept: list[Finding] = []
    for finding in findings():
        counts[finding.invariant] += 1
        if as_json and len(kept) < _KEPT:
            kept.append(finding)
        elif not as_json:
            typer.echo(f"{finding.invariant} {finding.row}: {finding.problem}")
            typer.echo(f"    {finding.remedy}")
    if as_json:
        print_json(_as_json(counts, kept))
    else:
        _tell(counts)
    raise typer.Exit(_NOT_SOUND if counts else 0)


def _tell(counts: Counter[str]) -> None:
    for invariant, meaning in MEANINGS.items():
        found = counts[invariant]
        limit = f" ({LIMITS[invariant]})" if invariant in LIMITS else ""
        typer.echo(f"{invariant:>3}  {'ok' if not found else f'{found} found':9} {meaning}{limit}")


def _as_json(counts: Counter[str], kept: list[Finding]) -> dict[str, object]:
    return {
        "sound": not counts,
        "checked": [
            {
                "invariant": invariant,
                "meaning": meaning,
                "limit": LIMITS.get(invariant, ""),
                "findings": counts[invariant],
            }
            for invariant, meaning in MEANINGS.items()
        ],
        "findings": kept,
    }

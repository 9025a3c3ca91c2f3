"""How a verdict ends a command, and how its checks are told: alike with a register and without."""

from collections.abc import Iterator

from credkit.verify import Status, Verdict

VALID, NOT_VALID, COULD_NOT_TELL = 0, 1, 2
_OPEN = {Status.SPECIMEN, Status.STATUS_UNKNOWN, Status.UNKNOWN_ISSUER, Status.NOT_LOGGED}


def exit_code(status: Status) -> int:
    if status is Status.VALID:
        return VALID
    return COULD_NOT_TELL if status in _OPEN else NOT_VALID


def checks_of(verdict: Verdict) -> list[dict[str, object]]:
    """For programs."""
    return [
        {"code": check.code, "outcome": check.outcome, "detail": check.detail}
        for check in verdict.checks
    ]


def lines_of(verdict: Verdict) -> Iterator[str]:
    """For people: each question with its answer."""
    for check in verdict.checks:
        yield f"  {check.code}: {check.outcome}{f' ({check.detail})' if check.detail else ''}"

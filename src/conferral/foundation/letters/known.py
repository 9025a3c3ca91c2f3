"""All kinds of letters that there are: every app says its own in `letters.py`."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from conferral.foundation.letters.kinds import LetterKind, Readers
from conferral.foundation.refusal import Refused


@cache
def kinds() -> dict[str, LetterKind]:
    """By code: to learners first, then to staff; of each in the order of the storeys."""
    found = [kind for app in apps.get_app_configs() for kind in _of(app.name)]
    found.sort(key=lambda kind: tuple(Readers).index(kind.readers))
    return {kind.code: kind for kind in found}


def kind_named(code: str) -> LetterKind:
    if code not in kinds():
        raise Refused(f"There is no letter “{code}”. There are: {', '.join(kinds())}.")
    return kinds()[code]


def _of(app: str) -> tuple[LetterKind, ...]:
    name = f"{app}.letters"
    if not app.startswith("conferral.") or not find_spec(name):
        return ()
    return tuple(getattr(import_module(name), "KINDS", ()))

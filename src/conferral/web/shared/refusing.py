"""A no that the page's form says, beside the field that it is about."""

from collections.abc import Mapping
from types import MappingProxyType

from django.forms import Form

from conferral.foundation.refusal import Refused, RefusedPart

_NOTHING: Mapping[str, str] = MappingProxyType({})


def say_no(form: Form, refused: Refused, called: Mapping[str, str] = _NOTHING) -> None:
    """`called`: what the form calls a part that it has under another name. Without such a field the
    no stands above the form."""
    part = refused.part if isinstance(refused, RefusedPart) else ""
    names = (part, called.get(part, part))
    form.add_error(next((name for name in names if name in form.fields), None), str(refused))

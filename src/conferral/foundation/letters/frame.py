"""The sheet that every letter is written on: one column, the organization's colour, light or dark.

Nothing in it is fetched, so that nobody learns when and where it is read: styles stand in the
elements, and the one picture that there may be is carried along (RFC 2392).
"""

import css_inline
from django.template.loader import render_to_string

from conferral.foundation.accounts.colour import accents
from conferral.foundation.accounts.languages import direction_of
from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.composing import Composed

_HOUSE_COLOUR = "#0f5b52"
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def html_of(composed: Composed, organization: Organization, language: str) -> str:
    light, dark = accents(organization.colour or _HOUSE_COLOUR)
    said = {
        "letter": composed,
        "organization": organization,
        "language": language,
        "direction": direction_of(language),
        "light": light,
        "dark": dark,
    }
    return _INLINER.inline(render_to_string("letters/letter.html", said))

"""The page in one minute: prepared, or made now and kept for the minute that it speaks of."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches

from conferral.credentials.verification import actions, pages
from conferral.credentials.verification.pages import Standing
from conferral.web.verify.rendering import finished, layout, unfinished

_MINUTE = 60  # Seconds.


@dataclass(frozen=True)
class Edition:
    """One page as it is in one minute, by the name that its ETag gives it."""

    standing: Standing
    now: datetime
    etag: str

    def page(self) -> bytes | None:
        """Its bytes; None if whom it is about was forgotten a moment ago."""
        made = self._made()
        return finished(made, self.now, self.standing.time_zone) if made else None

    def _made(self) -> bytes | None:
        if self.standing.body is not None:
            return self.standing.body
        kept: bytes | None = caches["pages"].get(self.etag)
        if kept is None and (kept := render(self.standing.number, self.now)):
            caches["pages"].set(self.etag, kept, _MINUTE)
        return kept


def edition(text: str, now: datetime) -> Edition | None:
    """The edition of the page about the number that `text` means; None where there is none."""
    standing = pages.look_up(text, now, layout())
    if standing is None:
        return None
    seen = f"{standing.rests_on} {now:%Y-%m-%d %H:%M}"
    # Weak: what two pages of one minute may differ in matters to nobody.
    return Edition(standing, now, f'W/"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"')


def render(number: str, now: datetime) -> bytes | None:
    """The page as it is rendered now, unfinished; None if there is nobody to show."""
    credential = actions.find(number)
    if credential is None:
        return None
    return unfinished(credential, actions.judge_ours(credential, now))

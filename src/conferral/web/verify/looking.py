"""Which requests are somebody who looks: programs and previews are not counted."""

import re
from datetime import datetime

from django.http import HttpRequest

from conferral.credentials.verification import looks

_PROGRAM = re.compile(r"bot\b|crawl|spider|slurp|preview|externalhit|^curl/|^python", re.I)


def looked(request: HttpRequest, credential: int, now: datetime) -> None:
    """Its page is shown in answer. `credential`: its primary key."""
    if is_somebody(request):
        looks.note(credential, now)


def is_somebody(request: HttpRequest) -> bool:
    """Rather than a program, or a preview."""
    said = request.META
    if request.method != "GET" or "prefetch" in said.get("HTTP_SEC_PURPOSE", ""):
        return False
    return not _PROGRAM.search(said.get("HTTP_USER_AGENT", ""))

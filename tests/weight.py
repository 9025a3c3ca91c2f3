"""What a browser loads for a page, before compression."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

HEAVIEST = 100_000  # Bytes of HTML, style sheets and scripts together.
_LOADED = re.compile(r'(?:href|src)="/static/([^"?]+\.(?:css|js))"')


def weight(html: str) -> int:
    """Of the page with its style sheets and scripts, in bytes."""
    files = [Path(str(finders.find(name))) for name in _LOADED.findall(html)]
    assert files, "A page without a style sheet."
    return len(html.encode()) + sum(file.stat().st_size for file in files)

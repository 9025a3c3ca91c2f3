"""What a page carries along, in hidden fields, for whoever confirms it."""

import re


def carried(page: str) -> dict[str, str]:
    """Name and value of each."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

"""A letter as a page of its own, for a frame: it has its styles and pictures, and runs nothing."""

from django.http import HttpResponse

_ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "sandbox"
)


def letter_page(html: str, *, follows_links: bool = False) -> HttpResponse:
    """`follows_links`: those that somebody presses open in the whole window, for our pages refuse
    to stand in a frame; else they lead nowhere."""
    policy = f"{_ALONE} allow-top-navigation-by-user-activation" if follows_links else _ALONE
    page = html.replace("<head>", '<head><base target="_top">', 1) if follows_links else html
    return HttpResponse(page, headers={"Content-Security-Policy": policy})

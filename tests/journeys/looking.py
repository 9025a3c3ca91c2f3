"""One page seen as everybody sees it: light, dark, on a phone, from right to left."""

from playwright.sync_api import ViewportSize

from journeys import accessibility
from journeys.browsing import DESKTOP, Visitor

_PHONE: ViewportSize = {"width": 390, "height": 844}
_SMALLEST: ViewportSize = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10.
# Read from right to left, and from left to right, as it is left behind.
_WIDTHS = """() => ["rtl", "ltr"].map(direction => {
  document.documentElement.dir = direction;
  return document.scrollingElement.scrollWidth;
})"""


def keeps_out(visitor: Visitor, name: str) -> list[str]:
    """What on the open page keeps somebody out; every fold is open. Leaves four pictures, two of
    the whole page.

    The document is the same in the dark, on a phone and from right to left: there, only the rules
    are asked that look at colours and places.
    """
    page, found = visitor.page, {}
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    accessibility.bring(page)
    found["light"] = _seen(visitor, name, whole=True)
    page.emulate_media(color_scheme="dark")
    found["dark"] = _seen(visitor, f"{name}-dark", *accessibility.COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(_PHONE)
    found["phone"] = _seen(visitor, f"{name}-phone", *accessibility.PLACES, whole=True)
    page.evaluate("document.documentElement.dir = 'rtl'")
    found["right to left"] = _seen(visitor, f"{name}-rtl", *accessibility.PLACES)
    page.evaluate("document.documentElement.dir = 'ltr'")
    return [f"{mode}: {line}" for mode, lines in found.items() for line in lines]


def overflows(visitor: Visitor) -> list[str]:
    """How wide the open page is on the smallest phone, where that is too wide."""
    page = visitor.page
    page.set_viewport_size(_SMALLEST)
    widths: list[int] = page.evaluate(_WIDTHS)
    page.set_viewport_size(DESKTOP)
    return [f"{width} px on 320" for width in widths if width > 320]


def _seen(visitor: Visitor, name: str, *rules: str, whole: bool = False) -> list[str]:
    visitor.shoot(name, whole=whole)
    return accessibility.violations(visitor.page, *rules)

"""Hands on the keyboard only: where Tab leads, and whether one can see it."""

from playwright.sync_api import Locator, Page

_FARTHEST, _ALL = 60, 200  # Stops.

# Drawn around by us and in the window; or beyond the last stop, before the first comes again.
_FOCUS_IS_SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const isDrawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isBelowTop = box.bottom > 0 && box.right > 0;
  const isInside = isBelowTop && box.top < innerHeight && box.left < innerWidth;
  return at === document.body || (isDrawn && isInside && box.width > 0 && box.height > 0);
}"""

_GO_ON = """() => {
  const at = document.activeElement, known = (window.stops ??= new Set());
  const isRound = at === document.body || known.has(at);
  known.add(at);
  return !isRound;
}"""
_LEFT_OUT = """() => [...document.querySelectorAll("a[href], button, summary")]
  .filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility() && !window.stops.has(it))
  .map((it) => it.outerHTML.slice(0, 200))"""


def comes_round(page: Page) -> None:
    """From the top of a page that was just opened Tab leads past everything and out of it: nobody
    is held anywhere, nothing is passed over."""
    for _ in range(_ALL):
        page.keyboard.press("Tab")
        if not page.evaluate(_GO_ON):
            break
        assert page.evaluate(_FOCUS_IS_SEEN), f"Nobody sees the focus: {_described(page)}"
    assert page.evaluate(_LEFT_OUT) == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; at each stop the focus must be visible."""
    for _ in range(_FARTHEST):
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUS_IS_SEEN), f"Nobody sees the focus: {_described(page)}"
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}.")


def type_into(page: Page, field: Locator, text: str) -> None:
    tab_to(page, field)
    page.keyboard.type(text)


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def _described(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

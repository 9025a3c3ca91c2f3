"""Somebody at a browser, and everything that went wrong before their eyes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

from journeys.site import ROOT, Site

SHOTS = ROOT / "test-output"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
_SOON = 90.0  # Seconds for the worker, another process, on a slow machine.
_PATIENCE = 20.0  # Seconds for a page: other tests want the processor, too.
_CROSSED = "interrupted by another navigation"  # The page that is left has loaded itself again.
_NOTHING_DRAWN = "Unable to capture screenshot"  # One page is gone, the next not there yet.
expect.set_options(timeout=_PATIENCE * 1000)


@dataclass
class Visitor:
    """One browser window. `complaints` are its console messages, dialogs and failed requests."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def go(self, where: str) -> Response | None:
        """Open a path of the site, or a whole address."""
        address = where if "://" in where else self.site.address + where
        try:
            return self.page.goto(address)
        except Error as error:
            if _CROSSED not in error.message:
                raise
            return self.page.goto(address)

    def sign_in(self, where: str = "/staff/") -> None:
        self.go(where)
        self.page.get_by_label("E-mail").fill(self.site.email)
        self.page.get_by_label("Password").fill(self.site.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.site.address}{where}")

    def reload_until(self, wanted: str | Locator) -> None:
        """The worker is another process: whoever waits for it loads the page again."""
        found = self.page.get_by_text(wanted) if isinstance(wanted, str) else wanted
        eventually(lambda: found.count() > 0, meanwhile=self.page.reload)
        expect(found.first).to_be_visible()

    def shoot(self, name: str, *, whole: bool = False) -> None:
        """A picture for people to look at: as much as the window shows, or the whole page."""
        try:
            self.page.screenshot(path=self.shots(name), full_page=whole, quality=80)
        except Error as error:
            if _NOTHING_DRAWN not in error.message:
                raise
            self.page.wait_for_load_state()
            self.page.screenshot(path=self.shots(name), full_page=whole, quality=80)

    def shots(self, name: str) -> Path:
        """Where a picture with this name belongs; git does not keep it."""
        path = SHOTS / f"{name}.jpeg"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def watch(self) -> None:
        self.page.on("console", lambda said: self.complaints.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", self._dismiss)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _dismiss(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # Whoever turns a page waits for no picture.
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def _answered(self, answer: Response) -> None:
        self.answers.append(answer)
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.complaints.append(f"{answer.status}: {answer.url}")


def eventually(true: Callable[[], bool], meanwhile: Callable[[], object] | None = None) -> None:
    """Asked again until it is so, or much too late; in between one may do something."""
    give_up_at = time.monotonic() + _SOON
    while not true():
        assert time.monotonic() < give_up_at, "It has not come."
        time.sleep(0.25)
        if meanwhile is not None:
            meanwhile()


@contextmanager
def visiting(browser: Browser, site: Site, **options: Any) -> Iterator[Visitor]:
    """A visitor with a window of their own; `options` as Playwright's new_context has them."""
    context: BrowserContext = browser.new_context(
        **{"viewport": DESKTOP, "reduced_motion": "reduce", "locale": "en-ZA"} | options
    )
    context.set_default_timeout(_PATIENCE * 1000)
    visitor = Visitor(context.new_page(), site)
    visitor.watch()
    try:
        yield visitor
    finally:
        context.close()

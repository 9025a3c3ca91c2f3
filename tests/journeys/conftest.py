"""One site and one browser for all journeys; every visitor has a window of their own.

The browser is for this package, not for the session: while Playwright is running, Django takes the
thread for an asynchronous one and refuses the database. The site is for the session: whoever comes
back to a journey from tests of another kind finds it still running.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import template
from journeys.browsing import Visitor, visiting
from journeys.pages import AddressOf
from journeys.site import Site, served

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Visit = Callable[..., Visitor]
SignedIn = Callable[[str], Visitor]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    template.copy_into(home)
    with served(home) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Without the parts that nobody sees here a page costs a third less.
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is missing (Debian: chromium-headless-shell)")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=_QUIET)


@pytest.fixture(scope="package")
def address_of(site: Site) -> AddressOf:
    """The oldest certificate of a status: what other tests make and revoke is newer."""
    register = site.certificates()

    def oldest(status: str, course: str = "") -> str:
        return next(
            row["url"]
            for row in reversed(register)
            if row["status"] == status and course in row["course"]
        )

    return oldest


@pytest.fixture(scope="package")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published half, made once: whoever looks at it changes nothing in it."""
    folder = tmp_path_factory.mktemp("copy") / "site"
    ended = site.conferral("publish", folder)
    assert ended.returncode == 0, ended.stderr
    return folder


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Anybody who comes by, with the browser options of the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(visiting(browser, site, **options))


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()


@pytest.fixture
def staff(visit: Visit) -> Visitor:
    """The administrator, signed in."""
    administrator = visit()
    administrator.sign_in()
    return administrator


@pytest.fixture
def signed_in(visit: Visit, site: Site) -> SignedIn:
    """One of the cast by their first name, in a window of their own, without a script."""

    def sign_in(name: str) -> Visitor:
        visitor = visit(java_script_enabled=False)
        email = f"{name.lower()}@example.test"
        visitor.site = replace(site, email=email, password="correct horse battery")
        visitor.sign_in()
        return visitor

    return sign_in

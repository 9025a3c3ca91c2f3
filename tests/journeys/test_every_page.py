"""What holds for every page: everybody can use it, it fits, it is light, it stays at home."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from journeys import accessibility, looking, pages
from journeys.browsing import DESKTOP, Visitor, visiting
from journeys.pages import AddressOf
from journeys.site import Site
from weight import HEAVIEST

pytestmark = pytest.mark.browser

_WEIGHS = {"document", "stylesheet", "script"}
_CARRIED = re.compile(rb"data:image/[^\"]*")

Addresses = dict[str, str]


@dataclass(frozen=True)
class Look:
    """One page, opened once: what was found on it. `complaints` are those before axe came."""

    complaints: list[str]
    hosts: set[str]
    weight: int
    keeps_out: list[str]
    overflows: list[str]


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator, in a window with the policy as we serve it."""
    with visiting(browser, site) as administrator:
        administrator.sign_in()
        yield administrator


@pytest.fixture(scope="module")
def addresses(
    staff: Visitor, address_of: AddressOf, tmp_path_factory: pytest.TempPathFactory
) -> Addresses:
    return pages.every(staff, address_of, tmp_path_factory.mktemp("uploads"))


@pytest.fixture(scope="module")
def inspector(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator, for whom a page in a sandbox runs axe all the same."""
    with visiting(browser, site, bypass_csp=True) as administrator:
        administrator.sign_in()
        yield administrator


@pytest.fixture(scope="module")
def look_at(staff: Visitor, inspector: Visitor, addresses: Addresses) -> Callable[[str], Look]:
    """Every page is opened once, however many tests ask about it."""
    return cache(lambda name: _look(staff, inspector, addresses[name], name))


@pytest.mark.parametrize("name", pages.NAMES)
def test_everybody_can_use_every_page(name: str, look_at: Callable[[str], Look]) -> None:
    """In light and dark, on a phone, and read from right to left; every fold is open."""
    assert look_at(name).keeps_out == []


@pytest.mark.parametrize("name", pages.NAMES)
def test_no_page_scrolls_sideways(name: str, look_at: Callable[[str], Look]) -> None:
    assert look_at(name).overflows == []


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_page_is_quiet_light_and_at_home(
    name: str, look_at: Callable[[str], Look], site: Site
) -> None:
    """Nothing on the console, nothing failed, nothing from elsewhere, nothing heavy."""
    look = look_at(name)
    assert look.complaints == []
    assert look.hosts == {urlsplit(site.address).netloc}
    assert look.weight <= HEAVIEST


def test_no_room_of_the_staff_is_forgotten(staff: Visitor, addresses: Addresses) -> None:
    staff.page.set_viewport_size(DESKTOP)
    staff.go("/staff/")
    rooms = staff.page.get_by_role("navigation", name="Main").get_by_role("listitem")
    linked = {room.get_by_role("link").get_attribute("href") for room in rooms.all()}
    assert linked
    assert linked <= set(addresses.values())


def test_axe_is_awake(staff: Visitor) -> None:
    """It has to find what somebody left out, or its silence says nothing."""
    staff.go("/")
    accessibility.bring(staff.page)
    staff.page.evaluate("document.querySelector('input#number').labels[0].remove()")
    assert any("label" in line for line in accessibility.violations(staff.page))


def _look(visitor: Visitor, inspector: Visitor, address: str, name: str) -> Look:
    visitor.complaints.clear()
    visitor.answers.clear()
    answer = visitor.go(address)
    complaints = [line for line in visitor.complaints if not _is_expected(line, name)]
    hosts = {urlsplit(answer.url).netloc for answer in visitor.answers}
    weight = _weight(visitor)
    if answer and "sandbox" in answer.headers.get("content-security-policy", ""):
        visitor = inspector
        visitor.go(address)
    keeps_out = looking.keeps_out(visitor, f"pages/{name}")
    return Look(complaints, hosts, weight, keeps_out, looking.overflows(visitor))


def _is_expected(line: str, name: str) -> bool:
    """Chromium itself remarks on the status of a page that says there is no such thing."""
    return name in pages.REFUSALS and "the server responded with a status of 4" in line


def _weight(visitor: Visitor) -> int:
    """Bytes before compression; a page that is loaded again counts once. A picture that a letter
    carries counts as little as one that is fetched: each certificate is drawn with other lines."""
    sizes = {
        answer.url: len(_CARRIED.sub(b"", answer.body()))
        for answer in visitor.answers
        if answer.request.resource_type in _WEIGHS and answer.status == 200
    }
    return sum(sizes.values())

"""What holds for every page: everybody can use it, it fits, it is light, it stays at home."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ViewportSize

from journeys import accessibility, looking, pages
from journeys.browsing import DESKTOP, Visitor, visiting
from journeys.pages import AddressOf
from journeys.site import Site

pytestmark = pytest.mark.browser

_SMALLEST: ViewportSize = {
    "width": 320,
    "height": 640,
}  # WCAG 2.2, 1.4.10.
_HEAVIEST = 100_000  # Bytes of HTML, style sheets and scripts together.
_WEIGHS = {"document", "stylesheet", "script"}

Addresses = dict[str, str]
# Read from left to right, and from right to left.
_WIDTHS = """() => ["ltr", "rtl"].map(direction => {
  document.documentElement.dir = direction;
  return document.scrollingElement.scrollWidth;
})"""


@pytest.fixture(scope="module")
def with_axe(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator in a window that lets axe in."""
    with visiting(browser, site, bypass_csp=True) as staff:
        staff.sign_in()
        yield staff


@pytest.fixture(scope="module")
def addresses(
    with_axe: Visitor, address_of: AddressOf, tmp_path_factory: pytest.TempPathFactory
) -> Addresses:
    return pages.every(with_axe, address_of, tmp_path_factory.mktemp("uploads"))


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator in a window with the policy as we serve it."""
    with visiting(browser, site) as staff:
        staff.sign_in()
        yield staff


@pytest.mark.parametrize("name", pages.NAMES)
def test_everybody_can_use_every_page(name: str, with_axe: Visitor, addresses: Addresses) -> None:
    """In light and dark, on a phone, and read from right to left; every fold is open."""
    with_axe.page.set_viewport_size(DESKTOP)
    with_axe.go(addresses[name])
    assert looking.keeps_out(with_axe, f"pages/{name}") == []


def test_no_page_scrolls_sideways(signed_in: Visitor, addresses: Addresses) -> None:
    signed_in.page.set_viewport_size(_SMALLEST)
    widths = {}
    for name in pages.NAMES:
        signed_in.go(addresses[name])
        widths[name] = signed_in.page.evaluate(_WIDTHS)
    signed_in.page.set_viewport_size(DESKTOP)
    assert {name: both for name, both in widths.items() if max(both) > 320} == {}


def test_every_page_is_quiet_light_and_at_home(signed_in: Visitor, addresses: Addresses) -> None:
    """Nothing on the console, nothing failed, nothing from elsewhere, nothing heavy."""
    said, weights, hosts = {}, {}, set()
    for name in pages.NAMES:
        signed_in.complaints.clear()
        signed_in.answers.clear()
        signed_in.go(addresses[name])
        said[name] = [line for line in signed_in.complaints if not _is_expected(line, name)]
        weights[name] = _weight(signed_in)
        hosts |= {urlsplit(answer.url).netloc for answer in signed_in.answers}
    assert {name: lines for name, lines in said.items() if lines} == {}
    assert {name: weight for name, weight in weights.items() if weight > _HEAVIEST} == {}
    assert hosts == {urlsplit(signed_in.site.address).netloc}


def test_no_room_of_the_staff_is_forgotten(with_axe: Visitor, addresses: Addresses) -> None:
    with_axe.page.set_viewport_size(DESKTOP)
    with_axe.go("/staff/")
    rooms = with_axe.page.get_by_role("navigation", name="Main").get_by_role("listitem")
    linked = {room.get_by_role("link").get_attribute("href") for room in rooms.all()}
    assert linked
    assert linked <= set(addresses.values())


def test_axe_is_awake(with_axe: Visitor) -> None:
    """It has to find what somebody left out, or its silence says nothing."""
    with_axe.go("/")
    accessibility.bring(with_axe.page)
    with_axe.page.evaluate("document.querySelector('input#number').labels[0].remove()")
    assert any("label" in line for line in accessibility.violations(with_axe.page))


def _is_expected(line: str, name: str) -> bool:
    """Chromium itself remarks on the status of a page that says there is no such thing."""
    return name in pages.REFUSALS and "the server responded with a status of 4" in line


def _weight(visitor: Visitor) -> int:
    """Bytes before compression; a page that is loaded again counts once."""
    sizes = {
        answer.url: len(answer.body())
        for answer in visitor.answers
        if answer.request.resource_type in _WEIGHS and answer.status == 200
    }
    return sum(sizes.values())

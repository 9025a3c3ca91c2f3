"""Names and titles are data: a page shows them letter by letter and obeys none of them."""

from collections.abc import Iterator
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser

from journeys import hostile
from journeys.browsing import Visitor, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_ISSUED_WITHIN = 60.0  # Seconds.


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator of a register that holds what it should not, all of it sent."""
    site.runs("from journeys import hostile; hostile.write()")
    with visiting(browser, site) as administrator:
        administrator.sign_in()
        _await_the_last_letter(administrator)
        yield administrator
    site.runs("from journeys import hostile; hostile.hold()")


@pytest.mark.parametrize(
    "where",
    [f"/staff/certificates?course={hostile.CODE}", f"/staff/courses/{hostile.CODE}"],
)
def test_a_list_shows_every_name_as_it_is(where: str, staff: Visitor) -> None:
    staff.go(where)
    shown = staff.page.inner_text("main")
    assert [name for name in hostile.NAMES if name not in shown] == []
    assert hostile.TITLE in shown
    _obeyed_nothing(staff)


def test_a_name_that_nobody_can_print_is_shown_with_the_reason(staff: Visitor) -> None:
    staff.go(f"/staff/courses/{hostile.CODE}")
    row = staff.page.get_by_role("row", name=hostile.EMOJI)
    assert f"in the name “{hostile.EMOJI}”" in row.inner_text()


def test_courses_and_mail_show_the_title_as_it_is(staff: Visitor) -> None:
    for where in ("/staff/courses", "/staff/mail", "/outbox/"):
        staff.go(where)
        assert hostile.TITLE in staff.page.inner_text("main"), where
        _obeyed_nothing(staff)


@pytest.mark.parametrize("place", range(len(hostile.NAMES)))
def test_a_certificate_shows_its_holder_as_they_are_written(place: int, staff: Visitor) -> None:
    name = hostile.NAMES[place]
    number = _number_of(place, staff)
    for where in (f"/c/{number}", f"/staff/certificates/{number}"):
        staff.go(where)
        staff.shoot(f"hostile/{place}-{where.count('/')}")
        assert name in staff.page.inner_text("main"), where
        assert hostile.TITLE in staff.page.inner_text("main"), where
        _obeyed_nothing(staff)


def test_a_letter_shows_them_as_they_are(staff: Visitor) -> None:
    for place, name in enumerate(hostile.NAMES):
        staff.go("/outbox/")
        row = staff.page.get_by_role("row", name=hostile.email_of(place))
        row.get_by_role("link").first.click()
        letter = staff.page.frame_locator("iframe").locator("body")
        assert hostile.TITLE in letter.inner_text()
        assert name.split()[0] in letter.inner_text()
        _obeyed_nothing(staff)


def _await_the_last_letter(staff: Visitor) -> None:
    give_up_at = monotonic() + _ISSUED_WITHIN
    while True:
        staff.go("/outbox/")
        written = staff.page.inner_text("main")
        if all(hostile.email_of(place) in written for place in range(len(hostile.NAMES))):
            return
        assert monotonic() < give_up_at, "Not every certificate was sent."
        sleep(0.5)


def _number_of(place: int, staff: Visitor) -> str:
    staff.go(f"/staff/certificates?q={hostile.email_of(place)}")
    return staff.page.locator("tbody th a").inner_text()


def _obeyed_nothing(staff: Visitor) -> None:
    assert staff.complaints == []
    assert staff.page.locator("main u").count() == 0
    assert staff.page.locator("img[src=x], main script").count() == 0

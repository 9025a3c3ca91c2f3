"""Mistakes are stopped: an unusual batch before it is signed, what was issued before its letter."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys import completions, looking
from journeys.browsing import Visitor, eventually, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_QUIET_YEAR = """
from cast import a_course, dara, hana
from conferral.foundation.brakes.models import Day
from waiting import today
dara(), hana()
Day.objects.filter(day__lt=today()).update(issued=1)
for code, title in (("splicing", "Splicing"), ("reeving", "Reeving")):
    a_course(code, title=title)
"""
_SCENE = """
from cast import a_course, dara
from waiting import earned
dara()
earned(a_course("jacking", title="Jacking"), 3)
"""


@pytest.fixture(scope="module")
def dara(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The registrar, while letters wait for ten minutes; axe may look over her shoulder."""
    site.conferral("brakes", "set", "undo_minutes=10")
    site.runs(_SCENE)
    with visiting(browser, site) as registrar:
        registrar.site = replace(site, email="dara@example.test", password="correct horse battery")
        registrar.sign_in()
        yield registrar
    site.conferral("brakes", "set", "undo_minutes=0")


def test_a_registrar_stops_what_was_issued_by_mistake(dara: Visitor, site: Site) -> None:
    page = dara.page
    eventually(lambda: site.issued("jacking") == 3)
    dara.go("/staff/just-issued")
    row = page.get_by_role("row").filter(has_text="Jacking")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("in 9")
    _everybody_can_use(dara, "brakes/1-just-issued")

    row.get_by_role("link", name="Stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop 3 certificates?")
    _everybody_can_use(dara, "brakes/2-stop")
    address = page.get_by_role("region", name="Certificates to stop").get_by_role("link").first
    number = address.text_content()
    page.get_by_role("button", name="Stop 3").click()
    expect(page.get_by_role("status")).to_contain_text("3 stopped.")
    dara.shoot("brakes/2-stopped")

    dara.go(f"/c/{number}")
    dara.reload_until("It was issued by mistake.")
    dara.shoot("brakes/3-public-page")
    dara.go("/outbox/")
    expect(page.get_by_text("Jacking")).to_have_count(0)


@pytest.fixture
def few_a_day(site: Site) -> Iterator[None]:
    """Nobody is used to more than one in a day, and three went today."""
    site.runs(_QUIET_YEAR)
    site.conferral("brakes", "set", "unusual_from=1")
    yield
    site.conferral("brakes", "set", "unusual_from=500")


def test_an_unusual_batch_waits_for_a_second_person(
    few_a_day: None, browser: Browser, site: Site, dara: Visitor, tmp_path: Path
) -> None:
    with visiting(browser, site) as hana:
        hana.site = replace(site, email="hana@example.test", password="correct horse battery")
        hana.sign_in()
        _hand_in(dara, "splicing", ["Thandi Mokoena", "Bongani Zwane"], tmp_path)
        batch = _held(dara)
        expect(dara.page.get_by_text("You brought in what they rest on")).to_be_visible()
        expect(dara.page.get_by_role("button", name="Let 2 go")).to_have_count(0)
        _look_and_let_go(hana, batch)
        eventually(lambda: site.issued("splicing") == 2)

        _hand_in(dara, "reeving", ["Zodwa Radebe"], tmp_path)
        hana.go(_held(dara))
        _cancel(hana)
        assert site.issued("reeving") == 0


def _hand_in(registrar: Visitor, course: str, learners: list[str], folder: Path) -> None:
    page = registrar.page
    registrar.go(f"/staff/imports/new?course={course}")
    file = completions.written(folder, completions.a_report(learners), f"{course}.csv")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Confirm").first.click()


def _held(registrar: Visitor) -> str:
    """Today says so, and leads to it."""
    registrar.go("/staff/")
    asked = registrar.page.get_by_role("listitem").filter(has_text="held: more than usual")
    registrar.reload_until(asked)
    asked.get_by_role("link").click()
    return registrar.page.url


def _look_and_let_go(second: Visitor, batch: str) -> None:
    page = second.page
    second.go(batch)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 certificates are held")
    _everybody_can_use(second, "brakes/4-held")
    page.get_by_role("link", name="Who, and why").click()
    line = page.get_by_role("row").filter(has_text="Thandi Mokoena")
    expect(line).to_contain_text("Gets it")
    expect(line).to_contain_text("Final quiz")
    _everybody_can_use(second, "brakes/5-who-and-why")
    page.get_by_role("link", name="Back to the decision").click()
    page.get_by_role("button", name="Let 2 go").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 certificates let go")
    second.shoot("brakes/6-let-go")


def _cancel(second: Visitor) -> None:
    page = second.page
    page.get_by_text("Cancel them").click()
    page.get_by_label("Why").fill("The list of last year")
    page.get_by_role("button", name="Cancel 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 certificate cancelled")
    second.go("/staff/waiting?course=reeving")
    expect(page.get_by_text("The list of last year").first).to_be_visible()


def _everybody_can_use(visitor: Visitor, name: str) -> None:
    assert looking.keeps_out(visitor, name) + looking.overflows(visitor) == []

"""Moderators look at a quarter of the results; when they uphold it all go out, otherwise none."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys import completions, looking
from journeys.browsing import DESKTOP, Visitor, eventually, visiting
from journeys.conftest import SignedIn
from journeys.site import Site

pytestmark = pytest.mark.browser

_EIGHT = [f"Learner {letter} Dube" for letter in "Abcdefgh"]
_SCENE = """
from cast import imani, jabu
from moderating import a_moderated_course
imani(), jabu()
a_moderated_course("{code}", external_moderation=True)
"""


def test_eight_certificates_go_out_when_both_moderators_uphold_the_two_that_were_drawn(
    staff: Visitor, signed_in: SignedIn, site: Site, tmp_path: Path
) -> None:
    _eight_wait(staff, site, "hoisting", tmp_path)
    imani, jabu = signed_in("Imani"), signed_in("Jabu")
    _open(imani)
    expect(imani.page.get_by_text("2 of 8 results drawn, 25 %.")).to_be_visible()
    expect(imani.page.get_by_text("Drawn again: same sample")).to_be_visible()
    _name(imani.page, "internal", "Imani (you)")
    _name(imani.page, "external", "Jabu")
    imani.shoot("moderation/1-to-moderate")

    _uphold(imani.page, "1", "2")
    imani.shoot("moderation/2-to-conclude")
    _conclude(imani.page, "Uphold the round")
    expect(imani.page.get_by_text("External stage until")).to_be_visible()
    assert site.issued("hoisting") == 0

    jabu.go("/staff/moderation")
    jabu.page.get_by_role("link", name="Moderate at Moderation 1").click()
    _uphold(jabu.page, "1", "2")
    _conclude(jabu.page, "Uphold the round")
    expect(jabu.page.get_by_text("Upheld on")).to_be_visible()
    jabu.shoot("moderation/3-upheld")
    eventually(lambda: site.issued("hoisting") == 8)


def test_nothing_goes_out_when_one_of_them_is_not_upheld(
    staff: Visitor, signed_in: SignedIn, site: Site, tmp_path: Path
) -> None:
    _eight_wait(staff, site, "scaffolds", tmp_path)
    imani = signed_in("Imani")
    _open(imani)
    _name(imani.page, "internal", "Imani (you)")
    _uphold(imani.page, "1")
    second = _result(imani.page, "2")
    second.get_by_label("Not upheld").check()
    second.get_by_label("Remark").fill("The practical log is not signed.")
    second.get_by_role("button", name="Save").click()
    _conclude(imani.page, "Uphold the round")
    expect(
        imani.page.get_by_text("Number 2 was not upheld, so the round cannot be.")
    ).to_be_visible()
    imani.page.get_by_label("What has to be mended").fill("Let every log be signed.")
    _conclude(imani.page, "Do not uphold it")
    expect(imani.page.get_by_text("Not upheld on")).to_be_visible()
    imani.shoot("moderation/4-not-upheld")

    staff.go("/staff/waiting?for=moderation&course=scaffolds")
    links = staff.page.get_by_role("link", name="Open the round")
    expect(links).to_have_count(8)
    staff.shoot("moderation/5-waiting")
    links.first.click()
    expect(staff.page.get_by_text("What becomes of the 8 results that it holds")).to_be_visible()
    assert site.issued("scaffolds") == 0


_ROUNDS = """
from cast import imani, jabu
from moderating import a_moderated_course, a_round, not_upheld
from waiting import settled
a_round(a_moderated_course("knots-m", external_moderation=True))
not_upheld(a_round(a_moderated_course("ropes-m")))
settled(a_moderated_course("bends-m"), 3)
"""


def test_everybody_can_use_the_pages_of_a_moderator(browser: Browser, site: Site) -> None:
    site.runs(_ROUNDS)
    with visiting(browser, site) as imani:
        imani.site = replace(site, email="imani@example.test", password="correct horse battery")
        imani.sign_in("/staff/moderation")
        pages = {
            "queue": "/staff/moderation",
            "round": _address(imani.page, "Moderate at Moderation 1"),
            "held": _address(imani.page, "Say what becomes of it"),
        }
        found = {name: _violations(imani, name, where) for name, where in pages.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def _address(page: Page, link: str) -> str:
    return page.get_by_role("link", name=link).first.get_attribute("href") or ""


def _violations(visitor: Visitor, name: str, where: str) -> list[str]:
    visitor.page.set_viewport_size(DESKTOP)
    visitor.go(where)
    return looking.keeps_out(visitor, f"moderation/{name}") + looking.overflows(visitor)


def _eight_wait(staff: Visitor, site: Site, code: str, folder: Path) -> None:
    site.runs(_SCENE.format(code=code))
    staff.go(f"/staff/imports/new?course={code}")
    file = completions.written(folder, completions.a_report(_EIGHT))
    staff.page.get_by_label("File", exact=True).set_input_files(file)
    staff.page.get_by_role("button", name="Look at it").click()
    staff.page.get_by_role("button", name="Confirm").click()
    staff.go(f"/staff/waiting?for=moderation&course={code}")
    eventually(lambda: _rows(staff.page) == 8)


def _rows(page: Page) -> int:
    page.reload()
    return page.get_by_role("link", name="See the rounds").count()


def _open(visitor: Visitor) -> None:
    visitor.go("/staff/moderation")
    visitor.page.get_by_role("button", name="Draw a sample now").first.click()


def _name(page: Page, stage: str, moderator: str) -> None:
    page.get_by_label(f"Who is the {stage} moderator?").select_option(label=moderator)
    page.get_by_role("button", name=f"Name them {stage} moderator").click()


def _result(page: Page, number: str) -> Locator:
    return page.get_by_role("region", name=f"{number}. ", exact=False).first


def _uphold(page: Page, *numbers: str) -> None:
    for number in numbers:
        result = _result(page, number)
        result.get_by_label("Upheld", exact=True).check()
        result.get_by_role("button", name="Save").click()


def _conclude(page: Page, button: str) -> None:
    page.get_by_label("I have looked at every result of the sample.").check()
    page.get_by_role("button", name=button).click()

"""An author builds a criterion, is stopped at a contradiction, tries it on a learner, and saves."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from journeys import accessibility
from journeys.browsing import Visitor
from journeys.conftest import Visit
from journeys.keyboard import press, tab_to
from journeys.site import Site

pytestmark = pytest.mark.browser

_AUTHOR = """
from cast import a_member
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
a_member("Bruno Author", Role.AUTHOR, Organization.objects.get())
"""
_WHERE = re.compile(r"/staff/courses/mel/versions/\d+$")


def _draft(site: Site, course: str) -> str:
    """The path of its draft: a new one, unless it has one."""
    site.runs(_AUTHOR)
    made = site.conferral("courses", "new-version", course)
    found = re.search(r"version (\d+)", made.stdout + made.stderr, re.IGNORECASE)
    assert found, made
    return f"/staff/courses/{course}/versions/{found[1]}"


def _author(visit: Visit, site: Site, **options: bool) -> Visitor:
    author = visit(**options)
    author.site = replace(site, email="bruno@example.test", password="correct horse battery")
    author.sign_in()
    return author


def test_an_author_builds_tries_compares_and_saves(visit: Visit, site: Site) -> None:
    """Without a script."""
    draft = _draft(site, "mel")
    author = _author(visit, site, java_script_enabled=False)
    author.go(draft)
    author.page.get_by_role("link", name="Edit the criterion").click()
    _add_a_choice(author.page)
    _add_attendance(author.page)
    author.shoot("criteria/1-built")
    _contradict(author)
    _try_it(author)
    _compare(author)
    _save(author, draft)


def test_the_builder_works_by_keyboard_and_for_everybody(visit: Visit, site: Site) -> None:
    draft = _draft(site, "project-finance")
    author = _author(visit, site)
    page = author.page
    author.go(f"{draft}/criterion")
    tab_to(page, page.get_by_label("Next part of the whole"))
    page.keyboard.type("write in")
    press(page, page.get_by_role("button", name="Add it to the whole"))
    number = page.get_by_label("at least").last
    expect(number).to_be_focused()
    number.fill("none")
    press(page, page.get_by_role("button", name="Check it"))
    expect(page.get_by_role("link", name="Write a whole number")).to_be_visible()
    accessibility.bring(page)
    assert accessibility.violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    author.shoot("criteria/5-phone")


def test_a_record_shows_everything_about_one_learner(visit: Visit, site: Site) -> None:
    staff = visit()
    staff.sign_in()
    staff.go("/staff/courses/mel")
    staff.page.locator('main a[href*="/staff/learners/"]').first.click()
    expect(staff.page.get_by_role("heading", name="Results")).to_be_visible()
    accessibility.bring(staff.page)
    assert accessibility.violations(staff.page) == []
    staff.shoot("criteria/6-record")


def _add_a_choice(page: Page) -> None:
    page.get_by_label("Next part of the whole").select_option("one of these")
    page.get_by_role("button", name="Add it to the whole").click()
    group = page.get_by_role("group", name="Part 5", exact=True)
    group.get_by_label("Next part of part 5").select_option("score")
    group.get_by_role("button", name="Add it to part 5").click()
    score = page.get_by_role("group", name="Part 5.1")
    score.get_by_label("at least").fill("60")
    score.get_by_label("in", exact=True).select_option("Final examination")
    page.get_by_label("Next part of part 5").select_option("pass")
    page.get_by_role("button", name="Add it to part 5").click()
    project = page.get_by_role("group", name="Part 5.2")
    project.get_by_label("the module").select_option("Portfolio of evidence")


def _add_attendance(page: Page) -> None:
    page.get_by_label("Next part of the whole").select_option("attend, in percent")
    page.get_by_role("button", name="Add it to the whole").click()
    page.get_by_role("group", name="Part 6").get_by_label("at least").fill("80")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("main")).to_contain_text("Attend at least 80 % of the course.")


def _contradict(author: Visitor) -> None:
    """A period that ends before it starts, around the attendance."""
    page = author.page
    page.get_by_role("button", name="Group around part 6").click()
    page.get_by_label("What is asked, part 6", exact=True).select_option("within some days")
    page.get_by_role("button", name="Check it").click()
    page.get_by_label("from", exact=True).fill("2026-12-31")
    page.get_by_label("to", exact=True).fill("2026-01-01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody could ever meet this")
    named = page.get_by_role("link", name="ends before it starts")
    expect(named).to_have_attribute("href", "#c-5")
    author.shoot("criteria/2-contradiction")
    page.get_by_role("button", name="Ungroup part 6").click()
    expect(page.get_by_role("link", name="ends before it starts")).to_have_count(0)


def _try_it(author: Visitor) -> None:
    page = author.page
    page.get_by_label("Name or e-mail of a learner").fill("a")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="would not have completed it yet")).to_be_visible()
    attendance = page.get_by_role("listitem").filter(has_text="No data yet")
    expect(attendance).to_contain_text("Attend at least 80 %")
    author.shoot("criteria/3-tried")


def _compare(author: Visitor) -> None:
    page = author.page
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("would lose it")
    author.shoot("criteria/4-compared")


def _save(author: Visitor, draft: str) -> None:
    author.page.get_by_role("button", name="Save").click()
    author.page.wait_for_url(_WHERE)
    number = draft.rpartition("/")[2]
    shown = author.site.conferral("courses", "show", "mel", "--version", number).stdout
    told = " ".join(shown.split())
    assert "pass “Portfolio of evidence”" in told
    assert "attend at least 80 % of the course" in told

"""Forty certificates wait for a registrar's look; a learner reads when theirs will come."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys import accessibility
from journeys.browsing import Visitor, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_RELEASED = "40 released. The certificates are on their way."
_SOON = 60.0  # Seconds for the worker, on a slow machine.
_SCENE = """
from cast import a_course, a_draft, dara
from reviewing import submitted
from waiting import a_released_type, earned
dara()
earned(a_course("scaffolding", title="Scaffolding", certificate_type=a_released_type()), 40)
draft = a_draft("slings", title="Lifting Slings")
submitted(draft)
earned(draft, 3, days_ago=2)
"""
_APPROVED = """
from cast import femi, gugu
from conferral.foundation.accounts.roles import Role
from conferral.learning.review.models import Submission
from reviewing import say_yes
submission = Submission.objects.get(version__course__code="slings")
say_yes(submission, Role.EXPERT, femi())
say_yes(submission, Role.TRAINER, gugu())
"""


@pytest.fixture(scope="module")
def dara(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The registrar; axe may look over her shoulder."""
    site.runs(_SCENE)
    with visiting(browser, site, bypass_csp=True) as registrar:
        registrar.site = replace(site, email="dara@example.test", password="correct horse battery")
        registrar.sign_in()
        yield registrar


def test_a_registrar_looks_at_forty_and_lets_them_go(dara: Visitor, site: Site) -> None:
    page = dara.page
    _reload_until(page, "wait for your release")
    dara.shoot("waiting/1-today")
    need = page.get_by_role("listitem").filter(has_text="wait for your release")
    need.get_by_role("link", name="Look").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting certificates")
    expect(page.get_by_text("A registrar must release it.").first).to_be_visible()
    _everybody_can_use(dara, "waiting/2-waiting")

    page.locator("select[name=course]").select_option("scaffolding")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Look at what can be released").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release 40 certificates?")
    _everybody_can_use(dara, "waiting/3-release")
    assert _issued(site, "scaffolding") == 0

    page.get_by_role("button", name="Release 40").click()
    expect(page.get_by_role("status")).to_have_text(_RELEASED)
    give_up_at = time.monotonic() + _SOON
    while _issued(site, "scaffolding") < 40:
        assert time.monotonic() < give_up_at
        time.sleep(0.5)
    dara.go("/staff/waiting?course=scaffolding")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    assert _issued(site, "scaffolding") == 40


def test_a_learner_reads_what_it_waits_for_until_it_is_there(dara: Visitor, site: Site) -> None:
    page = dara.page
    dara.go("/outbox/")
    subject = "You completed Lifting Slings: your certificate is on its way"
    _reload_until(page, subject)
    page.get_by_role("link", name=subject).first.click()
    page.locator("main a[href*='/progress/']").click()
    expect(page.get_by_text("The content of the course is being reviewed.")).to_be_visible()
    expect(page.get_by_text("We expect your certificate by")).to_be_visible()
    _everybody_can_use(dara, "waiting/4-learner")

    site.runs(_APPROVED)
    _reload_until(page, "Your certificate is there")
    dara.shoot("waiting/5-learner-has-it")
    page.get_by_role("link", name="Open certificate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("valid")


def test_a_link_that_somebody_made_up_leads_nowhere(visitor: Visitor) -> None:
    answer = visitor.go("/progress/MTIzNDU2Nzg5MA:1abcde:0123456789abcdefghij")
    assert answer is not None
    assert answer.status == 404
    visitor.shoot("waiting/6-no-such-link")


def _everybody_can_use(visitor: Visitor, name: str) -> None:
    page, found = visitor.page, {}
    accessibility.bring(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        visitor.shoot(f"{name}-{scheme}")
        found[scheme] = accessibility.violations(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    visitor.shoot(f"{name}-phone")
    found["phone"] = accessibility.violations(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 900})
    assert {mode: lines for mode, lines in found.items() if lines} == {}


def _reload_until(page: Page, words: str) -> None:
    give_up_at = time.monotonic() + _SOON
    while not page.get_by_text(words).count() and time.monotonic() < give_up_at:
        time.sleep(0.5)
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def _issued(site: Site, course: str) -> int:
    return len([row for row in site.certificates() if row["course"] == course])

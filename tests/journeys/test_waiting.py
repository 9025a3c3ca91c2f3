"""Forty certificates wait for a registrar's look; a learner reads when theirs will come."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from journeys import looking
from journeys.browsing import Visitor, eventually, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_RELEASED = "40 released. The certificates are on their way."
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
    with visiting(browser, site) as registrar:
        registrar.site = replace(site, email="dara@example.test", password="correct horse battery")
        registrar.sign_in()
        yield registrar


def test_a_registrar_looks_at_forty_and_lets_them_go(dara: Visitor, site: Site) -> None:
    page = dara.page
    dara.reload_until("wait for your release")
    dara.shoot("waiting/1-today")
    need = page.get_by_role("listitem").filter(has_text="wait for your release")
    need.get_by_role("link", name="Release").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting certificates")
    expect(page.get_by_text("A registrar must release it.").first).to_be_visible()
    _everybody_can_use(dara, "waiting/2-waiting")

    page.locator("select[name=course]").select_option("scaffolding")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Look at what can be released").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release 40 certificates?")
    _everybody_can_use(dara, "waiting/3-release")
    assert site.issued("scaffolding") == 0

    page.get_by_role("button", name="Release 40").click()
    expect(page.get_by_role("status")).to_have_text(_RELEASED)
    eventually(lambda: site.issued("scaffolding") == 40)
    dara.go("/staff/waiting?course=scaffolding")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()


def test_a_learner_reads_what_it_waits_for_until_it_is_there(dara: Visitor, site: Site) -> None:
    page = dara.page
    dara.go("/outbox/")
    subject = "You completed Lifting Slings: your certificate is on its way"
    dara.reload_until(subject)
    page.get_by_role("link", name=subject).first.click()
    page.locator("main a[href*='/progress/']").click()
    expect(page.get_by_text("The content of the course is being reviewed.")).to_be_visible()
    expect(page.get_by_text("We expect your certificate by")).to_be_visible()
    _everybody_can_use(dara, "waiting/4-learner")

    site.runs(_APPROVED)
    dara.reload_until("Your certificate is ready")
    dara.shoot("waiting/5-learner-has-it")
    page.get_by_role("link", name="Open certificate").click()
    dara.reload_until("This certificate is valid")  # As soon as it is in the public log.


def test_a_link_that_somebody_made_up_leads_nowhere(visitor: Visitor) -> None:
    answer = visitor.go("/progress/MTIzNDU2Nzg5MA:1abcde:0123456789abcdefghij")
    assert answer is not None
    assert answer.status == 404
    visitor.shoot("waiting/6-no-such-link")


def _everybody_can_use(visitor: Visitor, name: str) -> None:
    assert looking.keeps_out(visitor, name) + looking.overflows(visitor) == []

"""Content is approved by two people before anything is issued of it; then everything that waits."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys import completions, looking
from journeys.browsing import DESKTOP, Visitor, eventually, visiting
from journeys.conftest import SignedIn
from journeys.site import Site

pytestmark = pytest.mark.browser

_MANY = [f"Learner {chr(65 + n // 10)}{chr(97 + n % 10)} Nkosi" for n in range(40)]
_SCENE = """
from cast import a_draft, bruno, femi, gugu
bruno(), femi(), gugu()
a_draft("{code}", title="{title}")
"""


def test_approval_releases_forty_certificates(
    staff: Visitor, signed_in: SignedIn, site: Site, tmp_path: Path
) -> None:
    site.runs(_SCENE.format(code="fire-safety", title="Fire Safety"))
    _upload(staff, "fire-safety", completions.written(tmp_path, completions.a_report(_MANY)))
    bruno, femi, gugu = map(signed_in, ("Bruno", "Femi", "Gugu"))

    _look_at(bruno, "Fire Safety", "Submit")
    bruno.page.get_by_label("Words for the reviewers").fill("Please mind the final quiz.")
    bruno.page.get_by_role("button", name="Submit for review").click()
    expect(bruno.page.get_by_text("Under review until")).to_be_visible()
    bruno.shoot("approvals/1-submitted")

    _look_at(femi, "Fire Safety", "Review")
    femi.reload_until("40 certificates wait for this approval. Others have to say yes as well.")
    _approve(femi, "subject expert")
    femi.shoot("approvals/3-one-yes")
    assert site.issued("fire-safety") == 0

    _look_at(gugu, "Fire Safety", "Review")
    said = gugu.page.get_by_text("Yours is the last yes.")
    expect(said).to_contain_text("40 certificates that wait for it are issued")
    gugu.shoot("approvals/2-to-decide")
    _approve(gugu, "trainer")
    expect(gugu.page.get_by_role("heading", level=1)).to_have_text("Fire Safety")
    expect(gugu.page.get_by_text("Approved on")).to_be_visible()
    gugu.shoot("approvals/4-approved")
    eventually(lambda: site.issued("fire-safety") == 40)


def test_the_last_module_on_an_unapproved_version_waits(
    staff: Visitor, site: Site, tmp_path: Path
) -> None:
    site.runs(_SCENE.format(code="towers", title="Work on Towers"))
    _upload(staff, "towers", completions.written(tmp_path, completions.a_report(["Ada Zulu"])))
    staff.go("/staff/courses/towers/versions/1/approval")
    staff.reload_until("1 certificate waits for this approval.")
    staff.go("/staff/waiting?course=towers")
    row = staff.page.get_by_role("row").filter(has_text="Ada Zulu")
    expect(row).to_contain_text("approv")
    staff.shoot("approvals/5-waiting")
    assert site.issued("towers") == 0


_KNOTS = """
from cast import a_draft, femi
from conferral.learning.review.comments import comment
from reviewing import approved, submitted
approved(a_draft("knots", title="Knots"))
changed = a_draft("knots", title="Knots and Ropes", description="Bends and resuscitation.")
comment(changed, femi(), "Ten questions are too few.", place="final-quiz")
submitted(changed)
"""
_PAGES = {
    "queue": "/staff/approvals",
    "review": "/staff/courses/knots/versions/2/approval",
    "history": "/staff/courses/knots/versions/1/approval",
}


def test_everybody_can_use_the_pages_of_a_reviewer(browser: Browser, site: Site) -> None:
    """As a subject expert: the administrator does not see the form."""
    site.runs(_KNOTS)
    with visiting(browser, site) as femi:
        femi.site = replace(site, email="femi@example.test", password="correct horse battery")
        femi.sign_in()
        found = {name: _violations(femi, name, where) for name, where in _PAGES.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def _violations(visitor: Visitor, name: str, where: str) -> list[str]:
    visitor.page.set_viewport_size(DESKTOP)
    visitor.go(where)
    return looking.keeps_out(visitor, f"approvals/{name}") + looking.overflows(visitor)


def _upload(staff: Visitor, code: str, file: Path) -> None:
    staff.go(f"/staff/imports/new?course={code}")
    staff.page.get_by_label("File", exact=True).set_input_files(file)
    staff.page.get_by_role("button", name="Look at it").click()
    staff.page.get_by_role("button", name="Confirm").click()


def _look_at(visitor: Visitor, title: str, button: str) -> None:
    visitor.go("/staff/approvals")
    row = visitor.page.get_by_role("listitem").filter(has_text=f"{title}, version 1")
    row.get_by_role("link", name=button).click()


def _approve(reviewer: Visitor, role: str) -> None:
    page = reviewer.page
    for yes in page.get_by_role("radio", name="Yes").all():
        yes.check()
    page.get_by_label("I have read this version.").check()
    page.get_by_role("button", name=f"Approve as {role}").click()
    mine = page.get_by_role("listitem").filter(has_text=role.capitalize())
    expect(mine.first).to_contain_text("Yes")

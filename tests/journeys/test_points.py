"""A registrar has the points of a conference entered, and first sees what is wrong with them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys import looking
from journeys.browsing import Visitor
from journeys.site import Site

pytestmark = pytest.mark.browser

_SCENE = """
from cast import a_course, an_award
an_award("Palesa Sithole", a_course("steep-roofs", title="Working on Steep Roofs"))
"""
_TABLE = """\
E-mail;Date;Activity;Points
palesa@example.test;2026-06-14;Annual conference;7,5
palesa@example.test;03/04/2026;Evening lecture;2
stranger@example.test;2026-06-14;Annual conference;7,5
"""


def test_points_of_many_are_looked_at_and_entered(
    staff: Visitor, site: Site, tmp_path: Path
) -> None:
    site.runs(_SCENE)
    listed = tmp_path / "conference.csv"
    listed.write_text(_TABLE)
    page = staff.page
    staff.go("/staff/expiring")
    page.get_by_role("link", name="Points from a table").click()
    page.get_by_label("File").set_input_files(listed)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="1 line of 1 learner is new")).to_be_visible()
    expect(page.get_by_text("can be two days")).to_be_visible()
    expect(page.get_by_text("stranger@example.test is no learner here.")).to_be_visible()
    assert looking.keeps_out(staff, "points/1-preview") + looking.overflows(staff) == []
    page.get_by_role("button", name="Enter 1").click()
    expect(page.get_by_role("heading", name="Ended")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1 of 3 lines entered, 2 refused")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Line 4")).to_contain_text("no learner here")
    assert looking.keeps_out(staff, "points/2-entered") + looking.overflows(staff) == []
    page.get_by_role("button", name="I have seen to it").click()
    staff.go("/staff/points")
    expect(page.get_by_role("row").filter(has_text="Palesa Sithole")).to_contain_text("7.5")

"""A registrar saves what she looks for, holds an intake back together, and lets it go again."""

import pytest
from playwright.sync_api import expect

from journeys.conftest import SignedIn
from journeys.site import Site

pytestmark = pytest.mark.browser

_SCENE = """
from cast import a_course, dara
from conferral.learning.progress.models import Enrolment
from waiting import a_released_type, settled
dara()
kind = a_released_type()
settled(a_course("brazing", title="Brazing", certificate_type=kind), 4)
Enrolment.objects.filter(version__course__code="brazing").update(cohort="Welders 2026")
"""


def test_an_intake_is_found_again_held_and_let_go(site: Site, signed_in: SignedIn) -> None:
    site.runs(_SCENE)
    dara = signed_in("Dara")
    page = dara.page

    dara.go("/staff/find?q=welders")
    page.get_by_role("link", name="Welders 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welders 2026")
    dara.reload_until(page.get_by_role("row").filter(has_text="Waits for release").nth(3))
    dara.shoot("console/1-cohort")

    dara.go("/staff/waiting?course=brazing&for=release")
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("Welders to release")
    page.get_by_role("button", name="Save", exact=True).click()
    dara.go("/staff/waiting")
    page.get_by_role("link", name="Welders to release").click()
    page.get_by_role("button", name="Hold").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold 4 certificates?")
    page.get_by_label("Why").fill("Their assessor is being asked")
    page.get_by_role("button", name="Hold 4").click()
    expect(page.get_by_role("status")).to_have_text("4 held.")

    dara.go("/staff/waiting?course=brazing&for=hold")
    page.get_by_role("button", name="Let go").click()
    dara.shoot("console/2-let-go")
    page.get_by_role("button", name="Let 4 go").click()
    expect(page.get_by_role("status")).to_contain_text("4 let go.")
    assert dara.complaints == []

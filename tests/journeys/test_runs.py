"""A long file is paused: it is resumed by a click, followed to its end, mended and tried again."""

import pytest
from playwright.sync_api import expect

from journeys import looking
from journeys.browsing import Visitor
from journeys.conftest import SignedIn, Visit
from journeys.site import Site

pytestmark = pytest.mark.browser

# Paused in the transaction that confirms it: the worker has not seen it.
_SCENE = """
from django.db import transaction
from cast import PASSED, a_course, an_import, a_person, dara
from conferral.foundation.runs import actions, tracking
version = a_course("winching", title="Winching")
a_person("Somebody Else", "wendy.winch@example.test")
rows = [(f"Winch{n} Mabaso", f"winch{n}@example.test", PASSED) for n in range(3)]
with transaction.atomic():
    late = ("Wendy Winch", "wendy.winch@example.test", PASSED)
    batch = an_import(*rows, late, version=version)
    actions.pause(tracking.of(batch).get(), dara())
"""
_MENDED = """
from conferral.foundation.accounts.models import Person
Person.objects.filter(email="wendy.winch@example.test").update(printed_name="Wendy Winch")
"""


def test_long_work_is_resumed_followed_and_tried_again(
    visit: Visit, signed_in: SignedIn, site: Site
) -> None:
    site.runs(_SCENE)
    _resume_and_follow(visit())
    site.runs(_MENDED)
    _try_again_without_a_script(signed_in("Dara"))


def _resume_and_follow(office: Visitor) -> None:
    """No reload of ours: the page follows by itself."""
    office.sign_in()
    page = office.page
    office.go("/staff/runs")
    page.get_by_role("link", name="Import: course_completion.csv").first.click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    office.shoot("runs/1-paused")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("heading", name="Ended")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 of 4 lines read, 1 refused")).to_be_visible()
    office.shoot("runs/2-ended")
    assert office.complaints == []


def _try_again_without_a_script(dara: Visitor) -> None:
    page = dara.page
    dara.go("/staff/")
    needed = page.get_by_role("listitem").filter(
        has_text="1 line of “course_completion.csv” refused"
    )
    needed.get_by_role("link").first.click()
    expect(page.get_by_role("row").filter(has_text="Line 5")).to_contain_text("another name")
    page.get_by_role("button", name="Try the rest again").click()
    dara.reload_until("4 of 4 lines read")
    dara.shoot("runs/3-mended")
    assert looking.overflows(dara) == []

"""A licence ends; its holder is reminded, takes the refresher, and has the next one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys import completions, looking
from journeys.browsing import Visitor, eventually, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_HOLDER = "Naledi Khumalo"
_SCENE = f"""
from cast import a_course, an_award
from renewing import a_licence
an_award("{_HOLDER}", a_licence("ladders", title="Working on Ladders"))
a_course("ladders-again", title="Ladders Refreshed")
"""
_A_YEAR_LATER = """
from conferral.credentials.issuing.models import Credential
from renewing import end_in
end_in(Credential.objects.get(award__enrolment__version__course__code="ladders"), days_left=20)
"""


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator, who is author and registrar, too; axe may look over her shoulder."""
    site.runs(_SCENE)
    eventually(lambda: site.issued("ladders") == 1)
    site.runs(_A_YEAR_LATER)
    with visiting(browser, site) as administrator:
        administrator.sign_in()
        yield administrator


def test_a_licence_ends_and_is_renewed_by_a_refresher(
    staff: Visitor, site: Site, tmp_path: Path
) -> None:
    _say_how_it_is_renewed(staff)
    _have_done_now(staff, "Open and close renewals", "1 opened")
    _have_done_now(staff, "Remind holders of what ends", "letters")
    _read_the_letter(staff)
    own_page = staff.page.url
    _hand_in_the_refresher(staff, tmp_path)
    staff.go(own_page)
    staff.reload_until("It goes on from the one that was valid until")
    staff.shoot("renewal/4-renewed")
    _follow_the_lineage(staff)


def _say_how_it_is_renewed(staff: Visitor) -> None:
    page = staff.page
    staff.go("/staff/courses/ladders")
    page.get_by_role("link", name="How it is renewed").click()
    page.get_by_label("Ladders Refreshed").check()
    staff.shoot("renewal/1-rule")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/courses/ladders")


def _have_done_now(staff: Visitor, job: str, result: str) -> None:
    """The worker has made the list when it first ran; it has done them then, and does one again."""
    row = staff.page.get_by_role("row").filter(has_text=job)
    staff.go("/staff/jobs")
    staff.reload_until(row)
    row.get_by_role("button").click()
    staff.reload_until(row.filter(has_text=result))


def _read_the_letter(staff: Visitor) -> None:
    page = staff.page
    staff.go("/outbox/")
    subject = "Your certificate ends soon: Working on Ladders"
    staff.reload_until(subject)
    page.get_by_role("link", name=subject).first.click()
    page.locator("main a[href*='/progress/']").click()
    expect(page.get_by_text("Renew it by")).to_be_visible()
    expect(page.get_by_text("Complete “Ladders Refreshed”.")).to_be_visible()
    assert looking.keeps_out(staff, "renewal/2-holder") + looking.overflows(staff) == []


def _hand_in_the_refresher(staff: Visitor, folder: Path) -> None:
    """Her own line alone, dated yesterday: what was done before the window counts for nothing."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    report = completions.a_report([_HOLDER]).replace("2026-11-20", f"{yesterday:%Y-%m-%d}")
    lines = [line for line in report.splitlines() if "HYPERLINK" not in line]
    mine = "\n".join(lines).replace(
        completions.email_of(_HOLDER), f"{_HOLDER.split()[0].lower()}@example.test"
    )
    page = staff.page
    staff.go("/staff/imports/new?course=ladders-again")
    file = completions.written(folder, f"{mine}\n", "ladders.csv")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Confirm").first.click()


def _follow_the_lineage(staff: Visitor) -> None:
    """From the new one on the pages of the staff to the old one, and back where everybody may."""
    page = staff.page
    certificate = page.get_by_role("link", name="Open certificate")
    staff.reload_until(certificate)  # Earned is before issued.
    certificate.click()
    staff.reload_until("This certificate is valid")
    number = page.url.rpartition("/")[2]
    staff.go(f"/staff/certificates/{number}")
    page.locator("dt:text-is('Renews') + dd a").click()
    expect(page.get_by_role("link", name=number)).to_be_visible()
    page.get_by_role("link", name="Public page").click()
    staff.reload_until("Renewed by")
    staff.shoot("renewal/5-the-old-one")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text("This certificate is valid")).to_be_visible()

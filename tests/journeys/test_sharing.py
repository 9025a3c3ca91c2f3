"""A holder shows a certificate to an employer by a link, and ends it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from journeys.conftest import Visit
from journeys.site import Site

pytestmark = pytest.mark.browser

_A_HOLDER = """
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.links import entrance_url
held = Credential.objects.current().kept().filter(revoked_at=None, suspended_at=None)
mel = held.filter(printed_at__isnull=False, shape__version__course__code="mel")
credential = mel.order_by("pk").first()
print(entrance_url(credential.award.enrolment.person), credential.award.enrolment_id)
"""


def test_an_employer_sees_what_a_holder_shows_until_the_link_is_ended(
    visit: Visit, site: Site
) -> None:
    said = site.clerk.python(_A_HOLDER)
    assert said.returncode == 0, said.stderr
    entrance, enrolment = said.stdout.split()
    holder, employer = visit(), visit()
    holder.go(urlsplit(entrance).path)
    holder.go(f"/me/courses/{enrolment}")
    holder.page.get_by_label("For whom?").fill("Umoja Staffing")
    holder.page.get_by_role("button", name="Make a link").click()
    links = holder.page.get_by_role("list", name="Links that work").get_by_role("listitem")
    mine = links.filter(has_text="Umoja Staffing")
    expect(mine).to_contain_text("Not opened yet")
    address = mine.get_by_role("link").get_attribute("href") or ""
    employer.go(urlsplit(address).path)
    expect(employer.page.get_by_text("Its holder shows it to you by this link")).to_be_visible()
    employer.shoot("journeys/shared")
    holder.page.reload()
    expect(mine).to_contain_text("Opened 1 time")
    holder.shoot("journeys/sharing")
    mine.get_by_role("button", name="End it").click()
    expect(mine).to_have_count(0)
    employer.page.reload()
    expect(employer.page.get_by_role("heading", name="This link has ended")).to_be_visible()
    assert holder.complaints == []
    assert [line for line in employer.complaints if "404" not in line] == []

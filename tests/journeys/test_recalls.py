"""Wrong names on forty certificates; a lost one; one that is revoked, appealed and given back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys.browsing import eventually
from journeys.conftest import SignedIn, Visit
from journeys.site import Site

pytestmark = pytest.mark.browser

_LETTERS = [f"{one}{other}" for one in "ABCD" for other in "abcdefghij"]
_SCENE = """
from cast import a_course, dara, hana
from waiting import earned
dara(), hana()
earned(a_course("{code}", title="{title}"), {count})
"""
_LINK = """
from datetime import UTC, datetime
from pathlib import Path
from conferral.learning.awards.links import token_of
from conferral.learning.progress.models import Enrolment
enrolment = Enrolment.objects.filter(version__course__code="{code}").first()
Path("{where}").write_text("/progress/" + token_of(enrolment))
"""


def test_wrong_names_on_forty_certificates(signed_in: SignedIn, site: Site, tmp_path: Path) -> None:
    numbers = _issued(site, "misspelt", "Rigging", 40)
    listed = tmp_path / "names.csv"
    lines = (f"{number};Right Name {_LETTERS[n]}" for n, number in enumerate(numbers))
    listed.write_text("\n".join(lines))
    dara = signed_in("Dara")
    page = dara.page
    dara.go("/staff/recalls")
    page.get_by_role("link", name="Call back").click()
    page.get_by_label("Each is replaced by a new one").check()
    page.get_by_label("Or a file of them").set_input_files(listed)
    page.get_by_label("Reason").select_option("The name was wrong")
    dara.shoot("recalls/1-order")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Replace 40 certificates?")
    dara.shoot("recalls/2-preview")
    page.get_by_role("button", name="Replace 40").click()
    dara.reload_until("40 of 40 certificates called back")
    dara.shoot("recalls/3-done")
    eventually(lambda: site.issued("misspelt") == 80)


def test_a_lost_certificate_is_replaced_with_an_affidavit(
    signed_in: SignedIn, visit: Visit, site: Site, tmp_path: Path
) -> None:
    (number,) = _issued(site, "lost", "Slinging", 1)
    affidavit = tmp_path / "affidavit.pdf"
    affidavit.write_bytes(b"%PDF-1.7 sworn")
    dara = signed_in("Dara")
    page = dara.page
    dara.go(f"/staff/certificates/{number}")
    page.get_by_role("link", name="Replace it").click()
    page.get_by_label("Reason").select_option("The holder has lost it")
    page.get_by_label("What proves it").set_input_files(affidavit)
    page.get_by_label("Day of the affidavit").fill(datetime.now(UTC).date().isoformat())
    dara.shoot("recalls/4-replace")
    page.get_by_role("button", name="Replace it").click()
    dara.reload_until("1 of 1 certificate called back")
    stranger = visit()
    stranger.go(f"/c/{number}")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(
        "Replaced by a newer certificate"
    )
    stranger.shoot("recalls/5-replaced")
    stranger.page.get_by_role("status").get_by_role("link").click()
    stranger.reload_until("This certificate is valid")


def test_revoked_appealed_and_given_back(
    signed_in: SignedIn, visit: Visit, site: Site, tmp_path: Path
) -> None:
    (number,) = _issued(site, "appealed", "Signalling", 1)
    told = site.conferral(
        "certificates", "revoke", number, "--because", "Misconduct", "--as", "dara@example.test"
    )
    assert not told.returncode, told.stderr
    site.runs(_LINK.format(code="appealed", where=tmp_path / "link"))
    learner = visit()
    learner.go((tmp_path / "link").read_text())
    expect(learner.page.get_by_role("heading", name="Your certificate is revoked")).to_be_visible()
    learner.page.get_by_label("I do not agree with a decision").check()
    learner.page.get_by_label("In your words").fill("It was not me.")
    learner.shoot("recalls/6-appeal")
    learner.page.get_by_role("button", name="Send it").click()
    expect(learner.page.get_by_role("heading", name="What you asked")).to_be_visible()

    hana = signed_in("Hana")
    hana.go("/staff/cases")
    hana.page.get_by_role("main").get_by_role("row").filter(has_text="Signalling").get_by_role(
        "link"
    ).click()
    hana.page.get_by_label("They are right").check()
    hana.page.get_by_label("What the learner reads").fill("You are right. We are sorry.")
    hana.shoot("recalls/7-case")
    hana.page.get_by_role("button", name="Send the answer").click()
    expect(hana.page.get_by_role("heading", name="Upheld")).to_be_visible()
    eventually(lambda: site.issued("appealed") == 2)
    learner.page.reload()
    expect(learner.page.get_by_text("You are right. We are sorry.")).to_be_visible()
    expect(learner.page.get_by_role("heading", name="Your certificate is ready")).to_be_visible()


def _issued(site: Site, code: str, title: str, count: int) -> list[str]:
    site.runs(_SCENE.format(code=code, title=title, count=count))
    eventually(lambda: site.issued(code) == count)
    ours = (row for row in site.certificates() if row["course"] == code)
    return [row["number"] for row in ours]

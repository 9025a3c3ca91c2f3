"""What bodies vouch for decides what is printed, on the day and by the minute."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from journeys import completions
from journeys.browsing import Visitor, eventually
from journeys.conftest import SignedIn
from journeys.site import Site

pytestmark = pytest.mark.browser

_ZONE = ZoneInfo("Africa/Johannesburg")
_SCENE = """
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import Instructor, Teaching
from cast import a_course, a_member, hana
from vouching import a_type, granted
ours = Organization.objects.get()
version = a_course("{code}", ours, title="{title}", certificate_type=a_type("{lacking}"))
granted(version, number="{number}")
teacher = Instructor.objects.create(organization=ours, name="Dr {title}")
Teaching.objects.create(version=version, instructor=teacher, duty="instructor")
hana()
"""


def test_an_accreditation_ends_at_midnight(
    staff: Visitor, signed_in: SignedIn, visitor: Visitor, site: Site, tmp_path: Path
) -> None:
    site.runs(_SCENE.format(code="rigging", title="Rigging", lacking="hold", number="NBVA/R/1"))
    hana = signed_in("Hana")
    _end(hana, "NBVA/R/1", _today())  # Its last day: it still counts.
    first = _completed(staff, site, "rigging", "Ada Zulu", tmp_path)
    visitor.go(first)
    expect(visitor.page.get_by_text("accredited on the day of issue")).to_be_visible()
    expect(visitor.page.get_by_text("Lapsed since")).to_have_count(0)

    _end(hana, "NBVA/R/1", _today() - timedelta(days=1))  # As if midnight had passed.
    expect(hana.page.get_by_text("Ended", exact=True)).to_be_visible()
    hana.shoot("accreditations/1-ended")
    _upload(staff, "rigging", "Ben Zulu", tmp_path)
    staff.go("/staff/waiting?course=rigging")
    said = f"NBVA/R/1 ended on {_words(_today() - timedelta(days=1))}"
    staff.reload_until(said)
    staff.shoot("accreditations/2-held")
    assert site.issued("rigging") == 1

    visitor.go(first)
    visitor.reload_until("This certificate is valid")
    expect(visitor.page.get_by_text(f"Lapsed since {_words(_today())}")).to_be_visible()
    visitor.shoot("accreditations/3-lapsed-since")

    _end(hana, "NBVA/R/1", _today() + timedelta(days=400))  # The body has prolonged it.
    eventually(lambda: site.issued("rigging") == 2)


def test_an_instructors_registration_lapsed(
    staff: Visitor, signed_in: SignedIn, visitor: Visitor, site: Site, tmp_path: Path
) -> None:
    site.runs(
        _SCENE.format(code="welding", title="Welding", lacking="downgrade", number="NBVA/W/1")
    )
    hana = signed_in("Hana")
    lapsed_on = _today() - timedelta(days=3)
    _register(hana, until=lapsed_on)
    row = hana.page.get_by_role("row").filter(has_text="Dr Welding")
    expect(row.get_by_text("Lapsed", exact=True)).to_be_visible()
    hana.shoot("accreditations/4-lapsed")
    address = _completed(staff, site, "welding", "Ada Khumalo", tmp_path)
    visitor.go(address)
    words = f"The instructor’s registration lapsed on {_words(lapsed_on)}."
    expect(visitor.page.get_by_text(words)).to_be_visible()
    expect(visitor.page.get_by_text("Not accredited", exact=True)).to_be_visible()
    expect(visitor.page.get_by_text("Certificate of Completion")).to_be_visible()
    visitor.shoot("accreditations/5-not-accredited")

    _register(hana, since=_today(), until=_today() + timedelta(days=20))
    hana.go("/staff/")
    need = "Registration of Dr Welding ends in 20 days"
    expect(hana.page.get_by_text(need, exact=True)).to_be_visible()
    hana.go("/staff/accreditations/calendar")
    expect(hana.page.get_by_text("1 course would lose the label").first).to_be_visible()
    hana.shoot("accreditations/6-calendar")
    address = _completed(staff, site, "welding", "Ben Khumalo", tmp_path)
    visitor.go(address)
    expect(visitor.page.get_by_text("accredited on the day of issue")).to_be_visible()


def _end(hana: Visitor, number: str, last_day: date) -> None:
    hana.go("/staff/accreditations")
    hana.page.get_by_role("link", name=number).click()
    hana.page.get_by_text("It ends on another day").click()
    hana.page.get_by_label("Its last day").fill(last_day.isoformat())
    hana.page.get_by_role("button", name="Set the last day").click()
    expect(hana.page.get_by_text(f"to the end of {_words(last_day)}")).to_be_visible()


def _register(hana: Visitor, until: date, since: date = date(2020, 1, 1)) -> None:
    hana.go("/staff/qualifications")
    page = hana.page
    page.get_by_label("Who", exact=True).select_option(label="Dr Welding")
    page.get_by_label("What it is").fill("registration")
    page.get_by_label("In whose register").fill("Council of Trainers")
    page.get_by_label("Valid from").fill(since.isoformat())
    page.get_by_label("Last day (optional)").fill(until.isoformat())
    page.get_by_role("button", name="Add it").click()


def _completed(staff: Visitor, site: Site, code: str, learner: str, folder: Path) -> str:
    """The address of the certificate that the learner gets."""
    before = site.issued(code)
    _upload(staff, code, learner, folder)
    eventually(lambda: site.issued(code) > before)
    return _addresses(site, code)[0]


def _upload(staff: Visitor, code: str, learner: str, folder: Path) -> None:
    file = completions.written(folder, completions.a_report([learner]))
    staff.go(f"/staff/imports/new?course={code}")
    staff.page.get_by_label("File", exact=True).set_input_files(file)
    staff.page.get_by_role("button", name="Look at it").click()
    staff.page.get_by_role("button", name="Confirm").click()


def _addresses(site: Site, code: str) -> list[str]:
    return [row["url"] for row in site.certificates() if row["course"] == code]


def _today() -> date:
    return datetime.now(_ZONE).date()


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

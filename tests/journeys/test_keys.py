"""A key of PDFs and tokens ends by two people; and an authority vouches for it."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, expect

from authority import vouched_for
from journeys.browsing import Visitor
from journeys.conftest import Visit
from journeys.pages import AddressOf
from journeys.site import Site

pytestmark = pytest.mark.browser

_SECOND = """
from cast import a_member
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
a_member("Lerato Dlamini", Role.ADMINISTRATOR, Organization.objects.get())
"""


@pytest.fixture
def second(visit: Visit, site: Site) -> Visitor:
    """Another administrator, signed in, without a script."""
    site.runs(_SECOND)
    lerato = visit(java_script_enabled=False)
    lerato.site = replace(site, email="lerato@example.test", password="correct horse battery")
    lerato.sign_in()
    return lerato


def test_one_proposes_a_new_key_and_another_confirms_it(
    staff: Visitor, second: Visitor, site: Site, address_of: AddressOf, tmp_path: Path
) -> None:
    token = _a_token(site, address_of, tmp_path)
    before = _keys_of_tokens(site)
    staff.go("/staff/keys")
    documents = _documents(staff)
    documents.get_by_text("Take a new key").click()
    documents.get_by_label("Why?").locator("visible=true").fill("It is five years old")
    documents.get_by_role("button", name="Propose a new key").click()
    proposal = staff.page.get_by_role("region", name="A new key is proposed")
    expect(proposal).to_contain_text("Another administrator must confirm it")
    expect(proposal.get_by_role("button", name="Confirm")).to_have_count(0)
    staff.shoot("keys/1-proposed")
    assert _keys_of_tokens(site) == before

    second.go("/staff/")
    second.page.get_by_role("listitem").filter(has_text="A new key is proposed").get_by_role(
        "link", name="Look"
    ).click()
    proposal = second.page.get_by_role("region", name="A new key is proposed")
    expect(proposal).to_contain_text("It is five years old")
    second.shoot("keys/2-to-confirm")
    proposal.get_by_role("button", name="Confirm").click()

    second.reload_until(_documents(second).get_by_text("Retired"))
    history = _documents(second)
    expect(history).to_contain_text("It is five years old")
    expect(history).to_contain_text("confirmed by Lerato Dlamini")
    second.shoot("keys/3-done")
    after = _keys_of_tokens(site)
    assert (len(after), after[: len(before)]) == (len(before) + 1, before)
    verified = site.conferral("verify", token)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert staff.complaints == second.complaints == []


def test_an_authority_vouches_for_the_key(staff: Visitor, tmp_path: Path) -> None:
    staff.go("/staff/keys")
    fold = _unfolded(staff)
    fold.get_by_role("button", name="request").click()
    staff.reload_until(_unfolded(staff).get_by_role("link", name="Download the request"))
    with staff.page.expect_download() as download:
        _unfolded(staff).get_by_role("link", name="Download the request").click()
    request = Path(download.value.path()).read_text()

    wrong = tmp_path / "wrong.pem"
    wrong.write_text(request)
    _upload(staff, wrong)
    expect(_unfolded(staff)).to_contain_text("This is a request. Send it to the authority")
    staff.shoot("keys/4-refused")

    answer = tmp_path / "answer.pem"
    answer.write_bytes(vouched_for(request))
    _upload(staff, answer)
    vouched = staff.page.get_by_role("region", name="Who vouches for it")
    expect(vouched).to_contain_text("Test authority")
    staff.shoot("keys/5-vouched-for")
    # Chromium itself remarks on the status of the page that refused.
    assert [line for line in staff.complaints if "status of 422" not in line] == []


def _a_token(site: Site, address_of: AddressOf, folder: Path) -> Path:
    file, number = folder / "certificate.jwt", address_of("valid").rpartition("/")[2]
    exported = site.conferral("export", number, "--format", "jwt", "-o", file)
    assert exported.returncode == 0, exported.stderr
    return file


def _keys_of_tokens(site: Site) -> list[str]:
    """As anybody finds them: P-256, in the order in which they came."""
    with urlopen(f"{site.address}/.well-known/did.json") as answer:
        listed = json.load(answer)["verificationMethod"]
    keys = [method["publicKeyMultibase"] for method in listed]
    return [key for key in keys if key.startswith("zDn")]


def _documents(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("region", name="PDFs and tokens", exact=True)


def _unfolded(staff: Visitor) -> Locator:
    fold = staff.page.locator("details", has_text="A certificate from an authority")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def _upload(staff: Visitor, file: Path) -> None:
    fold = _unfolded(staff)
    fold.get_by_label("Certificate", exact=True).set_input_files(file)
    fold.get_by_role("button", name="Use this certificate").click()

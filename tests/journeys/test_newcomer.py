"""The main job, as somebody new to it does it: from a file to a certificate that a phone verifies.

One test, because each step stands on the one before it.
"""

import json
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, expect

from journeys import completions
from journeys.browsing import Visitor
from journeys.conftest import Visit
from paper import Paper

pytestmark = pytest.mark.browser

_TRAVELS_WITHIN = 60_000  # Milliseconds from the file to the last letter, on a slow machine.
_REVOKED_WITHIN = 20.0  # Seconds, on a busy machine; alone it is at once.
_CARRIED = "data:image/jpeg;base64,"  # The letter brings its picture along: nothing is fetched.


@dataclass(frozen=True)
class Story:
    """A file of completions, and one learner in it who has passed."""

    file: Path
    learner: str
    email: str
    refused: str  # A word of the line that must be refused by name.


def _our_file(folder: Path) -> Story:
    learner = "Nomsa O’Brien-Müller"
    report = completions.a_report([learner, "Ṱhama Ḽiḓoga"], failed=["Ann Lee"], half=["明 王"])
    email = completions.email_of(learner)
    return Story(completions.written(folder, report), learner, email, "=HYPERLINK")


def _sample(_folder: Path) -> Story:
    return Story(completions.SAMPLE, "Ayanda Nkosi", "ayanda@example.test", "=HYPERLINK")


_STORIES = [_our_file, *([_sample] if completions.SAMPLE.exists() else [])]


@pytest.mark.parametrize("story", _STORIES, ids=lambda make: make.__name__.strip("_"))
def test_a_newcomer_makes_a_certificate_that_anyone_can_verify(
    story: Callable[[Path], Story], staff: Visitor, visit: Visit, tmp_path: Path
) -> None:
    told = story(tmp_path)
    name = story.__name__.strip("_")
    anyone = visit()

    _upload(staff, told)
    _look_before_it_counts(staff, told, f"{name}/1-preview")
    _watch_it_travel(staff, f"{name}/2-progress")
    _open_the_letter(anyone, told, f"{name}/3-letter")
    number = _see_green(anyone, told, f"{name}/4-valid")
    paper = _download(anyone, tmp_path)
    _scan(anyone, paper, told, number)
    _change_a_letter_of_the_credential(anyone, paper, tmp_path)
    _upload_again(staff, told)
    _revoke(staff, number, f"{name}/5-revoked-by-staff")
    _see_red(anyone, told, number, f"{name}/6-revoked")
    _find_it_in_the_trail(staff, told, f"{name}/7-activity")

    assert staff.complaints == []
    assert anyone.complaints == []


def test_an_import_needs_no_script(visit: Visit, tmp_path: Path) -> None:
    learner = "Lesedi Nthai"
    file = completions.written(tmp_path, completions.a_report([learner]))
    told = Story(file, learner, completions.email_of(learner), "=HYPERLINK")
    staff = visit(java_script_enabled=False)
    staff.sign_in()
    _upload(staff, told)
    _look_before_it_counts(staff, told, "no-script/1-preview")
    _watch_it_travel(staff, "no-script/2-progress")
    _open_the_letter(staff, told, "no-script/3-letter")
    _see_green(staff, told, "no-script/4-valid")


def _upload(staff: Visitor, told: Story) -> None:
    staff.go("/staff/")
    staff.page.get_by_role("link", name="Issue", exact=True).click()
    staff.page.get_by_role("link", name="Upload", exact=True).click()
    staff.page.get_by_label("Course", exact=True).select_option("first-aid")
    staff.page.get_by_label("File", exact=True).set_input_files(told.file)
    staff.page.get_by_role("button", name="Look at it").click()


def _look_before_it_counts(staff: Visitor, told: Story, shot: str) -> None:
    page = staff.page
    columns = page.get_by_role("region", name="The first lines")
    for meaning in ("name", "e-mail"):
        expect(columns.locator("thead .chip", has_text=meaning).first).to_be_visible()
    expect(columns.get_by_role("row", name=told.learner)).to_be_visible()
    problems = page.get_by_role("region", name="Problems")
    expect(problems.get_by_role("row", name=told.refused)).to_be_visible()
    staff.shoot(shot)
    page.get_by_role("button", name="Confirm").click()


def _watch_it_travel(staff: Visitor, shot: str) -> None:
    """No reload of ours: the page follows by itself."""
    staff.shoot(f"{shot}-begins")
    expect(staff.page.get_by_role("progressbar")).to_be_visible()
    done = staff.page.get_by_role("heading", name="Done", exact=True)
    expect(done).to_be_visible(timeout=_TRAVELS_WITHIN)
    expect(staff.page.get_by_role("progressbar")).to_have_class("run-bar done")
    staff.shoot(f"{shot}-done")


def _open_the_letter(anyone: Visitor, told: Story, shot: str) -> None:
    anyone.go("/outbox/")
    page = anyone.page
    page.get_by_role("row", name=told.email).get_by_role("link").first.click()
    letter = page.frame_locator("iframe")
    _has_a_picture(letter)
    greeting = f"Congratulations, {told.learner.split()[0]}"
    expect(letter.get_by_text(greeting).first).to_be_visible()
    expect(page.locator(".plain")).to_contain_text(greeting)
    anyone.shoot(shot)
    link = page.locator(".plain a").filter(has_text="/c/").first.get_attribute("href")
    letter.locator(f'a[href="{link}"]').first.click()
    page.wait_for_url(str(link))


def _has_a_picture(letter: FrameLocator) -> None:
    """Of a paper that lies across; what the browser would not show it would complain about."""
    shown = letter.locator(f'img[src^="{_CARRIED}"]')
    expect(shown).to_be_visible()
    carried = str(shown.get_attribute("src")).removeprefix(_CARRIED)
    with Image.open(BytesIO(b64decode(carried))) as picture:
        picture.load()
        assert picture.width > picture.height > 200  # Pixels.


def _see_green(anyone: Visitor, told: Story, shot: str) -> str:
    """The certificate's number."""
    _is_green(anyone, told)
    anyone.page.locator(".paper img").first.wait_for()
    anyone.shoot(shot)
    return anyone.page.url.rpartition("/")[2]


def _is_green(anyone: Visitor, told: Story) -> None:
    verdict = anyone.page.get_by_role("status", name="This certificate is valid")
    expect(verdict).to_have_class("verdict good")
    expect(verdict).to_contain_text(told.learner)


def _download(anyone: Visitor, folder: Path) -> Paper:
    link = anyone.page.get_by_role("link", name="PDF", exact=True).get_attribute("href")
    answer = anyone.page.request.get(f"{anyone.site.address}{link}")
    assert answer.headers["content-type"] == "application/pdf"
    return Paper.of(answer.body(), folder)


def _scan(anyone: Visitor, paper: Paper, told: Story, number: str) -> None:
    address = paper.qr()
    assert address.partition("#")[0] == f"{anyone.site.address}/c/{number}".upper()
    anyone.go(address)
    _is_green(anyone, told)


def _change_a_letter_of_the_credential(anyone: Visitor, paper: Paper, folder: Path) -> None:
    attached = paper.pdf.attachments["credential.json"].get_file().read_bytes()
    file = folder / "credential.json"

    file.write_bytes(attached)
    unchanged = anyone.site.conferral("verify", file)
    assert unchanged.returncode == 0, unchanged.stdout + unchanged.stderr

    document = json.loads(attached)
    document["name"] = document["name"].replace("First", "Fist")
    file.write_text(json.dumps(document))
    changed = anyone.site.conferral("verify", file)
    assert changed.returncode == 1
    assert "altered" in changed.stdout + changed.stderr


def _upload_again(staff: Visitor, told: Story) -> None:
    before = staff.site.certificates()
    _upload(staff, told)
    staff.page.get_by_role("button", name="Confirm").click()
    done = staff.page.get_by_role("heading", name="Done", exact=True)
    expect(done).to_be_visible(timeout=_TRAVELS_WITHIN)
    assert staff.site.certificates() == before


def _revoke(staff: Visitor, number: str, shot: str) -> None:
    page = staff.page
    staff.go("/staff/")
    page.get_by_role("searchbox").fill(number)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=number).click()
    fold = page.locator("details", has_text="Revoke this certificate")
    fold.locator("summary").click()
    fold.get_by_label("Reason").select_option("Issued in error")
    fold.get_by_label("Say more").fill("The log book was another learner’s.")
    fold.get_by_label("Type the certificate number").fill(number.lower())
    fold.get_by_role("button", name="Revoke for good").click()
    expect(page.locator("h1 + p .chip", has_text="Revoked")).to_be_visible()
    staff.shoot(shot)


def _see_red(anyone: Visitor, told: Story, number: str, shot: str) -> None:
    began = time.monotonic()
    anyone.go(f"/c/{number}")
    while "Revoked on" not in anyone.page.get_by_role("status").inner_text():
        assert time.monotonic() - began < _REVOKED_WITHIN, "It is still not said to be revoked."
        anyone.page.reload()
    anyone.shoot(shot)
    assert "another learner’s" in anyone.page.inner_text("main")
    assert told.learner not in anyone.page.content()


def _find_it_in_the_trail(staff: Visitor, told: Story, shot: str) -> None:
    staff.page.get_by_role("link", name="Activity").click()
    trail = staff.page.get_by_role("region", name="Activity")
    for deed in ("uploaded a file", "started an import", "revoked"):
        expect(trail.get_by_role("cell", name=deed, exact=True).first).to_be_visible()
    expect(trail).to_contain_text("Issued in error: The log book was another learner’s.")
    staff.shoot(shot)

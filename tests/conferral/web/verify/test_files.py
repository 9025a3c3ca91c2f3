"""A file that is dropped on the page: an answer in words, four lights, and nothing that is kept."""

import copy
import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import pdf_attacks
from cast import dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.name_modes import NameMode
from conferral.web.verify import files as views
from conferral.web.verify.limits import DOOR
from handed_over import a_photo, handed_over

pytestmark = pytest.mark.django_db
SOMEBODY = "8.8.4.7"  # Whoever is on this machine has no budget of their own.


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), handed_over(tmp_path_factory.mktemp("kept")) as found:
        yield found


@pytest.fixture(autouse=True)
def _where_it_is_kept(kept, settings):
    settings.MEDIA_ROOT, settings.LOG_HEAD = kept.folder, kept.folder / "head"


@pytest.fixture
def handed(client):
    """What is answered to whoever hands over these bytes."""

    def hand_over(content, accept="text/html"):
        file = SimpleUploadedFile("a.bin", content)
        headers = {"accept": accept}
        return client.post("/verify/file", {"file": file}, headers=headers, REMOTE_ADDR=SOMEBODY)

    return hand_over


def altered(kept):
    return kept.files["json"].replace(b"Ada Nkosi", b"Mallory <b>Nkosi</b>")


def text_of(answer):
    return answer.content.decode()


def test_the_pdf_that_was_issued_is_valid_and_shows_what_the_register_says(kept, handed):
    answer = handed(kept.files["pdf"])
    assert answer.status_code == 200
    assert "This certificate is valid" in text_of(answer)
    assert "Ada Nkosi" in text_of(answer)
    assert text_of(answer).count('<li class="good">') == 4


def test_an_edited_pdf_is_altered_and_leads_to_the_register(kept, handed):
    answer = handed(pdf_attacks.ATTACKS["changed page"](kept.files["pdf"], kept.other))
    assert answer.status_code == 200
    assert "This file was altered" in text_of(answer)
    assert "A page shows something else." in text_of(answer)
    assert f'href="/c/{kept.credential.number}"' in text_of(answer)
    assert '<li class="good">' not in text_of(answer)


def test_what_differs_is_told_field_by_field_as_text(kept, handed):
    page = text_of(handed(altered(kept)))
    assert "The register says <bdi>Ada Nkosi</bdi>" in page
    assert "The file says <bdi>Mallory &lt;b&gt;Nkosi&lt;/b&gt;</bdi>" in page


def test_a_name_that_its_holder_does_not_show_is_not_compared(kept, handed):
    credential = Credential.objects.get(pk=kept.credential.pk)
    for mode in (NameMode.INITIALS, NameMode.WITHHELD):
        choose(credential, Choice(mode), dara())
        page = text_of(handed(altered(kept)))
        assert "altered" in page
        assert "Ada" not in page
        assert "Mallory" not in page


def test_of_a_revoked_certificate_nothing_is_told_about_an_altered_copy(kept, handed):
    issuing.revoke(Credential.objects.get(pk=kept.credential.pk), dara(), "an error")
    assert "Ada Nkosi" not in text_of(handed(altered(kept)))
    assert "Revoked on" in text_of(handed(kept.files["json"]))


def test_software_is_told_the_same(kept, handed):
    valid = handed(kept.files["png"], "application/json")
    assert (valid.status_code, valid.json()["status"]) == (200, "valid")
    assert set(valid.json()["lights"].values()) == {"passed"}
    changed = handed(altered(kept), "application/json")
    assert (changed.status_code, changed.json()["status"]) == (422, "altered")
    assert changed.json()["fields"][0]["register"] == "Ada Nkosi"


def test_others_are_shown_without_our_green_and_what_they_say_as_text(kept, handed):
    foreign = json.loads(kept.files["json"])
    foreign["id"] = "https://elsewhere.example/c/1"
    foreign["issuer"] = copy.deepcopy(foreign["issuer"]) | {"id": "did:web:elsewhere.example"}
    answer = handed(json.dumps(foreign).encode())
    assert answer.status_code == 200
    assert "Unknown: not issued by us" in text_of(answer)
    assert 'class="good"' not in text_of(answer)
    assert "verdict good" not in text_of(answer)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"{", b"\0", b"\x89PNG\r\n\x1a\n", b"<svg"])
def test_what_cannot_be_read_is_422_and_says_what_to_do(handed, content):
    for accept in ("text/html", "application/json"):
        assert handed(content, accept).status_code == 422
    assert "as it was issued" in text_of(handed(content))


def test_an_unknown_number_is_404_and_counts_as_a_guess(kept, handed, client, stopped_clock):
    document = json.loads(kept.files["json"])
    document["id"] = "https://verify.saypro.example/c/SP-00000-00000-0000"
    content = json.dumps(document).encode()
    assert {handed(content).status_code for _ in range(30)} == {404}
    guess = client.get("/c/SP-00000-00000-0000", REMOTE_ADDR=SOMEBODY)
    assert guess.status_code == 429


def test_a_photo_of_a_qr_code_leads_to_its_page(settings, kept, handed):
    photo = a_photo(f"{settings.SITE_URL}/C/{kept.credential.number}".upper())
    assert handed(photo)["Location"] == f"/c/{kept.credential.number}"
    assert handed(photo, "application/json").json()["number"] == kept.credential.number


def test_a_qr_code_of_others_is_not_followed(handed):
    page = text_of(handed(a_photo("https://verify.evil.test/c/SP-7K3M9-QXD2H-8WNC")))
    assert "does not lead here" in page
    assert 'href="https://verify.evil.test' not in page


def test_without_a_file_it_is_said_so(client):
    assert client.post("/verify/file").status_code == 422
    assert client.get("/verify/file").status_code == 302


def test_what_is_too_large_is_413_before_it_is_read(handed, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1000)
    assert handed(b"x" * 1001).status_code == 413
    assert "too large" in text_of(handed(b"x" * 200_000))


def test_who_hands_over_file_after_file_has_to_wait(handed, stopped_clock):
    answers = [handed(b"\0") for _ in range(40)]
    assert {answer.status_code for answer in answers} == {422, 429}
    assert answers[-1]["Retry-After"]
    DOOR.clear()
    assert handed(b"\0").status_code == 422


def test_nothing_is_kept_of_a_file_or_of_who_brought_it(kept, handed, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    answer = handed(altered(kept))
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert os.listdir(tmp_path) == []

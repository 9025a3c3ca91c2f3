"""`conferral certificates`, `conferral export`: the register from the command line."""

import io
import json

import pytest
from PIL import Image

from cast import a_course, a_member, an_issued_credential, dara
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.verification.showing import Choice, choice_of
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    a_member("Lindiwe", Role.ADMINISTRATOR)
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    return credential


def test_the_list_has_number_status_url_and_course_newest_first(typed, credential):
    newer = an_issued_credential("Ben Dube", a_course("other"))
    rows = typed("certificates", "list", "--json").json
    assert rows == [
        {"number": each.number, "status": "valid", "url": each.url, "course": course}
        for each, course in ((newer, "other"), (credential, "first-aid"))
    ]


def test_the_list_of_one_course(typed, credential):
    an_issued_credential("Ben Dube", a_course("other"))
    rows = typed("certificates", "list", "--course", "other", "--json").json
    assert [row["course"] for row in rows] == ["other"]


def test_into_a_pipe_it_is_one_line_for_each(typed, credential):
    (line,) = typed("certificates", "list").out.splitlines()
    assert line.split("\t") == [credential.number, "valid", credential.url, "first-aid"]


def test_an_empty_register_is_an_empty_list(typed):
    a_course()
    assert typed("certificates", "list", "--json").json == []


def test_without_an_organization_it_says_what_to_do(typed):
    ended = typed("certificates", "list")
    assert ended.code == 1
    assert "There is no organization yet" in ended.err


def test_revoked_is_revoked_and_leaves_a_line(typed, credential):
    ended = typed("certificates", "revoke", credential.number, "--because", "Issued in error")
    assert ended.code == 0
    credential.refresh_from_db()
    assert credential.revoked_because == "Issued in error"
    assert Entry.objects.get(deed="revoked").actor.printed_name == "Lindiwe"


def test_revoked_in_the_name_of_whoever_says_so(typed, credential):
    dara()
    arguments = ("--because", "Issued in error", "--as", "Dara@example.test")
    assert typed("certificates", "revoke", credential.number, *arguments).code == 0
    assert Entry.objects.get(deed="revoked").actor == dara()


def test_nobody_revokes_who_is_no_member(typed, credential):
    arguments = ("--because", "Envy", "--as", "ada@example.test")
    ended = typed("certificates", "revoke", credential.number, *arguments)
    assert ended.code == 1
    assert "not a member" in ended.err
    credential.refresh_from_db()
    assert credential.revoked_at is None


def test_a_dry_run_revokes_nothing(typed, credential):
    arguments = ("--because", "Issued in error", "--dry-run")
    ended = typed("certificates", "revoke", credential.number, *arguments)
    assert "would be revoked" in ended.out
    credential.refresh_from_db()
    assert credential.revoked_at is None


@pytest.mark.parametrize("number", ["SP-00000-00000-0000", "nonsense"])
def test_an_unknown_number_is_refused(typed, credential, number):
    ended = typed("certificates", "revoke", number, "--because", "x")
    assert (ended.code, "No certificate has the number" in ended.err) == (1, True)


def test_revoking_twice_is_refused(typed, credential):
    arguments = ("certificates", "revoke", credential.number, "--because", "Issued in error")
    typed(*arguments)
    assert typed(*arguments).code == 1


def test_the_export_as_json_is_the_signed_document(typed, credential, tmp_path):
    file = tmp_path / "credential.json"
    assert typed("export", credential.number, "--format", "json", "-o", file).code == 0
    assert json.loads(file.read_bytes()) == secured_document(credential)


def test_the_export_as_pdf_is_what_was_printed(typed, credential, tmp_path):
    file = tmp_path / "certificate.pdf"
    assert typed("export", credential.number, "--format", "pdf", "-o", file).code == 0
    assert file.read_bytes().startswith(b"%PDF-")


def test_the_export_as_png_is_a_picture(typed, credential, tmp_path):
    file = tmp_path / "certificate.png"
    assert typed("export", credential.number, "--format", "png", "-o", file).code == 0
    assert Image.open(io.BytesIO(file.read_bytes())).width == 1204


def test_a_file_without_a_name_is_called_after_the_number(typed, credential, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed("export", credential.number.lower().replace("-", " "))
    assert (tmp_path / f"{credential.number}.json").exists()


def test_a_certificate_that_is_not_printed_yet_cannot_be_exported_as_pdf(typed, tmp_path):
    waiting = an_issued_credential()
    ended = typed("export", waiting.number, "--format", "pdf", "-o", tmp_path / "x.pdf")
    assert (ended.code, "being prepared" in ended.err) == (1, True)
    assert not (tmp_path / "x.pdf").exists()


def test_a_name_is_shown_as_its_holder_asked_for(typed, credential):
    ended = typed("certificates", "show-name", credential.number, "initials", "--listed")
    assert (ended.code, ended.out) == (0, f"{credential.number} shows: initials.\n")
    assert choice_of(credential) == Choice(NameMode.INITIALS, is_listed=True)

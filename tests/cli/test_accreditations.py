"""`conferral accreditations`, `bodies` and `qualifications`: all that the pages can do."""

import json

import pytest

from cast import a_course, a_member, an_issued_credential, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.learning.accreditation.models import Accreditation, Body, Document, Qualification
from vouching import (
    PDF,
    a_site,
    a_teacher,
    a_type,
    a_word_document,
    an_unsigned_endorsement,
    endorsed,
    granted,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator():
    return a_member("Ines", Role.ADMINISTRATOR, an_organization())


def test_an_accreditation_is_registered_shown_changed_and_stopped(typed, tmp_path):
    a_course()
    a_site()
    assert typed("bodies", "add", "Board", "url=https://b.example/", "review_months=12").code == 0
    said = "number=N/1", "valid_from=2020-01-01", "courses=first-aid", "sites=durban"
    assert "N/1 is registered" in typed("accreditations", "add", "Board", *said).out
    listed = typed("accreditations", "list", "--json").json
    assert listed == [
        {
            "number": "N/1",
            "body": "Board",
            "state": "in force",
            "until": "",
            "covers": ["first-aid"],
        }
    ]
    typed("accreditations", "set", "N/1", "sites=", "versions=first-aid/1", "needs_qualified=yes")
    row = Accreditation.objects.get()
    assert (row.courses.count(), row.sites.count(), row.versions.count()) == (1, 0, 1)
    assert "is added" in typed("accreditations", "condition", "N/1", "A report").out
    key = row.conditions.get().pk
    assert "is met" in typed("accreditations", "condition", "N/1", key, "--met").out
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    assert "is kept" in typed("accreditations", "attach", "N/1", letter).out
    assert typed("accreditations", "suspend", "N/1", "--because", "Inspection").code == 0
    assert typed("accreditations", "show", "N/1", "--json").json["state"] == "suspended"
    assert typed("accreditations", "reinstate", "N/1").code == 0
    assert typed("accreditations", "end", "N/1", "--last-day", "2099-12-31").code == 0
    assert typed("accreditations", "calendar", "--json").json[-1]["day"] == "2099-12-31"
    assert typed("accreditations", "withdraw", "N/1", "--because", "Taken back").code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "Nobody", "number=1", "valid_from=2020-01-01"), "no body 'Nobody'"),
        (("add", "National Board", "valid_from=2020-01-01"), "Say number"),
        (("add", "National Board", "number=2", "valid_from=soon"), "a day is written like"),
        (("add", "National Board", "number=2", "wrong=1"), "parts are number, valid_from"),
        (("set", "NBVA/2024/00317", "courses=unknown"), "There is no unknown"),
        (("set", "NBVA/2024/00317", "modes=telepathy"), "the ways of teaching are"),
        (("set", "NBVA/2024/00317", "versions=first-aid/9"), "no version first-aid/9"),
        (("end", "NBVA/2024/00317", "--last-day", "2019-12-31"), "before it begins"),
        (("show", "N/404"), "no accreditation N/404"),
    ],
)
def test_what_cannot_be_is_refused(typed, arguments, complaint):
    granted(a_course())
    ended = typed("accreditations", *arguments)
    assert ended.code == 1
    assert complaint in " ".join(ended.err.split())


def test_a_document_that_is_not_what_its_name_says_is_refused(typed, tmp_path):
    granted(a_course())
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(a_word_document())
    ended = typed("accreditations", "attach", "NBVA/2024/00317", letter)
    assert (ended.code, "not what its name says" in ended.err) == (1, True)


def test_an_endorsement_is_checked_and_published(typed, tmp_path):
    version = a_course()
    file = tmp_path / "endorsement.json"
    file.write_bytes(signed(an_unsigned_endorsement(version)))
    assert "No body on record" in typed("accreditations", "endorse", file).err
    endorsed(version).delete()
    assert "vouches for" in typed("accreditations", "endorse", file).out


def test_a_body_is_described_with_files_and_asked_for_by_a_type(typed, tmp_path):
    a_type()
    did = tmp_path / "did.json"
    did.write_text(json.dumps({"id": "did:web:b.example"}))
    lines = tmp_path / "criteria.txt"
    lines.write_text("The content is current.\nIt is complete.\n")
    said = "url=https://b.example/", "kind=government", "did=did:web:b.example"
    assert typed("bodies", "add", "Board", *said, f"did_document=@{did}").code == 0
    assert Body.objects.get().did_document == {"id": "did:web:b.example"}
    assert typed("bodies", "set", "Board", "contact=Ms Khumalo").code == 0
    assert "2 criteria" in typed("bodies", "standard", "Board", "Quality", lines).out
    assert typed("bodies", "require", "competence-hold", "--body", "Board").code == 0
    told = typed("bodies", "show", "Board", "--json").json
    (required,) = told["required_by"]
    assert (told["contact"], required["type"]) == ("Ms Khumalo", "competence-hold")
    assert typed("bodies", "require", "competence-hold", "--drop", required["key"]).code == 0
    assert typed("bodies", "list", "--json").json[0]["kind"] == "government"
    assert "the kinds are" in typed("bodies", "set", "Board", "kind=secret").err


def test_a_qualification_is_added_shown_and_ended(typed, tmp_path):
    teacher = a_teacher(a_course())
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    said = "kind=registration", "register=Council", "valid_from=2020-01-01", f"document={letter}"
    assert typed("qualifications", "add", teacher.pk, *said).code == 0
    key = Qualification.objects.get().pk
    assert typed("qualifications", "end", key, "--last-day", "2026-06-30").code == 0
    assert typed("qualifications", "show", key, "--json").json["until"] == "2026-06-30"
    assert typed("qualifications", "list", "--json").json[0]["who"] == "Dr Thabo Mokoena"
    assert "no instructor 404" in typed("qualifications", "add", "404", *said).err


def test_a_paper_that_comes_with_a_refused_qualification_is_not_kept(typed, tmp_path):
    teacher = a_teacher(a_course())
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    said = "register=Council", "valid_from=2020-01-01", f"document={letter}"
    assert "Say what it is" in typed("qualifications", "add", teacher.pk, *said).err
    assert not Document.objects.exists()


def test_a_verification_for_programs_says_what_the_gate_decided(typed):
    version = a_course()
    accreditation = granted(version)
    number = an_issued_credential(version=version).number
    said = typed("verify", number, "--json").json["accreditation"]
    assert (said["on_the_day_of_issue"], said["lapsed_since"]) == (True, None)
    typed("accreditations", "end", accreditation.number, "--last-day", "2020-06-30")
    said = typed("verify", number, "--json").json["accreditation"]
    assert (said["on_the_day_of_issue"], said["lapsed_since"]) == (True, "2020-07-01")

"""`conferral courses`, `types`, `sites`, `instructors`, `organization`: as in the browser."""

import json

import pytest

from cast import a_course, a_draft, a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator(db):
    return a_member("Lindiwe", Role.ADMINISTRATOR)


def the_draft():
    return CourseVersion.objects.get(approved_at=None)


def test_a_course_is_made_listed_and_shown(typed):
    said = ("--title", "Cold Chain", "--description", "Vaccines.", "--module", "quiz=Final quiz")
    assert typed("courses", "new", "cold-chain", *said).code == 0
    assert typed("courses", "list", "--json").json == [
        {"code": "cold-chain", "version": 1, "state": "draft", "title": "Cold Chain"}
    ]
    shown = typed("courses", "show", "cold-chain").out
    assert "Cold Chain, version 1 (draft)" in shown
    assert "To earn it, complete “Final quiz”." in shown


def test_parts_of_a_draft_are_edited(typed):
    a_draft()
    changes = ("--set", "hours=30", "--set", "title=Aid", "--set", "validity_months=null")
    assert typed("courses", "edit", "first-aid", *changes).code == 0
    assert (the_draft().hours, the_draft().title, the_draft().edition) == (30, "Aid", 2)


def test_modules_are_written_as_json(typed):
    a_draft(criterion_json={"passed": "final-quiz"})
    modules = json.dumps([{"code": "final-quiz", "title": "Quiz", "kind": "exam", "hours": 1.5}])
    assert typed("courses", "edit", "first-aid", "--set", f"modules={modules}").code == 0
    assert [str(module) for module in the_draft().modules.all()] == ["Quiz"]


@pytest.mark.parametrize(
    "change", ["hours=many", "hours=-1", "colour=red", "title", 'criterion={"passed": "swimming"}']
)
def test_what_cannot_be_is_refused_in_a_sentence(typed, change):
    a_draft()
    ended = typed("courses", "edit", "first-aid", "--set", change)
    assert ended.code == 1
    assert ended.err.strip()
    assert the_draft().edition == 1


def test_whoever_names_an_old_edition_is_told(typed):
    draft = a_draft()
    typed("courses", "edit", "first-aid", "--set", "title=Aid")
    old = ("--set", "title=First Aid", "--edition", draft.edition)
    ended = typed("courses", "edit", "first-aid", *old)
    assert (ended.code, "Lindiwe changed title" in ended.err) == (1, True)


def test_a_new_version_differs_by_what_was_edited(typed):
    a_course()
    assert typed("courses", "diff", "first-aid", 1).code == 0
    typed("courses", "new-version", "first-aid")
    typed("courses", "edit", "first-aid", "--set", "hours=30")
    ended = typed("courses", "diff", "first-aid", 1, 2, "--json")
    assert ended.code == 1
    assert [(change["before"], change["after"]) for change in ended.json] == [("24", "30")]


def test_a_course_moves_to_another_house(typed, tmp_path):
    file = tmp_path / "course.json"
    a_draft()
    assert typed("courses", "export", "first-aid", "--to", file).code == 0
    assert typed("courses", "delete", "first-aid").code == 0
    assert "3 modules" in typed("courses", "import", file, "--dry-run").out
    assert not CourseVersion.objects.exists()
    assert typed("courses", "import", file).code == 0
    assert the_draft().title == "Workplace First Aid"


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": "conferral-course-1"}'])
def test_what_is_no_course_is_refused(typed, tmp_path, content):
    file = tmp_path / "course.json"
    file.write_text(content)
    ended = typed("courses", "import", file)
    assert (ended.code, bool(ended.err.strip())) == (1, True)


def test_an_unknown_course_is_refused(typed):
    assert "no course swimming" in typed("courses", "show", "swimming").err


def test_an_approved_version_is_not_edited(typed):
    a_course()
    ended = typed("courses", "edit", "first-aid", "--set", "hours=30")
    assert (ended.code, "new-version" in ended.err) == (1, True)


def test_certificate_types_are_set_and_listed(typed):
    guards = ("--set", "needs_accreditation=yes", "--set", "moderation_percent=25")
    kind = ("--kind", "competence", "--title", "Certificate of Competence")
    assert typed("types", "set", "competence", *kind).code == 1
    assert typed("types", "set", "competence", *kind, *guards).code == 0
    (listed,) = typed("types", "list", "--json").json
    assert (listed["kind"], listed["moderation_percent"]) == ("competence", 25)
    assert typed("types", "set", "competence", "--set", "moderation_percent=").code == 0
    assert typed("types", "list", "--json").json[0]["moderation_percent"] is None


@pytest.mark.parametrize("term", ["needs_accreditation=maybe", "colour=red", "if_lacking=pray"])
def test_a_term_that_is_none_is_refused(typed, term):
    assert typed("types", "set", "x", "--title", "X", "--set", term).code == 1


def test_sites_and_instructors_are_set_and_listed(typed):
    assert typed("sites", "set", "soweto", "Soweto").code == 0
    assert typed("sites", "list").out.split("\t") == ["soweto", "Soweto\n"]
    assert typed("instructors", "set", "Dr Thabo Mokoena", "--title", "Lecturer").code == 0
    (listed,) = typed("instructors", "list", "--json").json
    changed = ("Dr T. Mokoena", "--key", listed["key"], "--email", "lindiwe@example.test")
    assert typed("instructors", "set", *changed).code == 0
    assert typed("instructors", "list", "--json").json[0]["email"] == "lindiwe@example.test"
    assert typed("instructors", "set", "X", "--key", 999).code == 1


def test_the_organization_is_shown_and_set(typed, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    parts = ("name=SayPro Academy", "issues_within_days=10", "colour=#7a1f5c")
    assert typed("organization", "set", *parts, "--logo", logo).code == 0
    shown = typed("organization", "show", "--json").json
    assert (shown["name"], shown["issues_within_days"]) == ("SayPro Academy", 10)
    assert shown["did"] == an_organization().did


@pytest.mark.parametrize("part", ["colour=#ffee00", "did=did:web:x", "issues_within_days=soon"])
def test_what_an_organization_cannot_be_is_refused(typed, part):
    assert typed("organization", "set", part).code == 1

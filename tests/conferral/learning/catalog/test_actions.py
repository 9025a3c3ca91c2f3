"""Courses are made, edited by two at once, copied, submitted; approved versions never change."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cast import a_course, a_member, an_award, an_organization, bruno, chika
from conferral.foundation import approval
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.catalog import actions
from conferral.learning.catalog.actions import Outdated
from conferral.learning.catalog.models import Course, CourseVersion, Instructor
from conferral.learning.catalog.syllabus import Part, Place, Syllabus, Teacher, every_one_of
from conferral.learning.catalog.versions import syllabus_of

pytestmark = pytest.mark.django_db

MODULES = (Part("log", "Practical log"), Part("quiz", "Final quiz", "exam", Decimal("1.5")))
SYLLABUS = Syllabus(
    "Workplace First Aid", "Scene safety and bleeding.", every_one_of(MODULES), MODULES
)


def a_draft(**of):
    return actions.make_course(an_organization(), "first-aid", replace(SYLLABUS, **of), bruno())


def submitted(draft):
    approval.submit(draft, bruno(), an_organization())
    return draft


def edited(draft, **changes):
    return actions.edit(draft, changes, bruno(), edition=draft.edition)


def test_a_course_begins_with_a_draft_that_says_what_was_said():
    people = (Teacher("Dr Thabo Mokoena", "assessor"),)
    draft = a_draft(people=people)
    draft = CourseVersion.objects.get(pk=draft.pk)
    assert (draft.number, draft.edition, draft.submitted_at) == (1, 1, None)
    assert syllabus_of(draft) == replace(
        SYLLABUS, people=(Teacher("Dr Thabo Mokoena", "assessor"),)
    )
    assert Entry.objects.last().deed == "made a course"


def test_there_are_no_two_courses_with_one_code():
    a_draft()
    with pytest.raises(RefusedPart, match="first-aid already"):
        a_draft()


def test_the_address_of_a_page_is_no_code():
    with pytest.raises(RefusedPart):
        actions.make_course(an_organization(), "new", SYLLABUS, bruno())


def test_an_edit_counts_and_is_written_down_by_its_parts():
    draft = edited(a_draft(), title="First Aid", hours=24)
    assert (draft.edition, draft.edited_by) == (2, bruno())
    line = Entry.objects.last()
    assert (line.deed, line.details) == ("edited", {"edition": 2, "changed": ["title", "hours"]})


def test_saving_without_a_change_is_no_edit():
    draft = edited(a_draft(), title=SYLLABUS.title)
    assert draft.edition == 1
    assert not Entry.objects.filter(deed="edited").exists()


def test_the_second_of_two_editors_is_told_what_the_first_changed():
    opened = a_draft()
    lerato = a_member("Lerato", Role.AUTHOR)
    actions.edit(opened, {"title": "First Aid at Work"}, lerato, edition=opened.edition)
    with pytest.raises(Outdated, match="Lerato changed title") as outdated:
        edited(opened, title="Aid", hours=8)
    assert [edit.parts for edit in outdated.value.meanwhile] == [("title",)]
    kept = CourseVersion.objects.get(pk=opened.pk)
    assert (kept.title, kept.hours) == ("First Aid at Work", None)


def test_the_second_may_save_once_they_know():
    opened = a_draft()
    edited(opened, title="First Aid at Work")
    seen = CourseVersion.objects.get(pk=opened.pk)
    assert edited(seen, hours=8).edition == 3


def test_what_is_being_reviewed_stays_as_it_is():
    draft = a_draft()
    submitted(draft)
    with pytest.raises(Refused, match="being reviewed"):
        edited(draft, title="Aid")


def test_what_was_sent_back_can_be_edited_again():
    draft = a_draft()
    approval.send_back(submitted(draft), chika(), an_organization(), remark="Too short.")
    assert edited(draft, hours=8).hours == 8


@pytest.mark.parametrize(
    "act", [edited, lambda draft: actions.delete_draft(draft, bruno())], ids=["edit", "delete"]
)
def test_an_approved_version_never_changes(act):
    with pytest.raises(Refused, match="never changes"):
        act(a_course())


def test_a_criterion_over_a_module_that_the_version_lacks_is_refused():
    draft = a_draft()
    with pytest.raises(RefusedPart, match="swimming"):
        actions.save_criterion(draft, {"passed": "swimming"}, bruno(), edition=1)


def test_a_contradiction_is_refused_by_name():
    draft = a_draft()
    twice = {
        "all": [
            {
                "within": {"from": "2026-01-01", "until": "2026-01-31"},
                "of": {
                    "within": {"from": "2026-03-01", "until": "2026-03-31"},
                    "of": {"passed": "quiz"},
                },
            }
        ]
    }
    with pytest.raises(RefusedPart) as refused:
        actions.save_criterion(draft, twice, bruno(), edition=1)
    assert refused.value.part == "criterion"
    assert CourseVersion.objects.get(pk=draft.pk).criterion_json == SYLLABUS.criterion


def test_a_module_keeps_its_row_as_long_as_it_keeps_its_code():
    draft = a_draft()
    before = {module.code: module.pk for module in draft.modules.all()}
    renamed = (MODULES[1], replace(MODULES[0], title="Log book"))
    draft = edited(draft, modules=renamed)
    after = {module.code: module.pk for module in draft.modules.all()}
    assert after == before
    assert [module.title for module in draft.modules.all()] == ["Final quiz", "Log book"]


def test_a_module_with_results_stays():
    draft = a_draft()
    award = an_award("Ada Nkosi", draft)
    award.enrolment.results.create(module=draft.modules.first(), recorded_at=award.earned_at)
    with pytest.raises(RefusedPart, match="has results of learners"):
        edited(draft, modules=MODULES[1:])
    assert draft.modules.count() == 2


@pytest.mark.parametrize(
    ("changes", "again"), [({"criterion": {"passed": "quiz"}}, True), ({"hours": 8}, False)]
)
def test_learners_in_a_draft_are_judged_again_when_it_asks_for_something_else(changes, again):
    draft = a_draft()
    enrolment = an_award("Ada Nkosi", draft).enrolment
    edited(draft, **changes)
    enrolment.refresh_from_db()
    assert (enrolment.evaluated_at is None) == again


def test_whoever_teaches_is_found_by_name_and_title():
    thabo = Teacher("Dr Thabo Mokoena", "instructor", "Lecturer")
    edited(a_draft(people=(thabo,)), people=(thabo, replace(thabo, duty="assessor")))
    assert Instructor.objects.count() == 1


def test_an_unknown_certificate_type_is_refused():
    with pytest.raises(RefusedPart, match="no certificate type"):
        a_draft(certificate_type="diploma")


def test_a_certificate_type_gives_the_title():
    an_organization().certificate_types.create(
        code="attendance", kind="attendance", title="Certificate of Attendance"
    )
    assert a_draft(certificate_type="attendance").certificate_title == "Certificate of Attendance"


def test_a_new_version_says_what_the_old_one_said():
    old = a_course(hours=24)
    old.alignments.create(target_name="Unit 1", target_url="https://x.test/1")
    new = actions.make_version(old, bruno())
    assert (new.number, new.made_from, new.approved_at) == (old.number + 1, old, None)
    assert syllabus_of(new) == syllabus_of(CourseVersion.objects.get(pk=old.pk))
    assert syllabus_of(new).alignments == (Place("Unit 1", "https://x.test/1"),)
    assert new.uuid != old.uuid


def test_one_draft_at_a_time():
    old = a_course()
    actions.make_version(old, bruno())
    with pytest.raises(Refused, match="Version 2 is not approved yet"):
        actions.make_version(old, bruno())


def test_a_draft_that_nobody_works_with_can_be_deleted():
    new = actions.make_version(a_course(), bruno())
    actions.delete_draft(new, bruno())
    assert [version.number for version in Course.objects.get().versions.all()] == [1]
    assert Entry.objects.last().details == {"code": "first-aid", "number": 2}


def test_with_its_only_draft_a_course_goes_too():
    actions.delete_draft(a_draft(), bruno())
    assert not Course.objects.exists()


def test_a_draft_with_learners_stays():
    draft = a_draft()
    an_award("Ada Nkosi", draft)
    with pytest.raises(Refused, match="Learners are enrolled"):
        actions.delete_draft(draft, bruno())
    assert not Entry.objects.filter(deed="deleted a draft").exists()


def test_an_imported_document_becomes_a_course_and_later_a_version():
    organization = an_organization()
    first = actions.bring_in(organization, "first-aid", SYLLABUS, bruno())
    approval.approve(submitted(first), chika(), organization)
    second = actions.bring_in(organization, "first-aid", replace(SYLLABUS, hours=9), bruno())
    assert (first.number, second.number, second.hours) == (1, 2, 9)


def test_an_imported_document_does_not_overwrite_a_draft():
    a_draft()
    with pytest.raises(Refused, match="Version 1 is not approved yet"):
        actions.bring_in(an_organization(), "first-aid", SYLLABUS, bruno())


def test_nobody_sees_another_title_than_is_kept():
    assert a_draft(title="First\u200b Aid").title == "First Aid"

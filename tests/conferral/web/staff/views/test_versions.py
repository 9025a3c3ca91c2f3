"""A version on its page: shown, compared, copied, exported, deleted."""

import pytest
from django.urls import reverse

from cast import a_course, a_draft, a_member, an_award, bruno
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog import actions
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.catalog.syllabus import from_json
from conferral.learning.catalog.versions import syllabus_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(bruno())
    return client


def address(page, version):
    return reverse(page, args=[version.course.code, version.number])


def text_of(browser, page, version, **asked):
    return browser.get(address(page, version), asked).content.decode()


def test_a_version_says_everything(author):
    version = a_course(certificate_title="Certificate of Attendance", validity_months=36)
    text = text_of(author, "version", version)
    for part in ("Workplace First Aid", "24 learning hours", "NQF level 2", "36 months"):
        assert part in text
    assert "Certificate of Attendance" in text
    assert "Complete “Read: scene safety”" in text
    assert "practical-log" in text


def test_who_begins_is_led_from_the_first_draft_to_a_specimen(client, author):
    draft = a_draft()
    assert reverse("first-steps") not in text_of(author, "version", draft)
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    assert reverse("first-steps") in text_of(client, "version", draft)
    a_course("cold-chain")
    assert reverse("first-steps") not in text_of(client, "version", draft)


def test_only_a_draft_can_be_edited_and_only_by_authors(author, client):
    draft, approved = a_draft(), a_course("cold-chain")
    assert address("version-facts", draft) in text_of(author, "version", draft)
    assert address("version-facts", approved) not in text_of(author, "version", approved)
    client.force_login(a_member("Emil", Role.AUDITOR))
    assert address("version-facts", draft) not in text_of(client, "version", draft)


def test_the_list_shows_where_each_version_stands(author):
    approved = a_course()
    actions.make_version(approved, bruno())
    text = author.get(reverse("courses")).content.decode()
    assert "Approved" in text
    assert "Draft" in text


def test_an_empty_list_teaches_how_to_begin(author):
    a_member("Bruno", Role.AUTHOR)
    assert "Begin with its title and its modules" in author.get(reverse("courses")).content.decode()


def test_a_copy_differs_by_what_was_edited(author):
    old = a_course()
    answer = author.post(address("version-copy", old))
    new = CourseVersion.objects.get(number=2)
    assert answer.url == address("version", new)
    changes = {"hours": 30, "description": "Scene safety, burns and resuscitation."}
    actions.edit(new, changes, bruno(), edition=1)
    text = text_of(author, "version-difference", new)
    assert "<ins>30</ins>" in text
    assert "<del>24</del>" in text
    assert "<del>bleeding</del>" in text
    assert "<ins>burns</ins>" in text


def test_any_two_versions_can_be_compared(author):
    for hours in (1, 2, 3):
        last = a_course(hours=hours)
    text = text_of(author, "version-difference", last, **{"from": 1})
    assert "<del>1</del>" in text


def test_the_only_version_has_nothing_to_be_compared_with(author):
    assert "only version" in text_of(author, "version-difference", a_course())


def test_an_export_can_be_imported(author):
    version = a_course()
    answer = author.get(address("version-document", version))
    assert 'filename="first-aid-1.json"' in answer["Content-Disposition"]
    assert from_json(answer.json()) == ("first-aid", syllabus_of(version))


def test_a_draft_is_deleted_with_its_course_when_it_is_the_only_one(author):
    assert author.post(address("version-delete", a_draft())).url == reverse("courses")
    assert not Course.objects.exists()


def test_a_draft_with_learners_is_not_deleted(author):
    draft = a_draft()
    an_award(version=draft)
    answer = author.post(address("version-delete", draft))
    assert answer.status_code == 409
    assert "it has to stay" in answer.content.decode()


def test_one_draft_at_a_time(author):
    approved = a_course()
    actions.make_version(approved, bruno())
    answer = author.post(address("version-copy", approved))
    assert answer.status_code == 409
    assert "Version 2 is not approved yet" in answer.content.decode()


def test_the_pages_ask_the_database_little(author, django_assert_max_num_queries):
    version = a_course()
    for code in ("a", "b", "c"):
        a_course(code)
    for page, most in (("version", 14), ("version-difference", 12)):
        with django_assert_max_num_queries(most):
            author.get(address(page, version))
    with django_assert_max_num_queries(6):
        author.get(reverse("courses"))

"""What an approval is an approval of."""

from datetime import date

import pytest

from cast import a_draft, a_person, an_organization
from conferral.learning.catalog.models import CourseVersion, Duty, Instructor, Teaching
from conferral.learning.review.content import content_of, digest_of, parts_changed

pytestmark = pytest.mark.django_db

_NOT_CONTENT = {
    "id",
    "uuid",
    "criterion_json",  # As "criterion".
    "made_from",
    "edition",
    "edited_by",
    "edited_at",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
    "withdrawn_at",
}


def test_everything_that_a_version_says_is_in_it():
    fields = {field.name for field in CourseVersion._meta.concrete_fields}
    assert fields - _NOT_CONTENT <= content_of(a_draft(valid_until=date(2030, 1, 1))).keys()


def test_reading_it_again_gives_the_same_digest():
    version = a_draft()
    version.modules.update(hours="7.50")
    again = CourseVersion.objects.get(pk=version.pk)
    assert digest_of(content_of(version)) == digest_of(content_of(again))


def test_a_change_has_the_name_of_its_part():
    version = a_draft()
    before = content_of(version)
    version.title = "First Aid at Work"
    version.modules.filter(code="final-quiz").delete()
    assert parts_changed(before, content_of(version)) == ("title", "modules")


def test_forgetting_an_instructors_name_changes_no_digest():
    version = a_draft()
    instructor = Instructor.objects.create(
        organization=an_organization(), person=a_person("Thabo"), name="Thabo"
    )
    Teaching.objects.create(version=version, instructor=instructor, duty=Duty.INSTRUCTOR)
    before = digest_of(content_of(version))
    Instructor.objects.update(name="Erased person")
    assert digest_of(content_of(version)) == before

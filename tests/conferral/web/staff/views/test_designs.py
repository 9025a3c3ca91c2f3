"""Certificates are looked at before anybody gets one."""

import pytest
from django.urls import reverse

from cast import a_course, a_draft
from conferral.foundation.accounts.models import Organization

pytestmark = pytest.mark.django_db
PICTURE = reverse("design-picture", args=["first-aid", 1])


def test_each_course_shows_the_version_in_force(registrar):
    a_course()
    a_draft()  # Its next version, which nobody has approved yet.
    shown = registrar.get(reverse("designs")).context["shown"]
    assert [(course.code, version.number) for course, version in shown] == [("first-aid", 1)]


def test_the_picture_is_drawn_in_any_of_the_names(registrar):
    a_course()
    answer = registrar.get(PICTURE, {"name": "arabic", "size": "small"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")


def test_it_is_not_drawn_twice_for_who_has_it(registrar):
    a_course()
    known = registrar.get(PICTURE, {"size": "small"})["ETag"]
    again = registrar.get(PICTURE, {"size": "small"}, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")


def test_another_logo_is_seen_at_once(registrar):
    a_course()
    known = registrar.get(PICTURE, {"size": "small"})["ETag"]
    Organization.objects.update(logo_svg='<svg xmlns="http://www.w3.org/2000/svg"/>')
    again = registrar.get(PICTURE, {"size": "small"}, headers={"If-None-Match": known})
    assert again.status_code == 200


def test_a_description_that_is_cut_off_is_said(registrar):
    a_course(description="Many words that nobody will ever read to their end. " * 80)
    page = registrar.get(reverse("design", args=["first-aid", 1])).content.decode()
    assert "The description is cut off." in page


def test_without_courses_the_page_says_what_will_be_there(registrar):
    assert "No certificates to look at yet" in registrar.get(reverse("designs")).content.decode()

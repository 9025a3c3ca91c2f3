"""Points of many learners from one table, on a page."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import an_award, dara
from conferral.learning.renewal.models import Activity
from conferral.web.staff.views import points

pytestmark = pytest.mark.django_db

TABLE = (
    "Email,Day,Title,Points\n"
    "ada@example.test,2026-06-14,Workshop,10\n"
    "mallory@example.test,2026-06-14,Workshop,10\n"
)


@pytest.fixture
def as_dara(client):
    an_award()
    client.force_login(dara())
    return client


def look(client, table: str = TABLE):
    file = SimpleUploadedFile("points.csv", table.encode())
    return client.post(reverse("points"), {"file": file})


def carried(page: str) -> dict[str, str]:
    """What the form of a preview sends."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'name="(name|lines|expected)" value="([^"]*)"', page)
    }


def test_the_file_is_looked_at_before_it_counts(as_dara):
    page = look(as_dara).content.decode()
    assert "1 line of 1 learner is new" in page
    assert "mallory@example.test is no learner here." in page
    assert not Activity.objects.exists()


def test_what_was_shown_is_entered_and_shown_again(as_dara):
    said = carried(look(as_dara).content.decode())
    answer = as_dara.post(reverse("points-enter"), said, follow=True)
    assert "1 entered." in answer.content.decode()
    assert Activity.objects.get().title == "Workshop"


def test_pressed_twice_it_is_shown_that_nothing_is_new(as_dara):
    said = carried(look(as_dara).content.decode())
    as_dara.post(reverse("points-enter"), said)
    again = as_dara.post(reverse("points-enter"), said)
    assert again.status_code == 409
    assert "Nothing in it is new" in again.content.decode()
    assert Activity.objects.count() == 1


def test_what_nobody_was_shown_is_not_entered(as_dara):
    answer = as_dara.post(reverse("points-enter"), {"lines": "what,ever", "expected": "1"})
    assert answer["Location"] == reverse("points")


def test_a_file_that_is_no_table_is_refused_beside_its_field(as_dara):
    answer = look(as_dara, "Name\nAda\n")
    assert answer.status_code == 422
    assert "email, day, title, points is missing" in answer.content.decode()


def test_a_table_that_no_page_carries_is_refused(as_dara, monkeypatch):
    monkeypatch.setattr(points, "LINES", 1)
    assert "It has 2 lines" in look(as_dara).content.decode()

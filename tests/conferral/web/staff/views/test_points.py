"""Points of many learners from one table, on a page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import a_member, an_award, an_organization, dara
from conferral.foundation.accounts.roles import Role
from conferral.learning.renewal.jobs import ENTER_POINTS
from conferral.learning.renewal.models import Activity

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
    """The answer to the upload."""
    file = SimpleUploadedFile("points.csv", table.encode())
    return client.post(reverse("points"), {"file": file})


def enter(client, place: str):
    return client.post(f"{place}/enter")


def test_the_file_is_looked_at_before_it_counts(as_dara):
    page = as_dara.get(look(as_dara).url).content.decode()
    assert "1 line of 1 learner is new" in page
    assert "mallory@example.test is no learner here." in page
    assert not ENTER_POINTS.waits()


def test_what_was_shown_is_entered_and_followed_as_a_run(as_dara):
    place = look(as_dara).url
    run = enter(as_dara, place).url
    assert "0 of 2 lines entered" in as_dara.get(run).content.decode()
    assert as_dara.get(place).url == run
    ENTER_POINTS.run()
    page = as_dara.get(run).content.decode()
    assert "1 of 2 lines entered, 1 refused" in page
    assert "mallory@example.test is no learner here." in page
    assert Activity.objects.get().title == "Workshop"
    assert "Workshop" in as_dara.get(reverse("points")).content.decode()


def test_pressed_twice_it_is_entered_once(as_dara):
    place = look(as_dara).url
    enter(as_dara, place)
    again = enter(as_dara, place)
    assert again.status_code == 409
    assert "It is being entered already" in again.content.decode()


def test_a_table_of_others_is_not_there(as_dara):
    place = look(as_dara).url
    as_dara.force_login(a_member("Mallory", Role.ADMINISTRATOR, an_organization("Other", "0T")))
    assert as_dara.get(place).status_code == 404
    assert enter(as_dara, place).status_code == 404


def test_a_file_that_is_no_table_is_refused_beside_its_field(as_dara):
    answer = look(as_dara, "Name\nAda\n")
    assert answer.status_code == 422
    assert "email, day, title, points is missing" in answer.content.decode()

"""Learners are listed with how far they are; each course is a list of its own."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cast import PASSED, a_course, a_draft, an_award, an_import, an_issued_credential
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """One has a certificate, one waits for an approval, one is learning."""
    version = a_course()
    an_issued_credential("Ada Nkosi", version)
    an_award("Ben Dube", a_draft("late"))
    an_import(("Zoë Müller", "zoe@example.test", "Not completed"), version=version)
    READ_IMPORTS.run()


def listed(browser, **asked):
    lines = browser.get(reverse("learners"), asked).context["lines"]
    return {line.enrolment.person.printed_name: line.stands for line in lines}


def test_each_stands_somewhere(registrar, three):
    everybody = {"Ada Nkosi": "certified", "Ben Dube": "earned", "Zoë Müller": "learning"}
    assert listed(registrar) == everybody


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "nkosi ada"}, ["Ada Nkosi"]),
        ({"q": "zoe@"}, ["Zoë Müller"]),
        ({"course": "late"}, ["Ben Dube"]),
        ({"stands": "learning"}, ["Zoë Müller"]),
        ({"stands": "certified", "course": "late"}, []),
    ],
)
def test_a_filter_leaves_whom_it_says(registrar, three, asked, names):
    assert list(listed(registrar, **asked)) == names


def test_nobody_of_another_organization_is_listed(client, three, stranger):
    client.force_login(stranger)
    assert listed(client) == {}


def test_the_list_is_also_a_file(registrar, three):
    text = registrar.get(reverse("learners-csv"), {"course": "late"}).getvalue().decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Ben Dube,ben@example.test,late,1,")


def test_the_file_says_the_day_of_the_zone(registrar, three):
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 00:30 of the 2nd in Johannesburg.
    Enrolment.objects.update(enrolled_at=late)
    text = registrar.get(reverse("learners-csv")).getvalue().decode("utf-8-sig")
    assert {line.split(",")[5] for line in text.splitlines()[1:]} == {"2026-03-02"}


def test_the_empty_list_says_who_will_stand_there(registrar):
    assert "No learners yet" in registrar.get(reverse("learners")).content.decode()


def test_fifty_ask_no_more_than_one(registrar, django_assert_max_num_queries):
    rows = ((f"Learner {n}", f"l{n}@example.test", PASSED) for n in range(30))
    an_import(*rows)
    READ_IMPORTS.run()
    with django_assert_max_num_queries(9):
        listed(registrar)


def test_a_filter_of_a_cohort_that_is_no_more_says_for_what_it_looks(registrar, three):
    html = registrar.get(reverse("learners"), {"cohort": "Autumn 2026"}).text
    assert "Nobody matches" in html
    assert "<option selected>Autumn 2026</option>" in html

"""Numbers of a period as a page and as files; what employers are told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import an_issued_credential
from conferral.credentials.verification.models import Looks
from conferral.oversight.reports.period import Period

pytestmark = pytest.mark.django_db


def test_without_words_it_is_of_the_last_twelve_months(registrar):
    period = registrar.get(reverse("reports")).context["period"]
    today = timezone.localdate()
    assert (period.first.day, period.last) == (1, today)
    assert (today.year * 12 + today.month) - (period.first.year * 12 + period.first.month) == 11


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2026-02-31"},
        {"from": "soon", "to": "later"},
        {"from": "2026-06-01", "to": "2026-05-01"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"to": "0001-01-01"},
        {"from": "9999-12-31", "to": "9999-12-31"},
    ],
)
def test_days_that_cannot_be_meant_are_left_out(registrar, asked):
    answer = registrar.get(reverse("reports"), asked)
    period = answer.context["period"]
    assert answer.status_code == 200
    assert timedelta() < period.last - period.first <= timedelta(days=366)


def test_the_days_of_the_address_are_those_of_the_page(registrar):
    asked = {"from": "2026-01-01", "to": "2026-03-31"}
    context = registrar.get(reverse("reports"), asked).context
    assert context["period"] == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert [month.month for month, _ in context["months"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "begins"), [("courses", "Course,Title,Completed"), ("months", "Month,Completed")]
)
def test_the_same_as_a_file(registrar, name, begins):
    an_issued_credential()
    text = registrar.get(reverse(f"reports-{name}-csv")).getvalue().decode("utf-8-sig")
    assert text.startswith(begins)
    assert text.splitlines()[-1].split(",")[2 if name == "months" else 3] == "1"


def test_nothing_to_count_says_what_to_do(registrar):
    assert "Nothing to count" in registrar.get(reverse("reports")).content.decode()


def test_another_organization_has_numbers_of_its_own(client, stranger):
    an_issued_credential()
    client.force_login(stranger)
    assert client.get(reverse("reports")).context["total"].issued == 0


def test_it_costs_the_same_for_many_months(registrar, django_assert_max_num_queries):
    an_issued_credential()
    with django_assert_max_num_queries(20):
        registrar.get(reverse("reports"), {"from": "2018-01-01"})


def test_employers_are_told_where_to_verify_and_counted_by_course(registrar):
    Looks.objects.create(credential=an_issued_credential(), day=timezone.localdate(), count=3)
    answer = registrar.get(reverse("employers"))
    assert (answer.context["looks"], answer.context["looked_at"][0].code) == (3, "first-aid")
    assert "https://verify.saypro.example" in answer.content.decode()

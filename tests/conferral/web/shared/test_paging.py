"""Lists a page at a time, and what that asks the database."""

import pytest
from django.test import RequestFactory

from conferral.foundation.accounts.models import Person
from conferral.web.shared.paging import KeysFirst, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    Person.objects.bulk_create(Person(email=f"{name}@example.test") for name in "abcde")
    return Person.objects.order_by("email")


def shown(rows, size, number=None):
    request = RequestFactory().get("/", {"page": number} if number else {})
    page = page_of(request, rows, size)
    names = "".join(person.email[0] for person in page)
    return names, page.number, page.paginator.num_pages, page.has_next()


@pytest.mark.parametrize("size", [5, 6])
def test_what_fits_on_one_page_is_counted_as_it_is_read(people, size, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert shown(people, size) == ("abcde", 1, 1, False)


def test_what_is_longer_is_counted(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert shown(people, 2) == ("ab", 1, 3, True)


@pytest.mark.parametrize(
    ("number", "seen"),
    [("1", ("ab", 1)), ("2", ("cd", 2)), ("3", ("e", 3)), ("9", ("e", 3)), ("x", ("ab", 1))],
)
def test_the_nearest_page_is_shown(people, number, seen):
    assert shown(people, 2, number)[:2] == seen


@pytest.mark.parametrize("number", [None, "2", "3"])
def test_wide_rows_are_the_same_in_the_same_order(people, number, django_assert_num_queries):
    with django_assert_num_queries(2):
        seen = shown(KeysFirst(people.reverse()), 2, number)
    assert seen == shown(people.reverse(), 2, number)


def test_of_wide_rows_nothing_but_the_keys_is_put_in_order(people, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        list(KeysFirst(people)[:2])
    ordered = asked[0]["sql"].partition(" IN (")[2]
    assert ordered.startswith('SELECT U0."id" ')
    assert "LIMIT 2" in ordered


def test_an_empty_list_has_one_page_with_nothing_on_it(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert shown(Person.objects.order_by("email"), 2, None) == ("", 1, 1, False)

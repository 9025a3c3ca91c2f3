"""`conferral pages` as an operator types it."""

import pytest

from cast import an_issued_credential
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing.models import Shape
from conferral.web.verify.jobs import MAKE_PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared():
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    MAKE_PAGES.run()
    return credential


def test_pages_that_hold_are_left_alone(typed, prepared):
    assert typed("pages", "renew", "--json").json == {"waiting": 0}
    assert not MAKE_PAGES.waits()


def test_pages_that_do_not_hold_are_made_again(typed, prepared):
    organization = prepared.key.organization
    organization.name = "SayPro Academy"
    organization.save()
    ended = typed("pages", "renew")
    assert (ended.code, ended.out) == (0, "1 wait for the worker.\n")
    assert MAKE_PAGES.run() == 1
    assert typed("pages", "renew", "--json").json == {"waiting": 0}


def test_pages_that_are_as_they_are_rendered_are_sound(typed, prepared):
    ended = typed("pages", "check", "--json")
    assert (ended.code, ended.json) == (0, {"sound": True, "differing": []})


def test_a_page_that_shows_something_else_is_named(typed, prepared):
    Shape.objects.update(facts=prepared.shape.facts | {"course": "Brain Surgery"})
    ended = typed("pages", "check")
    assert ended.code == 1
    assert prepared.number in ended.out

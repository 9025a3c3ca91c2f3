"""Signing in: no hints for guessers, patience for slips, a fresh session."""

import pytest
from django.urls import reverse

from cast import dara
from conferral.web.account import patience

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "correct horse battery", "wrong"


@pytest.fixture
def member():
    return dara()


def sign_in(client, email="dara@example.test", password=RIGHT, **more):
    return client.post(reverse("sign-in"), {"email": email, "password": password, **more})


def test_staff_come_in_and_see_today(client, member):
    answer = sign_in(client)
    assert answer["Location"] == reverse("today")
    assert client.get(answer["Location"]).status_code == 200


def test_capital_letters_in_an_address_do_not_matter(client, member):
    assert sign_in(client, email="Dara@Example.TEST").status_code == 302


def test_nobody_learns_whether_an_account_exists(client, member):
    known = sign_in(client, password=WRONG)
    unknown = sign_in(client, email="nobody@example.test", password=WRONG)
    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_signed_in_browser_has_another_session_than_before(client, member):
    client.get(reverse("sign-in"))
    session = client.session
    session["kept"] = True
    session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_after_five_failures_even_the_right_password_must_wait(client, member):
    for _ in range(patience.TRIES):
        sign_in(client, password=WRONG)
    answer = sign_in(client)
    assert answer.status_code == 422
    assert "too many tries" in answer.content.decode()


def test_the_pause_is_for_one_account_from_one_address(client, member):
    for _ in range(patience.TRIES):
        sign_in(client, email="other@example.test", password=WRONG)
    assert sign_in(client).status_code == 302


def test_success_forgets_the_failures_before_it(client, member):
    for _ in range(patience.TRIES - 1):
        sign_in(client, password=WRONG)
    sign_in(client)
    assert not patience.is_exhausted("dara@example.test", "127.0.0.1")


def test_one_goes_on_to_where_one_was_going(client, member):
    wanted = reverse("certificates")
    asked = client.get(wanted)
    assert asked["Location"] == f"{reverse('sign-in')}?next={wanted}"
    assert f'name="next" value="{wanted}"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, next=wanted)["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_one_is_never_sent_elsewhere(client, member, elsewhere):
    assert sign_in(client, next=elsewhere)["Location"] == reverse("today")


def test_signing_out_needs_a_button_and_ends_the_session(client, member):
    sign_in(client)
    assert client.get(reverse("sign-out")).status_code == 405
    client.post(reverse("sign-out"))
    assert client.get(reverse("today")).status_code == 302


def test_an_inactive_account_cannot_come_in(client, member):
    member.is_active = False
    member.save()
    assert sign_in(client).status_code == 422

"""One's own addresses: added with a code, confirmed, and never without one to write to."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.urls import reverse, reverse_lazy

from cast import a_person, an_award
from conferral.web.account import posting

pytestmark = pytest.mark.django_db
FIRST, SECOND = "ada@example.test", "ada@home.test"


@pytest.fixture
def ada(client):
    """A learner, without a password as most are, who came in by a code a moment ago."""
    an_award()
    without = a_person("Ada Nkosi")
    without.set_unusable_password()
    without.save()
    type_code(client, "account_confirm_login_code", client.post, reverse("sign-in"), login=FIRST)
    return a_person("Ada Nkosi")


def type_code(client, where, asks, *there, **said):
    """Ask for a letter; the code in it is typed. Where that leads."""
    asks(*there, said)
    return client.post(reverse(where), {"code": newest_code()})["Location"]


def newest_code():
    posting.settle()
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[-1].body, re.MULTILINE)[1]


def add_another(client):
    where = reverse("account_email")
    return type_code(
        client, "account_email_verification_sent", client.post, where, email=SECOND, action_add=""
    )


def came_in_long_ago(client):
    session = client.session
    for shown in session["account_authentication_methods"]:
        shown["at"] -= 11 * 60
    session.save()


def test_another_address_is_confirmed_and_one_is_back_among_them(client, ada):
    assert add_another(client) == reverse("account_email")
    assert [SECOND] in [letter.to for letter in mail.outbox]
    assert EmailAddress.objects.get(email=SECOND).verified
    assert "My certificates" in client.get(reverse("account_email")).text


def test_the_one_that_is_written_to_stays_until_it_is_another(client, ada):
    add_another(client)
    client.post(reverse("account_email"), {"email": FIRST, "action_remove": ""})
    assert EmailAddress.objects.filter(email=FIRST).exists()
    client.post(reverse("account_email"), {"email": SECOND, "action_primary": ""})
    ada.refresh_from_db()
    assert ada.email == SECOND
    client.post(reverse("account_email"), {"email": FIRST, "action_remove": ""})
    assert [each.email for each in EmailAddress.objects.all()] == [SECOND]


def test_whoever_adds_one_is_told_at_the_first(client, ada):
    """It may have been somebody else, at a desk that was left."""
    add_another(client)
    posting.settle()
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([FIRST], "Another address of yours was confirmed")
    assert SECOND in letter.body


def test_a_code_for_a_strangers_address_tells_them_no_name(client, ada):
    client.post(reverse("account_email"), {"email": "typo@example.test", "action_add": ""})
    posting.settle()
    assert mail.outbox[-1].to == ["typo@example.test"]
    assert "Ada" not in mail.outbox[-1].body


def test_an_address_of_somebody_else_stays_theirs(client, ada):
    """Only who reads what comes there learns that it is."""
    a_person("Dara")
    where = reverse("account_email")
    client.post(where, {"email": "dara@example.test", "action_add": ""})
    answer = client.post(reverse("account_email_verification_sent"), {"code": newest_code()})
    assert "Somebody else here has this address" in answer.content.decode()
    assert not EmailAddress.objects.filter(email="dara@example.test").exists()


def test_who_came_in_a_while_ago_shows_once_more_that_it_is_they(client, ada):
    """Else whoever finds their desk left could make the account theirs."""
    came_in_long_ago(client)
    where, ask = reverse("account_email"), reverse("confirm-by-letter")
    answer = client.post(where, {"email": SECOND, "action_add": ""})
    assert answer["Location"] == f"{ask}?next=%2Faccount%2Femails"
    assert "We send a code to" in client.get(answer["Location"]).content.decode()
    client.post(ask)
    right = {"code": newest_code(), "next": where}
    assert client.post(ask, right)["Location"] == where
    assert client.post(ask, right).status_code == 422  # It counts once.
    assert add_another(client) == where


@pytest.mark.parametrize(
    "where",
    [
        reverse_lazy("mfa_activate_totp"),
        reverse_lazy("mfa_add_webauthn"),
        reverse_lazy("account_set_password"),
        reverse_lazy("openid_connect_login", args=["school"]),
    ],
)
def test_no_other_way_in_is_made_before_that(client, ada, where):
    came_in_long_ago(client)
    assert client.post(where)["Location"].startswith(reverse("confirm-by-letter"))


def test_three_wrong_codes_end_that_one_too(client, ada):
    came_in_long_ago(client)
    ask = reverse("confirm-by-letter")
    client.post(ask)
    for _ in range(3):
        assert client.post(ask, {"code": "AAAA-AAAA"}).status_code == 422
    assert client.post(ask, {"code": newest_code()}).status_code == 422


def test_it_does_not_count_for_ever(client, ada):
    came_in_long_ago(client)
    ask = reverse("confirm-by-letter")
    client.post(ask)
    session = client.session
    session["code to confirm"]["at"] -= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    session.save()
    assert client.post(ask, {"code": newest_code()}).status_code == 422


def test_an_unconfirmed_one_that_is_written_to_is_not_removed(client, ada):
    EmailAddress.objects.filter(email=FIRST).update(verified=False, primary=False)
    EmailAddress.objects.create(user=ada, email=SECOND, verified=True)
    client.post(reverse("account_email"), {"email": FIRST, "action_remove": ""})
    assert EmailAddress.objects.filter(email=FIRST).exists()

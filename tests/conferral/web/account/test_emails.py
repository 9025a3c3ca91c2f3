"""One's own addresses: added with a code, confirmed, and never without one to write to."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from cast import a_person, an_award
from conferral.web.account import posting

pytestmark = pytest.mark.django_db
FIRST, SECOND = "ada@example.test", "ada@home.test"


@pytest.fixture
def ada(client):
    """A learner who came in by a code a moment ago."""
    an_award()
    type_code(client, "account_confirm_login_code", client.post, reverse("sign-in"), login=FIRST)
    return a_person("Ada Nkosi")


def type_code(client, where, asks, *there, **said):
    """Ask for a letter; the code in it is typed. Where that leads."""
    asks(*there, said)
    posting.settle()
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[-1].body, re.MULTILINE)[1]
    return client.post(reverse(where), {"code": code})["Location"]


def add_another(client):
    where = reverse("account_email")
    return type_code(
        client, "account_email_verification_sent", client.post, where, email=SECOND, action_add=""
    )


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
    posting.settle()
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[-1].body, re.MULTILINE)[1]
    answer = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert "Somebody else here has this address" in answer.content.decode()
    assert not EmailAddress.objects.filter(email="dara@example.test").exists()


def test_an_unconfirmed_one_that_is_written_to_is_not_removed(client, ada):
    EmailAddress.objects.filter(email=FIRST).update(verified=False, primary=False)
    client.post(reverse("account_email"), {"email": FIRST, "action_remove": ""})
    assert EmailAddress.objects.filter(email=FIRST).exists()

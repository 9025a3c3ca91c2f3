"""Signing in: no hints for guessers, patience for slips, a fresh session."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import a_person, dara
from conferral.web.account import posting

pytestmark = pytest.mark.django_db
BEGIN_AGAIN = "/account/sign-in?code=ended"
RIGHT, WRONG = "correct horse battery", "wrong"


@pytest.fixture
def client_2():
    return Client()


@pytest.fixture
def member():
    return dara()


def sign_in(client, email="dara@example.test", password=RIGHT, **more):
    return client.post(reverse("sign-in"), {"login": email, "password": password, **more})


def ask_for_code(client, email="dara@example.test", **more):
    answer = client.post(reverse("sign-in"), {"login": email, **more})
    posting.settle()
    return answer


def code_of(letter):
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.body, re.MULTILINE)[1]


def type_code(client, code, **more):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def arrives_at(client, answer):
    """Where the redirects of a sign-in lead."""
    while answer["Location"] == reverse("after-sign-in"):
        answer = client.get(answer["Location"])
    return answer["Location"]


def test_staff_come_in_and_see_today(client, member):
    answer = sign_in(client)
    assert arrives_at(client, answer) == reverse("today")
    assert client.get(reverse("today")).status_code == 200


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
    for _ in range(5):
        sign_in(client, password=WRONG)
    answer = sign_in(client)
    assert answer.status_code == 422
    assert "Too many" in answer.content.decode()


def test_a_pause_for_one_account_is_none_for_another(client, member):
    for _ in range(5):
        sign_in(client, email="other@example.test", password=WRONG)
    assert sign_in(client).status_code == 302


def test_one_goes_on_to_where_one_was_going(client, member):
    wanted = reverse("certificates")
    asked = client.get(wanted)
    assert asked["Location"] == f"{reverse('sign-in')}?next={wanted}"
    assert f'name="next" value="{wanted}"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, next=wanted)["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_one_is_never_sent_elsewhere(client, member, elsewhere):
    assert arrives_at(client, sign_in(client, next=elsewhere)) == reverse("today")


def test_signing_out_needs_a_button_and_ends_the_session(client, member):
    sign_in(client)
    assert client.get(reverse("sign-out")).status_code == 405
    client.post(reverse("sign-out"))
    assert client.get(reverse("today")).status_code == 302


def test_a_closed_account_cannot_come_in(client, member):
    member.is_active = False
    member.save()
    sign_in(client)
    assert client.get(reverse("today")).status_code == 302


def test_whoever_types_no_password_is_sent_a_code_and_comes_in_with_it(client, member):
    assert ask_for_code(client)["Location"] == reverse("account_confirm_login_code")
    (letter,) = mail.outbox
    assert letter.to == ["dara@example.test"]
    assert arrives_at(client, type_code(client, code_of(letter))) == reverse("today")


def test_with_a_code_one_goes_on_to_where_one_was_going(client, member):
    wanted = reverse("certificates")
    asked = ask_for_code(client, next=wanted)
    assert client.get(asked["Location"]).status_code == 200
    answer = type_code(client, code_of(mail.outbox[0]), next=wanted)
    assert answer["Location"] == wanted


def test_the_code_proves_the_address(client, member):
    ask_for_code(client)
    assert not EmailAddress.objects.exists()
    type_code(client, code_of(mail.outbox[0]))
    known = EmailAddress.objects.get(user=member)
    assert (known.email, known.verified, known.primary) == ("dara@example.test", True, True)


def test_an_unknown_address_is_answered_alike_and_nobody_is_written_to(client, client_2, member):
    known = ask_for_code(client)
    unknown = ask_for_code(client_2, "nobody@example.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [browser.get(known["Location"]).content.decode() for browser in (client, client_2)]
    assert told(pages[0], "dara@example.test") == told(pages[1], "nobody@example.test")
    assert len(mail.outbox) == 1


def test_an_unknown_address_asks_the_database_for_the_same(client, client_2, member):
    """What takes as long tells nothing; the letter that is thrown away is seen to elsewhere."""
    with CaptureQueriesContext(connection) as known:
        ask_for_code(client)
    with CaptureQueriesContext(connection) as unknown:
        ask_for_code(client_2, "nobody@example.test")
    assert len(known) == len(unknown)
    assert written_by(known) == written_by(unknown)


def test_a_password_is_tried_for_whoever_is_not_known(client, member, monkeypatch):
    tried = []
    hasher = get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda self, *said: tried.append(1) or encode(self, *said)
    )
    sign_in(client, password=WRONG)
    of_known = len(tried)
    sign_in(client, email="nobody@example.test", password=WRONG)
    assert of_known == len(tried) - of_known == 1


def written_by(queries):
    """The tables that were written to."""
    said = (each["sql"] for each in queries)
    return [sql.split('"')[1] for sql in said if sql.startswith(("INSERT", "UPDATE"))]


def told(page, email):
    """What the page says, without what is never the same twice."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "E-MAIL")


def test_three_wrong_codes_end_it(client, member):
    ask_for_code(client)
    answers = [type_code(client, "AAAA-AAAA").status_code for _ in range(3)]
    assert answers == [422, 422, 302]
    assert type_code(client, code_of(mail.outbox[0]))["Location"] == BEGIN_AGAIN


def test_whoever_begins_again_is_told_why(client, member):
    ask_for_code(client)
    for _ in range(3):
        answer = type_code(client, "AAAA-AAAA")
    assert "That code counts no more here" in client.get(answer["Location"]).content.decode()


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, client_2, member):
    ask_for_code(client)
    assert type_code(client_2, code_of(mail.outbox[0]))["Location"] == BEGIN_AGAIN


def test_only_so_many_codes_are_sent(client, member):
    for _ in range(6):
        ask_for_code(client)
        client.post(reverse("sign-out"))
    assert len(mail.outbox) == 3


def test_a_learner_comes_to_their_own_page(client, db):
    a_person("Ada Nkosi")
    ask_for_code(client, "ada@example.test")
    answer = type_code(client, code_of(mail.outbox[0]))
    assert arrives_at(client, answer) == reverse("me")


def test_when_one_address_is_lost_another_is_good_enough(client, member):
    EmailAddress.objects.create(user=member, email="dara@home.test", verified=True)
    ask_for_code(client, "dara@home.test")
    assert mail.outbox[0].to == ["dara@home.test"]
    assert arrives_at(client, type_code(client, code_of(mail.outbox[0]))) == reverse("today")


def test_an_address_that_was_never_confirmed_opens_nothing(client, member):
    """Else whoever types a stranger's address into their account could be let in by it."""
    EmailAddress.objects.create(user=member, email="dara@home.test", verified=False)
    ask_for_code(client, "dara@home.test")
    assert mail.outbox == []


def test_many_sign_ins_from_one_place_are_too_many(client, settings, member):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, email=f"{n}@example.test", password=WRONG) for n in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "Wait a few minutes" in answers[-1].content.decode()


def test_a_passkey_that_is_not_known_says_why_and_what_to_do(client):
    unknown = {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {
            "authenticatorData": "AAAA",
            "clientDataJSON": "AAAA",
            "signature": "AAAA",
            "userHandle": "bm9ib2R5",
        },
    }
    for credential in ("", "{}", json.dumps(unknown)):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "This passkey is not known here any more" in html
        assert "Have a code sent" in html


@pytest.mark.parametrize("typed", ["ada@xn--bcher-kva.example", "Ada@bu\u0308cher.example"])
def test_who_has_a_domain_in_letters_comes_in_however_the_browser_sends_it(client, typed):
    """Chromium makes ASCII of it, and Safari may take letters apart."""
    a_person("Ada Nkosi", "ada@bücher.example")
    assert sign_in(client, typed)["Location"] == reverse("after-sign-in")
    client.post(reverse("sign-out"))
    ask_for_code(client, typed)
    assert mail.outbox[-1].to == ["ada@bücher.example"]
    assert type_code(client, code_of(mail.outbox[-1]))["Location"] == reverse("after-sign-in")

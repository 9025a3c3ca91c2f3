"""Staff show a second factor: set up once, asked for at every sign-in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from cast import a_person, dara
from conferral.web.account import posting

pytestmark = pytest.mark.django_db
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # Of RFC 4648 letters; nobody's.


@pytest.fixture(autouse=True)
def _staff_need_one(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


def now_shown(secret=_SECRET):
    """What the app shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, email="dara@example.test"):
    said = {"login": email, "password": "correct horse battery"}
    return client.post(reverse("sign-in"), said)


def set_up(client):
    """As somebody who has just come in."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    return secret, client.post(reverse("mfa_activate_totp"), {"code": now_shown(secret)})


def test_without_one_every_page_of_the_staff_leads_to_where_it_is_set_up(client):
    dara()
    sign_in(client)
    answer = client.get(reverse("imports"))
    assert answer["Location"] == f"{reverse('mfa_index')}?next=%2Fstaff%2Fimports"


def test_whoever_sets_one_up_is_shown_recovery_codes_and_goes_on(client):
    dara()
    sign_in(client)
    _, answer = set_up(client)
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer["Location"]).content.decode().count("<li><code>") == 10
    assert client.get(reverse("today")).status_code == 200


def test_the_secret_is_not_kept_in_the_clear(client):
    dara()
    sign_in(client)
    secret, _ = set_up(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_who_has_an_app_is_asked_for_its_digits(client):
    TOTP.activate(dara(), _SECRET)
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("today"))["Location"].startswith(reverse("sign-in"))
    client.post(reverse("mfa_authenticate"), {"code": now_shown()})
    assert client.get(reverse("today")).status_code == 200


def test_who_has_one_does_not_show_by_a_letter_that_it_is_they(client):
    """Their letters may lie open beside their session."""
    TOTP.activate(dara(), _SECRET)
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": now_shown()})
    mail.outbox.clear()
    answer = client.post(reverse("confirm-by-letter"), {"next": reverse("account_email")})
    posting.settle()
    surer = reverse("mfa_reauthenticate")
    assert answer["Location"] == f"{surer}?next=%2Faccount%2Femails"
    assert mail.outbox == []


def test_the_same_digits_count_once(client):
    TOTP.activate(dara(), _SECRET)
    sign_in(client)
    digits = now_shown()
    client.post(reverse("mfa_authenticate"), {"code": digits})
    other = Client()
    sign_in(other)
    other.post(reverse("mfa_authenticate"), {"code": digits})
    assert other.get(reverse("today")).status_code == 302


def test_digits_that_set_an_app_up_have_counted(client):
    dara()
    sign_in(client)
    secret, _ = set_up(client)
    other = Client()
    sign_in(other)
    answer = other.post(reverse("mfa_authenticate"), {"code": now_shown(secret)})
    assert answer.status_code == 422


def test_they_count_once_as_long_as_slow_clocks_are_forgiven(client, monkeypatch):
    TOTP.activate(dara(), _SECRET)
    step = time.time() // 30 * 30
    monkeypatch.setattr(time, "time", lambda: step + 1)
    digits = now_shown()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": digits})
    monkeypatch.setattr(time, "time", lambda: step + 45)
    other = Client()
    sign_in(other)
    assert other.post(reverse("mfa_authenticate"), {"code": digits}).status_code == 422


def test_a_recovery_code_counts_once(client):
    TOTP.activate(dara(), _SECRET)
    code = RecoveryCodes.activate(dara()).generate_codes()[0]
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("today")).status_code == 200
    other = Client()
    sign_in(other)
    answer = other.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 422
    assert "nor a recovery code that is left" in answer.content.decode()


def test_after_five_wrong_digits_even_the_right_ones_must_wait(client):
    TOTP.activate(dara(), _SECRET)
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": now_shown()})
    assert "Too many tries. Wait five minutes" in answer.content.decode()


def test_a_code_by_mail_is_no_second_factor(client):
    TOTP.activate(dara(), _SECRET)
    client.post(reverse("sign-in"), {"login": "dara@example.test"})
    posting.settle()
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE)[1]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer["Location"] == reverse("mfa_authenticate")


def test_a_session_from_before_it_was_set_up_must_show_it(client):
    dara()
    stolen = Client()
    sign_in(stolen)
    sign_in(client)
    set_up(client)
    answer = stolen.get(reverse("today"))
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fstaff%2F"


def test_the_app_of_staff_stays_while_it_is_their_only_one(client):
    dara()
    sign_in(client)
    set_up(client)
    where = reverse("mfa_deactivate_totp")
    assert "Add another one first" in client.get(where).text
    client.post(where)
    app = Authenticator.objects.get(type="totp")
    Authenticator.objects.create(user=app.user, type=Authenticator.Type.WEBAUTHN, data={})
    client.post(where)
    assert not Authenticator.objects.filter(pk=app.pk).exists()


def test_learners_need_none(client):
    a_person("Ada Nkosi")
    sign_in(client, "ada@example.test")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_where_the_operator_wants_none_nobody_is_asked(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    dara()
    sign_in(client)
    assert client.get(reverse("today")).status_code == 200

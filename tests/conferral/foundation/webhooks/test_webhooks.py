"""Webhooks: signed as Standard Webhooks has it, told at least once, and of nobody by name."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import a_member, an_issued_credential, an_organization, dara, hana
from clock import standing_at
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import personal_data
from conferral.credentials.issuing.chores import TELL_OF_EXPIRED, tell_of_expired
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.belt import postpone
from conferral.foundation.chores.models import Round
from conferral.foundation.outbound import Reach
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.webhooks import actions, signing
from conferral.foundation.webhooks.jobs import SEND_NOTICES, Unheard
from conferral.foundation.webhooks.models import Endpoint, Notice

pytestmark = pytest.mark.django_db


class Receiver:
    """Somebody else's server: it keeps what it hears, and answers as it is told to."""

    def __init__(self):
        self.heard, self.answers = [], 204
        heard, ours = self.heard, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # As http.server wants it.
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heard.append((dict(self.headers), body))
                self.send_response(ours.answers)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def endpoint(receiver):
    return actions.listen(an_organization(), receiver.url, hana(), Reach.LOOPBACK)


def kinds():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


def test_the_signature_is_that_of_the_published_example():
    """The example of the reference libraries of Standard Webhooks."""
    said = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_arrives_can_be_checked_with_the_secret(receiver, endpoint):
    credential = an_issued_credential()
    SEND_NOTICES.run()
    headers, body = receiver.heard[0]
    key = base64.b64decode(actions.secret_of(endpoint).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["data"] == {
        "number": credential.number,
        "url": credential.url,
        "status": "valid",
    }


def test_nothing_tells_who_the_holder_is(endpoint):
    credential = an_issued_credential()
    issuing.revoke(credential, dara(), "Ada Nkosi has cheated", Reason.MISCONDUCT)
    for body in Notice.objects.values_list("body", flat=True):
        assert "Ada" not in body
        assert "cheated" not in body


def test_every_turn_of_a_life_is_told(endpoint):
    credential = an_issued_credential()
    issuing.suspend(credential, dara(), "Under review", Reason.UNDER_REVIEW)
    issuing.reinstate(credential, dara(), "Found nothing", Reason.REVIEW_ENDED)
    issuing.replace(
        credential, dara(), issuing.Change("The name was wrong", Reason.WRONG_NAME, "Ada M Nkosi")
    )
    told = ["issued", "suspended", "reinstated", "issued", "replaced"]
    assert kinds() == [f"credential.{each}" for each in told]
    statuses = [json.loads(body)["data"]["status"] for body in _bodies()]
    assert statuses == ["valid", "suspended", "valid", "valid", "replaced"]


def _bodies():
    return Notice.objects.order_by("pk").values_list("body", flat=True)


def test_what_is_told_of_one_certificate_is_counted_for_each_endpoint(endpoint):
    first, _ = an_issued_credential(), an_issued_credential("Ben Dube")
    late = actions.listen(an_organization(), "https://x.example/hook", hana())
    issuing.suspend(first, dara(), "Under review", Reason.UNDER_REVIEW)
    issuing.revoke(first, dara(), "Misconduct", Reason.MISCONDUCT)
    personal_data.erase(first.award.enrolment.person, an_organization())
    about = Notice.objects.filter(subject=first.number).order_by("pk")
    told = [json.loads(each.body)["sequence"] for each in about.filter(endpoint=endpoint)]
    told_late = [json.loads(each.body)["sequence"] for each in about.filter(endpoint=late)]
    assert (told, told_late) == ([1, 2, 3, 4], [1, 2, 3])


def test_no_two_notices_of_a_subject_have_one_number(endpoint):
    an_issued_credential()
    notice = Notice.objects.get()
    notice.pk, notice.uuid = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


def test_a_deed_that_is_not_done_is_not_told(endpoint):
    credential = an_issued_credential()
    with pytest.raises(Exception, match="Say why"):
        issuing.revoke(credential, dara(), " ", Reason.OTHER)
    assert kinds() == ["credential.issued"]


def test_who_was_forgotten_is_told_of_as_a_number(endpoint):
    credential = an_issued_credential()
    personal_data.erase(credential.award.enrolment.person, an_organization())
    assert kinds()[-1] == "credential.erased"


def test_what_has_expired_is_told_once_also_after_a_week_of_sleep(endpoint):
    organization, now = an_organization(), timezone.now()
    an_issued_credential()
    Credential.objects.update(valid_until=now - timedelta(days=5))
    done = {"organization": organization, "chore": TELL_OF_EXPIRED.name}
    Round.objects.create(done_at=now - timedelta(days=7), **done)
    assert tell_of_expired(organization, now.date()) == "1 expired."
    assert kinds()[-1] == "credential.expired"
    Round.objects.update(done_at=now)
    assert tell_of_expired(organization, now.date()) == "0 expired."


def test_what_was_taken_back_or_forgotten_is_not_said_to_expire(endpoint):
    revoked, forgotten = an_issued_credential(), an_issued_credential("Ben Dube")
    issuing.revoke(revoked, dara(), "Misconduct", Reason.MISCONDUCT)
    personal_data.erase(forgotten.award.enrolment.person, an_organization())
    Credential.objects.update(valid_until=timezone.now())
    assert tell_of_expired(an_organization(), datetime.now(UTC).date()) == "0 expired."


def test_an_organization_without_webhooks_writes_none():
    an_issued_credential()
    assert not Notice.objects.exists()


def test_another_organization_is_told_nothing(endpoint):
    Endpoint.objects.update(organization=an_organization("Baobab", "BA"))
    an_issued_credential()
    assert not Notice.objects.exists()


def test_who_does_not_hear_is_told_again_under_the_same_id(receiver, endpoint):
    receiver.answers = 500
    an_issued_credential()
    SEND_NOTICES.run()
    notice = Notice.objects.get()
    assert (notice.attempts, notice.sent_at) == (1, None)
    assert "answers 500" in notice.problem
    Notice.objects.update(next_attempt_at=timezone.now())
    receiver.answers = 200
    SEND_NOTICES.run()
    first, second = (headers["webhook-id"] for headers, _ in receiver.heard)
    assert first == second
    assert not SEND_NOTICES.waits()


def test_who_is_gone_is_told_nothing_more(receiver, endpoint):
    receiver.answers = 410
    an_issued_credential()
    an_issued_credential("Ben Dube")
    SEND_NOTICES.run()
    endpoint.refresh_from_db()
    assert endpoint.ended_at
    assert len(receiver.heard) == 1
    assert not SEND_NOTICES.waits()
    assert Entry.objects.filter(deed="ended a webhook").exists()


def test_after_so_many_tries_a_person_must_look(receiver, endpoint):
    an_issued_credential()
    Notice.objects.update(attempts=Notice.patience)
    assert not SEND_NOTICES.waits()
    assert Notice.objects.stuck().count() == 1


def test_a_webhook_can_be_tried(receiver, endpoint):
    actions.try_out(endpoint)
    SEND_NOTICES.run()
    assert json.loads(receiver.heard[0][1])["type"] == "test"


@pytest.mark.parametrize("url", ["http://x.example/hook", "ftp://x.example", "https://", "hook"])
def test_only_addresses_with_tls_are_told(url):
    with pytest.raises(RefusedPart):
        actions.listen(an_organization(), url, hana())


def test_an_address_of_our_own_network_is_never_reached():
    a_member("Kofi", Role.ADMINISTRATOR)
    actions.listen(an_organization(), "https://127.0.0.1/hook", hana())
    an_issued_credential()
    SEND_NOTICES.run()
    assert "where we do not go" in Notice.objects.get().problem


def test_each_endpoint_has_a_secret_of_its_own(endpoint):
    other = actions.listen(an_organization(), "https://x.example/hook", hana())
    assert actions.secret_of(other) != actions.secret_of(endpoint)
    assert actions.secret_of(other) == actions.secret_of(Endpoint.objects.get(pk=other.pk))


def test_whoever_is_away_for_a_weekend_hears_it_all_the_same(endpoint):
    an_issued_credential()
    notice, began = Notice.objects.get(), timezone.now()
    at = began
    while Notice.objects.stuck().count() == 0:
        with standing_at(at):
            postpone(notice, Unheard("It answers 503."))
        gap, at = notice.next_attempt_at - at, notice.next_attempt_at
        assert gap <= timedelta(hours=8)
    assert at - began > timedelta(days=3)

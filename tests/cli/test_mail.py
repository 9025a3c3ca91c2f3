"""`conferral mail`: what came back is taken from files, and bad addresses are mended."""

from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper

import pytest
from django.utils import timezone

from bounced import QMAIL, a_report, written
from cast import a_person, an_organization, dara
from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import BadAddress, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    a_person("Ada Nkosi")
    letter = Message.objects.create(
        organization=an_organization(),
        key="certificate:1",
        to="ada@example.test",
        sent_at=timezone.now(),
    )
    return a_report(id_of(letter))


def test_a_folder_is_taken_and_what_cannot_be_read_is_named(typed, report, tmp_path):
    (tmp_path / "1.eml").write_bytes(report)
    (tmp_path / "2.eml").write_bytes(written(QMAIL, message_id="<x@y>"))
    told = typed("mail", "bounces", tmp_path)
    assert told.code == 1
    assert "2.eml: It is a letter, not a delivery report" in told.out
    assert "2 read: 1 failed, 1 unreadable." in told.out


def test_one_is_taken_from_the_standard_input(typed, report, monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(report)))
    assert "1 read: 1 failed." in typed("mail", "bounces", "-").out


def test_bad_addresses_are_listed_and_corrected(typed, report, tmp_path):
    (tmp_path / "1.eml").write_bytes(report)
    typed("mail", "bounces", tmp_path / "1.eml")
    BadAddress.objects.update(since=datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
    listed = typed("mail", "addresses").out
    assert "There is no such mailbox." in listed
    assert "2026-03-02" in listed  # It was half past midnight in Johannesburg.
    told = typed(
        "mail", "correct", "ada@example.test", "ada.nkosi@example.test", "--as", dara().email
    )
    assert "1 letters leave to ada.nkosi@example.test now." in told.out
    assert not BadAddress.objects.open().exists()


def test_what_is_not_known_is_said(typed):
    an_organization()
    assert "Nothing is known" in typed("mail", "try-again", "a@b.example").err
    assert "There is no nowhere" in typed("mail", "bounces", "nowhere").err

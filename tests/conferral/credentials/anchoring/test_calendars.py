"""Checkpoints reach Bitcoin by a calendar; nobody waits for it, and it is believed nothing."""

from hashlib import sha256

import pytest
from django.utils import timezone
from opentimestamps.core.serialize import BytesDeserializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile

from anchored import HEIGHT, a_calendar
from conferral.credentials.anchoring import documents
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.foundation.audit.models import Entry as Line
from conferral.foundation.belt import PATIENCE
from credkit.anchors import opentimestamps
from growing import grow, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(settings):
    log.make_key()
    with a_calendar() as calendar:
        settings.OPENTIMESTAMPS_CALENDARS = [calendar.url]
        yield calendar


def test_nothing_is_anchored_unless_somebody_wants_it():
    log.make_key()
    grow()
    assert not ANCHOR.waits()
    assert ANCHOR.run() == 0
    assert not Anchor.objects.exists()


def test_thirty_two_bytes_are_sent_and_no_more(calendar):
    checkpoint = grow()
    ANCHOR.run()
    assert calendar.asked == [sha256(checkpoint.note.encode()).digest()]
    assert not ANCHOR.waits()


def test_the_promise_becomes_a_block_that_everybody_can_check(calendar):
    checkpoint = grow()
    ANCHOR.run()
    later(hours=1)
    assert Anchor.objects.get().block is None
    calendar.mine()
    later(hours=1)
    anchor = Anchor.objects.get()
    assert (anchor.block, anchor.is_stuck, anchor.problem) == (HEIGHT, False, "")
    content = documents.proof_file(anchor)
    proof = opentimestamps.parse_file(content)
    assert proof.message == sha256(checkpoint.note.encode()).digest()
    assert opentimestamps.held_by(proof, {HEIGHT: calendar.header}) == calendar.header
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(content))
    assert theirs.file_digest == proof.message
    assert Line.objects.filter(deed="anchored the log").count() == 1
    assert not ANCHOR.waits()


def test_a_log_that_has_not_grown_is_not_anchored_again(calendar):
    grow()
    ANCHOR.run()
    later(days=3)
    assert len(calendar.asked) == 1


def test_what_grows_within_a_day_waits_for_the_next(calendar):
    grow()
    ANCHOR.run()
    grow("two")
    later(hours=23)
    assert len(calendar.asked) == 1
    later(hours=1)
    assert len(calendar.asked) == 2


def test_after_a_week_away_it_is_sent_one_checkpoint_the_newest(calendar):
    calendar.away = True
    grow("0")
    for day in range(1, 8):
        newest = grow(str(day))
        later(days=1)
        assert newest.size == day + 1  # The log goes on.
    waiting = Anchor.objects.get()
    assert waiting.attempts < PATIENCE
    assert "503" in waiting.problem
    calendar.away = False
    later(days=1)
    assert calendar.asked == [sha256(newest.note.encode()).digest()]
    assert Anchor.objects.get().checkpoint.size == 8


def test_an_answer_that_is_no_timestamp_is_not_kept(calendar, monkeypatch):
    grow()
    for nonsense in (b"", b"\x00" * 40, b"\xff" * 9999):
        monkeypatch.setattr(calendar, "stamp", lambda _, said=nonsense: said)
        later(days=1)
        anchor = Anchor.objects.get()
        assert anchor.sent_at is None
        assert "no timestamp" in anchor.problem


def test_a_calendar_cannot_lengthen_its_promise_with_what_leads_nowhere(calendar, monkeypatch):
    grow()
    ANCHOR.run()
    before = bytes(Anchor.objects.get().proof)
    monkeypatch.setattr(calendar, "timestamp", lambda _: b"\xf2\x00")
    later(hours=1)
    assert bytes(Anchor.objects.get().proof) == before


def test_two_calendars_are_asked_each_for_itself(calendar, settings):
    with a_calendar() as other:
        settings.OPENTIMESTAMPS_CALENDARS = [calendar.url, other.url]
        grow()
        calendar.away = True
        ANCHOR.run()
        assert len(other.asked) == 1
    assert Anchor.objects.filter(sent_at=None).count() == 1


def test_a_place_that_is_no_longer_configured_is_left_alone(calendar, settings):
    grow()
    ANCHOR.run()
    settings.OPENTIMESTAMPS_CALENDARS = []
    Anchor.objects.update(next_attempt_at=timezone.now())
    assert not ANCHOR.waits()


def test_an_entry_is_covered_by_the_earliest_tree_that_holds_it(calendar):
    for word in ("one", "two", "three"):
        grow(word)
        later(days=1)
        calendar.mine()
        later(hours=1)
    [(anchor, files)] = documents.evidence(1)
    assert anchor.checkpoint.size == 2
    assert (
        sha256(files["checkpoint-2"]).digest()
        == opentimestamps.parse_file(
            next(content for name, content in files.items() if name.endswith(".ots"))
        ).message
    )
    assert list(documents.evidence(3)) == []

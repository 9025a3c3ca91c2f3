"""What a thief of the database would have to change to lie about an anchor is found."""

import pytest

from anchored import entry
from cast import an_organization
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.foundation.belt import PATIENCE
from conferral.oversight.fsck import anchors
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.stuck.rows import stuck_rows
from promised import an_anchor

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor():
    log.make_key()
    log.append([entry("one")])
    SEQUENCE.run()
    return an_anchor(block=870_000)


def test_a_sound_anchor_is_no_finding(anchor):
    assert list(anchors.proofs()) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"proof": b"x"}, "its proof is none"),
        ({"block": 870_001}, "does not lead to the block"),
        ({"kind": "ethereum"}, "its proof is none"),
    ],
)
def test_a_changed_anchor_is_named(anchor, changed, problem):
    Anchor.objects.update(**changed)
    [finding] = anchors.proofs()
    assert finding.invariant is Invariant.GROWTH
    assert problem in finding.problem


def test_an_anchor_of_another_checkpoint_is_named(anchor):
    log.append([entry("two")])
    SEQUENCE.run()
    Anchor.objects.update(checkpoint=log.checkpoint())
    [finding] = anchors.proofs()
    assert "another checkpoint" in finding.problem


def test_who_looks_at_today_reads_what_cannot_be_anchored(anchor):
    said = {"attempts": PATIENCE, "held_at": None, "problem": "insufficient funds"}
    Anchor.objects.update(**said)
    [row] = [each for each in stuck_rows(an_organization(), 5) if "checkpoint" in each.what]
    assert row.cannot_be == "anchored"
    assert "insufficient funds" in row.problem

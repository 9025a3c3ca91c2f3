"""From a certificate to the block: every step of the way is in its evidence, and holds."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from anchored import HEIGHT, a_calendar
from cast import an_issued_credential, publish
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.credentials.verification.evidence import evidence_file
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.fsck.run import findings
from credkit.anchors import opentimestamps
from credkit.canonical import digest
from credkit.tlog import merkle
from credkit.tlog.proof_file import ProofFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchored(settings):
    """A certificate, and the calendar that leads its log to a block."""
    credential = an_issued_credential()
    publish()
    with a_calendar() as calendar:
        settings.OPENTIMESTAMPS_CALENDARS = [calendar.url]
        ANCHOR.run()
        calendar.mine()
        Anchor.objects.update(next_attempt_at=timezone.now() - timedelta(hours=1))
        ANCHOR.run()
    an_issued_credential("Later Learner", version=credential.award.enrolment.version)
    return credential, calendar


def test_the_way_from_the_certificate_to_the_block_is_whole(anchored):
    credential, calendar = anchored
    evidence = json.loads(evidence_file(credential))
    [anchor] = evidence["anchors"]
    files = {name: base64.b64decode(content) for name, content in anchor["files"].items()}
    note = next(content for name, content in files.items() if not name.endswith(".ots"))
    proof = next(content for name, content in files.items() if name.endswith(".ots"))

    way = ProofFile.parse(anchor["logProof"])
    assert way.checkpoint.encode() == note
    entry = hashlib.sha256(bytes(credential.log_salt) + digest(evidence["credential"])).digest()
    assert way.includes(merkle.leaf_hash(entry), log.verification_key())

    stamp = opentimestamps.parse_file(proof)
    assert stamp.message == hashlib.sha256(note).digest()
    assert opentimestamps.held_by(stamp, {HEIGHT: calendar.header}) == calendar.header


def test_a_register_that_is_anchored_is_sound(anchored):
    publish()
    # Awards of tests are given, not earned; nothing else may be wrong.
    assert {finding.invariant for finding in findings()} <= {Invariant.EVIDENCE}

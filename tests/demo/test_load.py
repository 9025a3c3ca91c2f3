"""The demonstration: everything once, however often it is loaded or interrupted."""

import stat

import pytest

from conferral.credentials.transparency import log
from conferral.demo import load as demo
from conferral.demo.staffing import password
from demo.counting import counted
from faults import invariants
from faults.crashing import Crash, Fuse, When, at_commit

_WAITING = {"approval": 6, "moderation": 10, "accreditation": 3, "release": 5}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(plain_paper, settings, tmp_path):
    settings.CONFERRAL_HOME = tmp_path
    log.verification_key.cache_clear()
    log.make_key()
    yield
    log.verification_key.cache_clear()


@pytest.mark.parametrize("commits", [22, 60])
def test_wherever_it_is_interrupted_it_goes_on_to_the_same(commits):
    with at_commit(Fuse(commits, Crash), When.AFTER), pytest.raises(Crash):
        demo.load()
    demo.load()
    found = counted()
    assert (found["organizations"], found["people"], found["courses"]) == (1, 70, 8)
    assert (found["versions"], found["drafts"], found["in review"]) == (7, 1, 2)
    assert (found["accreditations"], found["qualifications"]) == (4, 3)
    assert (found["frameworks"], found["judgements"]) == (2, 6)
    assert found["waiting"] == _WAITING
    assert (found["comments"], found["opinions"]) == (4, 1)
    assert len(found["files"]) == len(set(found["files"]))
    assert found["unread"] == 0
    assert found["specimens"] == found["stuck"] == 1
    assert (found["revoked"], found["replaced"], found["expired"]) == (5, 1, 6)
    assert (found["recalls"], found["cases"], found["withheld"]) == (2, 2, 1)
    assert found["ways"] == {"points": 1, "": 2}
    assert found["certificates"] == found["letters"]
    assert invariants.broken() == []


def test_its_password_is_made_for_it_and_nobody_else_can_read_it(settings):
    made = password()
    kept = settings.CONFERRAL_HOME / "keys" / "demo-password"
    assert password() == made == kept.read_text().strip()
    assert len(made) >= 12
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.glob("demo-password*")] == ["demo-password"]

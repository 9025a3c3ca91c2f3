"""What keeps the processes of `conferral serve` running."""

import itertools
import sys

import pytest

from conferral.cli.servers import Kept, serve
from conferral.foundation.refusal import Refused

_ENDS = [sys.executable, "-c", ""]
_STAYS = [sys.executable, "-c", "input()"]


def begun(kept, seconds):
    """At which of these seconds the process was begun again; it has ended by then."""
    beginnings, before = [], kept.process
    start = kept._began_at
    for second in range(1, seconds):
        kept.process.wait(timeout=30)
        kept.look_after(start + second)
        if kept.process is not before:
            beginnings.append(second)
            before = kept.process
    return beginnings


def test_a_place_that_was_never_set_up_is_not_served(settings, tmp_path):
    settings.CONFERRAL_HOME = tmp_path / "nowhere"
    with pytest.raises(Refused, match="conferral setup"):
        serve()


def test_what_cannot_begin_rests_longer_each_time():
    beginnings = begun(Kept(_ENDS), 200)
    rests = [later - earlier for earlier, later in itertools.pairwise(beginnings)]
    assert beginnings[0] == 1
    assert rests[:5] == [1, 3, 7, 15, 31]
    assert max(rests) == 60


def test_what_has_lived_is_begun_again_at_once():
    kept = Kept(_STAYS)
    first = kept.process
    kept.look_after(kept._began_at + 100)
    assert kept.process is first
    first.kill()
    first.wait()
    kept.look_after(kept._began_at + 101)
    assert kept.process is not first
    kept.process.kill()
    kept.process.wait()

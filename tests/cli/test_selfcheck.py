"""`conferral selfcheck` as an operator types it."""

import pytest

from cast import an_issued_credential
from conferral.credentials.issuing.models import Credential

pytestmark = pytest.mark.django_db


def test_all_that_verify_are_counted(typed):
    an_issued_credential()
    ended = typed("selfcheck")
    assert (ended.code, ended.out) == (0, "1 looked at, 0 do not verify.\n")
    assert typed("selfcheck", "--last", "--json").json["checked"] == 1


def test_what_does_not_verify_is_named(typed):
    credential = an_issued_credential()
    slots = credential.slots | {"holder_name": "Mallory"}
    Credential.objects.update(slots=slots)
    ended = typed("selfcheck", "--json")
    assert ended.code == 1
    (failure,) = ended.json["failures"]
    assert failure["number"] == credential.number
    assert "altered" in failure["problem"]


def test_before_the_first_time_there_is_nothing_to_tell(typed):
    an_issued_credential()
    assert typed("selfcheck", "--last").code == 1

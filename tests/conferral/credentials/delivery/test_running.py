"""What was stopped in the undo window is revoked as a run: watched, paused, tried again."""

import pytest

from cast import a_course, an_award, an_organization, dara
from conferral.credentials.delivery import actions
from conferral.credentials.delivery.jobs import REVOKE_STOPPED
from conferral.credentials.delivery.models import Stop
from conferral.credentials.delivery.running import STOPPINGS
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.belt import PATIENCE
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions as runs
from conferral.foundation.runs import tracking
from conferral.foundation.runs.life import State
from conferral.oversight.running import wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopping():
    """Three certificates, nothing of which is done yet."""
    organization, version = an_organization(), a_course()
    Brakes.objects.filter(organization=organization).update(undo_minutes=10)
    for name in ("Ada Nkosi", "Ben Dube", "Zoe Moyo"):
        an_award(name, version)
    ISSUE_AWARDS.run()
    chosen = Credential.objects.all()
    return actions.stop(organization, dara(), chosen, "Issued by mistake", expected=3)


def run_of(stopping):
    return tracking.of(stopping).get()


def test_it_is_paused_and_goes_on(stopping):
    runs.pause(run_of(stopping), dara())
    REVOKE_STOPPED.run()
    assert not Credential.objects.filter(revoked_at__isnull=False).exists()
    runs.resume(run_of(stopping), dara())
    REVOKE_STOPPED.run()
    assert run_of(stopping).state is State.DONE
    assert wording.progress(run_of(stopping), STOPPINGS) == "3 of 3 certificates revoked"


def test_nobody_cancels_it_for_its_letters_never_come_back(stopping):
    with pytest.raises(Refused, match="it can be paused"):
        runs.cancel(run_of(stopping), STOPPINGS, dara())


def test_what_was_taken_back_meanwhile_is_named(stopping):
    ada = Credential.objects.get(award__enrolment__person__email="ada@example.test")
    issuing.revoke(ada, dara(), "Wrong list", Reason.OTHER)
    REVOKE_STOPPED.run()
    said = wording.progress(run_of(stopping), STOPPINGS)
    assert said == "2 of 3 certificates revoked, 1 left alone"
    (problem,) = STOPPINGS.problems(stopping.pk)
    assert (problem.which, problem.says) == (ada.number, "It has been revoked already.")


def test_what_gave_up_is_tried_again(stopping):
    Stop.objects.update(attempts=PATIENCE, problem="The disk is full.")
    assert not REVOKE_STOPPED.waits()
    assert len(list(STOPPINGS.problems(stopping.pk))) == 3
    assert runs.retry(run_of(stopping), STOPPINGS, dara()) == 3
    REVOKE_STOPPED.run()
    assert run_of(stopping).state is State.DONE
    assert list(STOPPINGS.problems(stopping.pk)) == []

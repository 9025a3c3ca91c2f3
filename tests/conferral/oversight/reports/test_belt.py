from datetime import timedelta

import pytest
from django.utils import timezone

from cast import FAILED, PASSED, an_award, an_import, an_organization
from conferral import worker
from conferral.foundation.chores import stages
from conferral.foundation.engine.models import Worker
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.oversight.reports import belt
from conferral.oversight.reports.belt import Standing

pytestmark = pytest.mark.django_db


def standing(stage: str, name: str = "SayPro", prefix: str = "SP") -> Standing:
    organization = an_organization(name, prefix)
    (found,) = (each for each in belt.belt(organization, timezone.now()) if each.stage == stage)
    return found


@pytest.fixture(autouse=True)
def _known() -> None:
    stages.know(stage.name for stage in worker.STAGES)


def test_every_stage_is_listed_in_the_order_of_the_way():
    listed = [each.stage for each in belt.belt(an_organization(), timezone.now())]
    assert listed == [stage.name for stage in worker.STAGES]


def test_what_is_counted_is_counted_of_stages_that_exist():
    names = {stage.name for stage in worker.STAGES}
    assert belt.queues(an_organization(), timezone.now()).keys() <= names


def test_rows_wait_for_their_stage_since_a_moment():
    batch = an_import(("Ada Nkosi", "ada@example.test", PASSED))
    waits = standing("read imports")
    assert (waits.waiting, waits.oldest, waits.next_at) == (1, batch.confirmed_at, None)


def test_when_nothing_waits_nothing_is_old():
    waits = standing("read imports")
    assert (waits.waiting, waits.oldest, waits.next_at) == (0, None, None)


def test_rows_of_another_organization_are_not_counted():
    an_import(("Ada Nkosi", "ada@example.test", FAILED))
    assert standing("read imports", "Ubuntu", "UB").waiting == 0


def test_what_was_postponed_says_when_it_is_tried_again():
    later = timezone.now() + timedelta(minutes=4)
    Message.objects.create(
        organization=an_organization(), key="one", to="a@b.test", attempts=2, next_attempt_at=later
    )
    waits = standing("send mail")
    assert (waits.waiting, waits.oldest, waits.next_at) == (1, None, later)


def test_what_is_stuck_waits_for_a_person_and_not_for_the_belt():
    an_award()
    Award.objects.update(attempts=6)
    assert standing("issue").waiting == 0


def test_a_worker_is_alive_or_is_not():
    assert not belt.is_moving()
    Worker.objects.create(executor="0" * 32, seen_at=timezone.now())
    assert belt.is_moving()

"""Every day: seeds are sealed before anybody is on a list, rounds opened, the overdue reminded."""

from datetime import timedelta

import pytest

from cast import a_member, an_organization, imani, jabu
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.chores.telling import NOTHING
from conferral.foundation.mail.models import Message
from conferral.learning.moderation import sampling
from conferral.learning.moderation.chores import look_after
from conferral.learning.moderation.models import ModerationRound, Seed
from lending import a_member_until_now
from moderating import a_moderated_course, a_round, not_upheld, upheld
from waiting import settled, today

pytestmark = pytest.mark.django_db


def test_a_seed_is_sealed_before_anybody_has_completed_it():
    version = a_moderated_course()
    assert look_after(an_organization(), today()) == "1 draw prepared."
    look_after(an_organization(), today())
    seed = Seed.objects.get(version=version)
    line = Entry.objects.get(deed="sealed a seed")
    assert line.details["sha256"] == sampling.commitment(seed.value)
    assert seed.value not in str(line.details)


def test_a_round_is_opened_when_the_oldest_has_waited_three_days():
    version = a_moderated_course()
    settled(version, 3)
    look_after(an_organization(), today() + timedelta(days=2))
    assert not ModerationRound.objects.exists()
    look_after(an_organization(), today() + timedelta(days=3))
    the_round = ModerationRound.objects.get()
    look_after(an_organization(), today() + timedelta(days=4))
    assert ModerationRound.objects.count() == 1
    assert (the_round.opened_by, the_round.entrants.count()) == (None, 3)


def test_what_was_not_upheld_is_not_opened_again_by_itself():
    not_upheld(a_round(a_moderated_course()))
    look_after(an_organization(), today() + timedelta(days=30))
    assert ModerationRound.objects.count() == 1


def test_an_overdue_round_is_reminded_of_once_a_week():
    the_round = a_round(a_moderated_course())
    jabu()
    look_after(an_organization(), the_round.due_on)
    assert not Message.objects.filter(key__contains=":late:").exists()
    day = the_round.due_on + timedelta(days=1)
    for ahead in (0, 1, 6, 7):
        look_after(an_organization(), day + timedelta(days=ahead))
    late = Message.objects.filter(key__contains=":late:")
    assert {letter.to for letter in late} == {imani().email}
    assert late.count() == 2


def test_after_a_week_administrators_get_a_copy():
    the_round = a_round(a_moderated_course())
    a_member("Kofi", Role.ADMINISTRATOR)
    look_after(an_organization(), the_round.due_on + timedelta(days=8))
    late = Message.objects.filter(key__contains=":late:").values_list("to", flat=True)
    assert {to.split("@")[0] for to in late} == {"imani", "kofi"}


def test_whose_lent_role_is_over_gets_no_copy_even_if_no_worker_runs():
    the_round = a_round(a_moderated_course())
    a_member_until_now("Kofi", Role.ADMINISTRATOR)
    look_after(an_organization(), the_round.due_on + timedelta(days=8))
    late = Message.objects.filter(key__contains=":late:")
    assert [letter.to for letter in late] == [imani().email]


def test_nobody_is_reminded_of_what_is_over():
    upheld(a_round(a_moderated_course()))
    said = look_after(an_organization(), today() + timedelta(days=60))
    assert said == "1 draw prepared."


def test_another_organization_has_its_own():
    settled(a_moderated_course(), 3)
    other = an_organization("Other", "0T")
    assert look_after(other, today() + timedelta(days=9)) == NOTHING

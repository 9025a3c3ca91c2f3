"""The brake: an unusual number of certificates waits, unsigned, for a second person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cast import PASSED, a_course, a_member, an_award, an_import, an_organization, dara, hana
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Batch, Brakes, Day
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions as runs
from conferral.foundation.runs import tracking
from conferral.foundation.runs.life import State
from conferral.learning.awards import braking, holding, personal_data
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.awards.running import BATCHES
from conferral.learning.awards.settling import WaitsFor
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def brakes(**terms):
    organization = an_organization()
    Brakes.objects.filter(organization=organization).update(**terms)
    return organization


def earned(count, version, prefix="L"):
    return [an_award(f"{prefix}{number} Nkosi", version) for number in range(count)]


def belt():
    SETTLE_CHANGED.run()
    while ISSUE_AWARDS.waits():
        ISSUE_AWARDS.run()


@pytest.fixture
def held():
    """Four of them, where three are usual."""
    brakes(unusual_from=3)
    earned(4, a_course())
    belt()
    return Batch.objects.get()


def test_a_usual_number_is_issued():
    brakes(unusual_from=3)
    earned(3, a_course())
    belt()
    assert Credential.objects.count() == 3
    assert not Batch.objects.exists()


def test_an_unusual_number_is_held_before_anything_is_signed(held):
    assert not Credential.objects.exists()
    assert held.count == 4
    assert set(Award.objects.values_list("waits_for", flat=True)) == {WaitsFor.HOLD}
    assert Entry.objects.filter(deed="held an unusual batch").count() == 1


def test_what_comes_in_small_pieces_is_one_day():
    brakes(unusual_from=3)
    version = a_course()
    for piece in "abcd":
        earned(1, version, piece)
        belt()
    assert Credential.objects.count() == 3
    assert Batch.objects.get().count == 1


def test_whatever_comes_while_a_batch_is_open_joins_it(held):
    earned(2, Award.objects.first().enrolment.version, "M")
    belt()
    assert Batch.objects.get().count == 6
    assert not Credential.objects.exists()


def test_three_times_the_largest_day_before_is_usual():
    organization = brakes(unusual_from=3)
    Day.objects.create(organization=organization, day=NOW.date() - timedelta(days=9), issued=2)
    earned(6, a_course())
    belt()
    assert Credential.objects.count() == 6


def test_what_was_issued_before_there_was_a_brake_is_history():
    organization = brakes(unusual_from=1, unusual_times=1)
    then = NOW - timedelta(days=30)
    for award in earned(5, a_course()):
        Award.objects.filter(pk=award.pk).update(issued_at=then, waits_for="")
    earned(5, a_course("other"), "M")
    belt()
    assert Credential.objects.count() == 5
    assert braking.usual_of(organization, NOW).largest == 5


def test_what_was_issued_before_is_history_by_the_days_of_the_zone():
    brakes(unusual_from=9)
    midnight = datetime(2026, 3, 1, 22, tzinfo=UTC)  # In Johannesburg.
    for award, minutes in zip(earned(2, a_course()), (-30, 30), strict=True):
        then = midnight + timedelta(minutes=minutes)
        Award.objects.filter(pk=award.pk).update(issued_at=then, waits_for="")
    braking.passing([an_award("Zoe Dube", a_course("other"))], midnight + timedelta(days=9))
    before = Day.objects.filter(issued=1).order_by("day")
    assert [each.day for each in before] == [date(2026, 3, 1), date(2026, 3, 2)]


def test_a_year_is_remembered_and_today_is_not_its_own_measure():
    organization, now = an_organization(), datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    today = date(2026, 3, 2)  # It is half past midnight there.
    for days, issued in ((366, 90), (365, 5), (1, 4), (0, 50)):
        day = today - timedelta(days=days)
        Day.objects.create(organization=organization, day=day, issued=issued)
    assert braking.usual_of(organization, now).largest == 5
    assert braking.gone_today(organization, now) == 50


def test_what_another_organization_is_to_get_is_not_counted():
    brakes(unusual_from=2)
    elsewhere = a_course(organization=an_organization("Baobab", "BA"))
    earned(4, elsewhere)
    earned(2, a_course(), "M")
    belt()
    assert Credential.objects.count() == 6
    assert not Batch.objects.exists()


def test_a_batch_stays_whole_although_the_brake_is_set_loose_meanwhile(held):
    brakes(unusual_from=0)
    earned(1, Award.objects.first().enrolment.version, "M")
    belt()
    assert Batch.objects.get().count == 5
    assert not Credential.objects.exists()


def test_a_brake_that_is_off_holds_nothing():
    brakes(unusual_from=0)
    earned(5, a_course())
    belt()
    assert Credential.objects.count() == 5


def test_nobody_goes_round_the_second_person_by_letting_many_go(held):
    with pytest.raises(Refused, match="a second person decides"):
        holding.let_go_all(an_organization(), dara(), Award.objects.all(), expected=4)
    belt()
    assert not Credential.objects.exists()


def test_another_organization_is_not_held_up(held):
    an_award("Zoe Dube", a_course(organization=an_organization("Baobab", "BA")))
    belt()
    assert Credential.objects.get().award.enrolment.person.printed_name == "Zoe Dube"


def test_a_second_person_lets_them_go(held):
    assert braking.let_go(held, dara(), NOW, expected=4) == 4
    belt()
    assert Credential.objects.count() == 4
    held.refresh_from_db()
    assert held.approved_by == dara()


def test_one_that_nobody_can_print_keeps_no_other_back_and_says_why(held):
    Person.objects.filter(printed_name="L2 Nkosi").update(printed_name="L2 \U00013000")
    braking.let_go(held, dara(), NOW, expected=4)
    belt()
    assert Credential.objects.count() == 3
    (problem,) = BATCHES.problems(held.pk)
    assert "No typeface of ours" in problem.says
    Person.objects.filter(printed_name__startswith="L2").update(printed_name="L2 Nkosi")
    BATCHES.stuck(held.pk).try_again()
    belt()
    assert tracking.of(held).get().state is State.DONE


def test_what_was_let_go_leaves_the_day_its_usual_number(held):
    braking.let_go(held, dara(), NOW, expected=4)
    belt()
    assert braking.gone_today(an_organization(), NOW) == 0
    earned(3, a_course("other"), "M")
    belt()
    assert Credential.objects.count() == 7


def test_nobody_lets_go_what_they_brought_in():
    brakes(unusual_from=1)
    an_import(("Ada Nkosi", "ada@x.test", PASSED), ("Ben Dube", "ben@x.test", PASSED))
    run_until_idle()
    batch = Batch.objects.get()
    assert batch.submitted_by == dara()
    with pytest.raises(Refused, match="somebody else"):
        braking.let_go(batch, dara(), NOW, expected=2)
    braking.let_go(batch, hana(), NOW, expected=2)


def test_who_was_shown_another_number_looks_again(held):
    with pytest.raises(Refused, match="Look again"):
        braking.let_go(held, dara(), NOW, expected=3)


def test_of_two_people_who_decide_one_is_told_that_it_is_decided(held):
    late = Batch.objects.get()
    braking.let_go(held, dara(), NOW, expected=4)
    with pytest.raises(Refused, match="already"):
        braking.cancel(late, hana(), "Too late", NOW)


def test_a_cancelled_batch_stays_held_and_says_why(held):
    braking.cancel(held, hana(), "It was the list of last year", NOW)
    belt()
    award = Award.objects.first()
    assert award.waits_for == WaitsFor.HOLD
    assert award.waits_because == "Its batch was cancelled: It was the list of last year"
    assert not Credential.objects.exists()


def test_a_batch_is_not_cancelled_without_a_word(held):
    with pytest.raises(Refused, match="Say why"):
        braking.cancel(held, hana(), " ", NOW)


def test_what_was_cancelled_and_let_go_one_by_one_is_counted_again(held):
    braking.cancel(held, hana(), "Wrong list", NOW)
    Award.objects.update(held_at=None, held_because="", settled_under=None)
    belt()
    assert Batch.objects.open().get().count == 4
    assert not Credential.objects.exists()


def test_single_awards_are_not_taken_out_of_an_open_batch(held):
    with pytest.raises(Refused, match="whole batch"):
        holding.let_go(Award.objects.first(), hana())


def test_asking_costs_the_same_for_few_and_for_many(django_assert_num_queries):
    brakes(unusual_from=500)
    version = a_course()
    rows = Award.objects.select_related("batch", "enrolment__version__course__organization")
    earned(2, version)
    braking.passing(list(rows), NOW)
    for name in "MN":
        with django_assert_num_queries(6):
            braking.passing(list(rows), NOW)
        earned(20, version, name)


def test_members_with_the_right_are_those_who_release(held):
    registrar = a_member("Gugulethu", Role.REGISTRAR)
    assert braking.let_go(held, registrar, NOW, expected=4) == 4


def let_go(batch):
    braking.let_go(batch, hana(), NOW, expected=batch.count)
    return tracking.of(batch).get()


def test_a_batch_that_was_let_go_is_a_run_until_the_last_is_issued(held):
    run = let_go(held)
    assert (run.asked_by, run.total, run.state) == (hana(), 4, State.RUNNING)
    belt()
    run.refresh_from_db()
    assert (run.state, run.done) == (State.DONE, 4)


def test_what_something_else_keeps_is_said_and_the_run_ends_without_it(held):
    run = let_go(held)
    SETTLE_CHANGED.run()
    first = Award.objects.order_by("pk")[0]
    holding.hold(first, hana(), "His name is being checked")
    belt()
    run.refresh_from_db()
    assert (run.state, run.done, run.failed) == (State.DONE, 3, 1)
    (problem,) = BATCHES.problems(held.pk)
    assert problem.which == str(first.enrolment.person)
    holding.let_go(first, hana())
    belt()
    run.refresh_from_db()
    assert (run.done, run.failed) == (4, 0)


def test_a_batch_that_is_paused_is_issued_no_further_and_one_called_off_stays_held(held):
    run = let_go(held)
    runs.pause(run, hana())
    belt()
    assert not Credential.objects.exists()
    run.refresh_from_db()
    runs.cancel(run, BATCHES, hana())
    belt()
    run.refresh_from_db()
    assert (run.state, Credential.objects.count()) == (State.CANCELLED, 0)
    assert set(Award.objects.values_list("waits_for", flat=True)) == {WaitsFor.HOLD}


def test_whoever_is_forgotten_does_not_keep_the_run_of_a_batch_from_ending(held):
    unprintable = Award.objects.select_related("enrolment__person").first().enrolment.person
    Person.objects.filter(pk=unprintable.pk).update(printed_name="\U000f0000")
    braking.let_go(held, hana(), NOW, expected=4)
    belt()
    assert tracking.of(held).get().ended_at is None
    personal_data.erase(unprintable, an_organization())
    run = tracking.of(held).get()
    assert (run.done, run.failed, run.total, run.ended_at is None) == (3, 0, 3, False)


def test_what_somebody_holds_keeps_their_reason_when_its_batch_is_called_off(held):
    braking.let_go(held, hana(), NOW, expected=4)
    holding.hold(Award.objects.earliest("pk"), dara(), "Is it she?")
    assert braking.call_off(held, hana(), NOW) == 3
    assert Award.objects.earliest("pk").held_because == "Is it she?"

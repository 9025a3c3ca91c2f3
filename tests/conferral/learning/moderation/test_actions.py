"""A round is upheld by all who are asked, and then its results go on; or nothing of it does."""

from datetime import date

import pytest

from cast import a_course, a_member, a_person, bruno, chika, dara, imani, jabu
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.models import Qualification
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Duty
from conferral.learning.moderation import actions, opening
from conferral.learning.moderation.actions import Said
from conferral.learning.moderation.models import ModerationRound, Opinion, Outcome, Stage
from moderating import (
    UPHELD,
    WRONG,
    a_moderated_course,
    a_round,
    judged,
    not_upheld,
    upheld,
    with_moderators,
)
from vouching import a_teacher
from waiting import settled

pytestmark = pytest.mark.django_db


def issued() -> int:
    while SETTLE_CHANGED.run() + ISSUE_AWARDS.run():
        pass
    return Credential.objects.count()


def test_an_upheld_round_lets_all_its_results_go():
    the_round = a_round(a_moderated_course())
    assert issued() == 0
    assert upheld(the_round).outcome == Outcome.UPHELD
    assert issued() == 8


def test_where_both_are_asked_the_internal_yes_is_not_enough():
    the_round = a_round(a_moderated_course(external_moderation=True))
    judged(the_round, imani())
    the_round = actions.conclude(the_round, imani(), Outcome.UPHELD)
    assert (the_round.stage, the_round.outcome) == (Stage.EXTERNAL, Outcome.OPEN)
    assert (the_round.due_on - the_round.internally_upheld_at.date()).days in {60, 61}
    assert issued() == 0
    judged(the_round, jabu())
    actions.conclude(the_round, jabu(), Outcome.UPHELD)
    assert issued() == 8


def test_once_upheld_internally_nobody_else_is_named_for_that():
    the_round = a_round(a_moderated_course(external_moderation=True))
    judged(the_round, imani())
    actions.conclude(the_round, imani(), Outcome.UPHELD)
    with pytest.raises(Refused, match="internal moderation is over"):
        actions.assign(the_round, Stage.INTERNAL, imani(), jabu())


def test_whoever_is_named_is_written_to_unless_they_named_themselves():
    version = a_moderated_course()
    settled(version, 3)
    the_round = opening.open_round(version)  # Nobody is there yet who could be asked.
    actions.assign(the_round, Stage.INTERNAL, imani(), imani())
    assert not Message.objects.exists()
    actions.assign(the_round, Stage.INTERNAL, jabu(), imani())
    assert Message.objects.get().to == jabu().email


def test_whoever_is_named_as_moderator_of_a_version_moderates_it():
    the_round = a_round(a_moderated_course())
    teacher = a_teacher(the_round.version, Duty.MODERATOR)
    teacher.person = jabu()
    teacher.save()
    assert actions.assign(the_round, Stage.INTERNAL, jabu(), imani()).internal_moderator == jabu()


def test_nothing_of_a_round_that_is_not_upheld_goes_out():
    the_round = not_upheld(a_round(a_moderated_course()))
    assert the_round.outcome == Outcome.NOT_UPHELD
    assert issued() == 0


def test_what_the_external_moderator_does_not_uphold_stays():
    the_round = a_round(a_moderated_course(external_moderation=True))
    judged(the_round, imani())
    actions.conclude(the_round, imani(), Outcome.UPHELD)
    judged(the_round, jabu(), WRONG)
    actions.conclude(the_round, jabu(), Outcome.NOT_UPHELD, "Mark question 4 again.")
    assert issued() == 0


def test_nobody_issues_what_is_not_moderated_even_by_hand():
    awards = settled(a_moderated_course(), 3)
    assert issuing.issue(awards) == []


def test_what_comes_after_the_draw_goes_into_the_next_round():
    version = a_moderated_course()
    first = a_round(version)
    settled(version, 4)
    second = opening.open_round(version, imani())
    assert (second.number, second.entrants.count()) == (2, 4)
    upheld(first)
    assert issued() == 8


def test_a_round_needs_something_that_waits():
    version = a_moderated_course()
    a_round(version)
    with pytest.raises(Refused, match="No result of"):
        opening.open_round(version, imani())


def test_every_one_of_the_sample_is_looked_at_first():
    the_round = a_round(a_moderated_course())
    first, _ = the_round.entrants.drawn()
    actions.judge(first, imani(), UPHELD)
    with pytest.raises(Refused, match="Number 2 of the sample is still open"):
        actions.conclude(the_round, imani(), Outcome.UPHELD)


def test_a_round_with_a_wrong_result_in_it_cannot_be_upheld():
    the_round = a_round(a_moderated_course())
    judged(the_round, imani(), UPHELD, WRONG)
    with pytest.raises(Refused, match="Number 2 was not upheld"):
        actions.conclude(the_round, imani(), Outcome.UPHELD)


def test_a_no_says_why():
    the_round = a_round(a_moderated_course())
    with pytest.raises(Refused, match="Say what is wrong"):
        judged(the_round, imani(), Said(Outcome.NOT_UPHELD, "  "))
    judged(the_round, imani())
    with pytest.raises(Refused, match="Say what has to be mended"):
        actions.conclude(the_round, imani(), Outcome.NOT_UPHELD)


def test_an_opinion_can_be_changed_until_the_stage_ends():
    the_round = a_round(a_moderated_course())
    judged(the_round, imani(), WRONG)
    judged(the_round, imani())
    assert Opinion.objects.filter(outcome=Outcome.UPHELD).count() == 2
    upheld(the_round)
    with pytest.raises(Refused, match="over: upheld"):
        judged(the_round, imani(), WRONG)


def test_only_what_was_drawn_is_judged():
    the_round = a_round(a_moderated_course())
    with pytest.raises(Refused, match="was not drawn"):
        actions.judge(the_round.entrants.filter(place=None)[0], imani(), UPHELD)


def test_only_its_moderator_speaks():
    the_round = a_round(a_moderated_course())
    with pytest.raises(Refused, match="You are not its internal moderator"):
        judged(the_round, jabu())
    with pytest.raises(Refused, match="Only a moderator"):
        judged(the_round, dara())


@pytest.mark.parametrize("duty", [Duty.INSTRUCTOR, Duty.ASSESSOR])
def test_whoever_teaches_or_assesses_it_does_not_moderate_it(duty):
    version = a_moderated_course()
    instructor = version.course.organization.instructors.create(name="Imani", person=imani())
    version.teachings.create(instructor=instructor, duty=duty)
    with pytest.raises(Refused, match="teaches or assesses"):
        a_round(version)


@pytest.mark.parametrize(("who", "why"), [(bruno, "worked on"), (chika, "decided about")])
def test_whoever_wrote_or_approved_the_content_does_not_moderate_it(who, why):
    version = a_moderated_course()
    settled(version, 4)
    person = a_member(who().printed_name, Role.MODERATOR)
    with pytest.raises(Refused, match=why):
        actions.assign(opening.open_round(version), Stage.INTERNAL, person, person)


def test_nobody_moderates_their_own_result():
    version = a_moderated_course()
    (award,) = settled(version, 1)
    award.enrolment.person = imani()
    award.enrolment.save()
    with pytest.raises(Refused, match="their own result"):
        with_moderators(opening.open_round(version))


def test_one_person_is_not_both_moderators():
    the_round = a_round(a_moderated_course(external_moderation=True))
    with pytest.raises(Refused, match="two people"):
        actions.assign(the_round, Stage.EXTERNAL, imani(), imani())


def test_whose_registration_lapsed_does_not_moderate():
    version = a_moderated_course()
    the_round = a_round(version)
    instructor = version.course.organization.instructors.create(name="Imani", person=imani())
    Qualification.objects.create(
        instructor=instructor,
        kind="moderator registration",
        register="ETDP SETA",
        valid_from=date(2020, 1, 1),
        valid_until=date(2021, 1, 1),
    )
    with pytest.raises(Refused, match="lapsed on 1 January 2021"):
        judged(the_round, imani())


def test_what_was_marked_anew_is_drawn_again_twice_as_large():
    first = not_upheld(a_round(a_moderated_course()))
    second = opening.draw_again(first, imani())
    assert (second.follows, second.percent) == (first, 50)
    assert (second.entrants.count(), second.entrants.drawn().count()) == (8, 4)
    assert first.seed.value != second.seed.value
    upheld(with_moderators(second))
    assert issued() == 8


def test_twice_as_many_as_most_of_them_are_all():
    first = not_upheld(a_round(a_moderated_course(moderation_percent=60), count=2))
    second = opening.draw_again(first, imani())
    assert (second.percent, second.entrants.drawn().count()) == (100, 2)


def test_a_round_that_is_drawn_again_is_so_once():
    first = not_upheld(a_round(a_moderated_course()))
    opening.draw_again(first, imani())
    with pytest.raises(Refused, match="Nothing is held"):
        opening.draw_again(first, imani())


def test_only_what_was_not_upheld_is_drawn_again():
    with pytest.raises(Refused, match="not upheld"):
        opening.draw_again(a_round(a_moderated_course()), imani())


def test_rejected_results_end_and_the_rest_is_drawn_again():
    the_round = not_upheld(a_round(a_moderated_course()))
    wrong = the_round.entrants.drawn().first()
    assert actions.reject(the_round, imani(), "Copied from another.", [wrong.pk]) == 1
    award = Award.objects.get(pk=wrong.award_id)
    assert award.rejected_because == "Copied from another."
    letter = Message.objects.get(key=f"rejected:{award.pk}")
    assert "Copied from another." in letter.text
    fresh = opening.draw_again(the_round, imani())
    assert fresh.entrants.count() == 7
    upheld(with_moderators(fresh))
    assert issued() == 7
    award.refresh_from_db()
    assert award.issued_at is None


def test_only_who_could_moderate_rejects_and_only_after_a_no():
    the_round = a_round(a_moderated_course())
    with pytest.raises(Refused, match="not upheld"):
        actions.reject(the_round, imani(), "Because.")
    not_upheld(the_round)
    with pytest.raises(Refused, match="Only a moderator"):
        actions.reject(the_round, dara(), "Because.")
    with pytest.raises(Refused, match="Say why"):
        actions.reject(the_round, imani(), " ")
    assert actions.reject(the_round, imani(), "Because.") == 8
    assert not ModerationRound.objects.refused().exists()


def test_every_step_is_in_the_audit_trail():
    upheld(a_round(a_moderated_course(external_moderation=True)))
    lines = Entry.objects.filter(target__startswith="moderation.").order_by("pk")
    assert list(lines.values_list("deed", flat=True)) == [
        "sealed a seed",
        "opened a moderation round",
        "named the internal moderator",
        "named the external moderator",
        *["said upheld of a result"] * 2,
        "upheld it internally",
        *["said upheld of a result"] * 2,
        "concluded: upheld",
    ]


def test_moderators_are_asked_and_administrators_told():
    a_member("Kofi", Role.ADMINISTRATOR)
    jabu(), a_person("Nobody")
    version = a_moderated_course(external_moderation=True)
    settled(version, 8)
    imani()
    the_round = opening.open_round(version)
    asked = Message.objects.filter(key__contains=":ask:internal:").values_list("to", flat=True)
    assert {to.split("@")[0] for to in asked} == {"imani", "jabu", "kofi"}
    upheld(with_moderators(the_round))
    last = Message.objects.filter(key__contains=":ask:external:")
    assert [letter.to for letter in last] == [jabu().email]
    (told,) = Message.objects.filter(key__contains=":over:")
    assert told.to.startswith("kofi")
    assert "concluded: upheld" in told.text


def test_a_type_without_moderation_needs_no_round():
    settled(a_course(), 2)
    assert issued() == 2

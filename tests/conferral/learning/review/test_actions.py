"""A version is approved by people of different roles, none of whom has worked on it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import a_course, a_draft, a_member, an_organization, bruno, emil, femi, gugu, hana
from conferral.foundation.accounts.models import Membership
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.models import Qualification
from conferral.learning.catalog.models import (
    CertificateKind,
    CertificateType,
    Change,
    CourseVersion,
    Instructor,
)
from conferral.learning.review import actions, people
from conferral.learning.review.actions import Asking
from conferral.learning.review.content import content_of, digest_of
from conferral.learning.review.models import ExtraRole, Met, Outcome, Review, Vote
from lending import a_member_until_now
from reviewing import approved, review_of, say_yes, submitted, tick

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.now().astimezone(an_organization().zone).date()


def test_the_yes_of_expert_and_trainer_approves_a_version():
    version = a_draft()
    submission = submitted(version)
    say_yes(submission, Role.EXPERT, femi())
    version.refresh_from_db()
    assert not version.is_approved
    say_yes(submission, Role.TRAINER, gugu())
    version.refresh_from_db()
    submission.refresh_from_db()
    assert version.is_approved
    assert (version.approved_by, submission.outcome) == (gugu(), Outcome.APPROVED)


def test_an_approval_is_a_line_with_the_digest_of_what_was_approved():
    version = approved(a_draft())
    line = Entry.objects.get(deed="approved", target=f"catalog.CourseVersion:{version.pk}")
    assert line.details["digest"] == digest_of(content_of(version))
    votes = Review.objects.filter(submission__version=version)
    assert sorted(line.details["lines"]) == sorted(votes.values_list("line", flat=True))


def test_a_signature_keeps_name_role_and_its_line_of_the_trail():
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, femi())
    review = review_of(submission, Role.EXPERT)
    line = Entry.objects.get(hash=review.line)
    assert (review.signed_as, review.digest) == ("Femi", submission.digest)
    assert (line.actor, line.deed) == (femi(), "said yes to a version")
    assert line.details["role"] == Role.EXPERT
    assert line.details["digest"] == submission.digest


def test_an_approval_lets_awards_be_looked_at_again():
    version = a_draft()
    submission = submitted(version)
    say_yes(submission, Role.EXPERT, femi())
    before = Change.objects.get(organization=version.course.organization).number
    say_yes(submission, Role.TRAINER, gugu())
    assert Change.objects.get(organization=version.course.organization).number > before


def test_a_type_that_needs_accreditation_needs_the_officer_too():
    organization = an_organization()
    accredited = CertificateType.objects.create(
        organization=organization,
        code="accredited",
        kind=CertificateKind.ACCREDITED,
        title="Accredited Certificate",
        needs_accreditation=True,
    )
    hana()
    submission = submitted(a_draft(certificate_type=accredited))
    say_yes(submission, Role.EXPERT, femi())
    say_yes(submission, Role.TRAINER, gugu())
    assert not CourseVersion.objects.approved().exists()
    say_yes(submission, Role.OFFICER, hana())
    assert CourseVersion.objects.approved().exists()


def test_an_organization_can_ask_one_role_more():
    actions.ask_also(an_organization(), frozenset({Role.MODERATOR}), bruno())
    a_member("Moira", Role.MODERATOR)
    submission = submitted(a_draft())
    assert {review.role for review in submission.reviews.all()} == {
        Role.EXPERT,
        Role.TRAINER,
        Role.MODERATOR,
    }


def test_roles_that_are_always_asked_cannot_be_asked_twice():
    with pytest.raises(Refused, match="trainer"):
        actions.ask_also(an_organization(), frozenset({Role.TRAINER}), bruno())
    assert not ExtraRole.objects.exists()


# Nobody approves their own work.


@pytest.mark.parametrize("way", ["submitted", "edited", "once changed"])
def test_nobody_approves_what_they_have_worked_on(way):
    both = a_member("Ella", Role.EXPERT)
    version = a_draft()
    if way == "edited":
        CourseVersion.objects.filter(pk=version.pk).update(edited_by=both)
    if way == "once changed":
        record(both, "changed a draft", version, an_organization())
    femi()
    submission = submitted(version, both if way == "submitted" else bruno())
    review = review_of(submission, Role.EXPERT)
    with pytest.raises(Refused, match="You have worked on this version"):
        actions.decide(review, both, Vote.YES)


def test_whoever_worked_on_an_earlier_version_may_review_the_next():
    first = a_course()
    record(femi(), "changed a draft", first, an_organization())
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, femi())


def test_whoever_sent_it_back_may_say_yes_to_it_later():
    version = a_draft()
    first = submitted(version)
    actions.decide(review_of(first, Role.EXPERT), femi(), Vote.NO, "Say more about bleeding.")
    version.refresh_from_db()
    CourseVersion.objects.filter(pk=version.pk).update(description="Bleeding, and more.")
    say_yes(submitted(version), Role.EXPERT, femi())


def test_nobody_is_asked_in_a_role_whose_time_is_over():
    a_member_until_now("Folake", Role.EXPERT)
    able = people.candidates(a_draft(), [Role.EXPERT, Role.TRAINER])
    assert "Folake" not in {person.printed_name for person in able[Role.EXPERT]}


def test_nobody_decides_in_two_roles():
    both = a_member("Ella", Role.EXPERT)
    a_member("Ella", Role.TRAINER)
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, both)
    with pytest.raises(Refused, match="decided about this version as subject expert"):
        actions.decide(review_of(submission, Role.TRAINER), both, Vote.YES)


def test_nobody_decides_in_two_roles_not_even_in_a_later_review():
    both = a_member("Ella", Role.EXPERT)
    a_member("Ella", Role.TRAINER)
    version = a_draft()
    actions.decide(review_of(submitted(version), Role.EXPERT), both, Vote.NO, "Too short.")
    version.refresh_from_db()
    with pytest.raises(Refused, match="nobody does twice"):
        say_yes(submitted(version), Role.TRAINER, both)


def test_the_database_itself_knows_nobody_twice():
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, femi())
    with pytest.raises(IntegrityError), transaction.atomic():
        submission.reviews.filter(role=Role.TRAINER).update(decided_by=femi())


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADMINISTRATOR, Role.REVIEWER])
def test_only_a_member_with_the_role_decides_in_it(role):
    other = a_member("Olga", role)
    review = review_of(submitted(a_draft()), Role.EXPERT)
    with pytest.raises(Refused, match="the role subject expert"):
        actions.decide(review, other, Vote.YES)


def test_a_role_in_another_organization_is_none_here():
    stranger = a_member("Mallory", Role.EXPERT, an_organization("Other", "0T"))
    review = review_of(submitted(a_draft()), Role.EXPERT)
    with pytest.raises(Refused, match="the role subject expert"):
        actions.decide(review, stranger, Vote.YES)


def test_whoever_lost_the_role_meanwhile_does_not_decide():
    submission, person = submitted(a_draft()), femi()
    tick(review_of(submission, Role.EXPERT), person)
    Membership.objects.filter(person=person).delete()
    with pytest.raises(Refused, match="the role subject expert"):
        actions.decide(review_of(submission, Role.EXPERT), person, Vote.YES)


def a_qualification(name: str, until: date | None, kind: str = "assessor registration") -> None:
    person = a_member(name, Role.EXPERT)
    instructor, _ = Instructor.objects.get_or_create(
        organization=an_organization(), person=person, defaults={"name": name}
    )
    Qualification.objects.create(
        instructor=instructor,
        kind=kind,
        register="The Register",
        valid_from=date(2020, 1, 1) if until else date(2021, 1, 1),
        valid_until=until,
    )


def test_whose_qualification_lapsed_does_not_decide():
    a_qualification("Femi", today() - timedelta(days=1))
    review = review_of(submitted(a_draft()), Role.EXPERT)
    with pytest.raises(Refused, match="The assessor registration of Femi lapsed on"):
        tick(review, femi())


def test_on_its_last_day_a_qualification_is_valid():
    a_qualification("Femi", today())
    say_yes(submitted(a_draft()), Role.EXPERT, femi())


def test_a_renewed_qualification_has_not_lapsed():
    a_qualification("Femi", today() - timedelta(days=1))
    a_qualification("Femi", None)
    say_yes(submitted(a_draft()), Role.EXPERT, femi())


# What has to be there before a yes.


def test_a_yes_needs_every_answer():
    review = review_of(submitted(a_draft()), Role.EXPERT)
    actions.answer(review, femi(), {1: (Met.YES, "")})
    with pytest.raises(Refused, match="number 2 is open"):
        actions.decide(review, femi(), Vote.YES)


def test_a_yes_does_not_stand_beside_a_no_in_the_checklist():
    review = review_of(submitted(a_draft()), Role.EXPERT)
    tick(review, femi())
    actions.answer(review, femi(), {3: (Met.NO, "It is level 3.")})
    with pytest.raises(Refused, match="Number 3 is answered with no"):
        actions.decide(review, femi(), Vote.YES)


def test_what_does_not_apply_is_no_hindrance():
    review = review_of(submitted(a_draft()), Role.EXPERT)
    tick(review, femi(), Met.NOT_APPLICABLE)
    actions.decide(review, femi(), Vote.YES)


def test_a_no_says_what_has_to_change():
    review = review_of(submitted(a_draft()), Role.EXPERT)
    with pytest.raises(Refused, match="Say what has to change"):
        actions.decide(review, femi(), Vote.NO, "  ")


def test_a_no_sends_the_version_back_to_its_author():
    version = a_draft()
    submission = submitted(version)
    say_yes(submission, Role.TRAINER, gugu())
    actions.decide(review_of(submission, Role.EXPERT), femi(), Vote.NO, "Bleeding is missing.")
    version.refresh_from_db()
    submission.refresh_from_db()
    assert (version.submitted_at, submission.outcome) == (None, Outcome.SENT_BACK)


def test_after_a_no_all_are_asked_again():
    version = a_draft()
    first = submitted(version)
    say_yes(first, Role.TRAINER, gugu())
    actions.decide(review_of(first, Role.EXPERT), femi(), Vote.NO, "Bleeding is missing.")
    version.refresh_from_db()
    say_yes(submitted(version), Role.EXPERT, femi())
    assert not CourseVersion.objects.approved().exists()


def test_nothing_is_decided_about_a_review_that_is_over():
    submission = submitted(a_draft())
    trainer = review_of(submission, Role.TRAINER)
    actions.decide(review_of(submission, Role.EXPERT), femi(), Vote.NO, "Too short.")
    with pytest.raises(Refused, match="the version was sent back"):
        actions.decide(trainer, gugu(), Vote.YES)


def test_a_decision_is_made_once():
    submission = submitted(a_draft())
    say_yes(submission, Role.EXPERT, femi())
    a_member("Ella", Role.EXPERT)
    with pytest.raises(Refused, match="decided already"):
        actions.decide(
            review_of(submission, Role.EXPERT), a_member("Ella", Role.EXPERT), Vote.NO, "-"
        )


def test_a_row_that_was_read_before_the_other_decided_decides_nothing():
    submission = submitted(a_draft())
    stale = review_of(submission, Role.EXPERT)
    tick(stale, femi())
    actions.decide(review_of(submission, Role.EXPERT), femi(), Vote.YES)
    with pytest.raises(Refused, match="decided already"):
        actions.decide(stale, a_member("Ella", Role.EXPERT), Vote.NO, "Too short.")


# Edited meanwhile.


def test_what_was_edited_since_is_not_decided_about():
    version = a_draft()
    submission = submitted(version)
    tick(review_of(submission, Role.EXPERT), femi())
    version.modules.filter(code="final-quiz").update(title="Another quiz")
    with pytest.raises(Refused, match="was edited after it was submitted"):
        actions.decide(review_of(submission, Role.EXPERT), femi(), Vote.YES)


def test_what_was_edited_since_is_submitted_anew_and_everybody_asked_again():
    version = a_draft()
    first = submitted(version)
    say_yes(first, Role.EXPERT, femi())
    CourseVersion.objects.filter(pk=version.pk).update(title="First Aid at Work")
    second = submitted(version)
    first.refresh_from_db()
    assert first.outcome == Outcome.REPLACED
    assert not second.reviews.exclude(vote=Vote.NONE).exists()


def test_what_is_being_reviewed_is_not_submitted_twice():
    version = a_draft()
    submitted(version)
    with pytest.raises(Refused, match="being reviewed already"):
        submitted(version)


def test_what_makes_no_sense_is_not_submitted():
    version = a_draft()
    version.modules.filter(code="final-quiz").delete()
    with pytest.raises(Refused, match="final-quiz, which the version does not have"):
        submitted(version)


def test_an_author_can_take_it_back():
    version = a_draft()
    submission = submitted(version)
    actions.take_back(submission, bruno())
    version.refresh_from_db()
    submission.refresh_from_db()
    assert (version.submitted_at, submission.outcome) == (None, Outcome.TAKEN_BACK)
    submitted(version)


# Who is asked.


def test_nothing_is_submitted_that_nobody_can_decide():
    femi()
    with pytest.raises(Refused, match="Nobody is left to review this as trainer"):
        actions.submit(a_draft(), bruno())


def test_two_roles_of_one_person_do_not_make_two_people():
    a_member("Ella", Role.EXPERT)
    a_member("Ella", Role.TRAINER)
    with pytest.raises(Refused, match="Nobody is left"):
        actions.submit(a_draft(), bruno())


def test_the_one_who_is_asked_decides_and_no_other():
    ella = a_member("Ella", Role.EXPERT)
    gugu()
    submission = actions.submit(a_draft(), bruno(), Asking({Role.EXPERT: ella}))
    with pytest.raises(Refused, match="Somebody else was asked"):
        say_yes(submission, Role.EXPERT, femi())
    say_yes(submission, Role.EXPERT, ella)


def test_somebody_without_the_role_cannot_be_asked():
    femi(), gugu()
    with pytest.raises(Refused, match="Emil cannot review this as trainer"):
        actions.submit(a_draft(), bruno(), Asking({Role.TRAINER: emil()}))


def test_another_can_be_asked_instead():
    ella = a_member("Ella", Role.EXPERT)
    gugu()
    submission = actions.submit(a_draft(), bruno(), Asking({Role.EXPERT: femi()}))
    actions.assign(review_of(submission, Role.EXPERT), bruno(), ella)
    say_yes(submission, Role.EXPERT, ella)


def test_a_deputy_decides_until_the_day_and_not_after():
    ella = a_member("Ella", Role.EXPERT)
    submission = submitted(a_draft())
    review = review_of(submission, Role.EXPERT)
    actions.delegate(review, femi(), ella, today())
    review.refresh_from_db()
    assert review.is_asked_of(ella, today())
    assert not review.is_asked_of(ella, today() + timedelta(days=1))
    assert review.is_asked_of(femi(), today() + timedelta(days=1))
    say_yes(submission, Role.EXPERT, ella)


@pytest.mark.parametrize(
    ("deputy", "days", "words"),
    [
        (femi, 1, "somebody else than yourself"),
        (emil, 1, "Emil cannot review"),
        (bruno, 1, "Bruno cannot review"),
        (lambda: a_member("Ella", Role.EXPERT), -1, "has passed"),
    ],
)
def test_only_who_could_decide_can_be_a_deputy(deputy, days, words):
    review = review_of(submitted(a_draft()), Role.EXPERT)
    with pytest.raises(Refused, match=words):
        actions.delegate(review, femi(), deputy(), today() + timedelta(days=days))


def test_nobody_gives_away_what_was_asked_of_another():
    ella = a_member("Ella", Role.EXPERT)
    gugu()
    submission = actions.submit(a_draft(), bruno(), Asking({Role.EXPERT: femi()}))
    with pytest.raises(Refused, match="Only who was asked"):
        actions.delegate(review_of(submission, Role.EXPERT), ella, ella, today())


def test_nothing_is_due_in_the_past():
    femi(), gugu()
    with pytest.raises(Refused, match="has passed"):
        actions.submit(a_draft(), bruno(), Asking(due_on=today() - timedelta(days=1)))


def test_a_week_is_the_time_to_review():
    assert submitted(a_draft()).due_on == today() + timedelta(days=7)


# Approvals that are taken back.


def test_a_withdrawn_approval_is_none():
    version = approved(a_draft())
    change = Change.objects.get(organization=version.course.organization)
    before = change.number
    actions.withdraw(version, femi(), "The method has changed.")
    version.refresh_from_db()
    assert not version.is_approved
    assert version.course.current is None
    assert list(CourseVersion.objects.ever_approved()) == [version]
    change.refresh_from_db()
    assert change.number > before


def test_a_withdrawal_says_why():
    version = approved(a_draft())
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw(version, femi(), " ")
    with pytest.raises(Refused, match="not approved"):
        actions.withdraw(a_draft("other"), femi(), "Because.")


def test_what_was_withdrawn_is_approved_again_by_new_reviews():
    version = approved(a_draft())
    actions.withdraw(version, femi(), "The method has changed.")
    version.refresh_from_db()
    before = version.approved_at
    submission = submitted(version)
    version.refresh_from_db()
    assert not version.is_approved
    say_yes(submission, Role.EXPERT, femi())
    say_yes(submission, Role.TRAINER, gugu())
    version.refresh_from_db()
    assert version.is_approved
    assert version.approved_at > before


def test_a_no_leaves_a_withdrawn_version_withdrawn_and_public():
    version = approved(a_draft())
    actions.withdraw(version, femi(), "The method has changed.")
    version.refresh_from_db()
    actions.decide(review_of(submitted(version), Role.EXPERT), femi(), Vote.NO, "Still wrong.")
    version.refresh_from_db()
    assert (version.is_approved, version.submitted_at) == (False, None)
    assert CourseVersion.objects.ever_approved().exists()


def test_what_is_approved_is_not_submitted():
    with pytest.raises(Refused, match="changes need a new version"):
        submitted(approved(a_draft()))

"""Somebody asks for a correction or to be forgotten; what staff promise is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import a_course, a_member, an_issued_credential, an_organization, dara, hana
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Answer, Plea
from conferral.credentials.cases.deciders import may_decide
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.foundation.accounts.models import Membership, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck.consents import promises
from conferral.oversight.privacy.chores import forget

pytestmark = pytest.mark.django_db
ERASURE = Plea(Kind.ERASURE, "")
YES, NO = Answer(Outcome.UPHELD, "Good bye."), Answer(Outcome.DISMISSED, "A law forbids it.")


@pytest.fixture
def enrolment():
    return an_issued_credential().award.enrolment


@pytest.fixture
def elsewhere(enrolment):
    """She has learnt at another organization before."""
    beacon = an_organization("Beacon", "BC")
    return an_issued_credential(version=a_course("care", beacon)).award.enrolment


def forget_who_asked(organization=None):
    return forget(organization or an_organization(), timezone.localdate())


def say_yes(enrolment):
    case = cases.ask(enrolment, ERASURE)
    cases.answer(case, dara(), YES)
    return case


def letters_leave():
    Message.objects.update(sent_at=timezone.now())


def test_whoever_is_told_yes_gets_that_letter_and_is_forgotten_then(enrolment):
    case = say_yes(enrolment)
    letter = Message.objects.get(key=f"case:{case.pk}:answered")
    assert "last letter" in letter.text
    assert "/p/" not in letter.text
    assert forget_who_asked() == f"Case {case.pk} waits: its letter has not left yet."
    letters_leave()
    assert forget_who_asked() == "1 forgotten."
    assert Person.objects.get(pk=enrolment.person_id).email is None
    assert Entry.objects.get(deed="erased a person").actor == dara()
    assert forget_who_asked() == "Nothing to do."


def test_a_letter_that_does_not_arrive_keeps_nobody(enrolment):
    case = say_yes(enrolment)
    assert list(promises()) == []
    Case.objects.filter(pk=case.pk).update(answered_at=timezone.now() - timedelta(days=11))
    assert [each.row for each in promises()] == [f"cases.Case:{case.pk}"]
    assert forget_who_asked() == "1 forgotten."
    assert list(promises()) == []


def test_whoever_is_told_no_stays(enrolment):
    case = cases.ask(enrolment, ERASURE)
    cases.answer(case, dara(), NO)
    letters_leave()
    assert forget_who_asked() == "Nothing to do."
    assert Person.objects.get(pk=enrolment.person_id).email


def test_a_member_of_the_staff_is_not_promised_what_cannot_be_done(enrolment):
    case = cases.ask(enrolment, ERASURE)
    learner = enrolment.person
    Membership.objects.create(person=learner, organization=an_organization(), role=Role.AUDITOR)
    with pytest.raises(Refused, match="End the membership first"):
        cases.answer(case, dara(), YES)


def test_nobody_decides_about_themselves(enrolment):
    case = cases.ask(enrolment, ERASURE)
    with pytest.raises(Refused, match="Somebody else"):
        cases.answer(case, enrolment.person, NO)


def test_one_asks_once_whatever_course_one_takes_last(enrolment):
    cases.ask(enrolment, ERASURE)
    with pytest.raises(Refused, match="asked that already"):
        cases.ask(enrolment, ERASURE)


def test_a_right_name_holds_from_then_on_and_signed_bytes_stay(enrolment):
    case = cases.ask(enrolment, Plea(Kind.CORRECTION, "It has two parts.", "Ada Grace Nkosi"))
    cases.answer(case, hana(), YES)
    enrolment.person.refresh_from_db()
    assert enrolment.person.printed_name == "Ada Grace Nkosi"
    assert enrolment.award.credentials.get().slots["holder_name"] == "Ada Nkosi"
    assert Entry.objects.filter(deed="corrected a name").count() == 1


def test_whoever_has_corrected_something_may_decide_an_appeal(enrolment):
    case = cases.ask(enrolment, Plea(Kind.CORRECTION, "It has two parts.", "Ada Grace Nkosi"))
    cases.answer(case, dara(), YES)
    appeal = cases.ask(enrolment, Plea(Kind.APPEAL, "It was not me."))
    assert may_decide(appeal, dara())


def test_every_organization_with_which_one_has_learnt_is_asked(enrolment, elsewhere):
    asked = cases.ask_to_be_forgotten(enrolment.person, "Please.")
    assert {case.organization.name: case.enrolment for case in asked} == {
        "SayPro": enrolment,
        "Beacon": elsewhere,
    }
    assert Message.objects.filter(key__contains="asked").count() == 2
    with pytest.raises(Refused, match="asked that already"):
        cases.ask_to_be_forgotten(enrolment.person, "")


def test_who_has_been_asked_already_is_not_asked_twice(enrolment, elsewhere):
    cases.ask(elsewhere, ERASURE)
    (asked,) = cases.ask_to_be_forgotten(enrolment.person, "")
    assert asked.enrolment == enrolment
    assert Case.objects.count() == 2


def test_each_forgets_after_its_own_yes_and_with_the_last_the_account_goes(enrolment, elsewhere):
    here, there = cases.ask_to_be_forgotten(enrolment.person, "")
    cases.answer(here, dara(), YES)
    cases.answer(there, a_member("Naledi", Role.REGISTRAR, there.organization), NO)
    letters_leave()
    assert forget_who_asked() == "1 forgotten."
    assert forget_who_asked(there.organization) == "Nothing to do."
    known = Person.objects.get(pk=enrolment.person_id)
    assert known.email
    assert [*known.enrolments.all()] == [elsewhere]
    say_yes(elsewhere)
    letters_leave()
    assert forget_who_asked() == "Nothing to do."
    assert forget_who_asked(there.organization) == "1 forgotten."
    assert Person.objects.get(pk=known.pk).email is None
    assert list(promises()) == []


def test_who_is_on_the_staff_of_another_is_forgotten_and_nobody_is_told(enrolment, elsewhere):
    learner, beacon = enrolment.person, elsewhere.version.course.organization
    Membership.objects.create(person=learner, organization=beacon, role=Role.AUDITOR)
    say_yes(enrolment)
    letters_leave()
    assert forget_who_asked() == "1 forgotten."
    assert learner.memberships.get().organization == beacon

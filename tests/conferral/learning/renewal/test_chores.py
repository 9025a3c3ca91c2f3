from datetime import timedelta
from decimal import Decimal

import pytest

from cast import a_member, a_person, an_organization, bruno, dara
from conferral.credentials.issuing import actions as issuing
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.learning.renewal import actions, chores
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.jobs import renew_changed
from conferral.learning.renewal.models import Reminder
from renewing import a_licence, an_ending_credential, an_open_renewal, today_of

pytestmark = pytest.mark.django_db


def remind(days_later: int = 0) -> None:
    organization = an_organization()
    chores.remind(organization, today_of(organization) + timedelta(days=days_later))


def steps() -> list[int]:
    return list(Reminder.objects.order_by("pk").values_list("step", flat=True))


def test_the_holder_is_reminded_once_of_each_step():
    an_ending_credential(a_licence(), days_left=90)
    for day in (0, 1, 59, 60, 61, 83, 84, 90, 96, 97, 98):
        remind(day)
    assert steps() == [90, 30, 7, 0, -7]
    assert Message.objects.filter(to="ada@example.test").count() == 5


def test_a_server_that_slept_for_two_months_sends_the_newest_only():
    an_ending_credential(a_licence(), days_left=90)
    remind()
    remind(days_later=85)
    assert steps() == [90, 7]


def test_the_steps_are_those_of_the_course():
    version = a_licence()
    actions.set_rule(version.course, Terms(reminders=(14, 2)), bruno())
    an_ending_credential(version, days_left=20)
    for day in (0, 5, 6, 7, 17, 18, 19, 27):
        remind(day)
    assert steps() == [14, 2]


def test_the_letter_names_the_ways_and_the_days():
    an_open_renewal(a_licence(), Terms(points=Decimal(30), by_recognition=True), days_left=20)
    remind()
    letter = Message.objects.get(to="ada@example.test")
    assert letter.subject == "Your certificate ends soon: Workplace First Aid"
    assert "- show 30 points of professional development" in letter.text
    assert "20 days from today" in letter.text
    assert "/progress/" in letter.text


def test_who_was_forgotten_is_not_written_to():
    an_ending_credential(a_licence())
    ada = a_person("Ada Nkosi")
    ada.email = None
    ada.save()
    remind()
    assert steps() == []


def test_who_was_renewed_is_not_reminded():
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    actions.recognize(renewal, dara(), "A letter.")
    renew_changed()
    issuing.issue([renewal.enrolment.award])
    remind()
    assert steps() == []


def test_registrars_read_once_a_week_what_comes():
    an_ending_credential(a_licence())
    a_member("Dara", Role.REGISTRAR)
    organization, today = an_organization(), today_of(an_organization())
    chores.digest(organization, today)
    chores.digest(organization, today)
    (letter,) = Message.objects.filter(to="dara@example.test")
    assert letter.subject == "1 certificate ends within 90 days at SayPro"
    assert "Workplace First Aid (first-aid): 1" in letter.text


def test_a_week_in_which_nothing_ends_has_no_letter():
    a_member("Dara", Role.REGISTRAR)
    organization = an_organization()
    assert chores.digest(organization, today_of(organization)) == "Nothing ends soon."
    assert not Message.objects.exists()


def test_renewals_open_and_lapse_by_the_clock():
    version = a_licence()
    actions.set_rule(version.course, Terms(by_recognition=True), bruno())
    an_ending_credential(version)
    organization, today = an_organization(), today_of(an_organization())
    assert chores.look_after_renewals(organization, today) == "1 opened."
    later = today + timedelta(days=51)
    assert chores.look_after_renewals(organization, later) == "1 lapsed."

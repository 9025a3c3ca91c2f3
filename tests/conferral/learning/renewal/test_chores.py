from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cast import a_member, a_person, an_organization, bruno, dara
from conferral.credentials.issuing import actions as issuing
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.learning.awards import specimens
from conferral.learning.awards.models import Award
from conferral.learning.renewal import actions, chores, coming, letters
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.jobs import renew_changed
from conferral.learning.renewal.models import PointsTable, Reminder
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
    written = Message.objects.filter(to="ada@example.test").order_by("pk")
    ends = [each.subject.partition(":")[0].removeprefix("Your certificate ") for each in written]
    assert ends == ["ends soon", "ends soon", "ends soon", "ends today", "has ended"]


def test_everybody_is_reminded_however_many_they_are(monkeypatch):
    monkeypatch.setattr(chores, "_CHUNK", 1)
    version = a_licence()
    for name in ("Ada Nkosi", "Ben Dube", "Zoe Dube"):
        an_ending_credential(version, name, days_left=7)
    remind()
    assert steps() == [7, 7, 7]


def test_the_last_day_is_that_of_the_zone():
    an_organization()
    Organization.objects.update(time_zone="America/New_York")
    an_ending_credential(a_licence(), days_left=90)  # It ends at 03:59:59 UTC of the day after.
    remind()
    assert steps() == [90]


def test_what_ends_on_the_first_or_the_last_of_some_days_ends_on_one_of_them():
    an_ending_credential(a_licence(), days_left=3)
    organization, today = an_organization(), today_of(an_organization())
    spans = ((0, 2), (0, 3), (3, 3), (3, 9), (4, 9))
    days = [tuple(today + timedelta(days=day) for day in span) for span in spans]
    found = [coming.ending(organization, *span).count() for span in days]
    assert found == [0, 1, 1, 1, 0]


def test_of_a_specimen_nobody_is_reminded():
    credential = an_ending_credential(a_licence())
    Award.objects.filter(pk=credential.award_id).update(is_specimen=True)
    remind()
    assert steps() == []


def test_a_specimen_takes_the_place_of_no_certificate():
    ending = an_ending_credential(a_licence(), days_left=90)
    version = ending.award.enrolment.version
    issuing.issue([specimens.award_to(ending.award.enrolment.person, a_licence())])
    assert version.course.versions.count() == 2
    remind()
    assert steps() == [90]


def test_a_server_that_slept_for_two_months_sends_the_newest_only():
    an_ending_credential(a_licence(), days_left=90)
    remind()
    remind(days_later=85)
    assert steps() == [90, 7]


def test_the_steps_are_those_of_the_course():
    version = a_licence()
    actions.set_rule(version.course, Terms(reminders=(120, 2)), bruno())
    an_ending_credential(version, days_left=130)
    for day in (0, 9, 10, 11):
        remind(day)
    assert steps() == [120]
    for day in (127, 128, 129, 137):
        remind(day)
    assert steps() == [120, 2]


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


def test_who_has_left_reads_of_no_endings():
    dara()
    Person.objects.filter(pk=a_member("Lerato", Role.REGISTRAR).pk).update(is_active=False)
    an_ending_credential(a_licence())
    chores.digest(an_organization(), today_of(an_organization()))
    assert Message.objects.get().to == "dara@example.test"


def test_a_week_is_one_across_the_turn_of_the_year():
    dara_reads = (
        letters.digest(an_organization(), dara(), [], day).key
        for day in (date(2026, 12, 31), date(2027, 1, 3), date(2027, 1, 4))
    )
    thursday, sunday, monday = dara_reads
    assert thursday == sunday != monday


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
    PointsTable.objects.create(organization=organization, by=bruno(), name="points.csv")
    PointsTable.objects.update(at=timezone.now() - timedelta(days=2))
    later = today + timedelta(days=51)
    assert chores.look_after_renewals(organization, later) == "1 lapsed."
    assert not PointsTable.objects.exists()  # Nobody had it entered.

"""Officers are written to before something ends, once for each step."""

from datetime import date, timedelta

import pytest

from cast import a_course, a_member, hana
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation import actions, chores, coming
from conferral.learning.accreditation.coming import Kind
from vouching import a_teacher, a_type, granted, registered

pytestmark = pytest.mark.django_db

ENDS = date(2026, 12, 31)


def subjects():
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def warn(version, days_before):
    chores.warn(version.course.organization, ENDS - timedelta(days=days_before))


def test_each_step_is_one_letter_with_what_would_lose_the_label():
    version = a_course()
    hana()
    granted(version, valid_until=ENDS)
    for days in (200, 181, 180, 179, 120, 90, 89, 31, 30, 1, 0):
        warn(version, days)
    wanted = "NBVA/2024/00317 of National Board ends on 31 December 2026: 1 course would lose the"
    assert subjects() == [f"{wanted} label"] * 3
    assert "Workplace First Aid" in Message.objects.first().text


def test_a_server_that_slept_writes_about_the_last_step_only():
    version = a_course()
    hana()
    granted(version, valid_until=ENDS)
    warn(version, 20)
    assert len(subjects()) == 1


def test_every_officer_is_written_to_and_administrators_where_there_is_none():
    version = a_course()
    administrator = a_member("Ines", Role.ADMINISTRATOR)
    granted(version, valid_until=ENDS)
    hana().memberships.all().delete()
    warn(version, 10)
    assert list(Message.objects.values_list("to", flat=True)) == [administrator.email]


def test_a_registration_that_ends_is_written_about_and_one_that_was_renewed_is_not():
    version = a_course()
    granted(version)
    teacher = a_teacher(version)
    registered(teacher, ENDS)
    warn(version, 90)
    assert subjects() == [
        "Registration of Dr Thabo Mokoena ends on 31 December 2026: 1 course would lose the label"
    ]
    registered(teacher, None, since=ENDS + timedelta(days=1))
    warn(version, 30)
    assert len(subjects()) == 1


def test_a_condition_that_nobody_meets_takes_the_label_after_its_day():
    accreditation = granted(a_course(certificate_type=a_type()))
    condition = actions.add_condition(accreditation, "A report is sent.", ENDS, hana())
    organization = accreditation.body.organization
    warn_of = ENDS - timedelta(days=30)
    chores.warn(organization, warn_of)
    subject = "NBVA/2024/00317: A report is sent is due on 31 December 2026"
    assert subjects() == [f"{subject}: 1 course would lose the label"]
    text = Message.objects.get().text
    assert "From the next day on, unless it is met, certificates of these courses" in text
    assert "- Workplace First Aid: A condition is open: A report is sent." in text
    actions.meet(condition, hana())
    assert chores.warnings(organization, warn_of) == []


def test_a_condition_is_no_warning_any_more_once_its_day_is_over():
    accreditation = granted(a_course())
    actions.add_condition(accreditation, "A report", ENDS, hana())
    organization = accreditation.body.organization
    assert chores.warnings(organization, ENDS)[0].losses
    assert chores.warnings(organization, ENDS + timedelta(days=1)) == []


def test_one_whose_end_was_moved_is_written_about_anew():
    version = a_course()
    accreditation = granted(version, valid_until=ENDS)
    warn(version, 30)
    actions.end(accreditation, ENDS + timedelta(days=1), hana())
    warn(version, 29)
    assert len(subjects()) == 2


def test_the_calendar_has_what_ends_and_what_is_due_the_next_first():
    version = a_course()
    accreditation = granted(version, valid_until=ENDS)
    actions.add_condition(accreditation, "A report", date(2026, 8, 1), hana())
    actions.plan_review(accreditation, "Assessors", date(2026, 3, 1), hana())
    registered(a_teacher(version), date(2026, 9, 1))
    found = coming.calendar(version.course.organization, date(2026, 6, 1))
    assert [each.kind for each in found] == [
        Kind.REVIEW,
        Kind.CONDITION,
        Kind.QUALIFICATION,
        Kind.ACCREDITATION,
    ]

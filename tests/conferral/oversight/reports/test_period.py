"""What happened in a period: each thing is counted once, in its own month and course."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cast import (
    a_course,
    a_draft,
    an_accreditation,
    an_award,
    an_issued_credential,
    an_organization,
)
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.learning.awards.models import Award
from conferral.oversight.reports.period import Numbers, Period, by_course, by_month, total

pytestmark = pytest.mark.django_db
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


def issued(name="Ada Nkosi", version=None, on=datetime(2026, 5, 10, tzinfo=UTC), **fields):
    """One that was issued, and completed, at that moment."""
    credential = an_issued_credential(name, version or a_course())
    Credential.objects.filter(pk=credential.pk).update(issued_at=on, **fields)
    Award.objects.filter(pk=credential.award_id).update(earned_at=on)
    return credential


def courses(period=MAY):
    return {each.code: each.numbers for each in by_course(an_organization(), period)}


def test_what_was_issued_is_counted_by_course():
    vouched = a_course("vouched")
    an_accreditation(vouched)
    issued("Ada Nkosi")
    issued("Ben Dube", vouched)
    assert courses()["first-aid"] == Numbers(completed=1, issued=1)
    assert courses()["vouched"] == Numbers(completed=1, issued=1, accredited=1)


def test_both_days_count_from_midnight_to_midnight_where_the_organization_is():
    issued("First Minute", on=datetime(2026, 4, 30, 22, 0, tzinfo=UTC))  # 1 May in Johannesburg.
    issued("Last Minute", on=datetime(2026, 5, 31, 21, 59, tzinfo=UTC))
    issued("Too Late", on=datetime(2026, 5, 31, 22, 0, tzinfo=UTC))
    assert courses()["first-aid"].issued == 2


def test_what_was_revoked_ended_or_looked_at_is_counted_when_it_was():
    moment = datetime(2026, 5, 20, tzinfo=UTC)
    january = datetime(2026, 1, 10, tzinfo=UTC)
    credential = issued("Ada Nkosi", on=january, valid_until=moment)
    issued("Ben Dube", on=january, revoked_at=moment, valid_until=moment)  # It had no end left.
    Looks.objects.create(credential=credential, day=MAY.last, count=7)
    Looks.objects.create(credential=credential, day=MAY.last + timedelta(days=1), count=1)
    assert courses()["first-aid"] == Numbers(revoked=1, ended=1, looks=7)


def test_what_was_replaced_is_not_counted_as_revoked():
    moment = datetime(2026, 5, 20, tzinfo=UTC)
    successor = issued("Successor Dube")
    issued("Ada Nkosi", revoked_at=moment, replaced_by=successor)
    assert courses()["first-aid"].revoked == 0


def test_who_waits_now_is_counted_whatever_the_period():
    an_award("Ben Dube", a_draft("late"))
    assert courses(Period(date(2001, 1, 1), date(2001, 1, 31))) == {"late": Numbers(waiting=1)}


def test_specimens_count_nowhere():
    credential = issued()
    Credential.objects.update(is_specimen=True)
    Award.objects.update(is_specimen=True)
    Looks.objects.create(credential=credential, day=MAY.first, count=3)
    assert courses() == {}


def test_every_month_of_the_period_has_its_line():
    issued("Ada Nkosi")
    issued("Ben Dube", on=datetime(2026, 7, 1, 12, tzinfo=UTC))
    months = by_month(an_organization(), Period(date(2026, 5, 15), date(2026, 7, 2)))
    assert [(month.month, each.issued) for month, each in months] == [(5, 0), (6, 0), (7, 1)]


def test_one_course_alone():
    issued("Ada Nkosi")
    issued("Ben Dube", a_course("fire"))
    only = Period(MAY.first, MAY.last, "fire")
    assert list(courses(only)) == ["fire"]
    assert total(each for _, each in by_month(an_organization(), only)).issued == 1


def test_another_organization_counts_for_itself():
    issued("Ada Nkosi", a_course(organization=an_organization("Other", "0T")))
    assert courses() == {}


def test_they_are_counted_in_as_many_queries_as_there_are_things(django_assert_num_queries):
    for name in ("Ada Nkosi", "Ben Dube", "Cyn Zulu"):
        issued(name, a_course(name[:3].lower()))
    organization = an_organization()
    with django_assert_num_queries(8):
        by_course(organization, MAY)

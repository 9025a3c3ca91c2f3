"""A table of points: what it would bring, and what is entered of it, some lines at a time."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cast import a_person, an_award, an_organization, bruno, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.renewal import taking_in
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.jobs import ENTER_POINTS, renew_changed
from conferral.learning.renewal.models import Activity, PointsLine, PointsTable, Renewal
from renewing import a_licence, an_open_renewal, today_of

pytestmark = pytest.mark.django_db

HEADER = "email,day,title,points\n"
WORKSHOP = "ada@example.test,2026-06-14,Workshop,10\n"


@pytest.fixture
def ada():
    return an_award().enrolment.person


def a_table(*rows: str) -> PointsTable:
    file = ContentFile((HEADER + "".join(rows)).encode(), "points.csv")
    return taking_in.look(an_organization(), dara(), "points.csv", file)


def look(*rows: str, person=None):
    return taking_in.preview(a_table(*rows), person or dara())


def enter(*rows: str, person=None) -> None:
    taking_in.begin(a_table(*rows), person or dara())
    ENTER_POINTS.run()


def why(*rows: str) -> str:
    (unread,) = look(*rows).refused
    return unread.because


def test_looking_at_a_table_enters_nothing(ada):
    seen = look(WORKSHOP)
    assert [(line.title, learner) for line, learner in seen.new] == [("Workshop", ada)]
    assert not ENTER_POINTS.waits()
    assert not Activity.objects.exists()


def test_the_same_table_again_enters_nothing_twice(ada):
    enter(WORKSHOP)
    again = look(WORKSHOP)
    assert (len(again.new), again.known) == (0, 1)
    enter(WORKSHOP)
    assert Activity.objects.count() == 1


def test_a_line_that_stands_twice_counts_once(ada):
    seen = look(WORKSHOP, WORKSHOP)
    assert (len(seen.new), seen.known) == (1, 1)
    enter(WORKSHOP, WORKSHOP)
    assert Activity.objects.count() == 1


def test_other_points_for_what_is_known_are_refused(ada):
    enter(WORKSHOP)
    assert "is known with 10 points" in why(WORKSHOP.replace(",10", ",12"))


def test_who_is_no_learner_here_is_refused(ada):
    a_person("Emil Hart", "emil@example.test")
    assert "no learner here" in why(WORKSHOP.replace("ada", "emil"))


def test_a_title_that_hides_something_is_refused(ada):
    assert "can be seen" in why(WORKSHOP.replace("Workshop", "Work\u202eshop"))


def test_nobody_enters_their_own(ada):
    seen = look(WORKSHOP, person=ada)
    assert "Nobody enters points for themselves" in seen.refused[0].because
    enter(WORKSHOP, person=ada)
    assert not Activity.objects.exists()


def test_what_cannot_be_read_is_told_beside_what_is_refused(ada):
    seen = look(WORKSHOP.replace("ada", "zoe"), "ada@example.test,ten,Workshop,10\n", WORKSHOP)
    assert [each.number for each in seen.refused] == [2, 3]
    assert [line.number for line, _ in seen.new] == [4]


def test_a_table_is_begun_once_and_never_without_a_line(ada):
    taking_in.begin(table := a_table(WORKSHOP), dara())
    with pytest.raises(Refused, match="being entered already"):
        taking_in.begin(table, dara())
    with pytest.raises(Refused, match="Nothing in it can be read"):
        taking_in.begin(a_table("ada,2026-06-14,Workshop,10\n"), dara())


def test_every_activity_has_a_line_of_the_trail(ada):
    enter(WORKSHOP, WORKSHOP.replace("14", "15"))
    assert Entry.objects.filter(deed="entered points", actor=dara()).count() == 2


def test_neither_the_file_is_kept_nor_a_line_that_was_entered(ada):
    enter(WORKSHOP)
    assert list(Path(default_storage.path("imports")).glob("*")) == []
    assert not PointsLine.objects.exists()


def test_what_nobody_enters_is_forgotten_after_a_day(ada):
    organization, old = an_organization(), a_table(WORKSHOP)
    PointsTable.objects.update(at=timezone.now() - timedelta(days=2))
    begun, young = a_table(WORKSHOP), a_table(WORKSHOP)
    taking_in.begin(begun, dara())
    PointsTable.objects.filter(pk=begun.pk).update(at=timezone.now() - timedelta(days=2))
    assert taking_in.forget_drafts(organization) == 1
    assert set(PointsTable.objects.all()) == {begun, young}
    with pytest.raises(Refused, match="forgotten"):
        taking_in.begin(old, dara())


def test_enough_points_renew():
    renewal = an_open_renewal(a_licence(), Terms(points=10))
    renew_changed()
    today = str(today_of(an_organization()))
    enter(WORKSHOP.replace("2026-06-14", today), person=bruno())
    renew_changed()
    assert Renewal.objects.get(pk=renewal.pk).way == "points"

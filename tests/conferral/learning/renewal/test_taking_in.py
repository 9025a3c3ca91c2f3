"""A table of points: what it would bring, and what is entered."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cast import a_person, an_award, an_organization, bruno, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.jobs import renew_changed
from conferral.learning.renewal.models import Activity, Renewal
from conferral.learning.renewal.taking_in import lines_again, lines_in, preview, take_in
from renewing import a_licence, an_open_renewal, today_of

pytestmark = pytest.mark.django_db

HEADER = "email,day,title,points\n"
WORKSHOP = "ada@example.test,2026-06-14,Workshop,10\n"


@pytest.fixture
def ada():
    return an_award().enrolment.person


def lines(*rows: str):
    return lines_again(an_organization(), HEADER + "".join(rows))


def why(*rows: str) -> str:
    (unread,) = preview(an_organization(), lines(*rows), dara()).refused
    return unread.because


def test_looking_at_a_table_enters_nothing(ada):
    seen = preview(an_organization(), lines(WORKSHOP), dara())
    assert [(line.title, learner) for line, learner in seen.new] == [("Workshop", ada)]
    assert not Activity.objects.exists()


def test_the_same_table_again_enters_nothing_twice(ada):
    take_in(an_organization(), lines(WORKSHOP), dara())
    again = take_in(an_organization(), lines(WORKSHOP), dara())
    assert (len(again.new), again.known) == (0, 1)
    assert Activity.objects.count() == 1


def test_a_line_that_stands_twice_counts_once(ada):
    seen = take_in(an_organization(), lines(WORKSHOP, WORKSHOP), dara())
    assert (len(seen.new), seen.known) == (1, 1)


def test_other_points_for_what_is_known_are_refused(ada):
    take_in(an_organization(), lines(WORKSHOP), dara())
    assert "is known with 10 points" in why(WORKSHOP.replace(",10", ",12"))


def test_who_is_no_learner_here_is_refused(ada):
    a_person("Emil Hart", "emil@example.test")
    assert "no learner here" in why(WORKSHOP.replace("ada", "emil"))


def test_a_title_that_hides_something_is_refused(ada):
    assert "can be seen" in why(WORKSHOP.replace("Workshop", "Work\u202eshop"))


def test_nobody_enters_their_own(ada):
    seen = preview(an_organization(), lines(WORKSHOP), ada)
    assert "Nobody enters points for themselves" in seen.refused[0].because


def test_what_was_shown_is_what_is_entered(ada):
    with pytest.raises(Refused, match="1 are new by now, not 2"):
        take_in(an_organization(), lines(WORKSHOP), dara(), expected=2)
    assert not Activity.objects.exists()


def test_every_activity_has_a_line_of_the_trail(ada):
    take_in(an_organization(), lines(WORKSHOP, WORKSHOP.replace("14", "15")), dara())
    assert Entry.objects.filter(deed="entered points", actor=dara()).count() == 2


def test_the_uploaded_file_is_not_kept(ada):
    file = ContentFile((HEADER + WORKSHOP).encode(), "points.csv")
    assert len(lines_in(an_organization(), "points.csv", file)) == 1
    assert list(Path(default_storage.path("imports")).glob("*")) == []


def test_enough_points_renew():
    renewal = an_open_renewal(a_licence(), Terms(points=10))
    renew_changed()
    today = str(today_of(an_organization()))
    take_in(an_organization(), lines(WORKSHOP.replace("2026-06-14", today)), bruno())
    renew_changed()
    assert Renewal.objects.get(pk=renewal.pk).way == "points"

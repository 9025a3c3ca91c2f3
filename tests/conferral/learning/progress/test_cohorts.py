"""Learners who begin together bear the same label, from a file or from somebody's hand."""

import pytest
from django.core.files.base import ContentFile

from cast import a_course, an_award, an_organization, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.progress import actions
from conferral.learning.progress.cohort import BadCohort, clean_cohort
from conferral.learning.progress.cohorts import label
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ImportRow

pytestmark = pytest.mark.django_db


def read(*lines, header="Name,E-mail,Cohort,Final quiz"):
    file = ContentFile("\n".join((header, *lines)).encode())
    batch = actions.upload(a_course().course, dara(), "file.csv", file)
    actions.confirm(batch, dara())
    READ_IMPORTS.run()
    return batch


def cohorts():
    return dict(Enrolment.objects.values_list("person__printed_name", "cohort"))


def test_a_file_says_who_is_in_which():
    read("Ada Nkosi,ada@x.test,Autumn  2026,81", "Ben Dube,ben@x.test,,70")
    assert cohorts() == {"Ada Nkosi": "Autumn 2026", "Ben Dube": ""}


@pytest.mark.parametrize("column", ["cohort", "Group", "Intake", "Gruppe", "Cohorte"])
def test_the_column_has_many_names(column):
    read("Ada Nkosi,ada@x.test,A1,81", header=f"Name,E-mail,{column},Final quiz")
    assert cohorts() == {"Ada Nkosi": "A1"}


def test_a_newer_file_moves_somebody_and_a_silent_one_leaves_them():
    read("Ada Nkosi,ada@x.test,Autumn 2026,81")
    read("Ada Nkosi,ada@x.test,Spring 2027,82")
    read("Ada Nkosi,ada@x.test,,83")
    assert cohorts() == {"Ada Nkosi": "Spring 2027"}


def test_a_name_that_is_too_long_refuses_its_line_and_says_why():
    batch = read(f"Ada Nkosi,ada@x.test,{'x' * 61},81")
    (row,) = ImportRow.objects.filter(batch=batch)
    assert row.refused
    assert 'column "Cohort"' in row.note
    assert "more than 60 characters" in row.note


def test_somebody_puts_learners_into_one_and_out_of_it():
    an_award("Ada Nkosi"), an_award("Ben Dube")
    assert label(an_organization(), dara(), Enrolment.objects.all(), " Autumn 2026 ") == 2
    assert set(cohorts().values()) == {"Autumn 2026"}
    ada = Enrolment.objects.filter(person__printed_name="Ada Nkosi")
    assert label(an_organization(), dara(), ada, "") == 1
    assert cohorts() == {"Ada Nkosi": "", "Ben Dube": "Autumn 2026"}
    assert Entry.objects.filter(deed="put into a cohort").count() == 2


def test_nobody_of_another_organization_is_moved():
    an_award("Ada Nkosi")
    with pytest.raises(Refused, match="at least one"):
        label(an_organization("Other", "0T"), dara(), Enrolment.objects.all(), "Theirs")
    assert cohorts() == {"Ada Nkosi": ""}


def test_what_is_no_name_is_refused():
    an_award()
    with pytest.raises(RefusedPart):
        label(an_organization(), dara(), Enrolment.objects.all(), "x" * 61)
    for name in ("=1+1", "a\u202eb"):
        with pytest.raises(BadCohort):
            clean_cohort(name)


def test_one_is_called_as_its_language_is_written():
    assert clean_cohort("گروه می\u200cخواهم") == "گروه می\u200cخواهم"
    assert clean_cohort("Autumn\u200b 2026") == "Autumn 2026"
    with pytest.raises(RefusedPart, match="RIGHT-TO-LEFT OVERRIDE"):
        label(an_organization(), dara(), Enrolment.objects.all(), "a\u202eb")

"""Those who began together on one page: who has what, what the others lack."""

import pytest
from django.urls import reverse

from cast import (
    PASSED,
    a_course,
    a_draft,
    a_person,
    an_award,
    an_import,
    an_issued_credential,
    an_organization,
)
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db
NAME = "Autumn 2026/27"


@pytest.fixture
def three():
    """One has a certificate, one waits for an approval, one is learning."""
    version = a_course()
    credential = an_issued_credential("Ada Nkosi", version)
    an_award("Ben Dube", a_draft("late"))
    an_import(("Zoë Müller", "zoe@example.test", "Not completed"), version=version)
    READ_IMPORTS.run()
    Enrolment.objects.update(cohort=NAME)
    return credential


def page(browser, **asked):
    return browser.get(reverse("cohort", args=[NAME]), asked)


def test_it_shows_who_has_what_and_what_is_missing(registrar, three):
    answer = page(registrar)
    lines = {
        line.enrolment.person.printed_name: (line.stands, line.numbers, line.lacks)
        for line in answer.context["lines"]
    }
    assert lines["Ada Nkosi"] == ("certified", (three.number,), ())
    assert lines["Ben Dube"] == ("earned", (), ())
    assert lines["Zoë Müller"][2] == ("Pass “Final quiz”.",)
    assert "On its way" in answer.content.decode()


def test_it_is_counted(registrar, three):
    (cohort,) = registrar.get(reverse("cohorts")).context["page"]
    counted = (cohort.name, cohort.enrolments, cohort.courses, cohort.certified, cohort.percent)
    assert counted == (NAME, 3, 2, 1, 33)


def test_a_filter_leaves_those_who_are_that_far(registrar, three):
    lines = page(registrar, stands="learning").context["lines"]
    assert [line.enrolment.person.printed_name for line in lines] == ["Zoë Müller"]


def test_the_same_as_a_file(registrar, three):
    answer = registrar.get(reverse("cohort-csv", args=[NAME]), {"stands": "learning"})
    _, line = answer.getvalue().decode("utf-8-sig").splitlines()
    assert line == "Zoë Müller,zoe@example.test,first-aid,1,learning,,Pass “Final quiz”."


def test_learners_are_found_by_their_cohort(registrar, three):
    Enrolment.objects.filter(person__printed_name="Ben Dube").update(cohort="Spring")
    lines = registrar.get(reverse("learners"), {"cohort": "Spring"}).context["lines"]
    assert [line.enrolment.person.printed_name for line in lines] == ["Ben Dube"]


def test_those_who_were_ticked_are_put_into_one(registrar, three):
    ben = Enrolment.objects.get(person__printed_name="Ben Dube")
    answer = registrar.post(
        reverse("cohort-put"), {"enrolment": [ben.pk], "cohort": "Spring"}, follow=True
    )
    assert "1 moved." in answer.content.decode()
    ben.refresh_from_db()
    assert ben.cohort == "Spring"


def test_nobody_ticked_is_said(registrar, three):
    answer = registrar.post(reverse("cohort-put"), {"cohort": "Spring"})
    assert answer.status_code == 422
    assert "Choose at least one learner." in answer.content.decode()


def test_another_organization_has_no_such_cohort(client, three, stranger):
    client.force_login(stranger)
    assert page(client).status_code == 404
    assert client.get(reverse("cohort-csv", args=[NAME])).status_code == 404
    ids = [each.pk for each in Enrolment.objects.all()]
    answer = client.post(reverse("cohort-put"), {"enrolment": ids, "cohort": "Mine"})
    assert answer.status_code == 422
    assert not Enrolment.objects.filter(cohort="Mine").exists()


def test_a_cohort_of_the_same_name_elsewhere_is_another(client, three, stranger):
    theirs = a_draft("theirs", an_organization("Other", "0T"))
    Enrolment.objects.create(person=a_person("Cyn Botha"), version=theirs, cohort=NAME)
    client.force_login(stranger)
    lines = page(client).context["lines"]
    assert [line.enrolment.person.printed_name for line in lines] == ["Cyn Botha"]


def test_fifty_ask_no_more_than_one(registrar, django_assert_max_num_queries):
    an_import(*((f"Learner {n}", f"l{n}@example.test", PASSED) for n in range(30)))
    READ_IMPORTS.run()
    Enrolment.objects.update(cohort=NAME)
    with django_assert_max_num_queries(14):
        page(registrar)

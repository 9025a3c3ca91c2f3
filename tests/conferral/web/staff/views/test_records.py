"""A learner's record: what is known, and what staff say of it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_member, a_person, an_issued_credential
from conferral.foundation.accounts.models import Membership
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.learning.progress.models import Enrolment, Judgement, Measure

pytestmark = pytest.mark.django_db
CRITERION = {
    "all": [{"evaluated": "practice", "as": "Practical simulation"}, {"passed": "final-quiz"}]
}


@pytest.fixture
def trainer():
    client = Client()
    client.force_login(a_member("Gugu", Role.TRAINER))
    return client


@pytest.fixture
def ada():
    version = a_course(criterion_json=CRITERION)
    return Enrolment.objects.create(
        person=a_person("Ada Nkosi"), version=version, evaluated_at=timezone.now()
    )


def where(name, enrolment):
    return reverse(name, args=[enrolment.pk])


def verdict(said, remark=""):
    about = "evaluated-practice"
    return {"about": about, f"{about}-said": said, f"{about}-remark": remark}


def test_best_and_last_attempt_stand_side_by_side(trainer, ada):
    attempts = [
        [True, "80", "2026-05-01T08:00:00+00:00"],
        [False, "40", "2026-06-01T08:00:00+00:00"],
    ]
    ada.results.create(
        module=ada.version.modules.get(code="final-quiz"),
        passed=True,
        score=80,
        recorded_at=timezone.now(),
        attempts=attempts,
    )
    page = trainer.get(where("learner", ada)).text
    assert 'data-label="Best">80 %, passed</td><td data-label="Last">40 %, not passed</td>' in page


def test_a_verdict_is_given_and_stands_in_the_history(trainer, ada):
    trainer.post(where("learner-judge", ada), verdict("no", "The bandage slipped."))
    trainer.post(where("learner-judge", ada), verdict("yes"))
    assert [each.is_positive for each in Judgement.objects.all()] == [False, True]
    page = trainer.get(where("learner", ada)).text
    assert "The bandage slipped." in page
    assert "by <bdi>Gugu</bdi>" in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (verdict("no"), "what is missing"),
        (verdict(""), "This field is required"),
        (verdict("perhaps"), "Select a valid choice"),
        ({"about": "evaluated-swimming"}, "does not ask for that"),
        ({}, "does not ask for that"),
    ],
)
def test_half_a_verdict_is_none(trainer, ada, sent, told):
    answer = trainer.post(where("learner-judge", ada), sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert not Judgement.objects.exists()


def test_a_total_is_written_down_with_how_it_is_known(trainer, ada):
    sent = {"what": "attendance percent", "value": "85", "because": "Paper list of 3 May"}
    assert trainer.post(where("learner-measure", ada), sent).status_code == 302
    assert Measure.objects.get().value == Decimal(85)
    assert Entry.objects.get(deed="measured").details["because"] == "Paper list of 3 May"


@pytest.mark.parametrize(
    "wrong", [{"value": "101"}, {"value": "many"}, {"because": ""}, {"what": "luck"}]
)
def test_a_total_that_makes_no_sense_is_refused(trainer, ada, wrong):
    sent = {"what": "attendance percent", "value": "85", "because": "Paper list"} | wrong
    assert trainer.post(where("learner-measure", ada), sent).status_code == 422
    assert not Measure.objects.exists()


def test_nobody_judges_themselves(ada):
    organization = ada.version.course.organization
    Membership.objects.create(person=ada.person, organization=organization, role=Role.TRAINER)
    client = Client()
    client.force_login(ada.person)
    assert "ask a colleague" in client.get(where("learner", ada)).text
    answer = client.post(where("learner-judge", ada), verdict("yes"))
    assert answer.status_code == 422
    assert not Judgement.objects.exists()


def test_whoever_may_only_look_has_no_forms(ada):
    client = Client()
    client.force_login(a_member("Emil", Role.AUDITOR))
    assert "Record the verdict" not in client.get(where("learner", ada)).text


def test_the_certificate_is_a_step_away(trainer):
    credential = an_issued_credential()
    page = trainer.get(where("learner", credential.award.enrolment)).text
    assert reverse("staff-certificate", args=[credential.number]) in page

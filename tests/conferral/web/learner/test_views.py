"""The page behind a learner’s own link: what is done, what is not, when the certificate comes."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_draft, a_person, an_issued_credential, an_organization, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.mail import jobs
from conferral.foundation.mail.models import Message
from conferral.learning.awards import specimens
from conferral.learning.awards.links import LASTS, token_of
from conferral.learning.catalog import criteria
from conferral.learning.progress import judging
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.learning.renewal.actions import Terms
from renewing import a_licence, an_open_renewal
from reviewing import submitted
from waiting import settled, today

pytestmark = pytest.mark.django_db


def page(client, enrolment, name="progress"):
    return client.get(reverse(name, args=[token_of(enrolment)]))


def begun(version, **passed):
    """Ada in a version, with the results that are given by module."""
    enrolment = Enrolment.objects.create(person=a_person("Ada Nkosi"), version=version)
    for module in version.modules.filter(code__in=[code.replace("_", "-") for code in passed]):
        ModuleResult.objects.create(
            enrolment=enrolment,
            module=module,
            passed=passed[module.code.replace("-", "_")],
            recorded_at=timezone.now(),
        )
    return enrolment


def test_what_is_done_failed_and_unknown_is_told_apart(client):
    enrolment = begun(a_course(), scene_safety=None, final_quiz=False)
    html = page(client, enrolment).content.decode()
    assert "2 steps left" in html
    assert "Not passed yet" in html
    assert "No result has reached us yet" in html
    assert "Complete “Practical log”" in html


def test_who_has_a_certificate_by_another_way_is_told_of_no_missing_result(client):
    award = specimens.award_to(a_person("Ada Nkosi"), a_course())
    issuing.issue([award])
    html = page(client, award.enrolment).text
    assert "Well done, <bdi>Ada</bdi>" in html
    assert "Complete “Practical log”" in html
    assert "No result has reached us" not in html
    assert "Nothing is left to do here" in html


def test_whoever_is_not_yet_competent_reads_what_is_missing(client):
    asked = criteria.Evaluated("practice", "Practical simulation")
    enrolment = begun(a_course(criterion_json=criteria.to_json(asked)))
    judging.judge(enrolment, asked, dara(), yes=False, remark="The bandage <slipped>.")
    assert "The bandage &lt;slipped&gt;." in page(client, enrolment).text
    judging.judge(enrolment, asked, dara(), yes=True)
    assert "The bandage" not in page(client, enrolment).text


def test_who_earned_it_sees_what_it_waits_for_and_the_expected_day(client):
    version = a_draft()
    submission = submitted(version)
    (award,) = settled(version)
    due_on = submission.due_on + timedelta(days=14)
    html = page(client, award.enrolment).content.decode()
    assert "The content of the course is being reviewed." in html
    assert f"We expect your certificate by {due_on.day} {due_on:%B %Y}." in html


def test_a_day_that_nobody_knows_is_not_made_up(client):
    (award,) = settled(a_draft())
    assert "We cannot name the day" in page(client, award.enrolment).content.decode()


def test_a_promise_that_was_broken_is_owned_up_to(client):
    (award,) = settled(a_draft())
    award.due_on = today() - timedelta(days=1)
    award.save()
    assert "are sorry that it takes longer" in page(client, award.enrolment).content.decode()


def test_who_has_a_certificate_is_led_to_it(client):
    credential = an_issued_credential()
    html = page(client, credential.award.enrolment).content.decode()
    assert reverse("certificate", args=[credential.number]) in html


def test_of_what_was_revoked_nobody_reads_that_it_is_valid_or_can_be_renewed(client):
    renewal = an_open_renewal(a_licence(), Terms(points=10))
    credential = Credential.objects.get()
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    for enrolment in (credential.award.enrolment, renewal.enrolment):
        html = page(client, enrolment).content.decode()
        assert "It is valid until" not in html
        assert "Renew it by" not in html
    assert b"BEGIN:VEVENT" not in page(client, renewal.enrolment, "progress-calendar").content


def test_while_it_is_suspended_its_holder_reads_by_when_it_is_to_be_renewed(client):
    an_open_renewal(a_licence(), Terms(points=10))
    credential = Credential.objects.get()
    issuing.suspend(credential, dara(), "In doubt", Reason.UNDER_REVIEW)
    assert "Renew it by" in page(client, credential.award.enrolment).content.decode()


def test_it_says_how_to_ask(client):
    assert "certificates@saypro.example" in page(client, begun(a_course())).content.decode()


def test_it_names_nobody_else(client):
    version = a_course()
    settled(version, 3)
    assert "Learner" not in page(client, begun(version)).content.decode()


@pytest.mark.parametrize("name", ["progress", "progress-json"])
def test_it_is_neither_kept_nor_listed_nor_told_on(client, name):
    answer = page(client, begun(a_course()), name)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies


def test_machines_read_the_same(client):
    told = page(client, begun(a_course(), final_quiz=False), "progress-json").json()
    assert (told["earned"], told["certificate"]) == (False, None)
    assert told["decision"]["met"] is False
    states = {step["module"]: step["state"] for step in told["decision"]["steps"]}
    assert states["final-quiz"] == "failed"
    assert states["practical-log"] == "no data"


def test_machines_read_when_it_is_expected(client):
    version = a_draft()
    submission = submitted(version)
    (award,) = settled(version)
    told = page(client, award.enrolment, "progress-json").json()
    assert told["earned"] is True
    assert told["certificate"] == {
        "waits": "The content of the course is being reviewed.",
        "expectedOn": (submission.due_on + timedelta(days=14)).isoformat(),
        "late": False,
    }


def test_a_link_that_has_ended_says_so(client, monkeypatch):
    enrolment = begun(a_course())
    address = reverse("progress", args=[token_of(enrolment)])
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LASTS.total_seconds() + 1)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Ada" not in answer.content.decode()


def test_a_link_that_somebody_made_up_is_none(client):
    begun(a_course())
    made_up = signing.dumps(Enrolment.objects.get().pk, salt="another")
    assert client.get(reverse("progress", args=[made_up])).status_code == 404


@pytest.fixture
def sent():
    """A letter that Ada got at home, and the address to which it leads."""
    enrolment = begun(a_course())
    EmailAddress.objects.create(user=enrolment.person, email="ada@home.test", verified=True)
    letter = Message.objects.create(
        organization=an_organization(), key="waiting:7", to="ada@home.test", person=enrolment.person
    )
    return letter, reverse("progress", args=[token_of(enrolment, letter.key)])


def test_a_link_in_a_letter_leads_there_while_its_address_is_theirs(
    client, sent, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        assert client.get(sent[1]).status_code == 200
    Message.objects.update(to="ada@example.test")
    assert client.get(sent[1]).status_code == 200


def test_a_link_in_a_letter_ends_when_its_address_is_given_up(client, sent):
    EmailAddress.objects.update(verified=False)
    answer = client.get(sent[1])
    assert answer.status_code == 410
    assert reverse("me-find") in answer.text
    assert "Ada" not in answer.text
    EmailAddress.objects.all().delete()
    assert client.get(sent[1]).status_code == 410


def test_a_letter_that_waited_while_its_reader_moved_leads_there_from_the_new_address(client, sent):
    letter, address = sent
    EmailAddress.objects.all().delete()
    jobs.send(letter, jobs.get_connection())
    assert letter.to == "ada@example.test"
    assert client.get(address).status_code == 200


def test_the_erased_have_no_page(client):
    enrolment = begun(a_course())
    enrolment.person.email = None
    enrolment.person.save()
    assert page(client, enrolment).status_code == 404


def test_it_asks_the_database_little(client, django_assert_max_num_queries):
    enrolment = begun(a_course(), scene_safety=None, practical_log=None, final_quiz=False)
    address = reverse("progress", args=[token_of(enrolment)])
    with django_assert_max_num_queries(9):
        client.get(address)

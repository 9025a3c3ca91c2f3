"""What ends soon, how a course is renewed, a learner's points, and jobs by the clock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_member, a_person, an_organization, bruno, dara
from conferral.credentials.issuing.actions import issue
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores.models import Round, StageRun
from conferral.learning.awards.links import token_of
from conferral.learning.renewal.actions import Terms, recognize, set_rule
from conferral.learning.renewal.jobs import renew_changed
from conferral.learning.renewal.models import Activity, Renewal, Rule
from renewing import a_licence, an_ending_credential, an_open_renewal, today_of
from vouching import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_dara(client):
    client.force_login(dara())
    return client


def rule_address() -> str:
    return reverse("renewal-rule", args=["first-aid"])


def sent(**said: object) -> dict[str, object]:
    return {"opens_days": 60, "grace_days": 14, "reminders": "30, 7, -1"} | said


def test_an_author_says_how_a_course_is_renewed(client):
    a_licence()
    a_course("refresher")
    client.force_login(bruno())
    answer = client.post(rule_address(), sent(refreshers=["refresher"], points="30"))
    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert (rule.opens_days, rule.reminders, rule.points) == (60, [30, 7, -1], Decimal(30))
    assert rule.refreshers.get().code == "refresher"


def test_reminders_that_are_no_numbers_are_refused_beside_their_field(client):
    a_licence()
    client.force_login(bruno())
    answer = client.post(rule_address(), sent(reminders="soon"))
    assert answer.status_code == 422
    assert "whole numbers" in answer.content.decode()


def test_what_ends_is_listed_for_staff(as_dara):
    an_open_renewal(a_licence(), Terms(by_recognition=True), days_left=20)
    page = as_dara.get(reverse("expiring")).content.decode()
    assert "Ada Nkosi" in page
    assert "Open" in page


def test_how_far_ahead_is_chosen(as_dara):
    an_ending_credential(a_licence(), days_left=60)
    assert "Ada Nkosi" in as_dara.get(reverse("expiring")).content.decode()
    near = as_dara.get(reverse("expiring"), {"days": 30}).content.decode()
    assert "Ada Nkosi" not in near


def test_the_table_has_a_line_for_each(as_dara):
    an_ending_credential(a_licence())
    answer = as_dara.get(reverse("expiring-csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "ada@example.test" in lines[1]


def test_the_calendar_counts_and_names_nobody(as_dara):
    version = a_licence()
    an_ending_credential(version)
    an_ending_credential(version, "Zoë")
    body = as_dara.get(reverse("expiring-file")).content.decode()
    assert "SUMMARY:Workplace First Aid: 2 certificates end" in body
    assert "Ada" not in body


def test_the_pages_ask_the_same_few_questions_however_many_there_are(
    as_dara, django_assert_max_num_queries
):
    version = a_licence()
    for number in range(8):
        an_ending_credential(version, f"Learner{number} Ndlovu")
    with django_assert_max_num_queries(12):
        as_dara.get(reverse("expiring"))


def test_points_are_entered_with_their_evidence(as_dara):
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30)))
    pk = renewal.award.enrolment.pk
    said = {
        "day": today_of(an_organization()),
        "title": "Workshop",
        "points": "12.5",
        "file": SimpleUploadedFile("workshop.pdf", PDF),
    }
    assert as_dara.post(reverse("learner-points", args=[pk]), said).status_code == 302
    kept = Activity.objects.get()
    assert (kept.points, kept.evidence.name) == (Decimal("12.5"), "workshop.pdf")
    page = as_dara.get(reverse("learner-renewal", args=[pk])).content.decode()
    assert "Earn 17.5 more of 30 points." in page


def test_a_day_that_is_still_to_come_is_refused_beside_its_field(as_dara):
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30)))
    day = today_of(an_organization()) + timedelta(days=1)
    address = reverse("learner-points", args=[renewal.award.enrolment.pk])
    answer = as_dara.post(address, {"day": day, "title": "Workshop", "points": "1"})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_points_are_struck_with_a_reason(as_dara):
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30)))
    person, pk = renewal.enrolment.person, renewal.award.enrolment.pk
    activity = Activity.objects.create(
        organization=an_organization(),
        person=person,
        day=today_of(an_organization()),
        title="Workshop",
        points=5,
        entered_by=dara(),
    )
    address = reverse("points-strike", args=[pk, activity.pk])
    assert as_dara.post(address).status_code == 422
    assert as_dara.post(address, {"because": "Another person."}).status_code == 302
    assert not Activity.objects.exists()


def test_prior_learning_is_recognized(as_dara):
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    address = reverse("learner-recognize", args=[renewal.award.enrolment.pk])
    assert as_dara.post(address, {"because": "Ten years in an ambulance."}).status_code == 302
    assert Renewal.objects.get().recognized_by == dara()


def test_nobody_recognizes_their_own_learning(client):
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    ada = renewal.enrolment.person
    a_member(ada.printed_name, Role.REGISTRAR)
    client.force_login(ada)
    address = reverse("learner-recognize", args=[renewal.award.enrolment.pk])
    answer = client.post(address, {"because": "I know it."})
    assert answer.status_code == 422
    assert Renewal.objects.get().recognized_on is None


def test_a_holder_reads_by_when_and_how(client):
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30)))
    token = token_of(renewal.award.enrolment)
    page = client.get(reverse("progress", args=[token])).content.decode()
    assert "Renew it by" in page
    assert "Earn 30 more of 30 points." in page
    days = client.get(reverse("progress-calendar", args=[token])).content.decode()
    assert days.count("BEGIN:VEVENT") == 3


def test_a_learner_without_a_certificate_has_an_empty_calendar(client):
    version = a_course()
    enrolment = version.enrolments.create(person=a_person("Ada Nkosi"))
    answer = client.get(reverse("progress-calendar", args=[token_of(enrolment)]))
    assert b"VEVENT" not in answer.content


def test_jobs_show_their_last_run_and_what_went_wrong(as_dara):
    organization, now = an_organization(), timezone.now()
    later = now + timedelta(days=1)
    rounds = organization.rounds
    rounds.create(chore="count", done_at=now, result="3 letters", next_attempt_at=later)
    rounds.create(chore="sum up", attempts=6, problem="The printer is out of paper.")
    page = as_dara.get(reverse("jobs")).content.decode()
    assert "3 letters" in page
    assert "The printer is out of paper." in page
    assert "Gave up" in page


def test_jobs_show_the_stages_of_the_belt_and_that_no_worker_runs(as_dara):
    now = timezone.now()
    StageRun.objects.create(stage="print", ran_at=now, count=3)
    StageRun.objects.create(stage="send mail", failed_at=now, place=1)
    page = as_dara.get(reverse("jobs")).content.decode()
    assert page.index("Print") < page.index("Send mail")
    assert "Works" in page
    assert "Failed at" in page
    assert "No worker is running" in page


def test_an_administrator_has_a_job_done_now(client):
    row = Round.objects.create(organization=an_organization(), chore="count", attempts=6)
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    client.post(reverse("job-now", args=[row.pk]))
    assert Round.objects.get().attempts == 0


def test_the_old_and_the_new_certificate_name_each_other(as_dara):
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    recognize(renewal, dara(), "A letter.")
    renew_changed()
    (new,) = issue([renewal.enrolment.award])
    old = renewal.award.credentials.get()
    after = as_dara.get(reverse("staff-certificate", args=[new.number])).content.decode()
    before = as_dara.get(reverse("staff-certificate", args=[old.number])).content.decode()
    assert f">{old.number}</a>" in after
    assert f">{new.number}</a>" in before
    register = reverse("certificates")
    assert old.number in as_dara.get(register, {"state": "renewed"}).content.decode()
    assert old.number not in as_dara.get(register, {"state": "valid"}).content.decode()


def test_a_course_without_a_rule_is_told_apart_from_one_whose_window_is_closed(as_dara):
    an_ending_credential(a_licence(), days_left=60)
    assert "Nobody has said how" in as_dara.get(reverse("expiring")).content.decode()
    set_rule(a_licence().course, Terms(opens_days=30), bruno())
    assert "Not open yet" in as_dara.get(reverse("expiring")).content.decode()

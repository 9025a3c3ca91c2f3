"""Today names what waits for the decision of whoever looks, and for nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import (
    a_course,
    a_draft,
    a_member,
    an_accreditation,
    an_organization,
    bruno,
    dara,
    emil,
    femi,
    gugu,
    hana,
    imani,
)
from conferral.foundation import alarm
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation import actions
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.oversight.selfcheck.models import Sweep
from reviewing import submitted
from waiting import a_released_type, settled, today

pytestmark = pytest.mark.django_db


def seen_by(client, person):
    client.force_login(person)
    answer = client.get(reverse("today"))
    return answer.context["decisions"], answer.content.decode()


def titles(client, person):
    return [need.title for need in seen_by(client, person)[0]]


def test_a_review_waits_for_its_reviewer_with_what_it_lets_go(client):
    version = a_draft()
    submitted(version)
    settled(version, 38)
    (need,), html = seen_by(client, femi())
    assert need.title == "Workplace First Aid, version 1"
    assert "Your yes as subject expert is missing." in need.note
    assert "It lets 38 certificates go." in need.note
    assert reverse("approval", args=["first-aid", 1]) in html
    assert seen_by(client, dara())[0] == []


def test_what_is_late_waits_for_its_author(client):
    settled(a_draft(), 3, days_ago=20)
    (need,), html = seen_by(client, bruno())
    assert need.title == "3 certificates are late"
    assert "They wait for approval." in need.note
    assert "late=yes" in html


def test_what_is_late_is_named_to_whoever_can_end_what_it_waits_for(client):
    (late,) = settled(a_course(certificate_type=a_released_type(Role.OFFICER)))
    Award.objects.update(due_on=today() - timedelta(days=1))
    assert titles(client, hana()) == [
        "1 certificate is late",
        "1 certificate waits for your release",
    ]
    assert titles(client, dara()) == []
    for waits_for, can, cannot in (
        (WaitsFor.HOLD, dara, imani),
        (WaitsFor.APPROVAL, femi, dara),
        (WaitsFor.MODERATION, imani, hana),
        (WaitsFor.ACCREDITATION, hana, bruno),
    ):
        Award.objects.filter(pk=late.pk).update(waits_for=waits_for)
        assert titles(client, can()) == ["1 certificate is late"]
        assert titles(client, cannot()) == titles(client, emil()) == []


def test_whoever_may_only_look_is_asked_for_nothing(client):
    """What is stuck, an alarm, mail: Dara's."""
    held, organization = settled(a_course())[0], an_organization()
    Award.objects.filter(pk=held.pk).update(attempts=PATIENCE, problem="No key")
    record(None, alarm.DEED, organization, organization, because="Too much.")
    Sweep.objects.create(organization=organization, began_at=timezone.now(), failed=2)
    Message.objects.create(organization=organization, key="k", attempts=PATIENCE)
    (need,), html = seen_by(client, dara())
    assert need.title == "2 certificates do not verify"
    assert "4 things need you today." in html
    for person in (emil(), bruno()):
        needs, html = seen_by(client, person)
        assert needs == []
        assert "Nothing needs you today." in html


def test_a_release_waits_for_whom_the_type_names(client):
    settled(a_course(certificate_type=a_released_type(Role.OFFICER)), 2)
    assert seen_by(client, dara())[0] == []
    (need,), _ = seen_by(client, hana())
    assert need.title == "2 certificates wait for your release"


def test_an_accreditation_that_ends_is_the_officer_s_to_renew(client):
    accreditation = an_accreditation(a_course())
    accreditation.valid_until = today() + timedelta(days=41)
    accreditation.save()
    (need,), _ = seen_by(client, hana())
    assert need.title == "NBVA/2024/00317 of National Board ends in 41 days"
    assert need.note == "1 course would lose the label: Workplace First Aid."
    assert seen_by(client, dara())[0] == []


def test_a_condition_that_would_cost_the_label_is_the_officer_s_to_meet(client):
    accreditation = an_accreditation(a_course())
    due_on = today() + timedelta(days=12)
    actions.add_condition(accreditation, "A report", due_on, hana())
    (need,), _ = seen_by(client, hana())
    assert need.title == "NBVA/2024/00317: A report is due in 12 days"
    assert need.note == "1 course would lose the label: Workplace First Aid."
    assert need.address == reverse("accreditation", args=[accreditation.pk])


def test_what_is_far_away_needs_nobody(client):
    accreditation = an_accreditation(a_course())
    accreditation.valid_until = today() + timedelta(days=181)
    accreditation.save()
    assert seen_by(client, hana())[0] == []


def test_counts_by_reason_lead_to_the_list(client):
    settled(a_draft(), 2)
    html = seen_by(client, emil())[1]
    assert "Earned, not issued yet" in html
    assert f"{reverse('waiting')}?for=approval" in html


def test_the_promise_is_shown_once_something_was_issued(client):
    html = seen_by(client, emil())[1]
    assert "within the promised" not in html
    keys = [award.pk for award in settled(a_course(), 4)]
    Award.objects.filter(pk__in=keys).update(issued_at=Award.objects.first().earned_at)
    html = seen_by(client, emil())[1]
    assert "<b>100 %</b> issued within the promised 14 days" in html


def test_the_promise_per_month_is_a_spreadsheet(client):
    keys = [award.pk for award in settled(a_course(), 4)]
    Award.objects.filter(pk__in=keys).update(issued_at=Award.objects.first().earned_at)
    client.force_login(emil())
    lines = client.get(reverse("promise-csv")).getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "Month,Issued,Within the promise,Percent,Median days"
    assert lines[1].endswith(",4,4,100,0")


def test_a_thousand_that_wait_ask_no_more_than_one(client, django_assert_max_num_queries):
    settled(a_draft(), 1000)
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    gugu()
    with django_assert_max_num_queries(30):
        client.get(reverse("today"))

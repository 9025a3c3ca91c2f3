"""The page Waiting: why each waits, who is late, and a release that is looked at first."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cast import a_course, a_draft, a_member, an_organization, dara, hana
from conferral.foundation.accounts.roles import Role
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.web.shared.paging import PAGE
from waiting import a_released_type, a_type, settled, today
from weight import HEAVIEST, weight

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(registrar):
    """Three for approval, of which two are late; two for a release."""
    settled(a_draft("draft", title="Project Finance"), 1)
    settled(a_draft("old-draft", title="Old Finance"), 2, days_ago=20)
    settled(a_course("first-aid", certificate_type=a_released_type()), 2)
    return registrar


def shown(browser, **asked):
    answer = browser.get(reverse("waiting"), asked)
    assert answer.status_code == 200
    return answer.context["page"].object_list, answer.content.decode()


def test_everything_that_waits_is_counted_by_reason(waiting):
    awards, html = shown(waiting)
    assert len(awards) == 5
    assert "5 earned and not issued yet, 2 of them late." in html
    assert "Waiting for approval" in html
    assert "The content is not approved yet." in html
    assert "A registrar must release it." in html


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"for": "approval"}, 3),
        ({"for": "release"}, 2),
        ({"for": "moderation"}, 0),
        ({"course": "draft"}, 1),
        ({"late": "yes"}, 2),
        ({"late": "yes", "for": "release"}, 0),
        ({"for": "nonsense"}, 5),
    ],
)
def test_a_filter_shows_its_own(waiting, asked, count):
    assert len(shown(waiting, **asked)[0]) == count


def test_the_oldest_promise_stands_first(waiting):
    _, second = settled(a_course("fire", certificate_type=a_released_type()), 2)
    Award.objects.filter(pk=second.pk).update(due_on=today() - timedelta(days=3))
    assert shown(waiting)[0][0].pk == second.pk


def test_each_reason_leads_to_what_helps(waiting):
    html = shown(waiting)[1]
    assert reverse("approval", args=["draft", 1]) in html
    assert f"{reverse('waiting-release')}?award=" in html


def test_nothing_waits_and_the_page_says_what_would_stand_there(registrar):
    assert "Nothing waits" in shown(registrar)[1]


def test_the_same_as_a_spreadsheet(waiting):
    answer = waiting.get(reverse("waiting-csv"), {"for": "approval"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 3
    assert rows[0]["Why"] == "The content is not approved yet."
    assert {row["Waits for"] for row in rows} == {"approval"}


def test_a_page_of_many_asks_as_little_as_a_page_of_one(waiting, django_assert_max_num_queries):
    settled(a_draft("many"), 60)
    with django_assert_max_num_queries(12):
        waiting.get(reverse("waiting"))


def test_before_a_release_there_is_a_look(waiting):
    html = waiting.get(reverse("waiting-release")).content.decode()
    assert "Release 2 certificates?" in html
    assert Award.objects.filter(waits_for=WaitsFor.RELEASE).count() == 2


def test_what_was_looked_at_is_released(waiting):
    answer = waiting.post(reverse("waiting-release"), {"expected": "2"}, follow=True)
    assert "2 released." in answer.content.decode()
    assert Award.objects.exclude(released_at=None).count() == 2


@pytest.mark.parametrize(
    ("route", "more"), [("waiting-release", {}), ("waiting-hold", {"because": "Look."})]
)
def test_as_many_others_are_not_what_was_shown(waiting, route, more):
    """One was held, and another has come: two are two, and not those that somebody looked at."""
    page = waiting.get(reverse(route), {"for": "release"})
    told = {name: page.context[key] for name, key in (("expected", "count"), ("shown", "shown"))}
    leaves = Award.objects.filter(waits_for=WaitsFor.RELEASE).first()
    comes = Award.objects.filter(waits_for=WaitsFor.APPROVAL).first()
    Award.objects.filter(pk=leaves.pk).update(waits_for=WaitsFor.MODERATION)
    Award.objects.filter(pk=comes.pk).update(waits_for=WaitsFor.RELEASE)
    answer = waiting.post(reverse(route), {"for": "release"} | told | more)
    assert answer.status_code == 422
    assert "others by now" in answer.text


def test_only_what_was_ticked_is_released(waiting):
    one = Award.objects.filter(waits_for=WaitsFor.RELEASE).first()
    html = waiting.get(reverse("waiting-release"), {"award": one.pk}).content.decode()
    assert "Release 1 certificate?" in html
    waiting.post(reverse("waiting-release"), {"award": one.pk, "expected": "1"})
    assert Award.objects.exclude(released_at=None).get() == one


def test_who_is_shown_two_does_not_release_three(waiting):
    settled(a_course("fire", certificate_type=a_released_type()))
    answer = waiting.post(reverse("waiting-release"), {"expected": "2"})
    assert answer.status_code == 422
    assert "There are 3 to release by now, not 2. Look again." in answer.content.decode()
    assert not Award.objects.exclude(released_at=None).exists()


def test_a_release_that_is_another_role_s_is_refused_in_words(client):
    settled(a_course(certificate_type=a_released_type(Role.OFFICER)))
    client.force_login(dara())
    answer = client.post(reverse("waiting-release"), {"expected": "1"})
    assert answer.status_code == 422
    assert "Only somebody who is accreditation officer" in answer.content.decode()
    client.force_login(hana())
    assert client.post(reverse("waiting-release"), {"expected": "1"}).status_code == 302


def test_another_organization_sees_and_releases_nothing(waiting, client):
    mallory = a_member("Mallory", Role.ADMINISTRATOR, an_organization("Other", "0T"))
    client.force_login(mallory)
    assert len(shown(client)[0]) == 0
    assert client.post(reverse("waiting-release"), {"expected": "2"}).status_code == 422
    assert not Award.objects.exclude(released_at=None).exists()


def test_who_may_not_release_is_offered_none(client):
    settled(a_course(certificate_type=a_type(moderation_percent=25)))
    client.force_login(a_member("Emil", Role.AUDITOR))
    html = shown(client)[1]
    assert 'type="checkbox"' not in html
    assert "Look at what can be released" not in html


def test_before_many_are_held_there_is_a_look_and_a_reason(waiting):
    html = waiting.get(reverse("waiting-hold"), {"for": "release"}).content.decode()
    assert "Hold 2 certificates?" in html
    answer = waiting.post(reverse("waiting-hold"), {"for": "release", "expected": "2"})
    assert answer.status_code == 422
    sent = {"for": "release", "expected": "2", "because": "The marks are in doubt"}
    answer = waiting.post(reverse("waiting-hold"), sent, follow=True)
    assert "2 held." in answer.content.decode()


def test_what_is_held_is_let_go_together(waiting):
    sent = {"expected": "5", "because": "The marks are in doubt"}
    waiting.post(reverse("waiting-hold"), sent)
    html = waiting.get(reverse("waiting-let-go"), {"for": "hold"}).content.decode()
    assert "Let 5 certificates go?" in html
    answer = waiting.post(reverse("waiting-let-go"), {"for": "hold", "expected": "5"}, follow=True)
    assert "5 let go." in answer.content.decode()


def test_those_that_were_ticked_and_are_held_already_are_left_out_in_words(waiting):
    one = Award.objects.first()
    sent = {"award": one.pk, "expected": "1", "because": "In doubt"}
    waiting.post(reverse("waiting-hold"), sent)
    every = list(Award.objects.values_list("pk", flat=True))
    html = waiting.get(reverse("waiting-hold"), {"award": every}).content.decode()
    assert "Hold 4 certificates?" in html
    assert "1 of those that you chose is left out: it is held already." in html


def test_a_full_page_of_it_is_light(registrar):
    settled(a_course("first-aid", certificate_type=a_released_type()), PAGE + 1)
    awards, html = shown(registrar)
    assert len(awards) == PAGE
    assert weight(html) <= HEAVIEST

"""Who is let in, and as whom."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from cast import a_member, a_person, an_organization, emil
from conferral.foundation.accounts.roles import RIGHTS, Role
from conferral.foundation.staff.models import SavedFilter

pytestmark = pytest.mark.django_db


def test_the_403_page_names_the_right_and_says_what_to_do(client):
    client.force_login(emil())
    text = client.get(reverse("import-new")).content.decode()
    assert "the right to import progress" in text
    assert "Ask an administrator" in text


STOOD = "https://testserver/staff/learners?q=ada"


@pytest.mark.parametrize(
    ("stood", "goes_on"),
    [
        (STOOD, "/staff/learners?q=ada"),
        ("https://evil.example/staff/people", reverse_lazy("after-sign-in")),
        ("", reverse_lazy("after-sign-in")),
    ],
)
def test_who_sent_a_form_too_late_signs_in_and_goes_on_where_it_stood(client, stood, goes_on):
    answer = client.post(reverse("cohort-put"), headers={"referer": stood})
    assert dict(parse_qsl(urlsplit(answer["Location"]).query)) == {"next": goes_on}


def test_so_does_who_has_to_show_a_second_factor_first(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(emil())
    answer = client.post(reverse("cohort-put"), headers={"referer": STOOD})
    assert dict(parse_qsl(urlsplit(answer["Location"]).query)) == {"next": "/staff/learners?q=ada"}


def test_two_roles_have_the_rights_of_both(client):
    a_member("Emil", Role.AUDITOR)
    client.force_login(a_member("Emil", Role.REVIEWER))
    answer = client.get(reverse("today"))
    assert answer.wsgi_request.rights == RIGHTS[Role.AUDITOR] | RIGHTS[Role.REVIEWER]


@pytest.fixture
def fay(client):
    """Registrar of one organization, auditor of another, which came first."""
    a_member("Fay", Role.AUDITOR)
    other = an_organization("Other", "0T")
    client.force_login(a_member("Fay", Role.REGISTRAR, other))
    return other


def test_a_role_here_gives_no_right_there(client, fay):
    answer = client.get(reverse("imports"))
    assert answer.status_code == 403
    assert reverse("organizations") in answer.content.decode()


def test_staff_of_several_act_for_the_one_that_they_choose_until_they_choose_another(client, fay):
    names = client.get(reverse("organizations")).content.decode()
    assert f'Act for it<span class="unseen">: {fay.name}' in names
    assert client.post(reverse("act-for", args=[fay.uuid])).status_code == 302
    for page in ("today", "imports"):
        answer = client.get(reverse(page))
        assert answer.wsgi_request.organization == fay
        assert f"you act for {fay.name}" in answer.content.decode()
    assert answer.wsgi_request.rights == RIGHTS[Role.REGISTRAR]
    client.post(reverse("act-for", args=[an_organization().uuid]))
    assert client.get(reverse("today")).wsgi_request.organization == an_organization()


def test_what_was_chosen_ends_with_the_role(client, fay):
    client.post(reverse("act-for", args=[fay.uuid]))
    fay.memberships.all().delete()
    answer = client.get(reverse("today"))
    assert answer.wsgi_request.organization == an_organization()
    assert "you act for" not in answer.content.decode()
    assert client.post(reverse("act-for", args=[fay.uuid])).status_code == 404


FILTER = {"query": "q=ada", "name": "Ada"}


def test_a_form_that_is_open_for_one_organization_does_nothing_to_the_one_chosen_since(fay):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_person("Fay"))
    token = str(browser.get(reverse("keyboard")).context["csrf_token"])
    chosen = browser.post(reverse("act-for", args=[fay.uuid]), {"csrfmiddlewaretoken": token})
    assert chosen.status_code == 302
    form = FILTER | {"csrfmiddlewaretoken": token}
    assert browser.post(reverse("filter-save", args=["learners"]), form).status_code == 403
    assert not SavedFilter.objects.exists()


def test_nor_to_the_one_that_is_left_when_the_role_in_the_first_has_ended(client, fay):
    client.get(reverse("learners"))
    an_organization().memberships.all().delete()
    save = reverse("filter-save", args=["learners"])
    assert client.post(save, FILTER).status_code == 403
    assert not SavedFilter.objects.exists()
    client.get(reverse("learners"))
    assert client.post(save, FILTER).status_code == 302
    assert SavedFilter.objects.get().organization == fay


def test_who_joins_another_organization_goes_on_acting_for_the_first(client):
    other = an_organization("Other", "0T")
    first = an_organization("Their own", "TH")
    fay = a_member("Fay", Role.AUDITOR, first)
    client.force_login(fay)
    client.get(reverse("learners"))
    a_member("Fay", Role.AUDITOR, other)
    assert client.get(reverse("learners")).wsgi_request.organization == first


def test_pages_show_the_organizations_own_time(client, settings):
    organization = an_organization()
    organization.time_zone = "Pacific/Kiritimati"
    organization.save()
    client.force_login(emil())
    answer = client.get(reverse("activity"))
    assert answer.status_code == 200

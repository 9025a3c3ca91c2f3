"""People and their roles, and the site as somebody else sees it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import a_member, a_person, an_organization, dara
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.staff import actions
from conferral.foundation.staff.models import Delegation, LostFactor

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return a_member("Kagiso", Role.ADMINISTRATOR)


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def look(office, because="She sees no import."):
    return office.post(reverse("view-as", args=[dara().pk]), {"view-because": because})


def test_an_administrator_invites_somebody_and_sees_that_they_were_asked(office):
    said = {"name": "Zanele Dube", "email": "zanele@example.test", "role": "auditor"}
    assert office.post(reverse("people"), said)["Location"] == reverse("people")
    assert "Zanele Dube</bdi></b> as auditor" in office.get(reverse("people")).content.decode()
    assert Message.objects.filter(to="zanele@example.test").exists()


def test_what_cannot_be_done_is_said_beside_the_field(office):
    dara()
    said = {"name": "Dara", "email": "dara@example.test", "role": "registrar"}
    answer = office.post(reverse("people"), said)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"] == ["dara@example.test is registrar already."]


def test_a_role_is_lent_for_whole_days(office):
    today = timezone.localdate()
    said = {
        "lend-role": "reviewer",
        "lend-begins_on": today.isoformat(),
        "lend-until": today.isoformat(),
        "lend-because": "Chika is away.",
    }
    lend = reverse("member-lend", args=[dara().pk])
    assert office.post(lend, said | {"lend-until": "9999-12-31"}).status_code == 422
    office.post(lend, said)
    ends_at = Delegation.objects.get().ends_at.astimezone(an_organization().zone)
    assert (ends_at.hour, ends_at.minute) == (0, 0)
    assert ends_at > timezone.now()
    assert "Chika is away." in office.get(reverse("member", args=[dara().pk])).content.decode()


def test_a_lent_right_ends_on_the_second_without_the_worker(client, admin):
    now = timezone.now()
    emil = a_member("Emil", Role.AUDITOR)
    actions.delegate(
        an_organization(),
        admin,
        person=emil,
        role=Role.REGISTRAR,
        begins_at=now,
        ends_at=now + timedelta(days=1),
        because="Dara is away.",
    )
    client.force_login(emil)
    assert client.get(reverse("imports")).status_code == 200
    Delegation.objects.update(ends_at=now)
    assert client.get(reverse("imports")).status_code == 403


def test_a_role_that_was_ended_opens_nothing_any_more(office):
    membership = a_member("Emil", Role.AUDITOR).memberships.get()
    office.post(reverse("membership-end", args=[membership.pk]))
    browser = Client()
    browser.force_login(a_person("Emil"))
    assert browser.get(reverse("today")).status_code == 403


def test_the_last_administrator_is_told_why_they_stay(office, admin):
    answer = office.post(reverse("membership-end", args=[admin.memberships.get().pk]))
    assert answer.status_code == 409
    assert "Somebody must be administrator" in answer.content.decode()


def test_seen_as_somebody_the_site_has_their_rights_and_says_so(office):
    assert look(office)["Location"] == reverse("today")
    page = office.get(reverse("today")).content.decode()
    assert "You see what <b><bdi>Dara</bdi></b> sees" in page
    assert office.get(reverse("keys")).status_code == 403
    assert office.get(reverse("imports")).status_code == 200


def test_it_needs_a_reason(office):
    assert look(office, " ").status_code == 422
    assert "You see what" not in office.get(reverse("today")).content.decode()


def test_seen_as_somebody_nothing_can_be_done(office):
    look(office)
    before = Entry.objects.count()
    tried = [
        office.post(reverse("people"), {}).status_code,
        office.post(reverse("try-again")).status_code,
        office.post(reverse("import-new")).status_code,
    ]
    assert tried == [403, 403, 403]
    assert Entry.objects.count() == before


def test_beginning_and_end_stand_in_the_audit_trail_under_the_name_of_who_looked(office, admin):
    look(office)
    office.post(reverse("view-as-end"))
    lines = Entry.objects.filter(deed__contains="the site as somebody").order_by("pk")
    assert [line.actor for line in lines] == [admin, admin]
    assert lines[0].details["because"] == "She sees no import."
    assert "You see what" not in office.get(reverse("today")).content.decode()


def time_is_over(office):
    session = office.session
    session["seen as"][2] = timezone.now().isoformat()
    session.save()


def test_a_form_that_was_shown_as_somebody_does_nothing_when_the_time_is_over(office):
    look(office)
    time_is_over(office)
    save = reverse("filter-save", args=["learners"])
    form = {"query": "q=ada", "name": "Ada"}
    assert office.post(save, form).status_code == 403
    assert office.post(save, form).status_code == 302  # As themselves.


def test_nor_when_somebody_is_themselves_again_in_the_next_tab(admin):
    office = Client(enforce_csrf_checks=True)
    office.force_login(admin)
    token = {"csrfmiddlewaretoken": str(office.get(reverse("keyboard")).context["csrf_token"])}
    office.post(reverse("view-as", args=[dara().pk]), {"view-because": "Why not"} | token)
    assert office.post(reverse("view-as-end"), token).status_code == 302
    form = {"query": "q=ada", "name": "Ada"} | token
    assert office.post(reverse("filter-save", args=["learners"]), form).status_code == 403


def test_it_ends_by_itself(office):
    look(office)
    time_is_over(office)
    assert "You see what" not in office.get(reverse("today")).content.decode()
    assert Entry.objects.filter(deed="ceased to see the site as somebody").exists()


def test_it_ends_with_the_right_to_it(office, admin):
    look(office)
    a_member("Lindiwe", Role.ADMINISTRATOR)
    actions.give_role(an_organization(), admin, Role.AUDITOR, admin)
    actions.end_membership(admin.memberships.get(role=Role.ADMINISTRATOR), admin)
    assert office.get(reverse("today")).wsgi_request.user == admin


def test_signing_out_ends_it(office):
    look(office)
    office.post(reverse("sign-out"))
    assert Entry.objects.filter(deed="ceased to see the site as somebody").exists()


def test_somebody_of_another_house_is_not_seen(office):
    stranger = a_member("Mallory", Role.AUDITOR, an_organization("Other", "0T"))
    said = {"view-because": "Curious"}
    assert office.post(reverse("view-as", args=[stranger.pk]), said).status_code == 404


def test_two_administrators_take_away_a_lost_second_factor(office, admin):
    Authenticator.objects.create(user=dara(), type=Authenticator.Type.TOTP, data={})
    page = reverse("member", args=[dara().pk])
    assert "They lost their second factor" in office.get(page).content.decode()
    said = {"lost-because": "She called me from her own number."}
    assert office.post(reverse("member-factor-lost", args=[dara().pk]), said).status_code == 302
    loss = LostFactor.objects.get()
    confirm = reverse("factor-loss-confirm", args=[loss.pk])
    assert office.post(confirm).status_code == 409
    other = Client()
    other.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    assert "She called me" in other.get(reverse("today")).content.decode()
    assert "Take it away" in other.get(page).content.decode()
    assert other.post(confirm).status_code == 302
    assert not Authenticator.objects.exists()


def test_what_ended_meanwhile_is_ended_twice_without_a_word(office, admin):
    asked = actions.invite(
        an_organization(), admin, name="Zanele", email="z@example.test", role=Role.AUDITOR
    )
    for _ in range(2):
        answer = office.post(reverse("invitation-withdraw", args=[asked.pk]))
        assert answer["Location"] == reverse("people")

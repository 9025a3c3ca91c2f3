"""Joining the staff, being given a role, being lent one, and leaving."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from cast import a_member, a_person, an_organization, bruno, dara
from conferral.foundation.accounts.models import Membership, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import actions, viewing
from conferral.foundation.staff.jobs import LEND_ROLES
from conferral.foundation.staff.links import invitation_of, token_of
from conferral.foundation.staff.members import in_force
from conferral.foundation.staff.models import Delegation
from conferral.learning.awards import actions as awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return an_organization()


@pytest.fixture
def admin(organization):
    return a_member("Kagiso", Role.ADMINISTRATOR, organization)


@pytest.fixture
def invitation(organization, admin):
    return actions.invite(
        organization, admin, name="Zanele Dube", email="Zanele@Example.test", role=Role.AUDITOR
    )


def lent(
    organization,
    admin,
    *,
    person=None,
    days=(0, 14),
    role=Role.REVIEWER,
    because="Chika is away.",
):
    now = timezone.now()
    return actions.delegate(
        organization,
        admin,
        person=person or dara(),
        role=role,
        begins_at=now + timedelta(days=days[0]),
        ends_at=now + timedelta(days=days[1]),
        because=because,
    )


def roles_of(person):
    return set(person.memberships.values_list("role", flat=True))


def deeds():
    return list(Entry.objects.order_by("pk").values_list("deed", flat=True))


def test_who_is_invited_gets_a_letter_with_a_link_and_is_no_member_yet(invitation):
    letter = Message.objects.get(key=f"invitation:{invitation.uuid}")
    assert letter.to == invitation.email == "zanele@example.test"
    assert token_of(invitation) in letter.text
    assert not Person.objects.filter(email="zanele@example.test").exists()


def test_a_role_that_is_given_is_not_taken_by_what_was_lent_of_it(organization, admin):
    """Whether the loan was only planned, or had begun."""
    planned = lent(organization, admin, days=(1, 3))
    begun = lent(organization, admin, days=(0, 3), role=Role.AUTHOR)
    for delegation in (planned, begun):
        actions.give_role(organization, dara(), delegation.role, admin)
        later = timezone.now() + timedelta(days=2)
        assert not actions.begin_if_due(delegation, later)
        assert not actions.end_if_over(delegation, later + timedelta(days=2))
        with pytest.raises(Refused, match="already"):
            actions.give_role(organization, dara(), delegation.role, admin)
    assert roles_of(dara()) == {Role.REGISTRAR, Role.REVIEWER, Role.AUTHOR}


def test_who_is_invited_to_what_they_are_lent_by_then_keeps_it(organization, admin):
    asked = actions.invite(organization, admin, name="Dara", email=dara().email, role=Role.REVIEWER)
    delegation = lent(organization, admin)
    actions.accept(asked)
    assert not actions.end_if_over(delegation, timezone.now() + timedelta(days=15))
    assert Role.REVIEWER in roles_of(dara())


def test_what_somebody_asked_who_was_lent_it_ends_with_the_loan(organization, admin):
    delegation = lent(organization, admin, role=Role.ADMINISTRATOR)
    asked = actions.invite(
        organization, dara(), name="Zanele Dube", email="z@example.test", role=Role.AUDITOR
    )
    actions.take_back(delegation, admin)
    with pytest.raises(Refused, match="has ended"):
        actions.accept(asked)


def test_the_link_names_the_invitation_and_cannot_be_guessed(invitation):
    assert invitation_of(token_of(invitation)) == invitation
    assert invitation_of(token_of(invitation)[:-1] + "!") is None
    assert invitation_of(str(invitation.uuid)) is None


def test_who_accepts_is_a_member_without_a_password(invitation):
    person = actions.accept(invitation)
    assert roles_of(person) == {Role.AUDITOR}
    assert not person.has_usable_password()
    assert "joined" in deeds()


def test_an_invitation_counts_once(invitation):
    actions.accept(invitation)
    with pytest.raises(Refused):
        actions.accept(invitation)


def test_what_was_withdrawn_or_is_too_old_counts_for_nothing(invitation, admin):
    actions.withdraw(invitation, admin)
    with pytest.raises(Refused):
        actions.accept(invitation)
    invitation.withdrawn_at, invitation.ends_at = None, timezone.now()
    invitation.save()
    with pytest.raises(Refused):
        actions.accept(invitation)


def test_the_letter_of_an_invitation_that_ended_does_not_leave(invitation, organization, admin):
    asked = {"name": "Zanele", "email": invitation.email, "role": Role.AUDITOR}
    again = actions.invite(organization, admin, **asked)
    unsent = Message.objects.unsent
    assert [str(again.uuid) in each.key for each in unsent()] == [True]
    actions.withdraw(again, admin)
    assert not unsent().exists()


def test_asking_again_makes_the_first_link_worthless(invitation, organization, admin):
    again = actions.invite(
        organization, admin, name="Zanele", email="zanele@example.test", role=Role.AUDITOR
    )
    with pytest.raises(Refused):
        actions.accept(invitation)
    assert actions.accept(again)


def test_asking_for_another_role_leaves_the_first_link_as_it_is(invitation, organization, admin):
    asked = {"name": "Zanele", "email": invitation.email, "role": Role.AUTHOR}
    both = [invitation, actions.invite(organization, admin, **asked)]
    assert {actions.accept(each) for each in both} == {Person.objects.get(email=invitation.email)}


def test_what_was_answered_is_not_withdrawn(invitation, admin):
    actions.accept(invitation)
    with pytest.raises(Refused):
        actions.withdraw(invitation, admin)
    assert deeds()[-1] == "joined"


def test_whose_account_was_closed_comes_back_by_no_invitation(organization, admin):
    asked = actions.invite(
        organization, admin, name="Bruno", email=bruno().email, role=Role.AUDITOR
    )
    Person.objects.filter(pk=bruno().pk).update(is_active=False)
    with pytest.raises(Refused, match="was closed"):
        actions.accept(asked)


def test_a_member_is_not_invited_into_a_role_that_they_have(organization, admin):
    dara()
    with pytest.raises(RefusedPart) as refused:
        actions.invite(
            organization, admin, name="Dara", email="dara@example.test", role=Role.REGISTRAR
        )
    assert refused.value.part == "email"


def test_a_learner_who_joins_keeps_their_account(organization, admin):
    ada = a_person("Ada Nkosi")
    asked = actions.invite(organization, admin, name="A.", email=ada.email, role=Role.AUTHOR)
    assert actions.accept(asked) == ada
    assert ada.printed_name == "Ada Nkosi"


def test_who_is_invited_at_another_address_of_theirs_stays_one_person(organization, admin):
    ada = a_person("Ada Nkosi")
    EmailAddress.objects.create(user=ada, email="ada@home.test", verified=True)
    asked = actions.invite(organization, admin, name="Ada", email="ada@home.test", role=Role.AUTHOR)
    assert actions.accept(asked) == ada


def test_another_role_is_for_members_only(organization, admin):
    actions.give_role(organization, dara(), Role.AUDITOR, admin)
    assert roles_of(dara()) == {Role.REGISTRAR, Role.AUDITOR}
    with pytest.raises(Refused):
        actions.give_role(organization, a_person("Ada Nkosi"), Role.AUDITOR, admin)


def test_the_last_administrator_stays(organization, admin):
    only = admin.memberships.get()
    with pytest.raises(Refused, match="Somebody must be administrator"):
        actions.end_membership(only, admin)
    a_member("Lindiwe", Role.ADMINISTRATOR, organization)
    actions.end_membership(only, admin)
    assert roles_of(admin) == set()


def test_an_administrator_for_a_time_does_not_count_as_one_who_stays(organization, admin):
    lent(organization, admin, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        actions.end_membership(admin.memberships.get(), admin)


def test_an_administrator_whose_account_was_closed_does_not_count_either(organization, admin):
    a_member("Lindiwe", Role.ADMINISTRATOR, organization)
    Person.objects.filter(email="lindiwe@example.test").update(is_active=False)
    with pytest.raises(Refused, match="Somebody must be administrator"):
        actions.end_membership(admin.memberships.get(), admin)


def test_an_administrator_to_whom_something_else_is_lent_decides_as_ever(organization, admin):
    second = a_member("Lindiwe", Role.ADMINISTRATOR, organization)
    lent(organization, second, person=admin, role=Role.AUTHOR)
    actions.give_role(organization, bruno(), Role.ADMINISTRATOR, admin)
    assert Role.ADMINISTRATOR in roles_of(bruno())


def test_an_administrator_for_a_time_has_no_more_of_it_than_was_lent(organization, admin):
    lent(organization, admin, role=Role.ADMINISTRATOR)
    for more in (
        lambda: actions.give_role(organization, dara(), Role.AUTHOR, dara()),
        lambda: lent(organization, dara(), days=(0, 300), role=Role.AUTHOR),
    ):
        with pytest.raises(Refused, match="for a time only"):
            more()
    actions.give_role(organization, bruno(), Role.REVIEWER, dara())


def test_nor_do_they_invite_themselves_at_whichever_address(organization, admin):
    lent(organization, admin, role=Role.ADMINISTRATOR)
    asked = {"name": "Dara", "role": Role.AUTHOR}
    with pytest.raises(RefusedPart, match="for a time only"):
        actions.invite(organization, dara(), email=dara().email, **asked)
    invitation = actions.invite(organization, dara(), email="dara@home.test", **asked)
    EmailAddress.objects.create(user=dara(), email="dara@home.test", verified=True)
    with pytest.raises(Refused, match="for a time only"):
        actions.accept(invitation)
    assert roles_of(dara()) == {Role.REGISTRAR, Role.ADMINISTRATOR}


def test_a_lent_role_is_there_at_once_and_ends_by_itself(organization, admin):
    delegation = lent(organization, admin)
    assert roles_of(dara()) == {Role.REGISTRAR, Role.REVIEWER}
    Delegation.objects.update(ends_at=timezone.now())
    LEND_ROLES.run()
    assert roles_of(dara()) == {Role.REGISTRAR}
    delegation.refresh_from_db()
    assert delegation.ended_at
    assert deeds()[-3:] == ["lent a role", "a lent role began", "a lent role ended"]


def test_whoever_leaves_comes_back_by_no_invitation_of_their_own(organization, admin, invitation):
    second = a_member("Lindiwe", Role.ADMINISTRATOR, organization)
    theirs = actions.invite(
        organization, second, name="L.", email="l@home.test", role=Role.ADMINISTRATOR
    )
    actions.end_membership(second.memberships.get(), admin)
    with pytest.raises(Refused):
        actions.accept(theirs)
    assert actions.accept(invitation)


def test_whoever_is_administrator_for_a_time_makes_none_and_ends_none(organization, admin):
    lent(organization, admin, role=Role.ADMINISTRATOR)
    second, stand_in = a_member("Lindiwe", Role.ADMINISTRATOR, organization), dara()
    asked = {"name": "Mallory", "email": "dara@home.test", "role": Role.ADMINISTRATOR}
    for deed in (
        lambda: actions.give_role(organization, bruno(), Role.ADMINISTRATOR, stand_in),
        lambda: actions.invite(organization, stand_in, **asked),
        lambda: lent(organization, stand_in, role=Role.ADMINISTRATOR),
        lambda: actions.end_membership(second.memberships.get(), stand_in),
    ):
        with pytest.raises(RefusedPart, match="for a time only"):
            deed()
    actions.give_role(organization, bruno(), Role.AUDITOR, stand_in)
    actions.end_membership(stand_in.memberships.get(role=Role.ADMINISTRATOR), stand_in)
    assert roles_of(stand_in) == {Role.REGISTRAR}


def test_what_was_lent_counts_no_second_longer_even_if_no_worker_runs(organization, admin):
    administers = Role.ADMINISTRATOR
    lent(organization, admin, role=administers)
    assert viewing.may(dara(), organization)
    Delegation.objects.update(ends_at=timezone.now())
    assert not viewing.may(dara(), organization)
    assert not in_force(Delegation.objects.get().ends_at).filter(person=dara(), role=administers)
    assert LEND_ROLES.waits()
    assert awards.roles_of(dara(), organization) == {Role.REGISTRAR}


def test_a_role_that_is_lent_from_tomorrow_on_begins_by_itself(organization, admin):
    lent(organization, admin, days=(1, 2))
    assert not LEND_ROLES.run()
    assert roles_of(dara()) == {Role.REGISTRAR}
    Delegation.objects.update(begins_at=timezone.now())
    LEND_ROLES.run()
    LEND_ROLES.run()
    assert roles_of(dara()) == {Role.REGISTRAR, Role.REVIEWER}
    assert deeds().count("a lent role began") == 1


def test_what_is_over_does_not_begin(organization, admin):
    planned = lent(organization, admin, days=(1, 3))
    assert not actions.begin_if_due(planned, planned.ends_at)
    assert roles_of(dara()) == {Role.REGISTRAR}


def test_what_was_taken_back_meanwhile_does_not_begin(organization, admin):
    """The belt has found it a moment before."""
    found = lent(organization, admin, days=(1, 3))
    actions.take_back(Delegation.objects.get(), admin)
    assert not actions.begin_if_due(found, timezone.now() + timedelta(days=2))
    assert roles_of(dara()) == {Role.REGISTRAR}


def test_what_was_lent_can_be_taken_back(organization, admin):
    delegation = lent(organization, admin)
    actions.take_back(delegation, admin)
    assert roles_of(dara()) == {Role.REGISTRAR}
    with pytest.raises(Refused):
        actions.take_back(delegation, admin)


def test_who_gives_one_of_two_roles_up_keeps_what_was_lent_to_them(organization, admin):
    lent(organization, admin)
    a_member("Dara", Role.AUDITOR, organization)
    actions.end_membership(dara().memberships.get(role=Role.AUDITOR), admin)
    assert roles_of(dara()) == {Role.REGISTRAR, Role.REVIEWER}


def test_who_leaves_loses_what_was_lent_to_them(organization, admin):
    lent(organization, admin)
    actions.end_membership(_own_role_of_dara(), admin)
    assert not Membership.objects.filter(person__email="dara@example.test").exists()
    assert not Delegation.objects.unfinished().exists()


def _own_role_of_dara():
    return Membership.objects.get(person__email="dara@example.test", role=Role.REGISTRAR)


@pytest.mark.parametrize(
    ("days", "because", "part"),
    [((0, 0), "Why", "until"), ((0, 400), "Why", "until"), ((0, 1), " ", "because")],
)
def test_a_role_is_lent_for_a_reason_and_not_for_ever(organization, admin, days, because, part):
    with pytest.raises(RefusedPart) as refused:
        lent(organization, admin, days=days, because=because)
    assert refused.value.part == part


def test_nobody_is_lent_what_they_have_or_will_have(organization, admin):
    lent(organization, admin, days=(1, 3))
    for role in (Role.REGISTRAR, Role.REVIEWER):
        with pytest.raises(RefusedPart):
            lent(organization, admin, role=role)


def test_only_a_member_is_lent_anything(organization, admin):
    with pytest.raises(RefusedPart, match="Only a member"):
        lent(organization, admin, person=a_person("Ada Nkosi"))


def test_nothing_was_lent_before_somebody_did(organization, admin):
    before = timezone.now()
    assert lent(organization, admin, days=(-1, 3)).begins_at >= before


def test_who_may_see_it_as_somebody_in_one_organization_may_not_in_another(organization, admin):
    assert viewing.may(admin, organization)
    assert not viewing.may(admin, an_organization("Other", "0T"))


def test_seeing_the_site_as_somebody_needs_a_reason_and_a_member(organization, admin):
    now = timezone.now()
    with pytest.raises(RefusedPart):
        viewing.begin(organization, admin, bruno(), "", now)
    with pytest.raises(Refused):
        viewing.begin(organization, admin, a_person("Ada Nkosi"), "Why not", now)
    with pytest.raises(Refused):
        viewing.begin(organization, admin, admin, "Why not", now)

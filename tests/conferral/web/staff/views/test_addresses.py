"""Addresses at which letters do not arrive: found, corrected alone or together, tried again."""

import pytest

from cast import a_member, a_person, an_award, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import BadAddress, Mailbox, Message, Wish
from conferral.foundation.mail.topics import Topic

pytestmark = pytest.mark.django_db
WHERE = "/staff/mail/addresses"


def a_bad_address(name, organization=None):
    person = a_person(name)
    organization = organization or an_organization()
    Message.objects.create(
        organization=organization,
        key=f"certificate:{name}",
        to=person.email,
        subject=f"Your certificate, {name}",
        attempts=PATIENCE,
    )
    return BadAddress.objects.create(
        organization=organization, address=person.email, person=person, status="5.1.1"
    )


def test_it_says_whose_it_is_why_and_what_they_did_not_get(registrar):
    a_bad_address("Ada Nkosi")
    page = registrar.get(WHERE).content.decode()
    for said in ("Ada Nkosi", "There is no such mailbox.", "Your certificate, Ada Nkosi"):
        assert said in page


def test_several_are_corrected_together_and_what_is_wrong_stays_with_what_was_typed(registrar):
    ada, zola = a_bad_address("Ada Nkosi"), a_bad_address("Zola Khumalo")
    answer = registrar.post(
        WHERE, {f"to-{ada.pk}": "ada.nkosi@example.test", f"to-{zola.pk}": "ada.nkosi@example.test"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 address corrected; 1 letter leaves now." in page
    assert "the address of somebody else here" in page
    assert [bad.person.printed_name for bad in BadAddress.objects.open()] == ["Zola Khumalo"]


def test_reminders_are_not_ticked_and_what_is_not_ticked_is_not_sent(registrar):
    bad = a_bad_address("Ada Nkosi")
    letter = Message.objects.get()
    last = Message.objects.create(
        organization=bad.organization, key="ending:1", to=bad.address, topic=Topic.REMINDERS
    )
    page = registrar.get(f"{WHERE}/{bad.pk}").content.decode()
    assert page.count("checked") == 1
    assert f'name="last" value="{last.pk}"' in page
    said = {"deed": "again", "letter": [letter.pk], "last": last.pk}
    registrar.post(f"{WHERE}/{bad.pk}/mend", said)
    assert [each.key for each in Message.objects.unsent().due()] == [letter.key]


def test_one_that_is_set_aside_is_found_again(registrar):
    bad = a_bad_address("Ada Nkosi")
    registrar.post(f"{WHERE}/{bad.pk}/mend", {"deed": "aside"})
    assert "Ada Nkosi" not in registrar.get(WHERE).content.decode()
    assert "Ada Nkosi" in registrar.get(f"{WHERE}?state=set aside").content.decode()


def test_a_mended_one_says_by_whom_and_to_what(registrar):
    bad = a_bad_address("Ada Nkosi")
    registrar.post(f"{WHERE}/{bad.pk}/mend", {"to": "ada.nkosi@example.test", "letter": []})
    page = registrar.get(f"{WHERE}?state=mended").content.decode()
    assert "by Dara: now ada.nkosi@example.test." in page


def test_nobody_sees_those_of_another_organization(client, stranger):
    bad = a_bad_address("Ada Nkosi")
    client.force_login(stranger)
    assert "Ada" not in client.get(WHERE).content.decode()
    client.post(WHERE, {f"to-{bad.pk}": "mallory@evil.example"})
    assert BadAddress.objects.open().count() == 1


def test_it_stands_on_today_once_and_not_among_letters_that_could_not_be_sent(registrar):
    a_bad_address("Ada Nkosi")
    page = registrar.get("/staff/").content.decode()
    assert "Letters do not arrive at 1 address" in page
    assert "could not be sent" not in page


def test_it_says_when_somebody_last_looked_for_what_came_back(registrar):
    assert "BOUNCES_URL" in registrar.get(WHERE).content.decode()
    Mailbox.objects.create(looked_at="2026-11-22T06:00:00Z", problem="It does not answer.")
    assert "It does not answer." in registrar.get(WHERE).content.decode()


def test_the_learners_page_says_that_letters_do_not_arrive(registrar):
    award = an_award()
    person = award.enrolment.person
    BadAddress.objects.create(
        organization=an_organization(), address=person.email, person=person, status="5.2.2"
    )
    page = registrar.get(f"/staff/learners/{award.enrolment.pk}").content.decode()
    assert "The mailbox is full." in page


def test_staff_end_reminders_for_a_learner_and_begin_them_again(registrar):
    where = f"/staff/learners/{an_award().enrolment.pk}"
    registrar.post(f"{where}/letters", {"topic": "reminders", "answer": "no"})
    assert "They want none." in registrar.get(where).content.decode()
    registrar.post(f"{where}/letters", {"topic": "reminders", "answer": "yes"})
    assert "They want none." not in registrar.get(where).content.decode()
    assert [wish.way for wish in Wish.objects.all()] == ["staff, as they asked"] * 2


def test_who_may_not_see_mail_sees_nothing_of_letters(client):
    client.force_login(a_member("Bruno", Role.AUTHOR))
    where = f"/staff/learners/{an_award().enrolment.pk}"
    assert "always sent" not in client.get(where).content.decode()

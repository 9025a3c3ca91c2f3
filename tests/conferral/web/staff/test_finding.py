"""One search over everything: what is found, what it costs, and what stays hidden."""

import pytest
from django.urls import reverse

from cast import (
    PASSED,
    a_body,
    a_course,
    a_member,
    an_accreditation,
    an_import,
    an_issued_credential,
    an_organization,
    bruno,
    dara,
)
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts import personal_data as accounts
from conferral.foundation.accounts.roles import RIGHTS, Right, Role
from conferral.foundation.brakes.models import Batch
from conferral.learning.catalog.models import Instructor
from conferral.learning.progress.models import Enrolment
from conferral.web.staff.rooms import ROOMS, room_of, rooms_for

pytestmark = pytest.mark.django_db


def hits(client, sought, person=None):
    client.force_login(person or dara())
    kinds = client.get(reverse("find"), {"q": sought}).context["kinds"]
    return {kind.name: [hit.name for hit in kind.hits] for kind in kinds}


def test_a_certificate_is_found_by_the_beginning_of_its_number(client):
    number = an_issued_credential().number
    assert hits(client, number[:6].lower())["Certificates"] == [number]
    assert "Certificates" not in hits(client, number[:2])  # All begin with it.


def test_a_number_is_found_however_it_was_typed(client):
    number = an_issued_credential().number
    typed = number.replace("-", " ").replace("0", "O").lower()
    assert hits(client, typed)["Certificates"] == [number]


@pytest.mark.parametrize("sought", ["nkosi", "Nkosi ada", "ada@exam"])
def test_a_learner_is_found_by_any_word_or_by_the_e_mail(client, sought):
    an_issued_credential("Ada Nkosi")
    assert hits(client, sought) == {"Learners": ["Ada Nkosi"]}


def test_who_was_forgotten_is_not_found_and_counts_in_no_cohort(client):
    person = an_issued_credential("Ada Nkosi").award.enrolment.person
    person.enrolments.update(cohort="Autumn 2026")
    assert hits(client, "autumn") == {"Cohorts": ["Autumn 2026"]}
    accounts.erase_own(person)
    assert hits(client, "autumn") == hits(client, accounts.ERASED) == {}


def test_courses_accreditations_and_files_are_found(client):
    an_accreditation(a_course())
    an_import(("Zoë", "zoe@x.test", PASSED))
    assert hits(client, "first aid")["Courses"] == ["Workplace First Aid"]
    assert hits(client, "NBVA")["Accreditations"] == ["NBVA/2024/00317"]
    assert hits(client, a_body().name)["Accreditations"] == ["NBVA/2024/00317"]
    assert hits(client, "completion.csv")["Imports"] == ["course_completion.csv"]


def a_case_and_a_recall(credential):
    plea = Plea(Kind.NAME, "I have married.", "Ada Khumalo")
    cases.ask(credential.award.enrolment, plea)
    order = Order(True, Reason.SPOILED, "The print was smudged", (Wanted(credential.number),))
    recalls.call_back(an_organization(), dara(), order, expected=1)


def test_what_learners_ask_and_what_was_called_back_is_found(client):
    a_case_and_a_recall(an_issued_credential("Ada Nkosi"))
    assert hits(client, "khumalo")["Questions and appeals"] == ["Ada Nkosi"]
    assert hits(client, "nkosi")["Questions and appeals"] == ["Ada Nkosi"]
    assert hits(client, "smudged")["Recalls"] == ["The print was smudged"]
    assert "Questions and appeals" not in hits(client, "khumalo", bruno())


def test_a_held_batch_is_found_by_who_brought_it_in(client):
    Batch.objects.create(
        organization=an_organization(), count=700, usual=20, most=60, submitted_by=dara()
    )
    assert [name.split(" on ")[0] for name in hits(client, "dara")["Held batches"]] == ["700 held"]


def test_a_cohort_is_found_by_its_name(client):
    an_issued_credential("Ada Nkosi")
    Enrolment.objects.update(cohort="Autumn 2026")
    assert hits(client, "2026 aut")["Cohorts"] == ["Autumn 2026"]


def test_colleagues_are_found_by_who_may_see_the_staff(client):
    kofi, emil = a_member("Kofi", Role.ADMINISTRATOR), a_member("Emil", Role.AUDITOR)
    assert hits(client, "emil@exam", kofi)["Staff"] == ["Emil"]
    assert "Staff" not in hits(client, "emil", emil)


def test_bodies_and_instructors_are_found(client):
    a_body()
    Instructor.objects.create(organization=an_organization(), name="Dr Thabo Mokoena")
    assert hits(client, "national board")["Accrediting bodies"] == ["National Board"]
    assert hits(client, "mokoena", bruno())["Instructors"] == ["Dr Thabo Mokoena"]


def test_files_and_settings_are_for_those_who_may_open_them(client):
    an_import(("Zoë", "zoe@x.test", PASSED))
    assert "Imports" not in hits(client, "completion.csv", bruno())
    assert hits(client, "logo", bruno()) == {}
    kofi = a_member("Kofi", Role.ADMINISTRATOR)
    assert hits(client, "logo", kofi) == {"Pages": ["Settings"]}


def test_nothing_of_another_organization_is_found(client, stranger):
    number = an_issued_credential("Ada Nkosi", a_course()).number
    an_accreditation(a_course())
    a_case_and_a_recall(Credential.objects.get(number=number))
    an_import(("Zoë Adams", "zoe@example.test", PASSED))
    Enrolment.objects.update(cohort="Autumn 2026")
    Instructor.objects.create(organization=an_organization(), name="Dr Thabo Mokoena")
    words = ("Nkosi", "first aid", "NBVA", "smudged", "Dara", "National")
    for sought in (number, *words, "completion.csv", "Autumn", "Mokoena"):
        assert hits(client, sought, stranger) == {}


def test_a_search_asks_few_questions(client, django_assert_max_num_queries):
    for name in ("Ada Nkosi", "Ben Nkosi", "Cyn Nkosi"):
        an_issued_credential(name, a_course())
    client.force_login(dara())
    with django_assert_max_num_queries(15):  # One for each kind.
        client.get(reverse("find"), {"q": "nkosi"})


def test_what_finds_nothing_says_what_helps(client):
    client.force_login(dara())
    text = client.get(reverse("find"), {"q": "x" * 10_000}).content.decode()
    assert "Nothing matches" in text


def test_without_words_every_room_stands_there(client):
    client.force_login(dara())
    rooms = client.get(reverse("find")).context["rooms"]
    assert {room.right for room in rooms} <= RIGHTS[Role.REGISTRAR]
    assert "Keys" not in {room.name for room in rooms}


@pytest.mark.parametrize(
    ("words", "room"),
    [
        ("wrong name", "Recalls"),
        ("invite", "People"),
        ("roles", "People"),
        ("passkey", "Your account"),
        ("approve", "Approvals"),
        ("expire", "What ends soon"),
        ("export", "Reports"),
        ("moodle", "Upload completions"),
    ],
)
def test_a_room_is_found_by_what_somebody_wants_to_do(words, room):
    assert room in [each.name for each in ROOMS if each.is_called(words.split())]


def test_no_two_rooms_have_one_key():
    keys = [room.key for room in ROOMS if room.key]
    assert len(set(keys)) == len(keys)
    assert len(rooms_for(frozenset(Right))) == len(ROOMS)


def test_the_rooms_at_the_side_have_the_keys_that_the_list_names(client):
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    page = client.get(reverse("keyboard")).content.decode()
    for room in ROOMS:
        if room.key:
            assert f'data-go="{room.key}" href="{room.address}"' in page or (
                f'href="{room.address}" data-go="{room.key}"' in page
            )


@pytest.mark.parametrize(
    ("page", "room"),
    [
        ("today", "today"),
        ("course-new", "courses"),
        ("frameworks", "courses"),
        ("waiting-release", "waiting"),
        ("recalls", "certificates"),
        ("qualifications", "accreditations"),
        ("jobs", "organization"),
        ("types", "organization"),
    ],
)
def test_the_room_at_the_side_is_marked_on_the_pages_within_it(page, room):
    assert room_of(reverse(page)) == reverse(room)
    assert room_of(f"{reverse('recalls')}/7") == reverse("certificates")


def test_a_page_of_no_room_marks_none():
    assert room_of(reverse("keyboard")) == ""


def test_keys_of_one_letter_can_be_switched_off_and_on_again(client):
    client.force_login(dara())
    assert b"data-single-keys" in client.get(reverse("today")).content
    client.post(reverse("keyboard"), {"single_keys": "off"})
    assert b"data-single-keys" not in client.get(reverse("today")).content
    client.post(reverse("keyboard"), {"single_keys": "on"})
    assert b"data-single-keys" in client.get(reverse("today")).content

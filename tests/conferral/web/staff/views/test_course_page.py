"""What staff say to learners of a course: answers on its page, letters to all of them."""

import pytest
from django.urls import reverse

from carried import carried
from cast import a_course, a_person, an_issued_credential, bruno
from conferral.foundation.mail.models import Message
from conferral.learning.progress.models import Announcement, Enrolment

pytestmark = pytest.mark.django_db

LETTER = {"audience": "everybody", "subject": "The room\nhas changed", "words": "It is B2 now."}


@pytest.fixture
def author(client):
    client.force_login(bruno())
    return client


@pytest.fixture
def version():
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        Enrolment.objects.create(person=a_person(name), version=version)
    return version


def send(client, **said):
    return client.post(reverse("course-announcement", args=["first-aid"]), LETTER | said)


def test_the_letter_is_looked_at_before_it_leaves(author, version):
    html = send(author).text
    assert "This goes to 2 learners" in html
    assert "It is B2 now." in html
    assert "because you are enrolled in Workplace First Aid" in html
    assert not Message.objects.exists()


def test_it_goes_once_to_each(author, version):
    Enrolment.objects.create(person=a_person("Ada Nkosi"), version=a_course())  # The next version.
    assert send(author, send="yes", expected="2").status_code == 302
    assert {letter.to for letter in Message.objects.all()} == {
        "ada@example.test",
        "ben@example.test",
    }
    assert {letter.subject for letter in Message.objects.all()} == {"The room has changed"}
    assert Announcement.objects.get().count == 2


def test_to_others_than_was_seen_it_does_not_go(author, version):
    answer = send(author, send="yes", expected="1")
    assert answer.status_code == 409
    assert "By now 2 would get it" in answer.text
    assert not Message.objects.exists()


def test_if_one_has_left_and_another_has_come_it_does_not_go(author, version):
    seen = carried(send(author).text)
    version.enrolments.get(person=a_person("Ben Dube")).delete()
    Enrolment.objects.create(person=a_person("Cleo Venter"), version=version)
    answer = send(author, send="yes", **seen)
    assert answer.status_code == 409
    assert "There are others by now than you were shown." in answer.text
    assert not Message.objects.exists()
    assert send(author, send="yes", **carried(send(author).text)).status_code == 302


def test_the_forgotten_get_none(author, version):
    ben = a_person("Ben Dube")
    ben.email, ben.is_active = None, False
    ben.save()
    assert "This goes to 1 learner<" in send(author).text


def test_who_has_a_certificate_is_told_apart(author, version):
    an_issued_credential("Cleo Venter", version)
    assert "This goes to 2 learners" in send(author, audience="learning").text
    assert "This goes to 1 learner<" in send(author, audience="certified").text


def test_questions_are_added_changed_and_taken_away(author, version):
    address = reverse("course-questions", args=["first-aid"])
    form = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-question": "May I retake it?",
        "form-0-answer": "Twice.",
    }
    assert author.post(address, form).status_code == 302
    assert [each.question for each in version.course.questions.all()] == ["May I retake it?"]
    assert "May I retake it?" in author.get(address).text
    author.post(address, form | {"form-0-question": "", "form-INITIAL_FORMS": "1"})
    assert not version.course.questions.exists()


def test_a_question_needs_an_answer(author, version):
    address = reverse("course-questions", args=["first-aid"])
    form = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-question": "Why?"}
    answer = author.post(address, form)
    assert answer.status_code == 422
    assert "Answer it, or take the question away." in answer.text

"""The public page of a course: how its certificate is earned, when it comes, what others asked."""

from datetime import date

import pytest
from django.urls import reverse

from cast import a_course, a_draft, an_accreditation, bruno
from conferral.credentials.issuing import compose, documents
from conferral.foundation.audit.models import Entry
from conferral.learning.catalog.questions import answer_questions

pytestmark = pytest.mark.django_db


def page(client, code="first-aid"):
    return client.get(reverse("course-page", args=["SP", code]))


def test_it_says_what_to_do_when_it_comes_and_who_vouches(client):
    an_accreditation(a_course())
    html = page(client).text
    assert "Pass “Final quiz”" in html
    assert "Within 14 days your <bdi>Certificate of Completion</bdi> is issued" in html
    assert "National Board" in html
    assert "In person" in html


def test_who_vouches_no_more_is_not_named(client):
    accreditation = an_accreditation(a_course())
    accreditation.valid_until = date(2020, 12, 31)
    accreditation.save()
    assert "National Board" not in page(client).text


def test_it_has_no_cookie_and_is_for_everybody(client):
    a_course()
    assert not page(client).cookies


def test_what_is_not_approved_has_no_page(client):
    a_draft("draft")
    assert page(client, "draft").status_code == 404
    assert page(client, "nothing").status_code == 404


def test_answers_have_paragraphs_and_emphasis_and_no_tags(client):
    course = a_course().course
    answer_questions(course, [("May I <b>fail</b>?", "*Yes.*\n\n<script>x</script>")], bruno())
    html = page(client).text
    assert "May I &lt;b&gt;fail&lt;/b&gt;?" in html
    assert "<p><em>Yes.</em></p>" in html
    assert "<p>&lt;script&gt;" in html


def test_answering_the_same_is_no_deed():
    course = a_course().course
    for _ in range(2):
        answer_questions(course, [("Why?", "So.")], bruno())
    assert Entry.objects.filter(deed="answered questions").count() == 1


def test_a_description_is_marked_on_pages_and_plain_in_what_is_signed(client):
    version = a_course(description="Learn to *save* lives.\n\n- first\n- aid")
    assert "<p>Learn to <em>save</em> lives.</p>" in page(client).text
    signed = compose.facts(version, None)["description"]
    assert signed == "Learn to save lives.\n\n• first\n• aid"
    assert documents.achievement_document(version)["description"] == signed

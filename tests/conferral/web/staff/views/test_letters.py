"""The pages about the words of letters: what can be done there, and what leaves nothing behind."""

import pytest
from django.urls import reverse

from cast import a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db
SAID = {
    "subject": "Now revoked: {{ course }}",
    "heading": "",
    "body": "Dear {{ first_name }},\n\nlook: {{ url }}",
    "after": "0",
}


@pytest.fixture
def staff(client):
    an_organization()
    client.force_login(a_member("Adele", Role.ADMINISTRATOR))
    return client


def page(step="letter-edit", code="revoked", language="en"):
    return reverse(step, args=[code, language])


def test_the_list_says_what_is_changed(staff):
    staff.post(page(), SAID)
    html = staff.get(reverse("letter-words")).content.decode()
    assert html.count("Yours") == 1
    assert "Adele" in html


def test_what_is_saved_is_the_next_version_and_a_line_of_the_trail(staff):
    answer = staff.post(page(), SAID, follow=True).content.decode()
    assert "Letters that are written from now on say it so." in answer
    kept = OwnWords.objects.get()
    assert (kept.kind, kept.subject, kept.by.printed_name) == ("revoked", SAID["subject"], "Adele")
    line = Entry.objects.get(deed="said a letter in other words")
    assert line.details == {"letter": "revoked", "language": "English"}
    assert "<ins>" in answer  # What it changed.


def test_an_unknown_variable_is_said_beside_its_field(staff):
    answer = staff.post(page(), SAID | {"body": "Dear {{ nmae }}"})
    assert answer.status_code == 422
    assert "There is no variable “nmae”. There are: first_name, course" in answer.content.decode()
    assert not OwnWords.objects.exists()


def test_two_who_edit_do_not_overwrite_each_other(staff):
    staff.post(page(), SAID)
    answer = staff.post(page(), SAID | {"subject": "Another"})
    assert "Adele has saved other words meanwhile" in answer.content.decode()
    assert OwnWords.objects.count() == 1


def test_a_preview_shows_what_is_typed_and_keeps_nothing(staff):
    shown = staff.post(page("letter-preview"), SAID | {"body": "<b>{{ course }}</b>"})
    assert "&lt;b&gt;" in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("sandbox")
    text = staff.post(page("letter-preview"), SAID | {"plain": "yes"}).content.decode()
    assert "Now revoked: Monitoring" in text
    slip = staff.post(page("letter-preview"), SAID | {"body": "{{ x }}"}).content.decode()
    assert "There is no variable" in slip
    assert not OwnWords.objects.exists()


def test_a_test_goes_to_whoever_asks_and_says_what_is_typed(staff):
    staff.post(page(), SAID | {"test": "yes"})
    message = Message.objects.get()
    assert message.to == "adele@example.test"
    assert message.subject.startswith("Now revoked: Monitoring")
    assert not OwnWords.objects.exists()


def test_the_given_words_count_again_and_the_own_are_kept(staff):
    staff.post(page(), SAID)
    answer = staff.post(page("letter-reset"), follow=True).content.decode()
    assert "It says again what it said at first." in answer
    assert [each.is_ours for each in OwnWords.objects.order_by("pk")] == [False, True]
    assert "went back to the given words" in answer


def test_what_nobody_has_translated_begins_with_the_given_text(staff):
    html = staff.get(page(language="ar")).content.decode()
    assert "Nobody has put it into Arabic yet" in html
    assert staff.get(page(language="xx")).status_code == 404
    assert staff.get(page(), {"language": "../"}).status_code == 404
    assert staff.get(page(code="nothing")).status_code == 404


def test_words_are_read_in_their_own_direction_until_there_are_arabic_ones(staff):
    assert 'dir="rtl"' not in staff.get(page(language="ar")).text
    staff.post(page(language="ar"), SAID)
    assert 'dir="rtl"' in staff.get(page(language="ar")).text

"""Delivery: one letter for each certificate, to whom it belongs, with nothing slipped in."""

import re
from urllib.parse import urlsplit

import pytest

from cast import a_course, an_accreditation, an_issued_credential
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db


def a_letter(name="Ada Nkosi", **of_version):
    """The letter about a certificate that was issued and printed."""
    credential = an_issued_credential(name, a_course(**of_version))
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    return Message.objects.get(key=f"certificate:{credential.number}")


def test_each_certificate_has_one_letter_to_its_holder():
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        an_issued_credential(name, version)
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    addresses = Message.objects.order_by("to").values_list("to", flat=True)
    assert list(addresses) == ["ada@example.test", "ben@example.test"]
    assert Delivery.objects.count() == 2


def test_to_look_again_writes_no_second_letter():
    a_letter()
    assert not ANNOUNCE_PRINTED.waits()
    assert ANNOUNCE_PRINTED.run() == 0
    assert Message.objects.count() == 1


def test_nobody_is_written_to_before_there_is_something_to_open():
    an_issued_credential()
    assert not ANNOUNCE_PRINTED.waits()


def test_who_was_erased_is_not_written_to():
    credential = an_issued_credential()
    person = credential.award.enrolment.person
    PRINT_LOGGED.run()
    type(person).objects.filter(pk=person.pk).update(email=None)
    ANNOUNCE_PRINTED.run()
    assert not Message.objects.exists()
    assert not ANNOUNCE_PRINTED.waits()


def test_both_parts_say_where_to_open_it():
    letter = a_letter()
    url = f"https://verify.saypro.example/c/{Certificate.objects.get().credential.number}"
    assert url in letter.text
    assert f'href="{url}"' in letter.html


def test_styles_stand_in_the_elements_where_mail_programs_look():
    letter = a_letter()
    assert re.search(r'class="press-cell"[^>]*style="[^"]*background: ?#0f5b52', letter.html)
    kept = re.search(r"<style>(.*?)</style>", letter.html, re.DOTALL)[1]
    assert kept.strip().startswith("@media")  # Small screens and the dark have no other place.


def test_nothing_in_a_letter_is_loaded_from_elsewhere():
    html = a_letter().html
    assert re.findall(r'src="([^"]+)"', html) == ["cid:picture"]
    assert "url(" not in html
    hosts = {urlsplit(each).hostname for each in re.findall(r'href="([^"]+)"', html)}
    assert hosts == {"verify.saypro.example", "www.linkedin.com"}


def test_what_a_course_is_called_is_never_markup():
    letter = a_letter(title='<b onclick="x()">First & foremost</b>')
    assert "&lt;b onclick=" in letter.html
    assert '<b onclick="x()">First & foremost</b>' in letter.text


@pytest.mark.parametrize(
    "title", ["First\r\nBcc: mallory@example.test", "First\nAid", "First\u2028Aid", "First\x0bAid"]
)
def test_a_subject_is_one_line_whatever_the_course_is_called(title):
    subject = a_letter(title=title).subject
    assert len(subject.splitlines()) == 1
    assert subject.startswith("Your certificate: First ")


def test_a_long_title_is_cut():
    subject = a_letter(title="x" * 200).subject
    assert len(subject) == 200
    assert subject.endswith("…")


def test_it_says_until_when_it_is_valid_and_that_it_is_accredited():
    version = a_course(validity_months=36)
    an_accreditation(version)
    an_issued_credential(version=version)
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    letter = Message.objects.get()
    for part in (letter.text, letter.html):
        assert "accredited certificate" in part
        assert "Valid until" in part


@pytest.mark.parametrize("name", ["欧阳清风", "عبد الرحمن بن محمد", "Thabo O’Brien-van der Merwe"])
def test_every_name_is_greeted(name):
    letter = a_letter(name)
    assert f"Congratulations, {name.split()[0]}." in letter.text

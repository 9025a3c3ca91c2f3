"""I19: whoever puts a consent into somebody's mouth, or changes its words, is found."""

import pytest

from cast import a_person, an_organization
from conferral.credentials.verification.consenting import say
from conferral.credentials.verification.models import Profile
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Consent, ConsentText
from conferral.foundation.consents.wording import Purpose
from conferral.oversight.fsck import consents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada():
    person = a_person("Ada Nkosi")
    for is_given in (True, False, True):
        say(person, Purpose.PROFILE, an_organization(), Word(is_given, "own page"))
    return person


def problems():
    checks = (consents.texts, consents.lines, consents.profiles)
    return [each.problem for check in checks for each in check()]


def test_what_was_said_and_recorded_is_no_finding():
    assert Profile.objects.exists()
    assert problems() == []


def test_words_that_nobody_has_read():
    ConsentText.objects.update(text="Everything is shown to everybody.")
    assert problems() == ["its words are not those that people agreed to"]


def test_a_yes_that_nobody_gave(ada):
    text = ConsentText.objects.get()
    Consent.objects.create(person=ada, purpose=Purpose.SURVEY, is_given=True, text=text, way="-")
    assert problems() == ["the audit trail does not know that it was said"]


def test_a_withdrawal_that_was_turned_into_a_yes():
    Consent.objects.filter(is_given=False).update(is_given=True)
    assert problems() == ["the audit trail does not know that it was said"]


def test_a_page_that_nobody_agreed_to(ada):
    Consent.objects.all().delete()
    assert problems() == ["it is shown, and its person does not agree"]
    assert Entry.objects.filter(deed="gave a consent").count() == 2

"""A consent is one line: who, what for, which words, when, how. None is ever changed."""

import pytest

from cast import a_person, an_organization
from conferral.foundation.accounts.personal_data import erase as forget
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents import personal_data, wording
from conferral.foundation.consents.actions import say
from conferral.foundation.consents.models import Consent, ConsentText
from conferral.foundation.consents.standing import agrees, standings
from conferral.foundation.consents.wording import EDITIONS, Purpose, Wording
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db

# Whoever changes a word adds an edition and a line here: what was agreed to stays what it was.
DIGESTS = {
    (Purpose.NAME, 1): "b7116d660ee3915ca6a589dfbe7b4182153fcde459c62b977a407d4e3209e2ea",
    (Purpose.LISTING, 1): "9b494dcb8bb04bd8638b1a010e09e4e64bd7022e7397ce47790e6a046da71c1a",
    (Purpose.PROFILE, 1): "47a3d2353815bc1905afa64073ab5b5a7f04f0b027c1b8db3a0a698c70e21ff1",
    (Purpose.EMPLOYERS, 1): "d4fd748201764b16498081f0f865c1bb7cd25dac963d523c0a4a6b9fd8d1ffe3",
    (Purpose.SURVEY, 1): "282653611f806cbd1813afc0ef328a690a555e4723a166ef8d7c5a5e5d78263f",
}


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


def tell(person, purpose, is_given):
    return say(person, purpose, an_organization(), is_given=is_given, way="own page, by a link")


def test_no_edition_of_a_text_is_ever_changed():
    told = {
        (purpose, each.number): each.sha256 for purpose in EDITIONS for each in EDITIONS[purpose]
    }
    assert told == DIGESTS


def test_every_purpose_has_words_and_says_what_a_withdrawal_does():
    assert set(EDITIONS) == set(Purpose)
    assert all(each.words and each.if_withdrawn for all in EDITIONS.values() for each in all)


def test_nothing_is_agreed_to_before_somebody_says_so(ada):
    assert [each.is_given for each in standings(ada)] == [False] * len(Purpose)


def test_it_is_kept_with_the_words_the_moment_and_the_way(ada):
    tell(ada, Purpose.SURVEY, is_given=True)
    (line,) = Consent.objects.all()
    assert line.text.text == EDITIONS[Purpose.SURVEY][0].text
    assert line.text.sha256 == DIGESTS[Purpose.SURVEY, 1]
    assert (line.way, line.person) == ("own page, by a link", ada)
    trail = Entry.objects.get(deed="gave a consent")
    assert trail.details["text"] == line.text.sha256


def test_a_withdrawal_is_another_line_and_touches_nothing_else(ada):
    for purpose in (Purpose.SURVEY, Purpose.EMPLOYERS):
        tell(ada, purpose, is_given=True)
    tell(ada, Purpose.SURVEY, is_given=False)
    assert Consent.objects.count() == 3
    assert not agrees(ada, Purpose.SURVEY)
    assert agrees(ada, Purpose.EMPLOYERS)


def test_what_was_said_already_is_not_said_twice(ada):
    assert tell(ada, Purpose.SURVEY, is_given=True)
    assert not tell(ada, Purpose.SURVEY, is_given=True)
    assert Consent.objects.count() == 1


def test_new_words_are_agreed_to_anew_and_the_old_ones_stay(ada, monkeypatch):
    tell(ada, Purpose.SURVEY, is_given=True)
    newer = (*EDITIONS[Purpose.SURVEY], Wording(2, "Questions", "You may call me.", "Then not."))
    monkeypatch.setattr(wording, "EDITIONS", EDITIONS | {Purpose.SURVEY: newer})
    standing = next(each for each in standings(ada) if each.purpose == Purpose.SURVEY)
    assert standing.is_given
    assert standing.in_other_words
    assert tell(ada, Purpose.SURVEY, is_given=True)
    assert ConsentText.objects.count() == 2


def test_one_takes_it_away_and_is_forgotten(ada):
    tell(ada, Purpose.NAME, is_given=True)
    (kept,) = personal_data.export(ada)["consents"]
    assert kept["text__sha256"] == DIGESTS[Purpose.NAME, 1]
    personal_data.erase(ada)
    assert not Consent.objects.exists()
    forget(ada)
    with pytest.raises(Refused, match="forgotten"):
        tell(ada, Purpose.NAME, is_given=True)

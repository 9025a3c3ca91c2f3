"""A consent is one line: who, what for, which words, when, how. None is ever changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import a_person, an_organization, dara
from conferral.foundation.accounts.personal_data import erase_own as forget
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents import personal_data, wording
from conferral.foundation.consents.actions import Entrusted, Word, entrust, say
from conferral.foundation.consents.models import Consent, ConsentText, Guardian
from conferral.foundation.consents.standing import agrees, standings
from conferral.foundation.consents.wording import ADULTS_ONLY, EDITIONS, Purpose, Wording
from conferral.foundation.refusal import Refused, RefusedPart

pytestmark = pytest.mark.django_db
today = timezone.localdate

# Whoever changes a word adds an edition and a line here: what was agreed to stays what it was.
DIGESTS = {
    (Purpose.NAME, 1): "b7116d660ee3915ca6a589dfbe7b4182153fcde459c62b977a407d4e3209e2ea",
    (Purpose.LISTING, 1): "9b494dcb8bb04bd8638b1a010e09e4e64bd7022e7397ce47790e6a046da71c1a",
    (Purpose.PROFILE, 1): "47a3d2353815bc1905afa64073ab5b5a7f04f0b027c1b8db3a0a698c70e21ff1",
    (Purpose.EMPLOYERS, 1): "d4fd748201764b16498081f0f865c1bb7cd25dac963d523c0a4a6b9fd8d1ffe3",
    (Purpose.SURVEY, 1): "282653611f806cbd1813afc0ef328a690a555e4723a166ef8d7c5a5e5d78263f",
    (Purpose.EMPLOYERS, 2): "179ec5c3afa3c98ab93c69b8b57fcc5250cc9277605a26902d0c21f4c7361b14",
    (Purpose.SURVEY, 2): "d04ac9aed7f2dde55f46e7e029fb7d480a477b3a19515453d5ff829692552e5e",
}


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


def tell(person, purpose, is_given):
    word = Word(is_given, "own page, by a link")
    return say(person, purpose, an_organization(), word, today())


def test_no_edition_of_a_text_is_ever_changed():
    told = {
        (purpose, each.number): each.sha256 for purpose in EDITIONS for each in EDITIONS[purpose]
    }
    assert told == DIGESTS


def test_every_purpose_has_words_and_says_what_a_withdrawal_does():
    assert set(EDITIONS) == set(Purpose)
    assert all(each.words and each.if_withdrawn for all in EDITIONS.values() for each in all)


def test_nothing_is_agreed_to_before_somebody_says_so(ada):
    assert [each.is_given for each in standings(ada, today())] == [False] * len(Purpose)


def test_it_is_kept_with_the_words_the_moment_and_the_way(ada):
    tell(ada, Purpose.SURVEY, is_given=True)
    (line,) = Consent.objects.all()
    assert line.text.text == EDITIONS[Purpose.SURVEY][-1].text
    assert line.text.sha256 == DIGESTS[Purpose.SURVEY, 2]
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
    newer = (*EDITIONS[Purpose.SURVEY], Wording(3, "Questions", "You may call me.", "Then not."))
    monkeypatch.setattr(wording, "EDITIONS", EDITIONS | {Purpose.SURVEY: newer})
    standing = next(each for each in standings(ada, today()) if each.purpose == Purpose.SURVEY)
    assert standing.is_given
    assert standing.in_other_words
    assert tell(ada, Purpose.SURVEY, is_given=True)
    assert ConsentText.objects.count() == 2


def test_one_takes_it_away_and_is_forgotten(ada):
    tell(ada, Purpose.NAME, is_given=True)
    (kept,) = personal_data.export(ada)["consents"]
    assert kept["text__sha256"] == DIGESTS[Purpose.NAME, 1]
    personal_data.erase_own(ada)
    assert not Consent.objects.exists()
    forget(ada)
    with pytest.raises(Refused, match="forgotten"):
        tell(ada, Purpose.NAME, is_given=True)


def test_what_lasts_two_years_is_over_then_unless_it_is_said_again(ada):
    tell(ada, Purpose.SURVEY, is_given=True)
    Consent.objects.update(until=timezone.localdate())
    (survey,) = (each for each in standings(ada, today()) if each.purpose == Purpose.SURVEY)
    assert (survey.is_given, survey.ends_soon, survey.may_be_given) == (True, True, True)
    assert tell(ada, Purpose.SURVEY, is_given=True)
    assert Consent.objects.last().until == timezone.localdate() + timedelta(days=730)
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert not agrees(ada, Purpose.SURVEY)


def a_guardian(person):
    """Until tomorrow."""
    day = timezone.localdate() + timedelta(days=2)
    return entrust(
        person, Entrusted("Ben Nkosi", "father", day), dara(), an_organization(), today()
    )


def test_for_somebody_under_age_the_guardian_agrees_and_both_may_withdraw(ada):
    guardian, house = a_guardian(ada), an_organization()
    with pytest.raises(Refused, match="it is Ben Nkosi who agrees for Ada Nkosi"):
        tell(ada, Purpose.NAME, is_given=True)
    say(ada, Purpose.NAME, house, Word(True, "on paper", guardian, dara()), today())
    assert Consent.objects.get().until == guardian.of_age_on - timedelta(days=1)
    assert Entry.objects.get(deed="gave a consent").actor == dara()
    assert tell(ada, Purpose.NAME, is_given=False)
    assert [each.may_be_given for each in standings(ada, today())] == [False] * len(Purpose)


def test_a_guardian_who_said_nothing_is_forgotten_when_another_is_named(ada):
    first, second = a_guardian(ada), a_guardian(ada)
    assert list(Guardian.objects.all()) == [second] != [first]
    say(ada, Purpose.NAME, an_organization(), Word(True, "on paper", second), today())
    third = a_guardian(ada)
    assert list(Guardian.objects.order_by("pk")) == [second, third]


def test_nobody_under_age_is_shown_to_the_world(ada):
    word = Word(True, "on paper", a_guardian(ada), dara())
    for purpose in ADULTS_ONLY:
        with pytest.raises(Refused, match="Nobody under age"):
            say(ada, purpose, an_organization(), word, today())


def test_whoever_is_of_age_agrees_alone(ada):
    guardian = a_guardian(ada)
    guardian.of_age_on = timezone.localdate()
    guardian.save()
    with pytest.raises(Refused, match="does not agree or disagree"):
        say(ada, Purpose.NAME, an_organization(), Word(True, "on paper", guardian), today())
    assert tell(ada, Purpose.NAME, is_given=True)
    late = Entrusted("Ben", "father", timezone.localdate())
    with pytest.raises(RefusedPart, match="of age"):
        entrust(ada, late, dara(), an_organization(), today())


def test_a_guardian_is_taken_away_and_forgotten_with_the_person(ada):
    say(ada, Purpose.NAME, an_organization(), Word(True, "on paper", a_guardian(ada)), today())
    told = personal_data.export(ada)
    assert told["guardians"][0]["name"] == told["consents"][0]["guardian__name"] == "Ben Nkosi"
    personal_data.erase_own(ada)
    assert not Guardian.objects.exists()

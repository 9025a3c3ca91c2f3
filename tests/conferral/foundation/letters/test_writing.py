"""Whose words a letter says, and in which language; what changing them leaves behind."""

from dataclasses import replace

import pytest

from cast import a_person, an_organization, chika, dara
from conferral.foundation.accounts import personal_data as accounts
from conferral.foundation.audit.models import Entry
from conferral.foundation.belt import PATIENCE
from conferral.foundation.letters import actions, personal_data
from conferral.foundation.letters.letters import SIGNING_STOPPED as KIND
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.letters.words import Words
from conferral.foundation.letters.writing import Reader, Writer, in_force, own_words
from conferral.foundation.mail.models import TRIES_OF_ITS_OWN, Message
from conferral.foundation.refusal import Refused, RefusedPart

pytestmark = pytest.mark.django_db
WORDS = Words("Stop at {{ organization }}", "", "Dear {{ name }},\n\n{{ because }}")
FRENCH = Words("Arrêt chez {{ organization }}", "", "Bonjour {{ name }},\n\n{{ because }}")
FACTS = {"name": "Ada <b>", "because": "Too many."}


def said(language="", organization=None):
    organization = organization or an_organization()
    return Writer(KIND).write(organization, Reader("ada@example.test", language), "k", FACTS)


def reword(words, language="en", after=0):
    actions.reword(an_organization(), KIND, language, words, dara(), after=after)
    return OwnWords.objects.latest("pk").pk


def test_our_words_are_said_until_there_are_others():
    assert said().subject == "Signing was stopped at SayPro"
    reword(WORDS)
    assert said().subject == "Stop at SayPro"


def test_an_organization_changes_its_own_letters_only():
    reword(WORDS)
    other = an_organization("Other", "0T")
    assert said(organization=other).subject == "Signing was stopped at Other"


def test_a_reader_gets_their_language_then_the_organizations_then_english():
    reword(FRENCH, "fr")
    assert said("fr").text.startswith("Bonjour")
    assert 'lang="fr"' in said("fr").html
    assert said("st").text.startswith("Dear")
    organization = an_organization()
    organization.language = "fr"
    organization.save()
    assert said("st", organization).text.startswith("Bonjour")


def test_of_one_letter_to_many_each_reader_gets_theirs_in_their_language():
    reword(FRENCH, "fr")
    readers = [(each, Reader("a@example.test", each)) for each in ("en", "fr", "fr", "en")]
    letters = Writer(KIND).write_to_all(an_organization(), readers, FACTS)
    assert [each.text.split()[0] for each in letters] == ["Dear", "Bonjour", "Bonjour", "Dear"]


def test_from_right_to_left_is_written_so():
    reword(replace(WORDS, body="عزيزي {{ name }}\n\n{{ because }}"), "ar")
    assert 'lang="ar" dir="rtl"' in said("ar").html


def test_no_fact_is_markup():
    letter = said()
    assert "Ada &lt;b&gt;" in letter.html
    assert "Ada <b>" in letter.text


def test_many_are_written_with_one_look_at_the_words(django_assert_num_queries):
    writer, organization = Writer(KIND), an_organization()
    with django_assert_num_queries(1):
        for number in range(20):
            writer.write(organization, Reader("a@example.test", "fr"), str(number), FACTS)


def test_words_that_stand_no_more_give_way_to_ours_and_it_is_said():
    OwnWords.objects.create(
        organization=an_organization(),
        kind=KIND.code,
        language="en",
        subject="x",
        body="{{ gone }}",
    )
    assert said().subject == "Signing was stopped at SayPro"
    found = in_force(KIND, own_words(an_organization(), KIND), ["en"])
    assert "no variable “gone”" in found.problem


def test_what_cannot_be_sent_is_refused_with_its_part():
    with pytest.raises(RefusedPart, match="There are: name, because, organization") as refused:
        reword(replace(WORDS, subject="{{ course }}"))
    assert refused.value.part == "subject"
    with pytest.raises(Refused, match="Letters can be written in"):
        reword(WORDS, "xx")


def test_every_version_stays_and_whoever_saves_second_is_told():
    first = reword(WORDS)
    with pytest.raises(Refused, match="Dara has saved other words meanwhile"):
        reword(FRENCH, after=0)
    second = reword(FRENCH, after=first)
    actions.reset(an_organization(), KIND, "en", chika())
    assert OwnWords.objects.count() == 3
    assert said().subject == "Signing was stopped at SayPro"
    assert own_words(an_organization(), KIND) == {}
    assert second != first
    deeds = Entry.objects.filter(deed__contains="letter").order_by("pk")
    assert [each.deed for each in deeds][-1] == "went back to the given words of a letter"


def test_the_same_words_again_are_no_version():
    first = reword(WORDS)
    assert reword(WORDS, after=first) == first


def test_one_test_at_a_time():
    actions.send_test(an_organization(), dara(), KIND, WORDS)
    assert Message.objects.get().to == dara().email
    with pytest.raises(Refused, match="on its way already"):
        actions.send_test(an_organization(), dara(), KIND)
    # The settings are tried out, and changed.
    Message.objects.update(attempts=PATIENCE - TRIES_OF_ITS_OWN)
    assert actions.send_test(an_organization(), dara(), KIND)


def test_whose_words_they_were_is_forgotten_and_the_words_stay():
    author = a_person("Zola Mbeki")
    actions.reword(an_organization(), KIND, "en", WORDS, author, after=0)
    assert personal_data.export(author)["own_words"][0]["body"] == WORDS.body
    personal_data.erase(author, an_organization())
    assert OwnWords.objects.get().by is None
    assert said().subject == "Stop at SayPro"


def test_whoever_chooses_a_language_is_written_to_in_it_and_it_is_theirs_to_see():
    ada = a_person("Ada Nkosi")
    actions.choose_language(ada, "fr", ada, None)
    ada.refresh_from_db()
    assert Reader.of(ada) == Reader("ada@example.test", "fr", ada.pk)
    assert accounts.export(ada)["language"] == "fr"
    with pytest.raises(Refused, match="Letters can be written in"):
        actions.choose_language(ada, "tlh", ada, None)
    assert Entry.objects.filter(deed="chose the language of letters").count() == 1


def test_what_is_written_to_staff_says_so():
    assert said().is_for_staff

"""What follows from a consent, and from its withdrawal: at once, and for what comes later."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_person, an_issued_credential, an_organization, dara, hana
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.publishing.contents import documents_of
from conferral.credentials.verification.chores import look_after
from conferral.credentials.verification.consenting import SHOW_AS_CONSENTED, entrust, say
from conferral.credentials.verification.models import Profile, Showing
from conferral.credentials.verification.showing import Choice, choice_of, choose
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.chores.telling import NOTHING
from conferral.foundation.consents.actions import Entrusted, Word
from conferral.foundation.consents.models import Consent
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.mail.models import Message
from conferral.foundation.outbound import Reach
from conferral.foundation.webhooks.actions import listen
from conferral.foundation.webhooks.models import Notice
from waiting import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return an_issued_credential("Nomvula Dlamini")


def nomvula():
    return a_person("Nomvula Dlamini")


def tell(purpose, is_given):
    say(nomvula(), purpose, an_organization(), Word(is_given, "own page"))


def chosen(credential):
    credential.refresh_from_db()
    credential.__dict__.get("_state").fields_cache.pop("showing", None)
    return choice_of(credential)


def test_a_withdrawn_name_is_gone_from_the_page_at_once(client, credential):
    page = reverse("certificate", args=[credential.number])
    assert "Nomvula Dlamini" in client.get(page).text
    tell(Purpose.NAME, is_given=False)
    assert "Nomvula Dlamini" not in client.get(page).text
    assert chosen(credential).name_mode is NameMode.WITHHELD
    tell(Purpose.NAME, is_given=True)
    assert "Nomvula Dlamini" in client.get(page).text


def test_one_purpose_leaves_the_other_as_it_is(credential):
    tell(Purpose.NAME, is_given=False)
    tell(Purpose.LISTING, is_given=True)
    assert chosen(credential) == Choice(NameMode.WITHHELD, is_listed=True)
    tell(Purpose.LISTING, is_given=False)
    assert chosen(credential) == Choice(NameMode.WITHHELD)


def test_what_is_issued_later_is_shown_as_was_said_before():
    nomvula()
    tell(Purpose.NAME, is_given=False)
    credential = an_issued_credential("Nomvula Dlamini")
    somebody = an_issued_credential(version=a_course("another"))
    assert SHOW_AS_CONSENTED.waits()
    assert SHOW_AS_CONSENTED.run() == 1
    assert not SHOW_AS_CONSENTED.waits()
    assert chosen(credential).name_mode is NameMode.WITHHELD
    assert not Showing.objects.filter(credential=somebody).exists()


def test_a_choice_for_one_certificate_goes_before(credential):
    tell(Purpose.NAME, is_given=False)
    choose(credential, replace(chosen(credential), name_mode=NameMode.INITIALS), nomvula())
    assert SHOW_AS_CONSENTED.run() == 0
    assert chosen(credential).name_mode is NameMode.INITIALS


def test_a_profile_is_there_while_somebody_wants_it(client, credential):
    tell(Purpose.PROFILE, is_given=True)
    address = reverse("public-profile", args=[Profile.objects.get().slug])
    answer = client.get(address)
    assert credential.number in answer.text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    tell(Purpose.PROFILE, is_given=False)
    assert client.get(address).status_code == 404
    tell(Purpose.PROFILE, is_given=True)
    assert client.get(address).status_code == 404  # It is another page now.


def test_a_profile_does_not_put_a_name_to_what_shows_none(client, credential):
    tell(Purpose.PROFILE, is_given=True)
    tell(Purpose.NAME, is_given=False)
    address = reverse("public-profile", args=[Profile.objects.get().slug])
    assert credential.number not in client.get(address).text


def test_nor_does_it_show_what_was_taken_back(client, credential):
    tell(Purpose.PROFILE, is_given=True)
    issuing.revoke(credential, dara(), "By mistake")
    address = reverse("public-profile", args=[Profile.objects.get().slug])
    assert credential.number not in client.get(address).text


def told():
    return [json.loads(each.body) for each in Notice.objects.order_by("pk")]


def test_who_listens_hears_which_pages_to_let_go_of_and_never_whose(credential):
    listen(an_organization(), "https://127.0.0.1/hook", hana(), Reach.PUBLIC)
    tell(Purpose.PROFILE, is_given=True)
    profile = Profile.objects.get().url
    assert told() == []  # A yes is nobody else's business.
    for purpose in (Purpose.NAME, Purpose.PROFILE, Purpose.SURVEY):
        tell(purpose, is_given=True)
        tell(purpose, is_given=False)
    assert {each["type"] for each in told()} == {"consent.withdrawn"}
    assert [each["data"] for each in told()] == [
        {"number": credential.number, "purpose": "name", "url": credential.url},
        {"purpose": "profile", "url": profile},
    ]


def look_again(days=0):
    return look_after(an_organization(), today() + timedelta(days=days))


def test_one_is_asked_once_before_a_consent_ends_and_then_it_has(credential):
    for purpose in (Purpose.SURVEY, Purpose.EMPLOYERS):
        tell(purpose, is_given=True)
    assert look_again() == NOTHING
    for _ in range(2):
        look_again(days=705)
    letter = Message.objects.get(subject="Do you still agree?")
    assert letter.to == "nomvula@example.test"
    assert letter.text.count("until") == 2
    assert "/me/privacy" in letter.text
    assert look_again(days=731).startswith("2 consents ended")
    assert {each.is_given for each in Consent.objects.newest()} == {False}
    assert Message.objects.filter(subject="Do you still agree?").count() == 1


def entrusted():
    to = Entrusted("Ben Dlamini", "father", today() + timedelta(days=40))
    return entrust(nomvula(), to, dara(), an_organization())


@pytest.mark.parametrize("said", [{Purpose.NAME}, {Purpose.LISTING}, set(Purpose), set()])
def test_of_somebody_under_age_nothing_is_shown_that_a_guardian_has_not_agreed_to(credential, said):
    for purpose in said:
        tell(purpose, is_given=True)
    guardian = entrusted()
    assert chosen(credential) == Choice(NameMode.WITHHELD)
    assert not Profile.objects.exists()
    yes = Word(True, "on paper", guardian, dara())
    say(nomvula(), Purpose.NAME, an_organization(), yes)
    assert chosen(credential).name_mode is NameMode.FULL


def test_who_comes_of_age_is_asked_and_until_then_nothing_is_shown(credential):
    yes = Word(True, "on paper", entrusted(), dara())
    say(nomvula(), Purpose.NAME, an_organization(), yes)
    assert look_again(days=39) == NOTHING
    assert look_again(days=40) == "1 consent ended, 1 person asked again."
    assert chosen(credential).name_mode is NameMode.WITHHELD
    assert Message.objects.filter(subject="Do you still agree?").count() == 1


FORMS = ("certificate", "certificate-pdf", "certificate-png", "credential-json", "evidence")


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_it_bears_the_name_any_more_and_no_cache_gives_an_old_one(
    client, credential, form
):
    PRINT_LOGGED.run()
    address = reverse(form, args=[credential.number])
    before = client.get(address)
    assert before.status_code == 200
    assert before["Cache-Control"] == "no-cache"  # Whoever keeps it asks before each use.
    tell(Purpose.NAME, is_given=False)
    kept = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert kept.status_code != 304
    assert b"Nomvula" not in kept.content


def test_a_copy_of_the_public_half_never_bore_a_name(credential):
    tell(Purpose.PROFILE, is_given=True)
    copied = b"".join(content for _, content in documents_of(an_organization()))
    assert b"Nomvula" not in copied
    assert Profile.objects.get().slug.encode() not in copied


def test_who_is_still_under_age_is_not_asked_what_they_cannot_say(credential):
    guardian = entrusted()
    say(nomvula(), Purpose.SURVEY, an_organization(), Word(True, "on paper", guardian, dara()))
    Consent.objects.filter(is_given=True).update(until=timezone.localdate())
    assert look_again(days=1) == "1 consent ended."

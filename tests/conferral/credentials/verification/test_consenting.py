"""What follows from a consent, and from its withdrawal: at once, and for what comes later."""

from dataclasses import replace

import pytest
from django.urls import reverse

from cast import a_course, a_person, an_issued_credential, an_organization
from conferral.credentials.verification.consenting import SHOW_AS_CONSENTED, say
from conferral.credentials.verification.models import Profile, Showing
from conferral.credentials.verification.showing import Choice, choice_of, choose
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.consents.wording import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return an_issued_credential("Nomvula Dlamini")


def nomvula():
    return a_person("Nomvula Dlamini")


def tell(purpose, is_given):
    say(nomvula(), purpose, an_organization(), is_given=is_given, way="own page")


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

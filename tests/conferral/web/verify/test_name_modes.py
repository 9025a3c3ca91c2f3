"""What strangers see of a name is what its holder lets them see, on every way to it."""

import re

import pytest

from cast import an_issued_credential, dara, publish
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Showing
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.oversight.privacy import actions as privacy
from conferral.web.verify.jobs import MAKE_PAGES, differing

pytestmark = pytest.mark.django_db

NAME = "Nomvula Dlamini"
HIDING = [NameMode.INITIALS, NameMode.WITHHELD]
FORMS = ("json", "pdf", "png", "svg", "jwt", "vc-jwt", "sd-jwt", "tlog-proof")
WANTED = ("text/html", "application/json", "application/vc", "application/pdf", "image/png")


@pytest.fixture
def certificate(db):
    credential = an_issued_credential(NAME)
    PRINT_LOGGED.run()
    credential.refresh_from_db()
    return credential


def choose_mode(credential, mode, *, listed=False):
    choose(credential, Choice(mode, listed), dara())


def prepare():
    publish()
    while MAKE_PAGES.run():
        pass


def page(client, credential):
    return client.get(f"/c/{credential.number}").content.decode()


def asked(client, credential, name, **headers):
    return client.post(f"/c/{credential.number}/name", {"name": name}, headers=headers)


def test_where_a_link_is_passed_on_the_name_is_seen_only_if_strangers_see_it(client, certificate):
    previewed = f'property="og:title" content="{NAME}: '
    assert previewed in page(client, certificate)
    choose_mode(certificate, NameMode.INITIALS)
    assert "og:" not in page(client, certificate)


@pytest.mark.parametrize("mode", HIDING)
def test_a_name_that_is_not_shown_stands_in_no_answer(client, certificate, mode):
    choose_mode(certificate, mode)
    address = f"/c/{certificate.number}"
    answers = [client.get(f"{address}.{form}") for form in FORMS]
    answers += [client.get(address, headers={"accept": wanted}) for wanted in WANTED]
    prepare()
    answers += [client.get(address) for _ in range(2)]
    said = b"".join(answer.content for answer in answers)
    assert not re.search(rb"Nomvula|Dlamini", said)


def test_a_withheld_name_is_valid_all_the_same(client, certificate):
    choose_mode(certificate, NameMode.WITHHELD)
    shown = page(client, certificate)
    assert "Valid, name withheld" in shown
    assert "<bdi>Withheld</bdi>" in shown
    assert "Is this the name?" in shown
    assert 'class="verdict good"' in shown
    assert "Workplace First Aid" in shown


def test_initials_stand_where_the_name_stood(client, certificate):
    choose_mode(certificate, NameMode.INITIALS)
    shown = page(client, certificate)
    assert "This certificate is valid" in shown
    assert shown.count("N. D.") == 2
    assert "Is this the name?" in shown


def test_a_full_name_needs_no_question(client, certificate):
    assert "Is this the name?" not in page(client, certificate)


def test_the_organizations_mode_holds_for_those_who_chose_nothing(client, certificate):
    other = an_issued_credential("Ben Dube")
    choose_mode(other, NameMode.FULL)
    organization = certificate.key.organization
    organization.name_mode = NameMode.WITHHELD
    organization.save()
    assert NAME not in page(client, certificate)
    assert "Ben Dube" in page(client, other)


def test_the_files_are_the_holders_to_give(client, certificate):
    choose_mode(certificate, NameMode.WITHHELD)
    answer = client.get(f"/c/{certificate.number}.pdf")
    assert answer.status_code == 403
    assert "Only its holder gives this out" in answer.content.decode()


def test_software_is_told_all_but_the_name(client, certificate):
    choose_mode(certificate, NameMode.WITHHELD)
    said = client.get(f"/c/{certificate.number}.json").json()
    assert said["status"] == "valid"
    assert said["course"] == "Workplace First Aid"
    assert said["name"] == "withheld"
    assert said["holder"] is None
    assert "specimen" not in said


@pytest.mark.parametrize("model", [Credential, Organization])
def test_software_is_told_of_a_specimen_that_it_is_one(client, certificate, model):
    model.objects.update(is_specimen=True)
    choose_mode(certificate, NameMode.WITHHELD)
    assert client.get(f"/c/{certificate.number}.json").json()["specimen"] is True


@pytest.mark.parametrize("name", [NAME, "dlamini NOMVULA", "  Nómvula   Dlámini "])
def test_the_right_name_is_a_yes_however_it_is_spelled(client, certificate, name):
    choose_mode(certificate, NameMode.WITHHELD)
    answer = asked(client, certificate, name)
    assert "Yes, that is the name" in answer.content.decode()
    assert NAME not in answer.content.decode()


@pytest.mark.parametrize("name", ["Nomvula", "Nomvula Dlamini Zulu", "N. D.", "<b>x</b>"])
def test_another_name_is_a_no_and_no_more(client, certificate, name):
    choose_mode(certificate, NameMode.WITHHELD)
    said = asked(client, certificate, name).content.decode()
    assert "No, it bears another name" in said
    assert NAME not in said
    assert name not in said


def test_software_asks_for_a_name_too(client, certificate):
    said = asked(client, certificate, NAME, accept="application/json").json()
    assert said == {"number": certificate.number, "matches": True}


def test_asking_needs_and_leaves_no_cookie(client, certificate):
    answer = asked(client, certificate, NAME)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert not hasattr(answer.wsgi_request, "_session_cache")


def test_a_name_cannot_be_found_by_trying(client, certificate, stopped_clock):
    choose_mode(certificate, NameMode.WITHHELD)
    codes = [asked(client, certificate, f"Name {n}").status_code for n in range(12)]
    assert codes == [200] * 10 + [429] * 2
    assert asked(client, certificate, NAME).status_code == 429


def test_of_a_revoked_certificate_nobody_is_told_whose_it_was(client, certificate):
    issuing.revoke(certificate, dara(), "Issued in error")
    assert asked(client, certificate, NAME).status_code == 302


def test_of_an_altered_record_nothing_is_confirmed(client, certificate):
    slots = certificate.slots | {"holder_name": "Mallory"}
    Credential.objects.filter(pk=certificate.pk).update(slots=slots)
    assert asked(client, certificate, "Mallory").status_code == 302


def test_an_unknown_number_has_no_name(client, certificate):
    assert client.post("/c/SP-00000-00000-0000/name", {"name": NAME}).status_code == 404


@pytest.mark.parametrize("mode", NameMode)
def test_each_mode_is_prepared_as_it_is_rendered(client, certificate, mode):
    prepare()
    choose_mode(certificate, mode)
    for _ in ("before it is prepared again", "after"):
        assert (NAME in page(client, certificate)) is (mode is NameMode.FULL)
        assert list(differing()) == []
        prepare()


def test_who_wants_to_be_found_is_listed_and_nobody_else(client, certificate):
    prepare()
    other = an_issued_credential("Ben Dube")
    PRINT_LOGGED.run()
    choose_mode(certificate, NameMode.FULL, listed=True)
    prepare()
    for _ in ("the long way", "the short way"):
        found = client.get(f"/c/{certificate.number}")
        hidden = client.get(f"/c/{other.number}")
        assert found["X-Robots-Tag"] == "all"
        assert "noindex" not in found.content.decode()
        assert hidden["X-Robots-Tag"] == "noindex"
        assert "noindex" in hidden.content.decode()


def test_a_revoked_certificate_is_listed_nowhere(client, certificate):
    choose_mode(certificate, NameMode.FULL, listed=True)
    issuing.revoke(certificate, dara(), "Issued in error")
    answer = client.get(f"/c/{certificate.number}")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "noindex" in answer.content.decode()


def test_a_choice_has_its_line_in_the_trail(certificate):
    choose_mode(certificate, NameMode.INITIALS)
    line = Entry.objects.get(deed="chose what strangers see")
    assert line.details["name_mode"] == "initials"
    assert line.actor == dara()


@pytest.mark.django_db(transaction=True)
def test_a_choice_is_shown_to_its_holder_and_forgotten_with_them(certificate):
    choose_mode(certificate, NameMode.INITIALS)
    ada = certificate.award.enrolment.person
    kept = privacy.export(ada)["verification"]["showings"]
    assert [each["name_mode"] for each in kept] == ["initials"]
    privacy.erase(ada, dara(), certificate.key.organization)
    assert not Showing.objects.exists()
    with pytest.raises(Refused):
        choose_mode(certificate, NameMode.FULL)

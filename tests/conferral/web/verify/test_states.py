"""Every state of a certificate as a stranger meets it: sign, words, HTTP code, and the JSON.

The table of design/UX.md, 2.2, line by line; files that are handed in have tests of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from cast import a_course, an_accreditation, an_issued_credential, chika, dara, hana, publish
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring, number
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency.models import Entry
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.name_modes import NameMode
from conferral.learning.accreditation import actions as accreditation
from conferral.web.verify.wording import banner

pytestmark = pytest.mark.django_db

NAME = "Nomvula Dlamini"


def changed(credential, **fields):
    Credential.objects.filter(pk=credential.pk).update(**fields)


def valid(credential):
    pass


def initials(credential):
    choose(credential, Choice(NameMode.INITIALS), dara())


def withheld(credential):
    choose(credential, Choice(NameMode.WITHHELD), dara())


def suspended(credential):
    issuing.suspend(credential, dara(), "Identity to be confirmed", Reason.UNDER_REVIEW)


def replaced(credential):
    issuing.replace(credential, dara(), Change("The name was misspelled", Reason.LOST))


def revoked(credential):
    issuing.revoke(credential, dara(), "Issued in error")


def specimen(credential):
    changed(credential, is_specimen=True)


def altered(credential):
    changed(credential, slots=credential.slots | {"holder_name": "Mallory"})


def key_stolen(credential):
    since = timezone.now() - timedelta(days=1)
    change = keyring.declare_compromise(credential.key, dara(), "Laptop lost", since)
    keyring.confirm(change, chika())
    CHANGE_KEYS.run()


def status_unknown(credential):
    StatusList.objects.update(document=None)


def not_logged(credential):
    Entry.objects.filter(pk=credential.entry_id).update(index=None)


@dataclass(frozen=True)
class Met:
    """How a state is met. `code`: of the JSON. `status`: in the JSON; "": it is the credential."""

    turn: Callable[[Credential], None]
    tone: str
    headline: str
    shows_name: bool
    status: str = ""
    code: int = 200


TABLE = (
    Met(valid, "good", "This certificate is valid", shows_name=True),
    Met(initials, "good", "This certificate is valid", shows_name=False, status="valid"),
    Met(withheld, "good", "Valid, name withheld", shows_name=False, status="valid"),
    Met(suspended, "warn", "Suspended since", shows_name=False, status="suspended"),
    Met(replaced, "info", "Replaced by a newer certificate", shows_name=False, status="replaced"),
    Met(revoked, "bad", "Revoked on", shows_name=False, status="revoked"),
    Met(specimen, "mute", "Specimen, not a real certificate", shows_name=True),
    Met(altered, "bad", "This record was altered", shows_name=False, status="altered", code=422),
    Met(key_stolen, "bad", "Its seal proves nothing", shows_name=False, status="key revoked"),
    Met(status_unknown, "mute", "Genuine, but status not checked", shows_name=True),
    Met(not_logged, "mute", "Genuine, but not yet in the public log", shows_name=True),
)


@pytest.fixture
def credential():
    return an_issued_credential(NAME)


@pytest.mark.parametrize("met", TABLE, ids=lambda met: met.turn.__name__)
def test_a_page_says_it_by_sign_colour_and_words(client, credential, met):
    met.turn(credential)
    answer = client.get(f"/c/{credential.number}")
    assert answer.status_code == 200
    tone, sign, headline = verdict_of(answer.text)
    assert tone == met.tone
    assert "<svg" in sign
    assert headline.startswith(met.headline)
    assert (NAME in answer.text) is met.shows_name
    assert "Mallory" not in answer.text


@pytest.mark.parametrize("met", TABLE, ids=lambda met: met.turn.__name__)
def test_software_reads_the_same(client, credential, met):
    met.turn(credential)
    answer = client.get(f"/c/{credential.number}.json")
    assert answer.status_code == met.code
    assert answer.json().get("status", "") == met.status
    assert ("credentialSubject" in answer.json()) is (not met.status)
    assert "Mallory" not in answer.text
    if met.status:
        assert NAME not in answer.text


@pytest.mark.parametrize("turn", [suspended, replaced, revoked])
def test_among_the_checks_it_has_the_sign_of_its_verdict(client, credential, turn):
    """A pause is no failure."""
    turn(credential)
    answer = client.get(f"/c/{credential.number}").text
    tone, sign, _ = verdict_of(answer)
    (its_check,) = re.findall(r'<li class="\w+"><svg(?:(?!<li ).)* by its issuer</b>', answer, re.S)
    assert f'<li class="{tone}">{sign.strip().removesuffix("<div>").strip()}' in its_check


def test_no_two_states_have_the_same_colour_and_words(client):
    seen = set()
    for met in (met for met in TABLE if met.turn is not initials):
        credential = an_issued_credential(f"{NAME} {met.turn.__name__.title()}")
        met.turn(credential)
        seen.add(verdict_of(client.get(f"/c/{credential.number}").text)[0::2])
        StatusList.objects.filter(document=None).update(published_at=None)
        publish()
    assert len(seen) == len(TABLE) - 1


def test_an_expired_one_says_when_and_shows_its_period(client):
    version = a_course(validity_months=1)
    credential = an_issued_credential(NAME, version, days_ago=90)
    shown = client.get(f"/c/{credential.number}").text
    tone, sign, headline = verdict_of(shown)
    assert (tone, "<svg" in sign) == ("warn", True)
    assert headline.startswith("Expired on")
    assert "It was genuine and valid from" in shown
    assert client.get(f"/c/{credential.number}.json").json()["validUntil"]


def test_one_of_tomorrow_says_from_when(credential):
    early = judge_ours(find(credential.number), credential.issued_at - timedelta(days=1))
    said = banner(early)
    assert (said.tone, said.icon) == ("info", "calendar_clock")
    assert said.headline.startswith("Valid from")


def test_an_accreditation_that_lapsed_since_is_said_beside_what_was_true(client):
    credential = an_issued_credential(NAME, version=None)
    version = credential.shape.version
    body = an_accreditation(version)
    later = an_issued_credential("Ben Dube", version=version)
    accreditation.suspend(body, "Under inspection", hana())
    shown = client.get(f"/c/{later.number}").text
    assert verdict_of(shown)[2] == "This certificate is valid"
    assert "accredited on the day of issue" in shown
    assert "Lapsed since" in shown


UNKNOWN = number.make("SP", 1)


@pytest.mark.parametrize("gone", [False, True])
def test_what_never_was_and_what_is_gone_are_not_found_and_nobody_is_accused(
    client, credential, gone
):
    asked = credential.number if gone else UNKNOWN
    if gone:
        changed(credential, erased_at=timezone.now(), slots={})
    page, software = client.get(f"/c/{asked}"), client.get(f"/c/{asked}.json")
    assert (page.status_code, software.status_code) == (404, 404)
    assert verdict_of(page.text)[0::2] == ("mute", "No certificate has this number")
    assert software.json() == {"error": "No certificate has this number."}


def test_a_slip_gets_a_hint_and_what_may_have_been_meant_without_asking_the_register(
    client, credential, django_assert_num_queries
):
    typed = credential.number[:-1] + ("0" if credential.number[-1] != "0" else "1")
    with django_assert_num_queries(1):  # Whose house it is.
        shown = client.get(f"/c/{typed}")
    assert shown.status_code == 404
    assert "typing slip" in shown.text
    for meant in number.suggestions(typed):
        assert f">{meant}</a>" in shown.text


def verdict_of(page):
    """Tone, sign and headline of the one verdict on it."""
    (found,) = re.findall(r'<section class="verdict (\w+)".*?>(.*?)<h1[^>]*>(.*?)</h1>', page, re.S)
    return found


@pytest.mark.parametrize("met", TABLE, ids=lambda met: met.turn.__name__)
def test_whoever_looks_is_followed_by_nobody(client, credential, met):
    """No cookie, no index, no referrer, and nothing is fetched from anybody else."""
    met.turn(credential)
    answer = client.get(f"/c/{credential.number}")
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    fetched = re.findall(r'<(?:img|script|link)[^>]*(?:src|href)="([^"]+)"', answer.text)
    assert fetched
    assert [address for address in fetched if not address.startswith(("/", "data:"))] == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]

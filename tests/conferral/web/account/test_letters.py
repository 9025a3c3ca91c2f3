"""The letters of signing in: of the house like all others, and allauth sends none past them."""

import re
import time
from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.urls import reverse

from cast import a_course, a_member, a_person, an_award, an_organization, dara
from conferral.foundation.accounts.roles import Role
from conferral.foundation.letters import actions, sign_in
from conferral.foundation.letters.kinds import Readers
from conferral.foundation.letters.known import kinds
from conferral.foundation.letters.words import Words
from conferral.web.account import letters, posting

_PREFIX = re.compile(r'"((?:account|mfa|socialaccount)/email/\w+)"')
_NEVER = {
    "account/email/account_already_exists",  # Nobody opens an account by themselves.
    "account/email/email_confirmation_signup",
    "account/email/unknown_account",  # Nobody is written to who has none.
    "account/email/password_reset",  # Who has lost their password has a code sent.
    "account/email/password_reset_code",
    "account/email/password_reset_key",
}
_ALL_WORDS = Words("Khoutu", "", "Lumela {{ name }},\n\n{{ code }}")


@pytest.fixture
def member(db):
    return dara()


def ask_for_code(client, email="dara@example.test"):
    client.post(reverse("sign-in"), {"login": email})
    return newest()


def newest():
    posting.settle()
    return mail.outbox[-1]


def html_of(letter):
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    return html


def test_whatever_allauth_sends_is_a_letter_of_the_house():
    package = Path(allauth.__file__).parent
    sources = (path.read_text() for path in package.rglob("*.py") if "headless" not in path.parts)
    known = {prefix for source in sources for prefix in _PREFIX.findall(source)}
    assert known - _NEVER == {each for each in letters.KINDS if not each.startswith("ours/")}


def test_each_of_them_can_be_looked_at_and_edited():
    ours = [kind for kind in kinds().values() if kind.readers is Readers.ACCOUNTS]
    assert ours == list(sign_in.KINDS)
    assert set(letters.KINDS.values()) == set(ours)


def test_a_code_comes_on_the_sheet_of_all_letters(client, member):
    letter = ask_for_code(client)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter.body, re.MULTILINE)[0]
    assert re.search(rf'<p class="code" dir="ltr" style="[^"]+">{code}</p>', html_of(letter))
    assert "SayPro" in letter.from_email
    assert letter.reply_to == ["certificates@saypro.example"]
    assert "Hello Dara" in letter.body


def test_a_code_stands_in_no_subject(member):
    """It would be read on the locked screen of a telephone."""
    words = Words("{{ code }}", "", "{{ code }}")
    with pytest.raises(actions.RefusedPart, match="cannot stand in the subject"):
        actions.checked(sign_in.SIGN_IN_CODE, words)


@pytest.mark.parametrize("code", ["sign-in-code", "address-code"])
def test_no_letter_is_saved_without_its_code(client, code, db):
    client.force_login(a_member("Kagiso", Role.ADMINISTRATOR))
    said = {"subject": "Come in", "heading": "", "body": "Ask us by telephone.", "after": "0"}
    answer = client.post(reverse("letter-edit", args=[code, "en"]), said)
    assert answer.status_code == 422
    assert "{{ code }} is missing" in answer.content.decode()


def test_it_says_what_the_organization_wants_in_the_language_of_its_reader(client, member):
    house = an_organization()
    actions.reword(house, sign_in.SIGN_IN_CODE, "st", _ALL_WORDS, member, after=0)
    assert ask_for_code(client).subject == "Your code to sign in"
    member.language = "st"
    member.save()
    client.post(reverse("sign-out"))
    letter = ask_for_code(client)
    assert letter.subject == "Khoutu"
    assert 'lang="st"' in html_of(letter)


def test_a_learner_is_written_to_by_those_where_they_learn(client, db):
    an_organization()
    other = an_organization("Other", "0T")
    course = a_course("Elsewhere")
    course.course.organization = other
    course.course.save()
    an_award(version=course)
    assert "Other" in ask_for_code(client, "ada@example.test").from_email


def test_what_is_changed_is_told_with_when_and_from_where(client, member):
    said = {"login": "dara@example.test", "password": "correct horse battery"}
    client.post(reverse("sign-in"), said)
    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": said["password"],
            "password1": "a staple more",
            "password2": "a staple more",
        },
        headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/145.0"},
    )
    letter = newest()
    assert letter.to == ["dara@example.test"]  # Though it was never confirmed.
    assert letter.subject == "Your password was changed"
    assert "With: Firefox on Linux\nFrom: 127.0.0.1\n" in letter.body
    assert f"https://verify.saypro.example{reverse('sessions')}" in letter.body


def test_who_comes_in_with_a_recovery_code_is_told_how_many_are_left(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code, *others = RecoveryCodes.activate(member).generate_codes()
    said = {"login": "dara@example.test", "password": "correct horse battery"}
    client.post(reverse("sign-in"), said)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("today")).status_code == 200
    assert newest().subject == "A recovery code was used"
    assert f"are left: {len(others)}." in newest().body


def test_a_letter_to_nobody_takes_as_long_as_one_to_somebody(member):
    """Else the time of an answer would tell whether there is an account."""

    def cost(address):
        begun = time.thread_time()
        letters.written(letters.CODE, address, {"code": "XXXX-XXXX"})
        return time.thread_time() - begun

    a_person("Ada Nkosi")
    cost("dara@example.test")  # Templates are read once.
    costs = [(cost("dara@example.test"), cost("nobody@example.test")) for _ in range(9)]
    known, unknown = (sorted(each)[4] for each in zip(*costs, strict=True))
    assert 0.5 < unknown / known < 2

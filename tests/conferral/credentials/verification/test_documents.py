"""Judging what we are handed: a file that was changed, one of somebody else, one that is ours."""

import copy

import pytest
from django.utils import timezone

from cast import an_award, an_issued_credential, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.documents import judge_document
from credkit.verify import Status

pytestmark = pytest.mark.django_db


def judge(document, *, offline=False):
    return judge_document(document, timezone.now(), offline=offline)


def test_our_own_document_is_valid_and_differs_in_nothing():
    credential = an_issued_credential()
    answer = judge(secured_document(credential))
    assert (answer.verdict.status, answer.credential) == (Status.VALID, credential)
    assert answer.differences == ()


def test_one_changed_letter_is_found_and_named():
    document = copy.deepcopy(secured_document(an_issued_credential()))
    document["credentialSubject"]["name"] = "Mallory Nkosi"
    answer = judge(document)
    assert answer.verdict.status is Status.ALTERED
    (difference,) = answer.differences
    assert (difference.register, difference.file) == ("Ada Nkosi", "Mallory Nkosi")


def test_what_was_added_is_found():
    document = copy.deepcopy(secured_document(an_issued_credential()))
    document["credentialSubject"]["achievement"]["tag"] = ["PhD"]
    answer = judge(document)
    assert answer.verdict.status is not Status.VALID
    assert [each.register for each in answer.differences] == ["nothing"]


def test_what_the_register_revoked_is_revoked_before_the_list_is_published():
    credential = an_issued_credential()
    document = secured_document(credential)
    actions.revoke(credential, dara(), "Issued in error")
    assert judge(document).verdict.status is Status.REVOKED
    publish()
    assert judge(document).verdict.status is Status.REVOKED


def test_what_is_not_in_the_log_yet_is_not_valid():
    (credential,) = actions.issue([an_award()])
    assert judge(secured_document(credential)).verdict.status is Status.NOT_LOGGED


def test_offline_the_seal_is_checked_and_the_status_is_left_open():
    document = secured_document(an_issued_credential())
    assert judge(document, offline=True).verdict.status is Status.STATUS_UNKNOWN
    document["credentialSubject"]["name"] = "Mallory Nkosi"
    assert judge(document, offline=True).verdict.status is Status.ALTERED


@pytest.mark.parametrize("document", [{}, {"id": 3}, {"id": "https://elsewhere.example/c/x"}])
def test_what_is_no_credential_is_not_ours(document):
    answer = judge(document)
    assert answer.credential is None
    assert answer.verdict.status is Status.UNREADABLE


def test_a_number_is_found_as_sloppily_typed_as_it_may_be():
    credential = an_issued_credential()
    typed = credential.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert find(typed) == credential


@pytest.mark.parametrize("text", ["", "SP-00000-00000-0000", "nonsense", "SP"])
def test_an_unknown_number_is_nobodys(text):
    assert find(text) is None

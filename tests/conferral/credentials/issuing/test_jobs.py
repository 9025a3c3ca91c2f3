"""The stages of issuing: one bad award or list holds up no other."""

from datetime import timedelta

import pytest

from cast import a_course, an_award, an_issued_credential, an_organization, dara
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.jobs import ISSUE_AWARDS, PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import SIGNED_AGAIN_AFTER, Credential, StatusList
from conferral.learning.awards.models import Award
from credkit import status_list

pytestmark = pytest.mark.django_db


def test_every_award_gets_its_credential():
    version = a_course()
    for n in range(5):
        an_award(f"Learner{n} Nkosi", version)
    ISSUE_AWARDS.run()
    assert Credential.objects.count() == Award.objects.exclude(issued_at=None).count() == 5
    assert not ISSUE_AWARDS.waits()


def test_a_name_that_cannot_be_printed_waits_in_words_and_the_others_go_on():
    version = a_course()
    awards = [an_award(name, version) for name in ("Ada Nkosi", "Ben 𐎀", "Cleo Zulu")]
    ISSUE_AWARDS.run()
    assert Credential.objects.count() == 2
    awards[1].refresh_from_db()
    assert (awards[1].attempts, awards[1].issued_at) == (1, None)
    assert "𐎀" in awards[1].problem


def test_an_organization_without_a_key_holds_up_no_other():
    keyless = an_organization("Other", "QT")
    keyless.issuer_keys.all().delete()
    an_award("Ben Dube", a_course(organization=keyless))
    an_award("Ada Nkosi", a_course())
    ISSUE_AWARDS.run()
    assert Credential.objects.get().award.enrolment.person.printed_name == "Ada Nkosi"


def test_a_revoked_place_is_set_in_the_next_list_and_no_other_place():
    version = a_course()
    credentials = [an_issued_credential(f"Learner{n} Nkosi", version) for n in range(3)]
    actions.revoke(credentials[1], dara(), "Issued in error")
    PUBLISH_STATUS_LISTS.run()
    encoded = StatusList.objects.get(purpose="revocation").document["credentialSubject"][
        "encodedList"
    ]
    bits = [status_list.is_set(encoded, each.status_index) for each in credentials]
    assert bits == [False, True, False]


def test_a_list_is_signed_only_when_it_changed():
    an_issued_credential()
    assert not PUBLISH_STATUS_LISTS.waits()
    an_issued_credential("Ben Dube", a_course("other"))
    assert not PUBLISH_STATUS_LISTS.waits()


def test_a_list_is_signed_again_a_few_times_a_day_so_that_it_tells_how_old_it_is():
    an_issued_credential()
    listed = StatusList.objects.get(purpose="revocation")
    earlier = listed.published_at - SIGNED_AGAIN_AFTER - timedelta(seconds=1)
    StatusList.objects.update(published_at=earlier)
    PUBLISH_STATUS_LISTS.run()
    listed.refresh_from_db()
    assert listed.published_at > earlier
    assert not PUBLISH_STATUS_LISTS.waits()


def test_a_list_that_cannot_be_signed_waits_and_the_others_are_published():
    other = an_organization("Other", "QT")
    for organization in (other, an_organization()):
        an_issued_credential("Ada Nkosi", a_course(organization=organization))
    for credential in Credential.objects.all():
        actions.revoke(credential, dara(), "Issued in error")
    other.issuer_keys.update(valid_until=credential.issued_at)
    PUBLISH_STATUS_LISTS.run()
    revocations = StatusList.objects.filter(purpose="revocation")
    listed = {each.organization.name: each for each in revocations}
    assert listed["SayPro"].published_at
    assert listed["Other"].published_at is None
    assert listed["Other"].attempts == 1

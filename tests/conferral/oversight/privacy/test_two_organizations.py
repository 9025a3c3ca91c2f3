"""Two organizations know one person: each forgets what it keeps itself, and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cast import a_draft, a_member, a_person, femi
from conferral.credentials.recalls.models import Exhibit
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.record import State
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.personal_data import ERASED
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import BadAddress, Wish
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck.approvals import signatures
from conferral.oversight.privacy import actions
from conferral.oversight.privacy.keepers import keepers
from conferral.oversight.privacy.links import links
from known_twice import EMAIL, NAME, credential_at, dump, rows_of, somebody_known_twice
from made_once import made_once
from reviewing import approved

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    with made_once(django_db_blocker, folder):
        yield somebody_known_twice()


@pytest.fixture
def zinhle(_world):
    return Person.objects.get(email=EMAIL)


@pytest.fixture
def saypro(_world):
    return Organization.objects.get(name="SayPro")


@pytest.fixture
def beacon(_world):
    return Organization.objects.get(name="Beacon")


def forgotten_at(organization, person):
    actions.erase(person, a_member("Naledi", Role.REGISTRAR, organization), organization)


def test_all_that_can_be_kept_of_a_person_is_kept_by_both(zinhle, saypro, beacon):
    """So that the tests below overlook no table, whenever it is added."""
    empty = {
        (each.model._meta.label, each.column)
        for each in links()
        for organization in (saypro, beacon)
        if not each.about(zinhle).filter(**{each.organization: organization}).exists()
    }
    assert empty == {("accounts.Membership", "person")}
    assert keepers(zinhle) == [beacon, saypro]


def test_what_one_forgets_the_other_keeps_to_the_byte(zinhle, saypro, beacon):
    before, ours = dump(), rows_of(saypro)
    forgotten_at(saypro, zinhle)
    after = dump()
    assert {key: after.get(key) for key in before if key not in ours} == {
        key: row for key, row in before.items() if key not in ours
    }
    assert keepers(zinhle) == [beacon]


def test_what_the_other_issued_is_valid_and_says_the_name(zinhle, saypro, beacon):
    numbers = [credential_at(each, zinhle).number for each in (saypro, beacon)]
    forgotten_at(saypro, zinhle)
    assert find(numbers[0]) is None
    judged = judge_ours(find(numbers[1]), timezone.now())
    assert (judged.status, judged.record.holder) == (State.VALID, NAME)


def test_of_those_who_were_forgotten_nothing_is_left_there(zinhle, saypro, beacon):
    forgotten_at(saypro, zinhle)
    after = dump()
    assert _naming_her({key: after[key] for key in rows_of(saypro)}) == set()
    for each in links():
        assert not each.about(zinhle).filter(**{each.organization: saypro}).exists(), each
    assert NAME in str([after[key] for key in rows_of(beacon)])


def test_with_the_last_one_everything_is_gone(zinhle, saypro, beacon):
    for organization in (saypro, beacon):
        forgotten_at(organization, zinhle)
    assert _naming_her(dump(), str(zinhle.uuid)) == set()
    zinhle.refresh_from_db()
    assert (zinhle.email, zinhle.is_active) == (None, False)


def test_a_file_that_both_were_brought_stays_for_the_other(zinhle, saypro, beacon):
    kept = Exhibit.objects.get(person=zinhle, organization=beacon, name="poll.pdf").file
    default_storage.save(kept.name, ContentFile(b"%PDF-1.7"))
    forgotten_at(saypro, zinhle)
    assert default_storage.exists(kept.name)
    forgotten_at(beacon, zinhle)
    assert not default_storage.exists(kept.name)


def test_what_is_known_against_another_address_of_theirs_is_forgotten_too(zinhle, saypro):
    """It was nobody's when letters came back; they have confirmed it since."""
    zinhle.emailaddress_set.create(email="at-work@example.test", verified=True)
    BadAddress.objects.create(organization=saypro, address="at-work@example.test")
    forgotten_at(saypro, zinhle)
    assert not BadAddress.objects.filter(address="at-work@example.test").exists()
    assert saypro not in keepers(zinhle)


def test_nobody_is_forgotten_twice_by_one_nor_by_whose_staff_they_are(zinhle, saypro, beacon):
    Membership.objects.create(person=zinhle, organization=beacon, role=Role.AUDITOR)
    forgotten_at(saypro, zinhle)
    with pytest.raises(Refused, match="forgotten already"):
        forgotten_at(saypro, zinhle)
    with pytest.raises(Refused, match="End the membership first"):
        forgotten_at(beacon, zinhle)


def test_what_a_reviewer_signed_counts_although_nobody_is_behind_it(saypro, beacon):
    version, expert = approved(a_draft("lifting", saypro)), femi()
    Wish.objects.create(person=expert, organization=beacon, is_wanted=True)
    expert.memberships.all().delete()
    forgotten_at(saypro, expert)
    review = version.submissions.get().reviews.get(role=Role.EXPERT)
    assert (str(review.decided_by), review.signed_as) == (ERASED, "")
    assert f"review.Review:{review.pk}" not in {each.row for each in signatures()}


def test_who_keeps_something_is_asked_as_often_however_many_rows_there_are(
    zinhle, django_assert_num_queries
):
    with django_assert_num_queries(5):
        keepers(zinhle)


def test_an_account_of_which_nobody_keeps_anything_goes_with_whoever_is_asked(beacon):
    alone = a_person("Thandi Cele")
    assert keepers(alone) == []
    forgotten_at(beacon, alone)
    alone.refresh_from_db()
    assert alone.email is None


def _naming_her(rows, *others):
    """The keys of the rows that bear her name, an address or something else of hers."""
    words = "Zinhle", EMAIL, *others
    return {key for key, row in rows.items() if any(word in str(row) for word in words)}

"""People's rights: to see everything that is kept of them, and to be forgotten in all of it."""

import json
import shutil

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from cast import PASSED, a_moodle_file, a_person, an_import, an_organization, dara
from conferral import worker
from conferral.credentials.designs.certificate import png_of
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.models import Entry, SignedCheckpoint
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.record import State
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry as AuditLine
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.learning.progress import actions as progress
from conferral.learning.progress.models import ImportRow
from conferral.oversight.privacy import actions
from faults import invariants
from known_twice import dump
from made_once import files_in, made_once

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Zinhle Mabaso-Quist", "zinhle@example.test"
ROWS = (
    (NAME, EMAIL, PASSED),
    ("Ben Dube", "ben@example.test", PASSED),
    ("Mallory Smith", EMAIL, PASSED),  # Refused: its note names the address.
)


@pytest.fixture(scope="module")
def _folder(tmp_path_factory):
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, _folder):
    """A copy of the world's for every test: each goes on with a log of its own."""
    shutil.copytree(_folder, tmp_path / "world", dirs_exist_ok=True)
    for name, place in files_in(tmp_path / "world").items():
        setattr(settings, name, place)


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker, _folder):
    with made_once(django_db_blocker, _folder):
        an_import(*ROWS)
        worker.run_until_idle()
        credential = credential_of(Person.objects.get(email=EMAIL))
        png_of(credential)
        sign_now(credential, Kind.JWT)
        yield


@pytest.fixture
def zinhle(_world):
    """She has been imported, awarded, issued to, printed for and written to; so has Ben.

    Somebody has looked at the picture, and asked for a token.
    """
    return Person.objects.get(email=EMAIL)


def erase(person):
    actions.erase(person, dara(), an_organization())


def credential_of(person):
    return Credential.objects.get(award__enrolment__person=person)


def test_an_export_has_something_from_every_app_that_keeps_people(zinhle):
    kept = actions.export(zinhle)
    assert kept["accounts"]["email"] == EMAIL
    assert kept["progress"]["enrolments"][0]["version__title"] == "Workplace First Aid"
    assert len(kept["progress"]["results"]) == 3
    assert len(kept["awards"]["awards"]) == 1
    assert kept["issuing"]["credentials"][0]["credentialSubject"]["name"] == NAME
    assert kept["designs"]["certificates"][0]["sha256"]
    assert kept["envelopes"]["envelopes"][0]["token"].count(".") == 2
    assert kept["delivery"]["deliveries"][0]["message__to"] == EMAIL
    assert kept["mail"]["letters"][0]["subject"].startswith("Your certificate")


def test_an_export_can_be_written_as_json_and_names_nobody_else(zinhle):
    text = json.dumps(actions.export(zinhle), cls=DjangoJSONEncoder, ensure_ascii=False)
    assert NAME in text
    assert "Ben" not in text


def test_an_export_says_what_staff_did(zinhle):
    deeds = {line["deed"] for line in actions.export(dara())["audit"]["deeds"]}
    assert {"uploaded a file", "started an import"} <= deeds


def test_after_erasing_no_name_and_no_address_is_left_in_the_database(zinhle):
    before = str(dump())
    assert NAME in before
    assert EMAIL in before
    erase(zinhle)
    after = str(dump())
    assert NAME not in after
    assert EMAIL not in after
    assert str(zinhle.uuid) not in after


def test_the_page_answers_as_if_the_number_had_never_been(zinhle):
    number = credential_of(zinhle).number
    erase(zinhle)
    assert find(number) is None


def test_what_others_rely_on_stays(zinhle):
    worker.run_until_idle()  # The log has been told of everything, keys included.
    credential, checkpoints = credential_of(zinhle), SignedCheckpoint.objects.count()
    leaves = list(Entry.objects.order_by("index").values_list("commitment", flat=True))
    erase(zinhle)
    worker.run_until_idle()
    kept = Credential.objects.get(pk=credential.pk)
    assert (kept.number, kept.status_index) == (credential.number, credential.status_index)
    assert list(Entry.objects.order_by("index").values_list("commitment", flat=True)) == leaves
    assert SignedCheckpoint.objects.count() == checkpoints
    assert invariants.broken() == []


def test_the_others_are_still_proven(zinhle):
    erase(zinhle)
    number = Credential.objects.kept().get().number
    assert judge_ours(find(number), timezone.now()).status is State.VALID


def test_the_leaf_can_no_longer_be_traced(zinhle):
    erase(zinhle)
    erased = Credential.objects.exclude(erased_at=None).get()
    assert (bytes(erased.log_salt), erased.slots) == (b"", {})


def test_letters_that_went_are_emptied_and_those_that_wait_are_not_sent(zinhle):
    Message.objects.filter(to=EMAIL).update(sent_at=None)
    Message.objects.filter(to="ben@example.test").update(sent_at=timezone.now())
    erase(zinhle)
    assert list(Message.objects.values_list("to", flat=True)) == ["ben@example.test"]


def test_a_file_that_has_not_been_read_to_its_end_comes_first(zinhle):
    course = ImportRow.objects.first().batch.course
    batch = progress.upload(course, dara(), "again.csv", a_moodle_file(ROWS[0]))
    with pytest.raises(Refused, match=r"again\.csv"):
        erase(zinhle)
    assert Person.objects.filter(email=EMAIL).exists()
    assert NAME in str(dump())
    progress.discard(batch, dara())
    erase(zinhle)


def test_nobody_is_forgotten_twice_and_no_member_of_staff(zinhle):
    with pytest.raises(Refused, match="staff"):
        erase(dara())
    erase(zinhle)
    with pytest.raises(Refused, match="forgotten already"):
        erase(zinhle)


def test_it_leaves_a_line_that_names_nobody(zinhle):
    erase(zinhle)
    line = AuditLine.objects.get(deed="erased a person")
    assert (line.actor, line.details) == (dara(), {})


def test_whoever_comes_back_is_somebody_new(zinhle):
    erase(zinhle)
    assert a_person(NAME, EMAIL).pk != zinhle.pk

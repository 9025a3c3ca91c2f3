"""Our own eyes see what a stranger would: whatever is changed is found, and people are told."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_member, an_issued_credential, an_organization, chika, dara, publish
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency.models import Tile
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.oversight.selfcheck import actions
from conferral.oversight.selfcheck.jobs import LOOK_AT_OURS, begin
from conferral.oversight.selfcheck.models import Sweep
from conferral.oversight.selfcheck.stranger import problems

pytestmark = pytest.mark.django_db


def sweep(batch=50):
    """A whole one, without its pauses."""
    each = actions.begin(an_organization(), timezone.now())
    while each.ended_at is None:
        actions.go_on(each, timezone.now(), batch)
    return each


def seen(credential):
    return problems(Credential.objects.get(pk=credential.pk), timezone.now())


@pytest.fixture
def credential():
    made = an_issued_credential()
    PRINT_LOGGED.run()
    made.refresh_from_db()
    return made


def revoked(credential):
    issuing.revoke(credential, dara(), "Issued in error")


def suspended(credential):
    issuing.suspend(credential, dara(), "Under review", Reason.UNDER_REVIEW)


def its_key_stolen(credential):
    change = keyring.declare_compromise(
        credential.key, dara(), "Laptop lost", timezone.now() - timedelta(days=1)
    )
    keyring.confirm(change, chika())
    CHANGE_KEYS.run()


def nothing(credential):
    pass


TURNS = (nothing, revoked, suspended, its_key_stolen)


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.__name__)
def test_what_the_house_itself_does_is_as_it_should_be(credential, turn):
    turn(credential)
    assert seen(credential) == []  # The lists wait to be published.
    publish()
    assert seen(credential) == []


def test_an_expired_certificate_is_expired_for_strangers(db):
    credential = an_issued_credential(version=a_course(validity_months=1))
    later = timezone.now() + timedelta(days=60)
    found = Credential.objects.get(pk=credential.pk)
    assert problems(found, later) == []


def a_changed_row(credential):
    slots = credential.slots | {"holder_name": "Mallory"}
    Credential.objects.filter(pk=credential.pk).update(slots=slots)
    return "altered"


def a_lost_word(credential):
    Credential.objects.filter(pk=credential.pk).update(slots={})
    return "cannot be given out"


def another_digest_in_the_log(credential):
    Credential.objects.filter(pk=credential.pk).update(log_salt=b"x" * 32)
    return "log"


def a_broken_tile(credential):
    Tile.objects.update(hashes=b"\0" * 64)
    return "log"


def a_broken_list(credential):
    listed = credential.status_list
    listed.document["credentialSubject"]["encodedList"] = "uH4sIAAAAAAAAA"
    listed.save()
    return "status"


def a_lost_list(credential):
    StatusList.objects.update(document=None)
    return "status"


def a_revocation_that_was_never_published(credential):
    revoked(credential)
    StatusList.objects.update(published_at=timezone.now())
    return "the register says “revoked”"


def a_changed_file(credential):
    name = Certificate.objects.get(credential=credential).file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 of Mallory"))
    return "not the one that was printed"


def a_lost_file(credential):
    default_storage.delete(Certificate.objects.get(credential=credential).file.name)
    return "cannot be read"


ATTACKS = (
    a_changed_row,
    a_lost_word,
    another_digest_in_the_log,
    a_broken_tile,
    a_broken_list,
    a_lost_list,
    a_revocation_that_was_never_published,
    a_changed_file,
    a_lost_file,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_whatever_somebody_changes_is_found(credential, attack):
    said = attack(credential)
    (problem, *_) = seen(credential)
    assert said in problem


def test_a_sweep_looks_at_all_and_ends(credential):
    for name in ("Ben Dube", "Thabo Nkosi"):
        an_issued_credential(name)
    done = sweep(batch=2)
    assert (done.checked, done.failed) == (3, 0)
    assert not Entry.objects.filter(deed=actions.DISBELIEVED.deed).exists()


def test_it_goes_on_where_it_was(credential, settings):
    for name in ("Ben Dube", "Thabo Nkosi"):
        an_issued_credential(name)
    settings.SELFCHECK_PER_SECOND = 2
    begin(an_organization(), timezone.localdate())
    assert LOOK_AT_OURS.run() == 1
    assert Sweep.objects.get().checked == 2
    assert not LOOK_AT_OURS.waits()  # So many in a second.
    begin(an_organization(), timezone.localdate())
    Sweep.objects.update(next_attempt_at=timezone.now())
    LOOK_AT_OURS.run()
    assert Sweep.objects.get().checked == 3
    assert Sweep.objects.get().ended_at


def test_two_workers_look_at_each_once(credential):
    one = actions.begin(an_organization(), timezone.now())
    other = Sweep.objects.get(pk=one.pk)
    actions.go_on(one, timezone.now(), 1)
    actions.go_on(other, timezone.now(), 1)
    assert Sweep.objects.get().checked == 1


def test_the_first_failure_raises_the_alarm_and_the_next_do_not(credential):
    a_member("Kofi", Role.ADMINISTRATOR)
    an_issued_credential("Ben Dube")
    for each in Credential.objects.all():
        a_changed_row(each)
    done = sweep(batch=1)
    assert done.failed == 2
    assert [each["number"] for each in done.failures][:1] == [credential.number]
    assert Entry.objects.filter(deed=actions.DISBELIEVED.deed).count() == 1
    (letter,) = Message.objects.filter(key__startswith="alarm:")
    assert credential.number in letter.text
    assert "Mallory" not in letter.text


def test_the_forgotten_and_the_unlogged_are_not_looked_at(credential):
    Credential.objects.update(erased_at=timezone.now(), slots={})
    assert sweep().checked == 0


def test_thirty_sweeps_are_remembered(db):
    for _ in range(32):
        sweep()
    assert Sweep.objects.count() == 30


def test_staff_see_the_last_one_and_today_what_does_not_verify(client, credential):
    client.force_login(dara())
    registrar = client
    assert "has not been looked at" in registrar.get(reverse("selfcheck")).text
    a_changed_row(credential)
    sweep()
    page = registrar.get(reverse("selfcheck")).text
    assert credential.number in page
    assert "altered" in page
    today = registrar.get(reverse("today")).text
    assert "1 certificate does not verify" in today
    Credential.objects.filter(pk=credential.pk).update(slots=credential.slots)
    sweep()
    assert "does not verify" not in registrar.get(reverse("today")).text

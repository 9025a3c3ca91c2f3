"""The alarm rings: every damage that the invariants are there for is found by them."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cast import PASSED, an_import
from conferral import worker
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from conferral.learning.progress.models import ImportRow, ModuleResult
from faults import invariants

pytestmark = pytest.mark.django_db


def lose_a_line():
    ImportRow.objects.earliest("pk").delete()


def lose_a_recorded_line():
    ImportRow.objects.update(enrolment=None)


def promise_something_else():
    Entry.objects.create(commitment=bytes(32))


def skip_an_index():
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).update(index=7)


def change_a_name():
    credential = Credential.objects.earliest("pk")
    credential.slots["holder_name"] = "Mallory"
    credential.save()


def lose_a_salt():
    Credential.objects.update(log_salt=bytes(32))


def change_a_leaf():
    Entry.objects.update(commitment=bytes(32))


def change_a_tile():
    tile = Tile.objects.earliest("pk")
    Tile.objects.update(hashes=bytes(len(tile.hashes)))


def lose_the_last_checkpoint():
    SignedCheckpoint.objects.latest("size").delete()


def set_a_bit_nobody_revoked():
    Credential.objects.update(revoked_at=timezone.now())
    StatusList.objects.update(published_at=timezone.now())


def change_a_file():
    path = Certificate.objects.earliest("pk").file.name
    default_storage.delete(path)
    default_storage.save(path, ContentFile(b"%PDF- another"))


def mistype_a_number():
    credential = Credential.objects.earliest("pk")
    credential.number = credential.number.lower()
    credential.save()


def lose_a_delivery():
    Delivery.objects.earliest("pk").delete()


def forget_a_result():
    ModuleResult.objects.filter(module__code="final-quiz").delete()


def give_it_to_another():
    credential = Credential.objects.earliest("pk")
    credential.slots["holder"] = str(uuid4())
    credential.save()


DAMAGES = {
    lose_a_line: "I1",
    lose_a_recorded_line: "I1",
    promise_something_else: "I2",
    skip_an_index: "I2",
    change_a_name: "I3",
    lose_a_salt: "I3",
    change_a_leaf: "I4",
    change_a_tile: "I4",
    lose_the_last_checkpoint: "I4",
    set_a_bit_nobody_revoked: "I6",
    change_a_file: "I7",
    mistype_a_number: "I8",
    lose_a_delivery: "I10",
    forget_a_result: "I11",
    give_it_to_another: "I11",
}


@pytest.fixture
def _a_register(plain_paper):
    names = ("Ada Nkosi", "Cleo Zulu")
    an_import(*((name, f"{name.split()[0].lower()}@example.test", PASSED) for name in names))
    worker.run_until_idle()
    assert invariants.broken() == []


@pytest.mark.usefixtures("_a_register")
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_damage_is_found(damage):
    damage()
    found = {sentence.partition(":")[0] for sentence in invariants.broken()}
    assert DAMAGES[damage] in found

"""Whoever is forgotten while something of theirs is under way; and the files that there are."""

import pytest
from django.core.files.storage import default_storage

from cast import PASSED, an_import, an_organization, dara
from conferral import worker
from conferral.credentials.designs.certificate import files_of, png_of
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import Message
from conferral.oversight.privacy import actions
from known_twice import dump

EMAIL = "zinhle@example.test"
ZINHLE, BEN = ("Zinhle Quist", EMAIL, PASSED), ("Ben Dube", "ben@example.test", PASSED)


def erase(person):
    actions.erase(person, dara(), an_organization())


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_file_is_left_nor_a_letter_of_when_they_were_called_otherwise():
    an_import(ZINHLE, BEN)
    worker.run_until_idle()
    zinhle = Person.objects.get(email=EMAIL)
    credential = Credential.objects.get(award__enrolment__person=zinhle)
    png_of(credential)
    document, picture, _ = files_of(credential)
    zinhle.email, zinhle.printed_name = "z@home.test", "Thandeka Dlamini"
    zinhle.save()
    assert default_storage.exists(document)
    assert default_storage.exists(picture)
    erase(zinhle)
    assert not default_storage.exists(document)
    assert not default_storage.exists(picture)
    assert default_storage.listdir("imports")[1] == []
    assert "Zinhle" not in str(dump())
    assert Certificate.objects.exclude(file="").count() == 1


@pytest.mark.django_db
def test_whoever_is_erased_before_the_certificate_gets_none():
    an_import(ZINHLE)
    for stage in worker.STAGES[:2]:
        stage.run()
    erase(Person.objects.get(email=EMAIL))
    worker.run_until_idle()
    assert not Credential.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_whoever_is_erased_between_signing_and_printing_is_not_printed():
    an_import(ZINHLE)
    for stage in worker.STAGES[:3]:
        stage.run()
    erase(Person.objects.get(email=EMAIL))
    worker.run_until_idle()
    assert not Certificate.objects.exists()

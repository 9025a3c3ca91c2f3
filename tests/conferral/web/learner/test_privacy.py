"""What a person agreed to stands on their own page, and all that is kept of them is theirs."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cast import an_issued_credential
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Kind
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.links import token_of
from conferral.foundation.consents.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return an_issued_credential()


@pytest.fixture
def mine(client, credential):
    client.get(reverse("me-enter", args=[token_of(credential.award.enrolment.person)]))
    return client


def answer(client, purpose, **said):
    return client.post(reverse("me-consent", args=[purpose]), said)


def test_it_is_withdrawn_in_as_many_steps_as_it_is_given(mine):
    answer(mine, "profile", answer="yes")
    page = mine.get(reverse("me-privacy")).text
    assert reverse("public-profile", args=[Profile.objects.get().slug]) in page
    answer(mine, "profile", answer="no")
    assert [each.is_given for each in Consent.objects.order_by("pk")] == [True, False]
    assert {each.way for each in Consent.objects.all()} == {"own page, by a link"}
    assert not Profile.objects.exists()


def test_what_nobody_asks_about_cannot_be_given(mine):
    assert answer(mine, "everything", answer="yes").status_code == 404


def test_everything_that_is_kept_is_taken_as_one_file(mine, credential):
    answer(mine, "survey", answer="yes")
    proof = ContentFile(b"%PDF-1.7", name="poll.pdf")
    plea = Plea(Kind.NAME, "My name has changed.", "Ada Khumalo")
    case = cases.ask(credential.award.enrolment, plea, proof)
    taken = b"".join(mine.get(reverse("me-data")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(taken)) as file:
        told = json.loads(file.read("data.json"))
        names = file.namelist()
    assert told["accounts"]["email"] == "ada@example.test"
    assert told["consents"]["consents"][0]["purpose"] == "survey"
    assert f"{credential.number}/{credential.number}.json" in names
    assert f"exhibits/{case.exhibit_id}-poll.pdf" in names

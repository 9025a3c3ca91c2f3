"""All that is kept of somebody is theirs: to take, to have corrected, to have deleted."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from cast import a_course, an_award, an_issued_credential, an_organization, dara
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Case, Kind
from conferral.foundation.accounts.roles import Role
from conferral.foundation.staff.models import Invitation

pytestmark = pytest.mark.django_db


def test_everything_that_is_kept_is_taken_as_one_file(mine, credential):
    mine.post(reverse("me-consent", args=["survey"]), {"answer": "yes"})
    proof = ContentFile(b"%PDF-1.7", name="poll.pdf")
    plea = Plea(Kind.NAME, "My name has changed.", "Ada Khumalo")
    case = cases.ask(credential.award.enrolment, plea, proof)
    bens = an_award("Ben Dube", credential.award.enrolment.version).enrolment
    cases.ask(bens, Plea(Kind.QUESTION, "Why?"), ContentFile(b"%PDF-1.7", name="bens.pdf"))
    taken = b"".join(mine.get(reverse("me-data-file")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(taken)) as file:
        told = json.loads(file.read("data.json"))
        names = file.namelist()
    assert told["accounts"]["email"] == "ada@example.test"
    assert told["consents"]["consents"][0]["purpose"] == "survey"
    assert told["cases"]["cases"][0]["words"] == "My name has changed."
    assert f"{credential.number}/{credential.number}.json" in names
    exhibits = [name for name in names if name.startswith("exhibits/")]
    assert exhibits == [f"exhibits/{case.exhibit_id}-poll.pdf"]  # And nobody else's.


def test_one_says_what_is_wrong_and_sees_that_it_was_taken_in(mine):
    said = {"wrong-words": "Two names.", "wrong-holder_name": "Ada Grace Nkosi"}
    assert mine.post(reverse("me-data-correct"), said).status_code == 302
    page = mine.get(reverse("me-data")).text
    assert "A correction: <bdi>Ada Grace Nkosi</bdi>" in page
    assert "Ask for it to be corrected" not in page


def test_nobody_asks_to_be_forgotten_by_mistake(mine):
    page = mine.post(reverse("me-data-forget"), {"forget-words": "Please."})
    assert page.status_code == 422
    assert not Case.objects.exists()
    mine.post(reverse("me-data-forget"), {"forget-understood": "on"})
    assert Case.objects.get().kind == Kind.ERASURE
    assert "To be forgotten" in mine.get(reverse("me-data")).text


def test_what_stays_is_said_before_one_asks(mine):
    page = " ".join(mine.get(reverse("me-data")).text.split())
    assert "nobody will be able to verify it any more" in page
    assert "that nobody else ever gets the number" in page


def test_who_learns_with_several_sees_who_keeps_what_and_asks_them_all(mine, credential):
    beacon = an_organization("Beacon", "BC")
    an_issued_credential(version=a_course("care", beacon))
    page = " ".join(mine.get(reverse("me-data")).text.split())
    assert "Who keeps something of you" in page
    assert "<bdi>Beacon</bdi> answers within 10 working days." in page
    assert mine.post(reverse("me-data-forget"), {"forget-understood": "on"}).status_code == 302
    assert {case.organization.name for case in Case.objects.all()} == {"SayPro", "Beacon"}
    page = mine.get(reverse("me-data")).text
    assert page.count("Asked to forget you; answers by") == 2
    assert "Ask to be forgotten" not in page


def test_where_one_has_never_learnt_one_writes_to(mine, credential):
    beacon = an_organization("Beacon", "BC")
    Invitation.objects.create(
        organization=beacon,
        email="ada@example.test",
        name="Ada Nkosi",
        role=Role.AUTHOR,
        invited_by=dara(),
        invited_at=timezone.now(),
        ends_at=timezone.now(),
    )
    page = mine.get(reverse("me-data")).text
    assert "You have not learned there" in page
    assert "certificates@beacon.example" in page
    mine.post(reverse("me-data-forget"), {"forget-understood": "on"})
    assert Case.objects.get().organization == an_organization()


def test_with_one_organization_nobody_reads_of_several(mine):
    page = mine.get(reverse("me-data")).text
    assert "Who keeps something of you" not in page
    assert "You have an answer within 10 working days. If it is yes" in page

"""The pages of the dry run and of reconciliation."""

import pytest
from django.core import mail as outbox

from cast import FAILED, PASSED, a_course, a_moodle_file, an_award, dara
from conferral.credentials.issuing.models import Credential
from conferral.foundation.mail.models import Message
from conferral.learning.progress import actions as progress
from conferral.learning.progress.models import Enrolment
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    file = a_moodle_file(("Ada Nkosi", "ada@x.test", PASSED), ("Ben Dube", "ben@x.test", FAILED))
    return progress.upload(a_course().course, dara(), "results.csv", file)


def test_a_file_is_rehearsed_from_its_preview(registrar, draft):
    assert (
        f"/staff/imports/{draft.pk}/dry-run"
        in registrar.get(f"/staff/imports/{draft.pk}").content.decode()
    )
    page = registrar.get(f"/staff/imports/{draft.pk}/dry-run").content.decode()
    assert "Ada Nkosi" in page
    assert "so far it is not passed" in page
    assert not Enrolment.objects.exists()


def test_it_is_a_spreadsheet_too(registrar, draft):
    answer = registrar.get(f"/staff/imports/{draft.pk}/dry-run", {"as": "csv"})
    rows = answer.getvalue().decode().splitlines()
    assert "Ada Nkosi,ada@x.test,first-aid,1,gets it," in rows[1]


def test_a_version_is_rehearsed_and_can_be_narrowed(registrar, draft):
    progress.confirm(draft, dara())
    run_until_idle()
    where = "/staff/courses/first-aid/versions/1/dry-run"
    page = registrar.get(where, {"outcome": "not yet"}).content.decode()
    assert "Ben Dube" in page
    assert "Ada Nkosi" not in page
    assert Credential.objects.get().number in registrar.get(where).content.decode()


def test_every_difference_leads_to_what_helps(registrar):
    an_award()
    run_until_idle()
    Message.objects.update(sent_at=None, attempts=6)
    page = registrar.get("/staff/reconciliation").content.decode()
    assert "Its letter cannot be sent" in page
    assert "/staff/mail?state=stuck" in page
    rows = registrar.get("/staff/reconciliation.csv").getvalue().decode().splitlines()
    assert rows[1].startswith("first-aid,1,1,1,1,1,0,0,")


def test_a_place_of_those_without_a_certificate_names_them(registrar):
    an_award()
    page = registrar.get("/staff/reconciliation/place?place=about+to+be+signed").content.decode()
    assert "Ada Nkosi" in page
    assert "not issued" in page


def test_a_letter_that_was_lost_is_sent_again_with_one_click(registrar):
    an_award()
    run_until_idle()
    where = "/staff/reconciliation/place?place=sent%2C+and+its+page+not+looked+at"
    number = Credential.objects.get().number
    assert f"/staff/certificates/{number}/send-again" in registrar.get(where).content.decode()
    assert registrar.post(f"/staff/certificates/{number}/send-again").status_code == 302
    again = registrar.post(f"/staff/certificates/{number}/send-again")
    assert again.status_code == 422
    assert "has not left yet" in again.content.decode()
    run_until_idle()
    assert len(outbox.outbox) == 2

"""What stands still is named, and goes on when a person says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import (
    PASSED,
    a_course,
    an_award,
    an_import,
    an_issued_credential,
    an_organization,
    dara,
)
from conferral.credentials.issuing.models import StatusList
from conferral.foundation.audit.models import Entry as AuditLine
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import BadAddress, Message
from conferral.learning.awards.models import Award
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, Import
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.models import Renewal
from conferral.oversight.stuck.actions import try_again
from conferral.oversight.stuck.rows import stuck_rows
from renewing import a_licence, an_open_renewal

pytestmark = pytest.mark.django_db


def give_up(rows):
    rows.update(attempts=PATIENCE, problem="The typeface is missing.")


def test_a_stuck_award_says_whose_it_is_and_why():
    an_award("Ada Nkosi")
    give_up(Award.objects)
    (row,) = stuck_rows(an_organization(), limit=5)
    assert (row.what, row.cannot_be) == ("The certificate of Ada Nkosi", "signed")
    assert row.problem == "The typeface is missing."


def test_a_stuck_file_is_named():
    an_import(("Ada Nkosi", "ada@example.test", PASSED))
    give_up(Import.objects)
    assert [row.what for row in stuck_rows(an_organization(), 5)] == [
        "The file course_completion.csv"
    ]


def test_progress_that_cannot_be_judged_is_named():
    an_import(("Ada Nkosi", "ada@example.test", PASSED))
    READ_IMPORTS.run()
    give_up(Enrolment.objects)
    (row,) = stuck_rows(an_organization(), 5)
    assert (row.what, row.cannot_be) == ("The progress of Ada Nkosi", "judged")


def test_letters_that_gave_up_leave_but_not_to_addresses_where_nothing_arrives():
    ours, others = an_organization(), an_organization("Baobab", "BA")
    gone, later = {"attempts": PATIENCE}, timezone.now() + timedelta(hours=1)
    of_each = (("a", ours, gone), ("bad", ours, gone), ("b", ours, {}), ("c", others, gone))
    for name, organization, tried in of_each:
        where = f"{name}@example.test"
        Message.objects.create(
            organization=organization, key=name, to=where, next_attempt_at=later, **tried
        )
    BadAddress.objects.create(organization=ours, address="bad@example.test")
    assert try_again(ours, dara()) == 1
    assert Message.objects.due().get().to == "a@example.test"


def test_a_status_list_that_could_not_be_signed_is_tried_again():
    an_issued_credential()
    give_up(StatusList.objects)
    StatusList.objects.filter(purpose="revocation").update(published_at=None)
    assert try_again(an_organization(), dara()) == 1


def test_nobody_sees_what_is_stuck_elsewhere():
    an_award("Ada Nkosi", a_course(organization=an_organization("Elsewhere", "EW")))
    give_up(Award.objects)
    assert stuck_rows(an_organization(), 5) == []


def test_what_is_stuck_goes_on_when_a_person_says_so():
    an_award()
    give_up(Award.objects)
    assert try_again(an_organization(), dara()) == 1
    assert Award.objects.due().count() == 1
    assert AuditLine.objects.get(deed="let stuck rows try again").actor == dara()


def test_without_anything_stuck_nothing_is_written():
    assert try_again(an_organization(), dara()) == 0
    assert not AuditLine.objects.filter(deed="let stuck rows try again").exists()


def test_a_job_by_the_clock_that_gave_up_is_named_and_tried_again():
    organization = an_organization()
    organization.rounds.create(chore="count")
    give_up(organization.rounds)
    (row,) = stuck_rows(organization, 5)
    assert (row.what, row.cannot_be) == ("The job “count”", "done")
    assert try_again(organization, dara()) == 1


def test_a_renewal_that_cannot_be_decided_says_whose_it_is():
    an_open_renewal(a_licence(), Terms())
    give_up(Renewal.objects)
    (row,) = stuck_rows(an_organization(), 5)
    assert (row.what, row.cannot_be) == ("The certificate of Ada Nkosi", "renewed")

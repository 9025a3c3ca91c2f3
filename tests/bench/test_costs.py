"""What things cost in queries: counts do not depend on how busy the machine is."""

import math
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import PASSED, a_course, an_award, an_import, an_organization, bruno, dara, publish
from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery.jobs import REVOKE_STOPPED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.order import Order, Wanted
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.credentials.transparency.models import Entry
from conferral.credentials.verification.actions import find, judge_ours
from conferral.foundation.accounts.models import Organization
from conferral.foundation.brakes.models import Brakes
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.renewal.actions import Terms, set_rule
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.models import Renewal
from conferral.learning.renewal.opening import open_due
from credkit.tlog import tiles
from renewing import a_licence, end_in, today_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roomy_statements(monkeypatch):
    """SQLite cuts long INSERTs; how often it does says nothing about our code."""
    monkeypatch.setattr(type(connection.features), "max_query_params", 100_000)


def queries_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def people(count, version, start="Learner"):
    return [an_award(f"{start}{n}x{count} Nkosi", version) for n in range(count)]


def an_upload(lines, version):
    rows = [(f"Learner Nkosi{n}", f"l{n}x{lines}@example.test", PASSED) for n in range(lines)]
    return an_import(*rows, version=version)


def test_issuing_a_hundred_costs_as_many_queries_as_issuing_ten():
    version = a_course()
    issuing.issue(people(1, version))  # Stores the shape, opens the status list.
    ten, hundred = people(10, version), people(100, version)
    assert queries_of(lambda: issuing.issue(ten)) == queries_of(lambda: issuing.issue(hundred))


def test_reading_a_hundred_lines_costs_as_many_queries_as_reading_ten():
    version = a_course()
    an_upload(10, version)
    ten = queries_of(READ_IMPORTS.run)
    an_upload(100, version)
    assert queries_of(READ_IMPORTS.run) == ten


def test_evaluating_a_hundred_costs_as_many_queries_as_evaluating_ten():
    version = a_course()
    an_upload(10, version)
    READ_IMPORTS.run()
    ten = queries_of(EVALUATE_CHANGED.run)
    an_upload(100, version)
    READ_IMPORTS.run()
    assert queries_of(EVALUATE_CHANGED.run) == ten


def test_a_verification_costs_at_most_four_queries():
    version = a_course()
    first, second = issuing.issue([an_award("Ada Nkosi", version), an_award("Emil Nkosi", version)])
    publish()
    judge_ours(find(first.number), timezone.now())  # Reads the tiles, compiles the shape.
    assert queries_of(lambda: judge_ours(find(second.number), timezone.now())) <= 4


def test_an_inclusion_proof_reads_a_logarithm_of_the_tiles():
    size = 100_000
    leaves = [n.to_bytes(32) for n in range(size)]
    stored = tiles.append(lambda level, index: b"", 0, leaves).tiles
    read = []

    def tile(level, index):
        read.append((level, index))
        return stored[level, index]

    for index in (0, 77_777, size - 1):
        read.clear()
        tiles.inclusion_proof(tile, size, index)
        assert len(read) <= 2 * math.ceil(math.log(size, tiles.WIDTH)) + 1


def test_sequencing_reads_only_the_right_edge_of_the_log():
    version = a_course()
    issuing.issue(people(20, version))
    SEQUENCE.run()
    issuing.issue(people(1, version))
    one = queries_of(SEQUENCE.run)
    issuing.issue(people(20, version, start="Later"))
    assert queries_of(SEQUENCE.run) == one
    assert log.checkpoint().size == Entry.objects.count()


def test_calling_back_thirty_costs_as_many_queries_as_calling_back_five():
    version = a_course()
    costs = []
    for count in (1, 5, 30):  # The first opens lists and days.
        credentials = issuing.issue(people(count, version))
        wanted = tuple(Wanted(each.number) for each in credentials)
        order = Order(False, Reason.ISSUED_IN_ERROR, "Issued in error", wanted)
        Organization.objects.update(recalls_alone_up_to=count)
        recalls.call_back(an_organization(), dara(), order, expected=count)
        costs.append(queries_of(CALL_BACK.run))
    assert costs[1] == costs[2]


def test_revoking_thirty_that_were_stopped_costs_as_many_queries_as_five():
    version, costs = a_course(), []
    for count in (1, 5, 30):  # The first opens lists.
        Brakes.objects.filter(organization=an_organization()).update(undo_minutes=10)
        fresh = issuing.issue(people(count, version))
        chosen = Credential.objects.filter(pk__in=[each.pk for each in fresh])
        delivery.stop(an_organization(), dara(), chosen, "By mistake", expected=count)
        costs.append(queries_of(REVOKE_STOPPED.run))
    assert costs[1] == costs[2]
    assert not Credential.objects.filter(revoked_at=None).exists()


def test_issuing_thirty_renewed_ones_costs_as_many_queries_as_issuing_five():
    version = a_licence()
    set_rule(version.course, Terms(by_recognition=True), bruno())
    costs = []
    for count in (1, 5, 30):  # The first opens lists and days.
        for credential in issuing.issue(people(count, version), days_ago(340)):
            end_in(credential, 20)
        open_due(an_organization(), today_of(an_organization()))
        today, renewals = today_of(an_organization()), Renewal.objects.filter(renewed_on=None)
        Award.objects.bulk_create(
            Award(enrolment=each.enrolment, earned_at=timezone.now(), completed_on=today)
            for each in renewals
        )
        renewals.update(renewed_on=today, way=Way.RECOGNITION)
        costs.append(queries_of(ISSUE_AWARDS.run))
    assert costs[1] == costs[2]
    assert Credential.objects.filter(renewed_by__isnull=False).count() == 36

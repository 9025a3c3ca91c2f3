"""The demonstration as a visitor finds it; loaded once for all of these tests."""

import pytest
from django.test import override_settings
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recalled
from conferral.credentials.transparency import log
from conferral.demo import load as demo
from conferral.demo.cast import STAFF
from conferral.demo.staffing import password
from conferral.foundation.accounts.models import Organization
from conferral.foundation.mail.models import Message
from conferral.learning.awards.late import groups
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.review.models import Submission
from demo.counting import counted
from faults import invariants
from made_once import files_in, made_once
from plain_paper import lay_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, folder):
    with (
        made_once(django_db_blocker, folder),
        override_settings(CONFERRAL_HOME=folder),
        pytest.MonkeyPatch.context() as patched,
    ):
        lay_in(patched)
        log.verification_key.cache_clear()
        log.make_key()
        demo.load()
        yield
    log.verification_key.cache_clear()


@pytest.fixture(autouse=True)
def _its_files(loaded, settings, folder):
    settings.CONFERRAL_HOME = folder
    for name, place in files_in(folder).items():
        setattr(settings, name, place)


def test_it_has_eight_courses_sixty_learners_and_every_state():
    found = counted()
    assert (found["organizations"], found["courses"], found["versions"]) == (1, 8, 7)
    assert found["people"] == 70  # With the staff.
    assert found["unread"] == 0
    assert all(found[state] for state in ("revoked", "expired", "specimens", "stuck"))
    assert not Recalled.objects.open().exists()
    assert invariants.broken() == []


def test_it_shows_what_the_gate_decides():
    of_wardens = Credential.objects.filter(shape__version__course__code="fire-warden")
    then, now = of_wardens.order_by("issued_at").first(), of_wardens.latest("issued_at")
    told = [credential.shape.facts["certificate_title"] for credential in (then, now)]
    assert told == ["Occupational Certificate", "Certificate of Completion"]
    held = Award.objects.filter(waits_for=WaitsFor.ACCREDITATION).first()
    assert "registration lapsed" in held.waits_because


def test_a_review_is_late_and_with_it_the_certificates_behind_it():
    organization, today = Organization.objects.get(), timezone.localdate()
    late = Submission.objects.open().filter(due_on__lt=today)
    assert [submission.version.course.code for submission in late] == ["child-safety"]
    (group,) = groups(organization, today)
    assert (group.count, group.waits_for) == (6, WaitsFor.APPROVAL)


def test_everybody_on_its_staff_can_sign_in(client):
    for email, _, _ in STAFF:
        assert client.login(username=email, password=password())


def test_a_second_time_changes_nothing():
    before = counted()
    demo.load()
    assert counted() == before


def test_what_a_visitor_has_mended_stays_mended():
    Message.objects.update(attempts=0, sent_at=timezone.now())
    demo.load()
    assert not Message.objects.unsent().exists()


def test_its_marks_as_a_demonstration_are_everywhere():
    assert Organization.objects.get().is_specimen

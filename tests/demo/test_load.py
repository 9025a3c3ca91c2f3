"""The demonstration: everything once, however often it is loaded or interrupted."""

import stat

import pytest
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency import log
from conferral.demo import load as demo
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress.models import Import
from faults import invariants
from faults.crashing import Crash, Fuse, When, at_commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(plain_paper, settings, tmp_path):
    settings.CONFERRAL_HOME = tmp_path
    log.verification_key.cache_clear()
    log.make_key()
    yield
    log.verification_key.cache_clear()


def counted():
    """What a visitor would count."""
    credentials = Credential.objects
    return {
        "organizations": Organization.objects.count(),
        "people": Person.objects.count(),
        "courses": Course.objects.count(),
        "versions": CourseVersion.objects.approved().count(),
        "files": list(Import.objects.order_by("filename").values_list("filename", flat=True)),
        "unread": Import.objects.filter(read_at=None).count(),
        "certificates": credentials.count(),
        "revoked": credentials.filter(revoked_at__isnull=False).count(),
        "expired": credentials.filter(valid_until__lt=timezone.now()).count(),
        "specimens": credentials.filter(is_specimen=True).count(),
        "letters": Message.objects.count(),
        "stuck": Message.objects.unsent().stuck().count(),
    }


def test_it_has_three_courses_sixty_learners_and_every_state():
    demo.load()
    found = counted()
    assert (found["organizations"], found["courses"], found["versions"]) == (1, 3, 3)
    assert found["people"] == 66  # With the staff.
    assert found["unread"] == 0
    assert all(found[state] for state in ("revoked", "expired", "specimens", "stuck"))
    assert invariants.broken() == []


def test_a_second_time_changes_nothing():
    demo.load()
    before = counted()
    demo.load()
    assert counted() == before


def test_what_a_visitor_has_mended_stays_mended():
    demo.load()
    Message.objects.update(attempts=0, sent_at=timezone.now())
    demo.load()
    assert not Message.objects.unsent().exists()


@pytest.mark.parametrize("commits", [1, 4, 9, 14, 22, 33, 47, 60])
def test_wherever_it_is_interrupted_it_goes_on_to_the_same(commits):
    with at_commit(Fuse(commits, Crash), When.AFTER), pytest.raises(Crash):
        demo.load()
    demo.load()
    found = counted()
    assert (found["organizations"], found["people"], found["courses"]) == (1, 66, 3)
    assert len(found["files"]) == len(set(found["files"]))
    assert found["unread"] == 0
    assert found["specimens"] == found["stuck"] == 1
    assert found["expired"] == 6
    assert found["certificates"] == found["letters"]
    assert invariants.broken() == []


def test_its_marks_as_a_demonstration_are_everywhere():
    demo.load()
    assert Organization.objects.get().is_specimen


def test_its_password_is_made_for_it_and_nobody_else_can_read_it(settings):
    made = demo.password()
    kept = settings.CONFERRAL_HOME / "keys" / "demo-password"
    assert demo.password() == made == kept.read_text().strip()
    assert len(made) >= 12
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.glob("demo-password*")] == ["demo-password"]

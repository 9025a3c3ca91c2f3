"""The demonstration: everything once, however often it is loaded or interrupted."""

import stat
from collections import Counter

import pytest
from django.utils import timezone

from conferral.credentials.cases.models import Case
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recall, Recalled
from conferral.credentials.transparency import log
from conferral.credentials.verification.models import Showing
from conferral.demo import load as demo
from conferral.demo.cast import STAFF
from conferral.demo.staffing import password
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation.models import Accreditation, Qualification
from conferral.learning.awards.late import groups
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.frameworks.models import Framework
from conferral.learning.moderation.models import Opinion
from conferral.learning.progress.models import Import, Judgement
from conferral.learning.renewal.models import Renewal
from conferral.learning.review.models import Comment, Submission
from faults import invariants
from faults.crashing import Crash, Fuse, When, at_commit

_WAITING = {"approval": 6, "moderation": 10, "accreditation": 3, "release": 5}

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
        "replaced": credentials.exclude(replaced_by=None).count(),
        "withheld": Showing.objects.filter(name_mode=NameMode.WITHHELD).count(),
        "ways": Counter(Renewal.objects.values_list("way", flat=True)),
        "recalls": Recall.objects.count(),
        "cases": Case.objects.open().count(),
        "expired": credentials.filter(valid_until__lt=timezone.now()).count(),
        "specimens": credentials.filter(is_specimen=True).count(),
        "letters": Message.objects.filter(key__startswith="certificate:").count(),
        "drafts": CourseVersion.objects.filter(submitted_at=None).count(),
        "in review": Submission.objects.open().count(),
        "comments": Comment.objects.count(),
        "accreditations": Accreditation.objects.count(),
        "qualifications": Qualification.objects.count(),
        "frameworks": Framework.objects.taken_in().count(),
        "judgements": Judgement.objects.count(),
        "opinions": Opinion.objects.count(),
        "waiting": Counter(Award.objects.kept_waiting().values_list("waits_for", flat=True)),
        "stuck": Message.objects.unsent().stuck().count(),
    }


def test_it_has_eight_courses_sixty_learners_and_every_state():
    demo.load()
    found = counted()
    assert (found["organizations"], found["courses"], found["versions"]) == (1, 8, 7)
    assert found["people"] == 70  # With the staff.
    assert found["unread"] == 0
    assert all(found[state] for state in ("revoked", "expired", "specimens", "stuck"))
    assert not Recalled.objects.open().exists()
    assert invariants.broken() == []


def test_it_shows_what_the_gate_decides():
    demo.load()
    of_wardens = Credential.objects.filter(shape__version__course__code="fire-warden")
    then, now = of_wardens.order_by("issued_at").first(), of_wardens.latest("issued_at")
    told = [credential.shape.facts["certificate_title"] for credential in (then, now)]
    assert told == ["Occupational Certificate", "Certificate of Completion"]
    held = Award.objects.filter(waits_for=WaitsFor.ACCREDITATION).first()
    assert "registration lapsed" in held.waits_because


def test_a_review_is_late_and_with_it_the_certificates_behind_it():
    demo.load()
    organization, today = Organization.objects.get(), timezone.localdate()
    late = Submission.objects.open().filter(due_on__lt=today)
    assert [submission.version.course.code for submission in late] == ["child-safety"]
    (group,) = groups(organization, today)
    assert (group.count, group.waits_for) == (6, WaitsFor.APPROVAL)


def test_everybody_on_its_staff_can_sign_in(client):
    demo.load()
    for email, _, _ in STAFF:
        assert client.login(username=email, password=password())


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
    assert (found["organizations"], found["people"], found["courses"]) == (1, 70, 8)
    assert (found["versions"], found["drafts"], found["in review"]) == (7, 1, 2)
    assert (found["accreditations"], found["qualifications"]) == (4, 3)
    assert (found["frameworks"], found["judgements"]) == (2, 6)
    assert found["waiting"] == _WAITING
    assert (found["comments"], found["opinions"]) == (4, 1)
    assert len(found["files"]) == len(set(found["files"]))
    assert found["unread"] == 0
    assert found["specimens"] == found["stuck"] == 1
    assert (found["revoked"], found["replaced"], found["expired"]) == (5, 1, 6)
    assert (found["recalls"], found["cases"], found["withheld"]) == (2, 2, 1)
    assert found["ways"] == {"points": 1, "": 2}
    assert found["certificates"] == found["letters"]
    assert invariants.broken() == []


def test_its_marks_as_a_demonstration_are_everywhere():
    demo.load()
    assert Organization.objects.get().is_specimen


def test_its_password_is_made_for_it_and_nobody_else_can_read_it(settings):
    made = password()
    kept = settings.CONFERRAL_HOME / "keys" / "demo-password"
    assert password() == made == kept.read_text().strip()
    assert len(made) >= 12
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.glob("demo-password*")] == ["demo-password"]

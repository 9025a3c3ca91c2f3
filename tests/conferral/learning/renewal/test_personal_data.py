from decimal import Decimal
from pathlib import Path

import pytest

from cast import an_organization, dara
from conferral.learning.accreditation.models import Document
from conferral.learning.renewal import actions, personal_data
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.models import Activity, Renewal
from renewing import a_licence, an_open_renewal, today_of
from vouching import a_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(settings, tmp_path):
    """Ada's, with points for which there is a paper, and a word about what she can do."""
    settings.MEDIA_ROOT = tmp_path
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30), by_recognition=True))
    organization = an_organization()
    paper = a_paper("ada.pdf")
    activity = Activity(
        day=today_of(organization), title="Workshop", points=Decimal(5), evidence=paper
    )
    actions.enter(organization, renewal.enrolment.person, activity, dara())
    actions.recognize(renewal, dara(), "Ada showed it.", paper)
    return renewal


def test_the_person_gets_points_and_reasons(renewal):
    told = personal_data.export(renewal.enrolment.person)
    assert told["points"][0]["title"] == "Workshop"
    assert told["renewals"][0]["recognized_because"] == "Ada showed it."


def test_points_reasons_and_papers_are_forgotten(renewal, django_capture_on_commit_callbacks):
    path = Path(Document.objects.get().file.path)
    with django_capture_on_commit_callbacks(execute=True):
        personal_data.erase(renewal.enrolment.person, an_organization())
    kept = Renewal.objects.get()
    assert not Activity.objects.exists()
    assert not Document.objects.exists()
    assert (kept.recognized_because, kept.lapsed_at is None) == ("", False)
    assert not path.exists()


def test_a_paper_on_which_another_case_rests_stays(renewal):
    Activity.objects.create(
        organization=an_organization(),
        person=dara(),
        day=today_of(an_organization()),
        title="Workshop",
        points=5,
        evidence=Document.objects.get(),
        entered_by=renewal.enrolment.person,
    )
    personal_data.erase(renewal.enrolment.person, an_organization())
    assert Document.objects.exists()

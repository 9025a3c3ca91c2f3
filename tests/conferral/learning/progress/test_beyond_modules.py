"""Totals and verdicts from files: order, repetition and portions do not matter."""

import io
import random
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cast import a_course, a_person, an_organization, bruno, dara
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion, Module, Site
from conferral.learning.progress import actions
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, Judgement, Measure, ModuleResult
from conferral.learning.progress.preview import preview

pytestmark = pytest.mark.django_db

HEADER = (
    "Name,E-mail,Attendance,Posts,Simulation,Simulation - Date,"
    "Final quiz,Final quiz - Score,Final quiz - Date\n"
)
ROWS = (
    "Ada Nkosi,ada@example.test,80 %,3,not yet competent,2026-03-01,Completed,55,2026-03-01\n",
    "Ada Nkosi,ada@example.test,60 %,5,competent,2026-04-01,Completed,82,2026-04-01\n",
    "Ada Nkosi,ada@example.test,,,,,Completed,71,2026-05-01\n",
    "Ben Dube,ben@example.test,95 %,1,competent,2026-04-02,,,\n",
)
CRITERION = {
    "all": [
        {"attended": {"percent": 75}},
        {"posts": 5},
        {"evaluated": "practice", "as": "Simulation"},
        {"scored": "final-quiz", "at_least": 70, "attempt": "last"},
    ]
}


def a_file(rows):
    out = io.StringIO()
    out.write(HEADER)
    out.writelines(rows)
    return ContentFile(out.getvalue().encode(), "results.csv")


def read(rows, of, **chosen):
    batch = actions.upload(of.course, dara(), "results.csv", a_file(rows), **chosen)
    actions.confirm(batch, dara())
    while READ_IMPORTS.run():
        pass
    batch.refresh_from_db()
    return batch


def register():
    return {
        *Measure.objects.values_list("enrolment__person__email", "kind", "value"),
        *Judgement.objects.values_list("enrolment__person__email", "code", "is_positive", "at"),
        *(
            (each.enrolment.person.email, each.score, each.completed_at, str(each.attempts))
            for each in ModuleResult.objects.select_related("enrolment__person")
        ),
    }


def test_what_a_file_says_is_known_and_decided_on():
    version = a_course(criterion_json=CRITERION)
    batch = read(ROWS, version)
    assert not batch.rows.filter(refused=True).exists()
    ada = Enrolment.objects.get(person__email="ada@example.test")
    assert ada.decision.met, ada.decision.still_to_do
    ben = Enrolment.objects.get(person__email="ben@example.test")
    assert ben.decision.still_to_do == (
        "Write at least 5 posts in the discussions; so far it is 1 post.",
        "Score at least 70 % in “Final quiz” in the last attempt.",
    )


@pytest.mark.parametrize("seed", range(4))
def test_order_repetition_and_portions_do_not_matter(seed):
    chance, version = random.Random(seed), a_course(criterion_json=CRITERION)
    rows = [*ROWS, *chance.choices(ROWS, k=3)]
    chance.shuffle(rows)
    for start in range(0, len(rows), 3):
        read(rows[start : start + 3], version)
    found = register()
    Enrolment.objects.all().delete()
    read(ROWS, version)
    assert found == register()


def test_the_same_file_again_changes_nothing():
    version = a_course(criterion_json=CRITERION)
    read(ROWS, version)
    Enrolment.objects.update(evaluated_at=timezone.now())
    read(ROWS, version)
    assert not Enrolment.objects.changed().exists()
    assert Measure.objects.get(enrolment__person__email="ada@example.test", kind="posts").value == 5


def test_the_preview_says_what_each_row_would_tell():
    version = a_course(criterion_json=CRITERION)
    batch = actions.upload(version.course, dara(), "results.csv", a_file(ROWS))
    shown = preview(batch)
    assert shown.rows[0].outcome == (
        "1 completed, practice: not yet, attendance percent: 80, posts: 3"
    )
    assert "Simulation: verdict" in shown.meanings
    assert dict(shown.choices)["attendance_percent"] == "Attendance percent"


def a_draft(code="draft"):
    course, _ = Course.objects.get_or_create(organization=an_organization(), code=code)
    version = CourseVersion.objects.create(
        course=course,
        number=course.versions.count() + 1,
        title="Draft",
        description="-",
        criterion_json={"passed": "final-quiz"},
        submitted_by=bruno(),
    )
    Module.objects.create(version=version, code="final-quiz", title="Final quiz")
    return version


def test_completions_of_a_version_that_is_not_approved_yet_are_taken_in():
    version = a_draft()
    read(ROWS[:1], version)
    assert Enrolment.objects.get().version == version


def test_a_file_may_name_its_version_and_its_site():
    old, new = a_course(), a_course()
    site = Site.objects.create(organization=an_organization(), code="durban", name="Durban")
    Enrolment.objects.create(person=a_person("Ada Nkosi", "ada@example.test"), version=new)
    read(ROWS[:1], old, version=old, site=site)
    made = Enrolment.objects.get(version=old)
    assert (made.person.email, made.site) == ("ada@example.test", site)


def test_a_version_of_another_course_and_a_site_of_another_house_are_refused():
    version, other = a_course(), a_course("other")
    abroad = Site.objects.create(
        organization=an_organization("Other", "OT"), code="x", name="Elsewhere"
    )
    for chosen in ({"version": other}, {"site": abroad}):
        with pytest.raises(Refused, match=r"not a version of|another organization"):
            actions.upload(version.course, dara(), "results.csv", a_file(ROWS), **chosen)


def test_attendance_is_kept_with_its_decimals():
    version = a_course(criterion_json=CRITERION)
    read(["Ada Nkosi,ada@example.test,13/16,,,,,,\n"], version)
    assert Measure.objects.get().value == Decimal("81.25")

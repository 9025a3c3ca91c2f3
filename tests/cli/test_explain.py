"""`conferral courses explain`, `what-if`, `judge`, `measure`."""

import json

import pytest
from django.utils import timezone

from cast import a_course, a_member, a_person
from conferral.foundation.accounts.roles import Role
from conferral.learning.progress.models import Enrolment, ModuleResult

pytestmark = pytest.mark.django_db

ADA = ("first-aid", "ada@example.test")
CRITERION = {
    "all": [
        {"scored": "final-quiz", "at_least": 60},
        {"evaluated": "practice", "as": "Simulation"},
        {"attended": {"percent": 80}},
    ]
}


@pytest.fixture(autouse=True)
def ada(db):
    a_member("Lindiwe", Role.ADMINISTRATOR)
    version = a_course(criterion_json=CRITERION)
    enrolment = Enrolment.objects.create(person=a_person("Ada Nkosi"), version=version)
    ModuleResult.objects.create(
        enrolment=enrolment,
        module=version.modules.get(code="final-quiz"),
        score=48,
        recorded_at=timezone.now(),
    )
    return enrolment


def written(tmp_path, criterion):
    file = tmp_path / "criterion.json"
    file.write_text(json.dumps(criterion))
    return str(file)


def test_a_learner_is_told_how_they_stand(typed):
    assert typed("courses", "explain", *ADA).out.splitlines() == [
        "✗ Score at least 60 % in “Final quiz”; your best so far is 48 %.",
        "? Be found competent in “Simulation”.",
        "? Attend at least 80 % of the course.",
        "Not completed yet.",
    ]


def test_a_program_is_told_in_data(typed):
    told = typed("courses", "explain", *ADA, "--json").json
    assert (told["met"], told["course"], told["version"]) == (False, "first-aid", 1)
    assert [step["state"] for step in told["steps"]] == ["failed", "no data", "no data"]


def test_another_criterion_is_tried_on_a_learner(typed, tmp_path):
    easier = written(tmp_path, {"scored": "final-quiz", "at_least": 40})
    said = typed("courses", "explain", *ADA, "--criterion", easier).out
    assert said.splitlines()[-1] == "Completed."


def test_what_would_change_is_known_before_it_does(typed, tmp_path):
    easier = written(tmp_path, {"scored": "final-quiz", "at_least": 40})
    said = typed("courses", "what-if", "first-aid", easier).out
    assert said.splitlines() == [
        "1 would gain, 0 would lose, 0 stay as they are.",
        "+ ada@example.test",
    ]
    assert typed("courses", "what-if", "first-aid", easier, "--json").json == {
        "gain": ["ada@example.test"],
        "lose": [],
        "same": 0,
    }


@pytest.mark.parametrize(
    ("criterion", "says"),
    [
        ({"passed": "swimming"}, "no module “swimming”"),
        ({"fancied": "final-quiz"}, "not a criterion"),
        ({"holds": "first-aid"}, "Nobody could begin"),
    ],
)
def test_what_cannot_be_met_is_refused_by_name(typed, tmp_path, criterion, says):
    ended = typed("courses", "what-if", "first-aid", written(tmp_path, criterion))
    assert ended.code == 1
    assert says in ended.err


def test_a_verdict_and_a_total_are_said_by_hand(typed, ada):
    assert typed("courses", "judge", *ADA, "practice", "yes").code == 0
    assert typed("courses", "measure", *ADA, "attendance percent", "85").code == 0
    assert Enrolment.objects.get().decision.still_to_do == (
        "Score at least 60 % in “Final quiz”; your best so far is 48 %.",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("judge", *ADA, "swimming", "yes"),
        ("judge", *ADA, "practice", "not-yet"),
        ("measure", *ADA, "attendance percent", "many"),
        ("measure", *ADA, "attendance percent", "101"),
        ("explain", "first-aid", "nobody@example.test"),
        ("explain", "swimming", "ada@example.test"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(typed, command):
    ended = typed("courses", *command)
    assert ended.code == 1
    assert ended.err.strip()

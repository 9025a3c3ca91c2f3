"""The builder: the tree travels in the form, nothing is kept until it is saved."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_draft, a_member, a_person, an_organization, bruno
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog import actions, criteria
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.web.staff.criterion_tree import from_criterion, to_form

pytestmark = pytest.mark.django_db
QUIZ = {"scored": "final-quiz", "at_least": 60}


@pytest.fixture
def author():
    client = Client()
    client.force_login(bruno())
    return client


@pytest.fixture
def draft():
    return a_draft()


def page_of(draft):
    return reverse("criterion", args=[draft.course.code, draft.number])


def form_of(criterion, draft, do, **more):
    tree = from_criterion(criteria.from_json(criterion))
    return to_form(tree) | {"edition": str(draft.edition), "do": do} | more


def stored(draft):
    return CourseVersion.objects.get(pk=draft.pk).criterion_json


def enrolled(name, version, score=None):
    person = a_person(name)
    enrolment = Enrolment.objects.create(
        person=person, version=version, evaluated_at=timezone.now()
    )
    if score is not None:
        module = version.modules.get(code="final-quiz")
        enrolment.results.create(module=module, score=score, recorded_at=timezone.now())
    return enrolment


def test_a_criterion_is_shown_part_by_part(author, draft):
    page = author.get(page_of(draft)).text
    assert 'name="c.kind"' in page
    assert 'name="c-2.module"' in page
    assert "Do all of this:" in page


def test_a_part_is_added_and_nothing_is_kept(author, draft):
    sent = form_of({"all": [QUIZ]}, draft, "add c", **{"c.add": "posts"})
    page = author.post(page_of(draft), sent)
    assert page.status_code == 200
    assert 'name="c-1.at_least"' in page.text
    assert stored(draft) == draft.criterion_json


def test_a_criterion_is_saved(author, draft):
    wanted = {"all": [QUIZ, {"attended": {"percent": 80}}]}
    answer = author.post(page_of(draft), form_of(wanted, draft, "save"))
    assert answer.status_code == 302
    assert stored(draft) == wanted


def test_what_is_wrong_keeps_what_was_typed_and_is_told_beside_it(author, draft):
    sent = form_of({"all": [QUIZ]}, draft, "save", **{"c-0.at_least": "sixty"})
    page = author.post(page_of(draft), sent)
    assert page.status_code == 422
    assert 'value="sixty"' in page.text
    assert 'href="#c-0_at_least"' in page.text
    assert 'id="c-0_at_least_error"' in page.text


def test_a_contradiction_is_refused_and_named(author, draft):
    first = {"within": {"from": "2026-05-01", "until": "2026-04-01"}, "of": QUIZ}
    page = author.post(page_of(draft), form_of({"all": [first]}, draft, "save"))
    assert page.status_code == 422
    assert "ends before it starts" in page.text
    assert 'href="#c-0"' in page.text
    assert stored(draft) == draft.criterion_json


def test_who_saves_an_older_edition_is_told_and_keeps_their_tree(author, draft):
    sent = form_of({"all": [QUIZ]}, draft, "save")
    actions.edit(draft, {"title": "First Aid"}, bruno(), edition=draft.edition)
    page = author.post(page_of(draft), sent)
    assert page.status_code == 409
    assert "Bruno changed title" in page.text
    assert 'name="c-0.at_least"' in page.text
    again = author.post(page_of(draft), sent | {"edition": str(draft.edition + 1)})
    assert again.status_code == 302
    assert stored(draft) == {"all": [QUIZ]}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "save"},
        {"c.kind": "nothing"},
        {"c.kind": "all", "do": "add c", "c.add": "nothing"},
        {"c.kind": "all", "do": "add c-7", "c-7.add": "posts"},
        {"c.kind": "all", "do": "remove c"},
        {"c.kind": "all", "do": "up ../../etc"},
        {"c.kind": "all", "c-4.kind": "posts", "c-9.module": "x"},
    ],
)
def test_a_tampered_form_is_no_accident(author, draft, sent):
    page = author.post(page_of(draft), sent)
    assert page.status_code == 422
    assert "did not come back as it was sent" in page.text


def test_json_is_put_into_the_form(author, draft):
    sent = form_of({"all": [QUIZ]}, draft, "take", json='{"passed": "final-quiz"}')
    page = author.post(page_of(draft), sent)
    assert '<option value="passed" selected>' in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('{"all": [\n  {"passed": "quiz"},\n]}', "Line 3, column 1"),
        (
            '{"all": [\n  {"passed": "quiz"},\n  {"swum": "quiz"}]}',
            "Line 3: not a criterion at /all/1",
        ),
        ("[" * 50_000, "brackets"),
        ("x" * 100_001, "longer than"),
    ],
)
def test_what_is_no_json_of_a_criterion_says_where(author, draft, typed, told):
    page = author.post(page_of(draft), form_of({"all": [QUIZ]}, draft, "take", json=typed))
    assert page.status_code == 422
    assert told in page.text


def test_it_is_tried_on_a_learner_before_it_is_saved(author):
    approved = a_course()
    enrolled("Ada Nkosi", approved, 72)
    draft = a_draft()
    sent = form_of({"all": [QUIZ, {"posts": 3}]}, draft, "try", sought="nkosi")
    page = author.post(page_of(draft), sent).text
    assert "would not have completed it yet" in page
    assert "Score at least 60 % in “Final quiz”." in page
    assert "No data yet" in page
    assert stored(draft) == draft.criterion_json


def test_of_several_learners_one_is_chosen(author):
    approved = a_course()
    enrolled("Ada Nkosi", approved, 72)
    zoe = enrolled("Zoë Nkosi", approved, 40)
    draft = a_draft()
    sent = form_of(QUIZ, draft, "try", sought="nkosi")
    assert "Who is it?" in author.post(page_of(draft), sent).text
    page = author.post(page_of(draft), sent | {"learner": str(zoe.pk)}).text
    assert "your best so far is 40 %" in page


def test_nobody_of_another_organization_is_tried_on(author):
    other = a_course(organization=an_organization("Other", "0T"))
    mallory = enrolled("Mallory", other)
    draft = a_draft()
    sent = form_of(QUIZ, draft, "try", sought="mallory", learner=str(mallory.pk))
    assert "Nobody of that name" in author.post(page_of(draft), sent).text


def test_what_would_change_is_counted_listed_and_taken_away(author):
    approved = a_course(criterion_json=QUIZ)
    enrolled("Ada Nkosi", approved, 72)
    enrolled("Zoë Sithole", approved, 65)
    draft = a_draft()
    sent = form_of({**QUIZ, "at_least": 70}, draft, "change 1")
    page = author.post(page_of(draft), sent).text
    assert "<b>1</b><span>would lose it</span>" in page
    assert "Zoë Sithole" in page
    file = author.post(page_of(draft), sent | {"do": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "loses,Zoë Sithole,zoë@example.test,no"


def test_an_approved_version_is_not_built_any_more(author):
    assert author.get(page_of(a_course())).status_code == 302


def test_the_stored_criterion_is_downloaded(author, draft):
    where = reverse("criterion-json", args=[draft.course.code, draft.number])
    assert json.loads(author.get(where).content) == draft.criterion_json


def test_a_title_is_never_markup(author, draft):
    nasty = {"evaluated": "x", "as": "<script>alert(1)</script>"}
    page = author.post(page_of(draft), form_of(nasty, draft, "look")).text
    assert "<script>alert" not in page


def test_the_page_of_a_learner_is_linked_from_the_course():
    version = a_course()
    enrolment = enrolled("Ada Nkosi", version)
    client = Client()
    client.force_login(a_member("Dara", Role.REGISTRAR))
    page = client.get(reverse("course", args=[version.course.code])).text
    assert reverse("learner", args=[enrolment.pk]) in page
    assert ModuleResult.objects.count() == 0

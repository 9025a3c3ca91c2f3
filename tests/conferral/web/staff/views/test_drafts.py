"""An author at work: a course is made and edited; two editors lose nothing to one another."""

import pytest
from django.test import Client
from django.urls import reverse

from cast import a_course, a_draft, a_member, an_organization, bruno
from conferral.foundation import approval
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog import actions
from conferral.learning.catalog.models import CourseVersion, Instructor
from conferral.learning.catalog.versions import syllabus_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(bruno())
    return client


@pytest.fixture
def lerato(db):
    """Another author, in a browser of her own."""
    browser = Client()
    browser.force_login(a_member("Lerato", Role.AUTHOR))
    return browser


def address(page, version):
    return reverse(page, args=[version.course.code, version.number])


def opened(browser, page, version):
    """The form as the browser sends it when nothing is changed."""
    context = browser.get(address(page, version)).context
    if "rows" in context:
        return _rows(context["rows"]) | {"edition": version.edition}
    form = context["form"]
    sent = {"edition": form["edition"].value()}
    for part in form.parts:
        value = form[part].value()
        sent[part] = sent[f"initial-{part}"] = "" if value is None else value
    return sent


def _rows(rows):
    sent = {each.html_name: each.value() for each in rows.management_form}
    for form in rows.forms:
        for field in form:
            value = field.value()
            if value not in (None, False):
                sent[field.html_name] = value
    return sent


def reloaded(version):
    return CourseVersion.objects.get(pk=version.pk)


def test_a_course_is_made_of_a_title_and_its_modules(author):
    said = {"title": "Cold Chain", "description": "Vaccines.", "modules": "Fridges\n\nFinal quiz\n"}
    answer = author.post(reverse("course-new"), said)
    draft = CourseVersion.objects.get()
    assert answer.url == address("version", draft)
    assert draft.course.code == "cold-chain"
    assert list(draft.modules.values_list("code", flat=True)) == ["fridges", "final-quiz"]
    assert draft.narrative == "To earn it, complete “Fridges” and complete “Final quiz”."


def test_a_code_that_is_taken_is_said_beside_the_field(author):
    a_course()
    said = {"title": "X", "code": "first-aid", "description": "Y", "modules": "Z"}
    answer = author.post(reverse("course-new"), said)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"code"}


def test_titles_that_sound_alike_get_codes_of_their_own(author):
    said = {"title": "X", "description": "Y", "modules": "Quiz\nQuiz\n测验"}
    author.post(reverse("course-new"), said)
    codes = CourseVersion.objects.get().modules.values_list("code", flat=True)
    assert list(codes) == ["quiz", "quiz-2", "module"]


def test_facts_are_edited(author):
    draft = a_draft()
    sent = opened(author, "version-facts", draft) | {"hours": "30", "description": "A\r\nB"}
    answer = author.post(address("version-facts", draft), sent)
    assert answer.url == address("version", draft)
    assert (reloaded(draft).hours, reloaded(draft).description) == (30, "A\nB")


def test_an_unchanged_form_is_no_edit(author):
    draft = a_draft(description="Line one.\nLine two.")
    author.post(address("version-facts", draft), opened(author, "version-facts", draft))
    assert reloaded(draft).edition == draft.edition


def test_what_is_wrong_is_said_beside_its_field(author):
    draft = a_draft()
    sent = opened(author, "version-facts", draft) | {"title": "", "hours": "-3"}
    answer = author.post(address("version-facts", draft), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"title", "hours"}
    assert 'value="-3"' in answer.content.decode()


def test_the_second_editor_is_told_and_keeps_what_they_typed(author, lerato):
    draft = a_draft(hours=24)
    mine = opened(author, "version-facts", draft) | {"level": "NQF level 3", "hours": "20"}
    hers = opened(lerato, "version-facts", draft) | {"title": "First Aid at Work", "hours": "16"}
    lerato.post(address("version-facts", draft), hers)
    answer = author.post(address("version-facts", draft), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Lerato changed title, learning hours" in text
    assert 'value="NQF level 3"' in text
    parts = [change.part for change in answer.context["difference"].changes]
    assert parts == ["hours", "level"]
    assert (reloaded(draft).title, reloaded(draft).level) == ("First Aid at Work", draft.level)


def test_saving_once_more_puts_theirs_over_it_and_leaves_the_rest(author, lerato):
    draft = a_draft(hours=24)
    mine = opened(author, "version-facts", draft) | {"hours": "20"}
    hers = opened(lerato, "version-facts", draft) | {"title": "First Aid at Work", "hours": "16"}
    lerato.post(address("version-facts", draft), hers)
    again = author.post(address("version-facts", draft), mine).context["form"]
    sent = dict(again.data)
    assert author.post(address("version-facts", draft), sent).status_code == 302
    assert (reloaded(draft).title, reloaded(draft).hours) == ("First Aid at Work", 20)


def test_modules_are_moved_added_and_removed(author):
    draft = a_draft()
    first, second, third = (module.code for module in draft.modules.all())
    sent = opened(author, "version-modules", draft)
    sent |= {"form-2-ORDER": "1", "form-1-DELETE": "on"}
    sent |= {"form-3-title": "Essay", "form-3-kind": "assignment", "form-3-hours": "2.5"}
    actions.save_criterion(draft, {"passed": third}, bruno(), edition=draft.edition)
    sent["edition"] = reloaded(draft).edition
    assert author.post(address("version-modules", draft), sent).status_code == 302
    modules = syllabus_of(reloaded(draft)).modules
    assert [module.code for module in modules] == [third, first, "essay"]
    assert (modules[-1].kind, str(modules[-1].hours)) == ("assignment", "2.5")
    assert second not in {module.code for module in modules}


def test_a_module_that_the_criterion_asks_for_stays(author):
    draft = a_draft()
    sent = opened(author, "version-modules", draft) | {"form-2-DELETE": "on"}
    answer = author.post(address("version-modules", draft), sent)
    assert answer.status_code == 422
    assert "The criterion asks about final-quiz" in answer.content.decode()


def test_more_rows_keep_what_was_typed(author):
    draft = a_draft()
    sent = opened(author, "version-modules", draft) | {"form-3-title": "Essay", "more": "rows"}
    answer = author.post(address("version-modules", draft), sent)
    assert len(answer.context["rows"].forms) == 9
    assert 'value="Essay"' in answer.content.decode()
    assert draft.modules.count() == 3


@pytest.mark.parametrize("page", ["version-modules", "version-people"])
def test_how_many_rows_there_are_is_asked_of_nobody_who_makes_it_up(author, page):
    draft = a_draft()
    sent = opened(author, page, draft) | {"form-TOTAL_FORMS": "many", "more": "rows"}
    answer = author.post(address(page, draft), sent)
    assert answer.context["rows"].forms


def test_a_table_of_modules_is_not_overwritten_unseen(author, lerato):
    draft = a_draft()
    mine = opened(author, "version-modules", draft) | {"form-3-title": "Essay"}
    hers = opened(lerato, "version-modules", draft) | {"form-3-title": "Oral"}
    lerato.post(address("version-modules", draft), hers)
    answer = author.post(address("version-modules", draft), mine)
    assert answer.status_code == 409
    assert 'value="Essay"' in answer.content.decode()
    fates = {change.label: str(change.fate) for change in answer.context["difference"].changes}
    assert (fates["Oral"], fates["Essay"]) == ("removed", "added")


def test_people_get_duties(author):
    draft = a_draft()
    thabo = Instructor.objects.create(organization=an_organization(), name="Dr Thabo Mokoena")
    sent = opened(author, "version-people", draft)
    sent |= {"form-0-instructor": thabo.pk, "form-0-duty": "assessor"}
    assert author.post(address("version-people", draft), sent).status_code == 302
    assert [str(each) for each in draft.teachings.all()] == ["Dr Thabo Mokoena, assessor"]


def test_without_instructors_the_page_says_where_they_are_made(author):
    text = author.get(address("version-people", a_draft())).content.decode()
    assert "No instructors yet" in text


@pytest.mark.parametrize("page", ["version-facts", "version-modules", "version-people"])
def test_what_is_no_draft_is_shown_and_not_edited(author, page):
    draft = a_draft()
    approval.submit(draft, bruno(), an_organization())
    assert author.get(address(page, draft)).url == address("version", draft)


@pytest.mark.parametrize("page", ["version-facts", "version-modules", "version-people"])
def test_a_page_of_a_draft_asks_the_database_little(author, page, django_assert_max_num_queries):
    draft = a_draft()
    author.get(address(page, draft))
    with django_assert_max_num_queries(14):
        author.get(address(page, draft))

"""A filter is its address; under a name it is one click away."""

import pytest
from django.urls import reverse

from cast import a_course, a_draft, an_issued_credential, an_organization, bruno, dara
from conferral.foundation.staff.filters import save
from conferral.foundation.staff.models import SavedFilter

pytestmark = pytest.mark.django_db


def posted(browser, page="certificates", **said):
    return browser.post(reverse("filter-save", args=[page]), said)


def test_saved_from_a_page_it_leads_back_to_the_same(registrar):
    answer = posted(registrar, query="state=valid&course=first-aid", name="Valid first aid")
    assert answer["Location"] == f"{reverse('certificates')}?course=first-aid&state=valid"
    html = registrar.get(answer["Location"]).content.decode()
    assert 'aria-current="true"' in html
    assert "Valid first aid" in html


@pytest.mark.parametrize("page", ["certificates", "learners", "waiting", "courses"])
def test_every_long_list_offers_it(registrar, page):
    a_course()
    asked = {"course": "first-aid", "q": "aid"}
    html = registrar.get(reverse(page), asked).content.decode()
    assert reverse("filter-save", args=[page]) in html


def test_only_what_the_page_asks_is_saved(registrar):
    posted(registrar, query="state=valid&page=7&number=SP-1&evil=yes", name="Valid ones")
    assert SavedFilter.objects.get().query == "state=valid"


def test_more_than_an_address_holds_is_not_saved(registrar):
    assert posted(registrar, query=f"q={'a' * 500}", name="Long").status_code == 422
    assert not SavedFilter.objects.exists()


def test_a_no_says_why(registrar):
    answer = posted(registrar, query="", name="All")
    assert answer.status_code == 422
    assert "There is nothing to save" in answer.content.decode()


def test_no_other_page_has_filters(registrar):
    assert posted(registrar, page="keys", query="q=1", name="x").status_code == 404


def test_dropped_it_is_gone_for_its_owner_alone(registrar):
    mine = save(an_organization(), dara(), "courses", "q=aid", name="Mine", share=False)
    theirs = save(an_organization(), bruno(), "courses", "q=aid", name="Theirs", share=True)
    droppable = registrar.get(reverse("courses")).context["filters"].droppable
    assert [each.saved for each in droppable] == [mine]
    assert registrar.post(reverse("filter-drop", args=[mine.pk])).status_code == 302
    assert registrar.post(reverse("filter-drop", args=[theirs.pk])).status_code == 409
    assert [each.name for each in SavedFilter.objects.all()] == ["Theirs"]


def test_what_others_save_elsewhere_is_not_there(client, stranger):
    shared = save(an_organization(), dara(), "courses", "q=aid", name="Shared", share=True)
    client.force_login(stranger)
    assert "Shared" not in client.get(reverse("courses")).content.decode()
    assert client.post(reverse("filter-drop", args=[shared.pk])).status_code == 404


def test_courses_are_found_by_words_and_by_the_state_of_a_version(registrar):
    a_course()
    a_draft("finance", title="Project Finance")

    def found(**asked):
        rows = registrar.get(reverse("courses"), asked).context["rows"]
        return [course.code for course, _ in rows]

    assert found() == ["finance", "first-aid"]
    assert found(q="aid workplace") == ["first-aid"]
    assert found(q="fin") == ["finance"]
    assert found(state="approved") == ["first-aid"]
    assert found(state="draft") == ["finance"]
    assert found(state="withdrawn") == []


def test_all_that_a_filter_finds_can_be_called_back(registrar):
    one = an_issued_credential("Ada Nkosi")
    an_issued_credential("Ben Dube", a_course("fire"))
    asked = {"course": "first-aid", "all": "found"}
    form = registrar.get(reverse("recall-new"), asked).context["form"]
    assert form.initial["numbers"] == one.number

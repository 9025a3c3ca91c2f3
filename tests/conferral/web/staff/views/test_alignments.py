import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cast import a_draft, a_framework, an_organization, bruno
from conferral.learning.catalog import actions
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.frameworks import actions as frameworks
from conferral.learning.frameworks.models import Framework, FrameworkItem

pytestmark = pytest.mark.django_db
NQF = {"name": "Life support", "url": "https://saqa.test/119567", "code": "119567"}


@pytest.fixture
def author():
    client = Client()
    client.force_login(bruno())
    return client


@pytest.fixture
def draft():
    return a_draft()


def page_of(draft):
    return reverse("alignments", args=[draft.course.code, draft.number])


def places_of(draft):
    draft = type(draft).objects.get(pk=draft.pk)
    return [place.url for place in syllabus_of(draft).alignments]


def test_a_place_is_written_down_by_hand(author, draft):
    answer = author.post(page_of(draft), NQF | {"edition": draft.edition})
    assert answer.status_code == 302
    assert places_of(draft) == ["https://saqa.test/119567"]


def test_places_are_found_and_picked(author, draft):
    framework = frameworks.confirm(a_framework(), bruno(), "First aid council")
    page = author.get(page_of(draft), {"q": "wounds"})
    assert "Treat wounds" in page.text
    item = FrameworkItem.objects.get(code="FA.1")
    author.post(page_of(draft), {"pick": item.pk, "edition": draft.edition})
    (alignment,) = draft.alignments.all()
    assert alignment.target_framework == framework.title == "First aid council"


def test_a_place_is_removed(author, draft):
    author.post(page_of(draft), NQF | {"edition": draft.edition})
    author.post(page_of(draft), {"remove": NQF["url"], "edition": draft.edition + 1})
    assert places_of(draft) == []


def test_who_saves_over_somebody_else_is_told_and_keeps_what_was_typed(author, draft):
    actions.edit(draft, {"title": "First Aid"}, bruno(), edition=draft.edition)
    answer = author.post(page_of(draft), NQF | {"edition": draft.edition})
    assert answer.status_code == 409
    assert "Bruno changed title" in answer.text
    assert NQF["name"] in answer.text
    assert places_of(draft) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "saqa.test", "https://a:b@saqa.test/"])
def test_what_is_no_address_is_told_beside_the_field(author, draft, url):
    answer = author.post(page_of(draft), NQF | {"url": url, "edition": draft.edition})
    assert answer.status_code == 422
    assert "begins with https://" in answer.text


def test_a_file_is_looked_at_and_taken_in(author):
    an_organization()
    table = b"name,url\nGood,https://f.test/1\n=HYPERLINK(1),ftp://f.test/2\n"
    sent = {"file": SimpleUploadedFile("council.csv", table)}
    page = author.post(reverse("frameworks"), sent, follow=True)
    assert "1 place can be used, 1 cannot" in page.text
    assert "Row 3" in page.text
    framework = Framework.objects.get()
    author.post(reverse("framework-confirm", args=[framework.pk]), {"title": "Council"})
    framework.refresh_from_db()
    assert (framework.title, framework.confirmed_at is not None) == ("Council", True)


def test_a_file_that_is_none_is_refused_beside_the_field(author):
    answer = author.post(reverse("frameworks"), {"file": SimpleUploadedFile("x.pdf", b"%PDF\xff")})
    assert answer.status_code == 422
    assert "Save it as CSV UTF-8" in answer.text
    assert not Framework.objects.exists()

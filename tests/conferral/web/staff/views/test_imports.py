"""A file through the browser: upload, look, confirm, watch."""

import io

import pytest
from django.urls import reverse

from cast import FAILED, PASSED, a_course, a_moodle_file, an_import, an_organization, dara
from conferral.foundation.audit.models import Entry
from conferral.learning.catalog.models import Site
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import preview as preview_of

pytestmark = pytest.mark.django_db
GOOD = ("Zoë Müller", "zoe@example.test", PASSED)
NO_ADDRESS = ("Thabo M", "thabo-at-example", PASSED)


@pytest.fixture
def course():
    return a_course().course


def upload(browser, file, course="first-aid"):
    return browser.post(reverse("import-new"), {"course": course, "file": file})


def test_an_upload_leads_to_its_preview_and_counts_for_nothing(registrar, course):
    answer = upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    assert answer["Location"] == reverse("import-preview", args=[batch.pk])
    assert batch.confirmed_at is None


def test_the_preview_shows_rows_meanings_and_problems(registrar, course):
    upload(registrar, a_moodle_file(GOOD, NO_ADDRESS))
    shown = registrar.get(reverse("import-preview", args=[Import.objects.get().pk]))
    text = shown.content.decode()
    assert "1 learner will be read from 2 lines" in text
    assert f"For {course.open}." in text
    assert '<td data-label="Email address"><bdi>' in text  # On a phone a line is a card.
    assert "Zoë Müller" in text
    assert "no @" in text
    assert "E-mail" in text


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a table", b"just one line"])
def test_a_file_that_cannot_be_read_gets_a_sentence_beside_its_field(registrar, course, content):
    file = io.BytesIO(content)
    file.name = "x.csv"
    answer = upload(registrar, file)
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["file"]
    assert said.endswith(".")
    assert not Import.objects.exists()


def test_a_course_of_somebody_else_cannot_be_chosen(registrar, course):
    a_course("theirs", an_organization("Other", "0T"))
    assert upload(registrar, a_moodle_file(GOOD), course="theirs").status_code == 422


def test_a_file_may_tell_of_an_older_version_and_of_a_site(registrar, course):
    newer = a_course()
    site = Site.objects.create(organization=an_organization(), code="durban", name="Durban")
    page = registrar.get(reverse("import-new")).content.decode()
    assert f"{newer} (first-aid, approved)" in page
    sent = {"course": "first-aid/1", "site": "durban", "file": a_moodle_file(GOOD)}
    registrar.post(reverse("import-new"), sent)
    batch = Import.objects.get()
    assert (batch.version.number, batch.site) == (1, site)


def test_a_site_is_asked_for_only_where_there_are_any(registrar, course):
    assert 'name="site"' not in registrar.get(reverse("import-new")).content.decode()


def test_a_column_can_be_given_another_meaning(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    moved = {
        "was:id": "ID",
        "now:id": "",
        "was:email": "Email address",
        "now:email": "Email address",
    }
    answer = registrar.post(reverse("import-columns", args=[batch.pk]), moved)
    assert answer.status_code == 302
    assert preview_of(Import.objects.get()).chosen["id"] is None
    assert preview_of(Import.objects.get()).chosen["email"] == 2


def test_an_impossible_meaning_is_refused_on_the_same_page(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    wrong = {"was:email": "Email address", "now:email": "Telephone"}
    answer = registrar.post(reverse("import-columns", args=[batch.pk]), wrong)
    assert answer.status_code == 422
    assert "There is no column &quot;Telephone&quot;" in answer.content.decode()


def test_what_is_missing_is_said_and_cannot_be_confirmed(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    gone = {"was:email": "Email address", "now:email": ""}
    registrar.post(reverse("import-columns", args=[batch.pk]), gone)
    text = registrar.get(reverse("import-preview", args=[batch.pk])).content.decode()
    assert "No column with the e-mail address was found" in text
    assert "--map" not in text
    assert "will be read" not in text
    assert "Confirm</button>" not in text
    answer = registrar.post(reverse("import-confirm", args=[batch.pk]))
    assert answer.status_code == 422


def test_confirming_starts_it_once(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    confirm = reverse("import-confirm", args=[batch.pk])
    assert registrar.post(confirm)["Location"] == reverse("import-progress", args=[batch.pk])
    assert Entry.objects.filter(deed="started an import", actor=dara()).exists()
    registrar.post(confirm)
    assert Entry.objects.filter(deed="started an import").count() == 1


def test_a_discarded_upload_is_gone(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    registrar.post(reverse("import-discard", args=[Import.objects.get().pk]))
    assert not Import.objects.exists()


def test_progress_is_a_bar_with_words_and_reloads_itself(registrar):
    batch = an_import(GOOD)
    text = registrar.get(reverse("import-progress", args=[batch.pk])).content.decode()
    assert 'role="progressbar"' in text
    assert "0 of 1 line read" in text
    assert 'data-every="2"' in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_who_follows_gets_the_part_until_it_is_done_and_then_the_page(registrar):
    batch = an_import(("Zoë", "zoe@example.test", FAILED))
    part = reverse("import-progress", args=[batch.pk])
    answer = registrar.get(part, headers={"x-part": "true"})
    assert "<html" not in answer.content.decode()
    assert "data-follow" in answer.content.decode()
    READ_IMPORTS.run()
    batch.rows.get().enrolment.__class__.objects.update(evaluated_at=batch.uploaded_at)
    done = registrar.get(part, headers={"x-part": "true"})
    assert done.content == b""


def test_a_draft_is_previewed_and_a_started_one_is_watched(registrar, course):
    upload(registrar, a_moodle_file(GOOD))
    batch = Import.objects.get()
    preview, progress = (
        reverse(name, args=[batch.pk]) for name in ("import-preview", "import-progress")
    )
    assert registrar.get(progress)["Location"] == preview
    registrar.post(reverse("import-confirm", args=[batch.pk]))
    assert registrar.get(preview)["Location"] == progress

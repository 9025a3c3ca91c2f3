"""The pages of accreditation: what is said there happens, or is refused beside its field."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cast import a_body, a_course, a_draft, an_organization, emil, hana
from conferral.learning.accreditation import actions
from conferral.learning.accreditation.models import (
    Accreditation,
    Body,
    Document,
    Qualification,
)
from vouching import (
    PDF,
    a_signing_body,
    a_site,
    a_teacher,
    a_type,
    a_word_document,
    an_unsigned_endorsement,
    granted,
    registered,
    signed,
)

pytestmark = pytest.mark.django_db

NEW = {"kind": "government", "name": "Council", "url": "https://council.example/"}


@pytest.fixture
def officer(client):
    an_organization()
    client.force_login(hana())
    return client


def file(content=PDF, name="letter.pdf"):
    return SimpleUploadedFile(name, content)


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_body_is_written_down_with_its_logo(officer):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    officer.post(reverse("body-new"), NEW | {"logo": file(svg, "logo.svg")})
    body = Body.objects.get()
    assert "<path" in body.logo_svg
    officer.post(reverse("body-change", args=[body.pk]), NEW | {"name": "Trade Council"})
    body.refresh_from_db()
    assert (body.name, "<path" in body.logo_svg) == ("Trade Council", True)


def test_a_drawing_that_acts_is_refused_beside_its_field(officer):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"/>'
    answer = officer.post(reverse("body-new"), NEW | {"logo": file(svg, "logo.svg")})
    assert (answer.status_code, "holds a script" in words(answer)) == (422, True)


def test_an_accreditation_is_added_and_one_that_overlaps_is_refused_by_name(officer):
    version, site = a_course(), a_site()
    said = {
        "body": a_body().pk,
        "number": "N/1",
        "valid_from": "2026-01-01",
        "courses": [version.course.pk],
        "sites": [site.pk],
        "modes": ["online"],
        "languages": "en zu",
    }
    officer.post(reverse("accreditation-new"), said)
    row = Accreditation.objects.get()
    assert (row.modes, row.languages, list(row.sites.all())) == (["online"], ["en", "zu"], [site])
    again = officer.post(reverse("accreditation-new"), said)
    assert (again.status_code, "N/1 is registered already" in words(again)) == (422, True)
    backwards = officer.post(
        reverse("accreditation-new"), said | {"number": "N/2", "valid_until": "2025-12-31"}
    )
    assert "before it begins" in words(backwards)


def test_a_box_of_no_course_is_refused_however_long_its_number(officer):
    accreditation = granted(a_course())
    sent = {"number": "X", "valid_from": "2026-01-01", "courses": "9" * 20}
    answer = officer.post(reverse("accreditation-change", args=[accreditation.pk]), sent)
    assert answer.status_code == 422


def test_the_scope_is_edited_and_what_was_there_is_ticked(officer):
    version = a_course()
    row = granted(version)
    assert "checked" in words(officer.get(reverse("accreditation", args=[row.pk])))
    terms = {"number": row.number, "valid_from": "2020-01-01", "versions": [version.pk]}
    officer.post(reverse("accreditation-change", args=[row.pk]), terms)
    row.refresh_from_db()
    assert (row.courses.count(), list(row.versions.all())) == (0, [version])


def test_the_scope_offers_courses_by_their_titles_in_that_order(officer):
    a_course("zz-1", title="Bleeding control")
    a_course("aa-1", title="Rigging")
    a_draft("aa-1", title="advanced rigging")
    shown = words(officer.get(reverse("accreditation-new")))
    labels = [
        "advanced rigging (aa-1)",
        "Bleeding control (zz-1)",
        "advanced rigging, version 2 (aa-1)",
        "Bleeding control, version 1 (zz-1)",
        "Rigging, version 1 (aa-1)",
    ]
    places = [shown.index(label) for label in labels]
    assert places == sorted(places)


def test_it_is_suspended_reinstated_ended_and_withdrawn(officer):
    row = granted(a_course())

    def done(name, **said):
        answer = officer.post(reverse(f"accreditation-{name}", args=[row.pk]), said)
        row.refresh_from_db()
        return answer.status_code

    assert (done("suspend", because="Inspection"), bool(row.suspended_at)) == (302, True)
    assert done("suspend", because="Again") == 409
    assert (done("reinstate"), row.suspended_at) == (302, None)
    assert (done("end", last_day="2019-01-01"), row.valid_until) == (409, None)
    assert (done("end", last_day="2030-01-01"), row.valid_until) == (302, date(2030, 1, 1))
    assert (done("withdraw", because="Taken back"), bool(row.withdrawn_at)) == (302, True)


def test_conditions_documents_and_reviews_are_kept_on_its_page(officer):
    version = a_course()
    row = granted(version)
    page = reverse("accreditation", args=[row.pk])
    officer.post(reverse("condition-add", args=[row.pk]), {"text": "A second assessor"})
    officer.post(reverse("condition-met", args=[row.conditions.get().pk]))
    officer.post(reverse("document-add", args=[row.pk]), {"file": file()})
    officer.post(
        reverse("periodic-review-add", args=[row.pk]),
        {"what": "Portfolios", "due_on": "2026-01-01"},
    )
    said = {"outcome": "Module 2 was renewed", "versions": [version.pk]}
    officer.post(reverse("periodic-review-done", args=[row.reviews.get().pk]), said)
    shown = words(officer.get(page))
    for part in ("A second assessor", "Met", "letter.pdf", "Module 2 was renewed", "Because of it"):
        assert part in shown


def test_a_document_is_saved_and_never_shown(officer):
    row = granted(a_course())
    officer.post(reverse("document-add", args=[row.pk]), {"file": file()})
    document = row.documents.get()
    answer = officer.get(reverse("document", args=[document.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    officer.force_login(emil())
    assert officer.get(reverse("document", args=[document.pk])).status_code == 200


def test_one_that_is_not_what_its_name_says_is_refused(officer):
    row = granted(a_course())
    sent = {"file": file(a_word_document())}
    answer = officer.post(reverse("document-add", args=[row.pk]), sent)
    assert (answer.status_code, row.documents.count()) == (409, 0)
    assert "letter.pdf is not what its name says" in words(answer)


def test_the_page_says_what_would_lose_the_label(officer):
    row = granted(a_course())
    shown = words(officer.get(reverse("accreditation", args=[row.pk])))
    assert "1 course would lose the label without it" in shown
    assert "Workplace First Aid" in words(officer.get(reverse("accreditations")))


def test_standards_requirements_and_endorsements_belong_to_bodies(officer):
    version, kind, body = a_course(), a_type(), a_signing_body()
    standard = {"area": "assessment", "title": "Fairness", "criteria": "It is fair."}
    officer.post(reverse("standard-add", args=[body.pk]), standard | {"document": file()})
    assert body.standards.get().document.name == "letter.pdf"
    officer.post(reverse("requirement-add"), {"certificate_type": kind.pk, "body": body.pk})
    assert kind.requirements.get().body == body
    sent = file(signed(an_unsigned_endorsement(version)), "endorsement.json")
    officer.post(reverse("endorsement-add"), {"file": sent})
    shown = words(officer.get(reverse("achievement", args=[version.uuid])))
    assert "Who vouches for it" in shown
    officer.post(reverse("endorsement-withdraw", args=[body.endorsements.get().pk]))
    shown = words(officer.get(reverse("achievement", args=[version.uuid])))
    assert "Who vouches for it" not in shown


def test_a_qualification_is_added_and_its_end_is_moved(officer):
    teacher = a_teacher(a_course())
    said = {
        "instructor": teacher.pk,
        "kind": "registration",
        "register": "Council",
        "valid_from": "2020-01-01",
        "valid_until": "2020-12-31",
        "file": file(),
    }
    officer.post(reverse("qualification-add"), said)
    row = Qualification.objects.get()
    assert (row.document.name, "Lapsed" in words(officer.get(reverse("qualifications")))) == (
        "letter.pdf",
        True,
    )
    officer.post(reverse("qualification-end", args=[row.pk]), {"last_day": "2099-12-31"})
    assert "Valid" in words(officer.get(reverse("qualifications")))


def test_a_qualification_that_is_refused_leaves_no_paper_behind(officer):
    teacher = a_teacher(a_course())
    backwards = {
        "instructor": teacher.pk,
        "kind": "registration",
        "register": "Council",
        "valid_from": "2020-12-31",
        "valid_until": "2020-01-01",
        "file": file(),
    }
    assert officer.post(reverse("qualification-add"), backwards).status_code == 422
    assert not Document.objects.exists()


def test_the_calendar_says_what_ends_and_can_be_taken_along(officer):
    version = a_course()
    soon = timezone.now().date() + timedelta(days=20)
    granted(version, valid_until=soon)
    registered(a_teacher(version), soon)
    shown = words(officer.get(reverse("accreditation-calendar")))
    assert "1 course would lose the label" in shown
    answer = officer.get(reverse("accreditation-calendar-file"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.count(b"BEGIN:VEVENT") == 2


def test_the_calendar_says_which_courses_a_condition_would_cost(officer):
    row = granted(a_course())
    soon = timezone.now().date() + timedelta(days=20)
    actions.add_condition(row, "A report", soon, hana())
    shown = words(officer.get(reverse("accreditation-calendar")))
    assert "1 course would lose the label" in shown
    file = officer.get(reverse("accreditation-calendar-file")).content.replace(b"\r\n ", b"")
    assert b"SUMMARY:NBVA/2024/00317: A report: condition is due" in file
    assert b"DESCRIPTION:1 course would lose the label: Workplace First Aid." in file


def test_what_is_overdue_is_said_first(officer):
    row = granted(a_course())
    actions.plan_review(row, "Portfolios", date(2026, 1, 1), hana())
    assert "Overdue" in words(officer.get(reverse("accreditation-calendar")))


def test_auditors_read_and_change_nothing(officer):
    row = granted(a_course())
    officer.force_login(emil())
    shown = words(officer.get(reverse("accreditation", args=[row.pk])))
    assert "Change it" not in shown
    assert "<form" not in shown.split("<main")[1]

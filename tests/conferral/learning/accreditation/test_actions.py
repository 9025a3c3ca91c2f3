"""What is registered about accreditations, and what is refused."""

from datetime import date

import pytest

from cast import a_body, a_course, hana
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.accreditation import actions, bodies, qualifications
from conferral.learning.accreditation.actions import Terms
from conferral.learning.accreditation.bodies import Profile
from conferral.learning.accreditation.models import Standard
from conferral.learning.catalog.models import Change
from vouching import DID, a_site, a_teacher, granted, registered

pytestmark = pytest.mark.django_db


def test_one_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="end on 31 December 2019, before it begins on 1 January"):
        granted(a_course(), valid_until=date(2019, 12, 31))


@pytest.mark.parametrize("nobody_means", [date.max, date(3000, 1, 1)])
def test_one_that_ends_on_a_day_that_cannot_be_counted_with_is_refused(nobody_means):
    with pytest.raises(Refused, match="none where there is none"):
        granted(a_course(), valid_until=nobody_means)


def test_the_same_number_again_is_refused_and_names_the_other_one():
    version = a_course()
    granted(version, valid_until=date(2026, 6, 30))
    with pytest.raises(Refused, match="NBVA/2024/00317 is registered already, from 1 January 2020"):
        granted(version, valid_from=date(2026, 6, 30), courses=[])
    granted(version, valid_from=date(2026, 7, 1))


def test_two_of_one_body_with_the_same_scope_may_not_overlap():
    version = a_course()
    granted(version)
    with pytest.raises(Refused, match="NBVA/2024/00317 has the same scope"):
        granted(version, number="NBVA/2025/1")
    granted(version, number="NBVA/2025/1", sites=[a_site()])


def test_changing_one_is_not_held_against_itself():
    accreditation = granted(a_course())
    terms = Terms(accreditation.number, date(2020, 1, 1), statement="Better words.")
    actions.change(accreditation, terms, hana())
    assert (accreditation.statement, list(accreditation.courses.all())) == ("Better words.", [])


def test_one_that_was_withdrawn_makes_room():
    version = a_course()
    actions.withdraw(granted(version), "Taken back by the body", hana())
    granted(version, valid_from=date(2020, 1, 2))


def test_a_condition_without_a_day_stands_before_those_that_have_time():
    accreditation = granted(a_course())
    actions.add_condition(accreditation, "A second assessor", date(2099, 1, 1), hana())
    actions.add_condition(accreditation, "A report", None, hana())
    texts = [condition.text for condition in accreditation.conditions.all()]
    assert texts == ["A report", "A second assessor"]


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: actions.suspend(row, "Under inspection", hana()),
        lambda row: actions.withdraw(row, "Taken back", hana()),
        lambda row: actions.end(row, date(2026, 6, 30), hana()),
        lambda row: actions.add_condition(row, "A report", None, hana()),
        lambda row: bodies.change(row.body, Profile("Board", "https://b.example/"), hana()),
    ],
    ids=["suspended", "withdrawn", "ended", "a condition", "its body"],
)
def test_whatever_may_change_a_ruling_is_noted_and_in_the_trail(deed):
    accreditation = granted(a_course())
    before = Change.objects.get().number
    lines = Entry.objects.count()
    deed(accreditation)
    assert Change.objects.get().number == before + 1
    assert Entry.objects.count() == lines + 1


def test_what_is_suspended_can_count_again_and_what_is_withdrawn_cannot():
    accreditation = granted(a_course())
    with pytest.raises(Refused, match="not suspended"):
        actions.reinstate(accreditation, hana())
    actions.suspend(accreditation, "Under inspection", hana())
    actions.reinstate(accreditation, hana())
    assert accreditation.suspended_at is None
    actions.withdraw(accreditation, "Taken back", hana())
    with pytest.raises(Refused, match="does not count"):
        actions.suspend(accreditation, "Again", hana())


def test_a_body_plans_its_reviews_by_itself_and_a_finished_one_plans_the_next():
    body = a_body()
    body.review_months = 12
    body.save()
    version = a_course()
    accreditation = granted(version)
    (review,) = accreditation.reviews.all()
    assert review.due_on == date(2021, 1, 1)
    with pytest.raises(Refused, match="Say what came of it"):
        actions.finish_review(review, " ", [], hana())
    actions.finish_review(review, "New version of module 2", [version], hana())
    assert accreditation.reviews.filter(done_at=None).count() == 1
    assert list(review.versions.all()) == [version]


def test_a_standard_without_a_line_is_refused():
    with pytest.raises(RefusedPart, match="one criterion on each line"):
        bodies.add_standard(
            a_body(), Standard(area="assessment", title="Fairness", criteria=" \n"), hana()
        )


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("name", {"name": "National Board"}),
        ("did", {"did": "not a did"}),
        ("did_document", {"did": DID, "did_document": "{"}),
        ("did_document", {"did": DID, "did_document": '{"id": "did:web:other.example"}'}),
        ("logo_svg", {"logo_svg": "<svg onload='x()'/>"}),
    ],
)
def test_a_body_that_cannot_stand_is_refused_with_its_part(part, said):
    organization = a_body().organization
    with pytest.raises(RefusedPart) as refused:
        bodies.add(
            organization, Profile(**{"name": "Other", "url": "https://o.example/"} | said), hana()
        )
    assert refused.value.part == part


def test_whose_qualification_lapsed_is_told_so():
    teacher = a_teacher(a_course())
    teacher.person = hana()
    teacher.save()
    registered(teacher, date(2026, 5, 1))
    organization = teacher.organization
    assert qualifications.lapsed(hana(), organization, date(2026, 5, 1)) == ""
    assert qualifications.lapsed(hana(), organization, date(2026, 5, 2)) == (
        "The registration of Hana lapsed on 1 May 2026."
    )
    registered(teacher, None, since=date(2026, 5, 2))
    assert qualifications.lapsed(hana(), organization, date(2026, 5, 2)) == ""


def test_what_a_body_is_called_and_grants_is_what_one_sees():
    with pytest.raises(RefusedPart, match="Delete that character") as no:
        bodies.add(a_body().organization, Profile("N\u202eBVA", "https://nbva.example"), hana())
    assert no.value.part == "name"
    for part in ("number", "statement", "scope_words"):
        with pytest.raises(RefusedPart, match="Delete that character"):
            granted(a_course(), **{part: "NBVA\u202e"})
    accreditation = granted(a_course(), number="NBVA\u200b/7")
    assert accreditation.number == "NBVA/7"
    with pytest.raises(Refused, match="registered already"):
        granted(a_course(), number="NBVA/7\u200b", courses=[])


def test_why_one_is_suspended_is_what_one_sees():
    accreditation = granted(a_course())
    with pytest.raises(Refused, match="Delete that character"):
        actions.suspend(accreditation, "Not\u202e now", hana())
    actions.suspend(accreditation, "Not\u200b now", hana())
    assert accreditation.because == "Not now"

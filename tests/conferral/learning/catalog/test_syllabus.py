"""A syllabus as a value and as a document: nothing is lost, nothing senseless comes in."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import one_line
from conferral.learning.catalog.syllabus import (
    WORDS,
    Part,
    Place,
    Syllabus,
    Teacher,
    every_one_of,
    from_json,
    revised,
    to_json,
)

QUIZ, LOG = Part("final-quiz", "Final quiz", "exam"), Part("log", "Practical log")


def a_syllabus(**of):
    modules = of.setdefault("modules", (LOG, QUIZ))
    said = {"title": "First Aid", "description": "Bleeding.", "criterion": every_one_of(modules)}
    return Syllabus(**said | of)


seen = st.characters(blacklist_categories=("Cc", "Cf", "Cn", "Co", "Cs"))
texts = st.text(seen, min_size=1, max_size=40).map(lambda text: one_line(text, "")).filter(bool)
codes = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
hours = st.none() | st.decimals(0, 9999, places=2).map(Decimal.normalize)
kinds = st.sampled_from(["module", "assignment", "exam", "session"])
parts = st.builds(Part, codes, texts, kinds, hours)
teachers = st.builds(Teacher, texts, st.just("assessor"), texts)
syllabi = st.builds(
    a_syllabus,
    title=texts,
    description=texts,
    modules=st.lists(parts, min_size=1, max_size=5, unique_by=lambda part: part.code).map(tuple),
    hours=st.none() | st.integers(1, 32767),
    validity_months=st.none() | st.integers(1, 1200),
    people=st.lists(teachers, max_size=3, unique=True).map(tuple),
    alignments=st.lists(
        st.builds(Place, texts, st.just("https://x.test/1"), texts, texts), max_size=3
    ).map(tuple),
)


@given(syllabi)
def test_what_goes_out_comes_in_again(syllabus):
    assert from_json(to_json(syllabus, "first-aid")) == ("first-aid", syllabus)


def test_every_part_has_a_word():
    assert set(WORDS) == set(Syllabus.__dataclass_fields__)


def test_a_document_says_only_what_there_is_to_say():
    assert to_json(a_syllabus(), "first-aid") == {
        "format": "conferral-course-1",
        "code": "first-aid",
        "title": "First Aid",
        "description": "Bleeding.",
        "language": "en",
        "mode": "in person",
        "certificate_title": "Certificate of Completion",
        "modules": [
            {"code": "log", "title": "Practical log", "kind": "module"},
            {"code": "final-quiz", "title": "Final quiz", "kind": "exam"},
        ],
        "criterion": {"all": [{"completed": "log"}, {"completed": "final-quiz"}]},
    }


def test_a_document_without_a_criterion_asks_for_every_module():
    document = to_json(a_syllabus(), "first-aid")
    del document["criterion"]
    assert from_json(document)[1].criterion == every_one_of((LOG, QUIZ))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"format": "moodle"}, "format"),
        ({"code": "First Aid"}, "code"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"hours": 0}, "hours"),
        ({"hours": "24"}, "hours"),
        ({"language": "English"}, "language"),
        ({"mode": "by post"}, "mode"),
        ({"modules": []}, "modules"),
        ({"modules": [{"code": "a"}]}, "modules"),
        ({"modules": [{"code": "a", "title": "A"}, {"code": "a", "title": "B"}]}, "modules"),
        ({"modules": [{"code": "a", "title": "A", "hours": -1}]}, "modules"),
        ({"people": [{"name": "Thabo", "duty": "king"}]}, "people"),
        ({"alignments": [{"name": "A", "url": "javascript:x"}]}, "alignments"),
        ({"criterion": {"completed": "swimming"}}, "criterion"),
        ({"criterion": {"wished": "log"}}, "criterion"),
        ({"surprise": 1}, ""),
    ],
)
def test_what_a_document_may_not_say_is_refused_by_its_part(change, part):
    with pytest.raises(RefusedPart) as refused:
        from_json(to_json(a_syllabus(), "first-aid") | change)
    assert refused.value.part == part
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("document", [None, [], "course", {}, 1])
def test_what_is_no_document_is_refused(document):
    with pytest.raises(RefusedPart):
        from_json(document)


def test_a_criterion_that_asks_for_everything_follows_the_modules():
    essay = Part("essay", "Essay")
    new = revised(a_syllabus(), {"modules": (LOG, essay)})
    assert new.criterion == every_one_of((LOG, essay))


def test_a_criterion_of_its_own_holds_its_modules():
    own = a_syllabus(criterion={"passed": "final-quiz"})
    with pytest.raises(RefusedPart, match="asks about final-quiz"):
        revised(own, {"modules": (LOG,)})


def test_nobody_has_a_duty_twice():
    twice = (Teacher("Thabo", "assessor"),) * 2
    with pytest.raises(RefusedPart, match="duty twice"):
        revised(a_syllabus(), {"people": twice})


def test_the_last_day_of_all_certificates_survives_the_way_to_json_and_back():
    own = a_syllabus(valid_until=date(2028, 2, 29))
    document = to_json(own, "first-aid")
    assert document["valid_until"] == "2028-02-29"
    assert from_json(document) == ("first-aid", own)


def test_a_day_that_there_is_not_is_refused_by_its_part():
    document = to_json(a_syllabus(), "first-aid") | {"valid_until": "2027-02-29"}
    with pytest.raises(RefusedPart, match="no day 2027-02-29") as refused:
        from_json(document)
    assert refused.value.part == "valid_until"


def test_a_last_day_that_nobody_means_is_refused_by_its_part():
    document = to_json(a_syllabus(), "first-aid") | {"valid_until": "9999-12-31"}
    with pytest.raises(RefusedPart, match="between 1900 and 2999") as refused:
        from_json(document)
    assert refused.value.part == "valid_until"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": "First \u202ediA"}, "title"),
        ({"description": "Bleeding.\n\u2067Burns."}, "description"),
        ({"certificate_title": "Certificate\x00"}, "certificate_title"),
        ({"modules": (Part("log", "\u202egoL"),)}, "modules"),
        ({"alignments": (Place("\u202eNQF", "https://x.test/1"),)}, "alignments"),
    ],
)
def test_no_part_holds_what_deceives_a_reader(changes, part):
    with pytest.raises(RefusedPart, match="Delete that character") as no:
        revised(a_syllabus(), changes)
    assert no.value.part == part


def test_what_nobody_sees_is_not_kept():
    kept = revised(a_syllabus(), {"title": " First\u200b Aid ", "description": "One.\n\u200bTwo."})
    assert (kept.title, kept.description) == ("First Aid", "One.\nTwo.")
    with pytest.raises(RefusedPart, match="has a title"):
        revised(kept, {"title": "\u200b\u3164"})

"""The gate: what may say that it is accredited, and why not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.accreditation.gate import (
    LABEL,
    Accredited,
    Asked,
    Claim,
    Named,
    Outcome,
    Registration,
    Requirement,
    Scope,
    Teacher,
    objections,
    rule,
)
from conferral.learning.accreditation.reasons import Code

ON = date(2026, 7, 1)
BOARD, COUNCIL = Named(1, "National Board"), Named(2, "Trade Council")
DURBAN, SOWETO = Named(31, "Durban"), Named(32, "Soweto")
ASKED = Asked(
    course=7,
    version=Named(70, "First Aid, version 2"),
    site=DURBAN,
    mode="in person",
    language="en",
    title="Certificate of Competence",
    lesser_title="Certificate of Completion",
    claim=Claim.OR_WAIT,
)
NBVA = Accredited(
    pk=5,
    number="NBVA/2024/00317",
    body=BOARD,
    scope=Scope(courses=frozenset({7})),
    valid_from=date(2024, 7, 1),
    valid_until=date(2026, 7, 1),
)


def why(asked=ASKED, accredited=NBVA, on=ON):
    return [(reason.code, reason.words) for reason in rule(asked, [accredited], on).reasons]


def test_it_is_accredited_on_the_last_day():
    ruling = rule(ASKED, [NBVA], ON)
    assert (ruling.outcome, ruling.accreditation, ruling.label) == (Outcome.ACCREDITED, 5, LABEL)
    assert (ruling.title, ruling.reasons) == ("Certificate of Competence", ())


def test_it_is_held_after_the_last_day():
    assert why(on=date(2026, 7, 2)) == [(Code.ENDED, "NBVA/2024/00317 ended on 1 July 2026")]
    assert rule(ASKED, [NBVA], date(2026, 7, 2)).outcome is Outcome.HELD


def test_a_lesser_title_is_printed_where_the_type_says_so():
    ruling = rule(replace(ASKED, claim=Claim.OR_LESS), [], ON)
    assert (ruling.outcome, ruling.title) == (Outcome.DOWNGRADED, "Certificate of Completion")
    assert ruling.label == ""
    assert ruling.because == "No accreditation covers First Aid, version 2."


def test_without_a_lesser_title_the_title_stays():
    asked = replace(ASKED, claim=Claim.OR_LESS, lesser_title="")
    assert rule(asked, [], ON).title == "Certificate of Competence"


def test_who_does_not_ask_gets_it_where_it_is_there_and_no_reasons_where_not():
    asked = replace(ASKED, claim=Claim.IF_THERE)
    assert rule(asked, [NBVA], ON).outcome is Outcome.ACCREDITED
    assert rule(asked, [], ON) == replace(rule(asked, [], ON), reasons=(), label="")
    assert rule(asked, [], ON).outcome is Outcome.NOT_ASKED


def test_that_somebody_was_there_is_never_accredited():
    assert rule(replace(ASKED, claim=Claim.NEVER), [NBVA], ON).outcome is Outcome.NOT_ASKED


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"valid_from": date(2026, 7, 2)}, Code.NOT_YET, "NBVA/2024/00317 begins on 2 July 2026"),
        (
            {"suspended_on": ON},
            Code.SUSPENDED,
            "NBVA/2024/00317 is suspended since 1 July 2026",
        ),
        ({"withdrawn_on": ON}, Code.WITHDRAWN, "NBVA/2024/00317 was withdrawn on 1 July 2026"),
        (
            {"scope": Scope(sites=frozenset({32}))},
            Code.SITE,
            "The site Durban is not in its scope",
        ),
        (
            {"scope": Scope(modes=frozenset({"online"}))},
            Code.MODE,
            "Teaching “in person” is not in its scope",
        ),
        (
            {"scope": Scope(languages=frozenset({"zu"}))},
            Code.LANGUAGE,
            "The language “en” is not in its scope",
        ),
        (
            {"conditions": (("A second assessor is appointed.", None),)},
            Code.CONDITION,
            "A condition is open: A second assessor is appointed",
        ),
    ],
)
def test_each_objection_has_a_code_and_words(change, code, words):
    assert why(accredited=replace(NBVA, **change)) == [(code, words)]


def test_an_accreditation_of_another_course_is_none_of_this_one():
    other = replace(NBVA, scope=Scope(courses=frozenset({8})))
    assert why(accredited=other) == [(Code.NONE, "No accreditation covers First Aid, version 2")]


def test_a_version_alone_may_be_in_scope():
    assert why(accredited=replace(NBVA, scope=Scope(versions=frozenset({70})))) == []
    assert why(accredited=replace(NBVA, scope=Scope(versions=frozenset({71})))) != []


def test_a_condition_has_time_until_the_end_of_its_day():
    conditional = replace(NBVA, conditions=(("Report", ON),), valid_until=None)
    assert why(accredited=conditional) == []
    assert why(accredited=conditional, on=date(2026, 7, 2)) == [
        (Code.CONDITION, "A condition is open: Report")
    ]


def test_where_sites_are_limited_an_unknown_site_is_not_in_scope():
    limited = replace(NBVA, scope=Scope(sites=frozenset({31})))
    assert why(replace(ASKED, site=None), limited) == [
        (Code.SITE, "It holds for some sites only, and the site is not known")
    ]


def test_only_the_required_body_counts_and_any_one_requirement_is_enough():
    asked = replace(ASKED, requirements=(Requirement(COUNCIL),))
    assert why(asked) == [
        (
            Code.REQUIREMENT,
            "A certificate of this type asks for accreditation by Trade Council",
        )
    ]
    either = replace(ASKED, requirements=(Requirement(COUNCIL), Requirement(BOARD)))
    assert why(either) == []


def test_the_words_of_the_scope_may_be_required():
    asked = replace(ASKED, requirements=(Requirement(BOARD, "skills programme"),))
    assert why(asked)[0][0] is Code.REQUIREMENT
    worded = replace(NBVA, scope=Scope(words="Skills Programme: first aid, level 3"))
    assert why(asked, worded) == []


def teacher(*registrations, duty="assessor"):
    return Teacher("Dr Mokoena", duty, registrations)


LAPSED = Registration("registration", date(2023, 1, 1), date(2026, 5, 1))


def test_a_registration_that_lapsed_is_said_without_the_name():
    (reason,) = rule(replace(ASKED, teachers=(teacher(LAPSED),)), [NBVA], ON).reasons
    assert reason.words == "The assessor’s registration lapsed on 1 May 2026"
    assert str(reason) == "The assessor’s registration lapsed on 1 May 2026 (Dr Mokoena)."


def test_one_that_was_renewed_is_none_that_lapsed():
    renewed = Registration("registration", date(2026, 5, 2))
    assert why(replace(ASKED, teachers=(teacher(LAPSED, renewed),))) == []


def test_an_accreditation_may_ask_that_everybody_is_registered():
    strict = replace(NBVA, needs_qualified=True)
    assert why(replace(ASKED, teachers=(teacher(),)), strict) == [
        (Code.UNREGISTERED, "The assessor has no registration on record")
    ]
    assert why(accredited=strict) == [(Code.UNREGISTERED, "Nobody is named who teaches it")]


def test_the_reasons_are_those_of_the_one_that_comes_nearest():
    far = replace(NBVA, pk=6, suspended_on=ON, scope=Scope(sites=frozenset({32})))
    near = replace(NBVA, suspended_on=ON)
    assert [each.code for each in rule(ASKED, [far, near], ON).reasons] == [Code.SUSPENDED]


def test_the_newest_that_holds_is_printed():
    newer = replace(NBVA, pk=4, valid_from=date(2026, 1, 1))
    assert rule(ASKED, [newer, NBVA], ON).accreditation == 4


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
KEYS = st.frozensets(st.integers(1, 3), max_size=2)
SCOPES = st.builds(
    Scope,
    courses=KEYS,
    versions=KEYS,
    sites=KEYS,
    modes=st.frozensets(st.sampled_from(["online", "in person"]), max_size=1),
    languages=st.frozensets(st.sampled_from(["en", "zu"]), max_size=1),
)


@st.composite
def accreditations(draw):
    begins = draw(DAYS)
    return Accredited(
        pk=draw(st.integers(1, 50)),
        number="N",
        body=draw(st.sampled_from([BOARD, COUNCIL])),
        scope=draw(SCOPES),
        valid_from=begins,
        valid_until=draw(st.none() | st.integers(0, 200).map(lambda n: begins + timedelta(n))),
        suspended_on=draw(st.none() | DAYS),
        withdrawn_on=draw(st.none() | DAYS),
        conditions=draw(st.just(()) | st.just((("x", ON),))),
        needs_qualified=draw(st.booleans()),
    )


ASKING = st.builds(
    Asked,
    course=st.integers(1, 3),
    version=st.integers(1, 3).map(lambda pk: Named(pk, "V")),
    site=st.none() | st.integers(1, 3).map(lambda pk: Named(pk, "S")),
    mode=st.sampled_from(["online", "in person"]),
    language=st.sampled_from(["en", "zu"]),
    title=st.just("T"),
    lesser_title=st.sampled_from(["", "L"]),
    claim=st.sampled_from(Claim),
    requirements=st.just(()) | st.just((Requirement(BOARD),)),
    teachers=st.just(()) | st.just((teacher(LAPSED),)) | st.just((teacher(),)),
)
FOUND = st.lists(accreditations(), max_size=4, unique_by=lambda each: each.pk)


@given(ASKING, FOUND, DAYS, st.randoms())
def test_every_question_has_one_answer_in_whatever_order(asked, found, on, chance):
    ruling = rule(asked, found, on)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert rule(asked, shuffled, on).outcome is ruling.outcome
    assert rule(asked, shuffled, on).accreditation == ruling.accreditation


@given(ASKING, FOUND, DAYS)
def test_nothing_is_accredited_outside_its_validity_and_scope(asked, found, on):
    ruling = rule(asked, found, on)
    assert (ruling.outcome is Outcome.ACCREDITED) == (ruling.label == LABEL)
    if ruling.outcome is not Outcome.ACCREDITED:
        return
    (named,) = [each for each in found if each.pk == ruling.accreditation]
    assert named.valid_from <= on <= (named.valid_until or on)
    assert not any(day and day <= on for day in (named.suspended_on, named.withdrawn_on))
    scope = named.scope
    limits = not (scope.courses or scope.versions)
    assert limits or asked.course in scope.courses or asked.version.pk in scope.versions
    assert not scope.sites or (asked.site and asked.site.pk in scope.sites)
    assert list(objections(named, asked, on)) == []


@given(ASKING, FOUND, DAYS)
def test_what_is_held_or_downgraded_says_why(asked, found, on):
    ruling = rule(asked, found, on)
    explained = ruling.outcome in {Outcome.HELD, Outcome.DOWNGRADED}
    assert bool(ruling.reasons) == explained

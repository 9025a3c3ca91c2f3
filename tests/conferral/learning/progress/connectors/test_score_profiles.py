"""Scores of learning systems: one golden table, in the shapes that the systems really send."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_tables import SAMPLES

from conferral.learning.progress.connectors.scores import (
    BadScore,
    Profile,
    Reported,
    normalise,
)

GOLDEN = [
    # logstore_xapi maps to -1..1: whoever takes scaled for a share fails a learner with 75.5 %.
    (Profile.SIGNED, Reported(0.8400000000000001, 92, 0, 100), "92"),
    (Profile.SIGNED, Reported(0.51, 75.5, 0, 100), "75.5"),
    (Profile.SIGNED, Reported(-0.19999999999999996, 40, 0, 100), "40"),
    (Profile.SIGNED, Reported(0.51), "75.5"),
    (Profile.SIGNED, Reported(0), "50"),
    (Profile.SIGNED, Reported(-1), "0"),
    # cmi5 and Open edX: 0..1, as a number or as text.
    (Profile.UNIT, Reported(0.88, 88, 0, 100), "88"),
    (Profile.UNIT, Reported(0.88), "88"),
    (Profile.UNIT, Reported("0.85"), "85"),
    (Profile.UNIT, Reported(1), "100"),
    # Canvas, Teachable.
    (Profile.PERCENT, Reported(17.31), "17.31"),
    (Profile.PERCENT, Reported("100"), "100"),
    (Profile.PERCENT, Reported(104.5), "100"),
    # Moodle's gradebook and LTI AGS name the maximum.
    (Profile.POINTS, Reported(raw=175.5, least=0, most=200), "87.75"),
    (Profile.POINTS, Reported(raw=30, least=20, most=40), "50"),
    (Profile.POINTS, Reported(raw=12, most=10), "100"),
    (Profile.POINTS, Reported(100), None),
    (Profile.POINTS, Reported(raw=None, most=200), None),
    # Exports.
    (Profile.TEXT, Reported("75,50 %"), "75.5"),
    (Profile.TEXT, Reported("7/10"), "70"),
    (Profile.TEXT, Reported("-"), None),
    (Profile.UNIT, Reported(), None),
]


@pytest.mark.parametrize(("profile", "reported", "percent"), GOLDEN)
def test_each_system_is_read_by_its_own_scale(profile, reported, percent):
    assert normalise(reported, profile) == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("profile", "reported"),
    [
        (Profile.UNIT, Reported(-0.1)),
        (Profile.SIGNED, Reported(-1.5)),
        (Profile.PERCENT, Reported("many")),
        (Profile.PERCENT, Reported(True)),
        (Profile.UNIT, Reported(float("nan"))),
        (Profile.UNIT, Reported(float("inf"))),
        (Profile.POINTS, Reported(raw=1, least=5, most=5)),
        (Profile.POINTS, Reported(raw=-1, most=5)),
        (Profile.TEXT, Reported("=B2")),
    ],
)
def test_what_is_no_score_is_refused(profile, reported):
    with pytest.raises(BadScore):
        normalise(reported, profile)


@given(st.sampled_from(Profile), st.floats() | st.text(max_size=8) | st.integers())
def test_whatever_is_read_is_a_percentage(profile, value):
    try:
        percent = normalise(Reported(value), profile)
    except BadScore:
        return
    assert percent is None or 0 <= percent <= 100


@given(st.integers(0, 100), st.sampled_from([Profile.UNIT, Profile.SIGNED]))
def test_points_say_the_same_whatever_the_profile(points, profile):
    scaled = points / 100 if profile is Profile.UNIT else points / 50 - 1
    by_points = normalise(Reported(scaled, points, 0, 100), profile)
    assert by_points == points
    assert abs(normalise(Reported(round(scaled, 6)), profile) - by_points) < Decimal("0.001")


def _scores(value: object) -> Iterator[dict[str, float]]:
    if isinstance(value, dict):
        if isinstance(value.get("score"), dict):
            yield value["score"]
        for inner in value.values():
            yield from _scores(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scores(inner)


def test_every_captured_statement_agrees_with_its_points():
    """Says nothing where no samples are at hand; the golden table has their shapes."""
    for file in SAMPLES.parent.rglob("xapi/moodle_*.json"):
        for score in _scores(json.loads(file.read_text())):
            said = Reported(score["scaled"], score["raw"], score["min"], score["max"])
            by_scaled = normalise(Reported(score["scaled"]), Profile.SIGNED)
            assert abs(normalise(said, Profile.SIGNED) - by_scaled) < Decimal("0.001")

"""A chart is numbers that fit their frame."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.web.staff.chart import HEIGHT, WIDTH, chart_of

months = st.lists(st.tuples(st.dates(), st.integers(0, 10**7)), min_size=1, max_size=24)


@given(months)
def test_every_bar_stands_inside_the_frame(counts):
    chart = chart_of(counts)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.1
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT


@given(months)
def test_there_are_a_few_lines_at_round_numbers(counts):
    values = [line.value for line in chart_of(counts).lines]
    assert 2 <= len(values) <= 5
    assert values[0] == 0
    assert values[-1] >= max(count for _, count in counts)


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (4, 1), (5, 2), (34, 10), (210, 100)])
def test_steps_are_1_2_or_5_times_a_power_of_ten(highest, step):
    assert chart_of([(date(2026, 1, 1), highest)]).lines[1].value == step


def test_no_months_are_no_bars():
    assert chart_of([]).bars == ()

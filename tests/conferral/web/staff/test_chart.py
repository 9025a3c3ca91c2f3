"""A chart is numbers that fit their frame."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.oversight.reports.register import Month
from conferral.web.staff.chart import HEIGHT, WIDTH, chart_of

counts = st.integers(0, 10**7)
months = st.lists(
    st.builds(
        lambda day, one, other: Month(day, max(one, other), min(one, other)),
        st.dates(),
        counts,
        counts,
    ),
    min_size=1,
    max_size=24,
)


@given(months)
def test_every_bar_stands_inside_the_frame(counts):
    chart = chart_of(counts)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.1
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
        assert bar.accredited_y + bar.accredited_height <= HEIGHT


@given(months)
def test_the_accredited_ones_stand_under_the_others(counts):
    for bar in chart_of(counts).bars:
        assert abs(bar.y + bar.height - bar.accredited_y) < 0.1


@given(months)
def test_there_are_a_few_lines_at_round_numbers(counts):
    values = [line.value for line in chart_of(counts).lines]
    assert 2 <= len(values) <= 5
    assert values[0] == 0
    assert values[-1] >= max(month.issued for month in counts)


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (4, 1), (5, 2), (34, 10), (210, 100)])
def test_steps_are_1_2_or_5_times_a_power_of_ten(highest, step):
    assert chart_of([Month(date(2026, 1, 1), highest, 0)]).lines[1].value == step


def test_no_months_are_no_bars():
    assert chart_of([]).bars == ()

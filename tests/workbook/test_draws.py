"""Draws: the same for the same student, on the grid, evenly spread, and shown with their unit."""

import random
from collections import Counter
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.workbook.kinds.draws import DayBefore, Grid, OneOf, Sample, generator, money, rate, whole


def drawn(draw, many=500):
    return [draw.draw(generator(number)) for number in range(many)]


def test_the_same_seeds_give_the_same_draws_and_others_give_others():
    first = [generator("20260017", "rfm.cell").random() for _ in range(3)]
    assert len(set(first)) == 1
    assert len({generator(student, "rfm.cell").random() for student in range(100)}) == 100


def test_draws_are_pinned():
    assert generator("张三").randint(1, 1000) == 463


@given(st.integers(-1000, 1000), st.integers(1, 50), st.integers(1, 20), st.integers())
def test_a_grid_gives_its_points_only(low, steps, step, seed):
    value = Grid(low, low + steps * step, step, str).draw(random.Random(seed))
    assert isinstance(value, int) and value in range(low, low + steps * step + 1, step)


def test_a_grid_of_fractions_gives_pleasant_numbers():
    values = drawn(rate(0.6, 0.9))
    assert set(values) == {round(0.6 + 0.01 * step, 2) for step in range(31)}


def test_both_ends_of_a_grid_are_drawn_about_as_often():
    counts = Counter(drawn(whole(1, 5), 5_000))
    assert set(counts) == {1, 2, 3, 4, 5}
    assert all(abs(count - 1_000) < 150 for count in counts.values())  # five standard deviations


def test_one_of():
    assert set(drawn(OneOf((2, 4, 8)))) == {2, 4, 8}
    assert OneOf((2000,)).show(2000) == "2,000"


def test_day_before():
    day = DayBefore(date(1998, 1, 1), 1, 3)
    assert set(drawn(day)) == {date(1997, 12, 29), date(1997, 12, 30), date(1997, 12, 31)}
    assert day.show(date(1997, 9, 4)) == "4 September 1997"


def test_sample_says_how_many_rows():
    sample = Sample(lambda rng: pd.DataFrame({"x": range(rng.randint(1_000, 1_000))}), "{rows:,} orders")
    assert sample.show(sample.draw(generator(1))) == "1,000 orders"


@pytest.mark.parametrize(
    ("draw", "value", "words"),
    [
        (money(80, 400, 10), 1240, "¥1,240"),
        (money(0.5, 2, 0.05), 0.65, "¥0.65"),
        (money(80, 400, 10, "US dollars"), 1240, "1,240 US dollars"),
        (money(0.5, 2, 0.05, "US dollars"), 1.6, "1.60 US dollars"),
        (rate(0.6, 0.9), 0.85, "85 %"),
        (rate(0.6, 0.9), 0.57, "57 %"),
        (rate(0.01, 0.05, 0.005), 0.025, "2.5 %"),
        (whole(1, 9), 2500, "2,500"),
    ],
)
def test_values_are_shown_with_their_unit(draw, value, words):
    assert draw.show(value) == words

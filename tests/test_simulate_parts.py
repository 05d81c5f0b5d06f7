"""The parts of the simulated firm: draws by inverse distributions, the clock, months, baskets."""

import numpy as np
import pytest
from scipy import stats

from crmlib import simulate
from crmlib.simulate import draws
from crmlib.simulate.baskets import QUANTITIES, contribution_rates, mean_lines
from crmlib.simulate.calendar import Calendar, add_months
from crmlib.simulate.club import _whole_months
from crmlib.simulate.tables import CATEGORIES

GRID = (np.arange(2000) + 0.5) / 2000


def days(*texts):
    return np.array(texts, dtype="datetime64[D]")


# Draws


def test_uniform_numbers_are_those_of_pcg64():
    """The first numbers of one topic; they may never change."""
    first = draws.stream(1, "population").random(3)
    assert first.tolist() == [0.4552452635563695, 0.0010336628341124365, 0.28072046682313945]


def test_topics_have_streams_of_their_own():
    one, other, again = (draws.stream(1, topic).random(5) for topic in ("orders", "returns", "orders"))
    assert (one == again).all() and (one != other).all()


@pytest.mark.parametrize("mean", [0.0, 0.3, 4.0, 90.0])
def test_poisson_counts_are_scipys(mean):
    assert draws.poisson(GRID, mean).tolist() == stats.poisson(mean).ppf(GRID).clip(0).tolist()


@pytest.mark.parametrize("probability", [0.05, 0.5, 0.999])
def test_geometric_numbers_are_scipys(probability):
    assert draws.geometric(GRID, probability).tolist() == stats.geom(probability).ppf(GRID).tolist()


def test_who_never_or_always_leaves_has_a_number_all_the_same():
    assert draws.geometric(np.array([0.5, 0.5]), np.array([0.0, 1.0])).tolist() == [2**40, 1]


def test_gamma_beta_normal_and_exponential_are_scipys():
    assert draws.gamma(GRID, 0.8, 9.0) == pytest.approx(stats.gamma(0.8, scale=1 / 9).ppf(GRID))
    assert draws.beta(GRID, 0.7, 4.7) == pytest.approx(stats.beta(0.7, 4.7).ppf(GRID))
    assert draws.normal(GRID) == pytest.approx(stats.norm.ppf(GRID))
    assert draws.exponential(GRID) == pytest.approx(stats.expon.ppf(GRID))


def test_choices_follow_their_weights():
    counts = np.bincount(draws.choice(GRID, [1, 0, 3]), minlength=3)
    assert counts.tolist() == [500, 0, 1500]
    rows = draws.choice(np.array([0.2, 0.2]), np.array([[1.0, 1.0], [0.1, 0.9]]))
    assert rows.tolist() == [0, 1]


def test_answers_stay_on_their_scale():
    assert draws.whole([-3.0, 2.4, 2.5, 9.0], 1, 5).tolist() == [1, 2, 3, 5]


# The clock


@pytest.fixture(scope="module")
def calendar():
    return Calendar("2023-01-01", "2025-12-31", simulate.Seasonality())


def test_each_year_has_as_many_weeks_of_the_clock_as_of_the_calendar(calendar):
    ends = calendar.weeks(days("2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"))
    assert np.diff(ends) == pytest.approx(np.array([365, 366, 365]) / 7)
    assert calendar.span == pytest.approx(1096 / 7)
    assert calendar.future_weeks(365) == pytest.approx(365 / 7)


def test_the_clock_and_the_dates_are_inverse(calendar):
    weeks = GRID * calendar.span
    back = calendar.weeks(calendar.moments(weeks))
    assert (back <= weeks + 1e-9).all()
    # A minute of the busiest hour of Singles' Day.
    assert (weeks - back).max() < 4 * 2.5 / 7 / 24 / 60 * 3


def test_singles_day_is_four_times_an_equal_day(calendar):
    """11 November 2024 was a Monday, and so was the 18th."""
    starts = calendar.weeks(days("2024-11-11", "2024-11-12", "2024-11-18", "2024-11-19"))
    assert (starts[1] - starts[0]) / (starts[3] - starts[2]) == pytest.approx(4)


def test_the_spring_festival_is_quiet(calendar):
    """It began on 10 February 2024, a Saturday; a week later it was over."""
    starts = calendar.weeks(days("2024-02-10", "2024-02-11", "2024-02-17", "2024-02-18"))
    assert (starts[1] - starts[0]) / (starts[3] - starts[2]) == pytest.approx(0.4)


def test_months_are_added_within_the_shorter_month():
    moved = add_months(days("2024-01-31", "2023-01-31", "2024-03-15"), np.array([1, 1, 12]))
    assert moved.astype(str).tolist() == ["2024-02-29", "2023-02-28", "2025-03-15"]


def test_whole_months_between_days():
    starts = days("2024-01-31", "2024-01-31", "2024-01-15")
    months = _whole_months(starts, days("2024-02-28", "2024-02-29", "2025-01-14"))
    assert months.tolist() == [0, 1, 11]


# Baskets


def test_mean_number_of_lines():
    """Half of the orders go on to another line, up to six: 1 + 1/2 + ... + 1/32."""
    assert mean_lines() == pytest.approx(63 / 32)
    assert QUANTITIES.sum() == pytest.approx(1)


class OneCustomer:
    """What contributions are computed from."""

    price_sensitivity = np.zeros(1)
    favourite = np.zeros(1, dtype=int)
    return_factor = np.zeros(1)


def test_margin_by_hand_without_discounts():
    """Favourite at home: half of the lines cost 0.58, and each other category has a tenth of them."""
    spend = simulate.Spend(discount_rate=1e-12)
    margin, lost, back = contribution_rates(OneCustomer(), spend)
    assert len(CATEGORIES) == 6
    assert margin[0] == pytest.approx(1 - (0.5 * 0.58 + 0.1 * (0.48 + 0.45 + 0.66 + 0.6 + 0.62)))
    assert (lost[0], back[0]) == (0, 0)

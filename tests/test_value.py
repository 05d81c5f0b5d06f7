"""Customer value: hand values, the syllabus's numbers, identities against slow second ways, and refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmlib import clv, value

money = st.floats(0, 1e6)
share = st.floats(0, 1)
churn = st.floats(0.01, 1)
people = st.floats(1, 1e6)

# ----------------------------------------------------------------------------------------------------------
# Base and loyalty


def test_a_churn_of_15_per_cent_cut_to_12_75():
    effect = value.loyalty_effect(100, 15, churn_before=0.15, churn_after=0.1275)
    assert effect.customers_year_one == pytest.approx(102.25)
    assert effect.customers_long_run == pytest.approx(117.6, abs=0.05)
    assert effect.customer_growth_long_run == effect.profit_growth_long_run


def test_profit_plus_20_per_cent_needs_a_thin_profit_at_first():
    effect = value.loyalty_effect(100, 15, churn_before=0.15, churn_after=0.1275)
    first = value.implied_profit_share(effect.customer_growth_year_one, 0.20)
    long_run = value.implied_profit_share(effect.customer_growth_long_run, 0.20)
    assert (round(first, 2), round(long_run, 2)) == (0.11, 0.88)
    thin = value.loyalty_effect(100, 15, 0.15, 0.1275, profit_share=first)
    assert thin.profit_growth_year_one == pytest.approx(0.20)


@given(inflow=people, churn=churn)
def test_the_steady_base_stays_as_it_is(inflow, churn):
    base = value.steady_base(inflow, churn)
    assert value.base_after(base, inflow, churn) == pytest.approx(base)


@given(customers=people, inflow=people, churn=st.floats(0.05, 1))
def test_every_base_tends_to_the_steady_one(customers, inflow, churn):
    later = value.base_after(customers, inflow, churn, periods=1000)
    assert later == pytest.approx(value.steady_base(inflow, churn))


@given(customers=people, inflow=people, churn=st.floats(0.01, 0.99), periods=st.integers(0, 30))
def test_a_base_in_closed_form(customers, inflow, churn, periods):
    steady = inflow / churn
    closed = steady + (customers - steady) * (1 - churn) ** periods
    assert value.base_after(customers, inflow, churn, periods) == pytest.approx(closed)


@given(customers=people, inflow=people, before=churn, after=churn)
def test_loyalty_effect_against_the_base_year_by_year(customers, inflow, before, after):
    effect = value.loyalty_effect(customers, inflow, before, after)
    assert effect.customers_year_one == pytest.approx(value.base_after(customers, inflow, after))
    without = value.base_after(customers, inflow, before)
    assert effect.customers_year_one == pytest.approx(without * (1 + effect.customer_growth_year_one))
    assert effect.customers_long_run == pytest.approx(value.steady_base(inflow, after))
    same = value.loyalty_effect(customers, inflow, before, before)
    assert same.customer_growth_year_one == same.profit_growth_long_run == 0


def test_a_base_that_never_loses_anyone_settles_nowhere():
    with pytest.raises(ValueError, match="churn_rate must be a share above 0 and at most 1; got 0"):
        value.steady_base(15, 0)


# ----------------------------------------------------------------------------------------------------------
# Customer equity

EQUITY = dict(
    customers=1000, inflow=100, margin=100, retention_rate=0.8, discount_rate=0.1, acquisition_cost=150
)
equities = st.fixed_dictionaries(
    dict(
        customers=people,
        inflow=people,
        margin=st.floats(1, 1e4),
        retention_rate=st.floats(0, 0.95),
        discount_rate=st.floats(0.05, 0.5),
        acquisition_cost=st.floats(0, 1e4),
    )
)


def test_customer_equity_by_hand():
    present, future = 1000 * 80 / 0.3, 1000 * (110 / 0.3 - 150)
    assert value.customer_equity(**EQUITY) == pytest.approx(present + future)


def test_without_inflow_equity_is_customers_times_lifetime_value():
    equity = value.customer_equity(1000, 0, 100, 0.8, 0.1)
    assert equity == pytest.approx(1000 * clv.retention_clv(100, 0.8, 0.1))


@given(equities)
def test_equity_is_the_value_of_the_base_year_by_year(case):
    customers, flows = case["customers"], []
    for _ in range(600):
        customers = value.base_after(customers, case["inflow"], 1 - case["retention_rate"])
        flows.append(customers * case["margin"] - case["inflow"] * case["acquisition_cost"])
    slow = clv.npv_clv(flows, case["discount_rate"])
    costs = case["inflow"] * case["acquisition_cost"] / case["discount_rate"]
    equity = value.customer_equity(**case)
    assert equity == pytest.approx(slow, abs=1e-9 * (equity + 2 * costs))


DRIVERS = {
    "customers": "customers",
    "acquisition": "inflow",
    "margin": "margin",
    "acquisition_cost": "acquisition_cost",
    "retention": "retention_rate",
}


@given(equities)
def test_elasticities_are_what_a_small_change_does(case):
    equity = value.customer_equity(**case)
    gross = value.customer_equity(**case | {"acquisition_cost": 0})
    assume(equity > 0.05 * gross)
    elasticities = value.customer_equity_elasticities(**case)
    for field, argument in DRIVERS.items():
        up, down = (value.customer_equity(**case | {argument: case[argument] * k}) for k in (1.0001, 0.9999))
        expected = (up - down) / (0.0002 * equity)
        assert getattr(elasticities, field) == pytest.approx(expected, rel=1e-4, abs=1e-6)


@given(equities)
def test_elasticities_add_up(case):
    assume(value.customer_equity(**case) > 1)
    elasticities = value.customer_equity_elasticities(**case)
    assert elasticities.customers + elasticities.acquisition == pytest.approx(1)
    assert elasticities.margin + elasticities.acquisition_cost == pytest.approx(1)


def test_no_elasticity_of_a_base_that_is_worth_nothing():
    with pytest.raises(
        ValueError, match=r"customer equity must be above 0.*got margin 100, acquisition_cost 2000"
    ):
        value.customer_equity_elasticities(**EQUITY | {"acquisition_cost": 2000})


# ----------------------------------------------------------------------------------------------------------
# Contribution


def test_contribution_by_source_by_hand():
    sources = value.contribution_by_source(200, 260, 0.5, 20, 10, referred_contribution=15)
    assert sources == (80, 30, 10, 15)
    assert sources.total == 135


@given(money, money, share, money, money, st.floats(-1e6, 1e6))
def test_the_sources_sum_to_the_whole(first_spend, spend, margin_rate, first_cost, cost, referred):
    sources = value.contribution_by_source(first_spend, spend, margin_rate, first_cost, cost, referred)
    whole = value.customer_contribution(spend, margin_rate, orders=1, cost_per_order=cost) + referred
    assert sum(sources) == pytest.approx(whole, abs=1e-6)
    assert sources.total == pytest.approx(whole, abs=1e-6)


def test_contribution_by_hand():
    activities = dict(orders=20, returns=5, visits=4)
    costs = dict(cost_per_order=30, cost_per_return=60, cost_per_visit=150)
    assert value.customer_contribution(10_000, 0.3, **activities, **costs) == 1500
    # The small account that is visited as often costs more than it brings.
    assert value.customer_contribution(3_000, 0.3, **activities, **costs) == -600


def test_contribution_of_a_table_of_accounts():
    accounts = pd.DataFrame({"revenue": [10_000, 3_000], "orders": [20, 5]}, index=["a", "b"])
    earned = value.customer_contribution(
        accounts["revenue"], 0.3, orders=accounts["orders"], cost_per_order=30
    )
    assert earned.to_dict() == {"a": 2400.0, "b": 750.0}


# ----------------------------------------------------------------------------------------------------------
# Chains and quality


def test_value_chain_by_hand():
    assert (
        value.value_chain_margin(100, inbound_logistics=10, operations=45, service=8, infrastructure=12) == 25
    )
    every_activity = value.value_chain_margin(100, *range(1, 10))
    assert every_activity == 100 - 45


def test_margins_along_a_chain_by_hand():
    assert value.margins_along_chain([20, 50, 80], [15, 18, 22]) == [5, 12, 8]
    assert value.margins_along_chain(np.array([20.0]), pd.Series([25])) == [-5]


@given(st.lists(st.tuples(money, money), min_size=1))
def test_margins_along_a_chain_sum_to_the_last_price_less_all_costs(stages):
    prices, costs = zip(*stages, strict=True)
    margins = value.margins_along_chain(list(prices), list(costs))
    assert sum(margins) == pytest.approx(prices[-1] - sum(costs), abs=1e-6 * (1 + sum(prices) + sum(costs)))


def test_a_chain_needs_a_cost_for_each_price():
    with pytest.raises(ValueError, match="prices and costs must have the same length; got 2 and 1"):
        value.margins_along_chain([20, 50], [15])


def test_dpmo_by_hand():
    assert value.dpmo(defects=12, units=2000, opportunities=1) == pytest.approx(6000)
    assert value.dpmo(0, 10, 5) == 0
    assert value.dpmo(50, 10, 5) == pytest.approx(1_000_000)
    with pytest.raises(ValueError, match="defects must not exceed units × opportunities; got defects 51"):
        value.dpmo(51, 10, 5)


@pytest.mark.parametrize(
    ("defects_per_million", "sigma"),
    [(691_462, 1), (308_538, 2), (66_807, 3), (6_210, 4), (233, 5), (3.4, 6)],
)
def test_six_sigma_conversion_table(defects_per_million, sigma):
    assert value.sigma_level(defects_per_million) == pytest.approx(sigma, abs=0.005)


@given(sigma=st.floats(-3, 8), shift=st.floats(-2, 2))
def test_sigma_and_back(sigma, shift):
    # The share beyond sigma; erfc keeps its digits where 1 - erf loses them.
    defects_per_million = math.erfc(sigma / math.sqrt(2)) / 2 * 1e6
    assert value.sigma_level(defects_per_million, shift) == pytest.approx(sigma + shift, abs=1e-6)


@given(st.floats(min_value=1e-300, max_value=1e6, exclude_max=True))
def test_a_sigma_level_is_finite(defects_per_million):
    assert math.isfinite(value.sigma_level(defects_per_million))


def test_sigma_levels_of_many_processes():
    levels = value.sigma_level(np.array([[3.4, 66_807], [6_210, 233]]))
    np.testing.assert_allclose(levels, [[6, 3], [4, 5]], atol=0.005)
    labelled = value.sigma_level(pd.Series([66_807.0], index=["late"]), shift=0)
    assert labelled.round(2).to_dict() == {"late": 1.5}


@pytest.mark.parametrize("defects_per_million", [0, 1_000_000, -1])
def test_no_sigma_level_without_defects_or_without_success(defects_per_million):
    with pytest.raises(ValueError, match="dpmo must be a number above 0 and below 1000000; got"):
        value.sigma_level(defects_per_million)

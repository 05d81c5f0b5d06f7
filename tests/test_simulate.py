"""The simulated firm: keys, plausibility, the same values everywhere, sentences for bad input."""

import copy
import hashlib
import itertools
import pickle

import numpy as np
import pandas as pd
import pytest

from crmlib import simulate
from crmlib.satisfaction import kano_category, kano_classify, nps
from crmlib.simulate import files
from crmlib.simulate.names import FEATURES
from crmlib.simulate.tables import TABLES, TRUTH_TABLES, pandas_type, tables_of, truth_tables_of

DESCRIBED = TABLES | TRUTH_TABLES
START, END = pd.Timestamp("2023-01-01"), pd.Timestamp("2025-12-31 23:59")


@pytest.fixture(scope="module")
def firm():
    return simulate.firm(seed=7, customers=2000)


@pytest.fixture(scope="module")
def tables(firm):
    return files.frames(firm)


@pytest.fixture(scope="module")
def completed(firm):
    return firm.orders[firm.orders["status"] == "completed"]


# The same values everywhere


def digest(firm, edition):
    described = tables_of(edition) | truth_tables_of(edition)
    texts = [files.as_text(table, described[name]) for name, table in sorted(files.frames(firm).items())]
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("edition", "stored"), [(1, "734101f23952d487"), (2, "5f09745cf2c7c79e")])
def test_the_same_seed_gives_the_same_firm_on_every_platform(edition, stored):
    """Stored from Linux; a change of the firm on purpose changes it, nothing else may; the first stays."""
    assert digest(simulate.firm(seed=1, customers=200, edition=edition), edition) == stored


def test_another_seed_gives_another_firm():
    one, other = (simulate.firm(seed, customers=50, tables=["customers"]).customers for seed in (1, 2))
    assert (one["name"] != other["name"]).any()


def test_a_table_is_the_same_whichever_others_are_made():
    everything = simulate.firm(3, customers=60)
    for name in TABLES:
        alone = simulate.firm(3, customers=60, tables=[name]).tables
        assert list(alone) == [name]
        pd.testing.assert_frame_equal(alone[name], everything.tables[name])


def test_in_the_first_edition_campaigns_change_no_order_of_the_customers_own_accord():
    """Nor what is paid; in the second a discount for those who wait does, to the nearest price."""
    columns, given = ["customer_id", "date", "amount"], dict(customers=200, edition=1, tables=["orders"])
    with_campaigns = simulate.firm(3, **given).orders
    own = with_campaigns.loc[with_campaigns["campaign_id"].isna(), columns]
    without = simulate.firm(3, campaigns=(), **given).orders[columns]
    assert len(own) < len(with_campaigns)
    pd.testing.assert_frame_equal(own.reset_index(drop=True), without)


def test_a_parameter_keeps_the_luck_of_the_others():
    dear = simulate.firm(3, customers=100, tables=["orders"], spend=simulate.Spend(v=270.0)).orders
    usual = simulate.firm(3, customers=100, tables=["orders"]).orders
    assert dear["date"].equals(usual["date"])
    assert dear["amount"].sum() / usual["amount"].sum() == pytest.approx(2, abs=0.01)


# Keys and descriptions


@pytest.mark.parametrize("name", DESCRIBED)
def test_columns_types_and_words_are_those_described(tables, name):
    columns = DESCRIBED[name].columns
    assert tables[name].dtypes.to_dict() == {
        column.name: pd.Series([], dtype=pandas_type(column)).dtype for column in columns
    }
    for column in columns:
        assert column.missing or tables[name][column.name].notna().all(), column.name


@pytest.mark.parametrize("name", DESCRIBED)
def test_keys_identify_rows_and_lead_to_rows(tables, name):
    table, description = tables[name], DESCRIBED[name]
    assert len(table) > 0
    assert not table.duplicated(list(description.key)).any()
    for column, other in description.points_to.items():
        (key,) = DESCRIBED[other].key
        assert set(table[column].dropna()) <= set(tables[other][key]), column


@pytest.mark.parametrize(("seed", "customers"), [*itertools.product(range(3), (1, 2, 7))])
def test_the_smallest_firms_are_firms(seed, customers):
    firm = simulate.firm(seed, customers=customers)
    assert len(firm.customers) == customers
    assert len(firm.truth.expected_purchases()) == customers


def test_nothing_lies_outside_the_years(tables):
    renewals = tables["truth_customers"]["club_renews_on"].dropna()
    assert (renewals > END).all() and (renewals <= END + pd.DateOffset(years=1)).all() and len(renewals) > 10
    for name, table in tables.items():
        for column in table.select_dtypes("datetime"):
            if (name, column) not in {("accounts", "since"), ("truth_customers", "club_renews_on")}:
                times = table[column].dropna()
                assert (times.empty or times.min() >= START) and (times.empty or times.max() <= END), (
                    name,
                    column,
                )


def test_things_happen_in_order(firm):
    complaints, returns, surveys = firm.complaints, firm.returns, firm.surveys
    ordered = firm.orders.set_index("order_id")["date"]
    assert (complaints["received"] > ordered[complaints["order_id"]].to_numpy()).all()
    assert (complaints["answered"].dropna() >= complaints["received"][complaints["answered"].notna()]).all()
    closed = complaints["resolved"].notna()
    assert (complaints["resolved"][closed] >= complaints["answered"][closed]).all()
    assert (returns["returned"] > ordered[returns["order_id"]].to_numpy()).all()
    answered = surveys["answered"]
    assert (surveys["answered_on"].notna() == answered).all()
    assert (surveys["answered_on"][answered] >= surveys["sent"][answered]).all()
    assert surveys[["csat", "nps", "ces", "expected", "perceived"]].isna().all(axis=1).eq(~answered).all()
    spells = firm.subscriptions.sort_values(["customer_id", "start"])
    again = spells["customer_id"].eq(spells["customer_id"].shift())
    assert (spells["start"][again] > spells["end"].shift()[again]).all()
    joined = firm.customers.set_index("customer_id")["joined"]
    assert (spells["start"] >= joined[spells["customer_id"]].to_numpy()).all()
    referred = firm.customers.dropna(subset="referred_by")
    assert (joined[referred["referred_by"].astype(int)].to_numpy() <= referred["joined"]).all()


def test_who_bought_registered_on_the_day_of_the_first_order(firm, completed):
    first = completed.groupby("customer_id")["date"].min().dt.normalize()
    stated = firm.customers.set_index("customer_id")["first_purchase"].dropna()
    assert first.equals(stated.astype(first.dtype).rename("date"))


# The tables agree with each other


def test_orders_are_the_sums_of_their_lines(firm):
    sums = firm.order_lines.groupby("order_id")[["discount", "amount"]].sum().round(2)
    assert np.allclose(firm.orders[["discount", "amount"]], sums, atol=0.001)
    lines = firm.order_lines
    assert np.allclose(
        lines["quantity"] * lines["unit_price"] - lines["discount"], lines["amount"], atol=0.001
    )
    assert (lines["amount"] > 0).all()


def test_a_response_to_a_campaign_is_an_order(firm):
    members = firm.campaign_members
    responded = members.loc[members["responded"], ["campaign_id", "customer_id"]]
    placed = firm.orders.loc[firm.orders["campaign_id"].notna(), ["campaign_id", "customer_id"]]
    assert sorted(map(tuple, responded.to_numpy())) == sorted(map(tuple, placed.to_numpy()))
    assert (members["treated"] == (members["contacts"] > 0)).all()


def test_profit_after_a_campaign_is_the_margin_less_what_it_cost(firm):
    members = firm.campaign_members.merge(firm.campaigns, on="campaign_id")
    margin = firm.order_lines.groupby("order_id")["margin"].sum()
    earned = firm.orders.dropna(subset="campaign_id").assign(margin=lambda t: t["order_id"].map(margin))
    members = members.merge(earned[["campaign_id", "customer_id", "margin"]], how="left").fillna(
        {"margin": 0}
    )
    given = members["incentive"] * (members["responded"] & members["treated"])
    cost = members["contact_cost"] * members["contacts"]
    assert np.allclose(members["profit_after"], members["margin"] - given - cost, atol=0.006)


def test_points_never_run_below_zero_and_follow_orders(firm, completed):
    points = firm.points.assign(change=lambda t: t["points"].where(t["kind"] == "earned", -t["points"]))
    assert (points.groupby("customer_id")["change"].cumsum() >= 0).all()
    earned = points[points["kind"] == "earned"].set_index("order_id")["points"]
    assert (
        earned.sort_index().to_list()
        == np.floor(completed.set_index("order_id")["amount"]).sort_index().to_list()
    )
    expired = points[points["kind"] == "expired"]
    assert (expired["date"].dt.strftime("%m-%d") == "12-31").all()


def test_points_expire_a_year_after_the_year_in_which_they_were_earned(firm):
    """What was earned in 2023 is redeemed or expired by the end of 2024."""
    points = firm.points
    of_2023 = (
        points[(points["kind"] == "earned") & (points["date"] < "2024")]
        .groupby("customer_id")["points"]
        .sum()
    )
    used = (
        points[(points["kind"] != "earned") & (points["date"] < "2025")]
        .groupby("customer_id")["points"]
        .sum()
    )
    assert (used.reindex(of_2023.index).fillna(0) >= of_2023).all()


def test_cost_to_serve_counts_the_last_year(firm, completed):
    costs = firm.cost_to_serve
    recent = completed[completed["date"] >= "2025-01-01"]
    counted = costs[costs["activity"] == "web order"].set_index("customer_id")["count"]
    assert counted.to_dict() == recent[recent["channel"] == "web"].groupby("customer_id").size().to_dict()
    unit = firm.activities.set_index("activity")["unit_cost"]
    assert np.allclose(costs["cost"], costs["count"] * costs["activity"].map(unit).astype(float))


def test_accounts_are_the_sums_of_their_last_four_quarters(firm):
    quarters = firm.account_quarters.sort_values("quarter").groupby("account_id").tail(4)
    sums = quarters.groupby("account_id")[["revenue", "orders", "visits"]].sum()
    assert np.allclose(firm.accounts.set_index("account_id")[["revenue", "orders", "visits"]], sums)
    assert len(firm.accounts) == 40
    assert firm.accounts["name"].is_unique


def test_weekly_purchases_are_the_orders(firm, completed):
    weeks = firm.weekly_activity
    first = weeks["week"].min()
    assert set(weeks["week"].dt.day_name()) == {"Monday"}
    assert weeks["week"].nunique() == 52
    inside = completed[
        (completed["date"] >= first) & (completed["date"] < weeks["week"].max() + pd.Timedelta("7D"))
    ]
    joined = firm.customers.set_index("customer_id")["joined"]
    week = inside["date"].dt.to_period("W").dt.start_time
    counted = inside[week >= joined[inside["customer_id"]].to_numpy()]
    assert weeks["purchases"].sum() == len(counted)


def test_category_spend_is_at_least_what_was_spent_here(firm, completed):
    last_year = completed[completed["date"] >= "2025-01-01"].groupby("customer_id")["amount"].sum()
    spend = firm.truth.customers.set_index("customer_id")["category_spend"]
    assert (spend[last_year.index] >= last_year).all()


# Plausible to a marketing analyst


def test_figures_are_those_of_a_retailer(firm, completed):
    assert 2 <= completed.groupby("customer_id").size().median() <= 5
    assert 100 < completed["amount"].median() < 200
    assert 0.5 < top_share(completed.groupby("customer_id")["amount"].sum()) < 0.8
    assert 0.35 < firm.order_lines["margin"].sum() / firm.order_lines["amount"].sum() < 0.45
    assert 0.03 < len(firm.returns) / len(firm.order_lines) < 0.08
    assert 0.02 < len(firm.complaints) / len(completed) < 0.04
    assert firm.customers["age"].between(18, 85).all()
    assert 0.25 < (completed["channel"] == "store").mean() < 0.35
    hours = completed.loc[completed["channel"] == "store", "date"].dt.hour
    assert hours.between(10, 21).all()
    assert firm.customers["phone"].is_unique and firm.customers["email"].dropna().is_unique


def test_surveys_are_plausible(firm):
    answers = firm.surveys[firm.surveys["answered"]]
    assert 0.25 < firm.surveys["answered"].mean() < 0.4
    assert 10 < nps(answers["nps"].astype(int).to_list()) < 50
    assert 3.5 < answers["csat"].astype(float).mean() < 4.3
    assert firm.surveys["sent"].dt.strftime("%m-%d")[firm.surveys["kind"] == "relationship"].eq("03-15").all()


def test_kano_features_are_what_they_are(firm):
    answers = firm.kano_answers
    for number, (_, _, letter) in enumerate(FEATURES, start=1):
        mine = answers[answers["feature_id"] == number]
        found = kano_classify(mine["functional"].to_numpy(), mine["dysfunctional"].to_numpy())
        assert kano_category(found.tolist()) == letter


def test_the_busy_days_are_busy(completed):
    days = completed.groupby(completed["date"].dt.normalize()).size()
    around = days["2025-11-01":"2025-11-30"]
    assert around.idxmax() == pd.Timestamp("2025-11-11")
    assert completed["date"].dt.day_name().value_counts().idxmax() == "Saturday"


def test_without_seasons_the_clock_is_the_calendar():
    even = simulate.firm(1, customers=50, seasonality=None, tables=["orders"])
    dates = pd.to_datetime(["2023-01-08", "2024-12-31"])
    assert even.truth.weeks(dates) == pytest.approx([1, 730 / 7])


def top_share(values):
    """The part that the best fifth brings."""
    best = values.sort_values(ascending=False)
    return best.head(len(best) // 5).sum() / best.sum()


# Bad input


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (dict(seed="abc"), "seed must be a whole number of at least 0; got 'abc' (text)"),
        (dict(seed=-1), "seed must be a whole number of at least 0; got -1"),
        (dict(customers=0), "customers must be a whole number of at least 1; got 0"),
        (dict(customers=2.5), "customers must be a whole number of at least 1; got 2.5"),
        (
            dict(start="soon"),
            "start must be a day from 2018-01-01 to 2029-12-31, such as '2025-12-31'; got 'soon' (text)",
        ),
        (
            dict(end="2022-12-31"),
            "end must be 90 to 3653 days after start; got start 2023-01-01, end 2022-12-31",
        ),
        (dict(purchases=0.5), "purchases must be Purchases(...); got 0.5"),
        (dict(seasonality=simulate.Spend()), "seasonality must be Seasonality(...) or None; got Spend("),
        (dict(campaigns="C1"), "campaigns must be a tuple of Campaign(...); got 'C1' (text)"),
        (dict(campaigns=simulate.CAMPAIGNS[:1] * 2), "campaigns must differ in campaign_id; got C1, C1"),
        (dict(tables="orders"), "tables must be a list of names such as ['orders']; got 'orders' (text)"),
        (
            dict(tables=["order"]),
            "tables must hold names of simulate.TABLES; got 'order' (text); did you mean 'orders'?",
        ),
    ],
)
def test_bad_arguments_get_a_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError)) as problem:
        simulate.firm(**(dict(seed=1, customers=10) | arguments))
    assert sentence in str(problem.value)


@pytest.mark.parametrize(
    ("group", "arguments", "sentence"),
    [
        ("Purchases", dict(r=-1), "Purchases.r must be a number above 0; got -1"),
        ("Spend", dict(q=1), "Spend.q must be above 1"),
        ("Spend", dict(income_effect=2), "Spend.income_effect must be from -1 to 1"),
        (
            "Population",
            dict(female_share=58),
            "Population.female_share must be a share from 0 to 1; got 58 (for 58 %",
        ),
        ("Seasonality", dict(months=(1, 2)), "Seasonality.months must be a tuple of 12 numbers"),
        (
            "Seasonality",
            dict(weekdays=(1, 1, 1, 1, 1, 1, 0)),
            "each value of Seasonality.weekdays must be a number above 0",
        ),
        ("Satisfaction", dict(effect=0.9, price_effect=0.9), "are too large together"),
        ("Service", dict(complaint_rate=0.1), "Service.complaint_rate times the odds must stay below 0.2"),
        ("Service", dict(incidents=("delivery",)), "each incident of Service.incidents must be (touchpoint,"),
        (
            "Service",
            dict(incidents=(("delivery", "may", "june", 1),)),
            "each day of Service.incidents must be text such",
        ),
        ("Points", dict(least_redeemed=0.5), "Points.least_redeemed must be a whole number of at least 1"),
    ],
)
def test_bad_parameters_get_a_sentence(group, arguments, sentence):
    with pytest.raises((TypeError, ValueError)) as problem:
        getattr(simulate, group)(**arguments)
    assert sentence in str(problem.value)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (dict(start="spring"), "Campaign.start must be text such as '2024-11-11'; got 'spring' (text)"),
        (dict(kind="spam"), "Campaign.kind must be one of 'mail'"),
        (dict(campaign_id=1), "Campaign.campaign_id must be text; got 1"),
        (dict(recent=(0.5, 0.4, 0.2)), "the shares in Campaign.recent must add up to less than 1"),
        (dict(contacts=0), "Campaign.contacts must be a tuple of 1 numbers; got 0"),
        (dict(treated_share=1), "Campaign.treated_share must be a share above 0 and below 1"),
    ],
)
def test_bad_campaigns_get_a_sentence(arguments, sentence):
    good = dict(campaign_id="X", name="Test", kind="mail", channel="post", start="2024-05-01")
    with pytest.raises((TypeError, ValueError)) as problem:
        simulate.Campaign(**(good | arguments))
    assert sentence in str(problem.value)


def test_a_campaign_outside_the_years_is_left_out():
    firm = simulate.firm(1, customers=50, end="2024-06-30", tables=["campaigns"])
    assert firm.campaigns["campaign_id"].to_list() == ["C1"]


def test_a_missing_table_is_named():
    firm = simulate.firm(1, customers=5, tables=["orders"])
    with pytest.raises(AttributeError, match="made without the table 'surveys'; name it in tables="):
        _ = firm.surveys
    with pytest.raises(AttributeError, match="a firm has no table 'receipts'; its tables are customers, "):
        _ = firm.receipts


def test_a_firm_can_be_copied_and_pickled():
    firm = simulate.firm(1, customers=5, tables=["orders"])
    for again in (copy.deepcopy(firm), pickle.loads(pickle.dumps(firm))):
        pd.testing.assert_frame_equal(again.orders, firm.orders)
        assert again.truth.expected_purchases().equals(firm.truth.expected_purchases())


def test_more_customers_than_a_machine_holds_get_a_sentence():
    with pytest.raises(ValueError, match=r"^customers must be at most 100,000,000; got 10{30}$"):
        simulate.firm(1, customers=10**30)

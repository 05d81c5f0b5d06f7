"""Retention: published survival, lifelines, cohorts counted by hand, alert points, losses, and bad input."""

import datetime
import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES
from hypothesis import given
from hypothesis import strategies as st

from crmlib import datasets, retention
from crmlib._guard.tables import DataWarning

LIFELINES = json.loads(
    (Path(__file__).parent / "fixtures" / "lifelines_survival.json").read_text(encoding="utf-8")
)["curves"]

# Weeks in remission under 6-MP; 0: still in remission when last seen.
FREIREICH = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
FREIREICH_ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


# Seven purchases of four customers, and D's return.
ORDERS = pd.DataFrame(
    [
        ("A", "1997-01-05", 20.0),
        ("B", "1997-01-31 23:59", 10.0),
        ("A", "1997-02-01", 0.0),
        ("A", "1997-02-02", 30.0),
        ("C", "1997-02-10", 15.0),
        ("B", "1997-03-31", 10.0),
        ("D", "1997-03-01", -5.0),
        ("D", "1997-03-03", 25.0),
    ],
    columns=["customer_id", "date", "amount"],
)
ORDERS["date"] = pd.to_datetime(ORDERS["date"], format="ISO8601")

lifetimes = st.lists(
    st.tuples(st.integers(0, 30).map(lambda whole: whole / 2), st.integers(0, 1)), min_size=1, max_size=40
)


def columns(pairs):
    return [duration for duration, _ in pairs], [observed for _, observed in pairs]


def quiet(function, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return function(*args, **kwargs)


# ----------------------------------------------------------------------------------------------------------
# Survival


def events_only(curve):
    return curve[curve["events"] > 0]


def test_freireich_1963_survival():
    curve = events_only(retention.survival_curve(FREIREICH, FREIREICH_ENDED))
    assert curve["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve["events"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve["survival"].tolist() == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4
    )


def test_freireich_1963_log_log_limits():
    curve = events_only(retention.survival_curve(FREIREICH, FREIREICH_ENDED))
    lower = [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
    upper = [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
    assert curve["lower"].tolist() == pytest.approx(lower, abs=1e-4)
    assert curve["upper"].tolist() == pytest.approx(upper, abs=1e-4)


def test_freireich_1963_medians():
    assert retention.median_lifetime(FREIREICH, FREIREICH_ENDED) == (23, 13, math.inf)
    assert retention.median_lifetime(PLACEBO, [1] * 21) == (8, 4, 11)


@pytest.mark.parametrize("case", LIFELINES, ids=lambda case: f"{case['name']} {case['confidence']}")
def test_lifelines_0_30_3_survival(case):
    curve = retention.survival_curve(case["durations"], case["observed"], case["confidence"])
    for column in ("time", "at_risk", "events"):
        assert curve[column].tolist() == case[column]
    for column in ("survival", "lower", "upper"):
        np.testing.assert_allclose(curve[column], case[column], atol=1e-9)


@pytest.mark.parametrize("case", LIFELINES, ids=lambda case: f"{case['name']} {case['confidence']}")
def test_lifelines_0_30_3_medians(case):
    median = retention.median_lifetime(case["durations"], case["observed"], case["confidence"])
    assert median == tuple(math.inf if time is None else time for time in case["median"])


def test_scipy_survival_function():
    from scipy import stats

    sample = stats.CensoredData.right_censored(FREIREICH, np.array(FREIREICH_ENDED) == 0)
    theirs = stats.ecdf(sample).sf
    curve = retention.survival_curve(FREIREICH, FREIREICH_ENDED)
    np.testing.assert_allclose(curve["survival"], theirs.evaluate(curve["time"]))


def test_survival_by_hand():
    curve = retention.survival_curve([1, 2, 3, 4], [1, 0, 1, 0])
    assert curve.columns.tolist() == ["time", "at_risk", "events", "survival", "lower", "upper"]
    assert curve["survival"].tolist() == [3 / 4, 3 / 4, 3 / 8, 3 / 8]
    # exp(±1.96 √(1/12) / ln(4/3)) = 7.150 and 0.1399, as powers of 3/4
    assert curve["lower"][0] == pytest.approx(0.128, abs=5e-4)
    assert curve["upper"][0] == pytest.approx(0.961, abs=5e-4)


def test_censored_at_a_time_is_at_risk_at_it():
    assert retention.survival_curve([2, 2], [1, 0])["survival"].tolist() == [0.5]


def test_where_the_curve_is_one_or_zero_the_limits_are_it():
    curve = retention.survival_curve([1, 2], [0, 1])
    assert curve[["survival", "lower", "upper"]].to_numpy().tolist() == [[1, 1, 1], [0, 0, 0]]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_without_censoring_survival_is_the_share_that_stays_longer(durations):
    curve = retention.survival_curve(durations, [1] * len(durations))
    longer = [np.mean(np.array(durations) > time) for time in curve["time"]]
    np.testing.assert_allclose(curve["survival"], longer, atol=1e-12)


@given(lifetimes, st.floats(0.01, 0.99))
def test_survival_falls_and_its_limits_hold_it(pairs, confidence):
    durations, observed = columns(pairs)
    curve = retention.survival_curve(durations, observed, confidence)
    assert curve["time"].tolist() == sorted(set(durations))
    assert curve["events"].sum() == sum(observed)
    assert curve["at_risk"][0] == len(durations)
    assert (curve["survival"].diff().dropna() <= 0).all()
    assert not curve.isna().any().any()
    assert (curve["lower"] >= 0).all() and (curve["upper"] <= 1).all()
    assert (curve["lower"] <= curve["survival"]).all() and (curve["survival"] <= curve["upper"]).all()


@given(lifetimes, st.randoms(use_true_random=False))
def test_the_order_of_customers_does_not_count(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    pd.testing.assert_frame_equal(
        retention.survival_curve(*columns(pairs)), retention.survival_curve(*columns(mixed))
    )


def test_the_interval_covers():
    """In 1,000 samples of 100 customers, exponential lifetimes and censoring: S(10) = 0.5."""
    draws = np.random.default_rng(11)
    held = 0
    for _ in range(1000):
        life = draws.exponential(10 / math.log(2), 100)
        end = draws.uniform(5, 40, 100)
        curve = retention.survival_curve(np.minimum(life, end), life <= end)
        row = curve[curve["time"] <= 10].iloc[-1]
        held += row["lower"] <= 0.5 <= row["upper"]
    assert 930 <= held <= 970


def test_any_column_is_read():
    expected = retention.survival_curve(FREIREICH, FREIREICH_ENDED)
    for durations, observed in [
        (pd.Series(FREIREICH), pd.Series(FREIREICH_ENDED, dtype="boolean")),
        (pl.Series(FREIREICH), pl.Series(FREIREICH_ENDED).cast(pl.Boolean)),
        (np.array(FREIREICH, dtype=float), np.array(FREIREICH_ENDED) == 1),
        (tuple(FREIREICH), [flag == 1 for flag in FREIREICH_ENDED]),
    ]:
        pd.testing.assert_frame_equal(retention.survival_curve(durations, observed), expected)


@pytest.mark.parametrize(
    ("durations", "observed", "sentence"),
    [
        ([-1, 2], [1, 1], "each value of durations must be a number of at least 0; got -1"),
        ([math.nan, 2], [1, 1], "durations must be a number of at least 0; got nan"),
        (["six", 2], [1, 1], "durations must be a number of at least 0; got 'six'"),
        ([], [], "durations must be a column of numbers"),
        (6, 1, "durations must be a column of numbers"),
        ([1, 2], [1, 2], "observed must be 0 or 1"),
        ([1, 2], [1, math.nan], "observed"),
        ([1, 2], [1], "durations and observed must have the same length; got durations 2, observed 1"),
    ],
)
def test_bad_lifetimes_get_a_sentence(durations, observed, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        retention.survival_curve(durations, observed)


def test_a_confidence_in_per_cent_gets_a_sentence():
    with pytest.raises(ValueError, match=r"confidence must be a share .* got 95 \(for 95 %, write 0\.95\)"):
        retention.survival_curve([1], [1], confidence=95)


def test_without_events_the_median_is_infinite():
    assert retention.median_lifetime([1, 2, 3], [0, 0, 0]) == (math.inf, math.inf, math.inf)


def test_one_customer():
    curve = retention.survival_curve([4], [1])
    assert curve.to_numpy().tolist() == [[4, 1, 1, 0, 0, 0]]
    assert retention.median_lifetime([4], [1]).time == 4


def test_the_median_at_exactly_one_half():
    """3/4 × 2/3 is a hair off one half in floating point on some paths; the median is there all the same."""
    assert retention.median_lifetime([1, 2, 3, 4], [1, 1, 1, 1]).time == 2
    sixths = retention.survival_quantile(range(1, 50), [1] * 49, share=1 / 7)
    assert sixths.time == 7


@given(lifetimes, st.floats(0.05, 0.95))
def test_quantiles_are_ordered(pairs, share):
    found = retention.survival_quantile(*columns(pairs), share=share)
    assert found.lower <= found.time <= found.upper


# ----------------------------------------------------------------------------------------------------------
# Hazard


def test_hazard_by_hand():
    """One leaves after half a year, one after two; two are watched for two years."""
    table = retention.hazard_table([0.5, 2, 2, 2], [1, 1, 0, 0])
    assert table[["at_risk", "events"]].to_numpy().tolist() == [[4, 1], [3, 1]]
    assert table["exposure"].tolist() == [3.5, 3]
    assert table["hazard"].tolist() == pytest.approx([1 / 3.5, 1 / 3])


def test_yearly_hazard_of_whole_years_is_the_churn_rate():
    """1,000 customers, 369 leave in year one (Fader and Hardie 2007, Regular: 63.1 % survive), 163 in two."""
    durations = [1] * 369 + [2] * 163 + [2] * 468
    observed = [1] * 532 + [0] * 468
    table = retention.hazard_table(durations, observed)
    assert table["hazard"].tolist() == pytest.approx([0.369, 163 / 631])


def test_hazard_limits_agree_with_scipy():
    from scipy import stats

    table = retention.hazard_table([1, 2, 5, 5], [1, 1, 1, 0], width=3)
    exact = [stats.chi2.ppf(0.025, 4) / 2, stats.chi2.ppf(0.975, 6) / 2]
    assert table.loc[0, ["lower", "upper"]].tolist() == pytest.approx(
        [limit / table["exposure"][0] for limit in exact]
    )


def test_hazard_without_events_has_an_upper_limit():
    row = retention.hazard_table([2, 2], [0, 0], width=2).iloc[0]
    assert (row["hazard"], row["lower"]) == (0, 0)
    assert row["upper"] == pytest.approx(-math.log(0.025) / 4)


@given(lifetimes.filter(lambda pairs: max(columns(pairs)[0]) > 0), st.sampled_from([0.1, 0.3, 1, 7]))
def test_hazard_keeps_all_events_and_all_time(pairs, width):
    durations, observed = columns(pairs)
    table = retention.hazard_table(durations, observed, width)
    assert table["events"].sum() == sum(observed)
    assert table["exposure"].sum() == pytest.approx(sum(durations))
    assert not table.isna().any().any()
    assert (table["lower"] <= table["hazard"]).all() and (table["hazard"] <= table["upper"]).all()


def test_hazard_refuses_what_makes_no_table():
    with pytest.raises(ValueError, match="durations must not all be 0"):
        retention.hazard_table([0, 0], [1, 0])
    with pytest.raises(ValueError, match="width must leave at most 10000 intervals"):
        retention.hazard_table([40_001], [1], width=4)
    assert len(retention.hazard_table([40_000], [1], width=4)) == 10_000


# ----------------------------------------------------------------------------------------------------------
# Cohorts


def cells(table):
    frame = table if isinstance(table, pd.DataFrame) else pl.DataFrame(table).to_pandas()
    return frame.drop(columns=["cohort", "customers"]).to_numpy(dtype=float)


@pytest.mark.parametrize("engine", ENGINES)
def test_cohorts_by_hand(engine):
    table = quiet(retention.cohort_table, ENGINES[engine](ORDERS), amount="amount", as_of="1997-03-31")
    frame = table if isinstance(table, pd.DataFrame) else pl.DataFrame(table).to_pandas()
    assert frame.columns.tolist() == ["cohort", "customers", "0", "1", "2"]
    assert frame["cohort"].tolist() == ["1997-01", "1997-02", "1997-03"]
    assert frame["customers"].tolist() == [2, 1, 1]
    expected = [[1, 0.5, 0.5], [1, 0, math.nan], [1, math.nan, math.nan]]
    np.testing.assert_array_equal(cells(table), expected)


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        ("pandas", pd.DataFrame),
        ("polars", pl.DataFrame),
        ("polars lazy", pl.DataFrame),
        ("pyarrow", pa.Table),
    ],
)
def test_the_kind_of_frame_comes_back(engine, kind):
    frame = ENGINES[engine](ORDERS)
    assert isinstance(retention.cohort_table(frame), kind)
    assert isinstance(retention.purchase_gaps(frame), kind)


def test_what_was_not_observed_is_nan_and_what_did_not_happen_is_zero():
    table = retention.cohort_table(ORDERS, value="count").set_index("cohort")
    assert table.loc["1997-02", "1"] == 0
    assert math.isnan(table.loc["1997-02", "2"])


def test_returns_are_no_purchases():
    table = retention.cohort_table(ORDERS, amount="amount", value="count")
    assert table["customers"].sum() == 4
    gaps = retention.purchase_gaps(ORDERS, amount="amount")
    assert gaps[gaps["customer_id"] == "D"]["days"].tolist() == [28]
    assert retention.purchase_gaps(ORDERS).query("customer_id == 'D'")["days"].tolist() == [2, 28]


@pytest.mark.parametrize(
    ("period", "cohort", "columns_since"),
    [("day", "1997-01-05", 86), ("week", "1996-12-30", 14), ("quarter", "1997-Q1", 1)],
)
def test_periods(period, cohort, columns_since):
    table = retention.cohort_table(ORDERS, period=period, incomplete="keep")
    assert table["cohort"][0] == cohort
    assert cells(table).shape[1] == columns_since


def test_years():
    days = pd.to_datetime(["1999-12-31", "2000-02-29", "2001-12-31"])
    orders = pd.DataFrame({"customer_id": [1, 1, 2], "date": days})
    table = quiet(retention.cohort_table, orders, period="year")
    assert table["cohort"].tolist() == ["1999", "2001"]
    np.testing.assert_array_equal(cells(table), [[1, 1, 0], [1, math.nan, math.nan]])


def test_an_incomplete_last_period_is_left_out_with_a_warning():
    sentence = r"left out: the last month, 1997-03, which goes on after the last day, 1997-03-30"
    with pytest.warns(DataWarning, match=sentence) as caught:
        table = retention.cohort_table(ORDERS[ORDERS["date"] < "1997-03-31"], as_of="1997-03-30")
    assert caught[0].filename == __file__
    assert table["cohort"].tolist() == ["1997-01", "1997-02"]
    np.testing.assert_array_equal(cells(table), [[1, 0.5], [1, math.nan]])


def test_the_same_choice_said_is_silent():
    early = ORDERS[ORDERS["date"] < "1997-03-31"]
    dropped = quiet(retention.cohort_table, early, as_of="1997-03-30", incomplete="drop")
    kept = quiet(retention.cohort_table, early, as_of="1997-03-30", incomplete="keep")
    assert dropped["cohort"].tolist() == ["1997-01", "1997-02"]
    assert kept["cohort"].tolist() == ["1997-01", "1997-02", "1997-03"]


def test_rows_after_as_of_are_left_out_with_their_number():
    with pytest.warns(DataWarning, match="left out: 3 rows after as_of 1997-02-28"):
        table = retention.cohort_table(ORDERS, as_of="1997-02-28")
    assert table["customers"].tolist() == [2, 1]


def test_only_an_incomplete_period_gets_a_sentence():
    orders = pd.DataFrame({"customer_id": [1, 2], "date": pd.to_datetime(["1997-01-05", "1997-01-09"])})
    with pytest.raises(ValueError, match="date holds no complete month up to 1997-01-09"):
        retention.cohort_table(orders, incomplete="drop")
    table = quiet(retention.cohort_table, orders, incomplete="keep")
    assert table.to_numpy().tolist() == [["1997-01", 2, 1.0]]


def test_a_time_zone_counts_by_its_own_calendar_day():
    night = pd.to_datetime(["1997-01-31 23:30", "1997-03-31 12:00"]).tz_localize("Asia/Shanghai")
    table = retention.cohort_table(pd.DataFrame({"customer_id": [1, 1], "date": night}))
    assert table["cohort"].tolist() == ["1997-01"]
    assert retention.purchase_gaps(pd.DataFrame({"customer_id": [1, 1], "date": night}))["days"].tolist() == [
        59,
        0,
    ]


def test_columns_of_other_names():
    orders = ORDERS.rename(columns={"customer_id": "cohort", "date": "period", "amount": "paid"})
    table = retention.cohort_table(orders, customer="cohort", date="period", amount="paid")
    assert table["customers"].tolist() == [2, 1, 1]
    gaps = retention.purchase_gaps(orders.rename(columns={"cohort": "day"}), customer="day", date="period")
    assert gaps.columns.tolist() == ["day", "days", "observed"]


def test_a_frame_is_not_changed():
    before = ORDERS.copy()
    retention.cohort_table(ORDERS)
    retention.purchase_gaps(ORDERS)
    pd.testing.assert_frame_equal(ORDERS, before)


def test_cohorts_of_cdnow_add_up():
    orders = datasets.load_cdnow()
    table = quiet(retention.cohort_table, orders, value="count")
    assert table["customers"].sum() == orders["customer_id"].nunique() == 2357
    assert table["customers"].tolist() == table["0"].tolist() == [781, 857, 719]
    months = orders["date"].dt.to_period("M")
    assert np.nansum(cells(table)) == len(
        orders.assign(month=months)[["customer_id", "month"]].drop_duplicates()
    )
    june = orders[months == "1998-06"]["customer_id"].nunique()
    assert sum(cells(table)[row, 17 - row] for row in range(3)) == june


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.dates(datetime.date(1999, 11, 1), datetime.date(2001, 3, 31))),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
def test_cohorts_against_pandas(purchases, period):
    orders = pd.DataFrame(purchases, columns=["customer_id", "date"]).astype({"date": "datetime64[us]"})
    table = retention.cohort_table(orders, period=period, value="count", incomplete="keep")
    code = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[period]
    orders["period"] = orders["date"].dt.to_period(code).map(lambda label: label.ordinal)
    orders["cohort"] = orders.groupby("customer_id")["period"].transform("min")
    orders["since"] = orders["period"] - orders["cohort"]
    counts = orders.groupby(["cohort", "since"])["customer_id"].nunique()
    found = cells(table)
    last = orders["period"].max()
    for row, cohort in enumerate(sorted(orders["cohort"].unique())):
        for since in range(found.shape[1]):
            if cohort + since > last:
                assert math.isnan(found[row, since])
            else:
                assert found[row, since] == counts.get((cohort, since), 0)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)))
def test_a_shares_table_begins_with_one(day):
    orders = pd.DataFrame({"customer_id": [1, 2, 1], "date": [day, day, day]}).astype(
        {"date": "datetime64[us]"}
    )
    table = retention.cohort_table(orders, as_of=day, incomplete="keep")
    assert table["0"].tolist() == [1.0]
    assert table["customers"].tolist() == [2]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(customer="custmer_id"), "customer: transactions has no column 'custmer_id'.*did you mean"),
        (dict(date="amount"), "column 'amount' holds values of type float.*convert it to dates first"),
        (dict(amount="date"), "customer, date and amount must be three columns"),
        (dict(period="fortnight"), "period must be one of 'day', 'week', 'month', 'quarter', 'year'"),
        (dict(value="mean"), "value must be one of 'share', 'count'"),
        (dict(incomplete="ignore"), "incomplete must be one of 'drop', 'keep'"),
        (dict(as_of="1990-01-01"), "as_of is 1990-01-01, before the first date"),
        (dict(as_of="9999-12-31", period="day"), "period must leave at most 10000 columns"),
        (dict(transactions=ORDERS.iloc[:0]), "transactions has no rows"),
        (dict(transactions=ORDERS.assign(date=pd.NaT)), "date"),
        (dict(transactions=ORDERS.assign(date="1997-01-05")), "column 'date' holds text"),
        (dict(transactions=ORDERS.assign(customer_id=None)), "customer_id.* is missing in 8 rows"),
        (dict(transactions=ORDERS.assign(amount=math.nan), amount="amount"), "amount"),
        (dict(transactions=[1, 2]), "transactions must be a table"),
    ],
)
@pytest.mark.filterwarnings("ignore::crmlib._guard.tables.DataWarning")
def test_bad_transactions_get_a_sentence(change, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        retention.cohort_table(**{"transactions": ORDERS} | change)


# ----------------------------------------------------------------------------------------------------------
# Alert point


@pytest.mark.parametrize("engine", ENGINES)
def test_gaps_by_hand(engine):
    gaps = quiet(retention.purchase_gaps, ENGINES[engine](ORDERS), amount="amount", as_of="1997-03-31")
    frame = gaps if isinstance(gaps, pd.DataFrame) else pl.DataFrame(gaps).to_pandas()
    assert frame.to_numpy().tolist() == [
        ["A", 27, 1],
        ["A", 1, 1],
        ["A", 57, 0],
        ["B", 59, 1],
        ["B", 0, 0],
        ["C", 49, 0],
        ["D", 28, 0],
    ]


@pytest.mark.parametrize("engine", [lambda frame: frame, pl.from_pandas, pa.Table.from_pandas])
@pytest.mark.parametrize("kind", ["int64", "uint64"])
def test_neighbours_of_nineteen_digits_are_two_customers(engine, kind):
    # As floats both would be 2**60.
    people = np.array([2**60, 2**60 + 1], dtype=kind)
    rows = pd.DataFrame({"customer_id": people, "date": pd.to_datetime(["1997-01-01", "1997-01-11"])})
    gaps = retention.purchase_gaps(engine(rows), as_of="1997-01-31")
    assert [list(gaps[name].to_numpy()) for name in ("days", "observed")] == [[30, 20], [0, 0]]


def test_gaps_of_cdnow_add_up():
    orders = datasets.load_cdnow()
    gaps = retention.purchase_gaps(orders)
    days = orders.drop_duplicates(["customer_id", "date"])
    assert len(gaps) == len(days)
    assert (gaps["observed"] == 0).sum() == 2357
    assert gaps["observed"].sum() == len(days) - 2357
    watched = (orders["date"].max() - orders.groupby("customer_id")["date"].min()).dt.days
    assert gaps["days"].sum() == watched.sum()


def test_alert_point_by_hand():
    table = retention.alert_point([10, 20, 30, 25], [1, 1, 1, 0], share=0.6)
    assert table["alert_point"].tolist() == [30, 20]
    assert table["gaps"].tolist() == [4, 3]


def test_alert_point_without_open_gaps_is_the_naive_quantile():
    days = np.random.default_rng(4).integers(1, 60, 200)
    table = retention.alert_point(days, np.ones(200), share=0.9)
    assert table["alert_point"].nunique() == 1
    assert table["alert_point"][0] == np.quantile(days, 0.9, method="inverted_cdf")


def test_the_naive_alert_point_is_too_early_and_the_other_is_not():
    """Gaps are exponential with mean 30 days, so that 90 % end within 69.1; all are watched for 120 days."""
    draws = np.random.default_rng(8)
    days, observed = [], []
    for _ in range(2000):
        watched = 120.0
        while True:
            gap = draws.exponential(30)
            days.append(min(gap, watched))
            observed.append(gap <= watched)
            if gap > watched:
                break
            watched -= gap
    truth = 30 * math.log(10)
    table = retention.alert_point(days, observed, share=0.9)
    assert table["lower"][0] <= truth <= table["upper"][0]
    assert table["alert_point"][0] == pytest.approx(truth, abs=3)
    assert table["upper"][1] < truth - 10


def test_alert_point_of_cdnow():
    """More than a tenth of the gaps never close: no silence is unusual at 90 %. The naive point hides it."""
    gaps = retention.purchase_gaps(datasets.load_cdnow())
    table = retention.alert_point(gaps["days"], gaps["observed"])
    assert table["alert_point"].tolist() == [math.inf, 196]
    half = retention.alert_point(gaps["days"], gaps["observed"], share=0.5)
    assert half["alert_point"].tolist() == [93, 34]


def test_alert_point_needs_a_closed_gap():
    with pytest.raises(ValueError, match="observed must hold at least one 1"):
        retention.alert_point([3, 4], [0, 0])


def test_customer_alerts_by_hand():
    """Ann has two gaps and a long silence; Bob has none closed and takes the point of all: 20."""
    gaps = pd.DataFrame(
        {"customer_id": ["Bob", "Ann", "Ann", "Ann"], "days": [21, 50, 10, 20], "observed": [0, 0, 1, 1]}
    )
    table = retention.customer_alerts(gaps, share=0.5, least=2)
    assert table.to_numpy().tolist() == [["Ann", 2, "own", 20.0, 50, 1], ["Bob", 0, "pooled", 20.0, 21, 1]]
    assert retention.customer_alerts(gaps, share=0.5, least=3)["basis"].tolist() == ["pooled", "pooled"]


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=12), min_size=1, max_size=6).filter(
        lambda customers: any(len(days) > 1 for days in customers)
    ),
    st.sampled_from([0.5, 0.75, 0.8, 0.9]),
)
def test_customer_alerts_agree_with_the_curve(customers, share):
    rows = [
        (name, days, int(place < len(gaps) - 1))
        for name, gaps in enumerate(customers)
        for place, days in enumerate(gaps)
    ]
    gaps = pd.DataFrame(rows, columns=["customer_id", "days", "observed"])
    table = retention.customer_alerts(gaps, share=share)
    assert len(table) == len(customers)
    for _, row in table.iterrows():
        hers = gaps[gaps["customer_id"] == row["customer_id"]] if row["basis"] == "own" else gaps
        assert row["alert_point"] == retention.survival_quantile(hers["days"], hers["observed"], share).time
        assert row["alert"] == (row["silence"] > row["alert_point"])
        assert row["basis"] == "pooled" or math.isfinite(row["alert_point"])


def test_customer_alerts_give_the_kind_back():
    gaps = retention.purchase_gaps(pl.from_pandas(ORDERS), amount="amount")
    table = retention.customer_alerts(gaps, share=0.5, least=2)
    assert isinstance(table, pl.DataFrame)
    assert table["customer_id"].to_list() == ["A", "B", "C", "D"]
    assert table["closed_gaps"].to_list() == [2, 1, 0, 0]
    assert table["silence"].to_list() == [57, 0, 49, 28]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("A", 3, 1)], "one open gap .observed 0. of each customer; got 0 open gaps of 1 customers"),
        ([("A", 3, 0), ("A", 4, 0), ("B", 3, 1)], "one open gap"),
        ([("A", 3, 0)], "at least one closed gap"),
        ([("A", 3, 0), ("A", -4, 1)], "gaps column 'days' must be a number of at least 0; got -4"),
        ([("A", 3, 0), ("A", 4, 2)], "gaps column 'observed' must be 0 or 1; got 2"),
        ([("A", "x", 0)], "column 'days' holds text"),
    ],
)
def test_bad_gaps_get_a_sentence(rows, sentence):
    with pytest.raises(ValueError, match=sentence):
        retention.customer_alerts(pd.DataFrame(rows, columns=["customer_id", "days", "observed"]))


# ----------------------------------------------------------------------------------------------------------
# Loss and win-back


def test_churn_loss_by_hand():
    loss = retention.churn_loss(customers_lost=40, margin=100, clv=267, acquisition_cost=120)
    assert loss == (4000, 10_680, 4800)
    assert not any("total" in name for name in dir(loss))


def test_churn_loss_of_arrays_and_expressions():
    lost = np.array([40, 10])
    loss = retention.churn_loss(lost, margin=100, clv=267, acquisition_cost=120)
    np.testing.assert_array_equal(loss.lost_clv, [10_680, 2670])
    frame = pl.DataFrame({"lost": [40, 10]})
    symbolic = retention.churn_loss(pl.col("lost"), margin=100, clv=267, acquisition_cost=120)
    assert frame.select(symbolic.replacement_cost.alias("cost"))["cost"].to_list() == [4800, 1200]


def test_winback_by_hand():
    """0.2 × (150 - 20) - 5 = 21; if one in twenty comes back anyway, 7.5 less."""
    offer = dict(win_back_probability=0.2, second_lifetime_value=150, contact_cost=5, incentive=20)
    assert retention.winback_value(**offer) == pytest.approx(21)
    assert retention.winback_value(**offer, would_return=0.05) == pytest.approx(13.5)


def test_winback_limits():
    assert retention.winback_value(0, 150, contact_cost=5, incentive=20) == -5
    assert retention.winback_value(1, 150, contact_cost=0) == 150


@given(st.floats(1, 1e4), st.floats(0, 100), st.floats(0, 0.9), st.floats(0, 1))
def test_at_break_even_a_winback_is_worth_nothing(value, cost, incentive_share, would_return):
    offer = dict(
        second_lifetime_value=value,
        contact_cost=cost,
        incentive=incentive_share * value,
        would_return=would_return,
    )
    probability = retention.break_even_winback(**offer)
    if probability <= 1:
        assert retention.winback_value(probability, **offer) == pytest.approx(0, abs=1e-6)


def test_winback_of_arrays_is_that_of_each():
    chances = np.array([0.1, 0.2, 0.4])
    one_by_one = [retention.winback_value(chance, 150, contact_cost=5) for chance in chances]
    np.testing.assert_array_equal(retention.winback_value(chances, 150, contact_cost=5), one_by_one)


def test_an_incentive_above_the_value_gets_a_sentence():
    with pytest.raises(ValueError, match="incentive must be below second_lifetime_value"):
        retention.break_even_winback(second_lifetime_value=20, contact_cost=1, incentive=30)

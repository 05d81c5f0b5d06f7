"""Segmentation: cumulative-share classes, value and potential, life cycle, and the names of its parts."""

import datetime
import math
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib import datasets, segmentation
from crmlib._guard.tables import DataWarning
from crmlib.loyalty import share_of_wallet

MANY = settings(max_examples=100, deadline=None)
VALUES = st.lists(st.one_of(st.floats(0.01, 1e6), st.integers(1, 5)), min_size=1, max_size=40)
CUTS = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=4, unique=True).map(sorted)
LATER = pd.Timestamp("2026-03-31")


# ----------------------------------------------------------------------------------------------------------
# Cumulative-share classes


def test_abc_by_hand():
    assert segmentation.abc_classes([4, 50, 10, 30, 6]).tolist() == ["C", "A", "B", "A", "C"]


def test_the_two_boundaries_differ_by_the_customer_at_the_cut():
    values = [50, 30, 10, 6, 4]
    assert "".join(segmentation.abc_classes(values, boundary="reach")) == "AABCC"
    assert "".join(segmentation.abc_classes(values, boundary="within")) == "ABBCC"
    exactly = [70, 20, 10]
    for boundary in ("reach", "within"):
        assert "".join(segmentation.abc_classes(exactly, boundary=boundary)) == "ABC"


def test_one_large_customer_is_of_class_a():
    assert "".join(segmentation.abc_classes([95, 3, 2])) == "ACC"
    assert "".join(segmentation.abc_classes([95, 3, 2], boundary="within")) == "CCC"


def test_rounding_moves_no_one_over_a_cut():
    # 2.3 + 1.9 is seven tenths of 6.0, but the shares add up to 0.7 and a hair, in floats.
    values = np.array([2.3, 1.9, 1.8])
    assert (values / values.sum()).cumsum()[1] > 0.7
    assert "".join(segmentation.abc_classes(values, cuts=(0.7,), boundary="within")) == "AAB"


@MANY
@given(VALUES, CUTS)
def test_equal_values_share_a_class_and_larger_ones_are_in_no_worse(values, cuts):
    for boundary in ("reach", "within"):
        classes = segmentation.abc_classes(values, cuts, boundary)
        by_value = [letter for _, letter in sorted(zip(values, classes, strict=True), reverse=True)]
        assert by_value == sorted(by_value)
        assert len(set(zip(values, classes, strict=True))) == len(set(values))


@MANY
@given(VALUES, CUTS)
def test_a_reaches_its_cut_or_stays_within_it(values, cuts):
    reach, within = (segmentation.abc_table(values, cuts, boundary) for boundary in ("reach", "within"))
    assert reach["value_share"].iloc[:-1].cumsum().to_numpy() == pytest.approx(
        np.maximum(reach["value_share"].iloc[:-1].cumsum(), np.array(cuts) - 1e-6)
    )
    assert (within["value_share"].cumsum().to_numpy()[:-1] <= np.array(cuts) + 1e-6).all()


@MANY
@given(VALUES, CUTS)
def test_shares_of_classes_add_up_to_one(values, cuts):
    table = segmentation.abc_table(values, cuts)
    assert table["value_share"].sum() == pytest.approx(1)
    assert table["customer_share"].sum() == pytest.approx(1)
    assert table["customers"].sum() == len(values)
    assert len(table) == len(cuts) + 1


def test_abc_gives_back_the_kind_it_got():
    values = [50.0, 30.0, 10.0, 6.0, 4.0]
    series = segmentation.abc_classes(pd.Series(values, index=list("vwxyz")))
    assert series.to_dict() == dict(zip("vwxyz", "AABCC", strict=True))
    assert isinstance(segmentation.abc_classes(pl.Series(values)), pl.Series)
    assert isinstance(segmentation.abc_classes(pa.chunked_array([values])), pa.ChunkedArray)
    assert isinstance(segmentation.abc_classes(np.array(values)), np.ndarray)


@pytest.mark.parametrize("value", [0, -3])
def test_customers_without_value_are_refused_with_the_reason(value):
    with pytest.raises(
        ValueError, match=f"values must be above 0; got {value}: it has no share of the whole"
    ):
        segmentation.abc_classes([10, value, 5])


# ----------------------------------------------------------------------------------------------------------
# Value and potential


def test_potential_is_what_is_spent_elsewhere():
    assert segmentation.spend_potential(300, 1200) == 900
    assert segmentation.spend_potential(300, 300) == 0
    own, category = pd.Series([300.0, 50.0]), pd.Series([1200.0, 100.0])
    potential = segmentation.spend_potential(own, category)
    assert potential.tolist() == [900, 50]
    assert (1 - potential / category).tolist() == pytest.approx(share_of_wallet(own, category).tolist())


def test_potential_of_an_expression():
    frame = pl.DataFrame({"own": [300], "all": [1200]})
    assert frame.select(segmentation.spend_potential(pl.col("own"), pl.col("all"))).item() == 900


def test_estimated_potential_by_hand():
    table = segmentation.estimate_potential(
        [10, 20, 30, 40, 50, 5, 105], ["a"] * 5 + ["b"] * 2, quantile=0.5, min_peers=2
    )
    assert table["benchmark"].tolist() == [30] * 5 + [55] * 2
    assert table["potential"].tolist() == [20, 10, 0, 0, 0, 50, 0]
    assert table["peers"].tolist() == [5] * 5 + [2] * 2


def test_peers_by_a_table_of_features():
    features = pd.DataFrame({"region": ["n", "n", "s", "s"], "size": [1, 1, 1, 2]})
    for table in (features, pl.from_pandas(features)):
        found = segmentation.estimate_potential([10, 20, 30, 40], table, min_peers=2, few_peers="own")
        assert found["peers"].tolist() == [2, 2, 1, 1]
        assert found["benchmark"].tolist() == pytest.approx([19, 19, 30, 40])


def test_few_peers_are_compared_with_everyone_and_that_is_said():
    spend, peers = [10, 20, 30, 40, 50, 100], ["a"] * 5 + ["b"]
    with pytest.warns(DataWarning, match="1 customers have fewer than 5 peers"):
        warned = segmentation.estimate_potential(spend, peers, min_peers=5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chosen = segmentation.estimate_potential(spend, peers, min_peers=5, few_peers="everyone")
    assert warned.equals(chosen)
    assert chosen.loc[5, ["peers", "benchmark"]].tolist() == [6, 75]


@MANY
@given(
    st.lists(st.tuples(st.floats(0, 1e5), st.sampled_from("abc")), min_size=1, max_size=40),
    st.floats(0.5, 0.98),
)
def test_a_higher_benchmark_never_lowers_a_potential(rows, quantile):
    spend, peers = zip(*rows, strict=True)
    low, high = (
        segmentation.estimate_potential(spend, peers, q, few_peers="own")["potential"]
        for q in (quantile, 0.99)
    )
    assert (low >= 0).all()
    assert (high >= low - 1e-9).all()


def test_what_the_benchmark_cannot_see():
    # All split their wallets in half, so the truth is a potential equal to own spend; the estimate is not.
    rng = np.random.default_rng(7)
    wallet = rng.lognormal(5, 0.5, 5000)
    estimated = segmentation.estimate_potential(wallet / 2, ["all"] * 5000)["potential"]
    assert estimated.sum() != pytest.approx((wallet / 2).sum(), rel=0.05)
    assert (estimated == 0).mean() == pytest.approx(0.1, abs=0.001)


def test_grid_by_hand():
    table = segmentation.value_potential([900, 100, 800, 50], [50, 700, 600, 20], 500, 500)
    assert table["value_level"].tolist() == ["high", "low", "high", "low"]
    assert table["potential_level"].tolist() == ["low", "high", "high", "low"]
    assert table["cell"][1] == "low value, high potential"


def test_a_value_at_the_cut_is_high_and_the_default_cut_is_the_median():
    table = segmentation.value_potential([1, 2, 3], [3, 2, 1])
    assert table["value_level"].tolist() == ["low", "high", "high"]
    assert table["potential_level"].tolist() == ["high", "high", "low"]


@MANY
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)), min_size=1, max_size=40))
def test_the_four_cells_hold_everyone(rows):
    value, potential = zip(*rows, strict=True)
    summary = segmentation.value_potential_summary(value, potential)
    assert summary["customers"].sum() == len(rows)
    assert summary["value"].sum() == pytest.approx(math.fsum(value), abs=1e-3)
    assert summary["potential"].sum() == pytest.approx(math.fsum(potential), abs=1e-3)


# ----------------------------------------------------------------------------------------------------------
# Life cycle

# First and last purchase, spend before and now, on 2026-03-31; by hand.
CYCLE = [
    (None, None, 0, 0, "prospect"),
    ("2026-03-31", "2026-03-31", 0, 5, "new"),
    ("2025-12-31", "2026-03-01", 0, 5, "new"),
    ("2025-12-30", "2026-03-01", 0, 5, "growing"),
    ("2020-01-01", "2025-03-30", 0, 0, "lost"),
    ("2020-01-01", "2025-03-31", 100, 0, "declining"),
    ("2020-01-01", "2026-03-30", 100, 121, "growing"),
    ("2020-01-01", "2026-03-30", 100, 120, "mature"),
    ("2020-01-01", "2026-03-30", 100, 80, "mature"),
    ("2020-01-01", "2026-03-30", 100, 79, "declining"),
    ("2020-01-01", "2026-03-30", 0, 0, "declining"),
]


def stages(rows, **options):
    columns = (list(column) for column in zip(*(row[:4] for row in rows), strict=True))
    return segmentation.life_cycle_stage(*columns, as_of="2026-03-31", **options)


def test_life_cycle_by_hand():
    assert stages(CYCLE).tolist() == [row[4] for row in CYCLE]


def test_the_thresholds_are_arguments():
    assert stages([CYCLE[2]], new_days=30).tolist() == ["growing"]
    assert stages([CYCLE[4]], lost_days=400).tolist() == ["declining"]
    assert stages([CYCLE[7]], change=0.1).tolist() == ["growing"]


@st.composite
def customers(draw):
    """Dates and spends that do not contradict one another."""
    if draw(st.integers(0, 9)) == 0:
        return None, None, 0.0, 0.0
    since_first = draw(st.integers(0, 2000))
    since_last = draw(st.integers(0, since_first))
    first, last = (LATER - pd.Timedelta(days=days) for days in (since_first, since_last))
    return first, last, draw(st.floats(0, 1000)), draw(st.floats(0, 1000))


@MANY
@given(
    st.lists(customers(), min_size=1, max_size=20),
    st.integers(1, 200),
    st.integers(201, 800),
    st.floats(0, 1),
)
def test_each_customer_has_one_of_the_stages(rows, new_days, lost_days, change):
    found = stages(rows, new_days=new_days, lost_days=lost_days, change=change)
    assert set(found) <= {stage.name for stage in segmentation.LIFE_CYCLE}
    for (first, last, before, now), stage in zip(rows, found, strict=True):
        fits = {
            "prospect": first is None,
            "lost": first is not None and (LATER - last).days > lost_days,
            "new": first is not None and (LATER - first).days <= new_days,
            "growing": now > (1 + change) * before,
            "declining": now < (1 - change) * before or now == 0,
            "mature": True,
        }
        assert stage == next(name for name, fit in fits.items() if fit)


def test_the_stages_are_named_in_the_order_of_the_rules():
    names = [stage.name for stage in segmentation.LIFE_CYCLE]
    assert names == ["prospect", "lost", "new", "growing", "declining", "mature"]
    assert all("\u4e00" <= stage.chinese[0] <= "\u9fff" for stage in segmentation.LIFE_CYCLE)


def test_dates_of_any_kind():
    first = [None, "2026-02-20", "2023-05-01"]
    expected = ["prospect", "new", "growing"]
    columns = [
        pd.Series(pd.to_datetime(first)),
        pd.to_datetime(pd.Series(first)).to_numpy(),
        [value and datetime.date.fromisoformat(value) for value in first],
        pl.Series(first).str.to_date(),
    ]
    for column in columns:
        found = segmentation.life_cycle_stage(column, column, [0, 0, 10], [0, 5, 20], LATER, lost_days=2000)
        assert list(found) == expected
        assert isinstance(found, np.ndarray if isinstance(column, list) else type(column))


DAYS = [
    "2025-12-31",
    "2026-02-01",
    "2026-03-31T23:00",
    "2026-01-31",
    "2026-03-02",
    "2026-03-05",
    "2026-04-01",
]
ORDERS = pd.DataFrame(
    {
        "customer_id": ["Ann", "Ann", "Ann", "Bob", "Bob", "Cy", "Dee"],
        "date": pd.to_datetime(DAYS, format="ISO8601"),
        "amount": [10.0, 20.0, 40.0, 30.0, -5.0, -9.0, 50.0],
    }
)


def two_periods(orders=ORDERS):
    with pytest.warns(DataWarning, match="left out: 1 row after as_of 2026-03-31"):
        return segmentation.two_period_spend(orders, "2026-03-31", days=59)


def test_two_periods_by_hand():
    # The current period begins on 2026-02-01, the previous one on 2025-12-04.
    table = two_periods()
    assert table["customer_id"].tolist() == ["Ann", "Bob"]
    assert table["previous_spend"].tolist() == [10, 30]
    assert table["current_spend"].tolist() == [60, 0]
    assert table["first_purchase"].dt.date.astype(str).tolist() == ["2025-12-31", "2026-01-31"]
    assert table["last_purchase"].dt.date.astype(str).tolist() == ["2026-03-31", "2026-01-31"]


@pytest.mark.parametrize("kind", [pl.from_pandas, pa.Table.from_pandas])
def test_two_periods_on_other_engines(kind):
    ours, theirs = two_periods(), two_periods(kind(ORDERS))
    for name in ("customer_id", "previous_spend", "current_spend"):
        assert theirs[name].to_numpy().tolist() == ours[name].tolist()


def test_two_periods_stay_lazy():
    assert isinstance(two_periods(pl.from_pandas(ORDERS).lazy()), pl.LazyFrame)


def test_life_cycle_of_the_cdnow_customers():
    table = segmentation.two_period_spend(datasets.load_cdnow(), "1998-06-30", days=182)
    stage = segmentation.life_cycle_stage(
        table["first_purchase"],
        table["last_purchase"],
        table["previous_spend"],
        table["current_spend"],
        as_of="1998-06-30",
    )
    assert len(stage) == 2357
    assert "new" not in set(stage)
    assert (stage == "lost").sum() == (table["last_purchase"] < "1997-06-30").sum()


BAD = [
    (lambda: segmentation.abc_classes([1, 2], cuts=(0.9, 0.7)), "cuts must be 1 to 25 rising shares"),
    (lambda: segmentation.abc_classes([1, 2], cuts=(70, 90)), r"each value of cuts .*\(for"),
    (lambda: segmentation.abc_classes([1, 2], cuts=(0.7, 1)), "cuts must be 1 to 25 rising shares"),
    (lambda: segmentation.abc_classes([1, math.nan]), "each value of values"),
    (lambda: segmentation.abc_classes([1, 2], boundary="at"), "boundary must be one of"),
    (lambda: segmentation.spend_potential(300, 200), "category_spend must be at least own_spend"),
    (
        lambda: segmentation.estimate_potential([1, 2], ["a"]),
        "peers must be one label per value of own_spend, 2",
    ),
    (lambda: segmentation.estimate_potential([1, 2], ["a", None]), "peers is missing in 1 of 2 rows"),
    (
        lambda: segmentation.estimate_potential([1, 2], ["a", "b"], quantile=90),
        "quantile must be a share from 0.5",
    ),
    (lambda: segmentation.value_potential([1], [-1]), "each value of potential"),
    (lambda: segmentation.value_potential([1, 2], [1]), "same length"),
    (lambda: stages(CYCLE, new_days=365), "lost_days must exceed new_days"),
    (lambda: stages([("2026-04-01", "2026-04-01", 0, 5)]), "first_purchase must not lie after as_of"),
    (
        lambda: stages([("2026-02-01", "2026-01-01", 0, 5)]),
        "last_purchase must not lie before first_purchase",
    ),
    (lambda: stages([("2026-02-01", None, 0, 5)]), "must both be there or both be missing; see row 0"),
    (lambda: stages([(None, None, 0, 5)]), "must be 0 without first_purchase"),
    (lambda: stages([("last year", "2026-01-01", 0, 5)]), "each value of first_purchase must be a date"),
    (lambda: stages([(20260101, 20260101, 0, 5)]), "each value of first_purchase must be a date"),
    (lambda: stages([("2026-01-01", "2026-01-01", -1, 5)]), "each value of previous_spend"),
    (lambda: segmentation.life_cycle_stage([None], [None], [0], [0], as_of=None), "as_of must be a date"),
    (lambda: segmentation.two_period_spend(ORDERS, None), "as_of must be a date"),
    (lambda: segmentation.two_period_spend(ORDERS, "2020-01-01"), "before the first date"),
    (lambda: segmentation.two_period_spend(ORDERS.assign(amount=np.nan), "2026-03-31"), "amount"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()

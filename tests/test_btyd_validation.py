"""Rules of thumb and tables that set predictions beside what came: hand values, CDNOW, bad input."""

import datetime
import math
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import datasets, rfm
from crmlib.btyd import (
    BetaGeoBetaBernoulli,
    BetaGeoNBD,
    Hiatus,
    ModifiedBetaGeoNBD,
    PastRate,
    calibration_table,
    error_table,
    tracking_table,
)

HOLDOUT = dict(calibration_end="1997-09-30", observation_end="1998-06-30")
ENDLESS = BetaGeoNBD.from_parameters(r=7000, alpha=7000, a=1e-9, b=1)
histories = st.tuples(st.integers(0, 50), st.floats(0.01, 1), st.floats(0.1, 200))


@pytest.fixture(scope="module")
def orders():
    return datasets.load_cdnow()


@pytest.fixture(scope="module")
def split(orders):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return rfm.holdout_split(orders, **HOLDOUT)


@pytest.fixture(scope="module")
def model(split):
    return BetaGeoNBD().fit(split["frequency"], split["recency"], split["T"])


def predictions(split, **models):
    past = [split[name] for name in ("frequency", "recency", "T")]
    return {name: model.conditional_expected_purchases(39, *past) for name, model in models.items()}


# --- rules of thumb ------------------------------------------------------------------


@given(histories, st.floats(0, 100))
def test_past_rate_is_proportional_to_time_and_right_in_the_past(drawn, t):
    x, share, T = drawn
    past = (x, share * T if x else 0.0, T)
    assert PastRate().conditional_expected_purchases(T, *past) == pytest.approx(x)
    once, twice = (PastRate().conditional_expected_purchases(k * t, *past) for k in (1, 2))
    assert twice == pytest.approx(2 * once)


@given(histories, st.floats(0, 250), st.floats(0, 100))
def test_a_hiatus_cuts_the_past_rate(drawn, hiatus, t):
    x, share, T = drawn
    past = (x, share * T if x else 0.0, T)
    rule = Hiatus(hiatus)
    active = T - past[1] <= hiatus
    assert rule.probability_alive(*past) == float(active)
    expected = PastRate().conditional_expected_purchases(t, *past) if active else 0
    assert rule.conditional_expected_purchases(t, *past) == expected


def test_an_endless_hiatus_is_the_past_rate_and_a_new_customer_has_no_rate():
    past = [2, 0, 0], [20, 0, 0], [39, 39, 0]
    assert (
        Hiatus(1e9).conditional_expected_purchases(13, *past).tolist()
        == PastRate().fit(*past).conditional_expected_purchases(13, *past).tolist()
    )
    assert PastRate().conditional_expected_purchases(13, 0, 0, 0) == 0
    assert repr(Hiatus(26)) == "Hiatus(26)"
    assert type(Hiatus(26).probability_alive(2, 20, 39)) is float


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Hiatus(-1), "^hiatus must be a number of at least 0; got -1$"),
        (lambda: Hiatus(math.nan), "^hiatus must be a number of at least 0; got nan$"),
        (lambda: Hiatus(1).probability_alive(1, 5, 4), "^recency must not exceed T, .* got recency 5, T 4$"),
        (lambda: PastRate().fit(1, 5, 4), "^recency must not exceed T, .* got recency 5, T 4$"),
        (
            lambda: PastRate().conditional_expected_purchases(-1, 1, 2, 3),
            "^t must be a number of at least 0; got -1$",
        ),
    ],
)
def test_bad_rules(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


# --- tables --------------------------------------------------------------------------


def test_btyd_holdout_means_by_calibration_frequency(split):
    # The row "transactions actual" that R package BTYD prints for CDNOW, 39 and 39 weeks.
    table = calibration_table(
        split["frequency"], split["holdout_frequency"], predictions(split, rate=PastRate())
    )
    assert table["customers"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    actual = [0.2367116, 0.6970387, 1.392523, 1.560000, 2.532258, 2.947368, 3.862069, 6.359375]
    assert table["actual"].to_numpy() == pytest.approx(actual, rel=1e-6)


def test_fader_hardie_lee_correlation_of_actual_and_expected_purchases(split, model):
    """0.626 in the published table of the hold-out of weeks 40 to 78."""
    expected = predictions(split, model=model)["model"]
    assert round(split["holdout_frequency"].corr(pd.Series(expected)), 3) == 0.626


def test_the_model_is_near_and_the_rules_are_not(split, model):
    expected = predictions(split, model=model, rate=PastRate(), hiatus=Hiatus(26))
    table = calibration_table(split["frequency"], split["holdout_frequency"], expected)
    repeat = table[table["frequency"] > 0]
    assert (abs(repeat["model"] / repeat["actual"] - 1) < 0.26).all()
    assert (repeat["rate"] > 1.5 * repeat["actual"]).all()
    errors = error_table(split["holdout_frequency"], expected).set_index("prediction")
    assert errors["root_mean_squared_error"].idxmin() == "model"
    assert abs(errors["bias"]).idxmin() == "model"


def test_the_tables_add_up(split, model):
    expected = predictions(split, model=model, rate=PastRate())
    table = calibration_table(split["frequency"], split["holdout_frequency"], expected, most=3)
    assert table["frequency"].tolist() == [0, 1, 2, 3]
    assert table["customers"] @ table["actual"] == pytest.approx(split["holdout_frequency"].sum())
    assert table["customers"] @ table["model"] == pytest.approx(expected["model"].sum())
    errors = error_table(split["holdout_frequency"], expected).set_index("prediction")
    difference = expected["rate"].sum() - split["holdout_frequency"].sum()
    assert errors.loc["rate", "bias"] * len(split) == pytest.approx(difference)


def test_errors_by_hand():
    table = error_table([1, 3], pd.DataFrame({"a": [2.0, 3.0], "b": [0.0, 0.0]}))
    assert table["prediction"].tolist() == ["a", "b"]
    assert table["mean_absolute_error"].tolist() == [0.5, 2]
    assert table["root_mean_squared_error"].tolist() == pytest.approx([math.sqrt(0.5), math.sqrt(5)])
    assert table["bias"].tolist() == [0.5, -2]


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (dict(predictions=[1, 2]), TypeError, r"^predictions must be a dictionary of columns by name"),
        (dict(predictions={}), TypeError, r"^predictions must be a dictionary of columns by name"),
        (dict(predictions={"a": [1]}), ValueError, r"and predictions\['a'\] must have the same length; got"),
        (
            dict(predictions={"a": [1, -1]}),
            ValueError,
            r"^each value of predictions\['a'\] must be a number of",
        ),
        (dict(predictions={"a": [1, math.nan]}), ValueError, r"predictions\['a'\] must be .* got nan$"),
        (dict(actual=[1, -1]), ValueError, "^each value of actual must be a number of at least 0; got -1"),
        (dict(actual=[1, 2, 3]), ValueError, "must have the same length"),
    ],
)
def test_bad_tables(change, error, sentence):
    columns = dict(actual=[1, 2], predictions={"a": [1, 2]})
    with pytest.raises(error, match=sentence):
        error_table(**columns | change)
    with pytest.raises(error, match=sentence):
        calibration_table([1, 2], **columns | change)


@pytest.mark.parametrize("most", [0, -1, 1.5])
def test_bad_last_row(most):
    with pytest.raises(ValueError, match=rf"^most must be a whole number of at least 1; got {most}"):
        calibration_table([1, 2], [1, 2], {"a": [1, 2]}, most=most)


# --- tracking ------------------------------------------------------------------------


def tracked(model, orders, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return tracking_table(model, orders, **options)


def test_cdnow_is_tracked_for_78_weeks(orders, split, model):
    table = tracked(model, orders, **HOLDOUT)
    assert table["period"].tolist() == list(range(1, 79))
    assert table["end"].iloc[[0, 38, 77]].tolist() == [
        datetime.date(1997, 1, 7),
        datetime.date(1997, 9, 30),
        datetime.date(1998, 6, 30),
    ]
    assert table["actual_cumulative"].iloc[38] == split["frequency"].sum()
    assert table["actual_cumulative"].iloc[77] == split["frequency"].sum() + split["holdout_frequency"].sum()
    assert table["actual"].cumsum().tolist() == table["actual_cumulative"].tolist()
    assert table["expected"].cumsum().to_numpy() == pytest.approx(table["expected_cumulative"].to_numpy())


def test_expected_numbers_are_sums_over_customers(orders, split, model):
    table = tracked(model, orders, **HOLDOUT)
    by_customer = [model.expected_purchases(split["T"] + weeks).sum() for weeks in (0, 39)]
    assert table["expected_cumulative"].iloc[[38, 77]].to_numpy() == pytest.approx(by_customer)
    # The total of the hold-out is missed by less than a tenth.
    made = table["actual_cumulative"].iloc[77]
    assert table["expected_cumulative"].iloc[77] == pytest.approx(made, rel=0.1)


@pytest.mark.parametrize(
    "engine",
    [pl.from_pandas, lambda frame: pl.from_pandas(frame).lazy(), pa.Table.from_pandas],
    ids=["polars", "lazy", "pyarrow"],
)
def test_every_engine_is_tracked_alike(orders, model, engine):
    first = orders.head(500)
    pd.testing.assert_frame_equal(tracked(model, engine(first)), tracked(model, first))


def test_months_and_both_models(orders, model):
    months = tracked(model, orders, period="month", **HOLDOUT)
    assert len(months) == 17 and months["end"].iloc[0] == datetime.date(1997, 1, 31)
    modified = ModifiedBetaGeoNBD.from_parameters(r=0.52, alpha=6.18, a=0.89, b=1.61)
    assert len(tracked(modified, orders, **HOLDOUT)) == 78


def small(*days):
    return pd.DataFrame({"customer_id": [1, 1, 2], "date": pd.to_datetime(list(days)), "amount": [5.0, 5, 5]})


def test_newcomers_are_counted_or_left_out():
    rows = small("1997-01-01", "1997-01-09", "1997-01-13")
    end = dict(observation_end="1997-01-21")
    everyone = tracking_table(ENDLESS, rows, **end)
    # Two customers at one purchase a week, from days 0 and 12 to day 20.
    assert everyone["expected_cumulative"].iloc[-1] == pytest.approx(20 / 7 + 8 / 7, rel=1e-3)
    with pytest.warns(
        rfm.DataWarning, match=r"^left out: 1 customer.* first seen after calibration_end"
    ) as caught:
        seen = tracking_table(ENDLESS, rows, calibration_end="1997-01-10", **end)
    assert caught[0].filename == __file__
    assert seen["expected_cumulative"].iloc[-1] == pytest.approx(20 / 7, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (dict(model=PastRate()), TypeError, "^model must be a fitted model such as BetaGeoNBD; got"),
        (dict(period="year"), ValueError, "^period is longer than the time observed: 0.06 of a year$"),
        (
            dict(calibration_end="1996-01-01"),
            ValueError,
            "^calibration_end is 1996-01-01, before the first date",
        ),
        (
            dict(calibration_end="1999-01-01"),
            ValueError,
            "^calibration_end is 1999-01-01, not before the last",
        ),
        (dict(period="fortnight"), ValueError, "^period must be one of 'day', 'week'"),
        (dict(zero_orders="keep"), ValueError, "^zero_orders must be one of 'count', 'drop'; got 'keep'$"),
    ],
)
def test_bad_tracking(change, error, sentence):
    call = dict(model=ENDLESS, transactions=small("1997-01-01", "1997-01-09", "1997-01-13"))
    with pytest.raises(error, match=sentence):
        tracking_table(**call | dict(observation_end="1997-01-21") | change)


def test_an_unfitted_model_is_named():
    with pytest.raises(AttributeError, match=r"^BetaGeoNBD has no ._ yet: call fit first$"):
        tracking_table(BetaGeoNBD(), small("1997-01-01", "1997-01-09", "1997-01-13"))


def test_the_hold_out_of_cdnow_is_39_weeks(split):
    # 39 weeks and 39 weeks, with the purchases of a day counted as one.
    assert (len(split), split["frequency"].sum(), split["holdout_frequency"].sum()) == (2357, 2457, 1882)
    assert np.unique(split["holdout_length"]).tolist() == [39]


@pytest.mark.parametrize("name", ["frequency", "customers", "actual"])
def test_a_prediction_named_like_a_column(name):
    with pytest.raises(ValueError, match=rf"^predictions must not be named '{name}', a column of the table$"):
        calibration_table([0, 1], [1, 2], {name: [1, 2]})


def test_predictions_with_other_row_labels():
    actual = pd.Series([1, 2], index=[5, 6])
    predictions = {"a": pd.Series([1, 2], index=[6, 5])}
    sentence = r"^actual and predictions\['a'\] must have the same row labels \(index\); reset one of them$"
    with pytest.raises(ValueError, match=sentence):
        error_table(actual, predictions)
    with pytest.raises(ValueError, match=sentence.replace("actual", "frequency")):
        calibration_table(actual, [1, 2], predictions)
    assert error_table(actual, {"a": pd.Series([1, 2], index=[5, 6])})["bias"].tolist() == [0]


def test_predictions_in_a_polars_frame():
    table = error_table([0, 2], pl.DataFrame({"nothing": [0, 0], "one each": [1, 1]}))
    assert table["bias"].tolist() == [-1, 0]


@pytest.mark.parametrize(
    "model", [BetaGeoNBD, BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)]
)
def test_no_model_of_weeks_is_tracked(model):
    with pytest.raises(TypeError, match=r"^model must be a fitted model such as BetaGeoNBD; got "):
        tracking_table(model, small("1997-01-01", "1997-01-09", "1997-01-13"))


def test_a_far_end_of_observation_gets_a_sentence_at_once(orders):
    with pytest.raises(ValueError, match=r"^observation_end must leave at most 10,000 periods; got 417,576"):
        tracking_table(ENDLESS, orders, observation_end="9999-12-31")


def test_equal_times_are_computed_once(orders):
    asked = []

    class Counted(BetaGeoNBD):
        def expected_purchases(self, t):
            asked.append(len(t))
            return super().expected_purchases(t)

    model = Counted.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        table = tracking_table(model, orders, **HOLDOUT)
        expected = tracking_table(
            BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426), orders, **HOLDOUT
        )
    pd.testing.assert_frame_equal(table, expected)
    # 78 weeks times 84 days of birth, yet no more than the days from 1997-01-01 to 1998-06-30.
    assert asked == [546]

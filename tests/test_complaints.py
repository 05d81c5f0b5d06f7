"""Complaints on the clock: hand values, censoring, agreement with statsmodels."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from crmlib.service import complaints as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


START = pd.Timestamp("2026-03-01 08:00")


def after(hours):
    """A time so many hours after the start; None stays missing."""
    return [None if hour is None else START + pd.Timedelta(hours=hour) for hour in hours]


def test_complaint_times_by_hand():
    table = s.complaint_times(after([0, 1, 2]), after([3, None, 10]))
    assert table["hours"].tolist() == [3, 9, 8]
    assert table["closed"].tolist() == [True, False, True]


def test_a_complaint_closed_after_as_of_was_open_then():
    table = s.complaint_times(after([0, 1]), after([3, 10]), as_of=START + pd.Timedelta(hours=5))
    assert table["hours"].tolist() == [3, 4]
    assert table["closed"].tolist() == [True, False]


FORMS = {
    "text": lambda times: [None if time is None else time.isoformat(" ") for time in times],
    "pandas": pd.Series,
    "numpy": lambda times: pd.to_datetime(pd.Series(times)).to_numpy(),
    "polars": lambda times: pl.Series([None if time is None else time.to_pydatetime() for time in times]),
    "time zone": lambda times: pd.to_datetime(pd.Series(times)).dt.tz_localize("Asia/Shanghai"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_complaint_times_come_in_many_forms(form):
    opened, closed = after([0, 1, 2]), after([3, None, 10])
    expected = s.complaint_times(opened, closed)
    pd.testing.assert_frame_equal(s.complaint_times(form(opened), form(closed)), expected)


def test_all_complaints_may_be_open():
    table = s.complaint_times(after([0, 1]), [None, None], as_of=START + pd.Timedelta(hours=2))
    assert table["hours"].tolist() == [2, 1]
    assert not table["closed"].any()
    assert s.median_hours(after([0, 1]), [np.nan, np.nan]) == math.inf


def test_share_within_by_hand():
    """Closed after 2 and 30 hours, one open after 10: the open one counts until the tenth hour."""
    opened, closed = after([0, 0, 20]), after([2, 30, None])
    assert s.share_within(opened, closed, 24) == pytest.approx(1 / 3)
    assert s.share_within(opened, closed, 2) == pytest.approx(1 / 3)
    assert s.share_within(opened, closed, 1.9) == 0
    assert s.share_within(opened, closed, 30) == pytest.approx(1)
    assert s.share_within(opened, closed, 1000) == pytest.approx(1)
    assert s.median_hours(opened, closed) == 30


def test_a_target_beyond_what_was_watched_is_refused():
    with pytest.raises(ValueError, match=r"target_hours 24 is too long to judge: .* longest 3 hours"):
        s.share_within(after([0, 1]), after([2, None]), 24, as_of=START + pd.Timedelta(hours=4))


durations = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=2, max_size=30)


def watched(pairs):
    """Complaints all watched until hour 100; an open one was opened so many hours before."""
    hours, closed = zip(*pairs, strict=True)
    opened = after([100 - hour for hour in hours])
    ends = [START + pd.Timedelta(hours=100) if done else None for done in closed]
    return opened, ends, START + pd.Timedelta(hours=100)


@given(durations)
def test_the_clocks_agree_with_statsmodels(pairs):
    opened, ends, as_of = watched(pairs)
    hours, closed = (np.array(column) for column in zip(*pairs, strict=True))
    theirs = SurvfuncRight(hours, closed.astype(int))
    for time, survival in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert s.share_within(opened, ends, float(time), as_of) == pytest.approx(1 - survival)
    reached = theirs.surv_times[theirs.surv_prob <= 0.5 + 1e-12]
    assert s.median_hours(opened, ends, as_of) == (reached[0] if len(reached) else math.inf)


@given(durations, st.integers(0, 40))
def test_without_open_complaints_the_share_is_the_plain_share(pairs, target):
    opened, ends, as_of = watched([(hour, True) for hour, _ in pairs])
    plain = np.mean([hour <= target for hour, _ in pairs])
    assert s.share_within(opened, ends, target, as_of) == pytest.approx(plain)


def test_censoring_comes_near_the_truth_and_the_shortcuts_do_not():
    random = np.random.default_rng(15)
    opened, needed = random.uniform(0, 60, 4000), random.exponential(40, 4000)
    ends = [hour + need if hour + need <= 60 else None for hour, need in zip(opened, needed, strict=True)]
    found = s.share_within(after(opened), after(ends), 24, as_of=START + pd.Timedelta(hours=60))
    truth = 1 - math.exp(-24 / 40)
    closed_only = np.mean([need <= 24 for need, end in zip(needed, ends, strict=True) if end is not None])
    open_as_missed = np.mean([end is not None and need <= 24 for need, end in zip(needed, ends, strict=True)])
    assert found == pytest.approx(truth, abs=0.03)
    assert closed_only > truth + 0.2
    assert open_as_missed < truth - 0.05


def test_complaint_clocks_by_hand():
    opened, answered, resolved = after([0, 0, 20]), after([1, 4, 22]), after([2, 30, None])
    table = s.complaint_clocks(opened, answered, resolved, answer_target=2, resolve_target=24)
    assert table["clock"].tolist() == ["answer", "resolve"]
    assert table["open"].tolist() == [0, 1]
    assert table["share_within"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert table["median_hours"].tolist() == [2, 30]


def test_a_complaint_resolved_without_a_recorded_answer_was_answered_then():
    table = s.complaint_clocks(after([0, 0]), after([None, 1]), after([5, 6]), 5, 6)
    assert table["closed"].tolist() == [2, 2]
    assert table["share_within"].tolist() == pytest.approx([1, 1])


def test_both_clocks_are_watched_until_the_last_time_of_all():
    table = s.complaint_clocks(after([0, 0]), after([1, None]), after([9, None]), 5, 9)
    assert table.loc[0, "share_within"] == pytest.approx(0.5)

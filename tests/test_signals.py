"""Signals: by hand, identities, limits, bad input."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.service import signal_quality

rows = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60)), min_size=1, max_size=25)
START = pd.Timestamp("2026-01-01")


def columns_of(pairs):
    """Customers and dates of (customer, day)."""
    who, day = map(list, zip(*pairs, strict=True))
    return who, START + pd.to_timedelta(day, unit="D")


def test_by_hand():
    """Ann searches on the 1st, 5th and 30th and orders on the 10th; Bob orders unannounced, Cem looks."""
    signals = (["Ann", "Ann", "Ann", "Cem"], ["2026-03-01", "2026-03-05", "2026-03-30", "2026-03-02"])
    events = (["Ann", "Bob"], ["2026-03-10", "2026-03-11"])
    assert signal_quality(*signals, *events, within_days=14) == (4, 2, 0.5, 2, 1, 0.5, 9.0)
    assert signal_quality(*signals, *events, within_days=6) == (4, 1, 0.25, 2, 1, 0.5, 5.0)


def test_a_signal_on_the_day_itself_counts_and_leaves_no_time():
    found = signal_quality([1], ["2026-03-01 09:00"], [1], ["2026-03-01 21:00"], within_days=1)
    assert (found.precision, found.median_lead) == (1, 0.5)
    assert signal_quality([1], ["2026-03-01"], [1], ["2026-03-01"], within_days=0).median_lead == 0


def test_a_signal_after_the_event_announces_nothing():
    found = signal_quality([1], ["2026-03-02"], [1], ["2026-03-01"], within_days=30)
    assert (found.right, found.announced) == (0, 0) and math.isnan(found.median_lead)


@given(rows, rows, st.integers(0, 40))
def test_it_is_what_one_by_one_counting_gives(signals, events, within):
    if not {who for who, _ in signals} & {who for who, _ in events}:
        return
    found = signal_quality(*columns_of(signals), *columns_of(events), within)
    right = [any(w == c and 0 <= e - d <= within for w, e in events) for c, d in signals]
    leads = [[e - d for c, d in signals if c == w and 0 <= e - d <= within] for w, e in events]
    first = [max(lead) for lead in leads if lead]
    assert (found.signals, found.right, found.events, found.announced) == (
        len(signals),
        sum(right),
        len(events),
        len(first),
    )
    assert found.precision == np.mean(right) and found.recall == len(first) / len(events)
    assert found.median_lead == pytest.approx(np.median(first) if first else math.nan, nan_ok=True)


@given(rows, rows)
def test_more_time_finds_no_less(signals, events):
    if not {who for who, _ in signals} & {who for who, _ in events}:
        return
    short, long = (signal_quality(*columns_of(signals), *columns_of(events), days) for days in (5, 25))
    assert long.right >= short.right and long.announced >= short.announced


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(signal_customers=[1]), "signal_customers and signal_dates must have the same length"),
        (dict(event_dates=[None]), "event_dates is missing in 1 of 1 rows"),
        (dict(event_customers=[None]), "event_customers is missing in 1 of 1 rows"),
        (dict(signal_dates=["2026-03-01", "soon"]), "signal_dates must be a column of dates with times"),
        (
            dict(signal_dates=["2026-03-01T00:00+08:00", "2026-03-02T00:00+08:00"]),
            "signal_dates and event_dates must all have a",
        ),
        (dict(event_customers=["one"]), "event_customers has nobody of signal_customers; are the names of"),
        (dict(within_days=-1), "within_days must be a number of at least 0; got -1"),
    ],
)
def test_bad_input_gets_a_sentence(changes, sentence):
    usual = dict(
        signal_customers=[1, 2],
        signal_dates=["2026-03-01", "2026-03-02"],
        event_customers=[1],
        event_dates=["2026-03-05"],
        within_days=7,
    )
    with pytest.raises((TypeError, ValueError), match=sentence):
        signal_quality(**usual | changes)

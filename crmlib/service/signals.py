"""Signals of a need: how often one is right, how many needs it announces, and how long before."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import checked, nonnegative, one
from crmlib._guard.columns import read_single, refuse_lengths
from crmlib.service.complaints import _times
from crmlib.service.touchpoints import _labels


class SignalQuality(NamedTuple):
    """What a signal is worth as information."""

    signals: int
    right: int
    precision: float
    events: int
    announced: int
    recall: float
    median_lead: float


@checked(within_days=one(nonnegative))
def signal_quality(signal_customers, signal_dates, event_customers, event_dates, within_days):
    """How well signals announce what customers do afterwards: precision, recall and lead.

    Parameters
    ----------
    signal_customers, signal_dates : list, array or Series
        Who gave each signal, and when (dates with or without times): a search, a bad comment, a long gap.
    event_customers, event_dates : list, array or Series
        Who did what the signal is to announce, and when: an order, leaving.
    within_days : float
        How long a signal may come before the event (days).

    Returns
    -------
    SignalQuality
        A named tuple: `signals`, `right` (signals with an event of the same customer at the same time or
        within these days after it), `precision` (right over signals), `events`, `announced` (events with
        such a signal before them), `recall` (announced over events) and `median_lead` (days from the first
        such signal to the event, over the announced ones; missing if there are none).

    Raises
    ------
    TypeError, ValueError
        If columns differ in length or are empty, a date or a customer is missing, no customer is in both (so
        that the names may be of two kinds), or some dates have a time zone and others not.

    Notes
    -----
    .. math::

        \\text{precision} = \\frac{\\text{right}}{\\text{signals}} \\qquad
        \\text{recall} = \\frac{\\text{announced}}{\\text{events}}

    Several signals may announce one event, so `right` and `announced` differ. Set precision beside the share
    of arbitrary days that would have been right: frequent buyers order soon after anything. A signal that
    comes on the day itself leaves no time to act.

    Examples
    --------
    Two signals of three are followed within 14 days; one of the two orders was announced, 4 days before:

    >>> quality = signal_quality(
    ...     [1, 1, 2], ["2026-03-01", "2026-03-03", "2026-03-01"], [1, 3], ["2026-03-05", "2026-03-09"], 14)
    >>> quality.right, round(quality.precision, 2), quality.recall, quality.median_lead
    (2, 0.67, 0.5, 4.0)
    """

    signals, events = (
        _moments("signal", signal_customers, signal_dates),
        _moments("event", event_customers, event_dates),
    )
    pairs = signals.merge(events, on="customer", suffixes=("_signal", "_event"))
    if pairs.empty:
        raise ValueError("event_customers has nobody of signal_customers; are the names of one kind?")
    lead = _days(pairs["moment_event"], pairs["moment_signal"])
    pairs = pairs.assign(lead=lead)[(lead >= 0) & (lead <= read_single("within_days", within_days))]
    right, leads = pairs["row_signal"].nunique(), pairs.groupby("row_event")["lead"].max()
    return SignalQuality(
        len(signals),
        right,
        right / len(signals),
        len(events),
        len(leads),
        len(leads) / len(events),
        float(leads.median()) if len(leads) else np.nan,
    )


def _moments(name, customers, dates):
    """Customer, moment and number of each row."""
    import pandas as pd

    labels, place = _labels(f"{name}_customers", customers)
    moments = _times(f"{name}_dates", dates)
    refuse_lengths(**{f"{name}_customers": place, f"{name}_dates": moments})
    if moments.isna().any():
        raise ValueError(f"{name}_dates is missing in {int(moments.isna().sum())} of {len(moments)} rows")
    who = pd.Series(labels, dtype=object).to_numpy()[place]
    return pd.DataFrame({"customer": who, "moment": moments, "row": np.arange(len(place))})


def _days(later, earlier):
    import pandas as pd

    try:
        return (later - earlier) / pd.Timedelta(days=1)
    except TypeError:
        raise ValueError("signal_dates and event_dates must all have a time zone, or none") from None

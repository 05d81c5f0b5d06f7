"""Tests of crmlib.retention.revenue."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import rates
from crmlib.retention.revenue import revenue_bridge

rows = st.lists(st.tuples(*[st.integers(0, 1000)] * 2), min_size=1, max_size=30)


def test_five_customers_by_hand():
    bridge = revenue_bridge([100, 80, 50, 30, 0], [100, 40, 100, 0, 60])
    assert bridge == (260, 30, 40, 50, 60, 300)


@given(rows)
def test_the_steps_lead_from_start_to_end(pairs):
    before, after = (list(column) for column in zip(*pairs, strict=True))
    if not sum(before):
        return
    bridge = revenue_bridge(before, after)
    reached = bridge.start - bridge.churned - bridge.contraction + bridge.expansion + bridge.new
    assert reached == pytest.approx(bridge.end) and bridge.end == sum(after)


@given(rows)
def test_net_revenue_retention_is_what_the_customers_of_the_start_bring(pairs):
    before, after = (np.array(column) for column in zip(*pairs, strict=True))
    if not before.sum():
        return
    bridge = revenue_bridge(before, after)
    net = rates.net_revenue_retention(bridge.start, bridge.expansion, bridge.contraction, bridge.churned)
    gross = rates.gross_revenue_retention(bridge.start, bridge.contraction, bridge.churned)
    assert net == pytest.approx(after[before > 0].sum() / before.sum())
    assert gross == pytest.approx(np.minimum(before, after).sum() / before.sum()) and gross <= net + 1e-12


def test_a_series_will_do():
    assert revenue_bridge(pd.Series([10.0, 0.0]), pd.Series([0.0, 5.0])).new == 5


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="before and after must have the same length"):
        revenue_bridge([1, 2], [1])
    with pytest.raises(ValueError, match="before must hold some revenue"):
        revenue_bridge([0, 0], [1, 2])
    with pytest.raises(ValueError, match="after"):
        revenue_bridge([1, 2], [1, -2])

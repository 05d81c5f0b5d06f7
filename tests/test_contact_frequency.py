"""Contact frequency: hand values and the best number of contacts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.service import contact_frequency as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


def test_contacts_by_hand():
    assert [s.contact_gain(k, 80, 0.5) for k in range(4)] == pytest.approx([0, 40, 60, 70])
    assert s.contact_profit(3, 80, 0.5, 15) == pytest.approx(25)
    assert s.best_contacts(80, 0.5, 15) == 2
    assert s.best_contacts(80, 0.5, 40) == 0
    assert s.best_contacts(80, 0.5, 20) == 1  # the second brings just its cost
    assert s.best_contacts(0, 0.5, 1) == 0


@given(st.floats(0, 1000), st.floats(0.02, 0.98), st.floats(0.5, 50))
def test_no_other_number_of_contacts_earns_more(potential, taken, cost):
    best = s.best_contacts(potential, taken, cost)
    profits = s.contact_profit(np.arange(best + 20), potential, taken, cost)
    assert profits[best] == pytest.approx(profits.max(), abs=1e-6)


def test_contacts_of_many_equal_one_by_one():
    potentials = np.array([10.0, 80.0, 500.0])
    assert s.best_contacts(potentials, 0.5, 15).tolist() == [s.best_contacts(p, 0.5, 15) for p in potentials]
    assert s.contact_gain(2, potentials, 0.5).tolist() == [s.contact_gain(2, p, 0.5) for p in potentials]

"""Wallets: hand values, a law that is found again, the factor of Duan, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from crmlib.segmentation import wallet

RNG = np.random.default_rng(11)
OWN = pd.DataFrame({"spend": RNG.lognormal(5, 1, 4000), "orders": RNG.integers(1, 30, 4000)})
LAW = 4 * OWN["spend"] ** 0.8 * OWN["orders"] ** 0.3
TRUE = LAW * RNG.lognormal(0, 0.8, 4000)
PANEL = TRUE.where(np.arange(4000) % 3 == 0)


def test_a_law_without_noise_is_found_again():
    law = 3 * OWN["spend"] ** 0.5 / OWN["orders"]
    found = wallet.estimate_category_spend(OWN, law.where(OWN.index < 100))
    assert found == pytest.approx(law.to_numpy())


def test_who_is_in_the_panel_keeps_what_is_known():
    found = wallet.estimate_category_spend(OWN, PANEL)
    assert (found[::3] == TRUE[::3]).all() and (found > 0).all()


def test_smearing_makes_the_total_right_which_the_exponential_alone_does_not():
    others = PANEL.isna().to_numpy()
    found = wallet.estimate_category_spend(OWN, PANEL)[others]
    expected = (LAW * np.exp(0.8**2 / 2))[others].sum()
    assert found.sum() == pytest.approx(expected, rel=0.06)
    logs = LinearRegression().fit(np.log(OWN[~others]), np.log(PANEL[~others]))
    assert np.exp(logs.predict(np.log(OWN[others]))).sum() < 0.8 * expected


def test_the_unit_of_money_does_not_matter():
    found = wallet.estimate_category_spend(OWN, PANEL)
    assert wallet.estimate_category_spend(OWN, 7 * PANEL) == pytest.approx(7 * found)
    assert wallet.estimate_category_spend(OWN * 7, PANEL) == pytest.approx(found)


def test_profit_by_hand():
    assert wallet.development_profit(4000, 0.1, 0.25, 60) == pytest.approx(40)
    assert wallet.development_profit(4000, 0.1, 0.25, 60, active_probability=0) == -60


@given(st.floats(1, 1000), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_at_the_break_even_the_profit_is_nothing(cost, won, margin, active):
    potential = wallet.break_even_potential(cost, won, margin, active)
    assert wallet.development_profit(potential, won, margin, cost, active) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    "panel, sentence",
    [
        ([1.0] * 5 + [None] * 7, "at least 11 customers for 1 features; got 5"),
        ([1.0] * 11, "one value per row of features, 12; got 11"),
        ([None] * 12, "every value is missing"),
        ([0.0] * 12, "above 0"),
    ],
)
def test_a_panel_that_cannot_teach_is_refused(panel, sentence):
    with pytest.raises(ValueError, match=sentence):
        wallet.estimate_category_spend(OWN[["spend"]].head(12), panel)

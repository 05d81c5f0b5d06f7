"""Price gaps: like with like by hand, statsmodels, coverage, and what a mix of items hides."""

import numpy as np
import pandas as pd
import pytest

from crmlib.segmentation.fairness import price_gap


def made(gap, seed=1, customers=60, spread=0.05, of_customer=0.0):
    """Prices of three groups; the second pays more by a share, and buys dearer items."""
    rng = np.random.default_rng(seed)
    customer = np.repeat(np.arange(customers), 8)
    group = customer % 3
    item = np.where(group == 1, rng.integers(10, 25, len(customer)), rng.integers(0, 20, len(customer)))
    level = np.linspace(1, 4, 25)[item] + np.log1p(gap) * (group == 1)
    level = level + of_customer * rng.standard_normal(customers)[customer]
    price = np.exp(level + spread * rng.standard_normal(len(customer)))
    return pd.DataFrame(dict(customer=customer, group=group, item=item, price=price))


def gaps(table, **more):
    return price_gap(table["price"], table["group"], table["item"], **more).set_index("group")


def test_two_items_by_hand():
    """A tenth more for both items: a gap of exactly 0.1, without an error."""
    table = price_gap([100, 200, 110, 220], ["new", "new", "old", "old"], ["a", "b", "a", "b"])
    assert table.loc[0, ["gap", "lower", "upper", "p_value"]].tolist() == pytest.approx([0.1, 0.1, 0.1, 0])
    assert table["prices"].tolist() == [2]


def test_the_same_prices_leave_no_gap():
    table = price_gap([100, 200, 100, 200], ["new", "new", "old", "old"], ["a", "b", "a", "b"])
    assert table.loc[0, ["gap", "p_value"]].tolist() == pytest.approx([0, 1])


def test_the_mix_of_items_plays_no_part():
    """The second group pays twice as much on average, and the same for each item."""
    table = made(gap=0.0, spread=0.0)
    means = table.groupby("group")["price"].mean()
    assert means[1] > 2 * means[0]
    assert gaps(table)["gap"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_it_equals_statsmodels():
    import statsmodels.formula.api as smf

    table = made(gap=0.08, of_customer=0.05)
    fitted = smf.ols("np.log(price) ~ C(item) + C(group)", table).fit()
    ours = gaps(table, customers=table["customer"])
    assert np.log1p(ours["gap"]).tolist() == pytest.approx(
        [fitted.params[f"C(group)[T.{g}]"] for g in (1, 2)]
    )
    robust = fitted.get_robustcov_results(
        "cluster", groups=table["customer"], use_correction=False, use_t=True
    )
    places = [robust.model.exog_names.index(f"C(group)[T.{group}]") for group in (1, 2)]
    half = (np.log1p(ours["upper"]) - np.log1p(ours["lower"])) / 2
    clusters = table["customer"].nunique()
    from scipy.stats import t

    errors = half / t.ppf(0.975, clusters - 1) / np.sqrt(clusters / (clusters - 1))
    assert errors.tolist() == pytest.approx(robust.bse[places].tolist(), rel=1e-6)


def test_nineteen_of_twenty_intervals_hold_the_gap():
    """Where a customer's prices go together, the interval over customers holds, one over rows does not."""
    held = {"customers": 0, "rows": 0}
    for seed in range(200):
        table = made(gap=0.1, seed=seed, of_customer=0.1)
        for name, more in (("customers", dict(customers=table["customer"])), ("rows", {})):
            found = gaps(table, **more).loc[1]
            held[name] += found["lower"] <= 0.1 <= found["upper"]
    assert held["customers"] >= 180
    assert held["rows"] < 160


def test_the_reference_turns_the_gap_round():
    table = made(gap=0.1)
    one, other = gaps(table).loc[1, "gap"], gaps(table, reference=1).loc[0, "gap"]
    assert (1 + one) * (1 + other) == pytest.approx(1)
    assert gaps(table, reference=np.int64(1)).loc[0, "gap"] == other


def test_a_unit_of_money_and_the_order_of_rows_play_no_part():
    table = made(gap=0.05)
    shuffled = table.sample(frac=1, random_state=3).assign(price=lambda rows: rows["price"] * 100)
    pd.testing.assert_frame_equal(gaps(table), gaps(shuffled))


BAD = [
    (dict(prices=[0, 1, 1, 1]), "each value of prices must be a number above 0"),
    (dict(prices=[1, 1, 1]), "same length"),
    (dict(groups=["a"] * 4), "groups must hold two groups or more"),
    (dict(groups=["a", None, "b", "b"]), "groups is missing in 1 of 4 rows"),
    (dict(items=["x", "x", "y", "y"]), "items must be shared"),
    (dict(customers=[1, 2]), "same length"),
    (dict(customers=[1, 2, 3, None]), "each value of customers must be a name"),
    (dict(customers=[1, 1, 2, 3]), "two or more in each group.* group 'a'.* has 1"),
    (dict(items=["x", "y", "x", "z"]), "two or more in each group"),
    (dict(items="x"), "items must be a column of labels"),
    (dict(reference="c"), "reference must be one of the groups a, b; got 'c'"),
    (dict(confidence=95), "confidence"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_bad_input_gets_a_sentence(change, sentence):
    good = dict(prices=[1, 2, 1, 2], groups=["a", "a", "b", "b"], items=["x", "y", "x", "y"])
    with pytest.raises((TypeError, ValueError), match=sentence):
        price_gap(**good | change)

"""The prices in the decision of chapter 14 are what is true of the firm and the chain."""

import itertools

import pytest

from crmlib import datasets
from crmlib.workbook.banks import touchpoints as asked
from crmlib.workbook.keys import touchpoints as keys


@pytest.fixture(scope="module")
def tables():
    return dict(
        measures=asked.all_measures(),
        calls=asked.calls_of_the_year(),
        touchpoints=asked.visits(),
        complaints=asked.complaints_by_class(),
    )


def prices():
    draws = [asked.measures.draws[name] for name in ("hang_up", "unhappy", "call")]
    return itertools.product(*((draw.low, draw.high) for draw in draws))


def test_what_bad_handling_costs_and_what_a_customer_is_worth():
    firm = datasets.load_firm()
    table = asked.complaints_by_class()
    which = table.loc[~table["well_handled"], "complaint_id"]
    bad = firm.complaints[firm.complaints["complaint_id"].isin(which)]
    assert bad["customer_id"].map(firm.truth.recovery_gains()).mean() == pytest.approx(keys.LOSS, abs=0.5)
    active = firm.truth.customers["active"].to_numpy()
    assert firm.truth.expected_value()[active].mean() == pytest.approx(keys.WORTH, abs=0.5)


def test_nobody_leaves_after_a_first_order_and_only_later_complaints_count():
    firm, table = datasets.load_firm(), asked.complaints_by_class()
    left = firm.complaints["customer_id"].map(firm.truth.customers.set_index("customer_id")["left_on"])
    ordered = firm.complaints["order_id"].map(firm.orders.set_index("order_id")["date"])
    at_once = left.dt.normalize() == ordered.dt.normalize()
    counted = firm.complaints["complaint_id"].isin(table["complaint_id"])
    assert not at_once[~counted].any()
    assert at_once[counted].any()


def test_trouble_comes_and_falls_as_the_prompt_says():
    truth = asked.other_chain().truth
    incidents = truth.incident_sizes()
    assert len(incidents) / (8 * 2) == keys.TROUBLE
    watch = truth.watch(sigmas=1.96)
    assert (watch["usual"] - watch["satisfied"]).mean() == pytest.approx(keys.FALL, abs=0.02)
    assert watch["weeks_saved"].between(3.7, keys.SAVED).all()
    assert watch["false_alarms"].mean() == pytest.approx(52 * keys.RATE, rel=0.05)


def test_the_usual_shares_are_the_true_ones_within_chance():
    usual = asked.other_chain().truth.usual().set_index("touchpoint")
    answers = 13 * usual["answers"]
    error = (usual["satisfied"] * (1 - usual["satisfied"]) / answers) ** 0.5
    assert (abs(asked.usual_shares() - usual["satisfied"]) < 3.5 * error).all()


@pytest.mark.parametrize("drawn", list(prices()))
def test_the_policy_is_near_the_best_and_slips_are_not(tables, drawn):
    numbers = tables | dict(zip(("hang_up", "unhappy", "call"), drawn, strict=True))
    profit = keys._true_profit(**numbers)
    reference = profit[keys._policy(**numbers)].sum()
    assert reference > 0.98 * profit[profit > 0].sum()
    for slip in keys.measures.slips:
        assert profit[list(slip.wrong(**numbers))].sum() < 0.97 * reference, slip.message


def test_each_measure_pays_somewhere_and_loses_somewhere(tables):
    profit = keys._true_profit(hang_up=11, unhappy=2, call=13, **tables)
    kind = asked.all_measures().set_index("measure_id")["kind"]
    for _, part in profit.groupby(kind):
        assert part.max() > 0 > part.min()

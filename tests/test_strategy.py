"""The strategy table: the five rows, rules and precedence, what a change of precedence does, bad input."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.segmentation import strategy

MANY = settings(max_examples=100, deadline=None)
ROWS = [row.row for row in strategy.STRATEGY_TABLE]
LOYAL_FIRST = ("loyal", "strategic", "large", "growth", "low")
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": [11, 12, 13, 14, 15, 16],
        "profit": [5000, 1500, 400, 50, 1000, 99.99],
        "tenure_years": [1, 6, 2, 5, 3, 0],
        "orders": [30, 12, 6, 4, 4, 1],
        "potential": [0, 2000, 300, 100, 1000, 0],
        "strategic": [False, False, False, False, True, False],
    }
)


def base(seed=0, customers=2000):
    """A base in which the rows overlap and leave a remainder."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "profit": rng.lognormal(5, 1.5, customers) - 60,
            "tenure_years": rng.exponential(3, customers),
            "orders": rng.poisson(4, customers),
            "potential": rng.lognormal(5.5, 1.3, customers),
            "strategic": rng.random(customers) < 0.02,
        }
    )


def test_the_five_rows_in_english():
    table = [(row.segment, row.relationship, row.strategy, row.focus) for row in strategy.STRATEGY_TABLE]
    assert table == [
        ("profitable large customers", "ordinary", "keep", "convenience and efficiency"),
        ("loyal long-standing customers", "partnership", "keep", "participation and communication"),
        ("customers with growth potential", "close or loose", "develop", "depends on behaviour pattern"),
        (
            "strategically significant customers",
            "close or partnership",
            "develop",
            "depends on development potential",
        ),
        (
            "low-value customers",
            "loose or none",
            "maintain or leave alone",
            "depends on the firm's needs and the market",
        ),
    ]


def test_the_five_rows_in_chinese():
    table = [
        (row.segment_chinese, row.relationship_chinese, row.strategy_chinese, row.focus_chinese)
        for row in strategy.STRATEGY_TABLE
    ]
    assert table == [
        ("盈利的大客户", "一般关系", "保持", "便利与效率"),
        ("忠诚的老客户", "伙伴关系", "保持", "参与和沟通"),
        ("有增值潜力的客户", "密切或松散", "发展", "根据行为模式而定"),
        ("有战略意义的客户", "密切或伙伴", "发展", "根据发展潜力而定"),
        ("低价值客户", "松散或无", "维持或放任", "根据企业需要和市场变化而定"),
    ]


def test_the_table_to_look_at():
    assert strategy.strategy_table().shape == (5, 9)
    assert strategy.strategy_table("chinese").columns.tolist() == [
        "row",
        "segment_chinese",
        "relationship_chinese",
        "strategy_chinese",
        "focus_chinese",
    ]
    assert strategy.strategy_table("english")["segment"].tolist() == [
        r.segment for r in strategy.STRATEGY_TABLE
    ]


def test_rows_by_hand():
    table = strategy.assign_strategy(CUSTOMERS)
    assert table["strategy_row"].tolist() == ["large", "large", "none", "loyal", "strategic", "low"]
    assert table["rows_fitting"].tolist() == [1, 3, 0, 2, 4, 1]
    assert table["also_fits"].tolist() == ["", "loyal, growth", "", "low", "large, loyal, growth", ""]
    assert table["customer_id"].tolist() == CUSTOMERS["customer_id"].tolist()


def test_every_row_of_the_table_has_a_rule_and_a_reason():
    assert {rule.row for rule in strategy.STRATEGY_RULES} == set(ROWS) == set(strategy.PRECEDENCE)
    assert all(rule.reason for rule in strategy.STRATEGY_RULES)


@pytest.mark.parametrize("kind", [pl.from_pandas, pa.Table.from_pandas])
def test_other_frames_come_back_as_they_went(kind):
    table = strategy.assign_strategy(kind(CUSTOMERS))
    assert type(table) is type(kind(CUSTOMERS))
    ours = strategy.assign_strategy(CUSTOMERS)
    assert table["strategy_row"].to_numpy().tolist() == ours["strategy_row"].tolist()


def test_a_filtered_frame_keeps_its_customers():
    table = strategy.assign_strategy(CUSTOMERS[CUSTOMERS["profit"] > 500])
    assert table["customer_id"].tolist() == [11, 12, 15]
    assert table["strategy_row"].tolist() == ["large", "large", "strategic"]


@settings(max_examples=25, deadline=None)
@given(st.permutations(ROWS), st.integers(0, 2**32 - 1))
def test_the_precedence_decides_only_among_the_rows_that_fit(precedence, seed):
    customers = base(seed, 200)
    table, default = (
        strategy.assign_strategy(customers, precedence=p) for p in (precedence, strategy.PRECEDENCE)
    )
    assert table["rows_fitting"].tolist() == default["rows_fitting"].tolist()
    fitting = [
        {row, *others.split(", ")} - {""}
        for row, others in zip(table["strategy_row"], table["also_fits"], strict=True)
    ]
    again = [
        {row, *others.split(", ")} - {""}
        for row, others in zip(default["strategy_row"], default["also_fits"], strict=True)
    ]
    assert fitting == again
    for row, rows in zip(table["strategy_row"], fitting, strict=True):
        assert row == min(rows, key=lambda name: precedence.index(name) if name in precedence else -1)
    assert ((table["strategy_row"] == "none") == (table["rows_fitting"] == 0)).all()


def test_two_rules_for_one_row_are_alternatives():
    rules = (
        strategy.StrategyRule("large", (("profit", ">=", 4000),)),
        strategy.StrategyRule("large", (("orders", ">", 11),)),
    )
    table = strategy.assign_strategy(CUSTOMERS, rules, precedence=["large"])
    assert table["strategy_row"].tolist() == ["large", "large", "none", "none", "none", "none"]


@pytest.mark.parametrize(
    ("comparison", "fits"),
    [(">=", [1, 1, 0]), (">", [1, 0, 0]), ("<=", [0, 1, 1]), ("<", [0, 0, 1]), ("==", [0, 1, 0])],
)
def test_comparisons(comparison, fits):
    rule = strategy.StrategyRule("low", (("profit", comparison, 2),))
    table = strategy.assign_strategy(pd.DataFrame({"profit": [3, 2, 1]}), [rule], ["low"])
    assert table["rows_fitting"].tolist() == fits


def test_who_changes_row_by_hand():
    table = strategy.compare_precedence(CUSTOMERS, strategy.PRECEDENCE, LOYAL_FIRST, value="profit")
    changed = table[table["changed"]]
    assert changed[["first_row", "second_row", "customers", "profit"]].to_numpy().tolist() == [
        ["large", "loyal", 1, 1500],
        ["strategic", "loyal", 1, 1000],
    ]
    assert table["customers"].sum() == 6
    assert table["profit"].sum() == CUSTOMERS["profit"].sum()


@settings(max_examples=25, deadline=None)
@given(st.permutations(ROWS), st.permutations(ROWS))
def test_only_those_who_fit_two_rows_change(first, second):
    customers = base(1, 300)
    table = strategy.compare_precedence(customers, first, second)
    rows = [strategy.assign_strategy(customers, precedence=p)["strategy_row"] for p in (first, second)]
    assert table["customers"].sum() == 300
    assert table.loc[table["changed"], "customers"].sum() == (rows[0] != rows[1]).sum()
    assert not table.loc[table["first_row"] == "none", "changed"].any()


def test_two_orders_on_two_thousand_customers():
    customers = base()
    table = strategy.compare_precedence(customers, strategy.PRECEDENCE, LOYAL_FIRST)
    assigned = strategy.assign_strategy(customers)
    assert table["customers"].sum() == 2000
    assert table["changed"].any()
    assert (assigned["strategy_row"] == "none").any()
    assert (assigned["rows_fitting"] > 1).any()


PROGRAMMES = {
    "loyal": strategy.Programme(cost=60, gains={"profit": 0.10}),
    "growth": strategy.Programme(cost=40, gains={"potential": 0.05, "profit": 0.01}),
}


def test_programmes_by_hand():
    table = strategy.programme_table(strategy.assign_strategy(CUSTOMERS, precedence=LOYAL_FIRST), PROGRAMMES)
    line = table.set_index("strategy_row").loc["loyal"]
    assert line.tolist() == pytest.approx([3, 255, 180, 75])
    assert table["strategy_row"].tolist() == [*ROWS, "none"]
    assert table.loc[table["strategy_row"] != "loyal", "net"].tolist() == [0, 0, 0, 0, 0]


def test_what_a_change_of_precedence_earns():
    customers = base()
    nets = [
        strategy.programme_table(strategy.assign_strategy(customers, precedence=order), PROGRAMMES)[
            "net"
        ].sum()
        for order in (strategy.PRECEDENCE, LOYAL_FIRST)
    ]
    moved = (
        strategy.assign_strategy(customers)["strategy_row"]
        != strategy.assign_strategy(customers, precedence=LOYAL_FIRST)["strategy_row"]
    )
    by_hand = (0.10 * customers.loc[moved, "profit"] - 60).sum()
    growth = strategy.assign_strategy(customers)["strategy_row"].eq("growth") & moved
    assert not growth.any()
    assert nets[1] - nets[0] == pytest.approx(by_hand)


def test_leave_alone_is_not_drop():
    options = strategy.low_value_options(100, 50, 60, margin_lost=0.3, fixed_share=0.4)
    assert options.maintain == -10
    assert options.leave_alone == pytest.approx(0.7 * (100 - 30) - 20)
    assert options.drop == -20


@MANY
@given(*[st.floats(0, 1e6)] * 3, st.floats(0, 1), st.floats(0, 1))
def test_leaving_alone_beats_dropping_where_the_margin_covers_the_variable_cost(m, s, k, lost, fixed):
    options = strategy.low_value_options(m, s, k, lost, fixed)
    if m >= s * (1 - fixed):
        assert options.leave_alone >= options.drop - 1e-6
    untouched = strategy.low_value_options(m, s, k, 0.0, fixed)
    assert untouched.leave_alone - untouched.maintain == pytest.approx(k, abs=1e-6)


def test_low_value_options_of_columns_equal_those_of_each():
    margins = pd.Series([100.0, 20.0])
    options = strategy.low_value_options(margins, 50, 60, 0.3, 0.4)
    for row, margin in enumerate(margins):
        assert [column.iloc[row] for column in options[:2]] == list(
            strategy.low_value_options(margin, 50, 60, 0.3, 0.4)[:2]
        )


def test_rows_and_rules_cannot_be_changed_by_accident():
    with pytest.raises(dataclasses.FrozenInstanceError):
        strategy.STRATEGY_TABLE[0].strategy = "drop"


RULE = strategy.StrategyRule
BAD = [
    (
        lambda: strategy.assign_strategy(CUSTOMERS, precedence=["large"]),
        "precedence must name each row of rules once",
    ),
    (lambda: strategy.assign_strategy(CUSTOMERS, precedence=[*ROWS, "vip"]), "precedence must name each row"),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, precedence=[*ROWS[:4], "vip"]),
        "precedence must name each row",
    ),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, precedence=[*ROWS[:4], "large"]),
        "precedence must name each row",
    ),
    (lambda: strategy.assign_strategy(CUSTOMERS, precedence="large"), "precedence must name each row"),
    (
        lambda: strategy.assign_strategy(CUSTOMERS.drop(columns="profit")),
        r"a column of customers .*got 'profit'",
    ),
    (lambda: strategy.assign_strategy(CUSTOMERS.assign(profit=np.nan)), "column 'profit' of customers"),
    (lambda: strategy.assign_strategy(CUSTOMERS.assign(profit="much")), "column 'profit' holds text"),
    (lambda: strategy.assign_strategy(CUSTOMERS[:0]), "customers has no rows"),
    (lambda: strategy.assign_strategy(CUSTOMERS, []), "rules must be a list of StrategyRule"),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, [RULE("vip", (("profit", ">", 1),))]),
        "must be one of large, loyal",
    ),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, [RULE("low", ("profit", ">", 1))]),
        "conditions of rule 'low'",
    ),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, [RULE("low", (("profit", "=>", 1),))]),
        "comparison of rule 'low'",
    ),
    (
        lambda: strategy.assign_strategy(CUSTOMERS, [RULE("low", (("profit", ">", "1"),))]),
        "threshold of rule 'low'",
    ),
    (lambda: strategy.compare_precedence(CUSTOMERS, ROWS, ROWS, value="margin"), "value must name a column"),
    (lambda: strategy.programme_table(CUSTOMERS, {}), "no column 'strategy_row'"),
    (
        lambda: strategy.programme_table(CUSTOMERS.assign(strategy_row="vip"), {}),
        "holds 'vip', which is no row",
    ),
    (
        lambda: strategy.programme_table(CUSTOMERS.assign(strategy_row="low"), {"low": 5}),
        "programmes must be a dict from a row",
    ),
    (
        lambda: strategy.programme_table(
            CUSTOMERS.assign(strategy_row="low"), {"low": strategy.Programme(gains={"profit": 5})}
        ),
        r"the gain of programme 'low' in 'profit' .*for 5 %, write 0.05",
    ),
    (lambda: strategy.strategy_table("german"), "language must be one of"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()


def test_the_rows_overlap_so_the_order_matters_for_some_pair():
    customers = base()
    tables = [
        strategy.assign_strategy(customers, precedence=p)["strategy_row"]
        for p in itertools.permutations(ROWS)
    ]
    assert len({tuple(table) for table in tables}) > 20

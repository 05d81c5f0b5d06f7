"""Decisions: whoever is chosen, in whatever form, and the profit beside which a choice is set."""

import itertools
import math
import re

import numpy as np
import pandas as pd
import polars as pl
import pytest
import toy
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.workbook.marking.decision import _in_per_cent, read_customers, score_decision
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.value import Mismatch

PROFIT = toy.decision.profit()
CUSTOMERS = PROFIT.index  # 101 to 104; 101 and 102 earn 5 and 3, the others lose 1 and 4


def mark(given):
    return toy.decision.mark(given, {})


FORMS = {
    "list": [101, 102],
    "other order": [102, 101],
    "tuple": (101, 102),
    "set": {101, 102},
    "dictionary keys": {101: 1, 102: 1}.keys(),
    "generator": (customer for customer in [101, 102]),
    "array": np.array([101, 102]),
    "floats": [101.0, 102.0],
    "Series": pd.Series([101, 102], index=["a", "b"]),
    "Index": pd.Index([101, 102]),
    "Polars Series": pl.Series([101, 102]),
    "flags": [True, True, False, False],
    "array of flags": np.array([True, True, False, False]),
    "Series of flags": pd.Series([True, True, False, False]),
    "Series of flags by customer": pd.Series({104: False, 103: False, 102: True, 101: True}),
    "nullable flags": pd.Series([True, True, False, False], dtype="boolean"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_choice_in_every_form(name):
    given = FORMS[name]
    given = iter([101, 102]) if name == "generator" else given
    assert read_customers(given, CUSTOMERS) == {101, 102}


def test_nobody_can_be_chosen():
    assert read_customers([], CUSTOMERS) == set()
    assert "choose 0 of 4 customers and earn ¥0" in mark([]).message


def test_a_budget_refuses_more_than_it_pays_for():
    short = toy.decision.changed(most=lambda: 1)
    assert "Only one of the customers can be chosen; you choose 2." in short.mark([101, 102], {}).message
    wider = toy.decision.changed(most=lambda: 2)
    assert "pays for 2 customers; you choose 3." in wider.mark([101, 102, 103], {}).message
    assert "choose 1 of 4" in short.mark([102], {}).message


def test_where_nothing_could_be_redrawn_the_regret_has_no_interval():
    told = [toy.decision.changed(redrawn=redrawn).mark([101], {}).message for redrawn in (True, False)]
    assert [" interval " in message for message in told] == [True, False]
    assert "Regret ¥3, 38 % of that; right up to 5 %." in told[1] and "Luck" not in told[1]


CONFUSED = {
    "table": (pd.DataFrame({"customer_id": [101]}), "got a table. Give its column of ids."),
    "lazy table": (pl.LazyFrame({"customer_id": [101]}), "got a table. Give its column of ids."),
    "text": ("101", "A list of customers is asked; got '101' (text)."),
    "number": (101, "A list of customers is asked; got 101."),
    "0-d array": (np.array(101), "A list of customers is asked; got array(101) (a ndarray)."),
    "dictionary": ({101: True}, "A list of customers is asked; got {101: True} (a dict)."),
    "unknown": ([101, 999], "1 of the 2 ids are unknown here, 999 among them."),
    "ids as text": (["101"], "1 of the 1 ids are unknown here, '101' (text) among them."),
    "missing": ([101, math.nan], "1 of the 2 ids are unknown here, nan among them."),
    "NA": ([101, pd.NA], "1 of the 2 ids are unknown here, <NA> (a NAType) among them."),
    "lists": ([[101], [102, 103]], "2 of the 2 ids are unknown here, [101] (a list) among them."),
    "two-dimensional": (
        np.array([[101, 102]]),
        "1 of the 1 ids are unknown here, a ndarray of 2 rows among them.",
    ),
    "twice": ([101, 102, 101], "Each of the customers can be chosen once; 1 stand in your list again."),
    "short mask": (
        [True, False],
        "A mask must hold one value for each of the customers: 4 are asked, got 2.",
    ),
}


@pytest.mark.parametrize("name", CONFUSED)
def test_a_confused_choice_gets_a_sentence(name):
    given, words = CONFUSED[name]
    verdict = mark(given)
    assert verdict.stage == "unreadable" and verdict.message.endswith(words)
    with pytest.raises(Mismatch):
        read_customers(given, CUSTOMERS)


def test_right_shows_what_everyone_no_one_and_chance_would_earn():
    message = mark([101, 102]).message
    assert message.startswith("Right. You choose 2 of 4 customers and earn ¥8.")
    assert "everyone ¥3, no one ¥0, chance ¥2, reference policy ¥8" in message
    assert "reference policy ¥8. Regret ¥0, 0 % of that; right up to 5 %." in message
    assert message.endswith("And now?")


def test_a_slip_says_so_and_shows_the_money():
    verdict = mark([101, 102, 103, 104])
    assert (verdict.stage, verdict.slip) == ("slip", 0)
    assert verdict.message.startswith("Not yet. You choose 4 of 4 customers and earn ¥3.")
    assert verdict.message.endswith("You choose everyone.")


def test_a_wrong_choice_shows_its_regret():
    verdict = mark([101])
    assert verdict.stage == "wrong"
    assert verdict.message.startswith("Not yet. You choose 1 of 4 customers and earn ¥5.")
    assert "Regret ¥3, 38 % of that (95 % interval " in verdict.message


def test_money_is_written_as_in_the_book():
    """A minus stands before the sign; what rounds to nothing has none; a currency in words stands behind."""
    nearly = PROFIT - PROFIT.mean() - 0.1
    losing = toy.decision.changed(profit=lambda: nearly, slips=[])
    message = losing.mark([103, 104], {}).message
    assert "and earn −¥7." in message and "everyone ¥0, no one ¥0, chance ¥0," in message
    dollars = toy.decision.changed(unit="US dollars").mark([103, 104], {}).message
    assert "and earn −5 US dollars." in dollars and "chance 2 US dollars, reference" in dollars


def test_what_is_chosen_is_called_by_its_name():
    offers = toy.decision.changed(things="registrations", most=lambda: 3)
    message = offers.mark([101], {}).message
    assert "You choose 1 of 4 registrations and earn ¥5. Beside it: all of them ¥3, none ¥0," in message
    assert "registrations redrawn" in message and "customer" not in message
    assert "pays for 3 registrations" in offers.mark([101, 102, 103, 104], {}).message
    assert "A list of registrations is asked" in offers.mark("101", {}).message


def test_the_score_of_a_hand_worked_choice():
    score = score_decision({101, 103}, {101, 102}, PROFIT)
    assert {name: score[name] for name in ("yours", "everyone", "chance", "reference policy", "regret")} == {
        "yours": 4.0,
        "everyone": 3.0,
        "chance": 1.5,
        "reference policy": 8.0,
        "regret": 4.0,
    }


@given(st.sets(st.sampled_from(list(CUSTOMERS))))
def test_regret_is_what_the_policy_earns_more(chosen):
    score = score_decision(chosen, {101, 102}, PROFIT)
    assert score["regret"] == pytest.approx(score["reference policy"] - score["yours"])
    low, high = score["interval"]
    assert low <= high and (low == high == 0) == (chosen == {101, 102})


def test_chance_is_the_mean_over_all_choices_of_the_same_size():
    profits = [PROFIT[list(pair)].sum() for pair in itertools.combinations(CUSTOMERS, 2)]
    assert score_decision({101, 102}, set(), PROFIT)["chance"] == pytest.approx(np.mean(profits))


def test_the_interval_is_the_bootstrap_of_the_regret():
    """Of 400 customers worth 10 each, 40 are left out: regret 400, its deviation 10 √(400 × .1 × .9) = 60."""
    profit = pd.Series(10.0, index=range(400))
    best = set(range(400))
    low, high = score_decision(best - set(range(40)), best, profit)["interval"]
    assert low == pytest.approx(400 - 1.96 * 60, abs=20) and high == pytest.approx(400 + 1.96 * 60, abs=20)


def test_the_interval_is_the_same_each_time():
    assert len({score_decision({101}, {101, 102}, PROFIT)["interval"] for _ in range(3)}) == 1


# The verdict, the bar and the interval ------------------------------------------------------------

MANY = pd.Series(np.random.default_rng(4).normal(2, 10, 300).round(1), index=range(300))
GOOD = set(MANY.index[MANY > 0])


def among_many(given, policy=GOOD, slips=(), lucky=(), **more):
    fields = {"profit": lambda: MANY, "policy": lambda: policy, "slips": slips, "lucky": lucky, **more}
    return toy.decision.changed(**fields).mark(sorted(given), {})


def regret(message):
    """The regret, both ends of its interval, and the bar, all in per cent as they are shown."""
    numbers = re.search(
        r"(−?[\d.]+) % of that(?: \(95 % interval (−?[\d.]+) to (−?[\d.]+) %,.*redrawn\))?; (.*) %", message
    )
    found = [*numbers.groups(default="0")[:3], numbers[4].split("up to ")[1].split(" %")[0]]
    return [float(one.replace("−", "-")) for one in found]


@given(st.sets(st.sampled_from(sorted(MANY.index)), min_size=40), st.sampled_from([0.85, 0.95, 0.999]))
@settings(max_examples=60, deadline=None)
def test_what_is_shown_and_the_verdict_agree(chosen, enough):
    """Refused is what loses more than the bar allows, if all of the interval is a loss."""
    verdict = among_many(chosen, enough=enough)
    share, low, high, bar = regret(verdict.message)
    assert bar == pytest.approx(100 * (1 - enough)) and low <= share <= high
    assert verdict.right == (share <= bar or low < 0)
    assert not verdict.right or low <= bar


def test_a_list_at_the_bar_is_right_and_one_below_is_not():
    at_the_bar = {"profit": lambda: pd.Series([90.0, 10.0, -1.0]), "policy": lambda: [0, 1], "slips": []}
    assert toy.decision.changed(**at_the_bar, enough=0.9).mark([0], {}).right
    above = toy.decision.changed(**at_the_bar, enough=0.9001).mark([0], {})
    assert (
        above.stage == "wrong"
        and "Regret ¥10, 10 % of that" in above.message
        and "up to 9.99 %" in above.message
    )


@pytest.mark.parametrize(
    ("share", "bar", "text"),
    [
        (0.151, 0.15, "15.1"),
        (0.1504, 0.15, "15.04"),
        (0.15, 0.15, "15"),
        (-0.004, 0.05, "0"),
        (-0.031, 0.05, "−3"),
        (0.0004, 0.001, "0"),
        (0.0208, 0.001, "2.1"),
        (0.38, 0.05, "38"),
    ],
)
def test_a_share_shows_on_which_side_of_the_bar_it_lies(share, bar, text):
    assert _in_per_cent(share, bar) == text


def test_what_cannot_be_told_from_the_policy_is_not_refused_unless_a_fault_made_it():
    """Of two halves, chosen without a thought, one earns more by luck."""
    halves = sorted((set(range(0, 300, 2)), set(range(1, 300, 2))), key=lambda half: MANY[list(half)].sum())
    verdict = among_many(*halves, enough=0.999)
    share, low, _, bar = regret(verdict.message)
    assert low < 0 < bar < share and verdict.stage == "right"
    assert "These customers cannot tell your list from the reference policy's." in verdict.message
    slip = Slip(lambda: sorted(halves[0]), "You choose every other one.", "habit")
    refused = among_many(*halves, slips=[slip], enough=0.999)
    assert refused.stage == "slip" and "Luck could turn this." in refused.message


def test_a_foreseen_error_is_right_by_its_money_and_named_either_way():
    nearly = [sorted(GOOD)[3:]]
    slip = Slip(lambda: nearly[0], "You leave out three.", "haste")
    accepted = among_many(nearly[0], slips=[slip], enough=0.5)
    assert (accepted.stage, accepted.slip) == ("right", 0)
    assert "You leave out three. Here that earns enough. And now?" in accepted.message
    refused = among_many(nearly[0], slips=[slip], enough=0.9999)
    assert (refused.stage, refused.slip) == ("slip", 0) and refused.message.startswith("Not yet.")


def test_a_lucky_list_is_told_so():
    policy = set(sorted(GOOD)[:100])
    lucky = Slip(lambda: sorted(GOOD), "You take more, and that is luck.", "too low an estimate")
    verdict = among_many(GOOD, policy, lucky=[lucky])
    assert (verdict.stage, verdict.slip) == ("right", "lucky 0")
    assert "You take more, and that is luck. And now?" in verdict.message


def test_a_right_list_by_a_naive_rule_is_named():
    tables = {"people": pd.DataFrame({"customer_id": MANY.index, "visits": MANY.to_numpy() + 50})}
    key = toy.decision.changed(
        profit=lambda people: MANY,
        policy=lambda people: [*sorted(GOOD)[1:], min(set(MANY.index) - GOOD)],
        slips=[],
    )
    verdict = key.mark(sorted(GOOD), tables)
    assert (verdict.stage, verdict.slip) == ("right", "rule")
    assert "with the highest visits" in verdict.message and "Here that earns enough." in verdict.message
    assert "By luck." in key.changed(simple="By luck.").mark(sorted(GOOD), tables).message


def test_scores_that_a_student_may_compute_are_known():
    scores = pd.DataFrame({"alive": MANY.rank()}, index=MANY.index)
    key = toy.decision.changed(
        profit=lambda: MANY, policy=lambda: [1, 2], slips=[], enough=0.9, knows=lambda: scores
    )
    verdict = key.mark(scores["alive"].nsmallest(60).index, {})
    assert (verdict.stage, verdict.slip) == ("slip", "rule") and "with the lowest alive" in verdict.message


def test_a_message_is_short():
    for chosen in ([101, 102], [101], [101, 102, 103, 104]):
        assert len(mark(chosen).message.split()) <= 60

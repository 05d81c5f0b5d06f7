"""The policy with one number or one column changed: named where it makes a list exactly."""

import numpy as np
import pandas as pd

from crmlib.workbook.finding import policies

RNG = np.random.default_rng(3)
PEOPLE = pd.DataFrame(
    {
        "customer_id": range(60),
        "spend": RNG.uniform(10, 120, 60),
        "orders": RNG.integers(1, 13, 60),
        "name": "a",
    }
)
NUMBERS = {"people": PEOPLE, "cost": 20, "rate": 0.4, "idle": 35}


def policy(people, cost, rate, idle):
    return people.loc[people["spend"] * rate * people["orders"] > cost * 8, "customer_id"].tolist()


def said(chosen, policy=policy, numbers=NUMBERS):
    best = set(policy(**numbers))
    return policies.named(set(chosen), best, policy, numbers, pd.Index(range(60)))


def with_(**changed):
    return policy(**{**NUMBERS, **changed})


def test_the_policys_own_list_has_nothing_changed():
    assert said(with_()) is None


def test_a_number_left_out_or_turned_round():
    assert said(with_(rate=1)) == "This is the list you get if `rate` is 100 %."
    assert said(with_(rate=0.6)) == "This is the list you get with 1 − `rate` in place of `rate`."
    assert said(with_(cost=35)) == "This is the list you get with `idle` in place of `cost`."


def test_what_two_changes_make_could_be_either():
    def either(people, cost, rate, idle):
        return people["customer_id"].tolist() if cost and idle else [0, 1, 2, 3, 4]

    assert (
        said([0, 1, 2, 3, 4], either) == "This could be the list you get if `cost` is 0, or if `idle` is 0."
    )


def test_of_what_more_changes_make_nothing_is_said():
    def any_of_three(people, cost, rate, idle):
        return people["customer_id"].tolist() if cost and idle and rate else [0, 1, 2, 3, 4]

    assert said([0, 1, 2, 3, 4], any_of_three) is None


def test_a_column_left_out_or_another_in_its_place():
    level = PEOPLE.assign(orders=PEOPLE["orders"].mean())
    assert said(with_(people=level)) == "This is the list you get if `orders` is the same for all."
    twice = PEOPLE.assign(orders=PEOPLE["spend"])
    assert said(with_(people=twice)) == "This is the list you get with `spend` in place of `orders`."


def test_near_is_not_enough_and_few_are_too_few():
    assert said(with_(rate=0.6)[1:]) is None
    assert said(with_(rate=0.01)[:3]) is None


def test_what_plays_no_part_is_not_changed_further():
    tried = []

    def watched(people, cost, rate, idle):
        tried.append(idle)
        return policy(people, cost, rate, idle)

    assert said([0, 1, 2, 3, 5], watched) is None
    assert set(tried) == {35, 0}


def test_a_policy_that_cannot_be_asked_is_left_alone():
    def strict(people, cost, rate, idle):
        return policy(people, 160 / (160 / cost), rate, idle)

    assert said(with_(rate=0.6), strict).startswith("This is the list you get with 1 − `rate`")

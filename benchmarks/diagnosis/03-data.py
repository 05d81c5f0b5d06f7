"""Chapter 3: wrong answers of a reader of chapter and questions, written before any run."""

from math import e, exp, log, log2

import numpy as np
import pandas as pd


def field_weights(pairs, weigh):
    """The table asked, each field's rows brought to two weights by `weigh`."""
    rows = [weigh(pairs, field) for field in ("phone", "email", "city")]
    weights = pd.DataFrame(rows, columns=["agreement", "disagreement"])
    return weights.assign(field=["phone", "email", "city"])[["field", "agreement", "disagreement"]]


def shares(pairs, field):
    """How often a field agrees among pairs of one person, and of two people."""
    there = pairs[pairs[field].notna()]
    agrees = there[field].astype(float)
    return agrees[there["same"]].mean(), agrees[~there["same"]].mean()


def half_added(pairs, field):
    there = pairs[pairs[field].notna()]
    agrees, same = there[field].astype(float), there["same"]
    m, u = ((agrees[one].sum() + 0.5) / (one.sum() + 1) for one in (same, ~same))
    return log2(m / u), log2((1 - m) / (1 - u))


def missing_differs(pairs, field):
    agrees = pairs[field].fillna(False).astype(float)
    m, u = agrees[pairs["same"]].mean(), agrees[~pairs["same"]].mean()
    return log2(m / u), log2((1 - m) / (1 - u))


def natural(pairs, field):
    m, u = shares(pairs, field)
    return log(m / u), log((1 - m) / (1 - u))


def exchanged(pairs, field):
    m, u = shares(pairs, field)
    return log2((1 - m) / (1 - u)), log2(m / u)


def odds_only(pairs, field):
    m, u = shares(pairs, field)
    return m / u, (1 - m) / (1 - u)


def profile(people, high, middle, value=None, need=None, behaviour=None):
    """The table asked, with one of its three columns made in another way."""
    spend, visits = people["spend"], people["visits_per_week"]
    plain_need = np.select(
        [people["discounted"] >= 0.5, people["in_one_category"] >= 0.6], ["price", "brand"], "function"
    )
    words = ["daily", "weekly", "monthly"]
    plain_value = np.select([spend >= high, spend >= middle], ["high", "medium"], "low")
    plain_behaviour = np.select([visits >= 5, visits >= 1, visits >= 0.25], words, "rarer")
    columns = {
        "customer_id": people["customer_id"],
        "value": plain_value if value is None else value,
        "need": plain_need if need is None else need,
        "behaviour": plain_behaviour if behaviour is None else behaviour,
    }
    return pd.DataFrame(columns)


def above_only(people, high, middle):
    spend = people["spend"]
    return profile(people, high, middle, np.select([spend > high, spend > middle], ["high", "medium"], "low"))


def brand_first(people, high, middle):
    is_brand, is_price = people["in_one_category"] >= 0.6, people["discounted"] >= 0.5
    need = np.select([is_brand, is_price], ["brand", "price"], "function")
    return profile(people, high, middle, need=need)


def visits_a_month(people, high, middle):
    visits = people["visits_per_week"]
    behaviour = np.select([visits >= 7, visits >= 1, visits >= 0.25], ["daily", "weekly", "monthly"], "rarer")
    return profile(people, high, middle, behaviour=behaviour)


def open_pairs(pairs, agree):
    """The pairs not yet judged for which the rule holds."""
    flags = {name: pairs[name].fillna(False).astype(bool) for name in pairs.columns[1:-1]}
    return list(pairs.loc[pairs["same"].isna() & agree(flags), "pair_id"])


WRONG = {
    "data.ratio": [
        (
            "first",
            "all rows are judged, not the numbers that are there",
            lambda rows, wrong: 1 - wrong / rows,
        ),
        (
            "first",
            "the missing ones count as invalid too",
            lambda rows, missing, wrong: 1 - (missing + wrong) / rows,
        ),
        (
            "first",
            "the share that fails",
            lambda rows, missing, wrong: wrong / (rows - missing),
        ),
        ("second", "completeness", lambda rows, missing: 1 - missing / rows),
        ("second", "the share of all rows that fails", lambda rows, wrong: wrong / rows),
    ],
    "data.recall": [
        ("first", "precision", lambda found, right: right / found),
        ("first", "links over true pairs, right or not", lambda true, found: found / true),
        ("first", "right pairs over records", lambda records, right: right / records),
        ("second", "the share that is missed", lambda true, right: 1 - right / true),
        ("second", "right over found or true", lambda true, found, right: right / (true + found - right)),
    ],
    "data.blocked-pairs": [
        (
            "first",
            "one block only",
            lambda records, blocks: records / blocks * (records / blocks - 1) / 2,
        ),
        (
            "first",
            "each pair counted twice",
            lambda records, blocks: records * (records / blocks - 1),
        ),
        ("first", "all pairs, no blocks", lambda records: records * (records - 1) / 2),
        (
            "second",
            "a record compared with itself",
            lambda records, blocks: records * records / blocks / 2,
        ),
        (
            "second",
            "all pairs divided by the blocks",
            lambda records, blocks: records * (records - 1) / 2 / blocks,
        ),
    ],
    "data.weight": [
        (
            "first",
            "the city taken to agree",
            lambda phone_same, phone_chance, city_same, city_chance: (
                log2(phone_same / phone_chance) + log2(city_same / city_chance)
            ),
        ),
        (
            "first",
            "the city left out",
            lambda phone_same, phone_chance: log2(phone_same / phone_chance),
        ),
        (
            "first",
            "natural logarithms",
            lambda phone_same, phone_chance, city_same, city_chance: (
                log(phone_same / phone_chance) + log((1 - city_same) / (1 - city_chance))
            ),
        ),
        (
            "second",
            "the agreement of the city taken off",
            lambda phone_same, phone_chance, city_same, city_chance: (
                log2(phone_same / phone_chance) - log2(city_same / city_chance)
            ),
        ),
        (
            "second",
            "the factor of the odds, no logarithm",
            lambda phone_same, phone_chance, city_same, city_chance: (
                phone_same / phone_chance * (1 - city_same) / (1 - city_chance)
            ),
        ),
    ],
    "data.probability": [
        (
            "first",
            "no prior: even odds before",
            lambda weight: 2**weight / (1 + 2**weight),
        ),
        (
            "first",
            "the share taken for the odds",
            lambda prior, weight: prior * 2**weight / (1 + prior * 2**weight),
        ),
        ("first", "the share times the factor", lambda prior, weight: prior * 2**weight),
        (
            "second",
            "the odds after",
            lambda prior, weight: prior / (1 - prior) * 2**weight,
        ),
        (
            "second",
            "a natural power for a power of two",
            lambda prior, weight: 1 / (1 + (1 - prior) / prior * exp(-weight)),
        ),
    ],
    "data.threshold": [
        ("first", "the costs exchanged", lambda duplicate, merge: duplicate / (merge + duplicate)),
        ("first", "cost over cost", lambda duplicate, merge: duplicate / merge),
        ("first", "one less cost over cost", lambda duplicate, merge: 1 - duplicate / merge),
        ("second", "the odds", lambda duplicate, merge: merge / duplicate),
        (
            "second",
            "net of the duplicate",
            lambda duplicate, merge: (merge - duplicate) / (merge + duplicate),
        ),
    ],
    "data.assumed-cost": [
        ("first", "the odds inverted", lambda p, duplicate: duplicate * (1 - p) / p),
        ("first", "divided by 1 - p only", lambda p, duplicate: duplicate / (1 - p)),
        ("first", "divided by p", lambda p, duplicate: duplicate / p),
        ("second", "times p", lambda p, duplicate: duplicate * p),
        ("second", "p times both costs", lambda p, duplicate: duplicate * (2 * p - 1) / (1 - p)),
    ],
    "data.least-weight": [
        (
            "first",
            "the prior left out",
            lambda: lambda wrong_merge_cost, duplicate_cost, prior: log2(wrong_merge_cost / duplicate_cost),
        ),
        (
            "first",
            "the share taken for the odds",
            lambda: (
                lambda wrong_merge_cost, duplicate_cost, prior: log2(
                    wrong_merge_cost / duplicate_cost / prior
                )
            ),
        ),
        (
            "second",
            "the prior odds added, not taken off",
            lambda: (
                lambda wrong_merge_cost, duplicate_cost, prior: (
                    log2(wrong_merge_cost / duplicate_cost) + log2(prior / (1 - prior))
                )
            ),
        ),
        (
            "second",
            "natural logarithm",
            lambda: (
                lambda wrong_merge_cost, duplicate_cost, prior: log(
                    wrong_merge_cost / duplicate_cost * (1 - prior) / prior, e
                )
            ),
        ),
    ],
    "data.error-cost": [
        ("first", "the second cards only", lambda duplicates, card: duplicates * card),
        (
            "first",
            "cards less people taken for the people without a card",
            lambda people, pieces, duplicates, card, lost: duplicates * card + (pieces - people) * lost,
        ),
        (
            "first",
            "cards less people taken for the second cards",
            lambda people, pieces, duplicates, card, lost: (
                (pieces - people) * card + (people - pieces + duplicates) * lost
            ),
        ),
        (
            "second",
            "the people without a card only",
            lambda people, pieces, duplicates, lost: (people - pieces + duplicates) * lost,
        ),
        (
            "second",
            "the two costs exchanged",
            lambda people, pieces, duplicates, card, lost: (
                duplicates * lost + (people - pieces + duplicates) * card
            ),
        ),
    ],
    "data.field-weights": [
        ("first", "half a pair added to each count", lambda pairs: field_weights(pairs, half_added)),
        ("first", "missing counts as differing", lambda pairs: field_weights(pairs, missing_differs)),
        ("first", "natural logarithms", lambda pairs: field_weights(pairs, natural)),
        ("second", "the two columns exchanged", lambda pairs: field_weights(pairs, exchanged)),
        ("second", "factors, no logarithm", lambda pairs: field_weights(pairs, odds_only)),
    ],
    "data.profile": [
        ("first", "above the limit only, not from it on", above_only),
        ("first", "brand asked before price", brand_first),
        ("second", "daily from seven visits a week on", visits_a_month),
    ],
    "data.merge": [
        (
            "first",
            "the same number or address",
            lambda pairs: open_pairs(pairs, lambda flags: flags["phone"] | flags["email"]),
        ),
        (
            "first",
            "the names sound the same",
            lambda pairs: open_pairs(pairs, lambda flags: flags["name"]),
        ),
        (
            "second",
            "city and year of birth agree",
            lambda pairs: open_pairs(pairs, lambda flags: flags["city"] & flags["birth_year"]),
        ),
    ],
}

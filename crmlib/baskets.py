"""Baskets: what is bought together, and the next product to offer."""

import itertools
from collections import defaultdict

import numpy as np

from crmlib._guard.checks import (
    checked,
    describe,
    one,
    one_of,
    open_share,
    positive_count,
    share,
)
from crmlib._guard.columns import is_missing
from crmlib._guard.tables import (
    as_frame,
    refuse_missing_column,
    refuse_no_rows,
    table_of_rows,
)

_MEASURES = one_of("confidence", "lift")
_MOST_CELLS = 500_000_000
_MOST_RULES = 1_000_000


@checked(min_support=one(open_share), min_confidence=one(share), most_items=one(positive_count))
def association_rules(
    baskets, min_support=0.01, min_confidence=0.1, most_items=2, basket="basket_id", item="item"
):
    """Rules of the form "who buys this buys that": how often they hold, and how much more than by chance.

    Parameters
    ----------
    baskets : list or DataFrame
        The baskets, each a list of items; or a table with a row per basket and item. That an item stands in a
        basket twice does not count.
    min_support : float
        The least share of baskets that must hold all items of a rule, above 0 and below 1.
    min_confidence : float
        The least confidence of a rule, 0 to 1.
    most_items : int
        The most items of a rule, both sides together, at least 2.
    basket, item : str
        The columns of such a table.

    Returns
    -------
    pandas.DataFrame
        A row per rule, the highest lift first: `antecedent` and `consequent` (tuples of items), `baskets`
        (how many hold all of them), `support`, `confidence` (shares) and `lift` (a ratio).

    Raises
    ------
    TypeError, ValueError
        If there is no basket, a basket is empty or an item missing, a column is not there, or a number is
        out of range.

    Notes
    -----
    .. math::

        \\text{support} = \\frac{n_{AB}}{n}, \\quad \\text{confidence} = \\frac{n_{AB}}{n_A}, \\quad
        \\text{lift} = \\frac{n_{AB} / n_A}{n_B / n}

    with :math:`n` baskets, of which :math:`n_A` hold the antecedent, :math:`n_B` the consequent and
    :math:`n_{AB}` both. A lift of 1 is what chance gives. Confidence alone misleads: where nearly everyone
    buys milk, every rule that ends in milk is sure. Of many rules the highest lifts are partly luck, the more
    so the fewer baskets they rest on. And bought together does not mean that advertising one sells the other.

    The search is that of the library mlxtend (`fpgrowth` and `association_rules`). With three items and more
    there are rules with several items on the right as well, which `apriori` of R's package arules never
    gives: of its grocery baskets it finds 463 rules at a support of 0.006 and a confidence of 0.25, where
    this function finds 467.

    References
    ----------
    Agrawal, R. and Srikant, R. (1994). Fast algorithms for mining association rules. Proceedings of the 20th
    International Conference on Very Large Data Bases.

    Raschka, S. (2018). MLxtend: providing machine learning and data science utilities and extensions to
    Python's scientific computing stack. Journal of Open Source Software 3(24).

    Examples
    --------
    Three of five baskets hold milk, three hold bread, two hold both. So milk is followed by bread in 2 / 3,
    where 3 / 5 would be chance:

    >>> baskets = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
    >>> association_rules(baskets, min_support=0.3).round(3)
      antecedent consequent  baskets  support  confidence   lift
    0   (bread,)    (milk,)        2      0.4       0.667  1.111
    1    (milk,)   (bread,)        2      0.4       0.667  1.111
    """
    from mlxtend.frequent_patterns import association_rules as rules_of

    if most_items < 2:
        raise ValueError(f"most_items must be at least 2, one on each side; got {most_items}")
    sets = _baskets(baskets, basket, item)
    matrix = _item_matrix(sets, min_support)
    itemsets = _frequent_sets(matrix, min_support, most_items)
    if not (itemsets["itemsets"].map(len) > 1).any():
        return _rule_table([], len(sets))
    # Of its other measures, one divides by 0 where an item is in every basket.
    with np.errstate(divide="ignore", invalid="ignore"):
        rules = rules_of(itemsets, len(sets), metric="confidence", min_threshold=float(min_confidence))
    return _rule_table(list(rules.to_dict("records")), len(sets))


def _frequent_sets(matrix, min_support, most_items):
    """The frequent sets of items, allowed one more item each time, so that a flood of rules is seen early."""
    from mlxtend.frequent_patterns import fpgrowth

    for items in range(2, most_items + 1):
        sets = fpgrowth(matrix, min_support=float(min_support), use_colnames=True, max_len=items)
        sizes = sets["itemsets"].map(len)
        if sum(2**size - 2 for size in sizes) > _MOST_RULES:
            raise ValueError(
                f"most_items {describe(most_items)} and min_support {min_support:g} leave over "
                f"{_MOST_RULES:,} rules at {items} items: lower the one or raise the other"
            )
        if not (sizes == items).any():
            break
    return sets


def _baskets(baskets, basket, item):
    """Each basket as a set of items."""
    if not isinstance(baskets, list | tuple):
        return _baskets_of_table(baskets, basket, item)
    if not baskets:
        raise ValueError("baskets must hold at least one basket; got an empty list")
    for each in baskets:
        if not isinstance(each, list | tuple | set | frozenset) or not each:
            raise TypeError(f"each of baskets must be a list of items; got {describe(each)}")
        if not all(
            isinstance(thing, str | int | np.integer) and not isinstance(thing, bool) for thing in each
        ):
            raise TypeError(f"each item in baskets must be a name or a whole number; got {describe(each)}")
    return [set(each) for each in baskets]


def _baskets_of_table(table, basket, item):
    frame = as_frame(table, "baskets")
    refuse_no_rows(frame, "baskets")
    for argument, column in {"basket": basket, "item": item}.items():
        if not isinstance(column, str):
            raise TypeError(f"{argument} must be the name of a column; got {describe(column)}")
        refuse_missing_column(frame, column, f"{argument}: baskets")
    rows = frame.select(basket, item).lazy().collect()
    sets = defaultdict(set)
    for name, thing in zip(rows[basket].to_list(), rows[item].to_list(), strict=True):
        if is_missing(name) or is_missing(thing):
            raise ValueError(f"baskets has a row without {basket!r} or {item!r}; drop these rows first")
        sets[name].add(thing)
    return list(sets.values())


def _item_matrix(sets, min_support):
    """Which basket holds which item, for the items that are frequent enough to be in a rule."""
    import pandas as pd

    how_many = defaultdict(int)
    for thing in itertools.chain.from_iterable(sets):
        how_many[thing] += 1
    items = sorted((thing for thing, n in how_many.items() if n >= min_support * len(sets) - 1e-9), key=str)
    if len(sets) * len(items) > _MOST_CELLS:
        raise ValueError(f"min_support {min_support:g} leaves {len(items):,} items: too many; raise it")
    place = {thing: column for column, thing in enumerate(items)}
    matrix = np.zeros((len(sets), len(items)), dtype=bool)
    for row, basket in enumerate(sets):
        matrix[row, [place[thing] for thing in basket if thing in place]] = True
    return pd.DataFrame(matrix, columns=pd.Index(items, dtype=object))


def _rule_table(rules, baskets):
    """The rules in the words of the course, the highest lift first."""
    lines = [
        (
            tuple(sorted(rule["antecedents"], key=str)),
            tuple(sorted(rule["consequents"], key=str)),
            round(rule["support"] * baskets),
            rule["support"],
            rule["confidence"],
            rule["lift"],
        )
        for rule in rules
    ]
    # Equal lifts, computed in another order, differ in the last digits.
    lines.sort(key=lambda line: (-round(line[5], 9), -line[2], -round(line[4], 9), str(line[:2])))
    return table_of_rows(lines, ("antecedent", "consequent", "baskets", "support", "confidence", "lift"))


@checked(products=one(positive_count), by=_MEASURES)
def next_product(rules, owned, products=3, by="confidence"):
    """What to offer a customer next, by the rules that her purchases meet.

    Parameters
    ----------
    rules : DataFrame
        Rules, as `association_rules` gives them.
    owned : list or set
        The items that she has.
    products : int
        The most items to name, at least 1.
    by : {"confidence", "lift"}
        "confidence" names what she most probably buys, which is often what everyone buys; "lift" what sets
        her apart from everyone.

    Returns
    -------
    pandas.DataFrame
        A row per item, best first: `product`, `confidence`, `lift` and `because` (the items of hers that the
        best rule for it rests on). No row if no rule is met.

    Raises
    ------
    TypeError, ValueError
        If a column of `rules` is not there, or `owned` is no list of items.

    Notes
    -----
    .. math:: \\max_{A \\subseteq \\text{owned}} \\; \\frac{n_{AB}}{n_A} \\quad \\text{for each item } B

    over the rules with a single item B that she does not have.

    Examples
    --------
    >>> baskets = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
    >>> rules = association_rules(baskets, min_support=0.1)
    >>> next_product(rules, ["tea"]).round(3)
      product  confidence   lift because
    0   bread         0.5  0.833  (tea,)
    1    milk         0.5  0.833  (tea,)
    """
    frame = as_frame(rules, "rules").lazy().collect()
    for column in ("antecedent", "consequent", "confidence", "lift"):
        refuse_missing_column(frame, column, "rules")
    if not isinstance(owned, list | tuple | set | frozenset):
        raise TypeError(f"owned must be a list of items; got {describe(owned)}")
    if any(isinstance(thing, list | dict | set) for thing in owned):
        raise TypeError(f"owned must be a list of items, not of lists; got {describe(owned)}")
    best = _best_rules(frame.iter_rows(named=True), set(owned), by)
    ranked = sorted(best.items(), key=lambda line: (-round(line[1][by], 9), str(line[0])))[:products]
    lines = [(thing, each["confidence"], each["lift"], each["antecedent"]) for thing, each in ranked]
    return table_of_rows(lines, ("product", "confidence", "lift", "because"))


def _best_rules(rules, owned, by):
    """For each item that the customer does not have, the best rule that her purchases meet."""
    best = {}
    for each in rules:
        thing, *more = each["consequent"]
        met = set(each["antecedent"]) <= owned and not more and thing not in owned
        if met and (thing not in best or each[by] > best[thing][by]):
            best[thing] = each
    return best

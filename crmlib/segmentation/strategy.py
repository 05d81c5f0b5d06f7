"""The strategy table: from customer data to its five rows by explicit rules, and what the choice is worth.

The rows are neither disjoint nor exhaustive. So a rule says who fits which row, a precedence says which row
counts first, and who fits none is named as such.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import narwhals as nw
import numpy as np

from crmlib._guard.checks import Kind, check, describe, formula, nonnegative, number, one_of, share
from crmlib._guard.tables import as_eager_frame, refuse_kind, result_table

_EITHER_WAY = Kind("a number from -1e15 to 1e15", low=-1e15, high=1e15)
_ONE_NUMBER = replace(number, single=True)


# ----------------------------------------------------------------------------------------------------------
# The table and the rules


@dataclass(frozen=True)
class StrategyRow:
    """A row of the strategy table: a segment, the relationship with it, the strategy and its focus.

    Parameters
    ----------
    row : str
        A short name for the row, used in rules and results.
    segment, relationship, strategy, focus : str
        The row in English.
    segment_chinese, relationship_chinese, strategy_chinese, focus_chinese : str
        The row in Chinese.

    Examples
    --------
    >>> STRATEGY_TABLE[0].strategy, STRATEGY_TABLE[0].strategy_chinese
    ('keep', '保持')
    """

    row: str
    segment: str
    relationship: str
    strategy: str
    focus: str
    segment_chinese: str
    relationship_chinese: str
    strategy_chinese: str
    focus_chinese: str


STRATEGY_TABLE = (
    StrategyRow(
        "large",
        "profitable large customers",
        "ordinary",
        "keep",
        "convenience and efficiency",
        "盈利的大客户",
        "一般关系",
        "保持",
        "便利与效率",
    ),
    StrategyRow(
        "loyal",
        "loyal long-standing customers",
        "partnership",
        "keep",
        "participation and communication",
        "忠诚的老客户",
        "伙伴关系",
        "保持",
        "参与和沟通",
    ),
    StrategyRow(
        "growth",
        "customers with growth potential",
        "close or loose",
        "develop",
        "depends on behaviour pattern",
        "有增值潜力的客户",
        "密切或松散",
        "发展",
        "根据行为模式而定",
    ),
    StrategyRow(
        "strategic",
        "strategically significant customers",
        "close or partnership",
        "develop",
        "depends on development potential",
        "有战略意义的客户",
        "密切或伙伴",
        "发展",
        "根据发展潜力而定",
    ),
    StrategyRow(
        "low",
        "low-value customers",
        "loose or none",
        "maintain or leave alone",
        "depends on the firm's needs and the market",
        "低价值客户",
        "松散或无",
        "维持或放任",
        "根据企业需要和市场变化而定",
    ),
)
NO_ROW = "none"


@dataclass(frozen=True)
class StrategyRule:
    """A rule that says which customers fit a row of the strategy table.

    Parameters
    ----------
    row : str
        The short name of the row.
    conditions : tuple of tuple
        Conditions (column, comparison, threshold), all of which must hold; the comparison is one of
        ">=", ">", "<=", "<", "==". Two rules for one row are alternatives.
    reason : str
        Why the threshold is where it is.

    Examples
    --------
    >>> StrategyRule("large", (("profit", ">=", 2000),), "the best tenth").conditions[0]
    ('profit', '>=', 2000)
    """

    row: str
    conditions: tuple
    reason: str = ""


STRATEGY_RULES = (
    StrategyRule("large", (("profit", ">=", 1000),), "contribution of at least 1,000 a year"),
    StrategyRule(
        "loyal",
        (("tenure_years", ">=", 3), ("orders", ">=", 4)),
        "a customer for three years who still orders every quarter: long-standing alone is not loyal",
    ),
    StrategyRule("growth", (("potential", ">=", 1000),), "spends at least 1,000 a year elsewhere"),
    StrategyRule("strategic", (("strategic", "==", 1),), "named by the management: no purchase data show it"),
    StrategyRule("low", (("profit", "<", 100),), "contribution below 100 a year, losses included"),
)
PRECEDENCE = ("strategic", "large", "loyal", "growth", "low")
_COMPARISONS = {
    ">=": np.greater_equal,
    ">": np.greater,
    "<=": np.less_equal,
    "<": np.less,
    "==": np.equal,
}


def strategy_table(language="both"):
    """The strategy table as a table to look at.

    Parameters
    ----------
    language : {"both", "english", "chinese"}
        Which texts it has.

    Returns
    -------
    pandas.DataFrame
        Five rows: `row` and the columns of `StrategyRow` in the language asked for.

    Raises
    ------
    ValueError
        If the language is not one of the three.

    Examples
    --------
    >>> strategy_table("english")[["row", "relationship", "strategy"]]
             row          relationship                 strategy
    0      large              ordinary                     keep
    1      loyal           partnership                     keep
    2     growth        close or loose                  develop
    3  strategic  close or partnership                  develop
    4        low         loose or none  maintain or leave alone
    """
    check("language", language, one_of("both", "english", "chinese"))
    wanted = {"both": (True, False), "english": (False,), "chinese": (True,)}[language]
    names = [name for name in StrategyRow.__dataclass_fields__ if name.endswith("_chinese") in wanted]
    names = ["row", *(name for name in names if name != "row")]
    return result_table({name: [getattr(row, name) for row in STRATEGY_TABLE] for name in names})


def assign_strategy(customers, rules=STRATEGY_RULES, precedence=PRECEDENCE):
    """The row of the strategy table for each customer, by explicit rules with a stated precedence.

    Parameters
    ----------
    customers : DataFrame
        A row per customer (pandas, Polars or PyArrow) with the columns that the rules name. The default
        rules need `profit` (contribution, money per year), `tenure_years`, `orders` (per year), `potential`
        (money per year) and `strategic` (0 or 1). Money in the currency of the thresholds.
    rules : sequence of StrategyRule
        Who fits which row. The thresholds of `STRATEGY_RULES` are examples, not criteria.
    precedence : sequence of str
        Which row counts first where several fit: the name of each row that has a rule, once. By default the
        strategically significant come first, because the other columns do not show why they matter, and
        low-value customers last, because a small customer may be loyal or growing.

    Returns
    -------
    DataFrame
        The table, of the same kind, with `strategy_row` (the short name, "none" where no row fits),
        `rows_fitting` (how many rows fit) and `also_fits` (the names of the others, in order of precedence).

    Raises
    ------
    TypeError, ValueError
        If a column is missing or holds missing values, a rule is no rule, or the precedence does not name
        each row once.

    Notes
    -----
    .. math:: \\text{row}(i) = \\text{the first } s \\text{ of the precedence for which } i \\in S_s

    The rows of the table are neither disjoint nor exhaustive: a large customer may be loyal, and one in the
    middle may fit none. So the precedence is a decision, and the remainder needs one.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({
    ...     "profit": [5000, 1500, 400, 50], "tenure_years": [1, 6, 2, 5], "orders": [30, 12, 6, 4],
    ...     "potential": [0, 2000, 300, 100], "strategic": [0, 0, 0, 0],
    ... })
    >>> assign_strategy(customers)[["strategy_row", "rows_fitting", "also_fits"]]
      strategy_row  rows_fitting      also_fits
    0        large             1
    1        large             3  loyal, growth
    2         none             0
    3        loyal             2            low
    """
    frame = as_eager_frame(customers, "customers")
    fits = _fits(frame, rules)
    order = _precedence("precedence", precedence, fits)
    fitting = [[row for row in order if fits[row][customer]] for customer in range(len(frame))]
    columns = {
        "strategy_row": ([rows[0] if rows else NO_ROW for rows in fitting], nw.String),
        "rows_fitting": ([len(rows) for rows in fitting], nw.Int64),
        "also_fits": ([", ".join(rows[1:]) for rows in fitting], nw.String),
    }
    backend = frame.implementation
    series = [nw.new_series(name, *column, backend=backend) for name, column in columns.items()]
    return nw.maybe_reset_index(frame).with_columns(*series).to_native()


def _fits(frame, rules):
    """For each row that has a rule, whether each customer fits it."""
    if (
        not isinstance(rules, list | tuple)
        or not rules
        or not all(isinstance(r, StrategyRule) for r in rules)
    ):
        raise TypeError(f"rules must be a list of StrategyRule; got {describe(rules)}")
    fits = {}
    for rule in rules:
        if rule.row not in {row.row for row in STRATEGY_TABLE}:
            known = ", ".join(row.row for row in STRATEGY_TABLE)
            raise ValueError(f"the row of a rule in rules must be one of {known}; got {describe(rule.row)}")
        holds = [_holds(frame, rule, condition) for condition in _conditions(rule)]
        fits[rule.row] = fits.get(rule.row, False) | np.logical_and.reduce(holds)
    return fits


def _conditions(rule):
    conditions = rule.conditions
    right = isinstance(conditions, list | tuple) and conditions
    if not right or not all(isinstance(c, list | tuple) and len(c) == 3 for c in conditions):
        example = "(('profit', '>=', 1000),)"
        raise ValueError(
            f"the conditions of rule {rule.row!r} must be like {example}; got {describe(conditions)}"
        )
    return conditions


def _holds(frame, rule, condition):
    name, comparison, threshold = condition
    check(f"the comparison of rule {rule.row!r}", comparison, one_of(*_COMPARISONS))
    check(f"the threshold of rule {rule.row!r}", threshold, _ONE_NUMBER)
    return _COMPARISONS[comparison](_numbers(frame, "a rule", name), threshold)


def _numbers(frame, argument, name):
    """A column of the customers as numbers; true and false become 1 and 0."""
    if not isinstance(name, str) or name not in frame.columns:
        found = ", ".join(map(str, frame.columns[:8]))
        raise ValueError(f"{argument} must name a column of customers ({found}); got {describe(name)}")
    is_flag = frame.schema[name] == nw.Boolean
    refuse_kind(frame, name, is_flag or frame.schema[name].is_numeric(), "numbers")
    values = frame[name].cast(nw.Float64).to_numpy()
    check(f"column {name!r} of customers", values, _EITHER_WAY)
    return values


def _precedence(name, precedence, fits):
    names = list(precedence) if isinstance(precedence, list | tuple) else []
    if not all(isinstance(row, str) for row in names) or sorted(names) != sorted(fits):
        raise ValueError(
            f"{name} must name each row of rules once ({', '.join(fits)}); got {describe(precedence)}"
        )
    return names


def compare_precedence(customers, first, second, rules=STRATEGY_RULES, value=None):
    """Who changes row if the precedence changes: customers and value by row under the one and the other.

    Parameters
    ----------
    customers : DataFrame
        As in `assign_strategy`.
    first, second : sequence of str
        Two orders of the rows that have a rule.
    rules : sequence of StrategyRule
        Who fits which row.
    value : str, optional
        A column of numbers to be summed up too, such as "profit".

    Returns
    -------
    pandas.DataFrame
        A row per pair of rows that occurs: `first_row`, `second_row`, `customers`, `changed` (whether the two
        differ) and, if a column is named, its sum under its own name. Only who fits two rows can change, and
        who fits none stays "none".

    Raises
    ------
    TypeError, ValueError
        As `assign_strategy`; or if `value` names no column of numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({
    ...     "profit": [5000, 1500, 400, 50], "tenure_years": [1, 6, 2, 5], "orders": [30, 12, 6, 4],
    ...     "potential": [0, 2000, 300, 100], "strategic": [0, 0, 0, 0],
    ... })
    >>> loyal_first = ("loyal", "strategic", "large", "growth", "low")
    >>> compare_precedence(customers, PRECEDENCE, loyal_first, value="profit")
      first_row second_row  customers  changed  profit
    0     large      large          1    False  5000.0
    1     large      loyal          1     True  1500.0
    2     loyal      loyal          1    False    50.0
    3      none       none          1    False   400.0
    """
    import pandas as pd

    frame = as_eager_frame(customers, "customers")
    fits = _fits(frame, rules)
    orders = _precedence("first", first, fits), _precedence("second", second, fits)
    pairs = list(zip(*(_first_fitting(fits, order) for order in orders), strict=True))
    moves = pd.DataFrame(pairs, columns=["first_row", "second_row"]).assign(customers=1)
    if value is not None:
        moves[value] = _numbers(frame, "value", value)
    table = moves.groupby(["first_row", "second_row"], as_index=False).sum()
    table.insert(3, "changed", table["first_row"] != table["second_row"])
    return table


def _first_fitting(fits, order):
    return np.select([fits[row] for row in order], order, NO_ROW).tolist()


@dataclass(frozen=True)
class Programme:
    """What a firm does for the customers of a row, what it costs and what it is expected to bring.

    Parameters
    ----------
    cost : float
        Cost per customer (money per year, at least 0).
    gains : dict
        For each column of money, the share of it that the programme brings: ``{"profit": 0.05}`` saves 5 % of
        the profit that would otherwise be lost, ``{"potential": 0.10}`` wins 10 % of the potential.

    Examples
    --------
    >>> Programme(cost=40, gains={"potential": 0.10}).cost
    40
    """

    cost: float = 0.0
    gains: dict = field(default_factory=dict)


def programme_table(assigned, programmes):
    """What the programmes of the rows cost and bring, for customers with a strategy row.

    Parameters
    ----------
    assigned : DataFrame
        The table that `assign_strategy` gives, with the columns that the programmes name.
    programmes : dict
        For each row its `Programme`. A row without one, and "none", is left alone: it costs and brings 0.

    Returns
    -------
    pandas.DataFrame
        A row per strategy row, and one for "none": `strategy_row`, `customers`, `gain`, `cost` and `net`
        (money per year). The sum of `net` under two precedences is what the change earns or costs.

    Raises
    ------
    TypeError, ValueError
        If a column is missing, or a programme is no Programme, or belongs to no row.

    Notes
    -----
    .. math:: \\text{net}_s = \\sum_{i \\in s} \\left( \\sum_c g_{sc} x_{ic} - k_s \\right)

    with :math:`g_{sc}` the share of column c that the programme of row s brings, and :math:`k_s` its cost.
    The gains are assumptions until an experiment has measured them.

    Examples
    --------
    >>> import pandas as pd
    >>> assigned = pd.DataFrame({"strategy_row": ["large", "growth", "none"], "potential": [0, 2000, 300]})
    >>> table = programme_table(assigned, {"growth": Programme(cost=40, gains={"potential": 0.10})})
    >>> table[table["customers"] > 0]
      strategy_row  customers   gain  cost    net
    0        large          1    0.0   0.0    0.0
    2       growth          1  200.0  40.0  160.0
    5         none          1    0.0   0.0    0.0
    """
    frame = as_eager_frame(assigned, "assigned")
    if "strategy_row" not in frame.columns:
        raise ValueError("assigned has no column 'strategy_row'; make it with assign_strategy first")
    rows = [*(row.row for row in STRATEGY_TABLE), NO_ROW]
    members = np.array(frame["strategy_row"].to_list(), dtype=object)
    if unknown := sorted({str(row) for row in members} - {*rows}):
        raise ValueError(f"column 'strategy_row' of assigned holds {unknown[0]!r}, which is no row")
    _refuse_programmes(programmes, rows)
    lines = [_programme_line(frame, row, members == row, programmes.get(row, Programme())) for row in rows]
    return result_table({name: [line[name] for line in lines] for name in lines[0]})


def _programme_line(frame, row, members, programme):
    gains = [
        part * _numbers(frame, "a programme", name)[members].sum() for name, part in programme.gains.items()
    ]
    gain, cost = float(sum(gains)), float(members.sum() * programme.cost)
    line = {"strategy_row": row, "customers": int(members.sum())}
    return line | {"gain": gain, "cost": cost, "net": gain - cost}


def _refuse_programmes(programmes, rows):
    if not isinstance(programmes, dict):
        raise TypeError(f"programmes must be a dict from row to Programme; got {describe(programmes)}")
    for row, programme in programmes.items():
        if row not in rows or not isinstance(programme, Programme):
            known = ", ".join(rows)
            raise ValueError(
                f"programmes must be a dict from a row ({known}) to a Programme; got {describe(row)}: "
                f"{describe(programme)}"
            )
        check(f"the cost of programme {row!r}", programme.cost, replace(nonnegative, single=True))
        if not isinstance(programme.gains, dict):
            raise TypeError(f"the gains of programme {row!r} must be a dict; got {describe(programme.gains)}")
        for name, part in programme.gains.items():
            check(f"the gain of programme {row!r} in {name!r}", part, replace(share, single=True))


class LowValueOptions(NamedTuple):
    """Profit from a low-value customer under three ways to treat her (money per period).

    Parameters
    ----------
    maintain : float
        She is served and marketed to as before.
    leave_alone : float
        She is served if she comes, without marketing.
    drop : float
        She is sent away: the revenue goes, the fixed cost stays.
    """

    maintain: float
    leave_alone: float
    drop: float


@formula(
    margin=nonnegative,
    service_cost=nonnegative,
    marketing_cost=nonnegative,
    margin_lost=share,
    fixed_share=share,
)
def low_value_options(margin, service_cost, marketing_cost, margin_lost, fixed_share=0.0):
    """Maintain, leave alone (放任) or drop low-value customers: what each is worth.

    Parameters
    ----------
    margin : float, array, Series or expression
        Margin of the customers before cost to serve (money per period).
    service_cost : float, array, Series or expression
        Cost to serve them (money per period).
    marketing_cost : float, array, Series or expression
        Cost of marketing to them (money per period).
    margin_lost : float, array, Series or expression
        The share of margin and volume that is lost without marketing, 0 to 1.
    fixed_share : float, array, Series or expression
        The share of the cost to serve that stays without them, 0 to 1.

    Returns
    -------
    LowValueOptions
        `maintain`, `leave_alone` and `drop` (profit, money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With margin :math:`m`, cost to serve :math:`S` of which the share :math:`f` is fixed, marketing :math:`K`
    and the share lost :math:`q`:

    .. math::

        \\text{maintain} &= m - S - K \\\\
        \\text{leave alone} &= (1 - q)\\bigl( m - (1 - f) S \\bigr) - fS \\\\
        \\text{drop} &= -fS

    To leave alone is not to drop: the revenue of those who come anyway stays.

    Examples
    --------
    >>> low_value_options(margin=100, service_cost=50, marketing_cost=60, margin_lost=0.3, fixed_share=0.4)
    LowValueOptions(maintain=-10, leave_alone=29.0, drop=-20.0)
    """
    fixed = service_cost * fixed_share
    stays = (margin - (service_cost - fixed)) * (1 - margin_lost)
    return LowValueOptions(margin - service_cost - marketing_cost, stays - fixed, 0 - fixed)

"""Recency, frequency and monetary value (RFM): from raw transactions to scores, segments and a decision.

The order of work: `transaction_audit` counts what is odd in the data, `rfm_table` sums them up per
customer, `rfm_score` turns the three measures into scores of 1 to 5, `rfm_segment` names the customers, and
`gains_table` and `response_by_cell` tell on later purchases whether the scores were worth anything.
"""

import warnings
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    describe,
    formula,
    nonnegative,
    number,
    one,
    one_of,
    positive,
    positive_count,
)
from crmlib.columns import read_flags, read_numbers, refuse_lengths
from crmlib.intervals import wilson_interval
from crmlib.summary import holdout_split, purchase_summary
from crmlib.tables import (
    DataWarning,
    as_eager_frame,
    as_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)
from crmlib.transactions import (
    MEASURES,
    calendar_day,
    count_findings,
    count_rows,
    day_number,
    observation_day,
    order_rows,
    policy_sentences,
    refuse_missing,
    sum_by_customer,
    transaction_audit,
    until_day,
)

__all__ = [
    "MEASURES",
    "SEGMENTS",
    "DataWarning",
    "Segment",
    "break_even_response_rate",
    "gains_table",
    "holdout_split",
    "mailing_profit",
    "purchase_summary",
    "response_by_cell",
    "rfm_cuts",
    "rfm_score",
    "rfm_segment",
    "rfm_table",
    "segment_grid",
    "transaction_audit",
    "weighted_score",
    "wilson_interval",
]

_SCORES = tuple(f"{measure}_score" for measure in MEASURES)
_RETURNS = one_of("net", "drop")
_ZERO_ORDERS = one_of("count", "drop")
_METHODS = one_of("quantile", "nested", "cuts")
_TIES = one_of("share", "spread")
_BINS = Kind("a whole number from 2 to 9", low=2, high=9, whole=True, single=True)
_SCORE = Kind("a score from 1 to 9", low=1, high=9, whole=True)


# ----------------------------------------------------------------------------------------------------------
# From transactions to the RFM table


@checked(returns=_RETURNS, zero_orders=_ZERO_ORDERS)
def rfm_table(
    transactions,
    customer="customer_id",
    date="date",
    amount="amount",
    as_of=None,
    *,
    returns=None,
    zero_orders=None,
):
    """Recency, frequency and monetary value of each customer, from one row per order.

    This is the convention of RFM: recency counts the days since the last order, frequency counts orders, and
    monetary is the total. `purchase_summary` has the other convention, that of the models of future
    purchases: recency from the first to the last purchase, repeat purchases only, the mean spend of these.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows (pandas, Polars eager or lazy, PyArrow, DuckDB,
        Dask, PySpark). The work is done by the frame's own engine.
    customer, date, amount : str
        The names of the columns: who bought, when (dates, with or without a time of day), for how much
        (money).
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day from which recency is counted, its end included; text as "1997-09-30". Without it, the last
        date in the data. Rows after it are left out, with a `DataWarning`.
    returns : {"net", "drop"}, optional
        A row with an amount below 0 is a return. "net" lowers monetary by it and counts no order; "drop"
        ignores the row. Without a choice "net" is taken, with a `DataWarning` if there are returns.
    zero_orders : {"count", "drop"}, optional
        A row with an amount of 0 is an order that cost nothing. "count" counts it as an order; "drop" ignores
        the row. Without a choice "count" is taken, with a `DataWarning` if there are such rows.

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer with at least one order, sorted by customer: the
        customer column, `recency` (whole days from the last order to `as_of`), `frequency` (orders),
        `monetary` (total spend, money), `average_order_value` (monetary / frequency, money per order).

    Raises
    ------
    TypeError
        If `transactions` is no table, or `as_of` is no date.
    ValueError
        If a column is missing, holds text where dates or amounts belong, or has missing or infinite values;
        if there are no rows or no orders; if `as_of` lies before the first date; if no `as_of` is given and
        the last date lies in the future.

    Warns
    -----
    DataWarning
        When a policy that was not chosen changes something, with the number of rows.

    Notes
    -----
    A customer with returns only has no order, so no recency: she is left out, and her returns with her.
    Rows that are equal in every column are kept, because two equal orders on one day are possible;
    `transaction_audit` counts them. A time of day is cut off. A date with a time zone counts as the calendar
    day in that time zone, and so does `as_of`.

    References
    ----------
    Hughes, A. M. (2012). Strategic Database Marketing, 4th edition. McGraw-Hill, New York.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Bob", "Ann"],
    ...     "date": pd.to_datetime(["1997-01-05", "1997-03-01", "1997-03-21"]),
    ...     "amount": [20.0, 15.0, 40.0],
    ... })
    >>> rfm_table(orders, as_of="1997-03-31")
      customer_id  recency  frequency  monetary  average_order_value
    0         Ann       10          2      60.0                 30.0
    1         Bob       30          1      15.0                 15.0
    """
    rows = order_rows(transactions, customer, date, amount)
    facts = count_findings(rows, customer, calendar_day(as_of))
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    last_day = observation_day(facts, as_of, date, zero_orders)
    everyone = sum_by_customer(rows.filter(until_day(rows, last_day)), customer, returns, zero_orders)
    for sentence in policy_sentences(facts, everyone, last_day, amount, returns, zero_orders):
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _finish(everyone, customer, last_day).to_native()


def _finish(everyone, customer, last_day):
    """The RFM table from the sums: customers with orders, days since the last, money an order."""
    ordered = everyone.filter(nw.col("frequency") > 0)
    table = ordered.select(
        nw.col(customer),
        (last_day.toordinal() - day_number(nw.col("recency"))).alias("recency"),
        # DuckDB adds whole numbers up to a wider kind, which others read as a fraction.
        nw.col("frequency").cast(nw.Int64),
        nw.col("monetary"),
        (nw.col("monetary") / nw.col("frequency")).alias("average_order_value"),
    ).sort(customer)
    return table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)


# ----------------------------------------------------------------------------------------------------------
# Scores


@checked(bins=_BINS, method=_METHODS, ties=_TIES)
def rfm_score(table, bins=5, method="quantile", cuts=None, *, ties=None):
    """Scores for recency, frequency and monetary value: 1 to `bins`, the best score the highest in all three.

    Parameters
    ----------
    table : DataFrame
        The RFM table: columns recency (days), frequency (orders), monetary (money), a row per customer.
        pandas, Polars or PyArrow; a lazy table has to be collected first, since a score compares with
        everyone.
    bins : int
        The number of scores, 2 to 9.
    method : {"quantile", "nested", "cuts"}
        "quantile" cuts each measure by itself into `bins` parts of about equal size. "nested" cuts recency
        so, then frequency within each recency score, then monetary within each recency and frequency score.
        "cuts" takes the cut points from `cuts`.
    cuts : dict or DataFrame, optional
        For "cuts" only: `bins` - 1 rising numbers for each measure, as in
        ``{"recency": [30, 60, 90, 180], ...}``, or the table that `rfm_cuts` gives. A value equal to a cut
        point belongs to the part below it.
    ties : {"share", "spread"}, optional
        "share": equal values get equal scores, so some scores may stay empty. "spread": customers are ranked
        and cut into equal parts, equal values in the order of the table (the later one the higher score), so
        that no score is empty but equal customers may differ. Without a choice "share" is taken, with a
        `DataWarning` that names the empty scores.

    Returns
    -------
    DataFrame
        The table, of the same kind, with the whole numbers `recency_score`, `frequency_score`,
        `monetary_score` and the text `rfm_score` such as "543".

    Raises
    ------
    TypeError, ValueError
        If the table is lazy, has no rows, lacks a measure or has missing values; if `cuts` does not fit.

    Warns
    -----
    DataWarning
        When scores stay empty, because of equal values or because there are fewer customers than scores.

    Notes
    -----
    With the cut points :math:`c_1 \\le \\dots \\le c_{b-1}` of a measure, the score of a value :math:`x` is

    .. math:: 1 + \\#\\{k : c_k < x\\}

    and for recency, where few days are good, :math:`b - \\#\\{k : c_k < x\\}`. The k-th cut point is the
    quantile k/b, interpolated linearly between the two nearest values (definition 7 of Hyndman and Fan 1996).

    References
    ----------
    Hughes, A. M. (2012). Strategic Database Marketing, 4th edition. McGraw-Hill, New York. (Nested scoring.)

    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician
    50(4).

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"recency": [5, 40, 90], "frequency": [9, 4, 1], "monetary": [50, 300, 20]})
    >>> rfm_score(table, bins=3)["rfm_score"].tolist()
    ['332', '223', '111']
    """
    frame = as_eager_frame(table)
    values = _measures(frame)
    _refuse_options(method, cuts, ties)
    if method == "cuts":
        points = _given_cuts(cuts, bins)
        scores = {measure: _score(measure, values[measure], points[measure]) for measure in MEASURES}
        sentences = _unreachable(points)
    else:
        scores, empty = _score_all(values, bins, method, ties)
        sentences = _collapsed(empty, len(frame), bins, method)
    if ties is None:
        for sentence in sentences:
            warnings.warn(sentence, DataWarning, stacklevel=3)
    return _with_scores(frame, scores).to_native()


@checked(bins=_BINS, method=one_of("quantile", "nested"))
def rfm_cuts(table, bins=5, method="quantile"):
    """The cut points behind the scores, in a table that a person can read and `rfm_score` can use.

    Parameters
    ----------
    table : DataFrame
        The RFM table, as for `rfm_score`.
    bins : int
        The number of scores, 2 to 9.
    method : {"quantile", "nested"}
        How the parts are cut, as in `rfm_score`.

    Returns
    -------
    pandas.DataFrame
        A row per measure and score, best score first: `measure`, `score`, `above` and `up_to` (the values
        that get the score, in days, orders or money; the outer ends are infinite), `customers` (how many
        have it). With "nested" also `recency_score` and `frequency_score`, the cell that is cut (0 where
        there is none).

    Raises
    ------
    TypeError, ValueError
        If the table is lazy, has no rows, lacks a measure or has missing values.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"recency": [5, 40, 90], "frequency": [9, 4, 1], "monetary": [50, 300, 20]})
    >>> rfm_cuts(table, bins=2).head(2)
       measure  score  above  up_to  customers
    0  recency      2   -inf   40.0          2
    1  recency      1   40.0    inf          1
    """
    values = _measures(as_eager_frame(table))
    scores, _ = _score_all(values, bins, method, "share")
    lines = [line for measure in MEASURES for line in _cut_lines(measure, values, scores, bins, method)]
    report = result_table({key: [line[key] for line in lines] for key in lines[0]})
    return report if method == "nested" else report.drop(columns=["recency_score", "frequency_score"])


def weighted_score(scores, weights=(1, 1, 1)):
    """One score of the three: their weighted mean.

    Parameters
    ----------
    scores : DataFrame
        A table with `recency_score`, `frequency_score` and `monetary_score`, as `rfm_score` gives it.
    weights : sequence of three numbers
        The weights of recency, frequency and monetary value, at least 0 and not all 0; only their ratios
        count.

    Returns
    -------
    Series
        One number a customer, from 1 to the number of bins, in the order of the table and of its kind.

    Raises
    ------
    TypeError, ValueError
        If a score column is missing, or the weights are not three numbers of at least 0 that are not all 0.

    Notes
    -----
    .. math:: \\frac{w_R R + w_F F + w_M M}{w_R + w_F + w_M}

    Equal means are equal to the last digit, so that customers who tie are ranked as ties.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [4, 1], "monetary_score": [3, 2]})
    >>> weighted_score(scores, weights=(2, 1, 1)).tolist()
    [4.25, 1.25]
    """
    weights = _relative_weights(weights)
    frame = as_eager_frame(scores, "scores")
    _score_columns(frame)
    recency, frequency, monetary = (
        weight * nw.col(name) for weight, name in zip(weights, _SCORES, strict=True)
    )
    # Rounded, or the order of adding up would part customers whose means are equal.
    mean = (recency + frequency + monetary).round(12) / sum(weights)
    return frame.select(mean.alias("weighted_score"))["weighted_score"].to_native()


def _relative_weights(weights):
    """The weights, the largest as 1."""
    values = np.asarray(weights)
    if values.shape != (3,):
        raise ValueError(
            f"weights must be three numbers (recency, frequency, monetary); got {describe(weights)}"
        )
    check("weights", values, nonnegative)
    if values.sum() == 0:
        raise ValueError(f"weights must not all be 0; got {describe(weights)}")
    return (values / values.max()).tolist()


def _measures(frame):
    """The three measures as arrays of numbers, none missing."""
    return {measure: _column(frame, measure, number, "table") for measure in MEASURES}


def _score_columns(frame):
    return [_column(frame, name, _SCORE, "scores").astype(int) for name in _SCORES]


def _column(frame, name, kind, table):
    refuse_missing_column(frame, name, table)
    refuse_kind(frame, name, frame.schema[name].is_numeric(), "numbers")
    values = frame[name].cast(nw.Float64).to_numpy()
    check(name, values, kind)
    return values


def _refuse_options(method, cuts, ties):
    """Refuse options that the method does not use: they would do nothing in silence."""
    if (method == "cuts") != (cuts is not None):
        raise ValueError("cut points in cuts and method='cuts' go together; give both or neither")
    if method == "cuts" and ties == "spread":
        raise ValueError(
            "ties='spread' ranks the customers and uses no cut points; drop it or use method='quantile'"
        )


def _quantile_cuts(values, bins):
    """The cut points: quantiles 1/bins to (bins-1)/bins.

    The position is computed in whole numbers. In floats a quantile that is a value of the data can come out
    a hair below it, and that customer's score one too high.
    """
    rising = np.sort(values)
    whole, part = np.divmod(np.arange(1, bins) * (len(values) - 1), bins)
    below, above = rising[whole], rising[np.minimum(whole + 1, len(values) - 1)]
    return below + (above - below) * part / bins


def _score(measure, values, cuts):
    """The score of each value: how many cut points lie strictly below it, turned round for recency."""
    below = np.searchsorted(cuts, values, side="left")
    return len(cuts) + 1 - below if measure == "recency" else 1 + below


def _rank_score(measure, values, bins):
    """Scores that fill all bins equally: by rank, equal values in the order of the table."""
    worst_first = np.argsort(-values if measure == "recency" else values, kind="stable")
    scores = np.empty(len(values), dtype=int)
    scores[worst_first] = 1 + np.arange(len(values)) * bins // len(values)
    return scores


def _score_all(values, bins, method, ties):
    """The scores of each measure, and for each measure and cell the scores that stay empty."""
    scores, empty = {}, []
    for measure in MEASURES:
        scores[measure] = np.zeros(len(values[measure]), dtype=int)
        for _, members in _cells(scores, measure, method):
            own = values[measure][members]
            given = (
                _rank_score(measure, own, bins)
                if ties == "spread"
                else _score(measure, own, _quantile_cuts(own, bins))
            )
            scores[measure][members] = given
            empty.append((measure, sorted(set(range(1, bins + 1)) - set(np.unique(given).tolist()))))
    return scores, empty


def _cells(scores, measure, method):
    """The cells in which a measure is cut, as pairs of (recency score, frequency score) and a selection.

    0 stands for "not cut by it": a quantile takes everyone together, the nested method goes by the scores of
    the measures before.
    """
    before = MEASURES[: MEASURES.index(measure)] if method == "nested" else ()
    recency, frequency = (scores[m] if m in before else np.zeros_like(scores[measure]) for m in MEASURES[:2])
    cell = 10 * recency + frequency
    return [(divmod(code, 10), cell == code) for code in np.unique(cell).tolist()]


def _collapsed(empty, customers, bins, method):
    """A sentence for each measure of which scores stay empty."""
    if customers < bins:
        yield f"{customers} customers cannot fill {bins} scores; take fewer bins"
        return
    for measure in MEASURES:
        cells = [missing for name, missing in empty if name == measure]
        if short := [missing for missing in cells if missing]:
            what = f"scores empty in {len(short)} of {len(cells)} cells"
            what = f"no one in score {_and(short[0])}" if method == "quantile" or len(cells) == 1 else what
            yield f"{measure}: equal values leave {what} (to choose, say ties='share' or ties='spread')"


def _unreachable(points):
    """A sentence for each measure whose cut points repeat, so that no value can lie between them."""
    for measure, cuts in points.items():
        steps = np.flatnonzero(np.diff(cuts) == 0)
        if len(steps):
            scores = sorted((len(cuts) - steps if measure == "recency" else steps + 2).tolist())
            yield f"{measure}: equal cut points leave no one in score {_and(scores)} (fine? say ties='share')"


def _and(numbers):
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _with_scores(frame, scores):
    backend = frame.implementation
    code = 100 * scores["recency"] + 10 * scores["frequency"] + scores["monetary"]
    texts = np.array([str(number) for number in range(1000)], dtype=object)[code]
    columns = [
        nw.new_series(name, scores[measure], nw.Int64, backend=backend)
        for name, measure in zip(_SCORES, MEASURES, strict=True)
    ]
    return frame.with_columns(
        *columns, nw.new_series("rfm_score", texts.tolist(), nw.String, backend=backend)
    )


def _cut_lines(measure, values, scores, bins, method):
    """The lines of `rfm_cuts` for one measure, best score first."""
    for (recency, frequency), members in _cells(scores, measure, method):
        inner = _quantile_cuts(values[measure][members], bins)
        ends = [-np.inf, *inner.tolist(), np.inf]
        parts = range(bins) if measure == "recency" else range(bins - 1, -1, -1)
        for score, part in zip(range(bins, 0, -1), parts, strict=True):
            yield {
                "measure": measure,
                "recency_score": recency,
                "frequency_score": frequency,
                "score": score,
                "above": ends[part],
                "up_to": ends[part + 1],
                "customers": int((scores[measure][members] == score).sum()),
            }


def _given_cuts(cuts, bins):
    """The cut points of each measure from a dict or from the table of `rfm_cuts`, checked."""
    lists = cuts if isinstance(cuts, dict) else _cuts_of_table(cuts)
    for measure in MEASURES:
        if measure not in lists:
            raise ValueError(f"cuts must name recency, frequency and monetary; {measure} is missing")
        _refuse_cut_points(f"cuts[{measure!r}]", lists[measure], bins)
    return {measure: np.asarray(lists[measure], dtype=float) for measure in MEASURES}


def _cuts_of_table(cuts):
    """The inner ends of the parts; the nested method has too many of them to be one list a measure."""
    frame = as_frame(cuts, "cuts")
    for name in ("measure", "up_to"):
        refuse_missing_column(frame, name, "cuts")
    if "recency_score" in frame.columns:
        raise ValueError(
            "cuts of the nested method differ from cell to cell; use rfm_score(method='nested') instead"
        )
    lines = frame.filter(nw.col("up_to").is_finite()).sort("up_to")
    return {m: lines.filter(nw.col("measure") == m)["up_to"].to_numpy() for m in lines["measure"].unique()}


def _refuse_cut_points(name, points, bins):
    values = np.asarray(points)
    if values.shape != (bins - 1,):
        raise ValueError(f"{name} must be {bins - 1} numbers for {bins} bins; got {describe(points)}")
    check(name, values, number)
    if (np.diff(values) < 0).any():
        raise ValueError(f"{name} must rise from the smallest to the largest; got {values.tolist()}")


# ----------------------------------------------------------------------------------------------------------
# Segments


@dataclass(frozen=True)
class Segment:
    """A named group of customers, defined by ranges of the three scores.

    Parameters
    ----------
    name, chinese : str
        The name in English and in Chinese.
    boxes : tuple of tuple
        One or more boxes; a box is three ranges (lowest, highest score), of recency, frequency and monetary
        value, both ends included. A customer in any box belongs to the segment.
    advice : str
        One sentence: what to do.

    Examples
    --------
    >>> Segment("champions", "冠军客户", (((4, 5), (4, 5), (4, 5)),), "Thank them.").boxes
    (((4, 5), (4, 5), (4, 5)),)
    """

    name: str
    chinese: str
    boxes: tuple
    advice: str = ""


_ANY = (1, 5)

SEGMENTS = (
    Segment(
        "champions",
        "冠军客户",
        (((4, 5), (4, 5), (4, 5)),),
        "Thank them, show them new products first and ask for referrals; they need no discount.",
    ),
    Segment(
        "loyal",
        "忠诚客户",
        (((4, 5), (4, 5), (1, 3)), ((3, 3), (4, 5), _ANY)),
        "Offer products that go with what they buy and raise the value of each order.",
    ),
    Segment(
        "potential loyalists",
        "潜在忠诚客户",
        (((4, 5), (2, 3), _ANY),),
        "Give a reason for the next order soon, such as membership or a personal suggestion.",
    ),
    Segment(
        "new customers",
        "新客户",
        (((5, 5), (1, 1), _ANY),),
        "Welcome them and make the first order a success before selling again.",
    ),
    Segment(
        "promising",
        "有望客户",
        (((4, 4), (1, 1), _ANY),),
        "Remind them of the first order and make the second one easy.",
    ),
    Segment(
        "need attention",
        "需关注客户",
        (((3, 3), (2, 3), (3, 5)),),
        "Send an offer with a date, built on what they bought before.",
    ),
    Segment(
        "about to sleep",
        "即将休眠客户",
        (((3, 3), (2, 3), (1, 2)), ((3, 3), (1, 1), _ANY)),
        "Try one cheap reminder and see who answers.",
    ),
    Segment(
        "cannot lose them",
        "不可流失客户",
        (((1, 2), (4, 5), (4, 5)),),
        "Call in person, ask what went wrong and win them back while the value justifies it.",
    ),
    Segment(
        "at risk",
        "流失风险客户",
        (((1, 2), (4, 5), (1, 3)), ((1, 2), (3, 3), _ANY)),
        "Send a personal win-back offer, at a cost below what they may bring.",
    ),
    Segment(
        "hibernating",
        "休眠客户",
        (((2, 2), (1, 2), _ANY),),
        "Include them only in mailings whose expected response lies above break-even.",
    ),
    Segment(
        "lost",
        "已流失客户",
        (((1, 1), (1, 2), _ANY),),
        "Stop paid contact unless a test shows that it pays.",
    ),
)


def rfm_segment(scores, rules=SEGMENTS):
    """The named segment of each customer.

    Parameters
    ----------
    scores : DataFrame
        A table with `recency_score`, `frequency_score` and `monetary_score`, as `rfm_score` gives it.
    rules : sequence of Segment
        The segments. Each combination of three scores must belong to exactly one of them; the number of
        scores is the highest that the rules name.

    Returns
    -------
    DataFrame
        The table, of the same kind, with the text column `segment`.

    Raises
    ------
    TypeError, ValueError
        If the rules leave a gap or overlap, if a score column is missing, or if a score is not covered.

    Warns
    -----
    DataWarning
        When no score reaches the highest that the rules name: they were made for another number of bins.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [5, 1], "monetary_score": [4, 2]})
    >>> rfm_segment(scores)["segment"].tolist()
    ['champions', 'lost']
    """
    grid = segment_grid(rules)
    frame = as_eager_frame(scores, "scores")
    triples = _score_columns(frame)
    highest = max(column.max() for column in triples)
    if highest > len(grid):
        raise ValueError(f"rules name scores up to {len(grid)}; the table has {highest}")
    if highest < len(grid):
        warnings.warn(
            f"no score is above {highest}, but rules name scores up to {len(grid)}: made for other bins?",
            DataWarning,
            stacklevel=2,
        )
    names = np.array([rule.name for rule in rules], dtype=object)
    which = grid[tuple(column - 1 for column in triples)]
    segment = nw.new_series("segment", names[which].tolist(), nw.String, backend=frame.implementation)
    return frame.with_columns(segment).to_native()


def segment_grid(rules=SEGMENTS):
    """The segment of every combination of scores; refuses rules that overlap or leave a gap.

    Parameters
    ----------
    rules : sequence of Segment
        The segments.

    Returns
    -------
    numpy.ndarray
        Whole numbers of shape (bins, bins, bins): at [R - 1, F - 1, M - 1] the position of the segment in
        `rules`.

    Raises
    ------
    TypeError
        If something in `rules` is no Segment.
    ValueError
        If a box is no box, two segments claim one combination, or none does; with the combination.

    Examples
    --------
    >>> SEGMENTS[segment_grid()[5 - 1, 1 - 1, 3 - 1]].name
    'new customers'
    """
    bins = _highest_score(rules)
    grid = np.full((bins, bins, bins), -1)
    for position, rule in enumerate(rules):
        for box in rule.boxes:
            part = grid[tuple(slice(low - 1, high) for low, high in box)]
            _refuse_overlap(part, position, box, rules)
            part[...] = position
    _refuse_gap(grid)
    return grid


def _highest_score(rules):
    if not isinstance(rules, tuple | list):
        raise TypeError(f"rules must be a list of Segment; got {describe(rules)}")
    for rule in rules:
        if not isinstance(rule, Segment):
            raise TypeError(f"rules must be a list of Segment; got {describe(rule)}")
        if not isinstance(rule.boxes, tuple | list):
            raise ValueError(f"the boxes of segment {rule.name!r} must be a list; got {describe(rule.boxes)}")
        for box in rule.boxes:
            _refuse_box(rule, box)
    highest = [high for rule in rules for box in rule.boxes for _, high in box]
    if not highest:
        raise ValueError("rules must hold at least one Segment with a box")
    return max(highest)


def _refuse_box(rule, box):
    """Refuse anything but three ranges of whole scores, the lower end first."""
    try:
        ends = np.array(box)
        fits = ends.shape == (3, 2) and ends.dtype.kind == "i" and (ends >= 1).all() and (ends <= 9).all()
        fits = fits and (ends[:, 0] <= ends[:, 1]).all()
    except ValueError:
        fits = False
    if not fits:
        allowed = "three ranges of scores such as ((4, 5), (1, 3), (1, 5))"
        raise ValueError(f"a box of segment {rule.name!r} must be {allowed}; got {describe(box)}")


def _refuse_overlap(part, position, box, rules):
    """Two boxes of one segment may overlap, boxes of two segments may not."""
    others = np.argwhere((part >= 0) & (part != position))
    if len(others):
        triple = [int(low + offset) for (low, _), offset in zip(box, others[0], strict=True)]
        other = rules[part[tuple(others[0])]].name
        raise ValueError(
            f"rules overlap: scores {_triple(triple)} belong to {other!r} and {rules[position].name!r}"
        )


def _refuse_gap(grid):
    gaps = np.argwhere(grid < 0)
    if len(gaps):
        raise ValueError(
            f"rules leave a gap: scores {_triple((gaps[0] + 1).tolist())} belong to no segment "
            f"({len(gaps)} of {grid.size} combinations)"
        )


def _triple(scores):
    return "(R {}, F {}, M {})".format(*scores)


# ----------------------------------------------------------------------------------------------------------
# Does it predict, and does it pay?


@checked(groups=one(positive_count), ties=one_of("share"))
def gains_table(score, outcome, groups=10, *, ties=None):
    """How much of an outcome the best-scored customers bring: a gains and lift table.

    Parameters
    ----------
    score : Series or array
        One number a customer; higher is better.
    outcome : Series or array
        What she did afterwards, in the same order: 0 or 1, or an amount of money.
    groups : int
        The number of groups, of about equal size.
    ties : {"share"}, optional
        Customers with equal scores share a group: it goes on to the end of the tie, so there may be fewer
        groups. That is always so; without this word a `DataWarning` says when it leaves fewer.

    Returns
    -------
    pandas.DataFrame
        A row per group, the best first: `group`, `customers`, `responses` (sum of the outcome),
        `response_rate` (responses a customer), `cumulative_customers` and `cumulative_responses` (shares of
        the whole, the second is the gain), `lift` (response rate over that of all) and `cumulative_lift`.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, hold missing values or no numbers, or the outcome does not add up to more
        than 0.

    Notes
    -----
    .. math:: \\text{lift}_g = \\frac{y_g / n_g}{Y / N}

    with :math:`y_g` the responses and :math:`n_g` the customers of group g, :math:`Y` and :math:`N` those
    of all.

    References
    ----------
    Blattberg, R. C., Kim, B.-D. and Neslin, S. A. (2008). Database Marketing: Analyzing and Managing
    Customers. Springer.

    Examples
    --------
    >>> table = gains_table([5, 4, 2, 1], [1, 1, 1, 0], groups=2)
    >>> table[["group", "customers", "responses", "cumulative_responses", "lift"]].round(3)
       group  customers  responses  cumulative_responses   lift
    0      1          2        2.0                 0.667  1.333
    1      2          2        1.0                 1.000  0.667
    """
    scores, outcomes = read_numbers("score", score), read_numbers("outcome", outcome)
    refuse_lengths(score=scores, outcome=outcomes)
    if outcomes.sum() <= 0:
        raise ValueError(
            f"outcome must add up to more than 0; got {outcomes.sum():g}: there is nothing to gain"
        )
    best_first = np.argsort(-scores, kind="stable")
    ends = _group_ends(scores[best_first], groups)
    if len(ends) < groups and ties is None:
        left = f"{len(ends)} of the {groups} groups that were asked for are left"
        sentence = f"equal scores are not split: {left} (fine? say ties='share')"
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _gains(ends, outcomes[best_first])


def _group_ends(scores, groups):
    """Where each group ends, in scores that fall: at an equal share, moved on to the end of a tie."""
    shares = -(-np.arange(1, groups + 1) * len(scores) // groups)
    return np.unique(np.searchsorted(-scores, -scores[shares - 1], side="right"))


def _gains(ends, outcomes):
    cumulative = np.cumsum(outcomes)[ends - 1]
    customers, responses = np.diff(ends, prepend=0), np.diff(cumulative, prepend=0)
    overall = cumulative[-1] / ends[-1]
    cumulative_customers, cumulative_responses = ends / ends[-1], cumulative / cumulative[-1]
    return result_table(
        {
            "group": np.arange(1, len(ends) + 1),
            "customers": customers,
            "responses": responses,
            "response_rate": responses / customers,
            "cumulative_customers": cumulative_customers,
            "cumulative_responses": cumulative_responses,
            "lift": responses / customers / overall,
            "cumulative_lift": cumulative_responses / cumulative_customers,
        }
    )


@checked(margin=one(positive), cost=one(nonnegative))
def response_by_cell(cells, responded, margin=None, cost=None):
    """Response rate of each cell with its uncertainty and, if money is given, its profit.

    Parameters
    ----------
    cells : Series or array
        The cell or segment of each customer, such as "543" or "loyal".
    responded : Series or array
        Whether she responded, in the same order: 0 or 1, or true or false.
    margin : float, optional
        Contribution from one response (money). Goes together with `cost`.
    cost : float, optional
        Cost of one contact (money).

    Returns
    -------
    pandas.DataFrame
        A row per cell, sorted: `cell`, `customers`, `responses`, `response_rate`, `lower` and `upper` (the
        95 % interval of Wilson). With money also `profit` (of contacting the whole cell) and
        `above_break_even` (whether the profit is above 0, that is the response rate above cost / margin).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a cell is missing, a response is not 0 or 1, or only one of `margin` and
        `cost` is given.

    Notes
    -----
    .. math:: \\text{responses} \\times \\text{margin} - \\text{customers} \\times \\text{cost}

    Examples
    --------
    >>> table = response_by_cell(["a", "a", "b", "b"], [1, 0, 0, 0], margin=30, cost=2)
    >>> table[["cell", "response_rate", "lower", "upper", "profit"]].round(2)
      cell  response_rate  lower  upper  profit
    0    a            0.5   0.09   0.91    26.0
    1    b            0.0   0.00   0.66    -4.0
    """
    if (margin is None) != (cost is None):
        raise ValueError("margin and cost go together: the profit of a cell needs both")
    labels, table = _count_cells(cells, responded)
    customers, responses = table
    lower, upper = wilson_interval(responses, customers)
    columns = {"cell": labels, "customers": customers, "responses": responses}
    columns |= {"response_rate": responses / customers, "lower": lower, "upper": upper}
    if margin is not None:
        columns["profit"] = responses * float(margin) - customers * cost
        columns["above_break_even"] = columns["profit"] > 0
    return result_table(columns)


def _count_cells(cells, responded):
    """The cells, sorted, and an array of two rows: customers and responses of each."""
    import pandas as pd

    labels, flags = pd.Series(np.asarray(cells)), read_flags("responded", responded)
    refuse_lengths(cells=labels, responded=flags)
    if labels.isna().any():
        raise ValueError(
            f"cells is missing in {count_rows(int(labels.isna().sum()))}; drop or fill them first"
        )
    counts = pd.Series(flags).groupby(labels.to_numpy()).agg(["size", "sum"])
    return counts.index.to_numpy(), counts.to_numpy(dtype=int).T


@formula(cost_per_contact=nonnegative, margin_per_response=positive)
def break_even_response_rate(cost_per_contact, margin_per_response):
    """The response rate at which a mailing earns exactly what it costs.

    Parameters
    ----------
    cost_per_contact : float, array, Series or expression
        What one contact costs (money).
    margin_per_response : float, array, Series or expression
        Contribution from one response, before the cost of the contact (money, above 0).

    Returns
    -------
    float, array, Series or expression
        A share; above 1 means that no response rate can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\text{break-even response rate} = \\frac{\\text{cost per contact}}{\\text{margin per response}}

    References
    ----------
    Hughes, A. M. (2012). Strategic Database Marketing, 4th edition. McGraw-Hill, New York.

    Examples
    --------
    >>> break_even_response_rate(cost_per_contact=0.5, margin_per_response=10)
    0.05
    """
    return cost_per_contact / margin_per_response


def mailing_profit(mailed, margin_earned, cost_per_contact):
    """What a mailing earns: the margin of the customers who were mailed, less the cost of mailing them.

    Parameters
    ----------
    mailed : Series or array
        Whether each customer is mailed: 0 or 1, or true or false.
    margin_earned : Series or array
        The margin that each customer brings if she is mailed (money), in the same order.
    cost_per_contact : float
        What one contact costs (money).

    Returns
    -------
    float
        The profit (money).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, or a number is missing or out of range.

    Notes
    -----
    .. math:: \\sum_{i \\text{ mailed}} (\\text{margin}_i - \\text{cost per contact})

    Examples
    --------
    >>> mailing_profit([True, True, False], [30.0, 0.0, 50.0], cost_per_contact=2)
    26.0
    """
    check("cost_per_contact", cost_per_contact, one(nonnegative))
    flags, margins = read_flags("mailed", mailed), read_numbers("margin_earned", margin_earned)
    refuse_lengths(mailed=flags, margin_earned=margins)
    return float((flags * (margins - cost_per_contact)).sum())

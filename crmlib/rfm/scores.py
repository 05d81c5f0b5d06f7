"""RFM scores: three measures turned into scores of 1 to 5, and one score weighed from them."""

import warnings

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    describe,
    nonnegative,
    number,
    one_of,
)
from crmlib._guard.columns import as_array
from crmlib._guard.tables import (
    DataWarning,
    as_eager_frame,
    as_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)
from crmlib.rfm.transactions import (
    MEASURES,
)

_SCORES = tuple(f"{measure}_score" for measure in MEASURES)
_METHODS = one_of("quantile", "nested", "cuts")
_TIES = one_of("share", "spread")
_BINS = Kind("a whole number from 2 to 9", low=2, high=9, whole=True, single=True)
_SCORE = Kind("a score from 1 to 9", low=1, high=9, whole=True)


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
    values = as_array(weights)
    if values.shape != (3,):
        raise ValueError(
            f"weights must be three numbers (recency, frequency, monetary); got {describe(weights)}"
        )
    values = check("weights", values, nonnegative)
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
    values = as_array(points)
    if values.shape != (bins - 1,):
        raise ValueError(f"{name} must be {bins - 1} numbers for {bins} bins; got {describe(points)}")
    if (np.diff(check(name, values, number)) < 0).any():
        raise ValueError(f"{name} must rise from the smallest to the largest; got {values.tolist()}")

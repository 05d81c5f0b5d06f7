"""RFM segments: names for the cells of three scores."""

import warnings
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    describe,
)
from crmlib._guard.tables import (
    DataWarning,
    as_eager_frame,
)
from crmlib.rfm.scores import _score_columns


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

_LOW, _HIGH = (1, 1), (2, 2)
EIGHT_CLASSES = (
    Segment(
        "key, value",
        "重要价值客户",
        ((_HIGH, _HIGH, _HIGH),),
        "Look after them first; they are the core of the shop.",
    ),
    Segment(
        "key, develop",
        "重要发展客户",
        ((_HIGH, _LOW, _HIGH),),
        "They spend much in few orders: give reasons to come more often.",
    ),
    Segment(
        "key, keep",
        "重要保持客户",
        ((_LOW, _HIGH, _HIGH),),
        "Good customers who have been away for a while: get in touch.",
    ),
    Segment(
        "key, win back",
        "重要挽留客户",
        ((_LOW, _LOW, _HIGH),),
        "They spent much once and may be gone: win back while the value justifies it.",
    ),
    Segment(
        "general, value",
        "一般价值客户",
        ((_HIGH, _HIGH, _LOW),),
        "They come often for little: raise the value of an order.",
    ),
    Segment(
        "general, develop",
        "一般发展客户",
        ((_HIGH, _LOW, _LOW),),
        "New or small: see whether a cheap contact brings a second order.",
    ),
    Segment(
        "general, keep",
        "一般保持客户",
        ((_LOW, _HIGH, _LOW),),
        "Contact them where it costs little.",
    ),
    Segment(
        "general, win back",
        "一般挽留客户",
        ((_LOW, _LOW, _LOW),),
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
        The segments: `SEGMENTS` for scores from 1 to 5; for scores of 1 and 2 (`rfm_score` with `bins=2`)
        `EIGHT_CLASSES`, the scheme of two by two by two that is usual in Chinese retail. Each combination of
        three scores must belong to exactly one of them; the number of scores is the highest that the rules
        name.

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

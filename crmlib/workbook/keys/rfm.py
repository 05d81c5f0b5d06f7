"""The answers to the questions of chapter 4, RFM."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import intervals, rfm
from crmlib.workbook.banks import rfm as asked
from crmlib.workbook.banks.rfm import DECIDE_ON, LEARN_FROM, SCORE_UNTIL, TABLE_DAY, TODAY, cdnow
from crmlib.workbook.finding.tracing import exp
from crmlib.workbook.kinds.draws import MONTHS, apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

CUTS = {"recency": [30, 90, 180, 270], "frequency": [1, 2, 4, 8], "monetary": [20, 50, 100, 200]}


def _days_to(day, end=TODAY):
    return (end - day).days


def _table(orders, as_of=TABLE_DAY):
    return rfm.rfm_table(orders, as_of=as_of, returns="net", zero_orders="count")


# 1 ------------------------------------------------------------------------------------------------


recency = NumberKey(
    asked.recency,
    answer=lambda first, second, last: _days_to(last),
    tolerance=0,
    slips=[
        Slip(
            lambda first, second, last: _days_to(first),
            "This is the number you get if you count from her first purchase. That is her age as a customer.",
            because="lifetimes issue 264: recency read as time since the first purchase",
        ),
        Slip(
            lambda first, second, last: _days_to(first, last),
            "This is the number you get if you count from her first purchase to her last, as some models of "
            "repeat buying do. Here the clock starts at the last purchase and runs until today.",
            because="lifetimes issues 264 and 448: the models' recency is the age at the last purchase",
        ),
        Slip(
            lambda first, second, last: _days_to(first, last) / 2,
            "This is the number you get as the mean interval between her purchases (光顾间歇). "
            "It says how often she comes, not how long she has been away.",
            because="one of the course's sources defines recency as the interval between visits",
        ),
        Slip(
            lambda first, second, last: _days_to(last) + 1,
            "This is the number you get if both the first and the last day are counted. From one day to the next is 1.",
            because="the usual off-by-one of date differences",
        ),
        Slip(
            lambda first, second, last: _days_to(second, last),
            "This is the time between her last two orders. Her recency begins with the last of them and runs until today.",
            because="a difference of neighbouring rows, as `diff` gives it: an observed answer",
        ),
        Slip(
            lambda first, second, last: _days_to(last) / 7,
            "This is the number you get in weeks. Days are asked.",
            because="the models of chapter 6 count weeks: an observed answer",
        ),
        Slip(
            lambda first, second, last: _days_to(last) - 1,
            "This is the number you get if only the days between the two are counted. From one day to the next is 1.",
            because="the usual off-by-one of date differences",
        ),
        Slip(
            lambda first, second, last: _days_to(second),
            "This is the time since the second of her orders. Only the last one counts.",
            because="an observed answer",
        ),
    ],
    twin=lambda first, second, last: (
        f"Take a customer whose last order was on {last.day} {MONTHS[last.month - 1]} 1997 "
        f"instead, whatever came before. From there to 30 September 1997 it is {_days_to(last)} days. "
        f"The recency is {_days_to(last)}."
    ),
    means="She was away for that many days; whether this is long depends on how often she used to come.",
    after="How many days would the two other definitions in this chapter give?",
)

# 2 ------------------------------------------------------------------------------------------------

definition = ChoiceKey(
    asked.definition,
    answer="both",
    whys={
        "since-last": "That ranks a daily guest who is away a week as better than a monthly guest on her usual day.",
        "interval": "That says how often each guest came; it does not say how long she has been away now.",
        "both": "Each guest is measured against her own rhythm: above 1 she is later than her own mean interval.",
        "first-to-last": "That is how long she was seen to come. A guest lost a year ago keeps the figure for ever.",
    },
    after="What would the list do with a guest who came only once?",
    pool=(
        dict(
            whys={
                "since-last": "After 60 days a monthly buyer has been without lenses for weeks, and a half-yearly one has a drawer full.",
                "of-all": "Between a month and a half-year lies a mean that is nobody's own. It reminds both at a wrong time.",
                "both": "Her last order says when she began with them, and her own interval how long they last with her.",
                "orders": "Many orders may be old ones. The number says neither when she ordered last nor how long a box lasts.",
            },
            after="From which order on does a customer have a mean interval?",
        ),
        dict(
            whys={
                "both": "Above 1 a shop is later than it usually is, whether it orders by the week or by the half-year.",
                "since-last": "The shop that orders each half-year stands at the head in most months, and nothing has happened to it.",
                "fewer": "A shop with two orders a year can lose two at most, and a weekly one loses as many by its holidays.",
                "interval": "That says who orders seldom. It does not change when a shop has stopped.",
            },
            after="What should the list do with a shop that is new and has ordered once?",
        ),
    ),
)

# 3 ------------------------------------------------------------------------------------------------

order_value = NumberKey(
    asked.order_value,
    answer=lambda customers, orders, revenue: revenue / orders,
    slips=[
        Slip(
            lambda customers, orders, revenue: revenue / customers,
            "This is the number you get per customer (客单价). One customer may place several orders.",
            because="客单价 and 笔单价 are mixed up in everyday use; the course tells them apart",
        ),
        Slip(
            lambda customers, orders, revenue: orders / customers,
            "This is the number you get as orders per customer: a frequency, not an amount of money.",
            because="the two ratios stand side by side in the averages formula",
        ),
        Slip(
            lambda customers, orders, revenue: revenue * orders / customers**2,
            "This is the number you get by multiplying spend per customer by orders per customer, "
            "which counts the frequency twice. Look at the units.",
            because="one of the course's sources multiplies spend per customer by purchases per customer",
        ),
        Slip(
            lambda customers, orders, revenue: orders / revenue,
            "This is the number you get upside down: orders per US dollar.",
            because="an inverted ratio",
        ),
        Slip(
            lambda customers, orders, revenue: revenue / (customers + orders),
            "This is the number you get dividing by customers and orders together. What does an average *order* divide by?",
            because="an observed answer",
        ),
    ],
    twin=lambda customers, orders, revenue: (
        f"Take {orders:,} orders for {revenue:,} US dollars. "
        f"{revenue:,} ÷ {orders:,} = {revenue / orders:.2f} US dollars per order. "
        f"The {customers:,} customers do not enter."
    ),
    means=lambda customers, orders, revenue: (
        f"A customer spends {revenue / customers:.2f} US dollars, in {orders / customers:.2f} orders."
    ),
    after="Which of the two would a free-delivery threshold move first?",
)

# 4 ------------------------------------------------------------------------------------------------


def _cell(recency, frequency, monetary):
    """The three scores of one customer, best 5, as (R, F, M)."""
    row = pd.DataFrame({"recency": [recency], "frequency": [frequency], "monetary": [float(monetary)]})
    scored = rfm.rfm_score(row, method="cuts", cuts=CUTS, ties="share")
    return tuple(int(scored[f"{measure}_score"].iloc[0]) for measure in rfm.MEASURES)


def _digits(r, f, m):
    return 100 * r + 10 * f + m


def _cell_slip(change):
    return lambda recency, frequency, monetary: _digits(*change(*_cell(recency, frequency, monetary)))


def _cell_above(recency, frequency, monetary):
    """The scores if a value on a cut point counts as above it."""
    r, f, m = _cell(recency, frequency, monetary)
    return r - (recency in CUTS["recency"]), f + (frequency in CUTS["frequency"]), m


cell = NumberKey(
    asked.cell,
    where=lambda recency, frequency, monetary: _cell_is_telling(
        *_cell(recency, frequency, monetary), _cell_above(recency, frequency, monetary)
    ),
    answer=lambda recency, frequency, monetary: _digits(*_cell(recency, frequency, monetary)),
    tolerance=0,
    slips=[
        Slip(
            _cell_slip(lambda r, f, m: (6 - r, f, m)),
            "This is the number you get if recency is scored from the wrong end. Few days are good.",
            because="rsquaredacademy/rfm issue 17: the direction of the recency score",
        ),
        Slip(
            lambda recency, frequency, monetary: _digits(*_cell_above(recency, frequency, monetary)),
            "This is the number you get if a value *on* a cut point counts as above it. Which of the three lie on one?",
            because="the boundary rule differs between pandas.cut, SQL CASE and spreadsheets",
        ),
        Slip(
            _cell_slip(lambda r, f, m: (m, f, r)),
            "This is the number you get in the order M, F, R. Recency comes first.",
            because="the order of the digits is a convention",
        ),
        Slip(
            _cell_slip(lambda r, f, m: (r, m, f)),
            "This is the number you get with the scores of frequency and monetary value exchanged. The order is R, F, M.",
            because="two columns exchanged: an observed answer",
        ),
        Slip(
            _cell_slip(lambda r, f, m: (r - 1, f - 1, m - 1)),
            "This is the number you get if classes are counted from 0. The worst class is a 1.",
            because="codes of pandas.cut begin at 0: an observed answer",
        ),
        Slip(
            _cell_slip(lambda r, f, m: (6 - r, 6 - f, 6 - m)),
            "This is the number you get if 1 is the best in all three. Here it is 5.",
            because="some vendors call the best cell 111",
        ),
        Slip(
            lambda recency, frequency, monetary: sum(_cell(recency, frequency, monetary)),
            "This is the sum of the three scores. They are written beside one another, R first.",
            because="the sum is another common RFM score: an observed answer",
        ),
    ],
    twin=lambda recency, frequency, monetary: (
        "Take {0} days, {1} orders, {2} US dollars. R: {3}. F: {4}. M: {5}. So the cell is {3}{4}{5}.".format(
            recency, frequency, monetary, *_cell(recency, frequency, monetary)
        )
    ),
    means="Three digits put her into one of 125 cells.",
    after="Which single order would change most of the three digits?",
)


def _cell_is_telling(r, f, m, above):
    """Whether each foreseen error gives another cell."""
    cells = {(r, f, m), (6 - r, f, m), above, (m, f, r), (r, m, f), (6 - r, 6 - f, 6 - m)}
    return len(cells) == 6


# 5 ------------------------------------------------------------------------------------------------


def _rival(orders, **columns):
    """The right table with some columns as a rival definition gives them."""
    return _table(orders).assign(**columns)


def _by_customer(orders, column):
    return orders.groupby("customer_id")[column]


def _days(orders, since):
    """Days from a customer's first or last order to the day of the table."""
    return (pd.Timestamp(TABLE_DAY) - _by_customer(orders, "date").agg(since)).dt.days.to_numpy()


def _first_amounts(orders):
    """Each customer's first order's amount."""
    return orders.sort_values("date", kind="stable").groupby("customer_id")["amount"].first().to_numpy()


def _first_to_last(orders):
    return _days(orders, "min") - _days(orders, "max")


def _purchase_days(orders):
    return _by_customer(orders, "date").nunique().to_numpy()


def _plain_table(orders):
    customers = orders.groupby("customer_id")
    recency = (pd.Timestamp("1998-07-31") - customers["date"].max()).dt.days
    frequency = customers.size()
    monetary = customers["amount"].sum()
    return pd.DataFrame(dict(recency=recency, frequency=frequency, monetary=monetary)).reset_index()


table = ValueKey(
    asked.table,
    where=lambda orders: (
        (_purchase_days(orders) != orders.groupby("customer_id").size()).any()
        and (orders["amount"] == 0).any()
        and orders.duplicated().any()
    ),
    answer=lambda orders: _table(orders).drop(columns="average_order_value"),
    row="customer_id",
    plain=_plain_table,
    slips=[
        Slip(
            lambda orders: _rival(orders, recency=_days(orders, "min")),
            "is what you get counting from the first purchase. Count from the last.",
            because="lifetimes issue 264",
        ),
        Slip(
            lambda orders: _rival(orders, recency=_first_to_last(orders)),
            "is what you get from the first purchase to the last, which models of repeat buying call recency.",
            because="lifetimes issues 264 and 448; pymc-marketing issue 304",
        ),
        Slip(
            lambda orders: _table(orders, as_of=orders["date"].max()),
            "is what you get as of the last order in the table. The day asked is 31 July 1998.",
            because="the default observation date of most RFM functions is the last date in the data",
        ),
        Slip(
            lambda orders: _rival(orders, recency=_table(orders)["recency"] + 1),
            "is what you get if both the first and the last day are counted. From one day to the next is 1.",
            because="the usual off-by-one of date differences",
        ),
        Slip(
            lambda orders: _rival(orders, frequency=_table(orders)["frequency"] - 1),
            "is what you get counting repeat orders only. Here the first order counts as well.",
            because="lifetimes issues 56, 244 and 276: the first purchase is dropped",
        ),
        Slip(
            lambda orders: _rival(orders, frequency=_by_customer(orders, "quantity").sum().to_numpy()),
            "is what you get counting CDs. An order may hold several.",
            because="the table has a quantity column, and it looks like a count of purchases",
        ),
        Slip(
            lambda orders: _rival(orders, frequency=_purchase_days(orders)),
            "is what you get counting days with a purchase. Two orders on one day are two orders here.",
            because="models of repeat buying merge the purchases of one day",
        ),
        Slip(
            lambda orders: _rival(orders, monetary=_table(orders)["average_order_value"]),
            "is what you get as the mean order value. The total is asked.",
            because="rival definitions of M: total and mean",
        ),
        Slip(
            lambda orders: _rival(orders, monetary=_table(orders)["monetary"] - _first_amounts(orders)),
            "is what you get leaving out the first purchase. All orders count.",
            because="lifetimes' monetary_value leaves out the first purchase",
        ),
    ],
    twin=lambda orders: _table_twin(orders),
    means="One row a customer: this is all that the rest of the chapter works with.",
    after="Which customers of your sample would you look at first, and why?",
)


def _table_twin(orders):
    """One customer of another sample, worked by hand."""
    customer = orders["customer_id"].value_counts().index[0]
    own = orders[orders["customer_id"] == customer]
    row = _table(own).iloc[0]
    last, total = own["date"].max(), own["amount"].sum()
    return (
        f"A customer of another sample has {len(own)} orders; the last is on {last.date()}. From there to "
        f"31 July 1998 it is {row['recency']:.0f} days. Frequency {len(own)}; monetary is the sum of the "
        f"{len(own)} amounts, {total:,.2f} US dollars."
    )


# 6 ------------------------------------------------------------------------------------------------


def _scores(table, **how):
    scored = rfm.rfm_score(table, **{"ties": "share", **how})
    return scored[["customer_id", *(f"{measure}_score" for measure in rfm.MEASURES)]]


def _scored_by(table, score):
    """Scores that a function of a column of values gives, 5 the best in all three."""
    found = {measure: score(table[measure]).astype(int) for measure in rfm.MEASURES}
    found["recency"] = 6 - found["recency"]
    return table[["customer_id"]].assign(**{f"{measure}_score": found[measure] for measure in found})


def _on_the_cut_is_above(values):
    return 1 + sum((values >= cut).astype(int) for cut in values.quantile([0.2, 0.4, 0.6, 0.8]))


def _plain_scores(table):
    def score(column):
        cuts = table[column].quantile([0.2, 0.4, 0.6, 0.8]).to_numpy()
        return 1 + np.searchsorted(cuts, table[column].to_numpy(), side="left")

    recency_score = 6 - score("recency")
    frequency_score, monetary_score = score("frequency"), score("monetary")
    scores = dict(recency_score=recency_score, frequency_score=frequency_score, monetary_score=monetary_score)
    return pd.DataFrame(dict(customer_id=table["customer_id"], **scores))


scores = ValueKey(
    asked.scores,
    answer=_scores,
    row="customer_id",
    plain=_plain_scores,
    slips=[
        Slip(
            lambda table: _scores(table).assign(recency_score=lambda scored: 6 - scored["recency_score"]),
            "is what you get scoring many days as good. A recent customer scores 5.",
            because="rsquaredacademy/rfm issue 17: score direction",
        ),
        Slip(
            lambda table: _scores(table).assign(
                frequency_score=lambda scored: 6 - scored["frequency_score"],
                monetary_score=lambda scored: 6 - scored["monetary_score"],
            ),
            "is what you get with the labels reversed: 5 for the lowest values.",
            because="pandas.qcut with labels 5 to 1 applied to all three measures",
        ),
        Slip(
            lambda table: _scores(table, ties="spread"),
            "is what you get ranking first, so that customers with equal values get different scores. "
            "Equal values are to share a score.",
            because="rank(method='first') before qcut is the usual answer to its error on repeated bin edges",
        ),
        Slip(
            lambda table: _scored_by(
                table, lambda values: 1 + pd.qcut(values.rank(method="first"), 5, labels=False)
            ),
            "is what you get ranking in the order of the rows, so that customers with equal values get different scores. "
            "Equal values are to share a score.",
            because="the same with the labels of recency turned round after the cut: other ties are broken",
        ),
        Slip(
            lambda table: _scored_by(
                table, lambda values: 1 + pd.qcut(values, 5, labels=False, duplicates="drop")
            ),
            "is what you get if repeated cut points are dropped and the classes numbered through. Then 5 is no longer the "
            "best fifth: count the cut points below a value, the repeated ones too.",
            because="duplicates='drop', the other answer to the error of pandas.qcut",
        ),
        Slip(
            lambda table: _scored_by(table, lambda values: 1 + pd.cut(values, 5, labels=False)),
            "is what you get with classes as wide as one another. Fifths hold as many customers as one another.",
            because="pandas.cut in place of quantiles: an observed answer",
        ),
        Slip(
            lambda table: _scored_by(table, _on_the_cut_is_above),
            "is what you get if a value *on* a cut point counts as above it.",
            because="the boundary rule differs between pandas.cut, SQL CASE and spreadsheets",
        ),
        Slip(
            lambda table: _scores(table, method="nested"),
            "is what you get with nested quintiles, each within the class before. Independent quintiles are asked.",
            because="Hughes's nested scoring is the other common method",
        ),
    ],
    twin=lambda table: (
        "For the recency of {n} other customers the cut points are {cuts} days. A customer away for "
        "{days} days lies strictly above {count} of them, so her recency score is 5 − {count} = {score}.".format(
            **_score_twin(table["recency"])
        )
    ),
    means="Some scores may be empty: that is what ties do, and it is better seen than hidden.",
    after="How many different frequency scores did your customers get?",
)


def _score_twin(values):
    cuts = values.quantile([0.2, 0.4, 0.6, 0.8])
    days = int(values.iloc[0])
    count = int((cuts < days).sum())
    shown = ", ".join(f"{cut:g}" for cut in cuts.round(1))
    return dict(n=len(values), cuts=shown, days=days, count=count, score=5 - count)


# 7 ------------------------------------------------------------------------------------------------

ties = ChoiceKey(
    asked.ties,
    answer="empty",
    whys={
        "empty": "The first three cut points all fall on 1; customers with two purchases lie above all three of them.",
        "fifths": "That would give equal customers different scores. Which of the one-time buyers should score 3?",
        "three": "A middle score for the commonest value looks fair, but the rule counts cut points. How many of the four lie "
        "strictly below 1?",
        "error": "Some functions do stop here, because bin edges repeat. The rule itself works: count the cut points "
        "strictly below the value.",
    },
    after="Would you rather have empty scores or equal customers with different scores? For which use?",
)


def _score_of_two(customers, once, twice, missed=lambda orders: orders < 2):
    """1 plus the cut points that a customer with two orders has above those missed."""
    row = [1] * round(1_000 * once) + [2] * round(1_000 * twice)
    row += [3] * (1_000 - len(row))
    return 1 + int(sum(missed(cut) for cut in pd.Series(row).quantile([0.2, 0.4, 0.6, 0.8])))


def _off_the_cuts(share):
    return all(abs(share - cut) > 0.01 for cut in (0.2, 0.4, 0.6, 0.8))


two_orders = NumberKey(
    asked.two_orders,
    where=lambda customers, once, twice: (
        once + twice < 0.95 and _off_the_cuts(once) and _off_the_cuts(once + twice)
    ),
    answer=_score_of_two,
    tolerance=0,
    slips=[
        Slip(
            lambda customers, once, twice: 2,
            "This is the number you get if two orders are a 2. Equal customers stand on several cut points at once.",
            because="classes numbered through, as with duplicates='drop' of pandas.qcut",
        ),
        Slip(
            lambda customers, once, twice: _score_of_two(
                customers, once, twice, missed=lambda orders: orders <= 2
            ),
            "This is the number you get if a value *on* a cut point counts as above it.",
            because="the boundary rule differs between pandas.cut, SQL CASE and spreadsheets",
        ),
        Slip(
            lambda customers, once, twice: 1,
            "This is the score of a customer with one order. Which cut points lie below two?",
            because="ties taken to fall together into the lowest score",
        ),
    ],
    twin=lambda customers, once, twice: (
        f"Take {once:.0%} with one order and {twice:.0%} with two. Up to {once:.0%} of the row stand customers with one order, up "
        f"to {once + twice:.0%} those with two. Of the places 20, 40, 60 and 80 % "
        f"{_score_of_two(customers, once, twice) - 1} show one order. The score is "
        f"{_score_of_two(customers, once, twice) - 1} + 1 = {_score_of_two(customers, once, twice)}."
    ),
    means="The scores below it, but for the 1, hold nobody.",
    after="What would cut points of 1, 2, 4 and 8 orders give her?",
)

# 8 ------------------------------------------------------------------------------------------------


def _named(r, f, m):
    return rfm.SEGMENTS[rfm.segment_grid()[r - 1, f - 1, m - 1]].name


def _segments(customers):
    """Each customer's segment, by the words in which she is described."""
    return {words: _named(*scores) for scores, words in customers.items()}


_FIRST, _SECOND, _THIRD = asked.SEGMENTED

segments = MatchKey(
    asked.segments,
    answer=_segments(_FIRST),
    slips={
        (_FIRST[1, 5, 5], "champions"): "She was a champion. Look at the first digit.",
        (
            _FIRST[1, 5, 5],
            "lost",
        ): "A lost customer bought little and long ago. This one bought often and much.",
        (_FIRST[5, 1, 2], "potential loyalists"): "One order shows no repeat yet.",
        (_FIRST[4, 2, 3], "new customers"): "She has come back already.",
        (_FIRST[3, 3, 4], "cannot lose them"): "That name is for those whose recency has fallen to 1 or 2.",
        (_FIRST[3, 3, 4], "potential loyalists"): "That name is for those who are here. She is going.",
        (_FIRST[4, 2, 3], "need attention"): "That name is for those who are going. She came this month.",
        (_FIRST[1, 1, 2], "cannot lose them"): "She ordered once, for little. What would be lost?",
    },
    twin=lambda: (
        "Another customer scores 255. Recency 2: she is going or gone. Frequency 5 and monetary 5: she had a habit "
        f"and spent much. Among those who stay away she is worth most: {_named(2, 5, 5)}."
    ),
    means="Names make a table talk; the boxes behind them are a choice, and another team may draw them elsewhere.",
    after="Which two of these segments would you be ready to merge?",
    pool=(
        dict(
            answer=_segments(_SECOND),
            slips={
                (_SECOND[2, 5, 5], "at risk"): "She is more than that. Look at the third digit.",
                (_SECOND[2, 5, 5], "loyal"): "She was loyal. Look at the first digit.",
                (
                    _SECOND[2, 4, 2],
                    "cannot lose them",
                ): "That name is for those who spent much. Look at the third digit.",
                (_SECOND[2, 4, 2], "hibernating"): "Seven orders are a habit that has stopped.",
                (_SECOND[2, 4, 2], "loyal"): "She was loyal. Look at the first digit.",
                (_SECOND[4, 1, 3], "loyal"): "One order shows no habit yet.",
                (_SECOND[3, 1, 2], "hibernating"): "That name is for a recency of 2. Hers is a 3.",
                (
                    _SECOND[2, 1, 1],
                    "about to sleep",
                ): "She has been away for longer. Look at the first digit.",
                (_SECOND[2, 1, 1], "at risk"): "One order is no habit that could be at risk.",
            },
            twin=lambda: (
                "Another customer scores 342. Recency 3: she is going. Frequency 4: she has a habit, and as long as she "
                f"is not gone, this name holds for any sum: {_named(3, 4, 2)}."
            ),
            after="For which of the six would you write a letter by hand?",
        ),
        dict(
            answer=_segments(_THIRD),
            slips={
                (
                    _THIRD[1, 3, 4],
                    "lost",
                ): "Three orders with good sums were a beginning. Lost are those with 1 or 2.",
                (
                    _THIRD[1, 3, 4],
                    "potential loyalists",
                ): "That name is for those who are here. Look at the first digit.",
                (_THIRD[5, 3, 2], "new customers"): "She has come back already.",
                (_THIRD[5, 3, 2], "champions"): "A champion has a 4 or a 5 in all three digits.",
                (_THIRD[5, 1, 3], "potential loyalists"): "One order shows no repeat yet.",
                (
                    _THIRD[3, 2, 2],
                    "potential loyalists",
                ): "That name is for those who are here. She is going.",
                (_THIRD[3, 2, 2], "lost"): "Half a season is not a year. Look at the first digit.",
                (_THIRD[1, 2, 1], "about to sleep"): "She has been away for more than a year.",
                (_THIRD[1, 2, 1], "at risk"): "Two very small orders were no habit. What would be at risk?",
            },
            twin=lambda: (
                "Another customer scores 433. Recency 4: she is here. Frequency 3: a beginning, not a habit yet. "
                f"So the sum does not matter: {_named(4, 3, 3)}."
            ),
            after="Which of the six should get no letter at all?",
        ),
    ),
)

# 9 ------------------------------------------------------------------------------------------------

break_even = NumberKey(
    asked.break_even,
    answer=lambda cost, order, margin: rfm.break_even_response_rate(cost, order * margin),
    slips=[
        Slip(
            lambda cost, order, margin: rfm.break_even_response_rate(cost, order),
            "This is the number you get if all of an order's revenue is taken for margin. What is left of an order?",
            because="revenue taken for margin, the commonest slip of the field",
        ),
        Slip(
            lambda cost, order, margin: rfm.break_even_response_rate(cost, order * (1 - margin)),
            "This is the number you get if the goods' cost is taken for the margin. Which part of the order do you keep?",
            because="margin and cost of goods are exchanged",
        ),
        Slip(
            lambda cost, order, margin: cost / (order * margin - cost),
            "This is the number you get if the mailing's cost is taken off the margin first. Then it counts twice: "
            "every mailing costs, also the one that brings an order.",
            because="odds taken for a rate; the profit of a responder is margin less cost",
        ),
        Slip(
            lambda cost, order, margin: order * margin / cost,
            "This is the number of mailings that one order pays for. Turn it round.",
            because="an inverted ratio",
        ),
        Slip(
            lambda cost, order, margin: cost * margin / order,
            "This is the number you get if a smaller margin made the mailing pay sooner. Which amount does the share belong to?",
            because="the share multiplied on the wrong side: an observed answer",
        ),
    ],
    twin=lambda cost, order, margin: (
        f"Take {cost:.2f} US dollars a mailing, orders of {order} US dollars and a margin of "
        f"{margin:.0%}. An order brings {order} × {margin:.2f} = {order * margin:.2f}. "
        f"{cost:.2f} ÷ {order * margin:.2f} = {cost / (order * margin):.4f}."
    ),
    means=lambda cost, order, margin: (
        f"About one mailing in {order * margin / cost:.0f} must bring an order "
        "that would not have come without it."
    ),
    after="What changes if half of those who order would have ordered anyway?",
)


def _earned(with_letter, without, cost, margin):
    return (with_letter - without) * margin - cost


added = NumberKey(
    asked.added,
    where=lambda with_letter, without, cost, margin: abs(_earned(with_letter, without, cost, margin)) > 0.1,
    answer=_earned,
    tolerance=0.01,
    turned="This is the number you get with the sign turned round. Does the letter add more than it costs, or less?",
    slips=[
        Slip(
            lambda with_letter, without, cost, margin: with_letter * margin - cost,
            "This is the number you get if every order after a letter is the letter's. How many would have ordered without it?",
            because="response taken for effect, the slip that the chapter's decision warns of",
        ),
        Slip(
            lambda with_letter, without, cost, margin: (with_letter - without) * margin,
            "This is the margin that the letter adds. What does the letter cost?",
            because="the cost forgotten",
        ),
        Slip(
            lambda with_letter, without, cost, margin: (with_letter - without) * (margin - cost),
            "This is the number you get if only the added orders pay for a letter. Every letter costs, answered or not.",
            because="cost counted for responders only",
        ),
        Slip(
            lambda with_letter, without, cost, margin: with_letter - without,
            "This is the share of customers whom the letter moves. What does it bring in money?",
            because="an intermediate step given as the answer",
        ),
        Slip(
            lambda with_letter, without, cost, margin: (with_letter - without) * margin / cost,
            "This is the added margin for each US dollar of letters. What is left of it a customer?",
            because="return on spend taken for profit",
        ),
        Slip(
            lambda with_letter, without, cost, margin: (with_letter + without) * margin - cost,
            "This is the number you get adding the two rates. The second half got no letter.",
            because="both halves counted as the letter's orders",
        ),
        Slip(
            lambda with_letter, without, cost, margin: (with_letter - without) * margin - with_letter * cost,
            "This is the number you get if only the letters that are answered cost money. All that are sent do.",
            because="cost counted for responders only",
        ),
        Slip(
            lambda with_letter, without, cost, margin: without * margin - cost,
            "This is the number you get from the half without a letter, less the cost of a letter that it did not get.",
            because="an observed answer",
        ),
    ],
    twin=lambda with_letter, without, cost, margin: (
        f"Take {with_letter:.0%} with a letter and {without:.0%} without. The letter adds "
        f"{with_letter - without:.2f} orders a customer, {with_letter - without:.2f} × {margin} = "
        f"{(with_letter - without) * margin:.2f} US dollars of margin. Less {cost:.2f} for the letter: "
        f"{_earned(with_letter, without, cost, margin):.2f} US dollars."
    ),
    means=lambda with_letter, without, cost, margin: (
        f"Judged by the response it would have seemed to earn {with_letter * margin - cost:.2f} US dollars."
    ),
    after="How many customers in each half would you need to be sure of its sign?",
)

# 10 -----------------------------------------------------------------------------------------------

lift = NumberKey(
    asked.lift,
    where=lambda top, gain: gain > top + 0.1,
    answer=lambda top, gain: gain / top,
    slips=[
        Slip(
            lambda top, gain: gain,
            "This is the gain itself, the share of the buyers. Compare it with what chance would give.",
            because="gain and lift are exchanged in reports",
        ),
        Slip(
            lambda top, gain: gain - top,
            "This is the number you get as a difference. Lift is a ratio: how many times chance.",
            because="lift read as points above the diagonal of the gains chart",
        ),
        Slip(
            lambda top, gain: gain / top - 1,
            "This is the number you get as the excess over chance. Lift counts chance itself as 1.",
            because="some tools report lift minus 1",
        ),
        Slip(
            lambda top, gain: top / gain,
            "This is the number you get upside down.",
            because="an inverted ratio",
        ),
        Slip(
            lambda top, gain: (1 - gain) / (1 - top),
            "This is the lift of the rest, those with the lower scores.",
            because="the complement is taken",
        ),
        Slip(
            lambda top, gain: gain / top * (1 - top) / (1 - gain),
            "This is the number you get comparing the group with the rest. Lift compares it with all customers.",
            because="a ratio of two response rates, as in a table of two groups",
        ),
        Slip(
            lambda top, gain: 100 * gain / top,
            "This is the number you get in per cent of chance. A lift is a plain number: 1 is chance.",
            because="some tools report lift times 100, as an index",
        ),
    ],
    twin=lambda top, gain: (
        f"Take the best {top:.0%} with {gain:.0%} of the buyers. Chance would give {top:.0%}. "
        f"{gain:.2f} ÷ {top:.2f} = {gain / top:.2f}: so many times chance."
    ),
    means=lambda top, gain: (
        f"In this group {gain / top:.1f} times as many buy as among customers picked at random."
    ),
    after="Can a group of half of the customers have a lift of 3?",
)

# 11 -----------------------------------------------------------------------------------------------

pooled = NumberKey(
    asked.pooled,
    where=lambda many, high, few, low: (many * high).is_integer() and (few * low).is_integer(),
    answer=lambda many, high, few, low: (many * high + few * low) / (many + few),
    slips=[
        Slip(
            lambda many, high, few, low: (high + low) / 2,
            "This is the number you get averaging the two rates, as if the cells were of one size.",
            because="averages of rates in place of rates of sums",
        ),
        Slip(
            lambda many, high, few, low: (few * high + many * low) / (many + few),
            "This is the number you get with the two sizes exchanged.",
            because="weights attached to the wrong row",
        ),
        Slip(
            lambda many, high, few, low: high + low,
            "This is the number you get adding the two rates. Rates of different groups do not add up.",
            because="rates added like counts",
        ),
    ],
    twin=lambda many, high, few, low: (
        f"Take {many} customers with {high:.0%} and {few} with {low:.0%}. "
        f"Buyers: {many * high:.0f} + {few * low:.0f}. Customers: {many} + {few} = {many + few}. "
        f"Rate: {(many * high + few * low) / (many + few):.4f}."
    ),
    means="The larger cell pulls the rate towards its own.",
    after="When do the two ways of averaging agree?",
)

# 12 -----------------------------------------------------------------------------------------------

weighted = NumberKey(
    asked.weighted,
    where=lambda r, f, m, wr, wf, wm: r != f != m != r,
    answer=lambda r, f, m, wr, wf, wm: (r * wr + f * wf + m * wm) / (wr + wf + wm),
    slips=[
        Slip(
            lambda r, f, m, wr, wf, wm: r * wr + f * wf + m * wm,
            "This is the number you get without dividing by the weights. It leaves the scale from 1 to 5.",
            because="weights that do not sum to 1",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: (r * wr + f * wf + m * wm) / 3,
            "This is the number you get dividing by 3, the number of scores. By what do weights divide?",
            because="the simple mean's divisor kept with weights",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: (r + f + m) / 3,
            "This is the number you get with equal weights.",
            because="weights left out",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: (r * wm + f * wf + m * wr) / (wr + wf + wm),
            "This is the number you get with the weights of recency and monetary value exchanged.",
            because="the order of the weights",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: (r * wf + f * wr + m * wm) / (wr + wf + wm),
            "This is the number you get with the weights of recency and frequency exchanged.",
            because="the order of the weights",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: (r * wr + f * wf + m * wm) / (wr + wf + wm) / 5,
            "This is the number you get as a share of the best score. The scale from 1 to 5 is asked.",
            because="divided by the maximum: an observed answer",
        ),
        Slip(
            lambda r, f, m, wr, wf, wm: ((6 - r) * wr + f * wf + m * wm) / (wr + wf + wm),
            "This is the number you get if the recency score is turned round once more. A score of 5 is the best already.",
            because="score direction: rsquaredacademy/rfm issue 17",
        ),
    ],
    twin=lambda r, f, m, wr, wf, wm: (
        f"Take scores {r}, {f}, {m} and weights {wr}, {wf}, {wm}. "
        f"{r}×{wr} + {f}×{wf} + {m}×{wm} = {r * wr + f * wf + m * wm}. Divided by {wr + wf + wm}: "
        f"{(r * wr + f * wf + m * wm) / (wr + wf + wm):.3f}."
    ),
    means="The weights are a judgement; the hold-out says whether they help.",
    after="Which weights would make the score equal to her recency score?",
)

# 13 -----------------------------------------------------------------------------------------------

cause = ChoiceKey(
    asked.cause,
    answer="increment",
    whys={
        "increment": "Only orders that would not have come otherwise pay for a mailing. A group left without mail, chosen at "
        "random, would tell; until then the conclusion assumes: no mail, no purchase.",
        "sample": "A larger sample would give the same 52 % more exactly. It would still not say what the mailing does.",
        "margin": "The 52 % were seen without any mailing. How many of them can a mailing add?",
        "score": "A better score finds buyers more surely. Those most sure to buy may need no mail at all.",
    },
    after="How would you choose the customers who get no mail?",
    pool=(
        dict(
            whys={
                "increment": "Who buys bread every other day comes within a week with or without a message. Only the others can pay for it.",
                "low": "They are other people, who come less anyway. The comparison says who comes, not what the message does.",
                "margin": "The 70 % came after the message. How many of them came because of it?",
                "weeks": "They would say more exactly how many come after a message. Nobody doubts that.",
            },
            after="What would a message to members with low scores have to add to pay?",
        ),
        dict(
            whys={
                "increment": "Chance makes two groups that differ in nothing but the call. The difference of their rates is what calls add.",
                "margin": "Some of the 18 % would have ordered by themselves, and these orders pay for no call.",
                "unreached": "Who does not answer the telephone may be away or have moved. Such people order less anyway.",
                "rising": "A rate of another year belongs to another season. It says nothing of orders without a call.",
            },
            after="Would you leave a tenth without calls, or a half?",
        ),
    ),
)

# 14 -----------------------------------------------------------------------------------------------


def _spend(orders, after, until, customers):
    """Each customer's spend after one day and until another."""
    window = orders[(orders["date"] > after) & (orders["date"] <= until)]
    return window.groupby("customer_id")["amount"].sum().reindex(customers, fill_value=0.0)


def _holdout_profit(cost, margin, orders):
    customers = pd.Index(sorted(orders["customer_id"].unique()), name="customer_id")
    return margin * _spend(cdnow(), DECIDE_ON, SCORE_UNTIL, customers) - cost


def _known_table(as_of):
    orders = cdnow()
    return _table(orders[orders["date"] <= as_of], as_of)


def _cells(table, cuts):
    """Each customer's recency and frequency score as one label, by given cut points."""
    scored = rfm.rfm_score(table, method="cuts", cuts=cuts, ties="share").set_index("customer_id")
    return scored["recency_score"] * 10 + scored["frequency_score"]


@functools.cache
def _learned(own_ruler=False):
    """Each customer's cell in June with her spend until September, and her cell now, on one ruler for both days."""
    june, now = _known_table(LEARN_FROM), _known_table(DECIDE_ON)
    ruler = rfm.rfm_cuts(june)
    before = _cells(june, ruler)
    spend = _spend(cdnow(), LEARN_FROM, DECIDE_ON, before.index)
    return before, spend, _cells(now, rfm.rfm_cuts(now) if own_ruler else ruler)


def _mail_by_cell(cost, margin, own_ruler=False):
    """Mail the cells whose customers paid in the quarter before."""
    before, spend, cells = _learned(own_ruler)
    profit = (margin * spend - cost).groupby(before).mean()
    return cells.index[cells.isin(profit.index[profit > 0])].tolist()


@functools.cache
def _scores_today():
    """What a student may know of each customer today: her table and her scores."""
    return rfm.rfm_score(_known_table(DECIDE_ON), ties="share").set_index("customer_id")


def _scored(choose):
    """All for whose scores something holds."""
    return lambda cost, margin, orders: _scores_today().index[choose(_scores_today())].tolist()


mail = DecisionKey(
    asked.mail,
    where=lambda cost, margin, orders: (
        _holdout_profit(cost, margin, orders).sum()
        < 0.8 * _holdout_profit(cost, margin, orders)[_mail_by_cell(cost, margin)].sum()
    ),
    profit=_holdout_profit,
    policy=lambda cost, margin, orders: _mail_by_cell(cost, margin),
    knows=lambda **numbers: _scores_today(),
    simple="Here one column finds the buyers about as well as the cells do.",
    enough=0.9,
    slips=[
        Slip(
            lambda cost, margin, orders: orders["customer_id"].unique().tolist(),
            "You mail everyone. What does a mailing to a customer who bought once, nine months ago, bring?",
            because="mailing everyone is what most firms do",
        ),
        Slip(
            lambda cost, margin, orders: _mail_by_cell(cost, 1.0),
            "This is the list you get if revenue is taken for margin: too many cells seem to pay.",
            because="revenue taken for margin",
        ),
        Slip(
            lambda cost, margin, orders: _mail_by_cell(cost, margin, own_ruler=True),
            "This is the list you get if September is scored with quintiles of its own. Two orders are a 4 in June and a 3 "
            "in September, so some customers fall into cells that nobody was in. Use the same cut points on both days.",
            because="scores learned with one ruler and used with another: found while the chapter was written",
        ),
        Slip(
            _scored(lambda scores: scores["recency_score"] <= 2),
            "This is the list you get if recency is scored from the wrong end: you mail those who have been away longest.",
            because="score direction; also the habit of mailing only the lapsed",
        ),
        Slip(
            _scored(lambda scores: scores["rfm_score"] == "555"),
            "You mail only the cell 555. Which other cells paid in the quarter before?",
            because="“mail the best customers” without a break-even",
        ),
    ],
    twin=lambda cost, margin, orders: (
        f"With {cost:.2f} US dollars a mailing and a margin of {margin:.0%}, a customer must "
        f"spend {cost / margin:.2f} US dollars a quarter on average. Cells of recency and frequency score whose mean "
        f"spend in July to September lies above that are mailed: {len(_mail_by_cell(cost, margin)):,} customers."
    ),
    after="What would a randomised group without mail change in this number?",
)

drawn_rate = NumberKey(
    asked.drawn_rate,
    answer=lambda bought, customers, rate, added: (bought + added * rate) / (customers + added),
    slips=[
        Slip(
            lambda bought, customers, rate, added: bought / customers,
            "This is the number you get from the cell's own customers only. Nothing has drawn it towards the rest.",
            because="the observed rate, which the winner's curse makes too high at the top of a list",
        ),
        Slip(
            lambda bought, customers, rate, added: bought / (customers + added),
            "This is the number you get if none of the imaginary customers buys. They buy like all.",
            because="customers added below and no buyers above",
        ),
        Slip(
            lambda bought, customers, rate, added: (bought + added * rate) / customers,
            "This is the number you get if the imaginary customers are counted among the buyers and not among the customers.",
            because="buyers added above and no customers below",
        ),
        Slip(
            lambda bought, customers, rate, added: (bought / customers + rate) / 2,
            "This is the number you get half-way between the two rates. How many customers stand behind each of them?",
            because="a mean of two rates, as in the question on two cells",
        ),
        Slip(
            lambda bought, customers, rate, added: rate,
            "This is the rate of all, which the cell gets if its own customers count for nothing. They count as well.",
            because="drawn all the way to the rest",
        ),
        Slip(
            lambda bought, customers, rate, added: bought + added * rate,
            "This is the number of buyers, real and imaginary. A rate divides them by all customers, real and imaginary.",
            because="a question left one step early",
        ),
        Slip(
            lambda bought, customers, rate, added: (
                (added * bought / customers + customers * rate) / (customers + added)
            ),
            "This is the number you get with the two sizes exchanged. Which of the two rates do the imaginary customers have?",
            because="weights attached to the wrong row",
        ),
    ],
    twin=lambda bought, customers, rate, added: (
        f"With {bought} buyers of {customers}, a rate of all of {rate:.0%} and {added} imaginary customers: {added} × {rate:.2f} = "
        f"{added * rate:.1f} of them buy. ({bought} + {added * rate:.1f}) ÷ ({customers} + {added}) = "
        f"{(bought + added * rate) / (customers + added):.3f}."
    ),
    means=lambda bought, customers, rate, added: (
        f"The cell was seen at {bought / customers:.0%}. That is the rate it should not be promised at."
    ),
    after="What would the same imaginary customers do to a cell twenty times as large?",
)


def _log_odds(constant, recency, frequency, monetary, r, f, m):
    return recency * r + frequency * f + monetary * m - constant


def _chance(log_odds):
    return 1 / (1 + math.exp(-log_odds))


odds = NumberKey(
    asked.odds,
    routes=[
        lambda constant, recency, frequency, monetary, r, f, m: (
            1 / (1 + exp(constant - recency * r - frequency * f - monetary * m))
        )
    ],
    # with its sign turned round, the logarithm of the odds must not look like the chance
    where=lambda **drawn: (
        abs(_log_odds(**drawn) + _chance(_log_odds(**drawn))) > 0.05 and abs(_log_odds(**drawn)) > 0.02
    ),
    answer=lambda **drawn: _chance(_log_odds(**drawn)),
    slips=[
        Slip(
            lambda **drawn: math.exp(_log_odds(**drawn)),
            "This is the number you get as odds, buyers for each one who does not buy. A chance counts both of them below.",
            because="odds read as a chance, the usual misreading of a logistic model",
        ),
        Slip(
            lambda constant, **drawn: _chance(_log_odds(0, **drawn)),
            "This is the number you get without the constant, which sets the level.",
            because="weights used as if they were the whole model",
        ),
        Slip(
            lambda r, f, m, **drawn: _chance(_log_odds(r=m, f=f, m=r, **drawn)),
            "This is the number you get with the scores read from the wrong end. R stands first.",
            because="the order of the three digits",
        ),
        Slip(
            _log_odds,
            "This is the logarithm of the odds. Take e to this power to get the odds, and go from them to the chance.",
            because="a question left one step early",
        ),
        Slip(
            lambda **drawn: _chance(-_log_odds(**drawn)),
            "This is the chance that she does *not* buy. Look at the sign in the power of e.",
            because="the sign in 1 ÷ (1 + e to the power of minus the sum)",
        ),
        Slip(
            lambda constant, **drawn: _chance(_log_odds(-constant, **drawn)),
            "This is the number you get if the constant is added without its minus sign.",
            because="a lost sign: an observed answer",
        ),
        Slip(
            lambda **drawn: math.exp(_log_odds(**drawn)) / (1 - math.exp(_log_odds(**drawn))),
            "This is the number you get dividing the odds by 1 less the odds. That is the way from a chance to odds.",
            because="the two directions exchanged",
        ),
        Slip(
            lambda **drawn: _chance(math.log(10) * _log_odds(**drawn)),
            "This is the number you get with powers of 10. The logarithm of the odds is the natural one.",
            because="log read as the logarithm to base 10",
        ),
    ],
    twin=lambda **drawn: (
        f"With a sum of {_log_odds(**drawn):.2f} the odds are e to this power, {math.exp(_log_odds(**drawn)):.3f}. The chance is "
        f"{math.exp(_log_odds(**drawn)):.3f} ÷ {1 + math.exp(_log_odds(**drawn)):.3f} = {_chance(_log_odds(**drawn)):.3f}."
    ),
    means=lambda **drawn: (
        f"Of a hundred such customers about {100 * _chance(_log_odds(**drawn)):.0f} would buy in the quarter."
    ),
    after="By which factor does one more point of frequency multiply her odds, and by which her chance?",
)

two_scores = ChoiceKey(
    asked.two_scores,
    answer="noise",
    whys={
        "half": "Chance finds as large a share of the buyers as of the customers, and here that is a fifth.",
        "noise": "The slide compares 54 with 52. Other customers of the same shop might well turn the two round.",
        "past": "It is the other way round. Months from which a score was made cannot judge it.",
        "combined": "It need not. In the chapter total spend found more of the money than RFM, which contains it.",
    },
    after="How would you get that interval from the customers of the hold-out?",
)

seasonal = ChoiceKey(
    asked.seasonal,
    answer="compare",
    whys={
        "lost": "The score says only that others came later. Who comes in spring is silent each January.",
        "compare": "If they were as silent each January and came back, the silence is usual for them.",
        "spread": "Other ties change the score and not the silence, and equal customers would get unequal scores.",
        "weight": "That puts back everyone who has been away, those who have left as well.",
    },
    after="How many years of orders do you need to call a silence seasonal?",
)

fitted = ChoiceKey(
    asked.fitted,
    answer="open",
    whys={
        "equal": "An interval that holds the zero has not shown that the difference is zero.",
        "better": "The interval reaches below zero, so equal weights may as well be the better ones.",
        "open": "The lower end leaves both orders open, and the upper end says that little is at stake.",
        "cause": "The weights sort customers. Nothing was done to anyone, so nothing says what would make her buy.",
    },
    after="How many customers would the hold-out need before a lead of one point can be told from nothing?",
)

own = MemoKey(
    asked.own,
    model="The report counts four things, and three of them cannot bear what it says. First, the 555s have a high M by definition, so "
    "their 48 % of last year's revenue is not a finding. What they buy after 2 January would be one. Second, the score was "
    "made on 2 January and is judged by December, a month before. A customer who ordered in December has a high R because of that order. "
    "The score must be made on 30 November and judged by what came after. Third, 31 % against 4 % compares different people, all "
    "of whom got the letter. It says who orders, not what the letter adds. The number that would settle it is the response of 555s who "
    "were left without a letter at random: if 29 of 100 order anyway, the letter adds 2. Fourth, one response in December says nothing "
    "about a letter every week. I would score on the last day of a month, leave a random tenth of each cell without a letter, and "
    "compare margin less cost after a quarter before I send the next one.",
)

# 15 -----------------------------------------------------------------------------------------------

memo = MemoKey(
    asked.memo,
    model="Test the mailing in October on half, drawn at random, of the 635 of our 2,357 customers whose recency and frequency put "
    "them into a cell that paid from July to September, and on as many of the others. If nobody bought without mail, the 635 would earn "
    "3,230 US dollars at 1.70 US dollars a mailing and 20 % margin, against 1,615 for mailing everyone. The number is uncertain: with "
    "other customers of the same kind it would lie between about 2,500 and 4,000, and it rests on one quarter, the one "
    "with Christmas. And it is no forecast: many of them buy anyway, and then a mailing adds nothing. I turned down mailing "
    "everyone, which keeps in touch with the lapsed, because most of their mailings earn nothing even so. If I am wrong about a "
    "customer, a mailing too many costs 1.70 US dollars and one too few about 10, the margin of what a buyer outside the list spent. "
    "The half without mail tells us in three months what the mailing causes, and the next list is made by that.",
)

lab_weights = ChoiceKey(
    asked.lab_weights,
    answer="recent",
    whys={
        "recent": "Recency outweighs what they spent.",
        "spenders": "Their recency score is low, and now it counts most.",
        "nobody": "The ranks would stay only if R, F and M ranked alike.",
    },
    after="Whose place did they take, and what does that do to the share of spend in the best fifth?",
)

lab_break_even = ChoiceKey(
    asked.lab_break_even,
    answer="halves",
    whys={
        "halves": "The margin stands below the line: 2/10, then 2/20.",
        "straight": "It falls by ever less: each further dollar of margin saves a smaller share of the letters.",
        "doubles": "This turns the ratio round. A better order has to come less often.",
    },
    after="Why does a firm with small orders have to choose its customers with more care?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

recency_for = DefinitionKey(
    asked.recency_for,
    where=lambda first, last, visits: apart(first, last, first - last, (first - last) / (visits - 1)),
    answer="first-to-last",
    says="{:.0f} days",
    values={
        "since-last": lambda first, last, visits: last,
        "interval": lambda first, last, visits: (first - last) / (visits - 1),
        "since-first": lambda first, last, visits: first,
        "first-to-last": lambda first, last, visits: first - last,
    },
    whys={
        "since-last": "That is the recency of this chapter. The model would take a faithful customer for one seen only briefly.",
        "interval": "That says how often she comes. The model works it out from her visits and her dates.",
        "since-first": "That is her age as a customer, a column of its own in the model's input.",
        "first-to-last": "So long she was seen to come. Together with her age it tells how long she has been silent.",
    },
    twin=lambda first, last, visits: (
        f"A customer came first {first} days ago and last {last} days ago. From her first order to her last it is "
        f"{first} − {last} = {first - last} days."
    ),
    after="For which of the four is a large number good news?",
)

boundary = ChoiceKey(
    asked.boundary,
    answer="side",
    whys={
        "side": "Two cut points lie strictly below 4, and three at 4 or below. Each rule is in use, so say which is yours.",
        "ties": "With cut points that are given there are no ties to break. The score depends on her orders only.",
        "direction": "From the wrong end a 3 stays a 3, and a 4 becomes a 2.",
        "nested": "Nested cuts have other cut points for each group. Here both programs use 1, 2, 4 and 8.",
    },
    after="Which customers of a shop change their score with the rule, and are they many?",
)


_EIGHT = rfm.segment_grid(rfm.EIGHT_CLASSES)


def _eight(r, f, m):
    """The class of three measures, 1 low and 2 high."""
    return rfm.EIGHT_CLASSES[_EIGHT[r - 1, f - 1, m - 1]].chinese


_CLASSES = {
    (2, 2, 2): "came last month, comes often, spends much",
    (2, 1, 2): "came last month, has come once, spent much",
    (1, 2, 2): "has been away for long, came often, spent much",
    (1, 1, 2): "has been away for long, came once, spent much",
    (2, 2, 1): "came last month, comes often, spends little",
    (1, 1, 1): "has been away for long, came once, spent little",
}

eight_classes = MatchKey(
    asked.eight_classes,
    answer={words: _eight(*cell) for cell, words in _CLASSES.items()},
    slips={
        (
            _CLASSES[2, 2, 1],
            "重要价值客户",
        ): "She comes often, and spends little. Which two characters tell the money?",
        (_CLASSES[1, 2, 2], "重要价值客户"): "She was one of them. Look at how long she has been away.",
        (_CLASSES[1, 2, 2], "重要挽留客户"): "She came often, so there is a habit to be kept.",
        (_CLASSES[2, 1, 2], "重要保持客户"): "She was here last month. It is the frequency that is low.",
        (_CLASSES[1, 1, 2], "一般挽留客户"): "She spent much. Which two characters tell the money?",
    },
    twin=lambda: (
        "Another customer came last month, once, for a small sum. Little money is 一般; only recency is high, which is 发展: "
        f"{_eight(2, 1, 1)}."
    ),
    means="The scheme is easy to say on the telephone, and its two halves of each measure are a choice of the firm.",
    after="Where does your firm cut, at the median or at the mean, and how many customers change their class?",
)

frequency_for = DefinitionKey(
    asked.frequency_for,
    answer="repeats",
    says="{:.0f}",
    values={
        "orders": lambda orders, days, items: orders,
        "days": lambda orders, days, items: days,
        "repeats": lambda orders, days, items: days - 1,
        "items": lambda orders, days, items: items,
    },
    whys={
        "orders": "It suits a list of mailings. Two orders on one day are one visit, and the first is no return.",
        "days": "It merges the orders of one day. The day of the first purchase is still among them.",
        "repeats": "A customer who bought once has come back 0 times, and so the models count.",
        "items": "One order may hold several. It says how much she carried home, not how often she came.",
    },
    twin=lambda orders, days, items: (
        f"Another count: {orders} parcels on {days} days, {items} articles. Counting parcels gives {orders}, "
        f"counting days {days}; of these days {days - 1} came after the first."
    ),
    after="Which of the four would you print on a membership card?",
)

told = SeveralKey(
    asked.told,
    answer={"last-day", "order-value", "active"},
    overlooked={
        "last-day": "Which two things that you are given make a third?",
        "order-value": "Two of the columns make a ratio that has a name.",
        "active": "One of the three columns is enough for it.",
    },
    whys={
        "last-day": "The day of the table less her recency is the date.",
        "order-value": "Total spend divided by the number of orders is the average.",
        "active": "Recency answers it: it is at most 90 or it is not.",
        "interval": "For this the first order's date is needed too, and the table does not keep it.",
        "trend": "One total cannot say how it came about: the same sum may rise or fall over time.",
        "margin": "The table counts revenue. What the goods cost stands nowhere in it.",
    },
    means="Three numbers keep what a mailing needs and drop the story of how it came about.",
    after="Which one column would you add to the table?",
)


def _left_of_it(first, second, third, back):
    return first + third - back


_BACK_SLIPS = [
    Slip(
        lambda first, second, third, back: (first + third - back) / 3,
        "This is the mean over three orders. Monetary value is the total here, and one of the three was cancelled.",
        because="rival definitions of M: total and mean",
    ),
    Slip(
        lambda first, second, third, back: first - back,
        "This is the part of the first order that she kept. She kept the third one too.",
        because="an observed answer",
    ),
    Slip(
        lambda first, second, third, back: first + second + third - back,
        "This is the number you get with the cancelled order. Nothing was sent and nothing was paid.",
        because="cancelled orders stand in most order tables, and their amounts with them",
    ),
    Slip(
        lambda first, second, third, back: first + third,
        "This is the number you get if what was sent back is ignored. It lowers what she spent.",
        because="returns kept in another table than orders",
    ),
    Slip(
        lambda first, second, third, back: first + second + third,
        "This is the number you get adding up all orders, cancelled and returned.",
        because="the sum of a column, whatever the status",
    ),
    Slip(
        lambda first, second, third, back: first + third + back,
        "This is the number you get if what was sent back is added. Which sign has a return?",
        because="refunds are stored as positive amounts",
    ),
    Slip(
        lambda first, second, third, back: first - second + third - back,
        "This is the number you get if the cancelled order is taken off. It was never added.",
        because="a cancellation booked as a return",
    ),
    Slip(
        lambda first, second, third, back: third,
        "This is the number you get if the whole order is dropped because a part of it came back.",
        because="orders with a return excluded",
    ),
    Slip(
        lambda first, second, third, back: (first + third - back) / 2,
        "This is the mean of her two orders. Monetary value is the total here.",
        because="rival definitions of M: total and mean",
    ),
]

sent_back = NumberKey(
    asked.sent_back,
    answer=_left_of_it,
    tolerance=0,
    slips=_BACK_SLIPS,
    twin=lambda first, second, third, back: (
        f"Take orders of ¥{first}, ¥{second} and ¥{third}, the second cancelled, and ¥{back} of the first sent back: "
        f"{first} − {back} + {third} = {first + third - back}."
    ),
    means=lambda first, second, third, back: (
        f"She has two orders, and not ¥{first + second + third} but ¥{first + third - back} of spend."
    ),
    after="What is her frequency, and what would it be if the whole first order had come back?",
)

honest = OrderKey(
    asked.honest,
    answer=["date", "table", "cuts", "learn", "score", "judge"],
    also=[("date", "table", "cuts", "score", "learn", "judge")],
    slips=[
        Slip(
            swap("date", "table"),
            "This is the order in which the table is made before its day is fixed. Most functions then take the last "
            "day of the data. What would recency be counted from?",
            because="the default observation date of most RFM functions is the last date in the data",
        ),
        Slip(
            swap("learn", "judge"),
            "This is the order in which the rule is learned from October to December. By 30 September nobody knew these months.",
            because="a rule tested on the data that made it: the commonest leak in scoring",
        ),
        Slip(
            swap("table", "cuts"),
            "This is the order in which cut points are found before there is a table to find them in.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("cuts", "learn"),
            "This is the order in which a cell is judged before it has any bounds. Which customers belong to it?",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("score", "judge"),
            "This is the order in which profit is counted before anyone knows who is in which cell. Whom would the rule have mailed?",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("cuts", "score"),
            "This is the order in which customers are scored before there are cut points. With which ruler?",
            because="each day scored with quintiles of its own: found while the chapter was written",
        ),
        Slip(
            sequence("date", "table", "cuts", "score", "judge", "learn"),
            "This is the order in which profit is counted before anyone has decided which cells get a letter.",
            because="scoring, then looking at the result, then choosing the rule",
        ),
    ],
    means="What the rule has never seen is the only fair judge of it.",
    after="Where in this order would a random group without mail be drawn?",
)

needed_margin = ReverseKey(
    asked.needed_margin,
    where=lambda response, order, cost: (
        # A slip in per cent and the rate that is given must not meet the answer either.
        apart(cost / (order * response), 100 * cost * response / order, response)
        and cost / (order * response) < 0.7
    ),
    forward=lambda given, response, order, cost: rfm.break_even_response_rate(cost, order * given),
    target=lambda response, order, cost: response,
    answer=lambda response, order, cost: cost / (order * response),
    says="a break-even response of {:.2%}",
    slips=[
        Slip(
            lambda response, order, cost: cost / order,
            "This is the number you get if every letter brings an order. Only some of them do.",
            because="the response rate left out",
        ),
        Slip(
            lambda response, order, cost: cost * response / order,
            "This is the number you get if only the letters that are answered cost money. All that are sent do.",
            because="cost counted for responders only",
        ),
        Slip(
            lambda response, order, cost: 1 - cost / (order * response),
            "This is the share that the goods may cost. What is left of the order is asked.",
            because="margin and cost of goods are exchanged",
        ),
    ],
    twin=lambda response, order, cost: (
        f"Take {response:.0%} of answers, orders of {order} US dollars and {cost:.2f} US dollars a letter. An order "
        f"takes {1 / response:.2f} letters, which cost {cost / response:.2f}. "
        f"{cost / response:.2f} ÷ {order} = {cost / (order * response):.4f}."
    ),
    means=lambda response, order, cost: (
        f"Each order must leave {cost / response:.2f} US dollars, the cost of the {1 / response:.1f} letters behind it."
    ),
    after="Which of your products bring such a margin?",
)

slide = AuditKey(
    asked.slide,
    answer="profit",
    whys={
        "letters": "Every customer of the cell gets a letter, and each letter costs.",
        "orders": "The share that answers, of all who get a letter, is the number of orders.",
        "per-order": "The margin is that share of what an order brings.",
        "profit": "It takes the revenue of the orders for their margin. The line above it has the right amount per order.",
        "break-even": "Cost of a letter over margin of an order is the response rate at which the letters pay for themselves.",
    },
    twin=lambda customers, cost, response, order, margin: (
        f"Another slide: {customers} calls at {cost:.2f} US dollars, {response:.0%} of them bring an order of {order} with "
        f"{margin:.0%} margin. The right profit is {customers * response:.0f} × {order * margin:.2f} − "
        f"{customers * cost:,.0f} = {customers * (response * order * margin - cost):,.0f} US dollars."
    ),
    after="Does the mailing still pay once the line is put right?",
)

response_interval = IntervalKey(
    asked.response_interval,
    plain=lambda mailed, bought: _normal_interval(bought, mailed, z=1),
    answer=lambda mailed, bought: intervals.wilson_interval(bought, mailed, confidence=0.9),
    tolerance=0.08,
    slips=[
        Slip(
            lambda mailed, bought: _normal_interval(bought, mailed, z=1),
            "This is the interval you get with one standard error on each side. How sure is that?",
            because="standard error taken for interval",
        ),
        Slip(
            lambda mailed, bought: _normal_interval(bought, mailed, z=1.96),
            "This is the interval you get with 1.96 standard errors. That is 95 %.",
            because="1.96 by habit",
        ),
        Slip(
            lambda mailed, bought: _around(
                bought / mailed, 1.645 * _standard_error(bought / mailed, mailed**2)
            ),
            "This is the interval you get dividing by n. The standard error divides by the root of n.",
            because="the root left out",
        ),
    ],
    twin=lambda mailed, bought: (
        f"Take {bought} of {mailed}, p = {bought / mailed:.3f}. The standard error is "
        f"{_standard_error(bought / mailed, mailed):.4f}; times 1.645: "
        f"{1.645 * _standard_error(bought / mailed, mailed):.4f}. Take it off and add it: from "
        f"{_normal_interval(bought, mailed)[0]:.3f} to {_normal_interval(bought, mailed)[1]:.3f}."
    ),
    means="A cell of some hundred customers leaves its rate uncertain by several points.",
    after="How many customers would halve the width?",
)


def _standard_error(share, trials):
    return (share * (1 - share) / trials) ** 0.5


def _around(middle, reach):
    return middle - reach, middle + reach


def _normal_interval(successes, trials, z=1.645):
    share = successes / trials
    return _around(share, z * _standard_error(share, trials))


# A function to write ------------------------------------------------------------------------------


def _recency_score(recency, cuts):
    """The score of one customer by any list of cut points."""
    return _score_in_a_table(recency, tuple(cuts))


@functools.cache
def _score_in_a_table(recency, cuts):
    """The same, from the function that scores whole tables."""
    row = pd.DataFrame({"recency": [recency], "frequency": [1], "monetary": [1.0]})
    others = {"frequency": [1, 2, 3, 4], "monetary": [1, 2, 3, 4]}
    scored = rfm.rfm_score(row, method="cuts", cuts={"recency": list(cuts), **others}, ties="share")
    return int(scored["recency_score"].iloc[0])


def _recency_score_by_hand(recency, cuts):
    return 5 - sum(cut < recency for cut in cuts)


score_function = FunctionKey(
    asked.score_function,
    answer=_recency_score,
    plain=[_recency_score_by_hand],
    edges=[
        dict(recency=30, cuts=[30, 90, 180, 270]),
        dict(recency=0, cuts=[30, 90, 180, 270]),
        dict(recency=1000, cuts=[30, 90, 180, 270]),
    ],
    slips=[
        Slip(
            lambda recency, cuts: 1 + sum(cut < recency for cut in cuts),
            "This function gives 5 to those who have stayed away longest.",
            because="rsquaredacademy/rfm issue 17: the direction of the recency score",
        ),
        Slip(
            lambda recency, cuts: 5 - sum(cut <= recency for cut in cuts),
            "This function counts a recency *on* a cut point as above it.",
            because="the boundary rule differs between pandas.cut, SQL CASE and spreadsheets",
        ),
        Slip(
            lambda recency, cuts: 4 - sum(cut < recency for cut in cuts),
            "This function gives scores from 0 to 4.",
            because="codes of pandas.cut begin at 0",
        ),
        Slip(
            lambda recency, cuts: 6 - sum(cut < recency for cut in cuts),
            "This function gives scores from 2 to 6.",
            because="6 less a score turns it round; a count of cut points begins at 0",
        ),
    ],
    means="One rule in one place: the same customer gets the same score in every report.",
    after="What does your function say if someone hands it three cut points?",
)

"""The answers to the questions of chapter 2, customer value and the customer asset."""

import math
from itertools import accumulate

import pandas as pd

from crmlib import clv, value
from crmlib.segmentation import concentration
from crmlib.workbook.banks import value as asked
from crmlib.workbook.banks.value import EXPLICIT, HERS, IMPLICIT
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, rotate, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

FIXED, PRICE_RISE, VOLUME_LOST, COST_CUT = 0.4, 0.05, 0.1, 0.3

OPTIONS = {"as_now": "keep", "repriced": "reprice", "served_cheaper": "serve cheaper", "dropped": "drop"}


def _sizes(*amounts):
    """Amounts without their signs, a year and a month of each: a wrong sign must not meet a right answer."""
    return [abs(amount) / months for amount in amounts for months in (1, 12)]


# The four sources ---------------------------------------------------------------------------------


def _contributed(first, now, margin, serve_first, serve_now, friend):
    return value.contribution_by_source(first, now, margin, serve_first, serve_now, friend).total


sources = NumberKey(
    asked.sources,
    routes=[lambda first, now, margin, serve_first, serve_now, friend: now * margin - serve_now + friend],
    answer=_contributed,
    slips=[
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: _contributed(
                first, now, margin, serve_first, serve_now, 0
            ),
            "This is the number you get without the friend. Word of mouth is the fourth source.",
            because="word of mouth stands in no customer's own account",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: _contributed(
                first, now, 1.0, serve_first, serve_now, friend
            ),
            "This is the number you get if all that she spends is margin. Which part of it is left after the goods?",
            because="revenue taken for margin, the commonest slip of the field",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (
                (now - first) * margin + serve_first - serve_now + friend
            ),
            "This is the sum of what has come on top since her first year. The first source, continued purchase, goes on as well.",
            because="the sources are read as gains only; continued purchase is forgotten",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (
                _contributed(first, now, margin, serve_first, serve_now, friend) - serve_first + serve_now
            ),
            "This is the number you get with the cost to serve of her first year. It has fallen since.",
            because="the third source left out",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: now * margin + serve_now + friend,
            "This is the number you get if the cost to serve is added. It is taken off.",
            because="a lower cost read as an income",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: now * margin + friend,
            "This is the number you get if serving her costs nothing.",
            because="customer reports stop at gross margin; the cost to serve stands in no customer's account",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (
                now * margin + serve_first - serve_now + friend
            ),
            "This is the number you get counting what is saved on serving her, and forgetting what serving her costs.",
            because="the third source added to a margin from which the cost to serve was never taken",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: now * margin,
            "This is the gross margin of what she spends now. Serving her costs something, and her friend brings something.",
            because="customer reports stop at gross margin",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: _contributed(
                first, now, 1 - margin, serve_first, serve_now, friend
            ),
            "This is the number you get with the share that the goods take. The margin is the share that is left.",
            because="margin rate and cost rate exchanged",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (now - serve_now) * margin + friend,
            "This is the number you get taking the margin of what is left after the cost to serve. The margin is a part of what she *spends*; the cost to serve is taken off whole.",
            because="cost taken off before the rate",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (
                first * margin - serve_first + now * margin - serve_now + friend
            ),
            "This is the number you get adding what she left in her first year. The first source goes on in what she spends now.",
            because="continued purchase counted twice",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (now + friend) * margin - serve_now,
            "This is the number you get taking a margin of what the friend contributes. A contribution has its costs behind it.",
            because="contribution taken for spending",
        ),
        Slip(
            lambda first, now, margin, serve_first, serve_now, friend: (
                now * margin - serve_now - serve_first + friend
            ),
            "This is the number you get taking off the cost to serve of both years. What does serving her cost now?",
            because="all known costs taken off",
        ),
    ],
    twin=lambda first, now, margin, serve_first, serve_now, friend: (
        f"First year: {first} × {margin:.2f} − {serve_first} = {first * margin - serve_first:.0f}. Growing spend: "
        f"({now} − {first}) × {margin:.2f} = {(now - first) * margin:.0f}. Lower cost to serve: {serve_first} − "
        f"{serve_now} = {serve_first - serve_now}. Word of mouth: {friend}. Together "
        f"{_contributed(first, now, margin, serve_first, serve_now, friend):.0f}."
    ),
    means=lambda first, now, margin, serve_first, serve_now, friend: (
        f"In her first year she contributed ¥{first * margin - serve_first:.0f}; the three other sources brought the rest."
    ),
    after="Which of the four sources would a price rise touch, and in which direction?",
)

# The asset ----------------------------------------------------------------------------------------

assets = MatchKey(
    asked.assets,
    answer={
        "names, addresses and consents of 40,000 customers": EXPLICIT,
        "five years of orders, line by line": EXPLICIT,
        "customers come back without being written to": IMPLICIT,
        "customers speak well of the firm to their friends": IMPLICIT,
        "ordering here saves her an hour a week": HERS,
    },
    slips={
        (
            "customers come back without being written to",
            EXPLICIT,
        ): "No file holds a habit. Only its traces are recorded.",
        (
            "customers speak well of the firm to their friends",
            EXPLICIT,
        ): "The names of those who came may be on file; the will to recommend is not.",
        ("five years of orders, line by line", IMPLICIT): "Orders can be copied, counted and handed over.",
        ("ordering here saves her an hour a week", IMPLICIT): "Whose hour is it?",
        (
            "ordering here saves her an hour a week",
            EXPLICIT,
        ): "It stands in no file of the firm. Whose hour is it?",
        (
            "names, addresses and consents of 40,000 customers",
            IMPLICIT,
        ): "A list can be copied, counted and handed over.",
        (
            "customers speak well of the firm to their friends",
            HERS,
        ): "To whom does a new customer bring money?",
        (
            "customers come back without being written to",
            HERS,
        ): "It may be good for them as well. But whose costs does it save?",
    },
    means="Explicit assets can be counted and copied; implicit ones are seen only in what customers do next.",
    after="Which of the two kinds would a competitor who stole the customer file get?",
    pool=(
        dict(
            answer={
                "guests book again without a look at other hotels": IMPLICIT,
                "nobody waits at the desk after a long flight": HERS,
                "the wishes of 9,000 guests, from pillow to floor": EXPLICIT,
                "guests tell colleagues where they slept well": IMPLICIT,
                "bills of all stays since 2019": EXPLICIT,
            },
            slips={
                (
                    "guests book again without a look at other hotels",
                    EXPLICIT,
                ): "The next booking will be on file. The habit behind it is not.",
                (
                    "guests book again without a look at other hotels",
                    HERS,
                ): "It saves the guest a search, too. But who earns by it?",
                ("nobody waits at the desk after a long flight", IMPLICIT): "Whose time is it?",
                (
                    "nobody waits at the desk after a long flight",
                    EXPLICIT,
                ): "It stands in no file of the hotel. Whose time is it?",
                (
                    "the wishes of 9,000 guests, from pillow to floor",
                    IMPLICIT,
                ): "Wishes that are written down can be copied and handed over.",
                (
                    "the wishes of 9,000 guests, from pillow to floor",
                    HERS,
                ): "A guest gains when her wish is met. What does the hotel hold before that?",
                (
                    "guests tell colleagues where they slept well",
                    EXPLICIT,
                ): "Nobody in the hotel hears it, and no file holds it.",
                (
                    "guests tell colleagues where they slept well",
                    HERS,
                ): "To whom do the colleagues bring money?",
                ("bills of all stays since 2019", IMPLICIT): "Bills can be copied, counted and handed over.",
            },
            after="Which of these lines would the buyer of the hotel pay for?",
        ),
        dict(
            answer={
                "drills that hold let a dentist treat one patient more a day": HERS,
                "a list of 600 practices with chairs, fields and telephone numbers": EXPLICIT,
                "practices forgive a late parcel and stay": IMPLICIT,
                "a practice need not keep spare parts of its own": HERS,
                "what each practice bought, by item and month": EXPLICIT,
            },
            slips={
                (
                    "drills that hold let a dentist treat one patient more a day",
                    IMPLICIT,
                ): "Whose patient is it?",
                (
                    "drills that hold let a dentist treat one patient more a day",
                    EXPLICIT,
                ): "It stands in no file of the supplier. Whose patient is it?",
                (
                    "a list of 600 practices with chairs, fields and telephone numbers",
                    IMPLICIT,
                ): "A list can be copied, counted and handed over.",
                (
                    "practices forgive a late parcel and stay",
                    EXPLICIT,
                ): "The parcel is on file. The patience is not.",
                (
                    "practices forgive a late parcel and stay",
                    HERS,
                ): "Who would have lost money if they had not stayed?",
                (
                    "a practice need not keep spare parts of its own",
                    IMPLICIT,
                ): "Whose shelf stays free, and whose money is not bound?",
                (
                    "a practice need not keep spare parts of its own",
                    EXPLICIT,
                ): "Nothing of it can be copied to a disk. Whose shelf stays free?",
                (
                    "what each practice bought, by item and month",
                    IMPLICIT,
                ): "Purchases that are recorded can be copied and handed over.",
            },
            after="Which line would a rival lure away with a lower price?",
        ),
    ),
)


def _equity(given, customers, margin, discount, worth):
    return value.customer_equity(customers, 0, margin, given, discount)


needed_retention = ReverseKey(
    asked.needed_retention,
    where=lambda customers, margin, discount, worth: 1.6 < worth / customers / margin < 5,
    forward=_equity,
    target=lambda customers, margin, discount, worth: worth,
    answer=lambda customers, margin, discount, worth: worth * (1 + discount) / (customers * margin + worth),
    says="a value of ¥{:,.0f}",
    tolerance=0.002,
    slips=[
        Slip(
            lambda customers, margin, discount, worth: worth / (customers * margin + worth),
            "This is the number you get without discounting: a yuan in five years counted like a yuan today.",
            because="lifetimes issues 27 and 180: value reproduced without the discount rate",
        ),
        Slip(
            lambda customers, margin, discount, worth: 1 + discount - customers * margin / worth,
            "This is the number you get if next year's margin is certain. She may leave before it.",
            because="the three conventions of the margin multiple",
        ),
        Slip(
            lambda customers, margin, discount, worth: (
                1 - worth * (1 + discount) / (customers * margin + worth)
            ),
            "This is the number you get as the share that leaves. The share that stays is asked.",
            because="churn given for retention",
        ),
        Slip(
            lambda customers, margin, discount, worth: worth / (customers * margin),
            "This is the number of yearly margins that a customer is said to be worth. It is a step on the way to the rate.",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda customers, margin, discount, worth: 1 - customers * margin / worth,
            "This is the number you get if the value is yearly margins times an expected lifetime: 1 ÷ (1 − r) years without discounting.",
            because="the averages formula in place of a present value",
        ),
        Slip(
            lambda customers, margin, discount, worth: (1 + discount) * (1 - customers * margin / worth),
            "This is the number you get if the first margin comes today. Here the next comes in a year, if she stays.",
            because="the three conventions of the margin multiple",
        ),
        Slip(
            lambda customers, margin, discount, worth: customers * margin / worth,
            "This is the margin of a year as a share of the value. Which rate makes the value so many yearly margins?",
            because="the fraction upside down",
        ),
    ],
    twin=lambda customers, margin, discount, worth: (
        f"A value of ¥{worth:,} for {customers:,} customers is ¥{worth / customers:,.2f} a customer, or "
        f"{worth / customers / margin:.3f} margins of ¥{margin}. r ÷ (1 + {discount:.2f} − r) = "
        f"{worth / customers / margin:.3f} at r = {worth * (1 + discount) / (customers * margin + worth):.4f}."
    ),
    means="Now the claim can be judged: does the firm keep that share of its customers?",
    after="By how much does the value fall if retention is five points lower?",
)

steps = OrderKey(
    asked.steps,
    answer=["segment", "analyse", "value", "rank"],
    slips=[
        Slip(
            swap("segment", "analyse"),
            "This is the order in which figures are taken over all customers together. A retention rate of all then stands for "
            "those who came once and for those who come each month.",
            because="averages multiply wrongly when frequency and lifespan go together",
        ),
        Slip(
            swap("value", "rank"),
            "This is the order in which customers are ranked before there is a value to rank by. By what were they ranked?",
            because="ranking by revenue, and calling it value",
        ),
        Slip(
            rotate(-1),
            "This is the order in which the ranking comes first. A rank is the result of the other steps.",
            because="“our top 100” is often fixed before anything is computed",
        ),
        Slip(
            swap("analyse", "value"),
            "This is the order in which the model runs before anyone has looked at what goes into it.",
            because="a model fed with unread data",
        ),
        Slip(
            rotate(1),
            "This is the order that ends with the groups. Over whom were the figures taken before there were any?",
            because="segments drawn around a finished ranking",
        ),
        Slip(
            swap("segment", "value"),
            "This is the order in which the model comes first and the groups come last but one. What was the model fed with?",
            because="“the model decides”: groups and figures are looked at when the values are there",
        ),
    ],
    means="Each step feeds the next, and the ranking is only as good as the model before it.",
    after="At which of the four steps would you put in the cost to serve?",
    pool=(
        dict(after="For how long would you hold a suite for the first guest of the list?"),
        dict(after="Which practices would stand higher on a list by revenue?"),
    ),
)

# Contribution -------------------------------------------------------------------------------------

ORDER_COST, RETURN_COST, VISIT_COST = 150, 400, 1_200


def _account(revenue, margin, orders, returns, visits):
    return value.customer_contribution(
        revenue, margin, orders, returns, visits, ORDER_COST, RETURN_COST, VISIT_COST
    )


contribution = NumberKey(
    asked.contribution,
    where=lambda revenue, margin, orders, returns, visits: apart(
        *_sizes(_account(revenue, margin, orders, returns, visits), revenue * margin),
        *_sizes(_account(revenue, margin, orders, 0, visits), _account(revenue, margin, 1, 1, 1)),
        1_500,
    ),
    answer=_account,
    slips=[
        Slip(
            lambda revenue, margin, orders, returns, visits: revenue * margin,
            "This is the gross margin. What do its orders, returns and visits cost?",
            because="customer reports stop at gross margin; the cost to serve stands in no customer's account",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(revenue, margin, 1, 1, 1),
            "This is the number you get with one order, one return and one visit. An activity rate is a cost for each.",
            because="a rate taken for a total",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(revenue, margin, orders, 0, visits),
            "This is the number you get without the returns.",
            because="returns are booked with logistics and forgotten with the customer",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(revenue, 1.0, orders, returns, visits),
            "This is the number you get if all revenue is margin. The goods have to be paid as well.",
            because="revenue taken for margin, the commonest slip of the field",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(revenue, margin, orders, returns, 0),
            "This is the number you get without the visits.",
            because="visits are paid by the sales department and forgotten with the customer",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: -_account(0, margin, orders, returns, visits),
            "This is the cost of serving the account. What is left of its margin after it?",
            because="cost to serve given for contribution",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(
                revenue, 1 - margin, orders, returns, visits
            ),
            "This is the number you get with the share that the goods take. The margin is the share that is left.",
            because="margin rate and cost rate exchanged",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(revenue, margin, 0, returns, visits),
            "This is the number you get without the orders.",
            because="an order seems to cost nothing, because orders are what is wanted",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: (
                _account(revenue, margin, orders, 0, visits) + returns * RETURN_COST
            ),
            "This is the number you get adding what the returns cost. Who pays for handling them?",
            because="a return booked as goods that come back",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: (
                revenue * margin - orders * RETURN_COST - returns * ORDER_COST - visits * VISIT_COST
            ),
            "This is the number you get with the costs of an order and of a return exchanged.",
            because="two rates of one list mixed up",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: (
                2 * revenue * margin - _account(revenue, margin, orders, returns, visits)
            ),
            "This is the number you get adding the cost to serve. It is taken off.",
            because="a wrong sign before a bracket",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: (
                _account(revenue, margin, orders, returns, visits) + returns * ORDER_COST
            ),
            "This is the number you get if an order that was sent back costs nothing to handle. It was handled, and the return as well.",
            because="orders net of returns, as sales are counted",
        ),
    ],
    twin=lambda revenue, margin, orders, returns, visits: (
        f"Gross margin: {revenue:,} × {margin:.2f} = {revenue * margin:,.0f}. Orders: {orders} × 150 = "
        f"{orders * 150:,}. Returns: {returns} × 400 = {returns * 400:,}. Visits: {visits} × 1,200 = "
        f"{visits * 1_200:,}. Contribution: {_account(revenue, margin, orders, returns, visits):,.0f}."
    ),
    means=lambda revenue, margin, orders, returns, visits: (
        f"Of a gross margin of ¥{revenue * margin:,.0f}, visits take ¥{visits * VISIT_COST:,}."
    ),
    after="Which of the three activities could the firm change without asking the customer?",
)


def _lost(profits):
    return concentration.whale_peak(profits).lost_profit


def _losses_added_up(profits):
    return sum(-profit for profit in profits if profit < 0)


def _peak_less_end(profits):
    curve = list(accumulate(sorted(profits, reverse=True)))
    return max(0, *curve) - curve[-1]


lost_profit = FunctionKey(
    asked.lost_profit,
    answer=_lost,
    plain=[_losses_added_up, _peak_less_end],
    edges=[dict(profits=[10, 20, 30]), dict(profits=[-5, -6]), dict(profits=[0, 4])],
    slips=[
        Slip(
            sum,
            "This function gives the profit of all customers, the end of the curve.",
            because="peak and end",
        ),
        Slip(
            lambda profits: sum(profit for profit in profits if profit > 0),
            "This function gives the height of the peak.",
            because="peak and distance from the peak are read off the same curve",
        ),
        Slip(
            lambda profits: sum(profit for profit in profits if profit < 0),
            "This function gives the loss as a negative number. What is lost is asked as a number of at least 0.",
            because="sign convention of losses",
        ),
        Slip(
            lambda profits: sum(1 for profit in profits if profit < 0),
            "This function counts the customers behind the peak. Their money is asked.",
            because="counting in place of adding",
        ),
        Slip(
            lambda profits: max(accumulate(sorted(profits, reverse=True))) - sum(profits),
            "This function takes the best customer for the peak even if she loses money. With no customers at all the "
            "curve stands at 0.",
            because="cumsum starts at the first customer, the curve at none",
        ),
        Slip(
            lambda profits: max(accumulate(profits)) - sum(profits),
            "This function adds up in the order of the list. A whale curve goes from the best customer to the worst.",
            because="cumsum before sort_values",
        ),
        Slip(
            lambda profits: max(accumulate(sorted(profits))) - sum(profits),
            "This function begins with the worst customer. A whale curve goes from the best to the worst.",
            because="sorted() and pandas sort upwards unless told otherwise",
        ),
    ],
    means="The same number is the peak less the profit of all customers.",
    after="Why is this not what the firm would gain by dropping these customers?",
)

# Six accounts -------------------------------------------------------------------------------------


def _serve(accounts):
    return (
        accounts["orders"] * ORDER_COST + accounts["returns"] * RETURN_COST + accounts["visits"] * VISIT_COST
    )


def _profits(accounts):
    return accounts["revenue"] * accounts["margin_rate"] - _serve(accounts)


def _whale(accounts, profit=None, by=None):
    """Each account's profit, and the profit of all accounts up to it, the most profitable first."""
    table = accounts[["account"]].assign(profit=_profits(accounts) if profit is None else profit)
    table = table.assign(by=table["profit"] if by is None else by).sort_values("by", ascending=False)
    return table.assign(cumulative_profit=table["profit"].cumsum()).drop(columns="by")


def _whale_is_telling(accounts):
    profit = _profits(accounts).sort_values(ascending=False)
    return (
        2 <= (profit < 0).sum() <= 3
        and profit.diff().abs().min() > 500
        and profit.abs().min() > 500
        and not accounts.loc[profit.index, "revenue"].is_monotonic_decreasing
        and not profit.index.is_monotonic_increasing
    )


def _plain_whale(accounts):
    _, revenue, margin_rate, orders, returns, visits = (accounts[name] for name in accounts)
    serve = orders * 150 + returns * 400 + visits * 1200
    profit = revenue * margin_rate - serve
    table = accounts.assign(profit=profit).sort_values("profit", ascending=False)
    cumulative_profit = table["profit"].cumsum()
    return table[["account", "profit"]].assign(cumulative_profit=cumulative_profit)


whale = ValueKey(
    asked.whale,
    where=_whale_is_telling,
    answer=_whale,
    row="account",
    plain=_plain_whale,
    slips=[
        Slip(
            lambda accounts: _whale(accounts, accounts["revenue"] * accounts["margin_rate"]),
            "is what you get as gross margin. Orders, returns and visits cost as well.",
            because="customer reports stop at gross margin",
        ),
        Slip(
            lambda accounts: _whale(accounts, _profits(accounts) + accounts["returns"] * RETURN_COST),
            "is what you get without the returns.",
            because="returns are booked with logistics and forgotten with the customer",
        ),
        Slip(
            lambda accounts: _whale(accounts, _profits(accounts) + accounts["visits"] * VISIT_COST),
            "is what you get without the visits.",
            because="visits are paid by the sales department and forgotten with the customer",
        ),
        Slip(
            lambda accounts: _whale(accounts, accounts["revenue"] - _serve(accounts)),
            "is what you get if all revenue is margin.",
            because="revenue taken for margin",
        ),
        Slip(
            lambda accounts: _whale(accounts, by=accounts["revenue"]),
            "is what you get adding up from the largest revenue down. A whale curve goes by profit.",
            because="the largest accounts are taken for the most profitable",
        ),
        Slip(
            lambda accounts: _whale(accounts, by=-pd.Series(range(len(accounts)), index=accounts.index)),
            "is what you get adding up in the order of the table. Sort by profit first.",
            because="cumsum before sort_values",
        ),
        Slip(
            lambda accounts: _whale(accounts, by=-_profits(accounts)),
            "is what you get adding up from the worst account. The most profitable comes first.",
            because="pandas sorts upwards unless told otherwise",
        ),
    ],
    twin=lambda accounts: _whale_twin(accounts),
    means="The curve rises while accounts earn and falls over those that lose: the peak stands between them.",
    after="How high is the peak, and how much lower does the curve end?",
)


def _whale_twin(accounts):
    row, table = accounts.iloc[0], _whale(accounts)
    profit = _profits(accounts).iloc[0]
    peak = concentration.whale_peak(table["profit"])
    return (
        f"Six other accounts. {row['account']}: {row['revenue']:,.0f} × {row['margin_rate']:.2f} − {row['orders']} × 150 − "
        f"{row['returns']} × 400 − {row['visits']} × 1,200 = {profit:,.0f}. Sorted: "
        + ", ".join(f"{one:,.0f}" for one in table["profit"])
        + f". The running total peaks at {peak.peak_profit:,.0f} after {peak.customers} accounts and ends at "
        f"{peak.total_profit:,.0f}."
    )


def _best_options(accounts, fixed=FIXED, lost=VOLUME_LOST, cut=COST_CUT, words=OPTIONS, **rivals):
    """The best of four ways for each account, and its profit; a rival way is a function of the accounts."""
    four = concentration.account_options(
        accounts["revenue"], accounts["margin_rate"], _serve(accounts), fixed, PRICE_RISE, lost, cut
    )
    table = pd.DataFrame(four._asdict()).assign(**{name: way(accounts) for name, way in rivals.items()})
    best = table.idxmax(axis=1).map(words)
    return accounts[["account"]].assign(option=best, profit=table.max(axis=1))


def _repriced(accounts, rate=PRICE_RISE, growth=0.0, kept=1.0 - VOLUME_LOST):
    """A price rise as it is often computed: what is added to the margin rate or the price, what service still costs."""
    margin = accounts["revenue"] * (1 + growth) * (accounts["margin_rate"] + rate) * (1 - VOLUME_LOST)
    return margin - _serve(accounts) * (FIXED + (1 - FIXED) * kept)


def _options_are_telling(accounts):
    chosen = _best_options(accounts)["option"]
    nothing_left = _best_options(accounts, dropped=lambda accounts: 0.0)
    rivals = [_best_options(accounts, fixed=0), _best_options(accounts, lost=0), nothing_left]
    return (
        _whale_is_telling(accounts)
        and chosen.nunique() >= 3
        and "drop" in set(chosen)
        and all(not rival["option"].equals(chosen) for rival in rivals)
    )


def _plain_options(accounts):
    _, revenue, margin_rate, orders, returns, visits = (accounts[name] for name in accounts)
    serve = orders * 150 + returns * 400 + visits * 1200
    margin, fixed, variable = revenue * margin_rate, 0.4 * serve, 0.6 * serve
    ways = {
        "keep": margin - serve,
        "reprice": (margin + revenue * 0.05) * 0.9 - fixed - variable * 0.9,
        "serve cheaper": margin - fixed - variable * 0.7,
        "drop": -fixed,
    }
    table = pd.DataFrame(ways)
    return accounts[["account"]].assign(option=table.idxmax(axis=1), profit=table.max(axis=1))


options = ValueKey(
    asked.options,
    where=_options_are_telling,
    answer=_best_options,
    row="account",
    plain=_plain_options,
    slips=[
        Slip(
            lambda accounts: _best_options(accounts, fixed=0),
            "is what you get if the whole cost to serve goes with the account. 40 % of it stays.",
            because="a full-cost report read as if every cost could be saved",
        ),
        Slip(
            lambda accounts: _best_options(accounts, fixed=1 - FIXED),
            "is what you get if 40 % goes and 60 % stays. It is the other way round.",
            because="fixed and variable share are exchanged",
        ),
        Slip(
            lambda accounts: _best_options(accounts, lost=0),
            "is what you get if nobody buys less at the higher price. 10 % of the volume goes.",
            because="price rises computed on today's volume",
        ),
        Slip(
            lambda accounts: _best_options(accounts, cut=COST_CUT / (1 - FIXED)),
            "is what you get if 30 % of the whole cost to serve is saved. Only its variable part can be.",
            because="a saving applied to fixed cost",
        ),
        Slip(
            lambda accounts: accounts[["account"]].assign(
                option=["drop" if one < 0 else "keep" for one in _profits(accounts)],
                profit=_profits(accounts).clip(lower=0),
            ),
            "is what you get dropping all that lose money and keeping the rest. A dropped account leaves 40 % of its cost "
            "behind, and there are two ways more.",
            because="the peak of the whale read as a plan",
        ),
        Slip(
            lambda accounts: _best_options(accounts, dropped=lambda accounts: 0.0),
            "is what you get if a dropped account leaves nothing behind. 40 % of its cost to serve stays.",
            because="the account is gone, so its line is taken for empty",
        ),
        Slip(
            lambda accounts: _best_options(accounts).assign(
                profit=lambda table: table["profit"].where(table["option"] != "drop", 0.0)
            ),
            "is what you get if the line of a dropped account is left empty. 40 % of its cost to serve stays with the firm.",
            because="the plan is right, and only its money forgets the fixed part",
        ),
        Slip(
            lambda accounts: _best_options(
                accounts, repriced=lambda accounts: _repriced(accounts, rate=0, growth=PRICE_RISE)
            ),
            "is what you get if the margin rate stays as it was after the price rise. The goods cost no more than before, so "
            "all of the 5 % is margin.",
            because="a margin rate taken for a constant of the account",
        ),
        Slip(
            lambda accounts: _best_options(accounts, repriced=lambda accounts: _repriced(accounts, kept=1.0)),
            "is what you get if the volume lost to the price rise still costs what it did to serve. The variable cost falls with it.",
            because="lost volume taken off the margin and not off the cost",
        ),
        Slip(
            lambda accounts: _best_options(accounts, words={name: name for name in OPTIONS}),
            "is what you get with the names that the function has for the four ways. The ways are right: write them as `keep`, "
            "`reprice`, `serve cheaper` and `drop`.",
            because="idxmax over the result of account_options gives its own names",
        ),
        Slip(
            lambda accounts: _best_options(accounts).assign(
                profit=lambda table: table["profit"] - _profits(accounts)
            ),
            "is what you get as the change from today. The profit itself is asked.",
            because="change taken for level",
        ),
    ],
    twin=lambda accounts: _options_twin(accounts),
    means="The best way differs from account to account; dropping is rarely it, because fixed cost stays.",
    after="What would have to be true of the fixed share for you to drop one account more?",
)


def _options_twin(accounts):
    row = accounts.iloc[0]
    serve = _serve(accounts).iloc[0]
    four = concentration.account_options(
        row["revenue"], row["margin_rate"], serve, FIXED, PRICE_RISE, VOLUME_LOST, COST_CUT
    )
    return (
        f"An account with ¥{row['revenue']:,.0f} of revenue, a margin of {row['margin_rate']:.0%} and a cost to serve of "
        f"¥{serve:,.0f}: as now {four.as_now:,.0f}; repriced {four.repriced:,.0f}; served more cheaply "
        f"{four.served_cheaper:,.0f}; dropped −0.4 × {serve:,.0f} = {four.dropped:,.0f}. The largest of the four wins."
    )


def _change(margin, serve, fixed):
    four = concentration.account_options(margin, 1.0, serve, fixed)
    return four.dropped - four.as_now


drop_all = NumberKey(
    asked.drop_all,
    where=lambda margin, serve, fixed: apart(
        *_sizes(_change(margin, serve, fixed), _change(margin, serve, 0), _change(margin, serve, 1 - fixed)),
        *_sizes(fixed * serve, (1 - fixed) * serve),
        *_sizes(margin, (1 - fixed) * (serve - margin)),
        15_000,
    ),
    answer=_change,
    slips=[
        Slip(
            lambda margin, serve, fixed: _change(margin, serve, 0),
            "This is the loss behind the peak. It would be gained only if the whole cost to serve went with the accounts.",
            because="the distance from peak to end is reported as the gain",
        ),
        Slip(
            lambda margin, serve, fixed: -fixed * serve,
            "This is the cost that the dropped accounts leave behind. The change from today is asked.",
            because="level taken for change",
        ),
        Slip(
            lambda margin, serve, fixed: _change(margin, serve, 1 - fixed),
            "This is the number you get with fixed and variable share exchanged.",
            because="fixed and variable share are exchanged",
        ),
        Slip(
            lambda margin, serve, fixed: (1 - fixed) * serve,
            "This is the cost that goes. The margin of these accounts goes as well.",
            because="a saving counted without the revenue that it costs",
        ),
        Slip(
            lambda margin, serve, fixed: -margin,
            "This is the margin that goes. Does any cost go with it?",
            because="all cost to serve taken for fixed",
        ),
        Slip(
            lambda margin, serve, fixed: (1 - fixed) * (serve - margin),
            "This is the part of the loss that is not fixed. The share is one of the cost; the margin goes whole.",
            because="the fixed share taken of the loss in place of the cost",
        ),
        Slip(
            lambda margin, serve, fixed: -margin - fixed * serve,
            "This is the number you get if the cost that stays counts as a loss beside the margin. It is paid today as well: "
            "dropping changes nothing about it.",
            because="a sunk cost booked again as the price of leaving",
        ),
        Slip(
            lambda margin, serve, fixed: serve - (1 - fixed) * margin,
            "This is the number you get if a part of the *margin* stays. The share is one of the cost; the margin goes whole.",
            because="the fixed share taken of the wrong number",
        ),
        Slip(
            lambda margin, serve, fixed: fixed * (serve - margin),
            "This is the fixed share of the loss. The share is one of the cost, and it is the part that stays.",
            because="the fixed share taken of the loss in place of the cost",
        ),
        Slip(
            lambda margin, serve, fixed: margin + (1 - fixed) * serve,
            "This is the number you get if the margin of these accounts is gained. It goes with them.",
            because="two changes added up without their signs",
        ),
    ],
    twin=lambda margin, serve, fixed: (
        f"With ¥{margin:,} of margin, ¥{serve:,} of cost and {100 * fixed:.0f} % fixed: the cost that goes is "
        f"{1 - fixed:.2f} × {serve:,} = {(1 - fixed) * serve:,.0f}. Change: {(1 - fixed) * serve:,.0f} − {margin:,} = "
        f"{_change(margin, serve, fixed):,.0f}."
    ),
    means=lambda margin, serve, fixed: (
        f"The slide would have promised ¥{serve - margin:,}. Above a fixed share of {100 * (1 - margin / serve):.0f} % dropping loses."
    ),
    after="Who in the firm would have to be dismissed for the variable part to be saved?",
)

# Concentration ------------------------------------------------------------------------------------

luck = ReverseKey(
    asked.luck,
    where=lambda top: apart(top, concentration.poisson_top_share(-math.log(1 - top))),
    forward=lambda given, top: concentration.poisson_top_share(given),
    target=lambda top: top,
    answer=lambda top: concentration.mean_purchases_for_top_share(top),
    says="a share of {:.1%}",
    slips=[
        Slip(
            lambda top: top / 0.2,
            "This is the ratio of the two shares: how many times the mean the top 20 % buy. The mean itself is asked.",
            because="the ratio of the two shares read as a number of purchases",
        ),
        Slip(
            lambda top: top,
            "This is the share itself. A mean number of purchases is asked.",
            because="share and mean are of the same size",
        ),
        Slip(
            lambda top: concentration.poisson_top_share(top),
            "This is the number that the function gives for the share put in as a mean. Which mean gives the share?",
            because="a function called in place of its inverse",
        ),
        Slip(
            lambda top: concentration.mean_purchases_for_top_share(top) + 1,
            "This is the number of *all* purchases, the first among them. Repeat purchases are asked.",
            because="first purchase counted as a repeat",
        ),
        Slip(
            lambda top: -math.log(1 - top),
            "This is the mean at which so many of the customers buy again at all. The share is one of purchases.",
            because="a share of customers taken for a share of purchases",
        ),
        Slip(
            lambda top: -math.log(0.8) + 0 * top,
            "This is the mean at which a fifth of the customers buy again at all. Then they make all of the purchases.",
            because="the top fifth taken for those who buy",
        ),
    ],
    twin=lambda top: (
        f"For a share of {100 * top:g} %: at a mean of {concentration.mean_purchases_for_top_share(top):.3f} purchases the "
        f"function gives {concentration.poisson_top_share(concentration.mean_purchases_for_top_share(top)):.4f}."
    ),
    means="If customers buy about that rarely in the period, the sentence says nothing about who they are.",
    after="Would a longer period make the sentence more or less telling?",
)


def _expected(mean, best, correlation):
    return mean + correlation * (best - mean)


next_year = NumberKey(
    asked.next_year,
    # A fifth of the customers cannot make more purchases than all of them together.
    where=lambda mean, best, correlation: best < 5 * mean,
    answer=_expected,
    slips=[
        Slip(
            lambda mean, best, correlation: best,
            "This is the number you get if luck repeats itself. Part of what put them on top was this year's luck.",
            because="regression to the mean: winners are expected to win again",
        ),
        Slip(
            lambda mean, best, correlation: mean,
            "This is the number you get if it was all luck. Then the correlation would be 0.",
            because="regression to the mean taken for a return to it",
        ),
        Slip(
            lambda mean, best, correlation: correlation * best,
            "This is the number you get shrinking towards 0. They shrink towards the mean of all customers.",
            because="the correlation multiplied with the level and not with the distance from the mean",
        ),
        Slip(
            lambda mean, best, correlation: best - correlation * (best - mean),
            "This is the number you get keeping 1 less the correlation. The correlation is what stays.",
            because="the kept and the lost share are exchanged",
        ),
        Slip(
            lambda mean, best, correlation: correlation * (best - mean),
            "This is the number of purchases by which they will lie above the mean. How many do they make in all?",
            because="the distance from the mean given for the level",
        ),
        Slip(
            lambda mean, best, correlation: mean + correlation**2 * (best - mean),
            "This is the number you get squaring the correlation. The square says how much of the *variance* is shared.",
            because="r and r squared mixed up",
        ),
        Slip(
            lambda mean, best, correlation: mean + correlation * best,
            "This is the number you get adding a share of all their purchases to the mean. The share is of what they lie "
            "above it.",
            because="the mean counted twice: once for itself, once within the level of the best",
        ),
        Slip(
            lambda mean, best, correlation: (1 - correlation) * best,
            "This is the number you get taking the correlation for the share that is lost, and from the whole level.",
            because="the correlation read as a rate of decline",
        ),
        Slip(
            lambda mean, best, correlation: (mean + best) / 2,
            "This is the number half way between the two. The correlation says how much of the way is kept.",
            because="half skill, half luck, whatever the data say",
        ),
        Slip(
            lambda mean, best, correlation: best + correlation * (best - mean),
            "This is the number you get if they move further away from the mean. Part of this year was luck.",
            because="the distance added at the wrong end",
        ),
        Slip(
            lambda mean, best, correlation: (1 - correlation) * best + mean,
            "This is the number you get adding a share of all their purchases to the mean, and the share that is lost.",
            because="level taken for distance, and lost for kept",
        ),
    ],
    twin=lambda mean, best, correlation: (
        f"Mean {mean:g}, best fifth {best}, correlation {correlation:g}: they lie {best - mean:g} above the mean, and "
        f"{correlation:g} × {best - mean:g} = {correlation * (best - mean):g} of it are expected to stay. "
        f"{mean:g} + {correlation * (best - mean):g} = {_expected(mean, best, correlation):g}."
    ),
    means="They stay above the others, but fall back: no one did anything wrong.",
    after="A campaign to the best fifth is judged by their fall. What would it look like if the campaign did nothing?",
)

slide = AuditKey(
    asked.slide,
    where=lambda peak, total, serve, **_: 0.2 * serve <= serve - (peak - total) <= 0.55 * serve,
    answer="gain",
    whys={
        "height": "The peak is the profit of the accounts that earn, together.",
        "end": "The last point of the curve adds up everyone.",
        "loss": "Peak less end is what they lose as the costs are charged.",
        "margin": "Margin less the cost charged is the loss, so margin is cost less loss.",
        "gain": "It takes every cost that is charged to them for one that goes with them. Fixed cost to serve stays, and the "
        "margin goes.",
    },
    twin=lambda customers, peak, total, serve: (
        f"A twin with {customers} accounts: peak ¥{peak:,}, end ¥{total:,}, loss ¥{peak - total:,}. If 40 % of the "
        f"¥{serve:,} charged is fixed, ¥{0.4 * serve:,.0f} of cost stays when they go, and only ¥"
        f"{0.6 * serve - (serve - peak + total):,.0f} is gained."
    ),
    means="A whale curve describes; a decision needs the cost that would really go.",
    after="Which single number would you ask the author of the slide for?",
    pool=(
        dict(
            where=lambda peak, total, serve, top, **_: (
                0.2 * serve <= serve - (peak - total) <= 0.55 * serve and top < 0.95 * peak
            ),
            answer="share",
            whys={
                "fifth": "A fifth of the branches.",
                "share": "It divides by what the earning branches make. The profit of the bank is the end of the curve, so the "
                "share exceeds 100 %.",
                "loss": "Peak less end is what they lose as the costs are charged.",
                "margin": "Margin less the cost charged is the loss, so margin is cost less loss.",
                "gain": "It says under which condition, and under this one the loss is what would be gained.",
            },
            twin=lambda customers, peak, total, serve, top: (
                f"A twin with {customers} branches: peak ¥{peak:,}, end ¥{total:,}. The best fifth make ¥{top:,}. Of the bank's profit "
                f"that is {top:,} ÷ {total:,} = {100 * top / total:.0f} %, of the peak {100 * top / peak:.0f} %. Behind the peak "
                f"¥{peak - total:,} are lost, on a margin of {serve:,} − {peak - total:,} = ¥{serve - peak + total:,}."
            ),
            means="A share names what it is divided by, or it says nothing.",
            after="Which of the two shares would you show to the head of the branches?",
        ),
        dict(
            answer="margin",
            whys={
                "height": "The peak is the profit of the restaurants that earn, together.",
                "loss": "Peak less end is what they lose as the costs are charged.",
                "margin": "It adds the loss to the cost. Margin less cost is the loss with its sign, so the margin is smaller than "
                "the cost.",
                "end": "The last point of the curve adds up everyone.",
                "half": "Half of the cost goes and the whole margin goes: the loss less the half that stays.",
            },
            twin=lambda customers, peak, total, serve: (
                f"A twin with {customers} restaurants: peak {peak:,} euros, end {total:,}, so {peak - total:,} are lost behind the "
                f"peak. They are charged {serve:,}, so their margin is {serve:,} − {peak - total:,} = {serve - peak + total:,}. If "
                f"half of the cost stays, {serve / 2:,.0f} − {serve - peak + total:,} = {serve / 2 - serve + peak - total:,.0f} is "
                "what dropping them changes."
            ),
            after="Which restaurants would you ask for a minimum order before you drop any?",
        ),
    ),
)

which_top = DefinitionKey(
    asked.which_top,
    answer="total",
    says="{:.0%}",
    values={
        "revenue": lambda revenue, **_: revenue,
        "transactions": lambda orders, **_: orders,
        "total": lambda top, total, **_: top / total,
        "peak": lambda top, peak, **_: top / peak,
    },
    whys={
        "revenue": "It says nothing of what they cost.",
        "transactions": "A transaction may earn or cost.",
        "total": "It may exceed 100 %, because other customers lose part of it again. That is what the board asked.",
        "peak": "It stays below 100 % and answers another question: how the gains are spread over those who earn.",
    },
    twin=lambda revenue, orders, top, peak, total: (
        f"With {100 * revenue:.0f} % of revenue, {100 * orders:.0f} % of transactions and profits of {top}, {peak} and {total} "
        f"million yuan: {top} ÷ {total} = {100 * (top / total):.0f} % of the "
        f"bank's profit, and {top} ÷ {peak} = {100 * (top / peak):.0f} % of what the profitable customers earn."
    ),
    means="A share of profit above 100 % says that the rest of the customers lose money together.",
    after="How would you say it on a slide without anyone thinking it a misprint?",
)

negative_profit = SeveralKey(
    asked.negative_profit,
    answer={"below", "gini", "share"},
    overlooked={
        "below": "Where does the curve begin if the first customers lose?",
        "gini": "Divide a large difference by a small mean.",
        "share": "Take profits of 10 and −4. What share does the first bring?",
    },
    whys={
        "below": "It begins with the largest losses.",
        "gini": "With losses, differences can be larger than the mean allows.",
        "share": "Others give part of it away again.",
        "diagonal": "It cannot: the smallest values are added first, whatever their sign.",
        "peak": "It cannot: the end is one point of the curve, and the peak its highest.",
    },
    means="None of these is a slip of the pen: the measures were made for quantities that cannot be negative.",
    after="Which curve shows profit without any of these oddities?",
)

# The value chain ----------------------------------------------------------------------------------

_PLACES = {
    "pallets of tea are received and stored": "inbound logistics (内部后勤)",
    "tea is blended and packed": "operations (生产经营)",
    "parcels go out to shops and homes": "outbound logistics (外部后勤)",
    "a campaign for the spring tea": "marketing and sales (市场营销)",
    "a broken pot is replaced": "service (服务)",
    "accounts are closed, taxes paid": "infrastructure (基础设施)",
    "packers are hired and trained": "human resources (人力资源)",
    "a machine that weighs more exactly is built": "technology development (技术开发)",
    "contracts with growers are negotiated": "procurement (采购)",
}

chain = MatchKey(
    asked.chain,
    answer=_PLACES,
    slips={
        (
            "contracts with growers are negotiated",
            "inbound logistics (内部后勤)",
        ): "That activity moves the goods. Buying them, for every part of the firm, has a name of its own.",
        (
            "pallets of tea are received and stored",
            "procurement (采购)",
        ): "The tea is bought already. Now it has to be moved.",
        (
            "a broken pot is replaced",
            "outbound logistics (外部后勤)",
        ): "A parcel goes out again, but why? The customer has bought already.",
        (
            "a machine that weighs more exactly is built",
            "operations (生产经营)",
        ): "The machine will be used there. To develop it is a support activity.",
        (
            "packers are hired and trained",
            "operations (生产经营)",
        ): "They will work there. Hiring serves every activity.",
        (
            "parcels go out to shops and homes",
            "inbound logistics (内部后勤)",
        ): "In which direction do the goods move?",
        (
            "contracts with growers are negotiated",
            "infrastructure (基础设施)",
        ): "A contract is signed by the management, too. But the purpose here is to buy.",
        (
            "a machine that weighs more exactly is built",
            "infrastructure (基础设施)",
        ): "In this list the word means management, finance and law, not machines.",
        (
            "accounts are closed, taxes paid",
            "operations (生产经营)",
        ): "No tea is touched. Which activity serves the whole firm from the office?",
        (
            "a broken pot is replaced",
            "marketing and sales (市场营销)",
        ): "It may win her next order, but it comes after the sale. What is it called?",
        (
            "tea is blended and packed",
            "outbound logistics (外部后勤)",
        ): "Packing makes the product that is sold. The parcel comes after it.",
        (
            "parcels go out to shops and homes",
            "service (服务)",
        ): "It serves the customer, but here the goods are still on their way to her.",
        (
            "packers are hired and trained",
            "infrastructure (基础设施)",
        ): "It serves all the others as well. But one support activity is about nothing but people.",
        (
            "contracts with growers are negotiated",
            "marketing and sales (市场营销)",
        ): "Here the firm buys. Who sells?",
    },
    means="Five activities touch the goods or the customer; four make these five possible.",
    after="Which of the nine would you look at first if customers complain about late parcels?",
    pool=(
        dict(
            answer={
                "frames are painted, wheels are fitted": "operations (生产经营)",
                "a broken lock is exchanged for a rider": "service (服务)",
                "bids of three makers of tyres are compared": "procurement (采购)",
                "steel tubes are unloaded and counted": "inbound logistics (内部后勤)",
                "a test bench for brakes is designed": "technology development (技术开发)",
                "finished bicycles travel to the dealers": "outbound logistics (外部后勤)",
                "a loan is agreed with a bank": "infrastructure (基础设施)",
                "welders learn a new method": "human resources (人力资源)",
                "dealers get a catalogue and a price list": "marketing and sales (市场营销)",
            },
            slips={
                (
                    "bids of three makers of tyres are compared",
                    "inbound logistics (内部后勤)",
                ): "No tyre has moved yet. Buying, for every part of the firm, has a name of its own.",
                (
                    "bids of three makers of tyres are compared",
                    "infrastructure (基础设施)",
                ): "The management will sign. But the purpose here is to buy.",
                (
                    "bids of three makers of tyres are compared",
                    "marketing and sales (市场营销)",
                ): "Here the firm buys. Who sells?",
                (
                    "steel tubes are unloaded and counted",
                    "procurement (采购)",
                ): "The steel is bought already. Now it has to be moved.",
                (
                    "steel tubes are unloaded and counted",
                    "operations (生产经营)",
                ): "Nothing is made of them yet. Where do the goods stand?",
                (
                    "a broken lock is exchanged for a rider",
                    "outbound logistics (外部后勤)",
                ): "A lock goes out again, but why? The rider has bought already.",
                (
                    "a broken lock is exchanged for a rider",
                    "marketing and sales (市场营销)",
                ): "It may win the next sale, but it comes after this one. What is it called?",
                (
                    "a test bench for brakes is designed",
                    "operations (生产经营)",
                ): "The bench will be used there. To design it is a support activity.",
                (
                    "a test bench for brakes is designed",
                    "infrastructure (基础设施)",
                ): "In this list the word means management, finance and law, not machines.",
                (
                    "welders learn a new method",
                    "operations (生产经营)",
                ): "They will work there. Teaching people serves every activity.",
                (
                    "welders learn a new method",
                    "technology development (技术开发)",
                ): "The method is there already. It is the people who change.",
                (
                    "finished bicycles travel to the dealers",
                    "inbound logistics (内部后勤)",
                ): "In which direction do the goods move?",
                (
                    "finished bicycles travel to the dealers",
                    "marketing and sales (市场营销)",
                ): "They are sold. Here they are on their way.",
                (
                    "a loan is agreed with a bank",
                    "procurement (采购)",
                ): "The firm buys no goods here. Which activity looks after its money?",
                (
                    "dealers get a catalogue and a price list",
                    "outbound logistics (外部后勤)",
                ): "No bicycle moves. What is the catalogue for?",
                (
                    "dealers get a catalogue and a price list",
                    "service (服务)",
                ): "The dealers have not bought yet. What is the catalogue for?",
            },
            after="Which of the nine would you look at first if dealers complain about scratched frames?",
        ),
        dict(
            answer={
                "leases and insurance are looked after": "infrastructure (基础设施)",
                "a tasting is held in front of the shop": "marketing and sales (市场营销)",
                "flour is weighed in and put into silos": "inbound logistics (内部后勤)",
                "an oven that uses less gas is developed": "technology development (技术开发)",
                "a wrong birthday cake is made good": "service (服务)",
                "night bakers are found and taken on": "human resources (人力资源)",
                "vans bring bread to forty shops": "outbound logistics (外部后勤)",
                "a contract for a year of butter is negotiated": "procurement (采购)",
                "dough is kneaded and baked": "operations (生产经营)",
            },
            slips={
                (
                    "a contract for a year of butter is negotiated",
                    "inbound logistics (内部后勤)",
                ): "No butter has moved yet. Buying, for every part of the firm, has a name of its own.",
                (
                    "a contract for a year of butter is negotiated",
                    "infrastructure (基础设施)",
                ): "A contract is signed by the management, too. But the purpose here is to buy.",
                (
                    "a contract for a year of butter is negotiated",
                    "marketing and sales (市场营销)",
                ): "Here the chain buys. Who sells?",
                (
                    "flour is weighed in and put into silos",
                    "procurement (采购)",
                ): "The flour is bought already. Now it has to be stored.",
                (
                    "flour is weighed in and put into silos",
                    "operations (生产经营)",
                ): "Nothing is made of it yet. Where do the goods stand?",
                (
                    "a wrong birthday cake is made good",
                    "operations (生产经营)",
                ): "A cake is baked again, but why? The customer has bought already.",
                (
                    "a wrong birthday cake is made good",
                    "marketing and sales (市场营销)",
                ): "It may win the next order, but it comes after the sale. What is it called?",
                (
                    "an oven that uses less gas is developed",
                    "operations (生产经营)",
                ): "The oven will be used there. To develop it is a support activity.",
                (
                    "an oven that uses less gas is developed",
                    "infrastructure (基础设施)",
                ): "In this list the word means management, finance and law, not machines.",
                (
                    "night bakers are found and taken on",
                    "operations (生产经营)",
                ): "They will work there. Finding people serves every activity.",
                (
                    "night bakers are found and taken on",
                    "procurement (采购)",
                ): "Goods are bought; people are taken on. Which support activity is about people?",
                (
                    "vans bring bread to forty shops",
                    "inbound logistics (内部后勤)",
                ): "In which direction do the goods move?",
                (
                    "vans bring bread to forty shops",
                    "service (服务)",
                ): "It serves the shops, but here the bread is still on its way to who buys it.",
                (
                    "leases and insurance are looked after",
                    "procurement (采购)",
                ): "Something is paid for, but it is the office that does it for the whole firm. What is that called?",
                (
                    "a tasting is held in front of the shop",
                    "service (服务)",
                ): "Those who taste have not bought yet. What is it for?",
                (
                    "a tasting is held in front of the shop",
                    "operations (生产经营)",
                ): "The bread is baked. What is the tasting for?",
            },
            after="Which of the nine would you look at first if bread is sold out by noon?",
        ),
    ),
)


def _middle(bought, sold, own, shop):
    return value.margins_along_chain([bought, sold, shop], [bought / 2, own, (shop - sold) / 2])[1]


chain_margin = NumberKey(
    asked.chain_margin,
    where=lambda bought, own, sold, shop: sold - bought - own > 15,
    answer=lambda bought, own, sold, shop: _middle(bought, sold, own, shop),
    slips=[
        Slip(
            lambda bought, own, sold, shop: sold - own,
            "This is the number you get if the tea itself is free. What did the blender pay for it?",
            because="purchases from the stage before left out",
        ),
        Slip(
            lambda bought, own, sold, shop: sold - bought,
            "This is the sum that the blender adds to the price. Its own cost has to be paid out of that.",
            because="value added taken for margin",
        ),
        Slip(
            lambda bought, own, sold, shop: shop - sold,
            "This is the sum that the shop adds to the price. The blender stands one stage before.",
            because="the stages are read one too far",
        ),
        Slip(
            lambda bought, own, sold, shop: (sold - bought - own) / sold,
            "This is the margin as a share of the price. It is asked in ¥.",
            because="margin rate and margin",
        ),
        Slip(
            lambda bought, own, sold, shop: 100 * (sold - bought - own) / sold,
            "This is the margin in per cent of the price. It is asked in ¥.",
            because="margin rate and margin",
        ),
        Slip(
            lambda bought, own, sold, shop: sold - bought + own,
            "This is the number you get adding the blender's own cost. It has to be paid, too.",
            because="own cost taken for value added on top",
        ),
        Slip(
            lambda bought, own, sold, shop: bought + own,
            "This is the number of yuan that a kilo costs the blender. What is left of the price after it?",
            because="cost given for margin",
        ),
        Slip(
            lambda bought, own, sold, shop: 100 * (sold - bought - own) / (bought + own),
            "This is the margin in per cent of the cost, a mark-up. It is asked in ¥.",
            because="mark-up and margin",
        ),
        Slip(
            lambda bought, own, sold, shop: shop - bought - own,
            "This is the number you get with the shop's price. What does the blender sell at?",
            because="the stages are read one too far",
        ),
        Slip(
            lambda bought, own, sold, shop: shop - bought,
            "This is the number of yuan that all stages after the grower add to the price. The blender is one of them.",
            because="the margin of the whole chain",
        ),
        Slip(
            lambda bought, own, sold, shop: shop - sold - own,
            "This is the number you get taking the blender's cost off what the shop adds. At which stage does the blender stand?",
            because="the stages are read one too far",
        ),
        Slip(
            lambda bought, own, sold, shop: (sold - bought - own) / (bought + own),
            "This is the margin as a share of the cost, a mark-up. It is asked in ¥.",
            because="mark-up and margin",
        ),
    ],
    twin=lambda bought, own, sold, shop: (
        f"Bought at {bought}, own cost {own}, sold at {sold}: {sold} − {bought} − {own} = "
        f"{_middle(bought, sold, own, shop):.0f}."
    ),
    means="The shop's price plays no part: what the end customer pays is divided among the stages before.",
    after="What happens to this margin if the grower raises the price and the shop does not?",
)

# Going deeper ---------------------------------------------------------------------------------------


def _gain_of_staying(margin, before, after, discount):
    return clv.retention_clv(margin, after, discount) - clv.retention_clv(margin, before, discount)


def _yearly(margin, before, after, discount):
    return _gain_of_staying(margin, before, after, discount) / clv.margin_multiple(after, discount, "now")


yearly_limit = NumberKey(
    asked.yearly_limit,
    where=lambda margin, before, after, discount: 0.04 <= round(after - before, 2) <= 0.12,
    answer=_yearly,
    slips=[
        Slip(
            _gain_of_staying,
            "This is the number you get if the programme is paid once. It is paid in every year in which she is there.",
            because="a cost without its period, the first question about every programme",
        ),
        Slip(
            lambda margin, before, after, discount: (
                _gain_of_staying(margin, before, after, discount)
                / clv.margin_multiple(before, discount, "now")
            ),
            "This is the number you get if the programme is paid for as long as she would have stayed without it. Those who "
            "stay longer are paid for longer.",
            because="the old retention rate kept for the payments",
        ),
        Slip(
            lambda margin, before, after, discount: (
                _gain_of_staying(margin, before, after, discount) / clv.margin_multiple(after, discount)
            ),
            "This is the number you get if the first payment is due in a year. The first is due now.",
            because="the convention of the margin taken for the one of the payments",
        ),
        Slip(
            lambda margin, before, after, discount: margin * (after - before),
            "This is the number that the first year brings more. She may stay in the years after it as well.",
            because="the gain of one year taken for the gain of a life",
        ),
        Slip(
            lambda margin, before, after, discount: (
                _gain_of_staying(margin, before, after, discount) * discount
            ),
            "This is the number you get if the programme is paid for ever. It is paid only while she is there.",
            because="a yearly amount for ever is worth the amount ÷ d, and customers are not for ever",
        ),
        Slip(
            lambda margin, before, after, discount: (
                clv.retention_clv(margin, after, discount) / clv.margin_multiple(after, discount, "now")
            ),
            "This is the number you get if the programme may cost all that she is worth. What would she be worth without it?",
            because="the value afterwards given for the gain",
        ),
        Slip(
            lambda margin, before, after, discount: (
                _gain_of_staying(margin, before, after, discount) * (1 - after)
            ),
            "This is the number you get if the payments of later years are not discounted.",
            because="a gain of today divided by a number of years",
        ),
        Slip(
            lambda margin, before, after, discount: (
                _gain_of_staying(margin, before, after, discount) * (1 + discount - after)
            ),
            "This is the number you get if the first payment is due for certain in a year. It is due now.",
            because="the conventions of the first payment mixed up",
        ),
        Slip(
            lambda margin, before, after, discount: margin * (after - before) / (1 + discount),
            "This is the number that the first year brings more, discounted. She may stay in the years after it as well.",
            because="the gain of one year taken for the gain of a life",
        ),
        Slip(
            lambda margin, before, after, discount: margin / (1 - after) - margin / (1 - before),
            "This is the number that a longer stay brings without discounting, once. The cost of a year is asked.",
            because="the averages formula in place of a present value",
        ),
    ],
    twin=lambda margin, before, after, discount: (
        f"Worth before: {margin} × {clv.margin_multiple(before, discount):.4f} = "
        f"{clv.retention_clv(margin, before, discount):.2f}. After: {margin} × {clv.margin_multiple(after, discount):.4f} = "
        f"{clv.retention_clv(margin, after, discount):.2f}. The gain of {_gain_of_staying(margin, before, after, discount):.2f} "
        f"pays for {clv.margin_multiple(after, discount, 'now'):.4f} yearly payments: "
        f"{_yearly(margin, before, after, discount):.2f} each."
    ),
    means=lambda margin, before, after, discount: (
        f"Paid once it might cost ¥{_gain_of_staying(margin, before, after, discount):,.0f}, and a report that leaves out the "
        "period leaves out most of the bill."
    ),
    after="What would you have to know to say how much the firm should spend, and not only at most how much?",
)


def _added(contact, gift, treated, control):
    return (contact + gift * treated) / (treated - control)


added_order = NumberKey(
    asked.added_order,
    where=lambda contact, gift, treated, control: round(treated - control, 2) >= 0.03,
    answer=_added,
    slips=[
        Slip(
            lambda contact, gift, treated, control: contact / treated + gift,
            "This is the cost of *any* order of those who got the letter. Some of them would have ordered without it.",
            because="all answers credited to the campaign, as campaign reports do",
        ),
        Slip(
            lambda contact, gift, treated, control: contact / treated,
            "This is the postage of *any* order, without the gifts. Some would have ordered without a letter.",
            because="postage ÷ answers, the first division that comes to mind",
        ),
        Slip(
            lambda contact, gift, treated, control: contact / (treated - control),
            "This is the number you get without the gifts.",
            because="the incentive is booked elsewhere than the postage",
        ),
        Slip(
            lambda contact, gift, treated, control: contact / (treated - control) + gift,
            "This is the number you get if only added orders get a gift. Everyone who orders gets one.",
            because="gifts to those who would have ordered anyway are forgotten",
        ),
        Slip(
            lambda contact, gift, treated, control: (contact + gift) / (treated - control),
            "This is the number you get if every letter costs a gift. Only those who order get one.",
            because="cost for each contact and cost for each order mixed up",
        ),
        Slip(
            lambda contact, gift, treated, control: contact + gift * treated,
            "This is the cost of one letter with its gifts. How many added orders does a letter bring?",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda contact, gift, treated, control: 1 / (treated - control),
            "This is the number of letters for one added order. What do they cost, with their gifts?",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda contact, gift, treated, control: (contact + gift) / treated,
            "This is the number you get if each letter costs a gift, for *any* order. Who gets a gift, and who would have ordered anyway?",
            because="cost for each contact and cost for each order mixed up",
        ),
        Slip(
            lambda contact, gift, treated, control: (contact + gift * control) / (treated - control),
            "This is the number you get if those who would have ordered without the letter get the gifts. Everyone who orders with it gets one.",
            because="the two groups mixed up",
        ),
        Slip(
            lambda contact, gift, treated, control: (contact + gift * treated) / control,
            "This is the number you get dividing by those who would have ordered anyway. Which orders did the letter add?",
            because="the two groups mixed up",
        ),
    ],
    twin=lambda contact, gift, treated, control: (
        f"A letter costs {contact:g} + {treated:.2f} × {gift:g} = {contact + gift * treated:.2f} with its gifts and brings "
        f"{treated:.2f} − {control:.2f} = {treated - control:.2f} orders more. {contact + gift * treated:.2f} ÷ "
        f"{treated - control:.2f} = {_added(contact, gift, treated, control):.2f}."
    ),
    means=lambda contact, gift, treated, control: (
        f"Divided by all orders the letter seems to cost ¥{contact / treated + gift:,.2f} an order; it is the added ones that "
        "it pays for."
    ),
    after="Which later orders, and which habits of the customers, does this number leave out?",
)


def _four(first, second, third, fourth):
    return sorted([first, second, third, fourth])


gini = NumberKey(
    asked.gini,
    where=lambda first, second, third, fourth: second < fourth < third < first,
    routes=[
        lambda first, second, third, fourth: (
            (3 * first + third - fourth - 3 * second) / (4 * (first + second + third + fourth))
        )
    ],
    answer=lambda **four: concentration.gini(_four(**four)),
    slips=[
        Slip(
            lambda **four: concentration.gini(_four(**four)) * 4 / 3,
            "This is the number you get dividing by one customer less, a correction for small samples. The chapter divides by "
            "all four.",
            because="software with the factor n ÷ (n − 1)",
        ),
        Slip(
            lambda **four: concentration.gini(_four(**four)) / 2,
            "This is the area between curve and diagonal. The coefficient is twice this area.",
            because="the area given for the coefficient",
        ),
        Slip(
            lambda **four: 1 - concentration.gini(_four(**four)),
            "This is the number that is left of 1 without the coefficient, twice the area below the curve.",
            because="the area below the curve taken for the area between",
        ),
        Slip(
            lambda **four: (1 - concentration.gini(_four(**four))) / 2,
            "This is the area below the curve. The coefficient is twice the area between the curve and the diagonal.",
            because="the area under a curve is what a program gives first",
        ),
        Slip(
            lambda **four: max(_four(**four)) / sum(_four(**four)),
            "This is the share of the best customer. What do the three others do among themselves?",
            because="a share of the top given for a measure of all",
        ),
        Slip(
            lambda first, second, third, fourth: (
                (3 * fourth + third - second - 3 * first) / 4 / (first + second + third + fourth)
            ),
            "This is the number you get with the revenues in the order in which they are given. The smallest comes first.",
            because="weights given before sorting",
        ),
        Slip(
            lambda **four: 4 * concentration.gini(_four(**four)),
            "This is the weighted sum ÷ all revenue. It is divided by the number of customers as well.",
            because="one of two divisors forgotten",
        ),
        Slip(
            lambda **four: concentration.gini(_four(**four)) * sum(four.values()),
            "This is the weighted sum ÷ the number of customers. It is divided by all revenue as well.",
            because="one of two divisors forgotten",
        ),
        Slip(
            lambda **four: (
                sum(place * one for place, one in enumerate(_four(**four), start=1)) / 4 / sum(four.values())
            ),
            "This is the number you get with the weights 1, 2, 3 and 4. The weights of four customers add up to 0.",
            because="ranks taken for weights",
        ),
        Slip(
            lambda **four: 2 * concentration.gini(_four(**four)),
            "This is the mean difference of two customers as a share of the mean. It is divided by twice the mean.",
            because="the relative mean difference, of which the coefficient is half",
        ),
    ],
    twin=lambda **four: _gini_twin(_four(**four)),
    means="It says how unequal the revenues are, and nothing of who is how profitable.",
    after="Which of the four would have to bring more for the coefficient to fall fastest?",
)


def _gini_twin(row):
    a, b, c, d = row
    return (
        f"Smallest first: {a}, {b}, {c}, {d}, together {sum(row)}. −3 × {a} − {b} + {c} + 3 × {d} = "
        f"{-3 * a - b + c + 3 * d}, divided by 4 × {sum(row)} = {4 * sum(row)}: {concentration.gini(row):.4f}."
    )


# The decision -------------------------------------------------------------------------------------


def _full_cost(accounts, hour):
    hours = accounts["visits"] * accounts["hours_per_visit"]
    return accounts["orders"] * ORDER_COST + accounts["returns"] * RETURN_COST + hours * hour


def _gain_of_dropping(accounts, hour, fixed):
    """By account, what profit gains if it is dropped (below 0: what it loses)."""
    four = concentration.account_options(
        accounts["revenue"], accounts["margin_rate"], _full_cost(accounts, hour), fixed
    )
    return (four.dropped - four.as_now).set_axis(accounts["account_id"])


def _to_drop(accounts, hour, fixed):
    gain = _gain_of_dropping(accounts, hour, fixed)
    return gain.index[gain > 0].tolist()


def _accounts_known(accounts, hour, fixed):
    """What a student may compute for each account."""
    margin, cost = accounts["revenue"] * accounts["margin_rate"], _full_cost(accounts, hour)
    known = {"margin": margin, "cost to serve": cost, "profit": margin - cost}
    return pd.DataFrame(known).set_index(accounts["account_id"])


drop = DecisionKey(
    asked.drop,
    knows=_accounts_known,
    where=lambda accounts, hour, fixed: len(_to_drop(accounts, hour, fixed)) >= 4,
    profit=_gain_of_dropping,
    policy=_to_drop,
    enough=0.98,
    slips=[
        Slip(
            lambda accounts, hour, fixed: _to_drop(accounts, hour, 0),
            "You drop every account that shows a loss. Part of what is charged to them stays with the firm.",
            because="the peak of the whale read as a plan",
        ),
        Slip(
            lambda accounts, hour, fixed: _to_drop(accounts, hour, 1 - fixed),
            "This is the list you get with fixed and variable share exchanged.",
            because="fixed and variable share are exchanged",
        ),
        Slip(
            lambda accounts, hour, fixed: accounts.nsmallest(8, "revenue")["account_id"].tolist(),
            "You drop the fifth with the smallest revenue. A small account may earn and a large one lose.",
            because="“concentrate on the big ones”",
        ),
        Slip(
            lambda accounts, hour, fixed: accounts["account_id"].tolist(),
            "You drop all forty. Then their costs that are fixed remain, and no margin to pay them.",
            because="a fixed share read as the share that goes, account by account",
        ),
        Slip(
            lambda accounts, hour, fixed: [
                id for id in accounts["account_id"] if id not in _to_drop(accounts, hour, fixed)
            ],
            "This is the list of the accounts to *keep*.",
            because="a mask with the wrong sign",
        ),
        Slip(
            lambda accounts, hour, fixed: [],
            "You drop none. At this price of an hour some accounts cost more than they bring even after what stays. Is it "
            "the *margin* that you compare, and is each visit as long as the table says?",
            because="visits times the price of an hour, without the hours of a visit, leaves no account to drop",
        ),
    ],
    twin=lambda accounts, hour, fixed: (
        f"At ¥{hour} an hour and a fixed share of {100 * fixed:.0f} %, an account goes if its margin is below "
        f"{1 - fixed:.2f} of its cost to serve: {len(_to_drop(accounts, hour, fixed))} of "
        f"{len(_to_drop(accounts, hour, 0))} accounts that show a loss."
    ),
    after="All of it assumes that the managers' hours can be sold elsewhere. What if they cannot?",
)

own = MemoKey(
    asked.own,
    model="Counted is the gross margin of each customer less a charge for hours. All ¥6.0 million of cost are shared out by the hours "
    "that were used, so hours that nobody used are charged to customers as well. The gravest flaw is that the loss of ¥0.8 million is "
    "taken for the gain of dropping. The 90 bring ¥1.2 million of gross margin, so they are charged ¥2.0 million. Only if all of it "
    "could be saved would profit rise by ¥0.8 million. If 40 % of it stays, 0.6 × 2.0 − 1.2 leaves nothing, and if every manager "
    "stays the firm loses ¥1.2 million a year. So the number that would settle it is the share of the cost that goes with them. "
    "The Gini coefficient confirms nothing, since with losses it has no upper end. And the top fifth were ranked on one year, so some "
    "of them were lucky. How far they fall back is seen by following the same customers into this year; it is no reason to "
    "neglect them. I would drop nobody in January. First I would count the idle hours and charge only those that were used. For "
    "customers whose margin does not cover the cost that would go, I would try a minimum order, at half of them drawn at random, and "
    "compare after a year.",
)

memo = MemoKey(
    asked.memo,
    model="Do not drop them. The loss of ¥344,890 charges each hour with a customer at ¥671, because five managers cost ¥1.3 "
    "million and were with these accounts for 1,939 of their 6,500 hours. At ¥200, what an hour costs when all are used, two "
    "accounts lose ¥6,918 together. Dropping the 17 gives up ¥371,420 of margin a year. If 40 % of their cost stays we would "
    "gain about ¥58,000; if the managers keep their posts we would lose the whole margin; the two meet at a fixed share of 48 %. "
    "The number is uncertain: the cost of an order (¥150) and of a return (¥400) is assumed, and one year's orders are partly "
    "luck. I turned down a price rise of 5 % for all: with no cost saved it gains ¥204,000 if 10 % of the volume goes, nothing if "
    "16.5 % goes, and nobody has tried. Instead: use "
    "the idle hours for one visit more a quarter at five of the ten largest accounts, drawn at random, compare them with the other "
    "five after a year, and refill no post until the hours are used. No book says how an account answers to a visit, so I name no "
    "accounts. If I am wrong the visits cost idle hours that are paid already; keeping all forgoes at "
    "most ¥97,000 a year, what dropping the right nine gains at 40 % fixed cost.",
)

# Only in the chapter -------------------------------------------------------------------------------

equity_parts = ChoiceKey(
    asked.equity_parts,
    answer="today",
    whys={
        "today": "The formula adds those who are there and those who will come. Nobody comes any more.",
        "all": "Most of the 2.7 million were customers whom the firm did not have yet.",
        "future": "That is the part that has just gone.",
        "nothing": "The customers of today go on buying.",
    },
    after="Which of the two parts would you show to a bank?",
)

which_step = ChoiceKey(
    asked.which_step,
    answer="loses",
    whys={
        "loses": "For ever, ¥20,000 a year is worth ¥200,000 today.",
        "pays": "The gain is a value today, and the cost is one of a year.",
        "years": "If it is stopped, the point goes as well, and with it the gain.",
        "ranks": "Whether a lever pays depends on what its step costs.",
    },
    after="Which yearly cost would the gain just pay for?",
)

single_order = ChoiceKey(
    asked.single_order,
    answer="early",
    whys={
        "early": "Orders tell a rate only after some time. A rank by one order is mostly the order's amount.",
        "margin": "The truth counts contribution, margin and cost included.",
        "loyal": "That would make her worth less here, not more.",
        "wrong": "The truth is hers: her own rate, and whether she has left.",
    },
    after="How long would you wait before you rank a new customer?",
)

idle_hours = ChoiceKey(
    asked.idle_hours,
    answer="rises",
    whys={
        "rises": "The same pay is divided by fewer hours, so accounts that just earned now lose.",
        "stays": "The pay is the same. It is divided by the hours that are used, and some of these have gone.",
        "falls": "Their cost was mostly pay, and the pay has stayed.",
    },
    after="Where would this end if the firm went on for some years?",
)

net = ChoiceKey(
    asked.net,
    answer="account",
    whys={
        "account": "What the café bought is all that its account knows.",
        "guests": "The tea firm loses it, but the sales stood in the accounts of the shops.",
        "shops": "That falls on other firms.",
        "grower": "That falls on another firm.",
    },
    after="Which customer of yours brings others without a line in any account?",
)

# Labs ---------------------------------------------------------------------------------------------

lab_rates = ChoiceKey(
    asked.lab_rates,
    answer="margin",
    whys={
        "margin": "A tenth of ¥18,857 is more than a tenth of any cost here.",
        "visits": "A tenth of ¥16,720 comes close, and it is second.",
        "orders": "A tenth of ¥2,100 is ¥210.",
    },
    after="At which cost of a visit would the two weigh the same?",
)

lab_luck = ChoiceKey(
    asked.lab_luck,
    answer="half",
    whys={
        "half": "Luck makes the first number, and luck does not come back.",
        "fifth": "They are alike in rate, not in what happened: some buy three times, some never.",
        "same": "That would take customers who differ. These do not.",
    },
    after="For which kind of shop is the number of purchases so small that the share of the top 20 % says nothing?",
)

lab_options = ChoiceKey(
    asked.lab_options,
    answer="falls",
    whys={
        "falls": "All that stays has to be paid, and no margin pays it.",
        "zero": "The account is gone, but not the van, the desk, the salary.",
        "gain": "That is a change, and only if nothing stays.",
    },
    after="Above which fixed share is it better to keep the account as it is?",
)

"""The questions of chapter 2, customer value and the customer asset."""

import functools
from itertools import accumulate

import pandas as pd

from crmlib import datasets, value
from crmlib.segmentation import concentration
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import OneOf, Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, rotate, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

FIXED, PRICE_RISE, VOLUME_LOST, COST_CUT = 0.4, 0.05, 0.1, 0.3
OPTIONS = {"as_now": "keep", "repriced": "reprice", "served_cheaper": "serve cheaper", "dropped": "drop"}


def _sizes(*amounts):
    """Amounts without their signs, a year and a month of each: a wrong sign must not meet a right answer."""
    return [abs(amount) / months for amount in amounts for months in (1, 12)]


def _number(answer, slips, where=lambda **_: True, kind=Number, **rest):
    return kind(answer=answer, slips=slips, where=told_apart(answer, slips, where), **rest)


# The four sources ---------------------------------------------------------------------------------


def _contributed(first, now, margin, serve_first, serve_now, friend):
    return value.contribution_by_source(first, now, margin, serve_first, serve_now, friend).total


sources = _number(
    id="value.sources",
    section="02-customer-value#value-both-ways",
    title="Four sources by hand",
    prompt="In her first year a customer spent {first}, now she spends {now} a year. {margin} of what she spends is margin "
    "before the cost to serve. Serving her cost {serve_first} in her first year and costs {serve_now} now. A friend whom she "
    "brought contributes {friend} a year. What does she contribute now, word of mouth included, in ¥ a year?",
    draws=dict(
        first=money(300, 500, step=20),
        now=money(560, 800, step=20),
        margin=rate(0.35, 0.5, step=0.05),
        serve_first=money(60, 90, step=5),
        serve_now=money(30, 50, step=5),
        friend=money(40, 80, step=10),
    ),
    answer=_contributed,
    unit="¥",
    low=-1_000,
    high=10_000,
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
    ],
    hints=[
        "What was left of her first year? Then: what has growing spend added, what has cheaper service saved?",
        "Margin of what she spends now, less what serving her costs now, plus the friend.",
        Twin(
            lambda first, now, margin, serve_first, serve_now, friend: (
                f"First year: {first} × {margin:.2f} − {serve_first} = {first * margin - serve_first:.0f}. Growing spend: "
                f"({now} − {first}) × {margin:.2f} = {(now - first) * margin:.0f}. Lower cost to serve: {serve_first} − "
                f"{serve_now} = {serve_first - serve_now}. Word of mouth: {friend}. Together "
                f"{_contributed(first, now, margin, serve_first, serve_now, friend):.0f}."
            )
        ),
    ],
    means=lambda first, now, margin, serve_first, serve_now, friend: (
        f"In her first year she contributed ¥{first * margin - serve_first:.0f}; the three other sources brought the rest."
    ),
    after="Which of the four sources would a price rise touch, and in which direction?",
)

# The asset ----------------------------------------------------------------------------------------

_EXPLICIT, _IMPLICIT, _HERS = (
    "explicit asset (显性资产)",
    "implicit asset (隐性资产)",
    "value to the customer",
)

assets = Match(
    id="value.asset-kinds",
    section="02-customer-value#value-asset",
    title="Which part of the asset?",
    prompt="A firm lists what its customers are worth to it and what it is worth to them. Where does each line belong?",
    answer={
        "names, addresses and consents of 40,000 customers": _EXPLICIT,
        "five years of orders, line by line": _EXPLICIT,
        "customers come back without being written to": _IMPLICIT,
        "one new customer in five was sent by a friend": _IMPLICIT,
        "ordering here saves her an hour a week": _HERS,
    },
    slips={
        (
            "customers come back without being written to",
            _EXPLICIT,
        ): "No file holds a habit. Only its traces are recorded.",
        (
            "one new customer in five was sent by a friend",
            _EXPLICIT,
        ): "The names of those who came may be on file; the will to recommend is not.",
        ("five years of orders, line by line", _IMPLICIT): "Orders can be copied, counted and handed over.",
        ("ordering here saves her an hour a week", _IMPLICIT): "Whose hour is it?",
        (
            "ordering here saves her an hour a week",
            _EXPLICIT,
        ): "It stands in no file of the firm. Whose hour is it?",
        (
            "names, addresses and consents of 40,000 customers",
            _IMPLICIT,
        ): "A list can be copied, counted and handed over.",
        (
            "one new customer in five was sent by a friend",
            _HERS,
        ): "To whom does a new customer bring money?",
        (
            "customers come back without being written to",
            _HERS,
        ): "It may be good for them as well. But whose costs does it save?",
    },
    hints=[
        "Could the line be copied to a disk and handed over?",
        "Information and purchase records are explicit; loyalty and word of mouth are implicit.",
        Twin(
            lambda: (
                "A twin, a doctor's practice for sale: the patients' files are explicit, the patients' trust in the doctor "
                "is implicit, and the short way to the practice is value to the patients. The buyer of the practice gets "
                "the files for certain, and the trust only if it survives the sale."
            )
        ),
    ],
    means="Explicit assets can be counted and copied; implicit ones are seen only in what customers do next.",
    after="Which of the two kinds would a competitor who stole the customer file get?",
)


def _equity(given, customers, margin, discount, worth):
    return value.customer_equity(customers, 0, margin, given, discount)


needed_retention = _number(
    kind=Reverse,
    id="value.needed-retention",
    section="02-customer-value#value-asset",
    title="Which retention would that need?",
    prompt="A firm has {customers} customers who bring {margin} of margin a year each. The cost of capital is {discount} a "
    "year. Its annual report says that these customers are worth {worth}. A customer's next margin comes in a year, if she "
    "stays. Which yearly retention rate would make the sentence true? Leave out customers still to come.",
    draws=dict(
        customers=whole(2_000, 6_000, 500),
        margin=money(100, 200, step=20),
        discount=rate(0.08, 0.14, step=0.02),
        worth=money(900_000, 2_400_000, step=100_000),
    ),
    where=lambda customers, margin, discount, worth: 1.6 < worth / customers / margin < 5,
    forward=_equity,
    target=lambda customers, margin, discount, worth: worth,
    answer=lambda customers, margin, discount, worth: worth * (1 + discount) / (customers * margin + worth),
    says="a value of ¥{:,.0f}",
    unit="share",
    low=0,
    high=1,
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
    ],
    hints=[
        "How many yearly margins is one customer said to be worth?",
        "One customer is worth margin × r ÷ (1 + d − r). Try r = 0.8, then move towards the number in the report.",
        Twin(
            lambda customers, margin, discount, worth: (
                f"A value of ¥{worth:,} for {customers:,} customers is ¥{worth / customers:,.2f} a customer, or "
                f"{worth / customers / margin:.3f} margins of ¥{margin}. r ÷ (1 + {discount:.2f} − r) = "
                f"{worth / customers / margin:.3f} at r = {worth * (1 + discount) / (customers * margin + worth):.4f}."
            )
        ),
    ],
    means="Now the claim can be judged: does the firm keep that share of its customers?",
    after="By how much does the value fall if retention is five points lower?",
)

steps = Order(
    id="value.steps",
    section="02-customer-value#value-four-ways",
    title="Four steps to value a base",
    prompt="A firm wants to know which of its customers are worth most. Put the steps in order.",
    steps=[
        Step("segment", "divide the customers into groups that behave alike"),
        Step("analyse", "describe each group: orders, margin, cost, how many stay"),
        Step("value", "value each customer with a model fed by these figures"),
        Step("rank", "rank the customers by that value (价值排序)"),
    ],
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
    ],
    hints=[
        "What does a model of value need to be fed with?",
        "Groups, then figures by group, then a value for each customer. What is done with the values?",
        Twin(
            lambda: (
                "A twin, a coin collection: sort the coins by kind, look up age and condition of each kind, value each coin "
                "by the catalogue, and only then lay them out from the dearest to the cheapest."
            )
        ),
    ],
    means="Each step feeds the next, and the ranking is only as good as the model before it.",
    after="At which of the four steps would you put in the cost to serve?",
)

# Contribution -------------------------------------------------------------------------------------

ORDER_COST, RETURN_COST, VISIT_COST = 150, 400, 1_200


def _account(revenue, margin, orders, returns, visits):
    return value.customer_contribution(
        revenue, margin, orders, returns, visits, ORDER_COST, RETURN_COST, VISIT_COST
    )


contribution = _number(
    id="value.contribution",
    section="02-customer-value#value-contribution",
    title="Contribution of an account",
    prompt="A business customer brings {revenue} of revenue a year, of which {margin} is gross margin. She places {orders} "
    "orders, sends back {returns} and is visited {visits} times. An order costs ¥150 to handle, a return ¥400, a visit "
    "¥1,200. What does she contribute, in ¥ a year?",
    draws=dict(
        revenue=money(60_000, 140_000, step=10_000),
        margin=rate(0.16, 0.3, step=0.02),
        orders=whole(15, 40, 5),
        returns=whole(2, 8),
        visits=whole(6, 16, 2),
    ),
    where=lambda revenue, margin, orders, returns, visits: apart(
        *_sizes(_account(revenue, margin, orders, returns, visits), revenue * margin),
        *_sizes(_account(revenue, margin, orders, 0, visits), _account(revenue, margin, 1, 1, 1)),
        1_500,
    ),
    answer=_account,
    unit="¥",
    low=-1_000_000,
    high=1_000_000,
    slips=[
        Slip(
            lambda revenue, margin, orders, returns, visits: revenue * margin,
            "This is the gross margin. What do her orders, returns and visits cost?",
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
            "This is the cost of serving her. What is left of her margin after it?",
            because="cost to serve given for contribution",
        ),
        Slip(
            lambda revenue, margin, orders, returns, visits: _account(
                revenue, 1 - margin, orders, returns, visits
            ),
            "This is the number you get with the share that the goods take. The margin is the share that is left.",
            because="margin rate and cost rate exchanged",
        ),
    ],
    hints=[
        "Begin with the gross margin in ¥.",
        "Then take off: orders × 150, returns × 400, visits × 1,200.",
        Twin(
            lambda revenue, margin, orders, returns, visits: (
                f"Gross margin: {revenue:,} × {margin:.2f} = {revenue * margin:,.0f}. Orders: {orders} × 150 = "
                f"{orders * 150:,}. Returns: {returns} × 400 = {returns * 400:,}. Visits: {visits} × 1,200 = "
                f"{visits * 1_200:,}. Contribution: {_account(revenue, margin, orders, returns, visits):,.0f}."
            )
        ),
    ],
    means=lambda revenue, margin, orders, returns, visits: (
        f"Of a gross margin of ¥{revenue * margin:,.0f}, visits alone take ¥{visits * VISIT_COST:,}."
    ),
    after="Which of the three activities could the firm change without asking the customer?",
)


def _lost(profits):
    return concentration.whale_peak(profits).lost_profit


lost_profit = Function(
    id="value.lost-profit",
    section="02-customer-value#value-whale",
    title="A function for what is lost behind the peak",
    prompt="Write a function that takes a list with the profit of each customer and returns how much profit is lost behind "
    "the peak of the whale curve: a number of at least 0, in the same money.",
    answer=_lost,
    inputs=dict(
        profits=OneOf(([30, -20, 40, -10], [5, 90, -60, 12, -8], [-1, -2, 50, 7, 7], [100, 20, -150, 3]))
    ),
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
    hints=[
        "Only customers with a profit below 0 pull the curve down from its peak.",
        "Add up what they lose: `sum(-profit for profit in profits if profit < 0)` is one way.",
        Twin(
            lambda: (
                "A twin, on water: `def spilt(changes): return sum(-change for change in changes if change < 0)` gives how much "
                "left a tank over the day, whatever flowed in."
            )
        ),
    ],
    means="The same number is the peak less the profit of all customers.",
    after="Why is this not what the firm would gain by dropping these customers?",
)


# Six accounts -------------------------------------------------------------------------------------


def _six_accounts(rng):
    """Six accounts: two good, two middling, two that cost more than they bring."""
    kinds = [(320, 0.30, 4), (180, 0.26, 6), (100, 0.28, 9), (90, 0.22, 10), (70, 0.20, 13), (60, 0.16, 16)]
    rows = [
        {
            "revenue": 1_000.0 * (thousands + rng.randint(-4, 4) * 5),
            "margin_rate": round(margin + rng.choice([-0.01, 0.0, 0.01]), 2),
            "orders": rng.randint(8, 20) + thousands // 20,
            "returns": rng.randint(1, 6),
            "visits": visits + rng.randint(-1, 2),
        }
        for thousands, margin, visits in kinds
    ]
    rng.shuffle(rows)
    return pd.DataFrame(rows).assign(account=list("ABCDEF"))[["account", *rows[0]]]


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


_SIX = (
    "`q.accounts` holds {accounts}: `account`, `revenue` (¥ a year), `margin_rate`, `orders`, `returns`, `visits`. "
    "An order costs ¥150, a return ¥400, a visit ¥1,200. "
)

whale = Value(
    id="value.whale",
    section="02-customer-value#value-whale",
    title="The whale of six accounts",
    prompt=_SIX
    + "Make a DataFrame with `account`, `profit` (¥ a year) and `cumulative_profit`: the profit of all accounts "
    "up to this one, the most profitable first.",
    draws=dict(accounts=Sample(_six_accounts, "{rows} accounts")),
    where=_whale_is_telling,
    key="account",
    answer=_whale,
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
    hints=[
        "Profit first: revenue × margin rate, less what orders, returns and visits cost.",
        "Then `sort_values('profit', ascending=False)` and `cumsum()`.",
        Twin(lambda accounts: _whale_twin(accounts)),
    ],
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
    rivals = [_best_options(accounts, fixed=0), _best_options(accounts, lost=0)]
    return (
        _whale_is_telling(accounts)
        and chosen.nunique() >= 3
        and "drop" in set(chosen)
        and all(not rival["option"].equals(chosen) for rival in rivals)
    )


options = Value(
    id="value.options",
    section="02-customer-value#value-decision",
    title="Reprice, serve more cheaply, or drop",
    prompt=_SIX
    + "Of these costs 40 % stay if the account leaves. For each account there are four ways: `keep` it as it is; "
    "`reprice` by 5 %, which loses 10 % of its volume; `serve cheaper`, which saves 30 % of the variable cost to serve; "
    "`drop` it. Make a DataFrame with `account`, `option` (the best of the four) and `profit` (¥ a year under it).",
    draws=dict(accounts=Sample(_six_accounts, "{rows} accounts")),
    where=_options_are_telling,
    key="account",
    answer=_best_options,
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
    hints=[
        "Work out the four profits of one account by hand first. Dropped, it still costs 40 % of its cost to serve.",
        "`concentration.account_options(revenue, margin_rate, service_cost, 0.4, 0.05, 0.10, 0.3)` gives all four.",
        Twin(lambda accounts: _options_twin(accounts)),
    ],
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


drop_all = _number(
    id="value.drop-all",
    section="02-customer-value#value-decision",
    title="What dropping changes",
    prompt="The accounts behind the peak bring {margin} of gross margin a year and are charged {serve} of cost to serve; "
    "{fixed} of this cost stays if they leave. By how much does the firm's profit change if all of them are dropped? In ¥ a "
    "year; a fall is a negative number.",
    draws=dict(
        margin=money(200_000, 360_000, step=20_000),
        serve=money(400_000, 600_000, step=20_000),
        fixed=rate(0.2, 0.6, step=0.05),
    ),
    where=lambda margin, serve, fixed: apart(
        *_sizes(_change(margin, serve, fixed), _change(margin, serve, 0), _change(margin, serve, 1 - fixed)),
        *_sizes(fixed * serve, (1 - fixed) * serve),
        *_sizes(margin, (1 - fixed) * (serve - margin)),
        15_000,
    ),
    answer=_change,
    unit="¥",
    low=-10_000_000,
    high=10_000_000,
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
            "This is the part of the loss that is not fixed. The share is one of the cost alone; the margin goes whole.",
            because="the fixed share taken of the loss in place of the cost",
        ),
        Slip(
            lambda margin, serve, fixed: -margin - fixed * serve,
            "This is the number you get if the cost that stays counts as a loss beside the margin. It is paid today as well: "
            "dropping changes nothing about it.",
            because="a sunk cost booked again as the price of leaving",
        ),
    ],
    hints=[
        "Two things go: the margin, and the part of the cost that is not fixed.",
        "Change = cost that goes − margin that goes.",
        Twin(
            lambda margin, serve, fixed: (
                f"With ¥{margin:,} of margin, ¥{serve:,} of cost and {100 * fixed:.0f} % fixed: the cost that goes is "
                f"{1 - fixed:.2f} × {serve:,} = {(1 - fixed) * serve:,.0f}. Change: {(1 - fixed) * serve:,.0f} − {margin:,} = "
                f"{_change(margin, serve, fixed):,.0f}."
            )
        ),
    ],
    means=lambda margin, serve, fixed: (
        f"The slide would have promised ¥{serve - margin:,}. Above a fixed share of {100 * (1 - margin / serve):.0f} % dropping loses."
    ),
    after="Who in the firm would have to be dismissed for the variable part to be saved?",
)

# Concentration ------------------------------------------------------------------------------------

luck = _number(
    kind=Reverse,
    id="value.luck",
    section="02-customer-value#value-luck",
    title="How few purchases make it luck?",
    prompt="A slide says: 20 % of our customers make {top} of the repeat purchases. Suppose all customers are alike and buy at "
    "random at one rate (Poisson). At which mean number of repeat purchases a customer would luck alone make the "
    "sentence true? (`concentration.poisson_top_share` gives the share for a mean.)",
    draws=dict(top=rate(0.45, 0.8, step=0.05)),
    forward=lambda given, top: concentration.poisson_top_share(given),
    target=lambda top: top,
    answer=lambda top: concentration.mean_purchases_for_top_share(top),
    says="a share of {:.1%}",
    unit="",
    low=0.01,
    high=20,
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
    ],
    hints=[
        "With a mean of 1, what share do the top 20 % make by luck? Does a smaller mean make it more or less?",
        "Try 0.4, 0.7 and 1 in `concentration.poisson_top_share`, and close in. Or use its inverse, "
        "`concentration.mean_purchases_for_top_share`.",
        Twin(
            lambda top: (
                f"For a share of {100 * top:.0f} %: at a mean of {concentration.mean_purchases_for_top_share(top):.3f} purchases the "
                f"function gives {concentration.poisson_top_share(concentration.mean_purchases_for_top_share(top)):.4f}."
            )
        ),
    ],
    means="If customers buy about that rarely in the period, the sentence says nothing about who they are.",
    after="Would a longer period make the sentence more or less telling?",
)


def _expected(mean, best, correlation):
    return mean + correlation * (best - mean)


next_year = _number(
    id="value.next-year",
    section="02-customer-value#value-luck",
    title="The best fifth next year",
    prompt="Customers bought {mean} times on average this year; the best fifth of them {best} times. From one year to the next "
    "the purchases of a customer correlate with {correlation}, and mean and spread stay the same. How often do you expect "
    "this year's best fifth to buy next year, on average?",
    draws=dict(
        mean=whole(2, 5),
        best=whole(8, 16, 2),
        correlation=OneOf((0.3, 0.4, 0.5, 0.6, 0.7)),
    ),
    # A fifth of the customers cannot make more purchases than all of them together.
    where=lambda mean, best, correlation: best < 5 * mean,
    answer=_expected,
    unit="",
    low=0,
    high=100,
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
    ],
    hints=[
        "How far above the mean were they this year?",
        "Next year they are expected to be the correlation times as far above it.",
        Twin(
            lambda mean, best, correlation: (
                f"Mean {mean}, best fifth {best}, correlation {correlation}: they lie {best - mean} above the mean, and "
                f"{correlation} × {best - mean} = {correlation * (best - mean):.1f} of it are expected to stay. "
                f"{mean} + {correlation * (best - mean):.1f} = {_expected(mean, best, correlation):.1f}."
            )
        ),
    ],
    means="They stay above the others, but fall back: no one did anything wrong.",
    after="A campaign to the best fifth is judged by their fall. What would it look like if the campaign did nothing?",
)

slide = Audit(
    id="value.slide",
    section="02-customer-value#value-whale",
    title="The wrong line on the whale slide",
    prompt="A slide on {customers} accounts: the profitable ones earn {peak} together, all of them {total}. Those behind the "
    "peak are charged {serve} of cost to serve. One line of the slide is wrong. Which?",
    draws=dict(
        customers=OneOf((40, 50, 60)),
        peak=money(1_500_000, 1_900_000, step=100_000),
        total=money(900_000, 1_200_000, step=100_000),
        serve=money(800_000, 1_000_000, step=50_000),
    ),
    where=lambda peak, total, serve, **_: 0.2 * serve <= serve - (peak - total) <= 0.55 * serve,
    options=[
        Option(
            "height",
            lambda peak, **_: f"The curve peaks at ¥{peak:,}",
            "The peak is the profit of the accounts that earn, together.",
        ),
        Option(
            "end",
            lambda total, **_: f"It ends at ¥{total:,}, the profit of all accounts",
            "The last point of the curve adds up everyone.",
        ),
        Option(
            "loss",
            lambda peak, total, **_: f"The accounts behind the peak lose ¥{peak - total:,}",
            "Peak less end is what they lose as the costs are charged.",
        ),
        Option(
            "margin",
            lambda peak, total, serve, **_: (
                f"They bring ¥{serve - peak + total:,} of gross margin (¥{serve:,} less ¥{peak - total:,})"
            ),
            "Margin less the cost charged is the loss, so margin is cost less loss.",
        ),
        Option(
            "gain",
            lambda peak, total, **_: f"Dropping them raises profit by ¥{peak - total:,} a year",
            "It takes every cost that is charged to them for one that goes with them. Fixed cost to serve stays, and the "
            "margin goes.",
        ),
    ],
    answer="gain",
    hints=[
        "Four lines only describe the curve. Which one says what would happen?",
        "What happens to the sales people, the warehouse and the system when an account leaves?",
        Twin(
            lambda customers, peak, total, serve: (
                f"A twin with {customers} accounts: peak ¥{peak:,}, end ¥{total:,}, loss ¥{peak - total:,}. If 40 % of the "
                f"¥{serve:,} charged is fixed, ¥{0.4 * serve:,.0f} of cost stays when they go, and only ¥"
                f"{0.6 * serve - (serve - peak + total):,.0f} is gained."
            )
        ),
    ],
    means="A whale curve describes; a decision needs the cost that would really go.",
    after="Which single number would you ask the author of the slide for?",
)

which_top = Definition(
    id="value.which-top",
    section="02-customer-value#value-lorenz",
    title="Which share of the top 20 %?",
    prompt="The top 20 % of a bank's customers bring {revenue} of its revenue and {orders} of its transactions. They earn "
    "{top}, all profitable customers together earn {peak}, and the bank as a whole earns {total}. The board asks: what part "
    "of *our profit* comes from the top 20 %? Which figure answers it?",
    draws=dict(
        revenue=rate(0.5, 0.6, step=0.02),
        orders=rate(0.3, 0.4, step=0.02),
        top=money(90, 100, step=2, unit="million yuan"),
        peak=money(120, 130, step=5, unit="million yuan"),
        total=money(60, 70, step=5, unit="million yuan"),
    ),
    options=[
        Rival(
            "revenue",
            "their share of revenue",
            "It says nothing of what they cost.",
            lambda revenue, **_: revenue,
        ),
        Rival(
            "transactions",
            "their share of transactions",
            "A transaction may earn or cost.",
            lambda orders, **_: orders,
        ),
        Rival(
            "total",
            "their profit ÷ the profit of the bank",
            "It may exceed 100 %, because other customers lose part of it again. That is what the board asked.",
            lambda top, total, **_: top / total,
        ),
        Rival(
            "peak",
            "their profit ÷ the profit of all profitable customers",
            "It stays below 100 % and answers another question: how the gains are spread over those who earn.",
            lambda top, peak, **_: top / peak,
        ),
    ],
    answer="total",
    says="{:.0%}",
    hints=[
        "Whose profit stands below the line in the board's question?",
        "A share above 100 % is no error here. What does it say about the others?",
        Twin(
            lambda revenue, orders, top, peak, total: (
                f"With {100 * revenue:.0f} % of revenue, {100 * orders:.0f} % of transactions and profits of {top}, {peak} and {total} "
                f"million yuan: {top} ÷ {total} = {100 * (top / total):.0f} % of the "
                f"bank's profit, and {top} ÷ {peak} = {100 * (top / peak):.0f} % of what the profitable customers earn."
            )
        ),
    ],
    means="A share of profit above 100 % says that the rest of the customers lose money together.",
    after="How would you say it on a slide without anyone thinking it a misprint?",
)

negative_profit = Several(
    id="value.negative-profit",
    section="02-customer-value#value-lorenz",
    title="When some profits are negative",
    prompt="Some of a firm's customers bring losses, and all together bring a profit. What can happen if Lorenz curve, Gini "
    "coefficient and the share of the top 20 % are computed from profit all the same?",
    options=[
        Option("below", "the Lorenz curve falls below zero", "It begins with the largest losses."),
        Option(
            "gini",
            "the Gini coefficient exceeds 1",
            "With losses, differences can be larger than the mean allows.",
        ),
        Option("share", "the share of the top 20 % exceeds 100 %", "Others give part of it away again."),
        Option(
            "diagonal",
            "the Lorenz curve rises above the diagonal",
            "It cannot: the smallest values are added first, whatever their sign.",
        ),
        Option(
            "peak",
            "the peak of the whale curve lies below its end",
            "It cannot: the end is one point of the curve, and the peak its highest.",
        ),
    ],
    answer={"below", "gini", "share"},
    overlooked={
        "below": "Where does the curve begin if the first customers lose?",
        "gini": "Divide a large difference by a small mean.",
        "share": "Take profits of 10 and −4. What share does the first bring?",
    },
    hints=[
        "Take three customers with profits 10, 1 and −6 and compute.",
        "Their sum is 5. The best alone brings twice that. The worst comes first in a Lorenz curve.",
        Twin(
            lambda: (
                "A twin with profits 8 and −4: sum 4. The Lorenz curve goes through −4 ÷ 4 = −1. The best half brings 8 ÷ 4 = "
                "200 %. The Gini coefficient is (12 + 12) ÷ (2 × 2² × 2) = 1.5."
            )
        ),
    ],
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

chain = Match(
    id="value.chain",
    section="02-customer-value#value-chain",
    title="Place the nine activities",
    prompt="A tea merchant's firm does all of this. Which of the nine activities of the value chain (价值链) is each?",
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
        ): "It serves all the others as well. But one support activity is about people alone.",
        (
            "contracts with growers are negotiated",
            "marketing and sales (市场营销)",
        ): "Here the firm buys. Who sells?",
    },
    hints=[
        "Follow the goods first: in, made, out, sold, looked after. These five are primary.",
        "The four that serve all the others are support: management, people, technology, buying.",
        Twin(
            lambda: (
                "A twin, a hospital's laundry: dirty linen arrives (inbound), is washed (operations), is brought to the wards "
                "(outbound), wards sign a contract (marketing and sales), a lost sheet is traced (service). Bookkeeping, hiring, "
                "a new washing programme and the buying of soap support them."
            )
        ),
    ],
    means="Five activities touch the goods or the customer; four make these five possible.",
    after="Which of the nine would you look at first if customers complain about late parcels?",
)


def _middle(bought, sold, own, shop):
    return value.margins_along_chain([bought, sold, shop], [bought / 2, own, (shop - sold) / 2])[1]


chain_margin = _number(
    id="value.chain-margin",
    section="02-customer-value#value-chain",
    title="A margin along the chain",
    core=False,
    prompt="A grower sells a kilo of tea to a blender for {bought}. The blender adds {own} of cost and sells it to a shop for "
    "{sold}; the shop sells it for {shop}. What is the blender's margin, in ¥ a kilo?",
    draws=dict(
        bought=money(40, 80, step=10),
        own=money(15, 30, step=5),
        sold=money(120, 180, step=10),
        shop=money(220, 300, step=10),
    ),
    where=lambda bought, own, sold, shop: sold - bought - own > 15,
    answer=lambda bought, own, sold, shop: _middle(bought, sold, own, shop),
    unit="¥",
    low=-1_000,
    high=1_000,
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
    ],
    hints=[
        "Each stage pays the price of the stage before.",
        "Its selling price, less what it paid, less its own cost.",
        Twin(
            lambda bought, own, sold, shop: (
                f"Bought at {bought}, own cost {own}, sold at {sold}: {sold} − {bought} − {own} = "
                f"{_middle(bought, sold, own, shop):.0f}."
            )
        ),
    ],
    means="The shop's price plays no part: what the end customer pays is divided among the stages before.",
    after="What happens to this margin if the grower raises the price and the shop does not?",
)

# The decision -------------------------------------------------------------------------------------


@functools.cache
def _accounts_of_the_firm():
    accounts = datasets.load_firm().accounts
    return accounts[
        [
            "account_id",
            "revenue",
            "margin_rate",
            "orders",
            "returns",
            "visits",
            "hours_per_visit",
        ]
    ]


def _forty(rng):
    """The forty accounts of the firm; the same for everyone."""
    return _accounts_of_the_firm().copy()


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


drop = Decision(
    id="value.drop",
    section="02-customer-value#value-decision",
    title="Which of the forty accounts to drop",
    prompt="`q.accounts` holds {accounts} of the simulated firm, with revenue, margin rate, orders, returns, visits and hours a "
    "visit. An order costs ¥150, a return ¥400, an hour with the customer {hour}. {fixed} of these costs stay if the account "
    "leaves. Which accounts do you drop? Leave a list of `account_id`. It is scored by what dropping earns, in ¥ a year.",
    draws=dict(
        accounts=Sample(_forty, "the {rows} business accounts"),
        hour=money(590, 710, step=20),
        fixed=rate(0.3, 0.45, step=0.05),
    ),
    where=lambda accounts, hour, fixed: len(_to_drop(accounts, hour, fixed)) >= 4,
    profit=_gain_of_dropping,
    policy=_to_drop,
    enough=0.98,
    things="accounts",
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
            "You drop none. At this price of an hour some accounts cost more than they bring even after what stays. Is each "
            "visit as long as the table says?",
            because="visits times the price of an hour, without the hours of a visit, leaves no account to drop",
        ),
    ],
    hints=[
        "For each account: which cost goes with it, and which margin?",
        "Drop where (1 − fixed share) × cost to serve is larger than revenue × margin rate.",
        Twin(
            lambda accounts, hour, fixed: (
                f"At ¥{hour} an hour and a fixed share of {100 * fixed:.0f} %, an account goes if its margin is below "
                f"{1 - fixed:.2f} of its cost to serve: {len(_to_drop(accounts, hour, fixed))} of "
                f"{len(_to_drop(accounts, hour, 0))} accounts that show a loss."
            )
        ),
    ],
    after="All of it assumes that the managers' hours can be sold elsewhere. What if they cannot?",
)

memo = Memo(
    id="value.memo",
    section="02-customer-value#value-decision",
    title="The memo",
    prompt="The head of sales writes: “Finance says that 17 of our 40 accounts lose ¥344,890. When do we drop them?” Answer in a "
    "memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="Do not drop them. The loss of ¥344,890 charges each hour with a customer at ¥671, because five managers cost ¥1.3 "
    "million and were with these accounts for 1,939 of their 6,500 hours. At ¥200, what an hour costs when all are used, two "
    "accounts lose ¥6,918 together. Dropping the 17 gives up ¥371,420 of margin a year. If 40 % of their cost stays we would "
    "gain about ¥58,000; if the managers keep their posts we would lose the whole margin; the two meet at a fixed share of 48 %. "
    "The number is uncertain: the cost of an order (¥150) and of a return (¥400) is assumed, and one year's orders are partly "
    "luck. I turned down a price rise of 5 % for all: with no cost saved it gains ¥204,000 if 10 % of the volume goes, nothing if "
    "16.5 % goes, and nobody has tried. Instead: half the visits at accounts "
    "40, 39, 15 and 20, one visit more a quarter at 26, 19 and 13, and no post refilled until the hours are used. If I am wrong "
    "about an account we lose some ¥6,000 of margin in a year and can visit it again.",
    hints=[
        "Begin with the decision. Then say what the loss is made of.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            lambda: (
                "A twin, on branches: “Keep the three branches. Their loss of 2.1 million contains 1.8 million of head office; "
                "closing saves 0.9 million and loses 1.2 million of margin, give or take 0.3. I turned down shorter hours, "
                "which save 0.1. If I am wrong we lose 0.3 million a year and can close next spring.”"
            )
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_rates = Choice(
    id="value.lab-rates",
    section="02-customer-value#value-contribution",
    title="Lab: which rate moves the account?",
    prompt="Before you move anything: account 15 brings ¥99,250 of revenue at a margin of 19 %, places 14 orders (¥150 each) and "
    "is visited 11 times (¥1,520 each). One input rises by a tenth. Which changes her contribution most, in ¥?",
    options=[
        Option(
            "margin",
            "the margin rate, or the revenue",
            "A tenth of ¥18,857 is more than a tenth of any cost here.",
        ),
        Option(
            "visits",
            "the visits, or the cost of a visit",
            "A tenth of ¥16,720 comes close, and it is second.",
        ),
        Option("orders", "the orders, or the cost of an order", "A tenth of ¥2,100 is ¥210."),
    ],
    answer="margin",
    hints=[
        "A tenth of a product is a tenth of its total. Which total is the largest?",
        Twin(
            lambda: (
                "An account with ¥50,000 at 20 %, 10 orders at ¥150 and 9 visits at ¥1,400: margin 10,000, orders 1,500, visits "
                "12,600. A tenth of each is 1,000, 150 and 1,260, so there the visits weigh most."
            )
        ),
    ],
    after="At which cost of a visit would the two weigh the same?",
)

lab_luck = Choice(
    id="value.lab-luck",
    section="02-customer-value#value-luck",
    title="Lab: how much concentration is luck?",
    prompt="Before you move anything: all customers are alike and buy once a year on average, at random. What share of the "
    "purchases do this year's best 20 % make, and what share will the same customers make next year?",
    options=[
        Option("half", "about half, then 20 %", "Luck makes the first number, and luck does not come back."),
        Option(
            "fifth",
            "20 %, then 20 %",
            "They are alike in rate, not in what happened: some buy three times, some never.",
        ),
        Option("same", "about half, then about half", "That would take customers who differ. These do not."),
    ],
    answer="half",
    hints=[
        "Roll a die for each of ten friends. Do they get the same number? Do the two best win again?",
        Twin(
            lambda: (
                "A twin with a mean of 4 purchases: the best 20 % make about 35 % by luck, and next year 20 %. More purchases "
                "leave less to luck."
            )
        ),
    ],
    after="For which kind of shop is the number of purchases so small that the share of the top 20 % says nothing?",
)

lab_options = Choice(
    id="value.lab-options",
    section="02-customer-value#value-decision",
    title="Lab: reprice, serve more cheaply, or drop?",
    prompt="Before you move anything: account 15 shows a loss of ¥39,304 with a cost to serve of ¥58,161. The share of that cost "
    "which stays if she leaves rises from 0 to 100 %. What happens to the profit of dropping her?",
    options=[
        Option(
            "falls", "it falls from 0 to −¥58,161", "All that stays has to be paid, and no margin pays it."
        ),
        Option(
            "zero",
            "it stays 0: no account, no profit, no loss",
            "The account is gone, but not the van, the desk, the salary.",
        ),
        Option(
            "gain",
            "it is the loss saved, ¥39,304, whatever the share",
            "That is a change, and only if nothing stays.",
        ),
    ],
    answer="falls",
    hints=[
        "What does the firm earn with her after she has left? What does it still pay?",
        Twin(
            lambda: (
                "An account with ¥10,000 of cost to serve: at a fixed share of 0 dropping leaves 0, at 40 % it leaves "
                "−¥4,000, at 100 % −¥10,000."
            )
        ),
    ],
    after="From which fixed share on is it better to keep her as she is?",
)

QUESTIONS = (
    sources,
    assets,
    needed_retention,
    steps,
    contribution,
    lost_profit,
    whale,
    slide,
    drop_all,
    options,
    luck,
    next_year,
    chain,
    chain_margin,
    drop,
    memo,
)
LABS = (lab_rates, lab_luck, lab_options)
QUIZ = (which_top, negative_profit)

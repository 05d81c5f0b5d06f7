"""The answers to the questions of chapter 16, CRM systems and technology."""

import functools

import numpy as np
import pandas as pd

from crmlib import baskets as basket_rules
from crmlib.simulate.tables import CATEGORIES
from crmlib.workbook.banks import systems as asked
from crmlib.workbook.banks.data import customer_database
from crmlib.workbook.banks.systems import (
    ADAPTED,
    CALL,
    HAND_ROUNDS,
    MARGINS,
    REGULARS,
    SCORE,
    SUCCESS,
    next_trial,
    trial,
)
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.query import QueryKey
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

VOUCHER, CONTACT = 10.0, 0.5  # ¥, in the trial

# What a system does -------------------------------------------------------------------------------

parts = MatchKey(
    asked.parts,
    answer={
        asked.FILE: "collection",
        asked.VIEW: "analysis",
        asked.TEXTING: "interaction",
        asked.OPEN: "service",
    },
    slips={
        (asked.FILE, "analysis"): "Nothing is worked out yet. The file is taken in as it came.",
        (asked.VIEW, "collection"): "No fact comes in. What is there is summed up by customer.",
        (asked.VIEW, "service"): "No customer is helped by it yet. Who reads it, and for what?",
        (asked.TEXTING, "service"): "Nobody has a problem that is solved. Who begins the talk?",
        (asked.TEXTING, "analysis"): "The list was worked out before. What is done with it now?",
        (asked.FILE, "interaction"): "Nobody is spoken to at two in the morning. What comes in?",
        (asked.FILE, "service"): "No customer is helped by a file. What comes in with it?",
        (asked.TEXTING, "collection"): "The facts are there already, and the list goes out. To whom?",
        (asked.OPEN, "interaction"): "She called, with a problem. What does the agent need to solve it?",
        (asked.OPEN, "collection"): "The complaint was noted before. Who uses it now, and for whom?",
    },
    means="Collection and analysis are seen by nobody outside. Customers meet interaction and service.",
    after="Which of the four does your own firm pay most for, and which earns?",
)

# The star -----------------------------------------------------------------------------------------

grain = ChoiceKey(
    asked.grain,
    answer="lines",
    whys={
        "column": "Then the other products of the order have no revenue, and the dearest one has theirs.",
        "dimension": "A customer buys many products in many orders: the join repeats each order for each of them.",
        "lines": "What a row is decides what can be asked. Products stand in the lines of an order, so a row must be a line.",
        "view": "A tea towel would bring as much as the lamp beside it. What is not in the row cannot be divided into it.",
    },
    after="Which question could your own sales table not answer, because its rows are too coarse?",
)

fan_out = NumberKey(
    asked.fan_out,
    routes=[
        lambda customers, orders, amount, tickets: (
            customers * orders * tickets * amount - customers * orders * amount
        ),
    ],
    answer=lambda customers, orders, amount, tickets: customers * orders * amount * (tickets - 1),
    slips=[
        Slip(
            lambda customers, orders, amount, tickets: customers * orders * amount * tickets,
            "This is the number that she gets. Take the revenue from it.",
            because="the sum itself given for the surplus",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * orders * amount,
            "This is the revenue. How many times does each order stand in the join?",
            because="the join taken to keep each order once",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * (orders - 1) * amount * tickets,
            "This is the number you get with the two facts exchanged. The amounts stand in the orders, and tickets repeat them.",
            because="orders and tickets exchanged",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * (orders + tickets) * amount,
            "This is the number you get by laying the rows of both facts below one another. A join pairs each order with each ticket.",
            because="a join taken for a union",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * tickets * amount,
            "This is the number you get with the amount once for each ticket. Each customer has several orders.",
            because="one order a customer",
        ),
        Slip(
            lambda customers, orders, amount, tickets: orders * amount * (tickets - 1),
            "This is the number for one customer. How many are there?",
            because="per head given for the total",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * orders * tickets,
            "This is the number of rows of the join. Which amount stands in those that are too many?",
            because="rows given for money",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * orders * (tickets - 1),
            "This is the number of rows that are too many. Which amount stands in them?",
            because="rows given for money",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * amount * (tickets - 1),
            "This is the number you get if each customer has one order.",
            because="one order a customer",
        ),
        Slip(
            lambda customers, orders, amount, tickets: customers * amount * (orders * tickets - 1),
            "This is the number you get if one row of each customer is right. Each of her orders stands there rightly once.",
            because="one right row a customer in place of one an order",
        ),
    ],
    twin=lambda customers, orders, amount, tickets: (
        f"Take {customers} customers with {orders} orders of ¥{amount} and {tickets} tickets: the join has {customers} × {orders} × {tickets} = "
        f"{customers * orders * tickets:,} rows of ¥{amount}, and {customers} × {orders} = {customers * orders:,} of them are right. So ¥"
        f"{customers * orders * amount * tickets:,} − ¥{customers * orders * amount:,} = ¥{customers * orders * amount * (tickets - 1):,}."
    ),
    means=lambda customers, orders, amount, tickets: (
        f"The report shows {tickets} times the revenue, and no program has failed."
    ),
    after="What would the mean amount of an order be in the same join, right or wrong?",
)


def _by_month(city, year, kind, fact="revenue", of_city="AND city = '{city}'", of_year="year = {year}",
              of_kind="AND kind = '{kind}'", join="LEFT JOIN", counted="count(*)"):  # fmt: skip
    where = f"{of_year} {of_city}".format(city=city, year=year)
    dimensions = "JOIN star.dim_date USING (day) JOIN star.dim_customer USING (customer_key)"
    return (
        f"SELECT month, coalesce(o.revenue, 0) AS revenue, coalesce(t.tickets, 0) AS tickets "
        f"FROM (SELECT DISTINCT month FROM star.dim_date WHERE year = {year}) AS m "
        f"{join} (SELECT month, sum({fact}) AS revenue FROM star.fact_order {dimensions} WHERE {where} "
        "GROUP BY month) AS o USING (month) "
        f"{join} (SELECT month, {counted} AS tickets FROM star.fact_ticket {dimensions} WHERE {where} "
        f"{of_kind.format(kind=kind)} GROUP BY month) AS t USING (month)"
    )


def _joined_facts(city, year, kind, counted="count(t.ticket_no)"):
    """Orders and tickets of one month laid side by side, row by row."""
    dimensions = "JOIN star.dim_date USING (day) JOIN star.dim_customer USING (customer_key)"
    where = f"WHERE year = {year} AND city = '{city}'"
    return (
        f"SELECT month, coalesce(sum(o.revenue), 0) AS revenue, {counted} AS tickets "
        f"FROM (SELECT DISTINCT month FROM star.dim_date WHERE year = {year}) "
        f"LEFT JOIN (SELECT month, revenue FROM star.fact_order {dimensions} {where}) AS o USING (month) "
        f"LEFT JOIN (SELECT month, ticket_no FROM star.fact_ticket {dimensions} {where} AND kind = '{kind}') AS t "
        "USING (month) GROUP BY month"
    )


def _database():
    return customer_database().path


query = QueryKey(
    asked.query,
    database=_database,
    answer=_by_month,
    slips=[
        Slip(
            _joined_facts,
            "This is the table you get joining each order of a month to each of its tickets. Both columns are multiplied.",
            because="two facts in one join: a fan-out",
        ),
        Slip(
            lambda city, year, kind: _joined_facts(city, year, kind, "count(DISTINCT t.ticket_no)"),
            "This is the table you get adding up each order once for each ticket of its month. The tickets are right, the revenue is multiplied.",
            because="DISTINCT heals the count and not the sum",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, join="JOIN"),
            "This is the table you get without the months in which one of the two facts has no row. All twelve are asked.",
            because="an inner join in place of an outer one",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, of_city=""),
            "This is the table you get of all cities.",
            because="a missing WHERE",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, of_year="true"),
            "This is the table you get with the months of both years in one. January is there twice.",
            because="grouped by month without the year",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, fact="amount"),
            "This is the table you get with cancelled and returned orders. Their money did not stay.",
            because="amount taken for revenue",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, of_kind=""),
            "This is the table you get with tickets of every kind.",
            because="a missing WHERE",
        ),
        Slip(
            lambda city, year, kind: _by_month(city, year, kind, fact="1"),
            "This is the table you get counting the orders. Their revenue is asked.",
            because="count for sum",
        ),
    ],
    twin=lambda city, year, kind: (
        "The same with answers by quarter: `SELECT quarter, coalesce(t.tickets, 0) AS tickets, coalesce(a.answers, 0) AS answers FROM (SELECT DISTINCT "
        f"quarter FROM star.dim_date WHERE year = {year}) LEFT JOIN (SELECT quarter, count(*) AS tickets FROM star.fact_ticket JOIN star.dim_date USING "
        f"(day) WHERE year = {year} GROUP BY quarter) AS t USING (quarter) LEFT JOIN (SELECT quarter, count(*) AS answers FROM star.fact_answer JOIN "
        f"star.dim_date USING (day) WHERE year = {year} GROUP BY quarter) AS a USING (quarter)`. Each fact has one row a quarter before they meet."
    ),
    means="Facts are summed up each for itself, and meet in a dimension that both have.",
    after="How would you add the mean satisfaction of the month, and what would stand there in a month without answers?",
)

# The load -----------------------------------------------------------------------------------------

twice = NumberKey(
    asked.twice,
    routes=[
        lambda rows, amount, nights, part: (
            (30 - nights) * rows * amount + nights * rows * amount * (1 + part)
        ),
        lambda rows, amount, nights, part: 30 * rows * amount + nights * part * rows * amount,
    ],
    answer=lambda rows, amount, nights, part: rows * amount * (30 + nights * part),
    slips=[
        Slip(
            lambda rows, amount, nights, part: rows * amount * 30,
            "This is the revenue that there was. What did the killed job leave in the table?",
            because="the load taken for idempotent",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * (30 + nights),
            "This is the number you get if each killed night stands there twice as a whole. Only a part was written before.",
            because="the rerun counted as a whole second load",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * (30 - nights * (1 - part)),
            "This is the number you get if the job was not begun again: some rows missing. It was, from the first row.",
            because="rows lost in place of rows doubled",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * nights * part,
            "This is the surplus. Which revenue does the table show?",
            because="the surplus given for the total",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * (30 + nights * (1 - part)),
            "This is the number you get if the rest stands there twice. Which part was written before the job was killed?",
            because="a share turned round",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * (30 - nights * part),
            "This is the number you get if the rows that had been written were lost. They are still there when the job begins again.",
            because="the sign of the error turned round",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * (30 + nights * part),
            "This is the number of rows. What do they bring?",
            because="rows given for money",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * (30 - nights),
            "This is the number you get without the nights in which the job was killed. Their rows stand in the table, too.",
            because="killed nights taken as empty",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * 30 * (1 + part),
            "This is the number you get if the job was killed in every night.",
            because="the number of nights left out",
        ),
        Slip(
            lambda rows, amount, nights, part: rows * amount * nights * (1 + part),
            "This is the number for the nights with a killed job. The others stand in the table, too.",
            because="a part given for the total",
        ),
    ],
    twin=lambda rows, amount, nights, part: (
        f"With {rows} orders of ¥{amount} a night, {nights} killed nights and {part:.0%}: 30 + {nights} × {part:.1f} = {30 + nights * part:.1f} nights' worth of rows, "
        f"so {30 + nights * part:.1f} × {rows} × ¥{amount} = ¥{rows * amount * (30 + nights * part):,.0f}."
    ),
    means=lambda rows, amount, nights, part: (
        f"The month looks {nights * part / 30:.1%} better than it was, and the more often the job fails, the better it looks."
    ),
    after="How would the job have to be written, so that it may be killed at any row?",
)

night = OrderKey(
    asked.night,
    answer=["find", "load", "clean", "publish", "rank"],
    slips=[
        Slip(
            swap("load", "clean"),
            "This is the order in which rows are cleaned on their way in. Then a wrong rule cannot be mended: what came in is gone.",
            because="cleaning on the way in (ETL without a copy of the raw rows)",
        ),
        Slip(
            swap("publish", "rank"),
            "This is the order in which offers are ranked from last night's tables, before the new ones are there.",
            because="lists made from stale tables",
        ),
        Slip(
            swap("find", "load"),
            "This is the order in which everything is loaded first, and what was loaded twice is looked for afterwards.",
            because="append and deduplicate later",
        ),
        Slip(
            swap("clean", "publish"),
            "This is the order in which people are matched by what they typed. Cleaning finds most of the pairs.",
            because="matching before cleaning",
        ),
        Slip(
            sequence("load", "clean", "find", "publish", "rank"),
            "This is the order in which everything is loaded and cleaned before it is compared with what was there. A file that comes twice is then in the tables twice.",
            because="append and deduplicate later",
        ),
        Slip(
            sequence("find", "load", "rank", "clean", "publish"),
            "This is the order in which offers are ranked while tonight's rows are still raw. The views show last night's tables until the new ones are there.",
            because="lists made from stale tables",
        ),
    ],
    means="Each step can be killed and begun again, because it begins from what the last finished step left.",
    after="Which of the five steps would you watch by a number each morning, and by which one?",
)

# Rules --------------------------------------------------------------------------------------------

lift = NumberKey(
    asked.lift,
    where=lambda baskets, tea, cups, both: both < 0.8 * min(tea, cups),
    answer=lambda baskets, tea, cups, both: (both / tea) / (cups / baskets),
    slips=[
        Slip(
            lambda baskets, tea, cups, both: both / tea,
            "This is the confidence of the rule. How many baskets hold cups anyway?",
            because="confidence without lift",
        ),
        Slip(
            lambda baskets, tea, cups, both: both / baskets,
            "This is the support: the share of baskets with both.",
            because="support given for lift",
        ),
        Slip(
            lambda baskets, tea, cups, both: both / cups,
            "This is the confidence of the rule turned round.",
            because="the two sides of the rule exchanged",
        ),
        Slip(
            lambda baskets, tea, cups, both: both / tea - cups / baskets,
            "This is the difference of the two shares. Lift is their ratio.",
            because="a difference given for a ratio",
        ),
        Slip(
            lambda baskets, tea, cups, both: tea * cups / baskets / both,
            "This is the number you get with expected ÷ found. Turn it round.",
            because="an inverted ratio",
        ),
        Slip(
            lambda baskets, tea, cups, both: (both / tea) / ((cups - both) / (baskets - tea)),
            "This is the number you get against the baskets without tea. Lift compares with all baskets.",
            because="a relative risk given for lift",
        ),
        Slip(
            lambda baskets, tea, cups, both: both / (tea + cups - both),
            "This is the share of the baskets with either that hold both. It is another measure, by Jaccard.",
            because="overlap given for lift",
        ),
        Slip(
            lambda baskets, tea, cups, both: tea * cups / baskets,
            "This is the number of baskets with both that chance alone would give. How many times as many are there?",
            because="the expected count given for the ratio",
        ),
        Slip(
            lambda baskets, tea, cups, both: tea * cups / baskets**2,
            "This is the share of baskets with both that chance alone would give. How many times as large is the real one?",
            because="the expected share given for the ratio",
        ),
    ],
    twin=lambda baskets, tea, cups, both: (
        f"With {baskets} baskets, {tea} with tea, {cups} with cups and {both} with both: {both} ÷ {tea} = {both / tea:.4f}, {cups} ÷ {baskets} = "
        f"{cups / baskets:.4f}, and {both / tea:.4f} ÷ {cups / baskets:.4f} = {(both / tea) / (cups / baskets):.3f}."
    ),
    means=lambda baskets, tea, cups, both: (
        f"Of the baskets with tea {both / tea:.0%} hold cups, of all {cups / baskets:.0%}. What an offer of cups would bring is not said by it."
    ),
    after="Would the lift of “who buys cups buys tea” be the same?",
)


def _held(baskets):
    return pd.crosstab(baskets["basket_id"], baskets["item"]) > 0


def _rule_rows(given, baskets, measure):
    """Confidence and lift of the rules from an item, by a function of the table of baskets and items."""
    held = _held(baskets)
    confidence, found = measure(held, held[held[given]])
    table = pd.DataFrame({"confidence": confidence, "lift": found}).drop(index=given)
    return table.rename_axis("item").reset_index()


def _rules(given, baskets):
    return _rule_rows(given, baskets, lambda held, with_it: (with_it.mean(), with_it.mean() / held.mean()))


def _rules_of_rows(given, baskets):
    """The same counted in rows, so that what was scanned twice counts twice."""
    counts = pd.crosstab(baskets["basket_id"], baskets["item"])
    with_it = counts[counts[given] > 0]
    confidence = with_it.sum() / counts[given].sum()
    table = pd.DataFrame(
        {"confidence": confidence, "lift": confidence / (counts.sum() / counts.shape[0])}
    ).drop(index=given)
    return table.rename_axis("item").reset_index()


def _plain_rules(given, baskets):
    held = pd.crosstab(baskets["basket_id"], baskets["item"]) > 0
    confidence = held[held[given]].mean()
    lift = confidence / held.mean()
    table = pd.DataFrame(dict(confidence=confidence, lift=lift)).drop(index=given)
    return table.rename_axis("item").reset_index()


rules = ValueKey(
    asked.rules,
    where=lambda given, baskets: (
        len(basket_rules.association_rules(baskets, min_support=0.01, min_confidence=0.0)) == 30
    ),
    answer=_rules,
    row="item",
    plain=_plain_rules,
    slips=[
        Slip(
            lambda given, baskets: _rule_rows(
                given,
                baskets,
                lambda held, with_it: (
                    with_it.sum() / held.sum(),
                    with_it.sum() / held.sum() / held[given].mean(),
                ),
            ),
            "is what you get for the rule turned round: of those who bought the item, how many bought what is given. The lift is the same both ways.",
            because="the two sides of the rule exchanged",
        ),
        Slip(
            lambda given, baskets: _rule_rows(
                given,
                baskets,
                lambda held, with_it: (with_it.sum() / len(held), with_it.mean() / held.mean()),
            ),
            "is what you get as a share of all baskets: the support. Confidence asks of those with the item that is given.",
            because="support given for confidence",
        ),
        Slip(
            lambda given, baskets: _rule_rows(
                given,
                baskets,
                lambda held, with_it: (with_it.mean(), with_it.mean() / held[~held[given]].mean()),
            ),
            "is what you get against the baskets without the item that is given. Lift compares with all.",
            because="a relative risk given for lift",
        ),
        Slip(
            lambda given, baskets: _rule_rows(
                given,
                baskets,
                lambda held, with_it: (with_it.mean(), with_it.mean() - held.mean()),
            ),
            "is what you get as the difference of the two shares. Lift is their ratio.",
            because="a difference given for a ratio",
        ),
        Slip(
            lambda given, baskets: _rule_rows(
                given, baskets, lambda held, with_it: (with_it.mean(), held.mean() / with_it.mean())
            ),
            "is what you get with the ratio turned round. Above 1 means more often than by chance.",
            because="an inverted ratio",
        ),
        Slip(
            _rules_of_rows,
            "is what you get by counting rows. What was scanned twice is in the basket once.",
            because="rows counted in place of baskets",
        ),
    ],
    twin=lambda given, baskets: (
        "For other baskets: {:.0f} hold {}, {:.0f} of them eggs, and {:.0f} of 120 hold eggs. Confidence {:.3f}, lift {:.3f}.".format(
            _held(baskets)[given].sum(),
            given,
            (_held(baskets)[given] & _held(baskets)["eggs"]).sum(),
            _held(baskets)["eggs"].sum(),
            *_rules(given, baskets).set_index("item").loc["eggs"],
        )
    ),
    means="Eggs have a high confidence after anything, because everybody buys them. Lift says what goes with what.",
    after="Which of the five lifts could be chance, with 120 baskets?",
)

# The next product ---------------------------------------------------------------------------------


def _offer(customers, control, treated, margin, voucher, contact):
    return customers * ((treated - control) * margin - treated * voucher - contact)


offer = NumberKey(
    asked.offer,
    routes=[
        lambda customers, control, treated, margin, voucher, contact: (
            customers * (treated * (margin - voucher) - control * margin - contact)
        ),
        lambda customers, control, treated, margin, voucher, contact: (
            customers * (treated - control) * margin - customers * treated * voucher - customers * contact
        ),
    ],
    where=lambda **n: abs(_offer(**n)) > 0.3 * n["customers"] and n["treated"] - n["control"] >= 0.03,
    answer=_offer,
    slips=[
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * (treated * (margin - voucher) - contact)
            ),
            "This is the number you get with credit for all who bought. Who would have bought anyway?",
            because="buyers who would have bought anyway counted as won",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * (margin - voucher) - contact)
            ),
            "This is the number you get if only those who were won use the voucher. The others have it, too.",
            because="vouchers of those who would have bought anyway forgotten",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - voucher - contact)
            ),
            "This is the number you get if everybody uses the voucher. Only those who buy do.",
            because="a voucher counted like a contact",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - contact)
            ),
            "This is the number you get without the vouchers.",
            because="incentive forgotten",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - treated * voucher)
            ),
            "This is the number you get without the contacts.",
            because="contacts forgotten",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * (treated - control) * margin
            ),
            "This is the number you get without the vouchers and the contacts.",
            because="gain given for profit",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                (treated - control) * margin - treated * voucher - contact
            ),
            "This is the number for one customer. What do all offers earn?",
            because="per head given for the total",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) / (1 - control) * margin - treated * voucher - contact)
            ),
            "This is the number you get with the share won of those who would not have bought. Both shares are of all customers: take their difference.",
            because="the share of those left taken for the share of all",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: customers * (treated - control),
            "This is the number of purchases that the offers win. What do they bring, and what do the offers cost?",
            because="a head count given for money",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * treated * (margin - voucher - contact)
            ),
            "This is the number you get with credit for all who bought, and contacts for them alone. Two things to look at again.",
            because="all buyers counted as won, and a contact counted like a voucher",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * (treated - control) * (margin - voucher - contact)
            ),
            "This is the number you get if voucher and contact are paid only for those who were won. Who else uses a voucher, and who is contacted?",
            because="costs put on the successes",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - control * voucher - contact)
            ),
            "This is the number you get if only those use the voucher who would have bought anyway. Whoever buys with the offer has one.",
            because="vouchers of those who were won forgotten",
        ),
        Slip(
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - treated * (voucher + contact))
            ),
            "This is the number you get if only those who buy are contacted. Everybody is.",
            because="a contact counted like a voucher",
        ),
    ],
    twin=lambda customers, control, treated, margin, voucher, contact: (
        f"Take {customers:,} customers, {control:.0%} against {treated:.0%}, a margin of {margin}, a voucher of {voucher} and a contact of {contact:.2f}. "
        f"{customers * (treated - control):,.0f} purchases are won and {customers * treated:,.0f} vouchers used: {customers * (treated - control):,.0f} × {margin} − "
        f"{customers * treated:,.0f} × {voucher} − {customers:,} × {contact:.2f} = {_offer(customers, control, treated, margin, voucher, contact):,.0f}."
    ),
    means=lambda **n: (
        f"{n['control'] / n['treated']:.0%} of the vouchers go to those who would have bought anyway."
    ),
    after="What would the offers earn if the voucher were smaller and won fewer?",
)


def _earned(anyway, won, margin, voucher, contact):
    more = (1 - anyway) * won
    return more * margin - (anyway + more) * voucher - contact


offer_profit = FunctionKey(
    asked.offer_profit,
    answer=_earned,
    plain=[_earned],
    edges=[
        dict(anyway=0.0, won=0.1, margin=50, voucher=10, contact=0.5),
        dict(anyway=1.0, won=0.1, margin=50, voucher=10, contact=0.5),
        dict(anyway=0.2, won=0.0, margin=50, voucher=10, contact=0.5),
        dict(anyway=0.2, won=0.1, margin=50, voucher=0, contact=0),
    ],
    slips=[
        Slip(
            lambda anyway, won, margin, voucher, contact: won * margin - (anyway + won) * voucher - contact,
            "This function takes the share won of all customers. It is the share of those who would not have bought.",
            because="the base of a share mistaken",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (
                (anyway + (1 - anyway) * won) * (margin - voucher) - contact
            ),
            "This function gives the offer credit for those who would have bought anyway.",
            because="buyers who would have bought anyway counted as won",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (1 - anyway) * won * (margin - voucher) - contact,
            "This function gives no voucher to those who would have bought anyway. They use it, too.",
            because="vouchers of those who would have bought anyway forgotten",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (1 - anyway) * won * margin - voucher - contact,
            "This function gives the voucher to everybody. Only those who buy use it.",
            because="a voucher counted like a contact",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (1 - anyway) * won * margin - contact,
            "This function leaves out the voucher.",
            because="incentive forgotten",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (
                (1 - anyway) * won * margin - (anyway + (1 - anyway) * won) * voucher
            ),
            "This function leaves out the contact.",
            because="contacts forgotten",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (
                (1 - anyway) * won * margin - (anyway + (1 - anyway) * won) * (voucher + contact)
            ),
            "This function pays the contact only for those who buy. It is paid for everyone.",
            because="a contact counted like a voucher",
        ),
        Slip(
            lambda anyway, won, margin, voucher, contact: (
                anyway * won * margin - (anyway + anyway * won) * voucher - contact
            ),
            "This function wins a share of those who would have bought anyway. Who is left to be won?",
            because="the complement forgotten",
        ),
    ],
    arrays=True,
    after="At which `anyway` does the profit fall to 0, if all else stays?",
)


def _needed(contact, voucher, margin, anyway, goal):
    return (goal + contact + anyway * voucher) / (margin - voucher)


needed_won = ReverseKey(
    asked.needed_won,
    # A share rounded to three digits must do.
    where=lambda margin, voucher, goal, **others: (
        (share := _needed(margin=margin, voucher=voucher, goal=goal, **others)) < 0.3
        and abs(round(share, 3) - share) * (margin - voucher) < 0.004 * goal
    ),
    forward=lambda given, contact, voucher, margin, anyway, goal: (
        given * margin - (anyway + given) * voucher - contact
    ),
    target=lambda goal, **others: goal,
    says="a profit of ¥{:.2f} a customer",
    answer=_needed,
    slips=[
        Slip(
            lambda contact, voucher, margin, anyway, goal: (goal + contact + anyway * voucher) / margin,
            "This is the number you get if those who are won use no voucher. They do.",
            because="margin in place of margin less voucher",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (goal + contact) / (margin - voucher),
            "This is the number you get if those who buy anyway use no voucher.",
            because="vouchers of those who would have bought anyway forgotten",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (contact + anyway * voucher) / (margin - voucher),
            "This is the number you get for an offer that earns nothing. It is to earn more.",
            because="break-even given for the goal",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (goal + anyway * voucher) / (margin - voucher),
            "This is the number you get without the contact.",
            because="contact forgotten",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (goal + contact + voucher) / margin,
            "This is the number you get if everybody uses the voucher. Only those who buy do.",
            because="a voucher counted like a contact",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (
                _needed(contact, voucher, margin, anyway, goal) + anyway
            ),
            "This is the number of all who buy. Those who would have bought anyway are not won.",
            because="all buyers given for those who are won",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: (
                _needed(contact, voucher, margin, anyway, goal) / (1 - anyway)
            ),
            "This is the number as a share of those who would not have bought. The share of all customers is asked.",
            because="the base of a share mistaken",
        ),
        Slip(
            lambda contact, voucher, margin, anyway, goal: goal / (margin - voucher),
            "This is the number you get if those who are won pay for the goal alone. What else do they have to pay for?",
            because="contact and vouchers forgotten",
        ),
    ],
    twin=lambda contact, voucher, margin, anyway, goal: (
        f"With a contact of {contact:.2f}, a voucher of {voucher}, a margin of {margin}, {anyway:.0%} who buy anyway and a goal of {goal:.2f}: {goal:.2f} + {contact:.2f} + "
        f"{anyway:.2f} × {voucher} = {goal + contact + anyway * voucher:.2f}, and {goal + contact + anyway * voucher:.2f} ÷ ({margin} − {voucher}) = "
        f"{_needed(contact, voucher, margin, anyway, goal):.4f}."
    ),
    after="What does that mean for offers of things that many buy anyway?",
)


def _profit_table(customers, profit, gain=lambda treated, control: treated - control):
    """What each category won and earned, by a function of the two shares and the margin."""
    shares = customers.groupby(["category", "offered"])["bought"].mean().unstack()
    margin = customers.groupby("category")["margin"].first()
    won = gain(shares[True], shares[False])
    table = pd.DataFrame({"won": won, "profit": profit(won, shares[True], margin)})
    return table.rename_axis("category").reset_index()


def _offer_table(customers, voucher, contact):
    return _profit_table(customers, lambda won, treated, margin: won * margin - treated * voucher - contact)


def _plain_offers(customers, voucher, contact):
    shares = customers.groupby(["category", "offered"])["bought"].mean().unstack()
    margin = customers.groupby("category")["margin"].first()
    offered, others = shares[True], shares[False]
    won = offered - others
    profit = won * margin - offered * voucher - contact
    return pd.DataFrame(dict(won=won, profit=profit)).rename_axis("category").reset_index()


offer_table = ValueKey(
    asked.offer_table,
    where=lambda customers, voucher, contact: (
        (_offer_table(customers, voucher, contact)["profit"].abs() > 0.2).all()
        and (_offer_table(customers, voucher, contact)["won"].abs() > 0.004).all()
        and (customers.groupby(["category", "offered"])["bought"].mean() > 0).all()
    ),
    answer=_offer_table,
    row="category",
    plain=_plain_offers,
    slips=[
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers,
                lambda won, treated, margin: treated * (margin - voucher) - contact,
            ),
            "is what you get with credit for all who bought with the offer. Some would have bought anyway.",
            because="buyers who would have bought anyway counted as won",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers,
                lambda won, treated, margin: treated * (margin - voucher) - contact,
                gain=lambda treated, control: treated,
            ),
            "is what you get without those who were not offered it. What did they buy?",
            because="no control group",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers, lambda won, treated, margin: won * (margin - voucher) - contact
            ),
            "is what you get if only those who were won use the voucher.",
            because="vouchers of those who would have bought anyway forgotten",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers, lambda won, treated, margin: won * margin - voucher - contact
            ),
            "is what you get if everybody uses the voucher. Only those who buy do.",
            because="a voucher counted like a contact",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers, lambda won, treated, margin: won * margin - treated * voucher
            ),
            "is what you get without the contacts.",
            because="contacts forgotten",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers,
                lambda won, treated, margin: won * margin - treated * voucher - contact,
                gain=lambda treated, control: control - treated,
            ),
            "is what you get with the two groups exchanged.",
            because="the sign of an effect turned round",
        ),
        Slip(
            lambda customers, voucher, contact: _profit_table(
                customers,
                lambda won, treated, margin: won * margin - treated * voucher - contact,
                gain=lambda treated, control: treated / control - 1,
            ),
            "is what you get as a rise in per cent of those without the offer. The share of all is asked.",
            because="a relative lift taken for the share won",
        ),
    ],
    twin=lambda customers, voucher, contact: (
        "For lamps of other customers: the offer won {:.4f} and earned ¥{:.2f} with each who got it.".format(
            *_offer_table(customers, voucher, contact).set_index("category").loc["lamps"]
        )
    ),
    means="What wins most is not what earns most: the margin counts, and who would have bought anyway.",
    after="How far could chance have moved the profit of the best category?",
)


@functools.cache
def _effects():
    """By category, over both rules of the trial: how many offers, and who bought without and with one."""
    table = trial().customers
    rows = []
    for rule, column in {"best seller": "best_seller", "next product": "next_product"}.items():
        for name in CATEGORIES:
            those = table[table[column] == name]
            bought = those[f"bought_{name.replace(' ', '_')}"]
            treated, control = bought[those["arm"] == rule], bought[those["arm"] == "control"]
            rows.append((name, len(treated), control.mean(), treated.mean()))
    found = pd.DataFrame(rows, columns=["category", "offers", "control", "treated"])
    return found[found["offers"] > 0]


def _by_category(profit):
    """A figure of an offer of each category, the offers of both rules weighed by their number."""
    rows = _effects()
    each = profit(rows["control"], rows["treated"], rows["category"].map(MARGINS)) * rows["offers"]
    return each.groupby(rows["category"]).sum() / rows.groupby("category")["offers"].sum()


def _money(contact):
    return _by_category(
        lambda control, treated, margin: (treated - control) * margin - treated * VOUCHER - contact
    )


def _paying(profit):
    """The offers of those categories that earn something by a way of counting."""

    def chosen(contact, results, offers):
        found = _by_category(lambda control, treated, margin: profit(control, treated, margin, contact))
        return offers.loc[offers["category"].isin(found[found > 0].index), "offer_id"].tolist()

    return chosen


def _top_for_each(column):
    """One offer a customer: the one with the highest figure."""

    def chosen(contact, results, offers):
        best = offers.sort_values([column, "offer_id"], ascending=[False, True])
        best = best[best[column] > 0].drop_duplicates("customer_id")
        return best["offer_id"].tolist()

    return chosen


def _best_sellers(contact, results, offers):
    share = asked.had(trial().customers).mean()
    ranked = offers.assign(share=offers["category"].map(share)).sort_values(
        "share", ascending=False, kind="stable"
    )
    return ranked.drop_duplicates("customer_id")["offer_id"].tolist()


@functools.cache
def _true_offers(contact):
    """What each possible offer earns by the truth."""
    truth, offers = next_trial(contact).truth, asked.possible_offers()
    profit = pd.Series(0.0, index=offers["offer_id"])
    count = len(next_trial(contact).customers)
    for name, rows in offers.groupby("category"):
        earned = truth.expected_profits([name] * count).loc[rows["customer_id"]]
        profit[rows["offer_id"]] = earned.to_numpy()
    return profit


def _best_by_money(contact, results, offers):
    """One offer a customer: the one whose category earns most, if it earns anything."""
    ranked = offers.assign(money=offers["category"].map(_money(contact)))
    ranked = ranked[ranked["money"] > 0].sort_values("money", ascending=False, kind="stable")
    return ranked.drop_duplicates("customer_id")["offer_id"].tolist()


offers = DecisionKey(
    asked.offers,
    enough=0.9,
    # With a cheap card the offers that it does not pay for cost so little that a list with them would be right.
    where=lambda contact, results, offers: contact > 1.85,
    profit=lambda contact, results, offers: _true_offers(contact).loc[offers["offer_id"]],
    policy=_paying(
        lambda control, treated, margin, contact: (treated - control) * margin - treated * VOUCHER - contact
    ),
    slips=[
        Slip(
            _top_for_each("lift"),
            "This is the list of the highest lift for each customer. Lift says what is bought together, and not what an offer wins or what that brings.",
            because="lift taken for money",
        ),
        Slip(
            _top_for_each("confidence"),
            "This is the list of the highest confidence for each customer. What she will probably buy, she will often buy without a card.",
            because="confidence without lift, and neither is an effect",
        ),
        Slip(
            _best_sellers,
            "This is the list of the best seller that each customer lacks. It wins few, and a part of them would have come anyway.",
            because="best seller for everybody",
        ),
        Slip(
            _paying(lambda control, treated, margin, contact: treated * (margin - VOUCHER) - contact),
            "This is the list you get with credit for all who bought with the offer. Who would have bought anyway?",
            because="buyers who would have bought anyway counted as won",
        ),
        Slip(
            _paying(lambda control, treated, margin, contact: (treated - control) * margin - contact),
            "This is the list you get without the vouchers. All who buy use one.",
            because="incentive forgotten",
        ),
        Slip(
            lambda contact, results, offers: offers.loc[offers["lift"] > 1.05, "offer_id"].tolist(),
            "This is the list of all offers with a lift above 1. Lift says what is bought together, and not what an offer brings.",
            because="lift above 1 taken for profit",
        ),
        Slip(
            _paying(
                lambda control, treated, margin, contact: (treated - control) * margin - treated * VOUCHER
            ),
            "This is the list you get without the cost of the card. Each card that goes out costs it, and some categories do not earn that much.",
            because="contact forgotten",
        ),
        Slip(
            _best_by_money,
            "This is the list with one offer for each customer, the one that earns most. She may get several: would none of the others pay for its card?",
            because="one offer a customer",
        ),
    ],
    twin=lambda contact, results, offers: (
        f"At ¥{contact:.2f} a card the same way gives, for one category: {_effects()['category'].iloc[0]} earns ¥{_money(contact)['home']:.2f} an offer. Do "
        "so for all six, and take those above 0."
    ),
    after="Which offers would you hold back at random, to know next year whether the ranking still holds?",
)

lift_or_money = ChoiceKey(
    asked.lift_or_money,
    answer="beauty",
    whys={
        "books": "Of 100: 6 × ¥30 − 21 × ¥10 = −¥30. The lift says that books and sports are bought together, also without an offer.",
        "beauty": "Of 100: 9 × ¥88 − 24 × ¥10 = ¥552. Books lose ¥30.",
        "both": "Books lose ¥30 with each 100 offers.",
        "neither": "They cost ¥10 each, and those who are won pay for that where the margin is high.",
    },
    after="Which of the four numbers stands in no table of rules?",
)

# Churn scoring ------------------------------------------------------------------------------------


def _calls(left, worth, calls, call):
    return 0.1 * left * worth - calls * call


calls = NumberKey(
    asked.calls,
    where=lambda **n: (
        abs(
            _calls(n["left_b"], n["worth_b"], n["calls_b"], n["call"])
            - _calls(n["left_a"], n["worth_a"], n["calls_a"], n["call"])
        )
        > 800
        and n["left_a"] / n["calls_a"] < 0.95
        and n["left_b"] / n["calls_b"] < 0.95
    ),
    answer=lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
        _calls(left_b, worth_b, calls_b, call) - _calls(left_a, worth_a, calls_a, call)
    ),
    slips=[
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: _calls(
                left_b, worth_b, calls_b, call
            ),
            "This is the number that the calls of B earn. By how much more is that than those of A?",
            because="one list given for the difference",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                left_b * worth_b - calls_b * call - (left_a * worth_a - calls_a * call)
            ),
            "This is the number you get if every call wins the customer back. One in ten comes.",
            because="the success rate left out",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                0.1 * (left_b * worth_b - left_a * worth_a)
            ),
            "This is the number you get without the cost of the calls. B calls fewer.",
            because="the cost of the calls forgotten",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(left_b, worth_a, calls_b, call) - _calls(left_a, worth_a, calls_a, call)
            ),
            "This is the number you get with the worth of A's customers in both lists. B calls those who are worth more.",
            because="leavers counted in place of money",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(calls_b, worth_b, calls_b, call) - _calls(calls_a, worth_a, calls_a, call)
            ),
            "This is the number you get if everybody on the lists had left. Some had not.",
            because="precision left out",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                0.1 * left_b * (worth_b - call) - 0.1 * left_a * (worth_a - call)
            ),
            "This is the number you get if only the calls that win somebody back cost money. Each call does.",
            because="the cost counted for successes",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(left_b, worth_b, left_b, call) - _calls(left_a, worth_a, left_a, call)
            ),
            "This is the number you get if only those who had left are called. The false alarms cost a call, too.",
            because="false alarms forgotten",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: _calls(
                left_a, worth_a, calls_a, call
            ),
            "This is the number that the calls of A earn. By how much more do those of B earn?",
            because="one list given for the difference",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(left_b, worth_b, calls_b, call) + _calls(left_a, worth_a, calls_a, call)
            ),
            "This is the number that both lists earn together. Their difference is asked.",
            because="a sum given for a difference",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(left_b, worth_b, calls_b, call) - 0.1 * left_a * worth_a
            ),
            "This is the number you get if only the calls of B cost money.",
            because="the cost of one list forgotten",
        ),
        Slip(
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                _calls(9 * left_b, worth_b, calls_b, call) - _calls(9 * left_a, worth_a, calls_a, call)
            ),
            "This is the number you get if nine in ten come back. One in ten does.",
            because="the complement of the success",
        ),
    ],
    twin=lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
        f"Take for A {left_a} of {calls_a}, worth ¥{worth_a}, for B {left_b} of {calls_b}, worth ¥{worth_b}, and ¥{call} a call. A: {left_a} × 0.1 × {worth_a} − {calls_a} × "
        f"{call} = {_calls(left_a, worth_a, calls_a, call):,.0f}. B: {left_b} × 0.1 × {worth_b} − {calls_b} × {call} = {_calls(left_b, worth_b, calls_b, call):,.0f}. The difference is "
        f"{_calls(left_b, worth_b, calls_b, call) - _calls(left_a, worth_a, calls_a, call):,.0f}."
    ),
    means="The AUC asks who leaves. The list asks whose call pays.",
    after="With how many calls would you compare the two, if only 300 can be made?",
)

hold_out = ChoiceKey(
    asked.hold_out,
    answer="past",
    whys={
        "same": "Those held out at random are of the same half-year. Next year's customers are called before their half-year has begun.",
        "sample": "A small sample moves the AUC up and down. It does not make it .99.",
        "past": "On 1 July nobody knows the days since the last order on 31 December: that column is the answer in other words.",
        "calibrated": "The ranking itself rests on what is not known yet on the day of the calls.",
    },
    after="On which day would you cut, which columns would be left, and what would “left” mean?",
)

auc_or_money = ChoiceKey(
    asked.auc_or_money,
    answer="profit",
    whys={
        "auc": "It counts a pair of customers worth ¥50 like a pair worth ¥5,000, and pairs whom nobody would call.",
        "profit": "Lists are bought for what they earn. If the interval holds 0, running cost and ease decide.",
        "precision": "A short list of small customers can be precise and earn little.",
        "simple": "Simple is cheaper to run. By how much the other one earns more is to be set against it.",
    },
    after="How large a difference could this hold-out tell from chance?",
)

# Fresh data ---------------------------------------------------------------------------------------

stale = NumberKey(
    asked.stale,
    where=lambda age, loss, customers, rounds, cost: (
        abs(loss * customers * rounds - cost) > 3_000 and abs(2 * loss * customers * rounds - cost) > 3_000
    ),
    answer=lambda age, loss, customers, rounds, cost: loss * customers * rounds - cost,
    slips=[
        Slip(
            lambda age, loss, customers, rounds, cost: loss * customers * rounds,
            "This is the number that fresh data bring. What do the nights cost?",
            because="cost forgotten",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: loss * customers - cost,
            "This is the number you get with a single round in the year.",
            because="rounds forgotten",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: loss * customers * 365 - cost,
            "This is the number you get if the loss came every night. It comes with each round of offers.",
            because="nights counted in place of decisions",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: loss * customers * 12 - cost,
            "This is the number you get with a round a month. How many rounds are there?",
            because="months counted in place of rounds",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: (loss * customers - cost) * rounds,
            "This is the number you get if the nights cost as much for each round. The cost is that of a year.",
            because="cost a year taken for cost a round",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: loss * customers * rounds + cost,
            "This is the number you get with the cost added. It is to be taken off.",
            because="a sign",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: loss * rounds - cost,
            "This is the number you get with one customer. How many are there?",
            because="the number of customers left out",
        ),
        Slip(
            lambda age, loss, customers, rounds, cost: cost / (loss * rounds),
            "This is the number of customers from which nightly loading pays. What does it earn with those that there are?",
            because="break-even given for the profit",
        ),
    ],
    twin=lambda age, loss, customers, rounds, cost: (
        f"With data of {age}, a loss of ¥{loss:.2f}, {customers:,} customers, {rounds} rounds and a cost of ¥{cost:,}: {loss:.2f} × {customers:,} × {rounds} − {cost:,} = "
        f"{loss * customers * rounds - cost:,.0f}."
    ),
    means="Fresh data are worth what the decisions made from them lose without it. Nights without a decision are worth nothing.",
    after="Which decision of your own firm would suffer from data of yesterday?",
)

# Build, buy or wait -------------------------------------------------------------------------------

pays_from = NumberKey(
    asked.pays_from,
    answer=lambda hand, built, gain, rounds: (built - hand) / (gain * rounds),
    slips=[
        Slip(
            lambda hand, built, gain, rounds: built / (gain * rounds),
            "This is the number you get if the work by hand cost nothing. It falls away with the system.",
            because="what is saved forgotten",
        ),
        Slip(
            lambda hand, built, gain, rounds: (built + hand) / (gain * rounds),
            "This is the number you get if the work by hand goes on beside the system.",
            because="a sign",
        ),
        Slip(
            lambda hand, built, gain, rounds: (built - hand) / gain,
            "This is the number you get with a single round a year.",
            because="rounds forgotten",
        ),
        Slip(
            lambda hand, built, gain, rounds: (built - hand) * gain * rounds,
            "This is the number you get by multiplying. The more a customer brings, the fewer are needed.",
            because="multiplied in place of divided",
        ),
        Slip(
            lambda hand, built, gain, rounds: (built - hand) * rounds / gain,
            "This is the number you get if the cost came with each round. It is a year's cost.",
            because="cost a year taken for cost a round",
        ),
        Slip(
            lambda hand, built, gain, rounds: hand / (gain * rounds),
            "This is the number you get from the cost by hand. By how much is the system dearer?",
            because="one cost in place of the difference",
        ),
        Slip(
            lambda hand, built, gain, rounds: (built - hand) / (gain * 12),
            "This is the number you get with a round a month. How many rounds are there?",
            because="months counted in place of rounds",
        ),
    ],
    twin=lambda hand, built, gain, rounds: (
        f"By hand ¥{hand:,}, with the system ¥{built:,}: ¥{built - hand:,} more. ¥{gain:.2f} × {rounds} rounds = ¥{gain * rounds:.2f} a customer and year, and {built - hand:,} ÷ "
        f"{gain * rounds:.2f} = {(built - hand) / (gain * rounds):,.0f} customers."
    ),
    means=lambda hand, built, gain, rounds: (
        f"With half as many customers the system loses ¥{(built - hand) / 2:,.0f} a year."
    ),
    after="What else would the system have to bring, so that it pays for a firm of a tenth of that size?",
)

# The plan


@functools.cache
def _rule_earnings(profit):
    """What each rule earns a customer and round, by a way to count what an offer earns."""
    shares = asked.offered_by()
    each = _by_category(profit)
    return (shares["share"] * shares["category"].map(each)).groupby(shares["rule"]).sum()


def _by_money(control, treated, margin):
    return (treated - control) * margin - treated * VOUCHER - CONTACT


@functools.cache
def _call_earnings():
    """What each list of calls brings a regular customer a year, as the risks say."""
    known = asked.regulars()
    each = SUCCESS * known["risk"] * known["worth"] - CALL
    lists = {"none": each < -np.inf, "risk": known["risk"] > 0.5, "risk x worth": each > 0}
    return pd.Series({name: each[chosen].sum() / len(known) for name, chosen in lists.items()})


@functools.cache
def _true_rules():
    """What each rule earns a customer and round by the truth."""
    truth = trial().truth
    table = trial().customers
    owned = asked.had(table)
    lacking = {name: ~owned[name] for name in CATEGORIES}
    made = {
        "best seller": table["best_seller"].astype(object),
        "lift": table["next_product"].astype(object),
        "confidence": asked._surest(owned),
        "money": asked._first_of(lacking, ("beauty", "sports", "clothing", "home")),
    }
    return pd.Series({rule: truth.expected_profits(list(offer)).mean() for rule, offer in made.items()})


@functools.cache
def _true_calls():
    """What each list brings a regular customer by the truth: who had left, and what a second life is worth."""
    from crmlib.workbook.keys import retention

    known = asked.regulars()
    each = retention._true_profit(known, CALL, SUCCESS, 0)
    expected = (SUCCESS * known["risk"] * known["worth"] - CALL).to_numpy()
    lists = {
        "none": expected < -np.inf,
        "risk": (known["risk"] > 0.5).to_numpy(),
        "risk x worth": expected > 0,
    }
    return pd.Series({name: each.to_numpy()[chosen].sum() / len(known) for name, chosen in lists.items()})


def _costs(plans, customers, licence, built):
    """The cost of each plan a year beyond today."""
    bought = licence * customers + ADAPTED * (plans["rule"] == "money")
    platform = plans["platform"].map({"by hand": 0.0, "bought": 0.0, "built": float(built)})
    return platform + bought * (plans["platform"] == "bought") + plans["calls"].map(SCORE)


def _plan_profits(customers, licence, built, plans, rules, calls):
    """What each plan earns beyond today, from what the rules and the calls earn."""
    today = HAND_ROUNDS * rules["best seller"]
    earned = customers * (plans["rounds"] * plans["rule"].map(rules) - today)
    earned = earned + REGULARS * customers * plans["calls"].map(calls)
    return (earned - _costs(plans, customers, licence, built)).set_axis(plans["plan_id"])


def _true_plans(customers, licence, built, plans, **others):
    return _plan_profits(customers, licence, built, plans, _true_rules(), _true_calls())


def _best_plan(among=None, rules=_by_money):
    """The best plan among some, by a way of counting."""

    def chosen(customers, licence, built, plans, **others):
        profit = _plan_profits(customers, licence, built, plans, _rule_earnings(rules), _call_earnings())
        if among is not None:
            profit = profit[among(plans).to_numpy()]
        return [profit.idxmax()]

    return chosen


def _on_another_platform(customers, licence, built, plans, **others):
    """The best plan by money on the platform that is not the best one."""
    best = _best_plan()(customers, licence, built, plans)[0]
    platform = plans.set_index("plan_id")["platform"][best]
    other = "bought" if platform == "built" else "built"
    among = _best_plan(lambda table: (table["platform"] == other) & (table["rule"] == "money"))
    return among(customers, licence, built, plans)


_platform_slips = [
    Slip(
        _best_plan(lambda plans: plans["rule"] == "lift"),
        "This is the plan by lift. It has no offer for half of the customers, and to the others it offers what is bought together, not what an offer wins.",
        because="lift taken for money",
    ),
    Slip(
        _best_plan(lambda plans: plans["rule"] == "confidence"),
        "This is the plan by confidence. It offers what a customer will probably buy, and that is often what she would buy anyway.",
        because="confidence without lift",
    ),
    Slip(
        _best_plan(lambda plans: plans["rule"] == "best seller"),
        "This is the plan that builds a system for the rule of today. More rounds of it are all that the money brings.",
        because="technology by itself: best seller kept",
    ),
    Slip(
        _best_plan(lambda plans: (plans["rule"] == "money") & (plans["calls"] == "risk")),
        "This is the plan with calls to all who have probably left. The list by risk ranks leavers best, and the one by risk × worth earns more.",
        because="AUC in place of money",
    ),
    Slip(
        _best_plan(
            lambda plans: (
                (plans["rule"] == "money") & (plans["calls"] == "none") & (plans["rounds"] > HAND_ROUNDS)
            )
        ),
        "This is the plan without calls. What does the list by risk × worth bring a regular, and what does it cost to run?",
        because="the health score left out",
    ),
    Slip(
        _on_another_platform,
        "This is the plan with the right rule on a dearer platform. What does the same cost on another, and what is left if it is done by hand?",
        because="the cost of the platforms not compared",
    ),
]


def _fits(**numbers):
    """Whether the platform matters by what a student can know, and no foreseen error earns more by the truth."""
    plans = numbers["plans"].set_index("plan_id")
    best = _best_plan()(**numbers)[0]
    known = {key: numbers[key] for key in ("customers", "licence", "built", "plans")}
    seen = _plan_profits(**known, rules=_rule_earnings(_by_money), calls=_call_earnings())
    others = seen[plans.index[plans["platform"] != plans["platform"][best]]]
    profit = _true_plans(**numbers)
    wrong = [slip.wrong(**numbers)[0] for slip in _platform_slips]
    return (
        others.max() < 0.94 * seen[best]
        and profit[best] > 1.1 * max(0.0, profit.sum())
        and (profit[wrong] < profit[best]).all()
        and len({best, *wrong}) == 1 + len(wrong)
    )


platform = DecisionKey(
    asked.platform,
    where=_fits,
    profit=_true_plans,
    policy=_best_plan(),
    most=lambda **numbers: 1,
    redrawn=False,
    slips=_platform_slips,
    twin=lambda customers, licence, built, plans, results, offered, regulars: (
        f"For {customers:,} customers, a licence of ¥{licence:.2f} and ¥{built:,} for building, plan 1, by hand and by lift, earns {customers:,} × 2 × "
        f"({_rule_earnings(_by_money)['lift']:.2f} − {_rule_earnings(_by_money)['best seller']:.2f}) = ¥"
        f"{2 * customers * (_rule_earnings(_by_money)['lift'] - _rule_earnings(_by_money)['best seller']):,.0f} beyond today, by the trial. Do so for each plan."
    ),
    after="How much of what your plan earns is earned by the rule, and how much by the platform?",
)

whose_credit = ChoiceKey(
    asked.whose_credit,
    answer="nothing",
    whys={
        "all": "¥130,000 of it was earned before, and the rest in the region by hand as well.",
        "difference": "Rule and system came together. The region by hand had only the rule, and earned as much a customer.",
        "nothing": "The rule made the rise, with the system and without it. So the system's cost is all that it has added.",
        "half": "They can be parted here: one region had the rule without the system.",
    },
    after="What could the system do next year that cannot be done by hand?",
)

# Why projects fail, and what is told --------------------------------------------------------------

luckin = AuditKey(
    asked.luckin,
    answer="members",
    whys={
        "scans": "Shops × scans a day × days: a year's scans.",
        "each": "262.8 ÷ 18 = 14.6.",
        "month": "A year has twelve months.",
        "members": "A scan is no new user: the same 18 million scan again and again, and there are not 262.8 million of them.",
        "often": "18 × 48 = 864. Whether they do buy 48 times is another question.",
    },
    after="Three lines count the same people in different ways. Which number would you ask the vendor for?",
)


def _clean_case(shops, scans, users, inside, outside):
    each = shops * scans * 365 / 1e6 / users
    return 1 <= each <= 20 and inside / outside > 1.25


slide = AuditKey(
    asked.slide,
    where=_clean_case,
    answer="brought",
    whys={
        "scans": "Shops × scans × days.",
        "each": "The scans divided by the users.",
        "cups": "Users × purchases a month × twelve.",
        "more": "The ratio of the two frequencies, less 1. It says that they do, and not why.",
        "brought": "Whoever drinks much tea joins a group of tea drinkers. What they would have bought without it is not known, so the difference cannot be "
        "credited to the groups.",
    },
    twin=lambda shops, scans, users, inside, outside: (
        f"The same for other numbers: {shops:,} × {scans} × 365 = {shops * scans * 365 / 1e6:.1f} million scans, for {users} million users {shops * scans * 365 / 1e6 / users:.1f} "
        f"each, and {inside:.1f} ÷ {outside:.1f} − 1 = {inside / outside - 1:.0%} more purchases. Somebody who joins a running club runs more than "
        "others, and did so before."
    ),
    after="To which customers or shops could the chain open its groups at random?",
    pool=(
        dict(
            where=lambda customers, users, inside, outside: (
                users < 0.6 * customers and inside > 1.25 * outside
            ),
            answer="brought",
            whys={
                "share": "The customers with the app, of all customers.",
                "orders": "Customers with the app × orders a month × twelve.",
                "brought": "Two groups of people were compared, and nobody with what she did before. Who orders bread often has more use for an app.",
                "more": "The ratio of the two frequencies, less 1. It says that they do, and not why.",
                "all": "Both groups, each with the weight of its customers.",
            },
            twin=lambda customers, users, inside, outside: (
                f"The same for other numbers: {users} of {customers} thousand are {users / customers:.0%}, {inside:.1f} ÷ {outside:.1f} − 1 = {inside / outside - 1:.0%}, and "
                f"{users / customers:.2f} × {inside:.1f} + {1 - users / customers:.2f} × {outside:.1f} = {users / customers * inside + (1 - users / customers) * outside:.2f}. "
                "Owners of a rice cooker eat more rice than others, and most did so before they bought it."
            ),
            after="To whom could the chain offer the app at random, and what would it count?",
        ),
        dict(
            where=lambda visits, share, inside, outside: inside > 1.9 * outside,
            answer="brought",
            whys={
                "clicks": "Visits × the share with a click.",
                "orders": "The visits with a click × the share of them that ends in an order.",
                "times": "The ratio of the two shares. It says that they do, and not why.",
                "brought": "Who clicks is looking for something to buy, and would often have found it without the click. Nobody at random was shown no recommendations.",
                "all": "Both kinds of visits, each with its weight.",
            },
            twin=lambda visits, share, inside, outside: (
                f"The same for other numbers: {visits} million × {share:.0%} = {visits * share * 1_000:,.0f} thousand, of which {inside:.1%} order, {inside / outside:.1f} times as many as "
                f"{outside:.1%}; together {share * inside + (1 - share) * outside:.2%}. People who ask a shop assistant buy more often than those who do not, and many came in "
                "order to buy."
            ),
            after="In which visits would you leave the recommendations out, and for how long?",
        ),
    ),
)

trend = MatchKey(
    asked.trend,
    answer={
        asked.PICKED: "customers drawn at random go on with the best seller",
        asked.CHANNELS: "shops drawn at random get it a year before the others",
        asked.FORECAST: "customers drawn at random go on with last year's revenue",
    },
    slips={
        (
            asked.PICKED,
            "customers who use it are compared with those who do not",
        ): "Nobody uses it or not: each gets an offer. Who chooses for herself differs in more than that.",
        (
            asked.PICKED,
            "shops drawn at random get it a year before the others",
        ): "That would do as well, and needs far more customers. Offers can be drawn customer by customer.",
        (
            asked.CHANNELS,
            "customers drawn at random go on with the best seller",
        ): "An agent who knows everything of one customer and nothing of the next? It "
        "can be given to a whole shop only.",
        (
            asked.CHANNELS,
            "customers who use it are compared with those who do not",
        ): "Those who use many channels spend more anyway.",
        (
            asked.FORECAST,
            "forecasts are laid beside what was spent two years later",
        ): "This shows whether the forecast is right. Whether a budget that follows it earns more is another question.",
        (
            asked.FORECAST,
            "customers who use it are compared with those who do not",
        ): "Customers do not use a forecast. By what would their budget be set without it?",
        (
            asked.PICKED,
            "customers drawn at random go on with last year's revenue",
        ): "Revenue sets a budget. By what were offers picked before?",
        (
            asked.CHANNELS,
            "customers drawn at random go on with last year's revenue",
        ): "That is a way to set budgets. What can be given to one shop and withheld from another?",
        (
            asked.CHANNELS,
            "forecasts are laid beside what was spent two years later",
        ): "No forecast is made here. Who could go without for a year?",
        (
            asked.FORECAST,
            "customers drawn at random go on with the best seller",
        ): "The best seller is an offer. By what would a budget be set without the forecast?",
        (
            asked.FORECAST,
            "shops drawn at random get it a year before the others",
        ): "That would do as well, and needs far more customers. A budget can be set customer by customer.",
        (
            asked.PICKED,
            "forecasts are laid beside what was spent two years later",
        ): "This shows how well something is foretold, and not what an offer has caused.",
    },
    means="An effect needs somebody who went without at random. A forecast may be right, and earn nothing.",
    after="Which of the three comparisons could your own firm begin next month?",
)

own = MemoKey(
    asked.own,
    model="The text compares customers who opened, or who have the app, with others who chose not to. The gravest flaw: the 35 % have nobody beside them who "
    "got no recommendation. People open what they were going to buy, so most of these purchases may have come anyway. The second is the AUC of .97, which is not said to be cut in "
    "time and says nothing of money. The number I need is the margin a customer of those who were drawn at random and got no recommendation; a tenth held back for one "
    "quarter would give it. If the difference is ¥1 a customer and round, then 30,000 customers and 4 rounds bring ¥120,000, which has to be set against what the platform costs a "
    "year. If it is ¥0.20, they bring ¥24,000. So the decision changes: no renewal of the contract until the tenth that was held back has been counted. That costs a tenth of "
    "the gain of one quarter, at most.",
)

memo = MemoKey(
    asked.memo,
    model="We should first change the rule. By the trial, ranking offers by money earns ¥4.24 a customer and round, where the best seller earns ¥1.32. I count on ¥3.70 and ¥1.20, since what looks best in "
    "noisy numbers looks better than it is. For 50,000 customers and two rounds the new rule then brings ¥250,000 a year, by hand and at no further cost. A system adds two more rounds, ¥370,000, and a list of "
    "calls by risk × worth, about ¥34,000, for which it takes ¥12,000. If building costs ¥240,000 a year, it pays by about ¥150,000. I turned down the bought system as it ships: it ranks by lift, has no "
    "offer for half of the customers, and earns less a round than we do today. If the further rounds bring only half, building loses ¥33,000 a year; if we wait and they bring all, we forgo ¥150,000. So I would change the rule now, run a third round by hand as a "
    "test, with a tenth held back at random, and then build.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_size = ChoiceKey(
    asked.lab_size,
    answer="never",
    whys={
        "hundred": "Each customer costs twice what she brings, and so do 100,000.",
        "million": "A cost a customer grows with the customers. Size helps against a cost that is fixed.",
        "never": "Each customer costs ¥0.50 and brings ¥0.25. Size makes the loss larger.",
    },
    after="And if the price is fixed, whatever the number of customers?",
)

lab_baskets = ChoiceKey(
    asked.lab_baskets,
    answer="lower",
    whys={
        "higher": "There is more of both by chance, too, and lift is measured against chance.",
        "same": "Much of the lift came from small baskets, which hold hardly anything, beside large ones, which hold everything.",
        "lower": "In a large basket both are there often by chance. A good part of the lift was the size of the basket.",
    },
    after="Which other property of a basket could raise lifts in the same way?",
)

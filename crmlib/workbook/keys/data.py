"""The answers to the questions of chapter 3, customer data and the customer database."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import quality
from crmlib.workbook.banks import data as asked
from crmlib.workbook.finding.tracing import log
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, swap
from crmlib.workbook.marking.query import QueryKey
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

# The database ------------------------------------------------------------------------------------------

steps = OrderKey(
    asked.steps,
    answer=["functions", "types", "sources", "platform", "update"],
    slips=[
        Slip(
            swap("functions", "platform"),
            "This is the order in which the machine is bought before anybody knows what it is for.",
            because="the deck's remedy for silos is a data lake and an engine: technology first",
        ),
        Slip(
            swap("types", "sources"),
            "This is the order in which the firm takes what its systems happen to hold. Which facts does the purpose need?",
            because="data collected because they are there: against minimisation",
        ),
        Slip(
            swap("sources", "platform"),
            "This is the order in which the platform is chosen before it is known what must flow into it.",
            because="a platform that cannot read a source is found out late",
        ),
        Slip(
            swap("functions", "types"),
            "This is the order in which facts are listed before anybody has said what for. Which of them would be too many?",
            because="collected because it might be useful: the chapter's common mistake",
        ),
        Slip(
            swap("platform", "update"),
            "This is the order in which data are loaded before there is a place for them.",
            because="the nightly load taken for the first filling",
        ),
    ],
    means="Purpose, facts, sources, machine, upkeep: each step rests on the one before.",
    after="At which step does the law ask whether a fact is needed at all?",
    pool=(dict(), dict()),
)


def _database():
    return asked.customer_database().path


def _best(
    rows, year, where="consent_email AND birth_year >= {year}", order="ORDER BY revenue DESC LIMIT {rows}"
):
    return f"SELECT customer_id, revenue FROM customer_view WHERE {where.format(year=year)} {order.format(rows=rows)}"


best_mailed = QueryKey(
    asked.best_mailed,
    database=_database,
    answer=_best,
    slips=[
        Slip(
            lambda rows, year: _best(rows, year, where="birth_year >= {year}"),
            "This is the table you get with those who did not agree. That a firm knows an address is no consent.",
            because="whoever has an address is written to: consent forgotten",
        ),
        Slip(
            lambda rows, year: _best(rows, year, where="consent_email"),
            "This is the table you get of all ages. Who is left out by the year of birth?",
            because="a WHERE with one of two conditions",
        ),
        Slip(
            lambda rows, year: _best(rows, year, where="true"),
            "This is the table you get of all customers. Two conditions are missing.",
            because="a missing WHERE",
        ),
        Slip(
            lambda rows, year: _best(rows, year, where="consent_email AND birth_year < {year}"),
            "This is the table you get of those born before. A later year is a younger customer.",
            because="a comparison turned round",
        ),
        Slip(
            lambda rows, year: _best(rows, year, where="(consent_email OR birth_year >= {year})"),
            "This is the table you get of those who keep one of the two conditions. Both are asked.",
            because="OR for AND",
        ),
        Slip(
            lambda rows, year: _best(rows, year, where="consent_sms AND birth_year >= {year}"),
            "This is the table you get of those who agreed to SMS. A consent is for one way only.",
            because="one consent taken for another",
        ),
        Slip(
            lambda rows, year: _best(rows, year, order="ORDER BY revenue LIMIT {rows}"),
            "This is the table you get from the lowest revenue up. SQL sorts upwards unless it is told otherwise.",
            because="ORDER BY without DESC",
        ),
        Slip(
            lambda rows, year: _best(rows, year, order="ORDER BY revenue DESC"),
            "This is the table you get without an end. `LIMIT` cuts it off.",
            because="a missing LIMIT",
        ),
        Slip(
            lambda rows, year: _best(rows, year, order="ORDER BY orders DESC, revenue DESC LIMIT {rows}"),
            "This is the table you get of those with the most orders. The highest revenue is asked.",
            because="frequency taken for value",
        ),
    ],
    twin=lambda rows, year: (
        f"The same for SMS: the {rows} with the most orders among those born before {year}. `SELECT customer_id, orders FROM "
        f"customer_view WHERE consent_sms AND birth_year < {year} ORDER BY orders DESC LIMIT {rows}`."
    ),
    means="A customer without a year of birth is left out, too: a comparison with NULL is not true.",
    after="Who of them would you not write to this week, and which table tells you?",
)


def _cities(
    month, least, customers="count(*)", answered="count(satisfaction)", mean="avg(satisfaction)",
    where="city IS NOT NULL", seen="last_seen >= DATE '2025-{month:02d}-01'", having="HAVING count(*) >= {least}",
):  # fmt: skip
    return (
        f"SELECT city, {customers} AS customers, {answered} AS answered, {mean} AS satisfaction FROM customer_view "
        f"WHERE {where} AND {seen.format(month=month)} GROUP BY city {having.format(least=least)}"
    )


by_city = QueryKey(
    asked.by_city,
    database=_database,
    answer=_cities,
    slips=[
        Slip(
            lambda month, least: _cities(month, least, where="true"),
            "This is the table you get with a group of those whose city nobody knows. NULL makes a group of its own.",
            because="NULL grouped like a value",
        ),
        Slip(
            lambda month, least: _cities(month, least, answered="count(*)"),
            "This is the table you get if everybody has answered. What does `count(*)` count, and what `count(satisfaction)`?",
            because="NULLs counted: count(*) in place of count(column)",
        ),
        Slip(
            lambda month, least: _cities(month, least, answered="count(DISTINCT satisfaction)"),
            "This is the table you get counting the different answers. Two customers who both say 4 are two answers.",
            because="DISTINCT as a habit",
        ),
        Slip(
            lambda month, least: _cities(month, least, mean="sum(satisfaction) / count(*)"),
            "This is the table you get if no answer counts as 0. Nobody said 0.",
            because="a missing answer averaged as 0",
        ),
        Slip(
            lambda month, least: _cities(month, least, mean="avg(coalesce(satisfaction, 3))"),
            "This is the table you get if no answer counts as the middle of the scale. Nobody said 3.",
            because="a missing answer filled with the middle",
        ),
        Slip(
            lambda month, least: _cities(month, least, where="city IS NOT NULL AND satisfaction IS NOT NULL"),
            "This is the table you get of those who answered. The others are customers, too: count them.",
            because="a WHERE that leaves out rows which another column needs",
        ),
        Slip(
            lambda month, least: _cities(month, least, customers="sum(records)::INTEGER"),
            "This is the table you get counting records. A customer may have several.",
            because="records counted for customers: a wrong unit of the group",
        ),
        Slip(
            lambda month, least: _cities(month, least, having=""),
            "This is the table you get with the small cities. `HAVING` chooses among groups.",
            because="a missing HAVING",
        ),
        Slip(
            lambda month, least: _cities(month, least, seen="true"),
            "This is the table you get of all customers, whenever they were last seen.",
            because="a missing WHERE",
        ),
        Slip(
            lambda month, least: _cities(month, least, seen="first_seen >= DATE '2025-{month:02d}-01'"),
            "This is the table you get of those who were first seen since then. Old customers come back, too.",
            because="a wrong column of dates",
        ),
    ],
    twin=lambda month, least: (
        "The same by decade of birth with the willingness to recommend: `SELECT birth_year // 10 * 10 AS decade, count(*) AS "
        "customers, count(recommend) AS answered, avg(recommend) AS recommend FROM customer_view WHERE birth_year IS NOT NULL AND "
        f"first_seen < DATE '2025-{month:02d}-01' GROUP BY decade HAVING count(*) > {least}`. `count(recommend)` leaves out NULL."
    ),
    means="At best about half of a city has answered, so each mean rests on few.",
    after="Are those who answer like those who do not?",
)


def _callers(contacts, month, kind="WHERE kind = 'contact'", status="AND status NOT IN ('cancelled', 'returned')",
             join="LEFT JOIN", since="order_date >= DATE '2025-{month:02d}-01'", having="HAVING count(*) >= {contacts}"):  # fmt: skip
    return (
        "SELECT customer_id, t.contacts, coalesce(o.revenue, 0) AS revenue "
        f"FROM (SELECT customer_id, count(*) AS contacts FROM ticket {kind} GROUP BY customer_id "
        f"{having.format(contacts=contacts)}) AS t "
        f"{join} (SELECT customer_id, sum(amount) AS revenue FROM customer_order "
        f"WHERE {since.format(month=month)} {status} GROUP BY customer_id) AS o USING (customer_id)"
    )


def _multiplied(contacts, month, counted="count(*)", join="JOIN"):
    """Tickets joined to orders, row by row."""
    return (
        f"SELECT customer_id, {counted} AS contacts, coalesce(sum(o.amount), 0) AS revenue "
        f"FROM ticket AS t {join} (FROM customer_order "
        f"WHERE order_date >= DATE '2025-{month:02d}-01' AND status NOT IN ('cancelled', 'returned')) AS o USING (customer_id) "
        f"WHERE t.kind = 'contact' GROUP BY customer_id HAVING {counted} >= {contacts}"
    )


callers = QueryKey(
    asked.callers,
    database=_database,
    answer=_callers,
    slips=[
        Slip(
            _multiplied,
            "This is the table you get joining each contact to each order: the contacts, the revenue and who is chosen are all "
            "multiplied. How many rows does the join have for one customer?",
            because="a join that multiplies rows: contacts × orders",
        ),
        Slip(
            lambda contacts, month: _multiplied(contacts, month, join="LEFT JOIN"),
            "This is the table you get from a left join of each contact to each order. Nobody is lost, and both columns are multiplied.",
            because="an outer join heals the loss and not the product",
        ),
        Slip(
            lambda contacts, month: _multiplied(contacts, month, "count(DISTINCT t.ticket_no)", "LEFT JOIN"),
            "This is the table you get adding up each order once for each contact. The contacts are right, the revenue is "
            "multiplied.",
            because="DISTINCT heals the count and not the sum",
        ),
        Slip(
            lambda contacts, month: _multiplied(contacts, month, "count(DISTINCT t.ticket_no)"),
            "This is the table you get adding up each order once for each contact, without those who placed no order. Two things to "
            "look at again: the sum and the join.",
            because="DISTINCT heals the count; the sum and the inner join stay",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, kind=""),
            "This is the table you get with complaints counted as contacts. Look at `kind`.",
            because="a missing WHERE",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, status=""),
            "This is the table you get with cancelled and returned orders. They brought no money.",
            because="returned goods counted as revenue",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, status="AND status <> 'cancelled'"),
            "This is the table you get with returned orders. Their money went back.",
            because="returned goods counted as revenue",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, join="JOIN"),
            "This is the table you get without those who called and placed no such order. They cost time and brought nothing: they "
            "belong into it.",
            because="an inner join in place of an outer one",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, having="HAVING count(*) > {contacts}"),
            "This is the table you get of those with more contacts than that. “At least” has the number itself in it.",
            because="> for >=",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, having=""),
            "This is the table you get of everybody who ever called. `HAVING` chooses among groups.",
            because="a missing HAVING",
        ),
        Slip(
            lambda contacts, month: _callers(contacts, month, since="true"),
            "This is the table you get with the orders of all years.",
            because="a missing WHERE",
        ),
    ],
    twin=lambda contacts, month: (
        "The same with complaints and answers: `SELECT customer_id, c.complaints, coalesce(a.answers, 0) AS answers FROM (SELECT "
        "customer_id, count(*) AS complaints FROM ticket WHERE kind = 'complaint' GROUP BY customer_id HAVING count(*) >= "
        f"{contacts}) AS c LEFT JOIN (SELECT customer_id, count(*) AS answers FROM survey_answer WHERE answered_on >= DATE "
        f"'2025-{month:02d}-01' GROUP BY customer_id) AS a USING (customer_id)`. Each side has one row a customer before they meet."
    ),
    means="Each side has one row a customer before they are joined, so nothing is multiplied.",
    after="Which sum in a report of your own firm may have been multiplied in this way?",
)

# Quality -----------------------------------------------------------------------------------------------

ratio = NumberKey(
    asked.ratio,
    where=lambda rows, missing, wrong: wrong < 0.6 * (rows - missing),
    answer=lambda rows, missing, wrong: quality.quality_ratio(wrong, rows - missing),
    routes=[lambda rows, missing, wrong: (rows - missing - wrong) / (rows - missing)],
    slips=[
        Slip(
            lambda rows, missing, wrong: quality.quality_ratio(wrong, rows),
            "This is the number you get dividing by all customers. A number that is not there cannot be judged.",
            because="missing values counted as valid",
        ),
        Slip(
            lambda rows, missing, wrong: quality.quality_ratio(missing + wrong, rows),
            "This is the share of customers with a number that can exist: completeness and validity in one. Validity is asked.",
            because="missing values counted as invalid",
        ),
        Slip(
            lambda rows, missing, wrong: quality.quality_ratio(missing, rows),
            "This is the completeness: the share that is there. How much of that can exist?",
            because="completeness taken for validity",
        ),
        Slip(
            lambda rows, missing, wrong: wrong / (rows - missing),
            "This is the share that cannot exist. The share that can is asked.",
            because="failures given for the ratio",
        ),
        Slip(
            lambda rows, missing, wrong: rows - missing - wrong,
            "This is the number of customers whose number can exist. The share of them is asked.",
            because="a count given for a share",
        ),
    ],
    twin=lambda rows, missing, wrong: (
        f"With {rows} customers, {missing} missing and {wrong} that cannot exist: {rows - missing} numbers are there, "
        f"{rows - missing - wrong} of them can exist. {rows - missing - wrong} ÷ {rows - missing} = "
        f"{quality.quality_ratio(wrong, rows - missing):.4f}."
    ),
    means=lambda rows, missing, wrong: (
        f"A number that can exist may still be somebody else's: {rows - missing - wrong} is the most that could be hers."
    ),
    after="What would happen to both ratios if the form did not insist?",
)

# Duplicates --------------------------------------------------------------------------------------------


def _accuracy(records, true, found, right):
    return 1 - (found + true - 2 * right) / math.comb(records, 2)


recall = NumberKey(
    asked.recall,
    where=lambda records, true, found, right: right < found and right < 0.9 * true,
    answer=lambda records, true, found, right: right / true,
    slips=[
        Slip(
            lambda records, true, found, right: right / found,
            "This is the precision: the share of the links that are right. Recall asks how many of the true pairs were found.",
            because="precision and recall exchanged",
        ),
        Slip(
            lambda records, true, found, right: found / true,
            "This is the number you get counting wrong links as found.",
            because="links divided by true pairs",
        ),
        Slip(
            lambda records, true, found, right: 2 * right / (found + true),
            "This is the number you get as F₁, which mixes precision and recall. Recall is asked.",
            because="the summary that most programs print",
        ),
        Slip(
            _accuracy,
            "This is the accuracy over all pairs of records. Nearly all of them are two people, whom any rule leaves alone.",
            because="accuracy in the space of pairs: Christen and Goiser (2007)",
        ),
        Slip(
            lambda records, true, found, right: right / (true + found - right),
            "This is the number you get dividing by all pairs that are linked or one person. Wrong links play no part in recall.",
            because="the Jaccard index, which mixes both errors",
        ),
        Slip(
            lambda records, true, found, right: 1 - right / true,
            "This is the share that was missed. The share that was found is asked.",
            because="the complement",
        ),
        Slip(
            lambda records, true, found, right: right / records,
            "This is the number you get dividing by the records. Recall counts pairs.",
            because="records for pairs",
        ),
    ],
    twin=lambda records, true, found, right: (
        f"With {records} records, {true} true pairs, {found} links and {right} right ones: {right} ÷ {true} = {right / true:.4f}. "
        f"The precision is {right} ÷ {found} = {right / found:.3f}."
    ),
    means=lambda records, true, found, right: (
        f"{true - right} duplicates are still there, and the accuracy over all pairs is {_accuracy(records, true, found, right):.2%}."
    ),
    after="What does the rule have to be allowed to get wrong to find more?",
)

blocked_pairs = NumberKey(
    asked.blocked_pairs,
    routes=[lambda records, blocks: records * (records / blocks - 1) / 2],
    answer=lambda records, blocks: blocks * math.comb(records // blocks, 2),
    where=lambda records, blocks: records % blocks == 0 and 8 <= records // blocks <= 40,
    slips=[
        Slip(
            lambda records, blocks: math.comb(records, 2),
            "This is the number of pairs without blocks. Two records of different blocks are not compared.",
            because="blocking left out",
        ),
        Slip(
            lambda records, blocks: 2 * blocks * math.comb(records // blocks, 2),
            "This is the number you get counting each pair twice: first with second, and second with first.",
            because="n (n − 1) without the half",
        ),
        Slip(
            lambda records, blocks: math.comb(records, 2) / blocks,
            "This is the number you get dividing all pairs by the blocks, or from half of the square of a block's records. How many "
            "*others* does a record meet in its block?",
            because="all pairs divided by the blocks, and n²/2 for n (n − 1)/2: both observed",
        ),
        Slip(
            lambda records, blocks: math.comb(records // blocks, 2),
            "This is the number of pairs in one block. How many blocks are there?",
            because="stopped one step early",
        ),
        Slip(
            lambda records, blocks: records // blocks,
            "This is the number of records in a block. How many pairs do they make?",
            because="records for pairs",
        ),
        Slip(
            lambda records, blocks: math.comb(blocks, 2),
            "This is the number of pairs of blocks. Records are compared within each block.",
            because="blocks paired in place of records",
        ),
        Slip(
            lambda records, blocks: records * (records / blocks),
            "This is the number you get from the square of a block's records. Is a record compared with itself, and each pair twice?",
            because="n² for n (n − 1)/2",
        ),
        Slip(
            lambda records, blocks: records * (records / blocks + 1) / 2,
            "This is the number you get if each record is compared with itself, too.",
            because="n (n + 1)/2 for n (n − 1)/2",
        ),
    ],
    twin=lambda records, blocks: (
        f"With {records:,} records in {blocks} blocks: {records // blocks} a block, which make {records // blocks} × "
        f"{records // blocks - 1} ÷ 2 = {math.comb(records // blocks, 2):,} pairs; {blocks} blocks make "
        f"{blocks * math.comb(records // blocks, 2):,}."
    ),
    means=lambda records, blocks: (
        f"Without blocks there would be {math.comb(records, 2):,}: "
        f"{(records - 1) / (records // blocks - 1):.0f} times as many."
    ),
    after="Which pairs of one person are lost, if the city is one of the blocks' keys?",
)

slide = AuditKey(
    asked.slide,
    where=lambda records, true, found, right: right < found and right < 0.6 * true,
    answer="found",
    whys={
        "pairs": "Each record can be paired with all the others, and each pair counts once.",
        "errors": "Wrong links are found but not right; missed pairs are true but not found.",
        "accuracy": "It is worked out rightly: nearly all pairs are two people, and were left alone. It says little.",
        "found": "The share of the duplicates that are found is right ÷ true: the recall. The accuracy counts the pairs that nobody "
        "would link.",
        "precision": "Right links ÷ links: this is the precision.",
    },
    twin=lambda records, true, found, right: (
        f"The same on fire alarms: in {records} nights there are {true} fires; the alarm rings {found} times, {right} times for a fire. "
        f"Most nights are quiet, so it is right in {1 - (found + true - 2 * right) / records:.0%} of the nights, and finds "
        f"{right / true:.0%} of the fires."
    ),
    after="What would a program that links nothing print as its accuracy?",
    pool=(
        dict(
            answer="missed",
            whys={
                "precision": "Right links ÷ links: this is the precision.",
                "missed": "It is the share of the links that are wrong. What is missed is a share of the pairs that are one person, and most "
                "of them were never linked.",
                "pairs": "Each card can be paired with all the others, and each pair counts once.",
                "errors": "Wrong links are found but not right; missed pairs are true but not found.",
                "accuracy": "It is worked out rightly: nearly all pairs are two people, and were left alone. It says little.",
            },
            twin=lambda records, true, found, right: (
                f"The same on fire alarms: of {true} fires an alarm finds {right}, and it rings {found} times. Of the rings "
                f"{1 - right / found:.0%} are false, and of the fires {1 - right / true:.0%} are missed."
            ),
        ),
        dict(
            answer="idle",
            whys={
                "pairs": "Each contact can be paired with all the others, and each pair counts once.",
                "recall": "Right links ÷ pairs that are one person: this is the recall.",
                "idle": "It finds no duplicate, but it leaves all pairs of two people alone, and rightly. These are nearly all pairs, so it "
                "is right in nearly all of them.",
                "accuracy": "All pairs but the wrong links and the missed ones are judged rightly. It says little.",
                "wrong": "Links that are not right join two people. It is what the precision lacks to 1.",
            },
            twin=lambda records, true, found, right: (
                f"The same on fire alarms: in {records} nights there are {true} fires. An alarm that never rings is right in the "
                f"{records - true} quiet nights, {1 - true / records:.0%} of all. One that rings {found} times, {right} times for a fire, is "
                f"right in {1 - (found + true - 2 * right) / records:.0%}."
            ),
            after="Which two numbers would you ask the start-up for?",
        ),
    ),
)

# Weights -----------------------------------------------------------------------------------------------


def _weight(phone_same, phone_chance, city_same, city_chance):
    return quality.agreement_weight(phone_same, phone_chance) + quality.disagreement_weight(
        city_same, city_chance
    )


weight = NumberKey(
    asked.weight,
    routes=[
        lambda phone_same, phone_chance, city_same, city_chance: (
            (log(phone_same / phone_chance) + log((1 - city_same) / (1 - city_chance))) / log(2)
        )
    ],
    answer=_weight,
    slips=[
        Slip(
            lambda phone_same, phone_chance, **_: quality.agreement_weight(phone_same, phone_chance),
            "This is the number you get from the telephone only. That the cities differ speaks against one person.",
            because="disagreement left out",
        ),
        Slip(
            lambda phone_same, phone_chance, city_same, city_chance: (
                quality.agreement_weight(phone_same, phone_chance)
                + quality.agreement_weight(city_same, city_chance)
            ),
            "This is the number you get if the cities agree. They differ here.",
            because="the agreement weight for a field that disagrees",
        ),
        Slip(
            lambda phone_same, phone_chance, city_same, city_chance: (
                quality.agreement_weight(phone_same, phone_chance)
                - quality.agreement_weight(city_same, city_chance)
            ),
            "This is the number you get taking off what the city would have added. A field that differs has a weight of its own, "
            "from the shares that differ.",
            because="the disagreement weight taken for the agreement weight with a minus",
        ),
        Slip(
            lambda phone_same, phone_chance, city_same, city_chance: (
                quality.agreement_weight(phone_same, phone_chance)
                - quality.disagreement_weight(city_same, city_chance)
            ),
            "This is the number you get if a difference speaks for one person. Which sign has the logarithm of a number below 1?",
            because="a sign",
        ),
        Slip(
            lambda **shares: _weight(**shares) * math.log(2),
            "This is the number you get with the natural logarithm. Bits have the base 2.",
            because="log for log2",
        ),
        Slip(
            lambda **shares: _weight(**shares) * math.log10(2),
            "This is the number you get with the logarithm to base 10. Bits have the base 2.",
            because="log10 for log2",
        ),
        Slip(
            lambda **shares: 2 ** _weight(**shares),
            "This is the ratio itself, by which the odds are multiplied. Its logarithm to base 2 is the weight.",
            because="stopped before the logarithm",
        ),
    ],
    twin=lambda phone_same, phone_chance, city_same, city_chance: (
        f"With {phone_same:.0%} and {phone_chance:.1%} for the number, {city_same:.0%} and {city_chance:.0%} for the city: "
        f"log₂({phone_same:g} ÷ {phone_chance:g}) = {quality.agreement_weight(phone_same, phone_chance):.3f}; "
        f"log₂({1 - city_same:.2f} ÷ {1 - city_chance:.2f}) = {quality.disagreement_weight(city_same, city_chance):.3f}; together "
        f"{_weight(phone_same, phone_chance, city_same, city_chance):.3f}."
    ),
    means=lambda **shares: (
        f"The pair's odds of being one person are {2 ** _weight(**shares):.0f} times what they were before."
    ),
    after="A family shares a telephone and a city. What does the sum then count twice?",
)


def _from_odds(prior, weight):
    """The odds before, doubled once a bit, made a probability."""
    odds = prior / (1 - prior) * 2**weight
    return odds / (1 + odds)


probability = NumberKey(
    asked.probability,
    where=lambda prior, weight: 0.1 < quality.match_probability(weight, prior) < 0.9,
    answer=lambda prior, weight: quality.match_probability(weight, prior),
    routes=[_from_odds],
    slips=[
        Slip(
            lambda prior, weight: 2**weight / (1 + 2**weight),
            "This is the number you get if half of the pairs were one person to begin with. How many are, before anything is compared?",
            because="the base rate left out",
        ),
        Slip(
            lambda prior, weight: prior * 2**weight / (1 + prior * 2**weight),
            "This is the number you get doubling the share itself once a bit, in place of the odds. What are the odds before, to each "
            "pair of two people?",
            because="a probability taken for odds, which goes unseen where it is small",
        ),
        Slip(
            lambda prior, weight: prior * 2**weight,
            "This is the share times 2 to the power of the weight. Each bit doubles the odds, and a share has a limit.",
            because="Bayes' rule without its denominator",
        ),
        Slip(
            lambda prior, weight: prior / (1 - prior) * 2**weight,
            "This is the number you get one step before: the odds, p ÷ (1 − p). The probability is asked.",
            because="odds given for a probability",
        ),
        Slip(
            lambda prior, weight: 1 - quality.match_probability(weight, prior),
            "This is the number you get for two people. The probability of one person is asked.",
            because="the complement",
        ),
        Slip(
            lambda prior, weight: quality.match_probability(weight / math.log(2), prior),
            "This is the number you get with e to the power of the weight. Bits have the base 2.",
            because="exp for 2**",
        ),
        Slip(
            lambda prior, weight: prior * weight,
            "This is the number you get multiplying by the weight itself. Each bit doubles the odds.",
            because="a weight taken for a factor",
        ),
        Slip(
            lambda prior, weight: 2**weight,
            "This is the factor by which the odds grow. What are the odds before, and what is the probability then?",
            because="stopped one step early",
        ),
    ],
    twin=lambda prior, weight: (
        f"With {prior:.1%} and {weight:g} bits: odds before {prior:g} ÷ {1 - prior:g} = {prior / (1 - prior):.5f}; times "
        f"2^{weight:g} = {2**weight:.1f} they are {prior / (1 - prior) * 2**weight:.4f}; odds ÷ (1 + odds) = "
        f"{quality.match_probability(weight, prior):.4f}."
    ),
    means=lambda prior, weight: (
        f"Without a look at the pair it was {prior:.1%}; the weight has multiplied the odds by {2**weight:,.0f}."
    ),
    after="What would the same weight say in a file in which every second pair is one person?",
)


def _shares(pairs, missing=None):
    """Of the pairs of one person, and of those of two: the share that agree, field by field."""
    fields = pairs[["phone", "email", "city"]]
    fields = fields.astype(object).where(fields.notna(), missing) if missing is not None else fields
    means = fields.astype("Float64").groupby(pairs["same"]).mean().astype(float)
    return means.loc[True], means.loc[False]


def _table(agreement, disagreement):
    return (
        pd.DataFrame({"agreement": agreement, "disagreement": disagreement})
        .rename_axis("field")
        .reset_index()
    )


def _field_weights(pairs, missing=None):
    m, u = _shares(pairs, missing)
    return _table(quality.agreement_weight(m, u), quality.disagreement_weight(m, u))


def _against_all(pairs):
    """The agreement of all pairs in place of that of two people."""
    m, _ = _shares(pairs)
    u = pairs[["phone", "email", "city"]].astype("Float64").mean().astype(float)
    return _table(quality.agreement_weight(m, u), quality.disagreement_weight(m, u))


def _half_added(pairs):
    """The two weights from counts to which half a pair was added."""
    fields = pairs[["phone", "email", "city"]].astype("Float64").groupby(pairs["same"])
    shares = ((fields.sum() + 0.5) / (fields.count() + 1)).astype(float)
    m, u = shares.loc[True], shares.loc[False]
    return _table(quality.agreement_weight(m, u), quality.disagreement_weight(m, u))


def _factors(pairs):
    """The factors of the odds, without a logarithm."""
    m, u = _shares(pairs)
    return _table(m / u, (1 - m) / (1 - u))


def _precision_weights(pairs):
    """Of the pairs that agree, how many are one person: the shares read the wrong way round."""
    rows = {}
    for field in ("phone", "email", "city"):
        known = pairs[pairs[field].notna()]
        agree = known[field].astype(bool)
        p, q = known["same"][agree].mean(), known["same"][~agree].mean()
        rows[field] = (math.log2(p / (1 - p)), math.log2(q / (1 - q)))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["agreement", "disagreement"])
    return frame.rename_axis("field").reset_index()


def _plain_weights(pairs):
    fields = pairs[["phone", "email", "city"]].astype("Float64")
    shares = fields.groupby(pairs["same"]).mean().astype(float)
    match, chance = shares.loc[True], shares.loc[False]
    agreement = np.log2(match / chance)
    disagreement = np.log2((1 - match) / (1 - chance))
    table = pd.DataFrame(dict(agreement=agreement, disagreement=disagreement))
    return table.rename_axis("field").reset_index()


field_weights = ValueKey(
    asked.field_weights,
    answer=_field_weights,
    row="field",
    plain=_plain_weights,
    slips=[
        Slip(
            lambda pairs: _field_weights(pairs, missing=False),
            "is what you get if a missing value counts as a difference. Nobody knows whether it would agree.",
            because="missing values filled with False",
        ),
        Slip(
            lambda pairs: _field_weights(pairs, missing=True),
            "is what you get if a missing value counts as an agreement: two empty fields are not the same telephone.",
            because="missing keys that agree with each other",
        ),
        Slip(
            _against_all,
            "is what you get dividing by the share of all pairs. Compare the pairs of one person with those of two people.",
            because="the chance agreement taken from all pairs",
        ),
        Slip(
            lambda pairs: _field_weights(pairs).assign(
                agreement=lambda table: table["agreement"] * math.log(2),
                disagreement=lambda table: table["disagreement"] * math.log(2),
            ),
            "is what you get with the natural logarithm. Bits have the base 2.",
            because="log for log2",
        ),
        Slip(
            lambda pairs: _field_weights(pairs).assign(
                agreement=lambda table: -table["agreement"], disagreement=lambda table: -table["disagreement"]
            ),
            "is what you get dividing the share of two people by that of one person. Agreement should speak for one person.",
            because="m and u exchanged",
        ),
        Slip(
            lambda pairs: _field_weights(pairs).rename(
                columns={"agreement": "disagreement", "disagreement": "agreement"}
            ),
            "is what you get with the two columns exchanged.",
            because="labels exchanged",
        ),
        Slip(
            lambda pairs: _field_weights(pairs).assign(disagreement=lambda table: -table["agreement"]),
            "is what you get if a difference takes off what an agreement adds. Work it out from the shares that differ.",
            because="the disagreement weight taken for the agreement weight with a minus",
        ),
        Slip(
            _half_added,
            "is what you get adding half a pair to each count. That helps where a share would be 0; here none is, and the counts "
            "are taken as they are.",
            because="the chapter adds half a pair",
        ),
        Slip(
            _factors,
            "is what you get as factors of the odds. A weight is their logarithm to base 2.",
            because="stopped before the logarithm",
        ),
        Slip(
            _precision_weights,
            "is what you get from the share of one person among the pairs that agree. It has the base rate in it; take the share "
            "that agree among the pairs of one person.",
            because="the two conditional shares exchanged: the prosecutor's fallacy",
        ),
    ],
    twin=lambda pairs: (
        "By hand for the city of another sample: of the pairs of one person {:.3f} agree, of those of two people {:.3f}. "
        "Agreement {:.3f} bits, disagreement {:.3f} bits.".format(
            *(share["city"] for share in _shares(pairs)),
            *_field_weights(pairs).set_index("field").loc["city"],
        )
    ),
    means="An address or a number that agrees says more than a city: few strangers share it.",
    after="The clerk judged 400 pairs. How sure is the share of strangers who share an address?",
)

# The threshold -----------------------------------------------------------------------------------------

threshold = NumberKey(
    asked.threshold,
    where=lambda duplicate, merge: merge > 1.5 * duplicate,
    answer=lambda duplicate, merge: quality.linking_threshold(merge, duplicate),
    slips=[
        Slip(
            lambda duplicate, merge: quality.linking_threshold(duplicate, merge),
            "This is the number you get with the two costs exchanged. Should the firm link sooner if a wrong merge costs more?",
            because="the costs exchanged",
        ),
        Slip(
            lambda duplicate, merge: merge / duplicate,
            "This is the number you get as odds, at which both errors cost the same. Make a probability of them.",
            because="odds given for a probability",
        ),
        Slip(
            lambda duplicate, merge: 1 - duplicate / merge,
            "This is the number you get dividing by the cost of a merge only. The other cost is saved as well.",
            because="1 − c/d for d/(c+d)",
        ),
        Slip(
            lambda duplicate, merge: duplicate / merge,
            "This is the ratio of the costs. At which probability do the two expected losses agree?",
            because="a ratio given for a probability",
        ),
        Slip(
            lambda duplicate, merge: (merge - duplicate) / (merge + duplicate),
            "This is the number you get taking the cost of a duplicate off that of a merge. Linking loses the whole cost of a wrong "
            "merge.",
            because="the two costs netted before they are weighed",
        ),
        Slip(
            lambda duplicate, merge: 0.5,
            "This is the number you get if both errors cost the same. Here one costs more.",
            because="“more likely than not” as a rule",
        ),
    ],
    twin=lambda duplicate, merge: (
        f"With ¥{duplicate} and ¥{merge}: (1 − p) × {merge} = p × {duplicate}, so p = {merge} ÷ ({merge} + {duplicate}) = "
        f"{quality.linking_threshold(merge, duplicate):.4f}."
    ),
    means=lambda duplicate, merge: (
        f"A wrong merge costs {merge / duplicate:.3g} times as much, so {merge / duplicate:.3g} right links must stand against each "
        "wrong one."
    ),
    after="What does the threshold become if a clerk can look at a pair for ¥2?",
)

assumed_cost = ReverseKey(
    asked.assumed_cost,
    forward=lambda given, p, duplicate: quality.linking_threshold(given, duplicate),
    target=lambda p, duplicate: p,
    answer=lambda p, duplicate: duplicate * p / (1 - p),
    says="a threshold of {:.1%}",
    result_tolerance=0,
    slips=[
        Slip(
            lambda p, duplicate: duplicate * (1 - p) / p,
            "This is the number you get with the odds upside down. A high threshold means that a wrong merge is feared.",
            because="an inverted ratio",
        ),
        Slip(
            lambda p, duplicate: duplicate * p,
            "This is the expected cost of leaving the pair apart. What must it equal?",
            because="stopped one step early",
        ),
        Slip(
            lambda p, duplicate: duplicate / (1 - p),
            "This is the sum of the two costs. Take the cost of a duplicate off.",
            because="c/(1 − p) for c p/(1 − p)",
        ),
        Slip(
            lambda p, duplicate: duplicate * p / (1 - p) - duplicate,
            "This is the number by which a wrong merge would cost more than a duplicate. Its whole cost is asked.",
            because="the two costs netted before they are weighed",
        ),
        Slip(
            lambda p, duplicate: duplicate / p,
            "This is the number you get from p × cost = duplicate. Two costs stand against each other, one with p and one with 1 − p.",
            because="one side of the balance only",
        ),
        Slip(
            lambda p, duplicate: duplicate * (1 - p),
            "This is the number you get with 1 − p beside the cost of a duplicate. Which of the two errors happens with p, and which with 1 − p?",
            because="p and 1 − p exchanged",
        ),
        Slip(
            lambda p, duplicate: p / (1 - p),
            "This is the number of times that the one cost is as large as the other. How much is that in ¥?",
            because="stopped one step early",
        ),
    ],
    twin=lambda p, duplicate: (
        f"At {p:.0%} with ¥{duplicate}: {1 - p:.2f} × cost = {p:.2f} × {duplicate}, so the cost is {p * duplicate:.2f} ÷ {1 - p:.2f} = "
        f"¥{p * duplicate / (1 - p):.2f}."
    ),
    means=lambda p, duplicate: f"That is {p / (1 - p):.3g} times the cost of a duplicate.",
    after="The supplier did not know your costs. For whose costs was its threshold made?",
)


def _least_weight_by_hand(wrong_merge_cost, duplicate_cost, prior):
    needed = wrong_merge_cost / duplicate_cost
    odds = prior / (1 - prior)
    return math.log2(needed / odds)


least_weight = FunctionKey(
    asked.least_weight,
    answer=quality.linking_weight,
    plain=[_least_weight_by_hand],
    edges=[
        dict(wrong_merge_cost=50, duplicate_cost=50, prior=0.5),
        dict(wrong_merge_cost=20, duplicate_cost=40, prior=0.5),
    ],
    slips=[
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log2(wrong_merge_cost / duplicate_cost),
            "This function leaves out the odds before anything is compared.",
            because="the base rate left out",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log2(
                duplicate_cost / wrong_merge_cost * (1 - prior) / prior
            ),
            "This function has the costs upside down: a costly merge would ask for less evidence.",
            because="the costs exchanged",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log2(
                wrong_merge_cost / duplicate_cost * prior / (1 - prior)
            ),
            "This function multiplies by the odds before. They are there already: how much is still missing?",
            because="prior odds multiplied where they are to be divided",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log(
                wrong_merge_cost / duplicate_cost * (1 - prior) / prior
            ),
            "This function takes the natural logarithm. Bits have the base 2.",
            because="log for log2",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log2(
                wrong_merge_cost / duplicate_cost / prior
            ),
            "This function divides by the share itself. Odds are the share ÷ (1 − share).",
            because="a probability taken for odds",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: (
                wrong_merge_cost / duplicate_cost * (1 - prior) / prior
            ),
            "This function gives the factor by which the odds must grow. Its logarithm to base 2 is the weight.",
            because="stopped before the logarithm",
        ),
        Slip(
            lambda wrong_merge_cost, duplicate_cost, prior: math.log2(
                wrong_merge_cost / (wrong_merge_cost + duplicate_cost) * (1 - prior) / prior
            ),
            "This function puts the threshold as a probability where odds belong.",
            because="a probability taken for odds",
        ),
    ],
    means="It is the weight at which the probability reaches the threshold of the costs.",
    after="By how much does it fall if the list has twice as many duplicates?",
)

# The decision ------------------------------------------------------------------------------------------


def _lost(people, pieces, duplicates):
    return people + duplicates - pieces


error_cost = NumberKey(
    asked.error_cost,
    where=lambda people, pieces, duplicates, card, lost: (
        4 <= _lost(people, pieces, duplicates) <= 80 and abs(pieces - people) >= 10
    ),
    answer=lambda people, pieces, duplicates, card, lost: (
        duplicates * card + _lost(people, pieces, duplicates) * lost
    ),
    slips=[
        Slip(
            lambda people, pieces, duplicates, card, lost: duplicates * card,
            "This is the cost of the duplicates. Some people also got no card.",
            because="wrong merges are not seen in the list",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: _lost(people, pieces, duplicates) * lost,
            "This is the cost of those without a card. The cards that were one too many cost money, too.",
            because="stopped one step early",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: _lost(people, pieces, duplicates),
            "This is the number of people without a card. What do they cost, and the cards that were too many?",
            because="a count given for the cost",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: pieces * card,
            "This is the number you get as the price of all cards. Most of them are no error.",
            because="the mailing taken for its errors",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: duplicates * card + abs(pieces - people) * lost,
            "This is the number you get if the difference between cards and people are those without a card. The duplicates hide "
            "some of them.",
            because="the two errors cancel in the count",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: abs(pieces - people) * card,
            "This is the number you get from the difference between cards and people. Two errors hide in it, one in each direction.",
            because="duplicates counted as customers less people",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: (
                duplicates * lost + _lost(people, pieces, duplicates) * card
            ),
            "This is the number you get with the two costs exchanged.",
            because="the costs exchanged",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: (
                duplicates * card + _lost(people, pieces, duplicates) * (lost - card)
            ),
            "This is the number you get if cards less people are the second cards: who got none hides some of them. The same comes of "
            "taking off the cards that were not sent, but the cost of a person without a card is given as it is.",
            because="duplicates counted as customers less people; a saving counted that is in the cost already",
        ),
        Slip(
            lambda people, pieces, duplicates, card, lost: duplicates * (card + lost),
            "This is the number you get if as many people have no card as cards are too many. Count both from cards and people.",
            because="each duplicate taken for one person less",
        ),
    ],
    twin=lambda people, pieces, duplicates, card, lost: (
        f"With {people} people, {pieces} cards and {duplicates} too many: {pieces} − {duplicates} = {pieces - duplicates} people have a "
        f"card, {_lost(people, pieces, duplicates)} have none. {duplicates} × ¥{card} + {_lost(people, pieces, duplicates)} × ¥{lost} = "
        f"¥{duplicates * card + _lost(people, pieces, duplicates) * lost:,}."
    ),
    means=lambda people, pieces, duplicates, card, lost: (
        f"{_lost(people, pieces, duplicates)} people without a card are not in the list: only the truth, or they themselves, can tell."
    ),
    after="How would you learn of them in a firm that has no key?",
)

DUPLICATE, MERGE = 15, 120


@functools.cache
def _share_of_pattern():
    """Of all candidate pairs that agree, differ and lack the same fields, the share that are one person."""
    pairs = asked.customer_database().pairs
    return pairs["same"].astype(float).groupby(_patterns(pairs)).mean()


def _patterns(pairs):
    """For each pair a text of its five fields: whether they agree, differ or are missing."""
    letters = {name: pairs[name].map({True: "+", False: "-"}).fillna("?") for name in asked.FIELDS}
    return pd.DataFrame(letters).sum(axis=1)


def _to_decide(pairs):
    return pairs[pairs["same"].isna()].set_index("pair_id")


def _link_profit(pairs):
    """What linking each pair that nobody has judged brings on average."""
    others = _to_decide(pairs)
    share = _patterns(others).map(_share_of_pattern())
    return share * DUPLICATE - (1 - share) * MERGE


def _weights(pairs, missing=None):
    """The weight of each pair that nobody has judged, from those that the clerk has; half a pair is added to each count."""
    judged, others = pairs[pairs["same"].notna()], _to_decide(pairs)
    total = pd.Series(0.0, index=others.index)
    for name in asked.FIELDS:
        known, column = (
            one[name] if missing is None else one[name].fillna(missing) for one in (judged, others)
        )
        agree = known.groupby(judged["same"].astype(bool)).agg(["sum", "count"]).astype(float)
        share = (agree["sum"] + 0.5) / (agree["count"] + 1)
        plus = quality.agreement_weight(share[True], share[False])
        minus = quality.disagreement_weight(share[True], share[False])
        total += np.where(column.isna(), 0, np.where(column.fillna(False), plus, minus))
    return total


def _prior(pairs):
    return float(pairs["same"].mean())


def _linked(pairs, missing=None):
    weights = _weights(pairs, missing)
    return weights.index[weights > quality.linking_weight(MERGE, DUPLICATE, _prior(pairs))].tolist()


def _likely(pairs):
    """Those that are more likely one person than two."""
    probability = quality.match_probability(_weights(pairs), _prior(pairs))
    return probability.index[probability > 0.5].tolist()


def _exchanged(pairs):
    """What is linked if a wrong link costs what a right one saves, and the other way round."""
    weights = _weights(pairs)
    return weights.index[weights > quality.linking_weight(DUPLICATE, MERGE, _prior(pairs))].tolist()


def _sharing(pairs, *names):
    """Those that agree in one of some fields."""
    others = _to_decide(pairs)
    return others.index[others[list(names)].fillna(False).any(axis=1)].tolist()


def _earned(pairs, chosen):
    return _link_profit(pairs)[chosen].sum()


merge = DecisionKey(
    asked.merge,
    where=lambda pairs: (
        max(
            _earned(pairs, _sharing(pairs, "phone", "email")),
            _earned(pairs, _linked(pairs, missing=False)),
            _earned(pairs, _likely(pairs)),
        )
        < 0.95 * _earned(pairs, _linked(pairs))
    ),
    profit=_link_profit,
    policy=_linked,
    knows=lambda pairs: _weights(pairs).to_frame("sum of the weights"),
    slips=[
        Slip(
            lambda pairs: _to_decide(pairs).index.tolist(),
            "You link all that share anything. Namesakes and neighbours of one year are two people.",
            because="a shared value taken for proof",
        ),
        Slip(
            _likely,
            "This is the list you get linking whatever is more likely one person than two. A wrong link costs eight times what a right "
            "one saves.",
            because="“more likely than not” as a rule",
        ),
        Slip(
            _exchanged,
            "This is the list you get with the two costs exchanged. Should a firm link sooner if a wrong link costs more?",
            because="the costs exchanged",
        ),
        Slip(
            lambda pairs: _sharing(pairs, "phone"),
            "This is the list you get from the telephone number. A family shares one, and others have two.",
            because="one key taken for the person",
        ),
        Slip(
            lambda pairs: _sharing(pairs, "email"),
            "This is the list you get from the e-mail address. Hardly a link of it is wrong. How many are missing?",
            because="precision without recall",
        ),
        Slip(
            lambda pairs: _sharing(pairs, "phone", "email"),
            "This is the list you get linking whoever shares a number or an address. What do the names say where a family shares a "
            "number?",
            because="keys without a second sign",
        ),
        Slip(
            lambda pairs: _linked(pairs, missing=False),
            "This is the list you get if a missing field counts as a difference. It says nothing: its weight is 0.",
            because="missing values filled with False",
        ),
    ],
    twin=lambda pairs: (
        f"With other pairs the same rule links {len(_linked(pairs))} of {len(_to_decide(pairs))}: {_prior(pairs):.0%} of those that were "
        f"judged are one person, so the least weight is {quality.linking_weight(MERGE, DUPLICATE, _prior(pairs)):.2f} bits."
    ),
    after="Which fields err together, so that the sum of their weights says too much?",
)

# The profile -------------------------------------------------------------------------------------------


def _profile(people, high, middle, right=False, words=("low", "medium", "high"), price=0.5, brand_first=False,
             cuts=(0.25, 1, 5), weeks=1):  # fmt: skip
    """The three words, and with other arguments the words of an error."""
    value = pd.cut(people["spend"], [-math.inf, middle, high, math.inf], right=right, labels=words)
    tests = {
        "price": people["discounted"] > price if right else people["discounted"] >= price,
        "brand": people["in_one_category"] > 0.6 if right else people["in_one_category"] >= 0.6,
    }
    order = ["brand", "price"] if brand_first else ["price", "brand"]
    behaviour = pd.cut(
        people["visits_per_week"] * weeks,
        [-math.inf, *cuts, math.inf],
        right=right,
        labels=["rarer", "monthly", "weekly", "daily"],
    )
    return pd.DataFrame(
        {
            "customer_id": people["customer_id"],
            "value": value.astype(str),
            "need": np.select([tests[name] for name in order], order, "function"),
            "behaviour": behaviour.astype(str),
        }
    )


def _plain_profile(people, high, middle):
    spend, visits = people["spend"], people["visits_per_week"]
    value = np.select([spend >= high, spend >= middle], ["high", "medium"], "low")
    price, brand = people["discounted"] >= 0.5, people["in_one_category"] >= 0.6
    need = np.select([price, brand], ["price", "brand"], "function")
    names = ["daily", "weekly", "monthly"]
    behaviour = np.select([visits >= 5, visits >= 1, visits >= 0.25], names, "rarer")
    return people[["customer_id"]].assign(value=value, need=need, behaviour=behaviour)


profile = ValueKey(
    asked.profile,
    answer=_profile,
    row="customer_id",
    plain=_plain_profile,
    slips=[
        Slip(
            lambda people, high, middle: _profile(people, high, middle, right=True),
            "is what you get if a customer exactly at the cut falls below it. “From … on” has the cut itself in it.",
            because="pd.cut closes its intervals on the right unless it is told otherwise",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle, words=("high", "medium", "low")),
            "is what you get with the words in the wrong order. Who spends most should be called high.",
            because="labels reversed in cut and qcut",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle).assign(
                value=pd.qcut(people["spend"], 3, labels=["low", "medium", "high"]).astype(str)
            ),
            "is what you get with three groups of one size. Fixed cuts are asked: they mean the same in every quarter.",
            because="terciles in place of cuts",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle, brand_first=True),
            "is what you get asking for the brand first. Who buys at a discount is told by price, whatever her category.",
            because="the precedence of rules exchanged",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle, price=-1),
            "is what you get if a single discount makes a price buyer. At least half of her lines are asked.",
            because="a threshold left out",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle, weeks=4),
            "is what you get from visits a month. The cuts are visits a week.",
            because="months taken for weeks",
        ),
        Slip(
            lambda people, high, middle: _profile(people, high, middle, cuts=(0.25, 1, 7)),
            "is what you get if daily means seven visits a week. Here it begins with five.",
            because="a word taken at its face",
        ),
    ],
    twin=lambda people, high, middle: (
        "By hand for one customer of another sample: ¥{:,.0f}, {:.0%} discounted, {:.0%} in one category, {:g} visits a week, with cuts at "
        "¥{:,} and ¥{:,}: value {}, need {}, behaviour {}.".format(
            *people.iloc[0, 1:], middle, high, *_profile(people, high, middle).iloc[0, 1:]
        )
    ),
    means="Each word rests on a cut that somebody chose. Write the cuts beside the table.",
    after="Which of the three words would you test first, and against what?",
)

own = MemoKey(
    asked.own,
    model="One row of the platform is a profile, and nobody says what makes one: 84,000 records were merged into 52,000, but a merge is "
    "right only if both records are one person, and that was not checked. The accuracy of 99.9 % counts pairs: 84,000 records make 3.5 "
    "billion pairs, nearly all of them two people, so a program that merges nothing scores higher still. I would need precision and "
    "recall: let a clerk judge 300 of the merged pairs, and 300 that nearly were merged. Every profile has a number because the form "
    "insists, so completeness is 100 % and says nothing; count the numbers that exist and the ones that stand in more than ten profiles. A "
    "hash of a telephone number is reversed by trying all numbers, so the table is not anonymous; it is personal data, and “all departments” "
    "is no purpose. I would stop the release, replace the hash by an HMAC whose secret stays with one person, and mail the 52,000 only "
    "after the 600 pairs are judged.",
)

memo = MemoKey(
    asked.memo,
    model="Send the card to accounts of the shop, and let desk and survey add to them what they know: link two records above 17.6 bits. On "
    "1,000 new people the errors then cost ¥300, two people without a card among them. The shop's list as it is costs ¥1,065 and brings no "
    "history; three separate lists cost ¥16,545. A second card costs ¥15 and a wrong merge ¥120, so in general a pair must be one person "
    "with a probability of 0.89; it must be surer here, because few missed links are two accounts. The ¥120 are an assumption, and the "
    "choice stays from ¥20 to ¥500. Two lost people may have been seven, and the cost ¥900: still less than the shop's list. I turned down "
    "merging whatever shares a number: families do. A wrong merge shows nowhere in the list, so ask 100 customers at the desk whether the "
    "history that we show is theirs.",
)

# Predictions of the labs -------------------------------------------------------------------------------

lab_threshold = ChoiceKey(
    asked.lab_threshold,
    answer="bit",
    whys={
        "double": "The cost doubles the odds that are asked, and a weight is the logarithm of odds.",
        "bit": "Twice the cost asks for twice the odds, and each bit doubles the odds.",
        "less": "Each doubling of the cost adds as much as the one before.",
        "same": "The weights of the fields come from the data. Where to cut is a matter of cost.",
    },
    after="And if the cost of a duplicate doubles as well?",
)

lab_cut = ChoiceKey(
    asked.lab_cut,
    answer="trade",
    whys={
        "both": "More links are no more knowledge. Some of the pairs that are linked now are two people.",
        "trade": "The pairs that come in are mixed: each true one saves a duplicate, each wrong one loses somebody.",
        "merges": "That happens when the threshold is raised.",
        "neither": "Each link is right or wrong, so with it one of the two errors moves.",
    },
    after="Which of the two grows faster at the end, and why?",
)

# Quizzes of the chapter --------------------------------------------------------------------------------

groups = MatchKey(
    asked.groups,
    answer={
        asked.TEA: "purchase habits",
        asked.OPENED: "responses",
        asked.CHAT: "contacts",
        asked.BROKEN: "complaints and their resolution",
    },
    slips={
        (asked.CHAT, "responses"): "A response answers an offer of the firm. Here the customer began.",
        (
            asked.CHAT,
            "complaints and their resolution",
        ): "Nothing is said to have gone wrong. Not every chat is a complaint.",
        (
            asked.OPENED,
            "contacts",
        ): "It is a contact, too, but what it tells is how she answers an offer: its kind, its day, its value.",
        (asked.OPENED, "purchase habits"): "One purchase is no habit. What brought it about?",
        (asked.TEA, "responses"): "No offer is named. What, how much, how often and where: that is a habit.",
        (
            asked.BROKEN,
            "contacts",
        ): "There was a contact, but what matters is what went wrong and how it was put right.",
    },
    means="Each group has its own fields: a database is planned by them.",
    after="Which of the four does your own shop throw away today?",
)

layers = SeveralKey(
    asked.layers,
    answer={"face", "insurer", "places"},
    overlooked={
        "face": "Which of the rest says something about her body?",
        "insurer": "Which of the rest leaves the firm?",
        "places": "Which of the rest would tell a stranger where she sleeps?",
    },
    whys={
        "address": "The contract needs it: the parcel cannot arrive without it.",
        "face": "Biometrics are sensitive: a separate consent and a specific need are asked (Art. 28 and 29).",
        "insurer": "Handing data to another handler needs a separate consent (Art. 23).",
        "return": "Settling the return needs it, and nothing sensitive is in it.",
        "places": "Whereabouts are sensitive: a separate consent is asked (Art. 28 and 29).",
    },
    means="What the contract needs may be used for the contract; the three others are asked for one by one.",
    after="Who in your firm decides that a fact is needed, and who decides that it is lawful?",
)

query = ChoiceKey(
    asked.query,
    answer="product",
    whys={
        "orders": "That is what she paid. The join repeats each order for each complaint.",
        "sum": "Rows are not laid below one another: each order is paired with each complaint.",
        "product": "Three orders times two complaints are six rows of ¥100.",
        "complaints": "The orders do not take turns with the complaints.",
    },
    after="How would you write it so that each order counts once?",
)

accuracy = ChoiceKey(
    asked.accuracy,
    answer="high",
    whys={
        "zero": "That is its recall. Accuracy counts the pairs that are rightly left alone, and there are many.",
        "seventy": "The 300 are pairs, and they are missed out of 499,500.",
        "high": "It is wrong on 300 of 499,500 pairs, and worth nothing.",
        "none": "Leaving a pair apart is a judgement, too.",
    },
    after="Which two numbers would you ask the vendor for?",
)

silos = ChoiceKey(
    asked.silos,
    answer="cancel",
    whys={
        "perfect": "The count would be the same if one person stood there twice and another not at all.",
        "recall": "Duplicates may be left: those who were merged wrongly make up for them in the count.",
        "cancel": "Customers = people + duplicates − lost. Only their difference is known to be 0.",
        "precision": "Wrong merges may be there: the duplicates make up for them in the count.",
    },
    after="Which small sample would tell the two errors apart?",
)

pseudonym = SeveralKey(
    asked.pseudonym,
    answer={"personal", "follow", "rare"},
    overlooked={
        "personal": "What does the law call data from which somebody who holds the secret gets back to a person?",
        "follow": "The same number gives the same code. What does that allow?",
        "rare": "Are the code and the name the only ways to tell who it is?",
    },
    whys={
        "personal": "It is pseudonymous: with the secret it leads back to her (GDPR Art. 4(5); PIPL Art. 73).",
        "follow": "The same number gives the same code in every table that was made with this secret.",
        "try": "For a plain hash, yes. Without the secret no code can be computed, so nothing can be tried.",
        "forget": "It does: the table is personal data, and her rows are found by her code.",
        "rare": "One woman born before 1935 in a small city needs no name.",
    },
    means="A code protects against the glance and against trying, and not against what stands beside it.",
    after="Who should hold the secret?",
)

uses = MatchKey(
    asked.uses,
    answer={
        asked.CALL: "better service",
        asked.NEXT: "personal marketing",
        asked.LID: "better products",
        asked.BABY: "personal marketing",
    },
    slips={
        (asked.CALL, "personal marketing"): "The mailing waits here. What is done for her first?",
        (
            asked.LID,
            "better service",
        ): "The next complaint is not answered better; it does not arise, for anybody.",
        (asked.NEXT, "better products"): "The cups stay as they are. To whom are they shown?",
        (asked.BABY, "better service"): "It is an offer to chosen customers, with their consent.",
        (asked.BABY, "better products"): "The cups stay as they are. Who hears of them?",
    },
    means="Marketing changes what she is offered, service how she is treated, the product what everybody can buy.",
    after="Which of the three needs no names at all?",
)

"""The answers to the questions of chapter 7, segmentation and targets."""

import functools
from itertools import permutations

import numpy as np
import pandas as pd

from crmlib import datasets, segmentation
from crmlib.firm.lives import still_customer
from crmlib.segmentation import bases, clusters, wallet
from crmlib.workbook.banks import segmentation as asked
from crmlib.workbook.banks.segmentation import MEASURES, known_buyers
from crmlib.workbook.finding.tracing import exp
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

MARGIN = 0.25


@functools.cache
def _truth():
    firm = datasets.load_firm()
    return firm.truth.customers.set_index("customer_id").assign(active=still_customer(firm))


# 1 ------------------------------------------------------------------------------------------------

CITIES = ["north", "north", "south", "south"]


def _explained(a, b, c, d, **how):
    return bases.variance_explained([a, b, c, d], CITIES, **({"correction": "none"} | how))


def _between(a, b, c, d):
    """The squares of the two cities' means, each counted once."""
    middle = (a + b + c + d) / 4
    return ((a + b) / 2 - middle) ** 2 + ((c + d) / 2 - middle) ** 2


def _all_squares(a, b, c, d):
    return sum((value - (a + b + c + d) / 4) ** 2 for value in (a, b, c, d))


def _explained_by_hand(a, b, c, d):
    north, south = (a + b) / 2, (c + d) / 2
    middle = (north + south) / 2
    between = 2 * (north - middle) ** 2 + 2 * (south - middle) ** 2
    return between / ((a - middle) ** 2 + (b - middle) ** 2 + (c - middle) ** 2 + (d - middle) ** 2)


def _distances(a, b, c, d):
    """As if distances, and not their squares, were added up."""
    middle = (a + b + c + d) / 4
    between = abs(a + b - 2 * middle) + abs(c + d - 2 * middle)
    return between / sum(abs(value - middle) for value in (a, b, c, d))


_EXPLAINED_SLIPS = [
    Slip(
        _distances,
        "This is the number you get from plain distances. They are squared before they are added, above the line and below it.",
        because="absolute distances in place of squares",
    ),
    Slip(
        lambda a, b, c, d: _between(a, b, c, d) / _all_squares(a, b, c, d),
        "This is the number you get if each city counts once. Each *customer* counts: two in each city.",
        because="group means taken without their sizes",
    ),
    Slip(
        lambda a, b, c, d: (c + d) / (a + b + c + d),
        "This is the part of all spend that comes from the south. How much do the four *differ*, and how much of that do the cities explain?",
        because="a share of a total taken for a share of differences",
    ),
    Slip(
        lambda a, b, c, d: 1 - _explained(a, b, c, d),
        "This is the number you get for the differences within the cities. Those between them are asked.",
        because="within and between exchanged",
    ),
    Slip(
        lambda a, b, c, d: _explained(a, b, c, d, correction="groups"),
        "This is the number you get after the correction for the number of groups. It is asked without.",
        because="η² and ε² stand side by side in the chapter",
    ),
    Slip(
        lambda a, b, c, d: _explained(a, b, c, d) ** 0.5,
        "This is the number you get after a square root: a correlation, not a share of variance.",
        because="correlation ratio: η and η² are both in use",
    ),
    Slip(
        lambda a, b, c, d: _explained(a, b, c, d) / (1 - _explained(a, b, c, d)),
        "This is the number you get by setting what lies between the cities against what lies within them. "
        "A share needs the whole below the line.",
        because="part over rest in place of part over whole, as in the F statistic",
    ),
    Slip(
        lambda a, b, c, d: 0.75 * _explained(a, b, c, d),
        "This is the number you get if the squares between are divided by 4 and all squares by 3. Leave both sums undivided, or divide "
        "both by the same.",
        because="`var()` of NumPy divides by n, `var()` of pandas by n − 1",
    ),
    Slip(
        lambda a, b, c, d: np.var([(a + b) / 2, (c + d) / 2], ddof=1) / np.var([a, b, c, d], ddof=1),
        "This is the number you get from two sample variances: two cities are divided by 1, four customers by 3. "
        "Take sums of squares over the four customers, above and below the line.",
        because="`var()` of pandas divides by n − 1",
    ),
]

explained = NumberKey(
    asked.explained,
    routes=[_explained_by_hand],
    where=lambda a, b, c, d: (
        a < b < c < d and _explained(a, b, c, d, correction="groups") > 0.05 and _explained(a, b, c, d) < 0.93
    ),
    answer=_explained,
    slips=_EXPLAINED_SLIPS,
    twin=lambda a, b, c, d: (
        f"A twin: {a}, {b} in one city, {c}, {d} in the other. Mean of all {(a + b + c + d) / 4:g}; the whole is "
        f"{_all_squares(a, b, c, d):,g}. City means {(a + b) / 2:g} and {(c + d) / 2:g}; two customers at each make "
        f"{2 * _between(a, b, c, d):,g}. The share is {_explained(a, b, c, d):.4f}."
    ),
    means="With two groups of two, chance would explain a third on average; a real base needs many customers.",
    after="What would the share be if the two middle customers swapped their cities?",
)

# 2 ------------------------------------------------------------------------------------------------

fails = SeveralKey(
    asked.fails,
    answer={"measurable", "actionable"},
    overlooked={
        "measurable": "Of how many of the 90,000 clients does the bank know whether they belong?",
        "actionable": "What will the bank do differently for them, and how does it know that it works?",
    },
    whys={
        "measurable": "Of 89,600 clients nobody knows whether they belong. A segment that cannot be marked in the database cannot be treated.",
        "substantial": "Thirty in a hundred of 90,000, with more savings than the rest: size is not the trouble.",
        "accessible": "All clients read the app, so there is a way to them, once it is known who they are.",
        "differentiable": "Their savings differ, and the interval leaves out 0.",
        "actionable": "No offer differs for them, and no test shows that they respond differently to anything.",
    },
    means="Interesting segments from surveys often fail at the first criterion: nobody else can be assigned to them.",
    after="How could the bank make the segment measurable with data that it has?",
    pool=(
        dict(
            answer={"substantial", "actionable"},
            overlooked={
                "substantial": "How many are there, and from how many on would something of their own pay?",
                "actionable": "What did the voucher change among them that it did not change among the others?",
            },
            whys={
                "measurable": "The address of each member is on file, so it is known who belongs.",
                "substantial": "There are 400, and a programme pays from 2,000.",
                "accessible": "All 400 read the messages.",
                "differentiable": "They spend less, and the interval leaves out 0. To differ is not to be better.",
                "actionable": "The trial was one of all members, and the interval of the difference holds 0.",
            },
            means="A place on a map is easily known and reached. That does not make it large, or make an offer work better there.",
            after="Which segment would hold these 400 and be large enough?",
        ),
        dict(
            answer={"accessible", "differentiable"},
            overlooked={
                "accessible": "Which of them can a programme reach?",
                "differentiable": "Read the interval of what they spent once more.",
            },
            whys={
                "measurable": "The reason is on file for 97 % of the guests.",
                "substantial": "There are 12,000, and a programme pays from 2,000.",
                "accessible": "Four in five of them may not be written to.",
                "differentiable": "The interval of what they spent more holds 0.",
                "actionable": "The voucher changed more among them than among the others, and the interval leaves out 0.",
            },
            means="A group may respond differently, and be out of reach and no different in what it spends.",
            after="Which of the two would you mend first, and what would it cost?",
        ),
    ),
)

# 3 ------------------------------------------------------------------------------------------------

_PEOPLE = {
    "registered a year ago, has never ordered": (None, None, 0, 0),
    "first order 40 days ago, last order 10 days ago": (40, 10, 0, 120),
    "customer for 3 years, last order 15 days ago; ¥400, then ¥900": (1100, 15, 400, 900),
    "customer for 3 years, last order 20 days ago; ¥500, then ¥540": (1100, 20, 500, 540),
    "customer for 3 years, last order 200 days ago; ¥800, then ¥300": (1100, 200, 800, 300),
    "customer for 3 years, last order 400 days ago; ¥800, then ¥0": (1100, 400, 800, 0),
}

_DAY = pd.Timestamp("2025-12-31")


def _stage(first, last, before, now):
    days = [None if ago is None else (_DAY - pd.Timedelta(days=ago)).date() for ago in (first, last)]
    found = segmentation.life_cycle_stage([days[0]], [days[1]], [before], [now], as_of=_DAY.date())
    return str(found[0])


# What is said of a stage taken for another: the right one, the one that was given.
_OTHER_STAGE = {
    ("lost", "declining"): "She spends less, too. Which rule is asked before that one?",
    ("lost", "mature"): "Ask the rules in their order. Which is the first that fits?",
    ("new", "growing"): "From nothing to something looks like growth. How long has she been a customer?",
    ("new", "prospect"): "She has ordered. When did she do so for the first time?",
    ("new", "mature"): "There is no year before to compare with. How long has she been a customer?",
    ("prospect", "new"): "New are those who ordered for the first time lately.",
    ("prospect", "lost"): "Who can be lost must have been a customer. Has she been one?",
    ("declining", "lost"): "How many days without an order does the rule want?",
    (
        "declining",
        "mature",
    ): "Divide her last year's spend by that of the year before, and compare with the rule.",
    ("declining", "growing"): "Which of her two years was the larger one?",
    (
        "growing",
        "mature",
    ): "Divide her last year's spend by that of the year before, and compare with the rule.",
    ("growing", "declining"): "Which of her two years was the larger one?",
}

_MORE, _LESS = ("growing", "declining"), ("declining", "growing")


def _mature(before, now):
    """What is said of a customer who spends little more, or little less, if a change is seen in her."""
    right, turned = _MORE if now > before else _LESS
    change = "more" if now > before else "less"
    return {
        right: f"She spends {abs(now / before - 1):.0%} {change}.".replace("%", " %")
        + " How much does the rule want?",
        turned: "Which of her two years was the larger one?",
    }


def _stages(people):
    return {words: _stage(*facts) for words, facts in people.items()}


def _stage_slips(people):
    """The stages that are taken for one another, for each of some customers."""
    right = _stages(people)
    slips = {
        (words, wrong): message
        for words in people
        for (stage, wrong), message in _OTHER_STAGE.items()
        if stage == right[words]
    }
    for words, (*_, before, now) in people.items():
        if right[words] == "mature":
            slips |= {(words, wrong): message for wrong, message in _mature(before, now).items()}
    return slips


_FACTS = [
    [
        (1100, 380, 900, 0),
        (1500, 25, 600, 510),
        (730, 300, 1000, 450),
        (75, 5, 0, 150),
        (None, None, 0, 0),
        (1830, 60, 300, 420),
    ],
    [
        (20, 20, 0, 80),
        (2200, 500, 700, 0),
        (730, 10, 250, 325),
        (None, None, 0, 0),
        (1460, 5, 1200, 1080),
        (1100, 340, 640, 80),
    ],
]

_OTHERS = [
    dict(zip(item["rows"], facts, strict=True)) for item, facts in zip(asked.stage.pool, _FACTS, strict=True)
]

stage = MatchKey(
    asked.stage,
    answer=_stages(_PEOPLE),
    slips=_stage_slips(_PEOPLE),
    twin=lambda: (
        "A twin: a customer for two years, last order 30 days ago, ¥200 and then ¥150. Not a prospect, not lost, not new, "
        f"150 ÷ 200 = 0.75: below 0.8, so she is {_stage(730, 30, 200, 150)}."
    ),
    means="The rules leave nobody out and place nobody twice, because the first that fits decides.",
    after="Which of the three thresholds would a grocer change first?",
    pool=tuple(dict(answer=_stages(people), slips=_stage_slips(people)) for people in _OTHERS),
)

# 4 ------------------------------------------------------------------------------------------------

potential = NumberKey(
    asked.potential,
    answer=lambda own, wallet: segmentation.spend_potential(own, own / wallet),
    routes=[lambda own, wallet: own / wallet * (1 - wallet)],
    slips=[
        Slip(
            lambda own, wallet: own / wallet,
            "This is the number you get for her category spend in all. What she spends here is no longer to be won.",
            because="category spend and potential are mixed up in wallet tables",
        ),
        Slip(
            lambda own, wallet: own * (1 - wallet),
            "This is the number you get as a part of what she spends *here*. The share is one of her whole wallet.",
            because="the share of wallet applied to own spend",
        ),
        Slip(
            lambda own, wallet: own / (1 - wallet),
            "This is the number you get if the share were what she spends elsewhere, and all that she spends were to be won. "
            "It is what she spends here.",
            because="share of wallet read from the other side",
        ),
        Slip(
            lambda own, wallet: own * wallet,
            "This is the number you get by multiplying own spend by the share. Own spend already *is* that share of the whole.",
            because="multiplying in place of dividing",
        ),
        Slip(
            lambda own, wallet: own / (1 - wallet) - own,
            "This is the number you get if the share were what she spends elsewhere. It is what she spends here.",
            because="share of wallet read from the other side",
        ),
    ],
    twin=lambda own, wallet: (
        f"A twin: ¥{own:,} is {wallet:.0%} of the wallet. The wallet is {own:,} ÷ {wallet:.2f} = {own / wallet:,.2f}, "
        f"so {own / wallet - own:,.2f} is spent elsewhere."
    ),
    means="That is the most that could be won; a programme wins a part of it.",
    after="How sure is a share of wallet that a customer was asked to guess?",
)

# 5 ------------------------------------------------------------------------------------------------

needed_share = ReverseKey(
    asked.needed_share,
    where=lambda cost, margin, potential: apart(
        cost / (margin * potential),
        cost / potential,
        margin * cost / potential,
        cost / ((1 - margin) * potential),
        100 * cost / (margin * potential),
        100 * cost / potential,
        100 * margin * cost / potential,
        100 * cost / ((1 - margin) * potential),
        margin * potential / cost,
    ),
    forward=lambda given, cost, margin, potential: wallet.break_even_potential(cost, given, margin),
    target=lambda cost, margin, potential: potential,
    answer=lambda cost, margin, potential: cost / (margin * potential),
    says="a break-even potential of ¥{:,.0f}",
    slips=[
        Slip(
            lambda cost, margin, potential: cost / potential,
            "This is the number you get if all that is won were margin. The goods cost something.",
            because="revenue taken for margin",
        ),
        Slip(
            lambda cost, margin, potential: margin * cost / potential,
            "This is the number you get if the margin stood above the line. Does a small margin make it easier to pay for a place?",
            because="an inverted ratio",
        ),
        Slip(
            lambda cost, margin, potential: cost / ((1 - margin) * potential),
            "This is the number you get with the cost of the goods in place of the margin.",
            because="margin and cost of goods are exchanged",
        ),
        Slip(
            lambda cost, margin, potential: cost / margin,
            "This is the spend that must be won, in ¥. Which share is it of what she spends elsewhere?",
            because="the first of two steps taken for the answer",
        ),
        Slip(
            lambda cost, margin, potential: margin * potential / cost,
            "This is the number you get upside down: how many such places the margin on all that she spends elsewhere "
            "would pay for.",
            because="an inverted ratio",
        ),
    ],
    twin=lambda cost, margin, potential: (
        f"A twin: cost {cost}, margin {margin:.0%}, potential {potential:,}. {cost} ÷ {margin:.2f} = {cost / margin:,.1f} "
        f"of spend must be won; {cost / margin:,.1f} ÷ {potential:,} = {cost / (margin * potential):.4f}."
    ),
    means=lambda cost, margin, potential: (
        f"¥{cost / margin:,.0f} of her ¥{potential:,} must come over each year."
    ),
    after="How would you learn what share a programme wins?",
)

# 6 ------------------------------------------------------------------------------------------------

silence = NumberKey(
    asked.silence,
    answer=lambda answered, yes: answered * yes + 1 - answered,
    routes=[lambda answered, yes: 1 - answered * (1 - yes)],
    slips=[
        Slip(
            lambda answered, yes: answered * yes,
            "This is the number you get for the *smallest* share: all the silent say no.",
            because="the other bound",
        ),
        Slip(
            lambda answered, yes: yes,
            "This is the number you get if the silent think like those who answered. That is an assumption, not a bound.",
            because="the share of the answers read as the share of the customers: the claim of the deck",
        ),
        Slip(
            lambda answered, yes: 1 - answered,
            "This is the number you get for the silent only. Some who answered said yes, too.",
            because="half of the sum",
        ),
        Slip(
            lambda answered, yes: yes + 1 - answered,
            "This is the number you get by adding shares of different wholes. Which part of *all* customers answered yes?",
            because="shares of different bases added",
        ),
        Slip(
            lambda answered, yes: 1 - answered * yes,
            "This is the number you get for all who did *not* say yes in the survey. Those who said no stand in it, "
            "and those who said yes do not.",
            because="the complement is taken",
        ),
        Slip(
            lambda answered, yes: answered + (1 - answered) * yes,
            "This is the number you get if all who answered say yes, and the silent as often as they did. It is the other way round.",
            because="the known and the unknown part exchanged",
        ),
        Slip(
            lambda answered, yes: (1 - answered) * yes,
            "This is the share of the silent who would say yes if they thought like those who answered. Those who did say yes are not in it.",
            because="an assumption about the unknown part, and the known part left out",
        ),
        Slip(
            lambda answered, yes: answered * yes + (1 - answered) / 2,
            "This is the number you get if half of the silent say yes. How many of them may do so at most?",
            because="the middle of the bounds given for one of them",
        ),
        Slip(
            lambda answered, yes: 1.0,
            "This is the number you get if anyone may call it so. Some who answered said no.",
            because="the unknown share taken for all that is not yes",
        ),
    ],
    twin=lambda answered, yes: (
        f"A twin: {answered:.0%} answered, {yes:.0%} of them yes. Of 100 invited {100 * answered * yes:.1f} said yes and "
        f"{100 * (1 - answered):.0f} are silent. At most {100 * (answered * yes + 1 - answered):.1f} in 100."
    ),
    means="Inviting more customers does not narrow these bounds; a larger share of answers does.",
    after="What would you do to learn what the silent think, for little money?",
)

# 7 ------------------------------------------------------------------------------------------------


def _peer_potential(own_spend, peer_spends):
    """The potential of one customer by the 90th percentile of her peers."""
    return max(0.0, float(np.quantile(peer_spends, 0.9)) - own_spend)


def _peer_potential_by_hand(own_spend, peer_spends):
    benchmark = np.quantile(peer_spends, 0.9)
    return max(0, benchmark - own_spend)


peer_function = FunctionKey(
    asked.peer_function,
    answer=_peer_potential,
    plain=[_peer_potential_by_hand],
    edges=[
        dict(own_spend=1000, peer_spends=[0, 50, 120, 300, 900]),
        dict(own_spend=0, peer_spends=[0, 50, 120, 300, 900]),
    ],
    slips=[
        Slip(
            lambda own_spend, peer_spends: float(np.quantile(peer_spends, 0.9)) - own_spend,
            "This function gives a customer above the benchmark a potential below 0.",
            because="the floor at 0 is left out of most wallet formulas",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, max(peer_spends) - own_spend),
            "This function takes the largest peer for the benchmark.",
            because="maximum in place of a quantile: one outlier sets everyone's potential",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, float(np.mean(peer_spends)) - own_spend),
            "This function takes the mean of the peers for the benchmark.",
            because="average peer in place of high peer",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, float(np.median(peer_spends)) - own_spend),
            "This function takes the median of the peers for the benchmark.",
            because="middle peer in place of high peer",
        ),
        Slip(
            lambda own_spend, peer_spends: float(np.quantile(peer_spends, 0.9)),
            "This function gives the benchmark itself. What she spends already is no potential.",
            because="category spend and potential mixed up",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, float(np.percentile(peer_spends, 0.9)) - own_spend),
            "This function takes the percentile 0.9, near the smallest peer: `np.percentile` wants a number up to 100.",
            because="np.quantile and np.percentile are read from different scales",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, own_spend - float(np.quantile(peer_spends, 0.9))),
            "This function gives what she spends above the benchmark. Potential is what is lacking to it.",
            because="the difference taken the other way round",
        ),
        Slip(
            lambda own_spend, peer_spends: abs(float(np.quantile(peer_spends, 0.9)) - own_spend),
            "This function gives a potential to a customer who is above the benchmark.",
            because="an absolute value in place of the floor at 0",
        ),
        Slip(
            lambda own_spend, peer_spends: max(
                0.0, float(np.quantile([*peer_spends, own_spend], 0.9)) - own_spend
            ),
            "This function counts the customer among her own peers.",
            because="peers by a filter on the whole table, in which she stands too",
        ),
        Slip(
            lambda own_spend, peer_spends: max(0.0, float(np.quantile(peer_spends, 0.8)) - own_spend),
            "This function takes the 80th percentile. Another one is asked.",
            because="both percentiles stand in the chapter",
        ),
    ],
    means="Read it once more: within a peer group it ranks customers by how little they spend.",
    after="What must be true of small customers for this ranking to be right?",
)

# 8 ------------------------------------------------------------------------------------------------


def _abc(spenders, boundary="reach", cuts=(0.7, 0.9)):
    letters = segmentation.abc_classes(spenders["spend"], cuts, boundary)
    ordered = spenders["spend"].sort_values(ascending=False)
    before = ordered.cumsum().shift(fill_value=0.0) / ordered.sum()
    return pd.DataFrame(
        {
            "customer_id": spenders["customer_id"],
            "share_before": before.reindex(spenders.index),
            "class_number": letters.map({"A": 1, "B": 2, "C": 3}),
        }
    )


def _abc_by_count(spenders):
    """Classes that hold 70 and 20 % of the customers, not of the money."""
    place = spenders["spend"].rank(ascending=False, method="first") - 1
    number = 1 + sum((place / len(spenders) >= cut).astype(int) for cut in (0.7, 0.9))
    return _abc(spenders).assign(class_number=number)


def _abc_from_below(spenders):
    ordered = spenders["spend"].sort_values()
    before = (ordered.cumsum().shift(fill_value=0.0) / ordered.sum()).reindex(spenders.index)
    number = 1 + sum((before >= cut).astype(int) for cut in (0.7, 0.9))
    return _abc(spenders).assign(share_before=before, class_number=number)


def _abc_unsorted(spenders):
    """Classes by adding up in the order in which the table stands."""
    before = spenders["spend"].cumsum().shift(fill_value=0.0) / spenders["spend"].sum()
    number = 1 + sum((before >= cut).astype(int) for cut in (0.7, 0.9))
    return _abc(spenders).assign(share_before=before, class_number=number)


def _plain_abc(spenders):
    table = spenders.sort_values("spend", ascending=False)
    spend = table["spend"]
    share_before = spend.cumsum().shift(fill_value=0) / spend.sum()
    class_number = 1 + (share_before >= 0.7).astype(int) + (share_before >= 0.9).astype(int)
    return table[["customer_id"]].assign(share_before=share_before, class_number=class_number)


abc = ValueKey(
    asked.abc,
    where=lambda spenders: (
        spenders["spend"].is_unique
        and not _abc(spenders).equals(_abc(spenders, boundary="within"))
        and ((_abc(spenders)["share_before"] - 0.7).abs() > 1e-6).all()
        and ((_abc(spenders)["share_before"] - 0.9).abs() > 1e-6).all()
    ),
    answer=_abc,
    row="customer_id",
    plain=_plain_abc,
    slips=[
        Slip(
            lambda spenders: _abc(spenders).assign(
                share_before=lambda table: table["share_before"] + spenders["spend"] / spenders["spend"].sum()
            ),
            "is what you get counting the customer herself. The share *before* her is asked.",
            because="cumsum includes the row itself",
        ),
        Slip(
            _abc_from_below,
            "is what you get adding up from the smallest. Begin with the largest.",
            because="sort order of pandas is rising by default",
        ),
        Slip(
            _abc_unsorted,
            "is what you get adding up in the order in which the table stands. Sort it first.",
            because="cumsum before the sort",
        ),
        Slip(
            lambda spenders: _abc(spenders, boundary="within"),
            "is what you get if a class ends before the customer who reaches the cut. Here she still belongs to it.",
            because="two boundary rules are in use: reach and within",
        ),
        Slip(
            _abc_by_count,
            "is what you get by counting customers. The classes are shares of the money.",
            because="70 % of customers taken for 70 % of revenue",
        ),
        Slip(
            lambda spenders: _abc(spenders, cuts=(0.8, 0.95)),
            "is what you get with cuts at 80 and 95 %. Other cuts are asked.",
            because="80/15/5 is as common in textbooks as 70/20/10",
        ),
        Slip(
            lambda spenders: _abc(spenders).assign(share_before=lambda table: 100 * table["share_before"]),
            "is what you get in per cent. A share is asked, from 0 to 1.",
            because="per cent for share",
        ),
        Slip(
            lambda spenders: _abc(spenders).assign(
                share_before=lambda table: table["share_before"] * spenders["spend"].sum()
            ),
            "is what you get in ¥. Divide by what all of them spend.",
            because="a cumulative sum without its total",
        ),
        Slip(
            lambda spenders: _abc(spenders).assign(class_number=lambda table: 4 - table["class_number"]),
            "is what you get with the numbers from the other end. 1 is the class of the largest.",
            because="labels reversed",
        ),
        Slip(
            lambda spenders: _abc(spenders).assign(class_number=lambda table: table["class_number"] - 1),
            "is what you get with numbers from 0. They begin at 1.",
            because="codes of categories begin at 0",
        ),
    ],
    twin=lambda spenders: (
        "Of another {n} buyers the largest spent ¥{first:,.2f} of ¥{total:,.2f}. The share before her is 0, before the "
        "second {share:.4f}: both are in class 1.".format(
            n=len(spenders),
            first=spenders["spend"].max(),
            total=spenders["spend"].sum(),
            share=spenders["spend"].max() / spenders["spend"].sum(),
        )
    ),
    means="The first class is short and rich: that is what the rule makes, whatever the customers are like.",
    after="How many of your A customers do you expect in class A next year?",
)

# 9 ------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=100)
def _clusters(customers, seed):
    habits = known_buyers().loc[list(customers), MEASURES]
    return clusters.BehaviourClusters(clusters=3, seed=seed).fit(habits, MEASURES).labels_


def _labels(habits, seed=0):
    found = _clusters(tuple(habits["customer_id"]), seed)
    return pd.DataFrame({"customer_id": habits["customer_id"], "cluster": found})


def _numbered_by_orders(habits, measures):
    """Clusters of measures that are not standardised by mean and deviation, numbered by mean orders."""
    from sklearn.cluster import KMeans

    found = KMeans(3, n_init=20, random_state=0).fit_predict(measures)
    rank = habits["orders"].groupby(found).mean().rank().astype(int)
    return pd.DataFrame({"customer_id": habits["customer_id"], "cluster": rank[found].to_numpy()})


def _unscaled(habits):
    return _numbered_by_orders(habits, habits[MEASURES])


def _from_0_to_1(habits):
    lowest, highest = habits[MEASURES].min(), habits[MEASURES].max()
    return _numbered_by_orders(habits, (habits[MEASURES] - lowest) / (highest - lowest))


def _of_logarithms(habits):
    measures = habits[MEASURES].assign(orders=np.log(habits["orders"]))
    return _numbered_by_orders(habits, (measures - measures.mean()) / measures.std(ddof=0))


def _renumbered(*numbers):
    """The right groups, with these numbers in place of 1, 2 and 3."""

    def renumber(habits):
        table = _labels(habits)
        return table.assign(cluster=table["cluster"].map(dict(enumerate(numbers, 1))))

    return renumber


# The numbers that K-means may give the right groups, but for those that are right or have a slip of their own.
_NUMBERS = sorted({*permutations((0, 1, 2)), *permutations((1, 2, 3))} - {(1, 2, 3), (3, 2, 1), (0, 1, 2)})


def _one_best_partition(habits):
    """Whether every start finds the same clusters, and measures scaled from 0 to 1 others."""
    first = _labels(habits)["cluster"]
    same = all(_labels(habits, seed)["cluster"].equals(first) for seed in range(1, 5))
    return same and not _from_0_to_1(habits)["cluster"].equals(first)


def _clusters_twin(habits):
    """One buyer of another sample in standard units, and the mean orders by which the clusters are named."""
    spread, her = habits["orders"].std(ddof=0), habits.loc[habits["orders"].idxmax()]
    mean, means = habits["orders"].mean(), habits.groupby(_labels(habits)["cluster"])["orders"].mean()
    return (
        f"In another sample of {len(habits)} buyers the mean is {mean:.2f} orders and the standard deviation {spread:.2f}. "
        f"A buyer with {her['orders']:.0f} orders stands at ({her['orders']:.0f} − {mean:.2f}) ÷ {spread:.2f} = "
        f"{(her['orders'] - mean) / spread:.2f}; days go the same way. The three clusters found in such units have "
        f"{', '.join(f'{one:.2f}' for one in means)} orders on average, whatever numbers K-means gave them: in this "
        "sequence they are 1, 2 and 3."
    )


three_clusters = ValueKey(
    asked.three_clusters,
    where=_one_best_partition,
    answer=_labels,
    row="customer_id",
    instead=(
        "No customer can be placed by hand. Are both columns standardised, and was the best of several starts kept?"
    ),
    slips=[
        Slip(
            _unscaled,
            "is what you get without standardising. Days are larger numbers than orders, so only they decide.",
            because="K-means on raw columns: the largest unit wins",
        ),
        Slip(
            lambda habits: _labels(habits).assign(cluster=lambda table: 4 - table["cluster"]),
            "is what you get with the numbers from the other end. Cluster 1 has the fewest orders.",
            because="labels of K-means have no order; renaming them is a step of its own",
        ),
        Slip(
            lambda habits: _labels(habits).assign(cluster=lambda table: table["cluster"] - 1),
            "is what you get with numbers from 0. They begin at 1.",
            because="scikit-learn's labels begin at 0",
        ),
        Slip(
            _of_logarithms,
            "is what you get from the logarithm of `orders`, as in the chapter. Here the columns are to be standardised as they are.",
            because="the chapter takes logarithms before it standardises",
        ),
        Slip(
            _from_0_to_1,
            "is what you get by scaling each measure from its smallest to its largest value. To standardise is to take off the "
            "mean and to divide by the standard deviation.",
            because="MinMaxScaler stands beside StandardScaler in scikit-learn",
        ),
        *(
            Slip(
                _renumbered(*numbers),
                f"is what you get with the right groups under other numbers: {numbers[0]}, {numbers[1]} and {numbers[2]} from the "
                "fewest orders to the most. Rank the groups by their mean of `orders`.",
                because="the labels of K-means taken as they are",
            )
            for numbers in _NUMBERS
        ),
    ],
    twin=_clusters_twin,
    means="Three groups, made by a distance that you chose by standardising.",
    after="Would another sample of 150 buyers have been cut alike? How would you find out?",
)

# 10 -----------------------------------------------------------------------------------------------

project = OrderKey(
    asked.project,
    answer=["goal", "criteria", "data", "cut", "check", "test"],
    slips=[
        Slip(
            swap("goal", "cut"),
            "This is the order in which segments come before the goal. What decides whether two customers may be put together?",
            because="cluster first, ask for a use later: the commonest course of such projects",
        ),
        Slip(
            swap("criteria", "check"),
            "This is the order in which the levels are written down when the segments are known. Which segment would then fail?",
            because="Dolnicar, Grün and Leisch put the criteria before the data",
        ),
        Slip(
            sequence("goal", "criteria", "data", "cut", "test", "check"),
            "This is the order in which money is spent on segments that nobody has checked.",
            because="roll-out before validation",
        ),
        Slip(
            swap("data", "cut"),
            "This is the order in which segments are made before there are data.",
            because="the steps next to each other exchanged",
        ),
        Slip(
            swap("criteria", "data"),
            "This is the order in which the levels are written once the data are at hand. Who has seen the data knows which levels "
            "will be passed.",
            because="the commonest order of analysts: data first, criteria when they are needed",
        ),
        Slip(
            sequence("goal", "data", "cut", "criteria", "check", "test"),
            "This is the order in which the levels are written when the segments stand already. One easily writes levels that these "
            "segments reach. When would a level still be able to fail one?",
            because="criteria and checks taken for one step",
        ),
        Slip(
            sequence("data", "goal", "criteria", "cut", "check", "test"),
            "This is the order in which data are collected before anyone knows what for. Which columns would be missing?",
            because="a project that begins with the data warehouse",
        ),
        Slip(
            sequence("data", "cut", "goal", "criteria", "check", "test"),
            "This is the order in which segments are made first, and a goal is found for them. What decides whether two customers may be "
            "put together?",
            because="cluster what is there, ask for a use later",
        ),
        Slip(
            sequence("goal", "data", "cut", "check", "criteria", "test"),
            "This is the order in which it is looked how good the segments are, and then how good they should be. Which of them would fail?",
            because="levels chosen to fit the result",
        ),
        Slip(
            swap("goal", "criteria"),
            "This is the order in which levels are written before the goal. How large must a segment be, for what?",
            because="criteria copied from a textbook",
        ),
    ],
    means="Two of the six steps come before the data, and those are the ones left out most often.",
    after="At which step would you show the work to the people who must carry it out?",
    pool=(dict(), dict()),
)

# 11 -----------------------------------------------------------------------------------------------

slide = AuditKey(
    asked.slide,
    answer="won",
    whys={
        "budget": "Every place costs, whether it wins anything or not.",
        "wallet": "Own spend is that share of the wallet, so the wallet is own spend divided by the share.",
        "won": "It takes the whole wallet for the potential. What she spends here already cannot be won once more.",
        "margin": "The margin is that share of the spend of the line above. The line above has the wrong amount.",
        "break-even": "Cost of a place over the margin that a yuan of potential brings.",
    },
    twin=lambda customers, cost, spend, wallet, won, margin: (
        f"A twin: {customers} places at {cost}; spend {spend}, share of wallet {wallet:.0%}. The wallet is "
        f"{spend / wallet:,.0f}, the potential {spend / wallet - spend:,.0f}; {won:.0%} of it at {margin:.0%} margin is "
        f"{margin * won * (spend / wallet - spend):,.2f} a customer."
    ),
    after="Does the programme still pay once the line is put right? And who of the customers will still be here?",
    pool=(
        dict(
            answer="elsewhere",
            whys={
                "budget": "Every place costs, whether it wins anything or not.",
                "elsewhere": "It takes the open share of what readers spend *here*. The share is one of all that they spend on books.",
                "won": "The programme wins that share of the line above. The line above has the wrong amount.",
                "margin": "The margin is that share of the spend that is won. A line before has the wrong amount.",
                "break-even": "Cost of a place over the margin that a yuan of potential brings.",
            },
        ),
        dict(
            answer="leaves",
            whys={
                "wallet": "Own spend is that share of the wallet, so the wallet is own spend divided by the share.",
                "elsewhere": "What is spent here already cannot be won once more, so it is taken off.",
                "won": "The programme wins that share of what is spent elsewhere.",
                "leaves": "It takes the cost off the spend that is won. The goods cost something, so only the margin pays for the place.",
                "break-even": "Cost of a place over the margin that a yuan of potential brings.",
            },
            twin=lambda cost, spend, wallet, won, margin: (
                f"A twin: a place costs {cost}; spend {spend}, share of wallet {wallet:.0%}. The wallet is {spend / wallet:,.0f}, the "
                f"potential {spend / wallet - spend:,.0f}; {won:.0%} of it is {won * (spend / wallet - spend):,.2f} of spend, and at "
                f"{margin:.0%} margin {margin * won * (spend / wallet - spend):,.2f}. Only this stands against {cost}."
            ),
            after="From which share won on would the place pay?",
        ),
    ),
)

# 12 -----------------------------------------------------------------------------------------------

wallet_share = DefinitionKey(
    asked.wallet_share,
    where=lambda own, category, budget: apart(
        own / category, own / budget, own / (category - own), 1 - own / category
    ),
    answer="of-category",
    says="{:.3f}",
    values={
        "of-category": lambda own, category, budget: own / category,
        "of-budget": lambda own, category, budget: own / budget,
        "of-potential": lambda own, category, budget: own / (category - own),
        "open": lambda own, category, budget: (category - own) / category,
    },
    whys={
        "of-category": "The category is what a grocer can sell; the rest of it is the potential.",
        "of-budget": "Rent and school fees are no groceries. Nobody can win them with a better counter.",
        "of-potential": "This compares with the rivals, and may exceed 1. A part of a whole is asked.",
        "open": "That is what is still open, not what is sold already.",
    },
    twin=lambda own, category, budget: (
        f"A twin: own {own:,}, category {category:,}. {own:,} ÷ {category:,} = {own / category:.3f}; the open part is "
        f"{1 - own / category:.3f}, and the two make 1."
    ),
    after="Where would the grocer get the middle number from?",
    pool=(
        dict(
            answer="open",
            whys={
                "of-category": "That is what the canteen sells already, not what is still open.",
                "of-budget": "Rent and travel are no meals. No canteen can win them.",
                "of-potential": "This compares the canteen with its rivals, and may exceed 1. A part of a whole is asked.",
                "open": "Meals bought elsewhere, as a part of all meals that could be sold.",
            },
            after="How would the canteen learn what the student spends on meals elsewhere?",
        ),
        dict(
            answer="of-potential",
            whys={
                "of-category": "A part of a whole is never above 1, however much the shop sells.",
                "of-budget": "Most of what she spends has nothing to do with cats, and a part of a whole is never above 1.",
                "of-potential": "Own spend over that of all rivals: 1 means as much here as elsewhere.",
                "open": "This falls if the shop sells more.",
            },
            twin=lambda own, category, budget: (
                f"A twin: own {own:,}, category {category:,}. Rivals sell {category:,} − {own:,} = {category - own:,}, and {own:,} ÷ "
                f"{category - own:,} = {own / (category - own):.3f}. The part of the category is {own / category:.3f}, another number."
            ),
            after="Which share of wallet does a value of 1 stand for?",
        ),
    ),
)

# 13 -----------------------------------------------------------------------------------------------


def _place_profits(cost, won, places, buyers):
    truth = _truth().loc[buyers["customer_id"]]
    active = truth["active"].astype(float)
    return wallet.development_profit(truth["potential"], won, MARGIN, cost, active)


def _best(buyers, score, places):
    order = np.argsort(-np.asarray(score, dtype=float), kind="stable")[:places]
    return buyers["customer_id"].to_numpy()[order].tolist()


def _by_expected_potential(cost, won, places, buyers):
    return _best(buyers, buyers["active"] * buyers["potential"], places)


def _by_column(column):
    return lambda cost, won, places, buyers: _best(buyers, buyers[column], places)


def _by_grid(cost, won, places, buyers):
    """The upper third by value, and in it the highest potential."""
    high = buyers["spend"] >= buyers["spend"].quantile(2 / 3)
    return _best(buyers, buyers["potential"].where(high, -1), places)


# The share of the reference policy's profit that counts as right.
ENOUGH = 0.93


def _slips_are_wrong(cost, won, places, buyers):
    """Nearly all draws pass, so what a student meets is hardly chosen by the truth."""
    profit = _place_profits(cost, won, places, buyers)

    def earned(policy):
        return profit[policy(cost, won, places, buyers)].sum()

    best = earned(_by_expected_potential)
    rivals = [_by_grid, *map(_by_column, ("spend", "potential", "peers"))]
    return best > 0 and all(earned(policy) < ENOUGH * best for policy in rivals)


targets = DecisionKey(
    asked.targets,
    where=_slips_are_wrong,
    profit=_place_profits,
    policy=_by_expected_potential,
    most=lambda cost, won, places, buyers: places,
    enough=ENOUGH,
    slips=[
        Slip(
            _by_column("spend"),
            "You choose by value: those who spend most here. Who of them spends much *elsewhere*?",
            because="the usual list of best customers",
        ),
        Slip(
            _by_column("potential"),
            "You choose by potential only. Why do so many of these spend everything elsewhere?",
            because="potential without asking who has left: the low-value, high-potential cell",
        ),
        Slip(
            _by_column("peers"),
            "You choose by the gap to the peers. That ranks customers by how little they spend here.",
            because="the usual advice without category data",
        ),
        Slip(
            _by_grid,
            "You choose by value and potential: the upper third by spend, and in it the most potential. Two things are asked "
            "for; a third has not been: who of them is still here?",
            because="the grid of value and potential, which the chapter's claim check is about",
        ),
        Slip(
            _by_column("active"),
            "You choose those who are most surely here. Many of them have ordered once and have little to win.",
            because="P(alive) is 1 for every customer without a repeat order",
        ),
    ],
    twin=lambda cost, won, places, buyers: (
        f"With {cost} a place and {won:.0%} won, a surely active customer pays from a potential of "
        f"{wallet.break_even_potential(cost, won, MARGIN):,.0f} a year on; at a probability of one half, from twice that. "
        f"Sort the buyers by probability × potential and take {places}."
    ),
    after="A large potential is itself a sign of having left, so more weight on the probability may earn even more. "
    "Which assumption would you test first, and on how many customers?",
)

# 14 -----------------------------------------------------------------------------------------------

memo = MemoKey(
    asked.memo,
    model="Give the 300 places to the buyers with the largest probability of being still active times estimated potential. At ¥60 a place, "
    "10 % of the potential of active customers won and 25 % margin, this list earns about ¥23,100 a year under the truth of the simulated "
    "firm; the 300 who spend most earn ¥18,800. The difference of ¥4,300 is uncertain: its 95 % interval runs from ¥1,800 to ¥6,800. In ten "
    "further firms of the same kind it was above zero ten times. I turned down potential by itself, which earns ¥13,700, because half of "
    "those with the most potential have left us, and the gap to peers, which loses money. If I am wrong about one customer, a place costs "
    "¥60. If I am wrong about the 10 %, everything falls with it: at 5 % most places do not pay. So keep 100 of the list without a place, "
    "drawn at random, and measure what the programme wins before next year's budget. That costs about ¥7,700 of this year's profit.",
)

# 15 -----------------------------------------------------------------------------------------------

WON = 0.1


def _won_back(active, here, gone, cost):
    """What a place lacks from those who are still here, over what all who have left would bring."""
    lacking = -wallet.development_profit(here, WON, MARGIN, cost, active)
    return lacking / wallet.development_profit(gone, WON, MARGIN, 0, 1 - active)


won_back = NumberKey(
    asked.won_back,
    where=lambda active, here, gone, cost: 0.08 < _won_back(active, here, gone, cost) < 0.8,
    answer=_won_back,
    slips=[
        Slip(
            lambda active, here, gone, cost: (1 - active) * _won_back(active, here, gone, cost),
            "This is the number you get as a share of *all* places. A share of those who have left is asked, and they are not all.",
            because="a part of the whole given for a part of a group",
        ),
        Slip(
            lambda active, here, gone, cost: cost / (WON * MARGIN * gone * (1 - active)),
            "This is the number you get if those who are still here brought nothing. They pay for a part of the cost.",
            because="the group that is asked about is taken for all",
        ),
        Slip(
            lambda active, here, gone, cost: (
                (cost - WON * MARGIN * here * (1 - active)) / (WON * MARGIN * gone * active)
            ),
            "This is the number you get with the two groups exchanged. The share that is given is of those who are still here.",
            because="active and left exchanged",
        ),
        Slip(
            lambda active, here, gone, cost: (cost - WON * MARGIN * here) / (WON * MARGIN * gone),
            "This is the number you get if each of the two groups held all the places. How many of 100 places does each hold?",
            because="two groups added up without their shares",
        ),
        Slip(
            lambda active, here, gone, cost: cost / (WON * MARGIN * gone),
            "This is the number you get if those who have left had only their own places to pay for, as if those still here paid "
            "exactly for theirs.",
            because="one group by itself, as if the other one broke even",
        ),
        Slip(
            lambda active, here, gone, cost: _won_back(active, here, here, cost),
            "This is the number you get if those who come back spend as much elsewhere as those who are still here. How much do "
            "they spend?",
            because="one potential for both groups",
        ),
    ],
    twin=lambda active, here, gone, cost: (
        f"A twin: {active:.0%} are still here with a potential of {here:,}, the others spend {gone:,}, and a place costs {cost}. Of 100 places "
        f"those still here bring {100 * active:.0f} × 0.025 × {here:,} = {100 * active * WON * MARGIN * here:,.0f} of "
        f"{100 * cost:,}. All who have left would bring {100 * (1 - active):.0f} × 0.025 × {gone:,} = "
        f"{100 * (1 - active) * WON * MARGIN * gone:,.0f}. The share is {_won_back(active, here, gone, cost):.3f}."
    ),
    means="In the simulated firm an offer brought back about one in twenty of those who had left.",
    after="What would you try on them, on how many, before a list is made for them?",
)

# 16 -----------------------------------------------------------------------------------------------


def _factor(error):
    return float(np.exp([-error, 0, error]).mean())


smearing = NumberKey(
    asked.smearing,
    routes=[lambda median, error: median * (exp(-error) + 1 + exp(error)) / 3],
    answer=lambda median, error: median * _factor(error),
    slips=[
        Slip(
            lambda median, error: median,
            "This is the number you get if the residuals cancel. They do as logarithms. Do they as money?",
            because="the exponential of a mean logarithm taken for the mean",
        ),
        Slip(
            lambda median, error: median * (10**-error + 1 + 10**error) / 3,
            "This is the number you get with powers of ten. The residuals are natural logarithms.",
            because="logarithms to the base of 10 taken for natural ones",
        ),
        Slip(
            lambda median, error: 3 * median * _factor(error),
            "This is the number you get for three such customers together. One is asked.",
            because="the sum of the exponentials in place of their mean",
        ),
        Slip(
            lambda median, error: median * float(np.exp(error)),
            "This is the number you get for a customer with the largest residual. What do all three spend on average?",
            because="one residual taken for all",
        ),
        Slip(
            lambda median, error: median * float(np.exp(error**2 / 3)),
            "This is the number you get with the factor of normal residuals, the exponential of half their variance. Smearing supposes no "
            "shape: it takes the residuals as they are.",
            because="the correction for a lognormal mean stands beside Duan's in textbooks",
        ),
        Slip(
            lambda median, error: median * float(np.exp(-error) + np.exp(error)) / 2,
            "This is the number you get from two of the three residuals. What is the exponential of 0?",
            because="a residual of 0 left out, as if it changed nothing",
        ),
        Slip(
            lambda median, error: median / _factor(error),
            "This is the number you get by dividing by the factor. Is the mean above the median, or below?",
            because="an inverted correction",
        ),
        Slip(
            lambda median, error: _factor(error),
            "This is the smearing factor. The category spend is the estimate times the factor.",
            because="the factor given for the amount",
        ),
    ],
    twin=lambda median, error: (
        f"A twin: {median:,} with residuals of −{error}, 0 and {error}. The exponentials are {np.exp(-error):.3f}, 1 and "
        f"{np.exp(error):.3f}, their mean is {_factor(error):.3f}, and {median:,} × {_factor(error):.3f} = {median * _factor(error):,.0f}."
    ),
    means=lambda median, error: (
        f"Without the factor the total of many customers would be {1 - 1 / _factor(error):.0%} too low."
    ),
    after="Does the factor change the order in which customers are ranked?",
)

# Labs ---------------------------------------------------------------------------------------------

lab_abc = ChoiceKey(
    asked.lab_abc,
    answer="as-many",
    whys={
        "as-many": "The curve flattens: each further buyer brings less.",
        "fewer": "The 20 % must be made of smaller buyers, and it takes more of them for the same money.",
        "all": "Then the last tenth of the revenue would have no buyers.",
    },
    after="Where does the curve itself say: cut here?",
)

lab_grid = ChoiceKey(
    asked.lab_grid,
    answer="smaller-safer",
    whys={
        "smaller-safer": "Who spent much last year is more likely still here.",
        "smaller-same": "That would need spend and being active to have nothing to do with each other.",
        "larger": "A higher cut can only let fewer through.",
    },
    after="How much potential did the safer cell give up?",
)

lab_break_even = ChoiceKey(
    asked.lab_break_even,
    answer="doubles",
    whys={
        "doubles": "The share won stands below the line: 60 ÷ (0.05 × 0.25).",
        "half-more": "That adds half of the old break-even. How much potential brings ¥60 of margin at 5 %?",
        "halves": "Less won from each yuan of potential: then it takes more potential, not less.",
    },
    after="Which of the four sliders would you measure first, and how?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

which_base = ChoiceKey(
    asked.which_base,
    answer="chance",
    whys={
        "chance": "With 300 customers twelve random groups explain 11 ÷ 299, or 3.7 %, on average.",
        "small-real": "What would twelve groups drawn at random have explained?",
        "larger-sample": "What comes from the number of groups shrinks with more customers.",
    },
    after="What would you ask the agency to send instead?",
)

actionable = ChoiceKey(
    asked.actionable,
    answer="others",
    whys={
        "others": "The effect is the difference that the e-mail makes, 5 − 2 against 12 − 11.",
        "frequent": "Most of the 12 % would have ordered anyway. What does the e-mail add?",
        "both": "It does, and three times as well in one of them.",
    },
    after="How can a firm know what would have happened without the e-mail?",
)

peer_rank = ChoiceKey(
    asked.peer_rank,
    answer="smallest",
    whys={
        "smallest": "One constant less own spend is largest where own spend is smallest.",
        "needy": "Nothing in the estimate knows her need; it knows own spend and a constant.",
        "middle": "Their gap is smaller than that of those below them.",
    },
    after="In which firm would this ranking be right?",
)

kmeans_says = ChoiceKey(
    asked.kmeans_says,
    answer="cut",
    whys={
        "cut": "Pure noise in three columns gave the same silhouette.",
        "types": "K-means gives four groups for any cloud, because four were asked for.",
        "noise": "Groups that are made may still be useful. That is for the five checks to say.",
    },
    after="Which check would you do first on the four groups?",
)

boundary = ChoiceKey(
    asked.boundary,
    answer="two",
    whys={
        "two": "Before the second customer the share is 40 %, which is below the cut, and with her 75 %.",
        "first": "Her share is 40 %. Is 70 % of the revenue reached with her?",
        "three": "With which customer is 70 % reached? The class ends with that one.",
    },
    after="Who would be in A if the class ended before the customer who reaches the cut?",
)

sleeping = ChoiceKey(
    asked.sleeping,
    answer="ask",
    whys={
        "ask": "Seven in ten spend everything elsewhere because they have left. An offer to develop them meets nobody.",
        "advisers": "Who would the adviser call? Only nine of thirty still use their account.",
        "drop": "Nine of thirty are still clients, and may have much to win.",
    },
    after="Which sign in the bank's own data would tell it without a call?",
)

promise = ChoiceKey(
    asked.promise,
    answer="less",
    whys={
        "less": "A customer is among the 200 partly because her estimate errs upwards.",
        "same": "They cancel over all 5,000. Do they among those who were chosen for large estimates?",
        "more": "They are the best by an estimate. Which errors does a choice by estimates collect?",
    },
    after="How would you learn how much less, in the first year of the programme?",
)

which_fails = ChoiceKey(
    asked.which_fails,
    answer="actionable",
    whys={
        "actionable": "The trial was one of all members, and the offer did no more for these than for the others.",
        "substantial": "Their margin carries a programme: so it says.",
        "differentiable": "They leave twice as often, so they differ.",
        "measurable": "Each of the 900 is known by her card.",
    },
    after="What else would you try on them, and on how many?",
)

when_levels = ChoiceKey(
    asked.when_levels,
    answer="before",
    whys={
        "before": "A level written before the result can be failed.",
        "data": "That says which number of clusters is most stable here, and not whether it is enough for the goal.",
        "test": "By then the money is spent.",
    },
    after="Which level would you write down for your own firm, and why?",
)

one_stage = ChoiceKey(
    asked.one_stage,
    answer=_stage(1825, 300, 1000, 850),
    whys={
        "mature": "850 ÷ 1,000 = 0.85: a fall of less than 20 %, and less than a year of silence.",
        "declining": "She spends less. By how much, and how much does the rule want?",
        "lost": "300 days is a long silence. How many days does the rule want?",
    },
    after="What would the rule say of her in three months without an order?",
)

growing = ChoiceKey(
    asked.growing,
    answer="next-change",
    whys={
        "next-change": "The stage of one year must predict the change of the next.",
        "past-change": "They were chosen for it. A good year by luck looks the same.",
        "count": "Their number says nothing about what they will do.",
    },
    after="What would you expect of the declining customers, by the same reasoning?",
)

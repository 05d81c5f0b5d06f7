"""The questions of chapter 8, the segmentation strategy table."""

import functools

import numpy as np

from crmlib import datasets, segmentation
from crmlib.firm import strategy as firm_strategy
from crmlib.segmentation import portfolio, strategy
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import OneOf, Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, sequence, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

PRINTED = tuple(row.row for row in strategy.STRATEGY_TABLE)
DEVELOPMENT = ("strategic", "growth", "large", "loyal", "low")

# 1 ------------------------------------------------------------------------------------------------


def _cell(row, part):
    return f"{getattr(row, part)} ({getattr(row, part + '_chinese')})"


def _line(row, part):
    return f"{_cell(row, 'segment')}: {part}"


_LARGE, _LOYAL, _GROWTH, _STRATEGIC, _LOW = strategy.STRATEGY_TABLE

_PARTS = ("relationship", "strategy", "focus")

# What is said of a cell of another row: the row, whose cell was taken, the message.
_CELLS = {
    "relationship": (
        (
            _LARGE,
            _LOYAL,
            "Size is no partnership. What does a customer who buys much and wants it to go smoothly ask of you?",
        ),
        (_LARGE, _STRATEGIC, "Closeness takes her time. She wants her goods, and no meetings about them."),
        (
            _LARGE,
            _GROWTH,
            "This would hang on what she does next. What she does is known already: she buys much, and smoothly.",
        ),
        (_LARGE, _LOW, "Then nobody would notice a late delivery. She brings much of the profit."),
        (
            _LOYAL,
            _LARGE,
            "She has been with the firm for long and wants to stay. What makes her different from someone who merely buys much?",
        ),
        (_LOYAL, _STRATEGIC, "“Close or …” leaves a choice open. With customers of this row it is made."),
        (
            _LOYAL,
            _GROWTH,
            "This says to a customer of many years that she may be kept at a distance. Would she stay?",
        ),
        (_LOYAL, _LOW, "She has stayed for years and wants a say. Who would listen to her?"),
        (
            _GROWTH,
            _LARGE,
            "This treats all of them alike. Some respond to an offer, and some want to be left in peace.",
        ),
        (
            _GROWTH,
            _LOYAL,
            "Loyalty earns this one. These customers have shown no more than that they could buy more.",
        ),
        (
            _GROWTH,
            _STRATEGIC,
            "Potential is no partnership yet, and some of these customers want to be left in peace.",
        ),
        (_GROWTH, _LOW, "Without any relationship nobody will notice what she could become."),
        (
            _STRATEGIC,
            _LARGE,
            "She matters for more than she buys. Would you treat her like anyone who buys much?",
        ),
        (_STRATEGIC, _LOYAL, "That is one of two. Not each of them is as far yet."),
        (_STRATEGIC, _GROWTH, "A customer whom others follow is never kept at a distance."),
        (_STRATEGIC, _LOW, "Whoever brings others to the firm is not left to herself."),
        (
            _LOW,
            _LARGE,
            "This relationship has people to answer her and a delivery that is watched. Would her margin pay for it?",
        ),
        (_LOW, _LOYAL, "Meetings and invitations cost money. Would her margin pay for them?"),
        (_LOW, _GROWTH, "To be close to someone who brings little costs more than she brings."),
        (_LOW, _STRATEGIC, "Both of these cost more than she brings. Which relationship costs least?"),
    ),
    "strategy": (
        (_LARGE, _GROWTH, "She is large already. What is there to lose?"),
        (_LARGE, _LOW, "She brings much of the profit. What would a competitor do if you stopped?"),
        (_LOYAL, _GROWTH, "She has grown with the firm for years. What is there to lose?"),
        (_LOYAL, _LOW, "She stays because the firm answers her. What happens if it stops?"),
        (_GROWTH, _LARGE, "What she brings today is not the reason why she has a row of her own."),
        (_GROWTH, _LOW, "Then she goes on spending elsewhere. Why does she have a row of her own?"),
        (_STRATEGIC, _LARGE, "Her weight lies in what may come of her, not in what she brings today."),
        (_STRATEGIC, _LOW, "What may come of her does not come by itself."),
        (_LOW, _LARGE, "This costs money. How much is there to lose in this row?"),
        (_LOW, _GROWTH, "For that she would need a potential, and then she would fit another row."),
    ),
    "focus": (
        (
            _LARGE,
            _LOYAL,
            "This focus needs a customer who wants to take part. The row is defined by profit and size alone.",
        ),
        (_LARGE, _GROWTH, "Her behaviour is known. What does it say that she wants?"),
        (_LARGE, _STRATEGIC, "She has grown already. What would make her stay without taking her time?"),
        (_LARGE, _LOW, "That looks at the firm. Whom one wants to keep, one asks what *she* needs."),
        (
            _LOYAL,
            _LARGE,
            "This is the focus of the row above, whose customers want to spend no time with you.",
        ),
        (_LOYAL, _GROWTH, "A partner is not watched from afar. What does one do with her?"),
        (
            _LOYAL,
            _STRATEGIC,
            "She is to stay, not to become something else. What does one do with a partner?",
        ),
        (_LOYAL, _LOW, "That looks at the firm. What does a partner expect of it?"),
        (
            _GROWTH,
            _LARGE,
            "A smooth order keeps what she buys. What must one know to win what she does not buy yet?",
        ),
        (_GROWTH, _LOYAL, "Who takes part is loyal already. What must one know of a customer who is not?"),
        (
            _GROWTH,
            _STRATEGIC,
            "Two rows depend on something of the customer's. One can look at what she does; the other must guess what she may become.",
        ),
        (_GROWTH, _LOW, "That looks at the firm. Here one looks at what the customer does."),
        (_STRATEGIC, _LARGE, "A smooth order keeps what she buys. Her weight does not lie in what she buys."),
        (_STRATEGIC, _LOYAL, "That costs effort. What decides how much of it she is worth?"),
        (
            _STRATEGIC,
            _GROWTH,
            "Two rows depend on something of the customer's. One can look at what she does; the other must guess what she may become.",
        ),
        (
            _STRATEGIC,
            _LOW,
            "That is said of customers in whom nothing is invested. In these one invests ahead of the return.",
        ),
        (_LOW, _LARGE, "That has to be built and paid for. Would these customers pay for it?"),
        (_LOW, _LOYAL, "Whoever is asked wants an answer. Would these customers pay for it?"),
        (
            _LOW,
            _GROWTH,
            "Nobody studies the behaviour of customers whom the firm lets be. What decides instead?",
        ),
        (_LOW, _STRATEGIC, "Here nothing is developed. What decides instead?"),
    ),
}
_CELL_SLIPS = {
    (_line(row, part), _cell(other, part)): message
    for part, cells in _CELLS.items()
    for row, other, message in cells
}
_COLUMN_SLIPS = {
    (
        _line(row, part),
        _cell(other, column),
    ): f"“{_cell(other, column)}” is a {column}. A {part} is asked here."
    for row in strategy.STRATEGY_TABLE
    for part in _PARTS
    for other in strategy.STRATEGY_TABLE
    for column in _PARTS
    if column != part
}

table = Match(
    id="strategy.table",
    section="08-strategy-table#strategy-table",
    title="Fill the table",
    prompt="Five segments, and for each of them the relationship (关系), the strategy (战略) and the focus (重点). "
    "Fill the whole table.",
    answer={_line(row, part): _cell(row, part) for row in strategy.STRATEGY_TABLE for part in _PARTS},
    slips=_CELL_SLIPS | _COLUMN_SLIPS,
    hints=[
        "Begin with the strategy: whom does one keep, whom does one develop, and who is left?",
        "Three of the five entries of the focus begin with “depends on”. The two rows that are kept know what "
        "they want.",
        Twin(
            lambda: (
                "A twin, a gym. Members who come daily and pay: keep, and let nothing get in their way. Members of ten "
                "years: keep, and ask them what to change. New members: develop, by what they use. The trainer of the "
                "national team: develop, by whom she may bring. Members who come in January: charge and leave alone."
            )
        ),
    ],
    means="Fifteen cells: two rows to keep, two to develop, one to leave in peace.",
    after="Which customer of your own firm fits two rows?",
)

# 2 ------------------------------------------------------------------------------------------------

rows_fitting = Several(
    id="strategy.rows-fitting",
    section="08-strategy-table#strategy-rules",
    title="Which rows does she fit?",
    prompt="The chapter's rules: large from ¥220 of profit a year; loyal from 2 years and 4 orders a year; growth from "
    "¥3,000 a year spent elsewhere; strategic with at least one customer brought; low below ¥30 of profit. A customer of "
    "2.6 years placed 7 orders last year with a profit of ¥190. She spends ¥5,100 elsewhere. A neighbour came through "
    "her. Which rows fit?",
    options=[
        Option("large", "profitable large customers", "¥190 lie below ¥220, however often she orders."),
        Option("loyal", "loyal long-standing customers", "Both conditions hold: 2.6 years and 7 orders."),
        Option(
            "growth", "customers with growth potential", "¥5,100 elsewhere are more than ¥3,000 of potential."
        ),
        Option("strategic", "strategically significant customers", "One customer brought is enough for it."),
        Option("low", "low-value customers", "¥190 lie well above ¥30."),
    ],
    answer={"loyal", "growth", "strategic"},
    overlooked={
        "loyal": "Check a rule with two conditions once more.",
        "growth": "What does she spend, and where?",
        "strategic": "One thing about her does not stand in her own purchases.",
    },
    hints=[
        "Go through the five rules one by one. Several may hold.",
        "A rule with two conditions holds if both do.",
        Twin(
            lambda: (
                "A twin: 1.2 years, 9 orders, a profit of ¥400, ¥900 elsewhere, nobody brought. Large fits (400 is at least "
                "220). Loyal does not: the orders do, the years do not. Growth, strategic and low do not. One row fits."
            )
        ),
    ],
    means="Three rows at once: only a precedence gives her one programme.",
    after="Under which precedence would she get the programme of the row “growth”?",
)

# 3 ------------------------------------------------------------------------------------------------


def _potential(category, panel, own):
    return segmentation.spend_potential(own, own * category / panel)


_POTENTIAL_SLIPS = [
    Slip(
        lambda category, panel, own: own * category / panel,
        "This is the number you get for all that she spends. What of it comes to you already?",
        because="category spend taken for potential",
    ),
    Slip(
        lambda category, panel, own: own * panel / category,
        "This is the number you get with the ratio upside down: it says that she spends less in all than with you.",
        because="an inverted ratio",
    ),
    Slip(
        lambda category, panel, own: category - own,
        "This is the number you get if the panel's mean is hers. She spends more, or less, with you than the panel does.",
        because="the mean of others taken for one customer",
    ),
    Slip(
        lambda category, panel, own: category - panel,
        "This is the potential of the mean panel member. Which share of it is this customer's?",
        because="the mean of others taken for one customer",
    ),
    Slip(
        lambda category, panel, own: own * category / panel - panel,
        "This is the number you get if what the mean panel member spends with you is taken off. This customer spends her own "
        "amount with you.",
        because="the mean of others taken for one customer",
    ),
    Slip(
        lambda category, panel, own: own * (1 - panel / category),
        "This is the number you get with the panel's share spent elsewhere, taken of what she spends *with you*. It is a "
        "share of all that she spends.",
        because="the share of the wallet that is open applied to own spend",
    ),
]

potential = Number(
    id="strategy.potential",
    section="08-strategy-table#strategy-columns",
    title="Potential without a panel",
    prompt="The members of a household panel spend {category} a year on the category, of which {panel} at your firm "
    "(means per member). A customer outside the panel spent {own} with you last year. What is her potential, by the ratio "
    "of the panel, in ¥ a year?",
    draws=dict(category=money(2000, 4000, 200), panel=money(400, 900, 50), own=money(200, 1500, 100)),
    where=told_apart(_potential, _POTENTIAL_SLIPS),
    answer=_potential,
    unit="¥",
    low=0,
    high=50_000,
    slips=_POTENTIAL_SLIPS,
    hints=[
        "For each yuan that a panel member spends with you, how many does she spend in all?",
        "Her category spend by that ratio, less what she spends with you.",
        Twin(
            lambda category, panel, own: (
                f"Take {category:,} in all, {panel:,} of it with you, and a customer with {own:,}. "
                f"Ratio: {category:,} ÷ {panel:,} = {category / panel:.3f}. In all she spends "
                f"{own:,} × {category / panel:.3f} = {own * category / panel:,.0f}. "
                f"Less {own:,}: {_potential(category, panel, own):,.0f}."
            )
        ),
    ],
    means="The most that could be won if she bought nowhere else; never what will be won.",
    after="Whom does this estimate rank too high: someone who has left, or someone who came last month?",
)

# 4 ------------------------------------------------------------------------------------------------

steps = Order(
    id="strategy.steps",
    section="08-strategy-table#strategy-rules",
    title="From data to a programme",
    prompt="A firm wants to give each customer one programme of the strategy table. Put the steps in order.",
    steps=[
        Step("columns", "one row a customer: profit, years, orders"),
        Step("thresholds", "take thresholds from these columns"),
        Step("fits", "mark for each customer all rows that fit"),
        Step("precedence", "state which row counts first, give one row"),
        Step("remainder", "count who fits none, and decide for them"),
        Step("money", "compare in money with another precedence"),
    ],
    # No precedence changes who fits none.
    also=[("columns", "thresholds", "fits", "remainder", "precedence", "money")],
    slips=[
        Slip(
            swap("fits", "precedence"),
            "This is the order in which the precedence is applied before anyone has looked who fits several rows. "
            "Then nobody sees what it decides.",
            because="rules coded as a chain of if and else: the overlap is never counted",
        ),
        Slip(
            swap("columns", "thresholds"),
            "This is the order in which thresholds come before data. Then a rule such as “three years” may fit nobody.",
            because="thresholds copied from another firm: the chapter's default rules ask for three years",
        ),
        Slip(
            swap("thresholds", "fits"),
            "This is the order in which customers are marked before it is said from which number on they fit.",
            because="“large” and “loyal” taken for facts of the data",
        ),
        Slip(
            sequence("columns", "thresholds", "fits", "precedence", "money", "remainder"),
            "This is the order in which those without a row are remembered last, when the money is counted already.",
            because="the remainder is forgotten in most tables of segments",
        ),
    ],
    hints=[
        "What must be there before a threshold can be found?",
        "One must know all rows that fit before one of them can be chosen.",
        Twin(
            lambda: (
                "A twin, an emergency ward: measure pulse and pressure; fix from which value on they alarm; note every sign "
                "that a patient shows; let the worst sign decide the queue; see who shows none; ask whether another "
                "rule would have cost lives."
            )
        ),
    ],
    means="The overlap and the remainder are found only if each has a step of its own.",
    after="Who in the firm should decide the precedence?",
)

# 5 ------------------------------------------------------------------------------------------------

rule_list = Audit(
    id="strategy.rule-list",
    section="08-strategy-table#strategy-rules",
    title="A list of rules that overlap",
    prompt="A slide: {large} customers fit the row “large” and {loyal} the row “loyal”; {both} of them fit both. A large "
    "customer gets a programme of {cost}. Large comes before loyal. One line is wrong. Which?",
    draws=dict(
        large=whole(250, 350, 10), loyal=whole(110, 170, 10), both=whole(40, 70, 5), cost=money(40, 80, 10)
    ),
    options=[
        Option(
            "only-large",
            lambda large, both, **_: f"Large but not loyal: {large} − {both} = {large - both}",
            "Who fits both is taken off those who are large.",
        ),
        Option(
            "either",
            lambda large, loyal, **_: f"In at least one of the two rows: {large} + {loyal} = {large + loyal}",
            "It counts those in both rows twice. The rows of the table are not disjoint.",
        ),
        Option(
            "programme",
            lambda large, cost, **_: (
                f"Cost of the large customers' programme: {large} × {cost} = ¥{large * cost:,}"
            ),
            "Large comes first, so all who fit it get its programme.",
        ),
        Option(
            "loyal-left",
            lambda loyal, both, **_: f"Left for the row “loyal”: {loyal} − {both} = {loyal - both}",
            "Those who are large as well are gone already.",
        ),
        Option(
            "turned",
            lambda large, both, **_: (
                f"Left for the row “large” if loyal came first: {large} − {both} = {large - both}"
            ),
            "Then those in both rows go to the other row.",
        ),
    ],
    answer="either",
    hints=[
        "Draw two circles that overlap.",
        "Which line would need the customers in the overlap, and does not name them?",
        Twin(
            lambda large, loyal, both, cost: (
                f"A twin: {large} own a cat, {loyal} a dog, {both} both. An animal of either kind have "
                f"{large} + {loyal} − {both} = {large + loyal - both} people, and a dog alone {loyal - both}."
            )
        ),
    ],
    after="How large can the error of that line become at most?",
)

# 6 ------------------------------------------------------------------------------------------------


def _options(margin, service, marketing, lost, fixed):
    return strategy.low_value_options(margin, service, marketing, lost, fixed)


leave_alone = Definition(
    id="strategy.leave-alone",
    section="08-strategy-table#strategy-low",
    title="What does 放任 mean?",
    prompt="The low-value customers of a shop bring a margin of {margin} a year. Serving them costs {service}, of which "
    "{fixed} would stay without them; marketing to them costs {marketing}. Without marketing {lost} of margin and volume "
    "goes. The table says 维持或放任. Which number belongs to 放任?",
    draws=dict(
        margin=money(80_000, 120_000, 5000),
        service=money(50_000, 70_000, 5000),
        fixed=rate(0.3, 0.5, 0.05),
        marketing=money(20_000, 30_000, 2000),
        lost=rate(0.2, 0.4, 0.05),
    ),
    where=lambda **numbers: apart(*_rivals(**numbers)),
    options=[
        Rival(
            "maintain",
            "serve them and market to them as before",
            "This is 维持, to maintain: the other half of the cell.",
            lambda **numbers: _rivals(**numbers)[0],
        ),
        Rival(
            "leave-alone",
            "serve who comes, and market to nobody",
            "Those who come anyway are served, and their margin stays.",
            lambda **numbers: _rivals(**numbers)[1],
        ),
        Rival(
            "drop",
            "send them away",
            "That is neither 维持 nor 放任. The margin goes, and the fixed cost stays.",
            lambda **numbers: _rivals(**numbers)[2],
        ),
        Rival(
            "no-service",
            "take their money and serve nobody",
            "Who orders causes cost. To leave alone is to stop marketing, not to stop delivering.",
            lambda **numbers: _rivals(**numbers)[3],
        ),
    ],
    answer="leave-alone",
    says="{:,.0f} yuan a year",
    hints=[
        "放 is to let go, 任 to let be. Who acts in it, the firm or the customer?",
        "Go through the three costs and margins: which of them stop if the firm stops to act?",
        Twin(
            lambda margin, service, fixed, marketing, lost: (
                f"A twin: margin {margin:,}, service {service:,} ({fixed:.0%} fixed), marketing {marketing:,}, {lost:.0%} "
                f"lost. Left alone: {1 - lost:.2f} × ({margin:,} − {(1 - fixed) * service:,.0f}) − "
                f"{fixed * service:,.0f} = "
                f"{_options(margin, service, marketing, lost, fixed).leave_alone:,.0f}."
            )
        ),
    ],
    after="Which of the four would your controller report if the fixed cost were forgotten?",
)


def _rivals(margin, service, fixed, marketing, lost):
    """Maintained, left alone, dropped; and left alone as if service cost nothing."""
    return (*_options(margin, service, marketing, lost, fixed), margin * (1 - lost))


# 7 ------------------------------------------------------------------------------------------------


def _no_mirror(answer, slips, least):
    """Whether the answer is no smaller than that, and no slip is the answer with the other sign."""

    def holds(**numbers):
        right = answer(**numbers)
        others = [slip.wrong(**numbers) for slip in slips]
        return abs(right) > least and all(abs(right + other) > 0.03 * abs(right) for other in others)

    return holds


def _better_by(margin, service, lost, fixed):
    """By how much leaving alone beats dropping; marketing is spent in neither."""
    options = _options(margin, service, 0, lost, fixed)
    return options.leave_alone - options.drop


_BETTER_SLIPS = [
    Slip(
        lambda margin, service, lost, fixed: _better_by(margin, service, lost, 0.0),
        "This is the number you get if all of the cost to serve goes with the customers. Which part would stay?",
        because="full cost taken for avoidable cost: the usual reason for dropping customers",
    ),
    Slip(
        lambda margin, service, lost, fixed: _better_by(margin, service, lost, 1 - fixed),
        "This is the number you get with the fixed and the avoidable share exchanged.",
        because="the complement is taken",
    ),
    Slip(
        lambda margin, service, lost, fixed: _better_by(margin, service, 0.0, fixed),
        "This is the number you get if nobody stays away without marketing. Some do.",
        because="the loss of leaving alone is overlooked",
    ),
    Slip(
        lambda margin, service, lost, fixed: _options(margin, service, 0, lost, fixed).leave_alone,
        "This is the profit of leaving alone. Dropping does not earn 0: a cost stays.",
        because="dropping taken for zero",
    ),
    Slip(
        lambda margin, service, lost, fixed: (1 - lost) * margin - (1 - fixed) * service,
        "This is the number you get if only margin is lost. The volume to serve shrinks as much.",
        because="the lost share applied to one side alone",
    ),
    Slip(
        lambda margin, service, lost, fixed: lost * (margin - (1 - fixed) * service),
        "This is the number you get with the share that is lost. Which share stays?",
        because="the complement is taken",
    ),
    Slip(
        lambda margin, service, lost, fixed: margin - service,
        "This is the profit today, at full cost. What is compared are two other states: left alone, and dropped.",
        because="the loss in the books taken for what dropping saves",
    ),
    Slip(
        lambda margin, service, lost, fixed: (1 - lost) * margin,
        "This is the margin that stays. Who comes is served, and a part of the cost to serve comes with her.",
        because="the cost to serve left out",
    ),
    Slip(
        lambda margin, service, lost, fixed: -lost * (margin - (1 - fixed) * service),
        "This is the difference to serving everyone as today, before marketing. Leaving alone is to be compared with dropping.",
        because="leaving alone compared with today instead of with dropping",
    ),
]

better_by = Number(
    id="strategy.leave-or-drop",
    section="08-strategy-table#strategy-low",
    title="Leave alone or drop",
    prompt="A segment brings a margin of {margin} a year before a cost to serve of {service}. Without the customers "
    "{fixed} of this cost would stay. Left alone, {lost} of margin and volume goes. By how much a year is leaving alone "
    "better than dropping, in ¥? (A negative number if it is worse.)",
    draws=dict(
        margin=money(40_000, 90_000, 5000),
        service=money(60_000, 100_000, 5000),
        fixed=rate(0.3, 0.6, 0.05),
        lost=rate(0.1, 0.4, 0.05),
    ),
    where=told_apart(_better_by, _BETTER_SLIPS, also=_no_mirror(_better_by, _BETTER_SLIPS, 2000)),
    answer=_better_by,
    unit="¥",
    low=-200_000,
    high=200_000,
    slips=_BETTER_SLIPS,
    hints=[
        "Which cost is the same in both cases? It does not enter the difference.",
        "What stays: the share not lost, times margin less the avoidable part of the cost to serve.",
        Twin(
            lambda margin, service, lost, fixed: (
                f"Take a margin of {margin:,}, service {service:,}, {fixed:.0%} of it fixed, {lost:.0%} lost. Avoidable: "
                f"{(1 - fixed) * service:,.0f}. {1 - lost:.2f} × ({margin:,} − {(1 - fixed) * service:,.0f}) = "
                f"{_better_by(margin, service, lost, fixed):,.0f}."
            )
        ),
    ],
    means=lambda margin, service, lost, fixed: (
        f"At full cost, margin less cost is {margin - service:,.0f}; at avoidable cost, which decides, "
        f"{margin - (1 - fixed) * service:,.0f}."
    ),
    after="From which margin on would the sign change?",
)

# 8 ------------------------------------------------------------------------------------------------

_AVOIDABLE_SLIPS = [
    Slip(
        lambda margin, service, lost: 1 - margin / service,
        "This is the share that would have to stay. Which share must go?",
        because="fixed and avoidable share are exchanged",
    ),
    Slip(
        lambda margin, service, lost: margin * (1 - lost) / service,
        "This is the number you get if only margin is lost without marketing. The volume to serve shrinks as much.",
        because="the lost share applied to one side alone",
    ),
    Slip(
        lambda margin, service, lost: margin / (margin + service),
        "This is the margin's share of margin and cost together. What must the avoidable cost be equal to?",
        because="part over sum in place of part over part",
    ),
    Slip(
        lambda margin, service, lost: service / margin,
        "This is the number you get upside down. A share of the cost to serve is asked, so that cost stands below the line.",
        because="an inverted ratio",
    ),
    Slip(
        lambda margin, service, lost: margin / (service * (1 - lost)),
        "This is the number you get if only volume is lost without marketing. The margin shrinks as much.",
        because="the lost share applied to one side alone",
    ),
]

avoidable = Reverse(
    id="strategy.avoidable-share",
    section="08-strategy-table#strategy-low",
    title="When would dropping pay?",
    prompt="A segment brings a margin of {margin} a year and costs {service} a year to serve. Left alone, {lost} of margin "
    "and volume goes. Which share of the cost to serve must be avoidable for dropping to be exactly as good as leaving "
    "alone?",
    draws=dict(
        margin=money(30_000, 60_000, 5000), service=money(70_000, 100_000, 5000), lost=rate(0.1, 0.4, 0.05)
    ),
    where=told_apart(
        lambda margin, service, lost: margin / service,
        _AVOIDABLE_SLIPS,
        also=lambda margin, service, lost: apart(margin / service, 1 - lost),
    ),
    answer=lambda margin, service, lost: margin / service,
    forward=lambda given, margin, service, lost: round(_better_by(margin, service, lost, 1 - given), 2),
    target=lambda margin, service, lost: 0.0,
    says="leaving alone a lead of {:,.0f} yuan",
    unit="share",
    low=0,
    high=1,
    slips=_AVOIDABLE_SLIPS,
    hints=[
        "Dropping saves the avoidable cost and gives up the margin.",
        "Does the share that is lost without marketing matter to the sign of the difference?",
        Twin(
            lambda margin, service, lost: (
                f"Take {margin:,} of margin and {service:,} of cost. What is left after {lost:.0%} have gone earns "
                f"{1 - lost:.2f} × ({margin:,} − a × {service:,}) more than dropping. That is 0 at "
                f"a = {margin:,} ÷ {service:,} = {margin / service:.4f}."
            )
        ),
    ],
    means=lambda margin, service, lost: (
        f"If less than {100 * margin / service:.0f} % of the cost to serve really goes, dropping costs money."
    ),
    after="Which of your costs to serve would go within a year?",
)

# 9 ------------------------------------------------------------------------------------------------


def _alone(margin, service_cost, margin_lost, fixed_share):
    return strategy.low_value_options(margin, service_cost, 0, margin_lost, fixed_share).leave_alone


leave_function = Function(
    id="strategy.leave-function",
    section="08-strategy-table#strategy-low",
    title="A function for leaving alone",
    prompt="Write a function that returns the profit of customers who are left alone (¥ a year): margin before the cost to "
    "serve, cost to serve, the share of margin and volume that is lost, and the share of the cost to serve that stays "
    "whatever the volume. It must take numbers and NumPy arrays.",
    answer=_alone,
    inputs=dict(
        margin=money(20, 400, 10),
        service_cost=money(10, 300, 10),
        margin_lost=rate(0.05, 0.6, 0.05),
        fixed_share=rate(0.1, 0.8, 0.1),
    ),
    edges=[dict(margin=100, service_cost=50, margin_lost=0.3, fixed_share=0.4)],
    arrays=True,
    slips=[
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: (
                (1 - margin_lost) * (margin - service_cost)
            ),
            "This function lets the fixed cost shrink with the volume.",
            because="full cost taken for avoidable cost",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: (1 - margin_lost) * margin - service_cost,
            "This function serves those who stay away, too: the avoidable cost falls with the volume.",
            because="the lost share applied to the margin alone",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: (
                margin_lost * (margin - (1 - fixed_share) * service_cost) - fixed_share * service_cost
            ),
            "This function keeps the share that is lost.",
            because="the complement is taken",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: (
                (1 - margin_lost) * (margin - (1 - fixed_share) * service_cost)
            ),
            "This function leaves out the cost that stays. It gives what leaving alone is ahead of dropping.",
            because="the fixed cost drops out of the comparison with dropping, and is forgotten in the profit",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: (
                (1 - margin_lost) * (margin - fixed_share * service_cost) - (1 - fixed_share) * service_cost
            ),
            "This function exchanges the fixed and the avoidable share.",
            because="the complement is taken",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: margin - service_cost,
            "This function gives the profit as long as nobody stays away.",
            because="the loss of leaving alone is overlooked",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: np.maximum(
                0,
                (1 - margin_lost) * (margin - (1 - fixed_share) * service_cost) - fixed_share * service_cost,
            ),
            "This function turns a loss into 0. Customers who are left alone may cost more than they bring.",
            because="a floor at 0, as potential has one",
        ),
        Slip(
            lambda margin, service_cost, margin_lost, fixed_share: _alone(
                margin, service_cost, fixed_share, margin_lost
            ),
            "This function takes the two shares in the other order. The share that is lost comes first.",
            because="two arguments of one kind exchanged",
        ),
    ],
    hints=[
        "Split the cost to serve: one part stays, one part goes with the volume.",
        "What stays of the margin and of the avoidable cost is the same share of both.",
        Twin(
            lambda: (
                "A twin with a margin of 200, a cost of 100 of which half is fixed, and a quarter lost: "
                "0.75 × (200 − 50) − 50 = 62.5."
            )
        ),
    ],
    means="One formula for a customer, a segment, or a table of them.",
    after="What does your function give if nothing is fixed and nothing is lost?",
)

# 10 -----------------------------------------------------------------------------------------------


@functools.cache
def _firm():
    return datasets.load_firm()


@functools.cache
def _columns():
    return firm_strategy.strategy_columns(_firm()).drop(columns=["potential_known"])


def _some_customers(rng, customers=200):
    chosen = rng.sample(_columns()["customer_id"].tolist(), customers)
    return _columns()[_columns()["customer_id"].isin(chosen)].reset_index(drop=True)


def _rules(value, elsewhere, loyal="and", comparison=">="):
    """The chapter's rules with two thresholds drawn; another `loyal` and `comparison=">"` are slips."""
    years, orders = ("tenure_years", comparison, 2), ("orders", comparison, 4)
    alternatives = {
        "and": [(years, orders)],
        "or": [(years,), (orders,)],
        "years": [(years,)],
        "orders": [(orders,)],
    }
    loyals = alternatives[loyal]
    return [
        strategy.StrategyRule("large", (("profit", comparison, value),)),
        *(strategy.StrategyRule("loyal", conditions) for conditions in loyals),
        strategy.StrategyRule("growth", (("potential", comparison, elsewhere),)),
        strategy.StrategyRule("strategic", (("referrals", comparison, 1),)),
        strategy.StrategyRule("low", (("profit", "<", 30),)),
    ]


def _assigned(customers, rules, precedence=PRINTED):
    assigned = strategy.assign_strategy(customers, rules, precedence)
    return assigned[["customer_id", "strategy_row"]]


def _no_remainder(customers, value, elsewhere):
    right = _assigned(customers, _rules(value, elsewhere))
    return right.replace({"strategy_row": {strategy.NO_ROW: "low"}})


assign = Value(
    id="strategy.assign",
    section="08-strategy-table#strategy-rules",
    title="Rows from data",
    prompt="`q.customers` holds {customers}. Rules: “large” from ¥{value} of profit; “loyal” from 2 years *and* 4 orders; "
    "“growth” from ¥{elsewhere} of potential; “strategic” from 1 referral; “low” below ¥30 of profit. Where several fit, the "
    "order in which they stand here decides; who fits none gets “none”. Leave a DataFrame with `customer_id` and "
    "`strategy_row`.",
    draws=dict(
        customers=Sample(
            _some_customers, "{rows} customers of the simulated firm with the columns of the rules"
        ),
        value=OneOf((150, 200, 250, 300)),
        elsewhere=OneOf((2000, 2500, 3000, 3500)),
    ),
    key="customer_id",
    answer=lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere)),
    slips=[
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere), PRINTED[::-1]),
            "is what you get if a later rule overwrites an earlier one. The first that fits decides.",
            because="assigning rule by rule with a mask: the last assignment wins",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere, loyal="or")),
            "is what you get if one of the two conditions is enough for “loyal”. Both are asked.",
            because="“or” for “and” in a rule with two conditions",
        ),
        Slip(
            _no_remainder,
            "is what you get if everyone without a row counts as “low”. Who fits none has a name of her own.",
            because="an else branch that swallows the remainder",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(
                customers, _rules(value, elsewhere), ("low", *PRINTED[:4])
            ),
            "is what you get if “low” is asked first. It stands last.",
            because="the simplest rule written first",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere), DEVELOPMENT),
            "is what you get with “strategic” and “growth” first. Here the order is that of the prompt.",
            because="the chapter's second precedence",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(
                customers, _rules(value, elsewhere), strategy.PRECEDENCE
            ),
            "is what you get with “strategic” first, as `assign_strategy` takes it if no precedence is said. Say the order of "
            "the prompt.",
            because="the library's own precedence",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(220, 3000)),
            "is what you get with the chapter's thresholds. Yours stand in the question.",
            because="the rules of the chapter copied",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere, "years")),
            "is what you get if years alone make a customer loyal. Both conditions are asked.",
            because="one of two conditions forgotten",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere, "orders")),
            "is what you get if orders alone make a customer loyal. Both conditions are asked.",
            because="one of two conditions forgotten",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(
                customers, _rules(value, elsewhere, comparison=">")
            ),
            "is what you get with “more than” in place of “at least”. Who has exactly 4 orders, or 1 referral, fits.",
            because="“from” read as “above”",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(
                customers.assign(profit=customers["spend"]), _rules(value, elsewhere)
            ),
            "is what you get if spend counts in place of profit. A customer may spend much and leave nothing.",
            because="revenue taken for profit",
        ),
    ],
    hints=[
        "One list of true and false values a rule, then the first that is true.",
        "`strategy.assign_strategy(q.customers, rules, precedence)` takes a list of `StrategyRule`; or `numpy.select`, which "
        "takes the first condition that holds.",
        Twin(
            lambda customers, value, elsewhere: (
                f"With ¥{value} and ¥{elsewhere:,} the rows of a sample of {len(customers)} customers count: "
                + ", ".join(
                    f"{row} {count}"
                    for row, count in _assigned(customers, _rules(value, elsewhere))["strategy_row"]
                    .value_counts()
                    .sort_index()
                    .items()
                )
                + ". Yours are other customers."
            )
        ),
    ],
    means="Each customer has one row, and the remainder is named.",
    after="How many of your customers fitted two rows or more?",
)

# 11 -----------------------------------------------------------------------------------------------


def _develop_less_keep(kept, keep_cost, elsewhere, won, margin, years, develop_cost):
    return won * elsewhere * margin * years - develop_cost - (kept - keep_cost)


_CHOICE_SLIPS = [
    Slip(
        lambda margin, **numbers: _develop_less_keep(margin=1.0, **numbers),
        "This is the number you get if the revenue won counts whole. Which part of it is margin?",
        because="revenue taken for margin",
    ),
    Slip(
        lambda years, **numbers: _develop_less_keep(years=1, **numbers),
        "This is the number you get with one year of extra orders, against several years of keeping.",
        because="gains over different periods compared",
    ),
    Slip(
        lambda keep_cost, develop_cost, **numbers: _develop_less_keep(keep_cost=0, develop_cost=0, **numbers),
        "This is the number you get without the programmes' costs.",
        because="gains compared before cost",
    ),
    Slip(
        lambda years, keep_cost, develop_cost, **numbers: _develop_less_keep(
            years=years, keep_cost=years * keep_cost, develop_cost=years * develop_cost, **numbers
        ),
        "This is the number you get if the programmes cost their price in every year. Each is paid once.",
        because="one-time and yearly amounts mixed",
    ),
    Slip(
        lambda kept, years, **numbers: _develop_less_keep(kept=years * kept, years=years, **numbers),
        "This is the number you get if keeping brings its margin in every year. It is the margin over all the years.",
        because="one-time and yearly amounts mixed",
    ),
    Slip(
        lambda kept, keep_cost, **numbers: _develop_less_keep(kept=0, keep_cost=0, **numbers),
        "This is the profit of the programme of “growth” by itself. What would she have got in its place?",
        because="the programme compared with nothing instead of with the other one",
    ),
    Slip(
        lambda keep_cost, **numbers: _develop_less_keep(keep_cost=0, **numbers),
        "This is the number you get if the programme of “large” costs nothing. What it brings stands there before its cost.",
        because="the cost of one programme forgotten",
    ),
    Slip(
        lambda develop_cost, **numbers: _develop_less_keep(develop_cost=0, **numbers),
        "This is the number you get if the programme of “growth” costs nothing.",
        because="the cost of one programme forgotten",
    ),
    Slip(
        lambda years, **numbers: _develop_less_keep(years=years, **numbers) / years,
        "This is the difference per year. It is asked over all the years.",
        because="per year for in all",
    ),
]

keep_or_develop = Number(
    id="strategy.keep-or-develop",
    section="08-strategy-table#strategy-money",
    title="Keep or develop?",
    prompt="A customer fits “large” and “growth”. The programme of “large” costs {keep_cost} and is expected to bring {kept} "
    "of margin over {years} years, because she stays longer. That of “growth” costs {develop_cost} and wins {won} of the "
    "{elsewhere} a year that she spends elsewhere, in each of the {years} years, at a margin of {margin}. By how much is the "
    "programme of “growth” better over the {years} years, in ¥, without discounting?",
    draws=dict(
        kept=money(80, 200, 20),
        keep_cost=money(40, 80, 10),
        elsewhere=money(3000, 8000, 500),
        won=rate(0.01, 0.03, 0.005),
        margin=rate(0.3, 0.5, 0.05),
        years=whole(3, 5),
        develop_cost=money(20, 40, 10),
    ),
    where=told_apart(
        _develop_less_keep,
        _CHOICE_SLIPS,
        also=_no_mirror(_develop_less_keep, _CHOICE_SLIPS, 20),
    ),
    answer=_develop_less_keep,
    unit="¥",
    low=-5000,
    high=20_000,
    slips=_CHOICE_SLIPS,
    hints=[
        "Write both programmes as gain less cost, over the same years.",
        "What is won a year is a share of what she spends elsewhere, and only the margin of it counts.",
        Twin(
            lambda kept, keep_cost, elsewhere, won, margin, years, develop_cost: (
                f"Develop: {won:.3f} × {elsewhere:,} × {margin:.2f} × {years} − {develop_cost} = "
                f"{won * elsewhere * margin * years - develop_cost:,.2f}. Keep: {kept} − {keep_cost} = {kept - keep_cost}. "
                f"Difference: "
                f"{_develop_less_keep(kept, keep_cost, elsewhere, won, margin, years, develop_cost):,.2f}."
            )
        ),
    ],
    means=lambda **numbers: (
        "For such customers “growth” should come first."
        if _develop_less_keep(**numbers) > 0
        else "For such customers “large” should come first."
    ),
    after="Which of the seven numbers do you know least?",
)

# 12 -----------------------------------------------------------------------------------------------


def _mix(first, steady, wild, correlation):
    return portfolio.mix_risk(first, steady, wild, correlation)


_MIX_SLIPS = [
    Slip(
        lambda first, steady, wild, correlation: _mix(first, steady, wild, 1),
        "This is the weighted mean of the two risks. It holds only if both segments move as one.",
        because="standard deviations averaged like means",
    ),
    Slip(
        lambda first, steady, wild, correlation: _mix(first, steady, wild, 0),
        "This is the number you get if the two segments have nothing to do with each other.",
        because="the covariance term left out",
    ),
    Slip(
        lambda first, steady, wild, correlation: _mix(first, steady, wild, correlation) ** 2,
        "This is the variance. Take its root.",
        because="variance taken for standard deviation",
    ),
    Slip(
        lambda first, steady, wild, correlation: _mix(1 - first, steady, wild, correlation),
        "This is the number you get with the two shares exchanged.",
        because="weights attached to the wrong row",
    ),
    Slip(
        lambda first, steady, wild, correlation: 2 * _mix(0.5, steady, wild, correlation),
        "This is the number you get if each segment counts whole. Weigh each by its share first.",
        because="the weights left out",
    ),
    Slip(
        lambda first, steady, wild, correlation: (steady + wild) / 2,
        "This is the mean of the two risks. Each has a share of its own, and risks do not add up like means.",
        because="standard deviations averaged like means",
    ),
    Slip(
        lambda first, steady, wild, correlation: _mix(first, steady, wild, correlation / 2),
        "This is the number you get with the term of the correlation taken once. It stands there twice.",
        because="the factor 2 left out",
    ),
    Slip(
        lambda first, steady, wild, correlation: (
            (
                first * steady**2
                + (1 - first) * wild**2
                + 2 * first * (1 - first) * correlation * steady * wild
            )
            ** 0.5
        ),
        "This is the number you get if the shares are not squared. Weigh each risk by its share first, then square.",
        because="the weights taken outside the square",
    ),
]

mix = Number(
    id="strategy.mix-risk",
    section="08-strategy-table#strategy-portfolio",
    title="Two segments together",
    prompt="{first} of a firm's contribution comes from a segment whose quarterly contribution has a standard deviation of "
    "{steady} of its mean; the rest comes from one with {wild}. Their correlation is {correlation}. What is the standard "
    "deviation of the whole, as a share of its mean?",
    draws=dict(
        first=rate(0.3, 0.7, 0.1),
        steady=rate(0.08, 0.2, 0.02),
        wild=rate(0.25, 0.4, 0.05),
        correlation=OneOf((-0.4, -0.2, 0.2, 0.4)),
    ),
    where=told_apart(_mix, _MIX_SLIPS),
    answer=_mix,
    unit="share",
    low=0,
    high=1,
    slips=_MIX_SLIPS,
    hints=[
        "Weigh each risk by its share first. Then square, add, and do not forget the term with the correlation.",
        "The square of the whole is a² + b² + 2 × correlation × a × b, with a and b the weighted risks.",
        Twin(
            lambda first, steady, wild, correlation: (
                f"Take shares {first:.1f} and {1 - first:.1f}, risks {steady:.2f} and {wild:.2f}, correlation "
                f"{correlation}. a = {first * steady:.3f}, b = {(1 - first) * wild:.3f}. "
                f"√({first * steady:.3f}² + {(1 - first) * wild:.3f}² + 2 × {correlation} × "
                f"{first * steady:.3f} × {(1 - first) * wild:.3f}) = {_mix(first, steady, wild, correlation):.4f}."
            )
        ),
    ],
    means="Below a correlation of 1 the whole varies less than the mean of its parts.",
    after="Could this firm buy more of the steady segment at today's price?",
    core=False,
)

# 13 -----------------------------------------------------------------------------------------------

WITHOUT_GROWTH = ("large", "loyal", "strategic", "low")


def _all_customers(rng):
    """The same 2,000 customers for everyone."""
    return _columns()


@functools.cache
def _without_growth():
    """What each customer adds with the programme that she would get if there were no row “growth”."""
    rules = [rule for rule in firm_strategy.FIRM_RULES if rule.row != "growth"]
    rows = strategy.assign_strategy(_columns(), rules, WITHOUT_GROWTH)["strategy_row"]
    return firm_strategy.expected_net(_firm(), rows)


def _growth_instead(cost, won, customers):
    gain = firm_strategy.programme_gains(_firm(), developing=won) - cost
    return gain - _without_growth()


def _ids(customers, chosen):
    return customers.loc[chosen, "customer_id"].tolist()


def _still_ordering(cost, won, customers):
    return _ids(customers, (customers["potential"] >= 3000) & (customers["orders"] >= 1))


first_growth = Decision(
    id="strategy.growth-first",
    section="08-strategy-table#strategy-money",
    title="Who gets the growth programme?",
    prompt="`q.customers` holds {customers}. Each customer gets one programme. Without your list it is that of the first row "
    "that fits, of large, loyal and strategic, with the chapter's rules, costs and effects. Whom you name gets the programme "
    "of “growth” in its place: it costs {cost} and wins {won} of what she spends elsewhere, while she is active. Leave a list "
    "of `customer_id`. It is scored by the firm's truth, as an expected value over five years; only the columns are yours.",
    draws=dict(
        cost=money(25, 40, 5),
        won=rate(0.02, 0.03, 0.005),
        customers=Sample(_all_customers, "the {rows:,} customers of the simulated firm"),
    ),
    where=lambda cost, won, customers: all(
        _growth_instead(cost, won, customers)[_ids(customers, chosen)].sum()
        < 0.92 * _growth_instead(cost, won, customers)[_still_ordering(cost, won, customers)].sum()
        for chosen in (customers["potential"] >= 3000, customers["profit"] >= 220)
    ),
    profit=_growth_instead,
    policy=_still_ordering,
    unit="¥",
    enough=0.93,
    slips=[
        Slip(
            lambda cost, won, customers: customers["customer_id"].tolist(),
            "You name everyone. What does the programme win from someone who spends little elsewhere, or has left?",
            because="a programme for all",
        ),
        Slip(
            lambda cost, won, customers: _ids(customers, customers["potential"] >= 3000),
            "This is the list you get from the rule “growth” alone. Many on it have not ordered for a year: potential of "
            "someone who has left is not potential.",
            because="potential computed for lapsed customers: found while the chapter was written",
        ),
        Slip(
            lambda cost, won, customers: _ids(
                customers, (customers["potential"] >= 3000) & (customers["profit"] < 220)
            ),
            "This is the list you get if large comes before growth. What would the programme win from those who fit both?",
            because="the order in which the table is printed, taken for a precedence",
        ),
        Slip(
            lambda cost, won, customers: _ids(customers, customers["profit"] >= 220),
            "You name the large customers. Some of them spend little elsewhere, and some with much elsewhere are not large.",
            because="value taken for potential",
        ),
        Slip(
            lambda cost, won, customers: customers.index[
                (customers["potential"] >= 3000) & (customers["orders"] >= 1)
            ].tolist(),
            "You name places in the table. The column `customer_id` says who is who, and begins at 1.",
            because="the index of a DataFrame taken for the number of a customer",
        ),
    ],
    hints=[
        "A customer on your list loses the other programme. For whom is the one you give her worth more?",
        "Two columns are enough: what she spends elsewhere, and whether she still orders.",
        Twin(
            lambda cost, won, customers: (
                f"At ¥{cost} and {won:.1%} the programme pays for itself over five years where potential × {won:.3f} × margin "
                f"× years exceeds ¥{cost}: with a margin of 0.4 and three years that is a potential of about "
                f"¥{cost / (won * 0.4 * 3):,.0f}, from someone who stays that long."
            )
        ),
    ],
    after="What would an experiment have to show before you believe the share that is won?",
)

# 14 -----------------------------------------------------------------------------------------------


@functools.cache
def _offers():
    """The columns of the rules, and what the programme of each row would truly add less its cost."""
    table = _columns().copy()
    for row, programme in firm_strategy.FIRM_PROGRAMMES.items():
        effects = programme.keeping, programme.developing, programme.referring
        gain = firm_strategy.programme_gains(_firm(), *effects) - programme.cost
        table[f"{row}_net"] = gain.round(2).to_numpy()
    return table


def _all_offers(rng):
    """The same 2,000 customers for everyone."""
    return _offers()


def _net(customers, rows):
    """What each customer adds with the programme of her row; without a programme 0."""
    net = sum(customers[f"{row}_net"].where(rows == row, 0.0) for row in firm_strategy.FIRM_PROGRAMMES)
    return net.to_numpy()


def _two_orders(customers, value, elsewhere, first=PRINTED, second=DEVELOPMENT, **changed):
    rules = _rules(value, elsewhere, **changed)
    one, other = (_assigned(customers, rules, order)["strategy_row"] for order in (first, second))
    return customers[["customer_id"]].assign(
        printed=one,
        development=other,
        printed_net=_net(customers, one),
        development_net=_net(customers, other),
    )


def _all_programmes(customers, value, elsewhere):
    """What each customer would add with the programmes of all rows that she fits."""
    total = 0.0
    for row in firm_strategy.FIRM_PROGRAMMES:
        rule = [rule for rule in _rules(value, elsewhere) if rule.row == row]
        total = total + _net(customers, _assigned(customers, rule, (row,))["strategy_row"])
    return _two_orders(customers, value, elsewhere).assign(printed_net=total, development_net=total)


def _orders_in_words(customers, value, elsewhere):
    table = _two_orders(customers, value, elsewhere)
    changed = (table["printed"] != table["development"]).sum()
    without = (table["printed"] == strategy.NO_ROW).sum()
    earned = table[["printed_net", "development_net"]].sum()
    return (
        f"{changed} customers change row and {without} have none under either order; the printed order adds {earned.iloc[0]:,.0f} "
        f"yuan over five years, development first {earned.iloc[1]:,.0f}."
    )


two_orders = Value(
    id="strategy.two-orders",
    section="08-strategy-table#strategy-money",
    title="Two orders in money",
    prompt="`q.customers` holds {customers}: the columns of the rules, and in `large_net`, `loyal_net`, `growth_net` and "
    "`strategic_net` what the programme of each row would truly add over five years, less its cost (¥). The rules are the "
    "chapter's, with “large” from ¥{value} of profit and “growth” from ¥{elsewhere} of potential; “low” and “none” get no "
    "programme. Leave a DataFrame with `customer_id`, `printed` (her row under the printed order: large, loyal, growth, "
    "strategic, low), `development` (her row under strategic, growth, large, loyal, low), and `printed_net` and "
    "`development_net` (what she adds under each, ¥; 0 without a programme).",
    draws=dict(
        customers=Sample(_all_offers, "the {rows:,} customers of the simulated firm"),
        value=OneOf((150, 180, 260, 300)),
        elsewhere=OneOf((2000, 2500, 3500)),
    ),
    key="customer_id",
    answer=_two_orders,
    slips=[
        Slip(
            lambda customers, value, elsewhere: _two_orders(
                customers, value, elsewhere, PRINTED[::-1], DEVELOPMENT[::-1]
            ),
            "is what you get if a later rule overwrites an earlier one. The first that fits decides.",
            because="assigning rule by rule with a mask: the last assignment wins",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(
                customers, value, elsewhere, DEVELOPMENT, PRINTED
            ),
            "is what you get with the two orders exchanged. Which of the two is which?",
            because="the names of two results exchanged",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(customers, value, elsewhere).replace(
                {"printed": {strategy.NO_ROW: "low"}, "development": {strategy.NO_ROW: "low"}}
            ),
            "is what you get if everyone without a row counts as “low”. Who fits none has a name of her own.",
            because="an else branch that swallows the remainder",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(customers, value, elsewhere).replace(
                {"printed": {"low": strategy.NO_ROW}, "development": {"low": strategy.NO_ROW}}
            ),
            "is what you get if “low” counts as no row, because it has no programme. It is a row, with a rule of its own.",
            because="a row without a programme taken for the remainder",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(
                customers, value, elsewhere, second=("growth", "strategic", "large", "loyal", "low")
            ),
            "is what you get if “growth” comes before “strategic”. Read the second order once more.",
            because="the two developed rows in the order of the table",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(customers, 220, 3000),
            "is what you get with the chapter's thresholds. Yours stand in the question.",
            because="the rules of the chapter copied",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(customers, value, elsewhere, loyal="or"),
            "is what you get if one of the two conditions is enough for “loyal”: 2 years *and* 4 orders are asked.",
            because="“or” for “and” in a rule with two conditions",
        ),
        Slip(
            lambda customers, value, elsewhere: _two_orders(customers, value, elsewhere, comparison=">"),
            "is what you get with “more than” in place of “at least”. Who has exactly 4 orders, or 1 referral, fits.",
            because="“from” read as “above”",
        ),
        Slip(
            _all_programmes,
            "is what you get if each customer gets the programmes of all rows that she fits. She gets one.",
            because="rows added up as if they were disjoint",
        ),
    ],
    hints=[
        "Find each customer's row under both orders first, as in the exercise on rows from data.",
        "For each of the four programmes: where her row is that one, take the programme's column; everywhere else 0.",
        Twin(lambda **numbers: f"With other thresholds: {_orders_in_words(**numbers)}"),
    ],
    means=_orders_in_words,
    after="By how much would the winner have to be mistaken about one effect for the order to turn round?",
)

# 15 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="strategy.memo",
    section="08-strategy-table#strategy-money",
    title="The memo",
    prompt="The managing director: “Our table has five rows, and sales and marketing quarrel over who owns the large "
    "customers. Which row comes first, and what is it worth?” Answer in a memo: your number, how uncertain it is, the "
    "alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="Let “strategic” and “growth” come before “large”. On our 2,000 customers this order adds ¥23,700 of expected "
    "profit over five years, against ¥7,500 for the order in which the table is printed: ¥16,200 more, with a 95 % interval "
    "from 10,400 to 22,000 for other customers of the same kind. Two thirds of it come from 218 customers who are "
    "large and spend much elsewhere. The number rests on two assumptions that nobody has measured: that the growth programme "
    "wins 2 % of what they spend elsewhere, and that the service for large customers cuts leaving by a fifth. If it cut "
    "leaving by a third, or if the growth programme won only half a per cent, both orders would earn the same; beyond that large "
    "should come first. I turned down the printed "
    "order, which pleases the key-account team, because it spends ¥60 on customers of whom many would stay anyway. If I am "
    "wrong, we lose about ¥12,000 over five years for each tenth of leaving that the service prevents and we forgo. So "
    "give both programmes by lot to these 218 customers first, and decide on the order when the two effects are measured.",
    hints=[
        "Begin with the decision, not with the table.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            lambda: (
                "A twin, on two ways to staff a hotline: “Answer complaints before orders. Last month it kept 41 customers, "
                "give or take 15, worth ¥270 each. I turned down first come, first served, which is fairer to see. If I am "
                "wrong we lose four orders a day and can turn it back at once.”"
            )
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_rules = Choice(
    id="strategy.lab-rules",
    section="08-strategy-table#strategy-rules",
    title="Lab: thresholds and precedence",
    prompt="Before you move anything: the precedence changes from the printed order to the one with “strategic” and “growth” "
    "first; the thresholds stay. What happens to the number of customers who fit no row?",
    options=[
        Option("same", "it stays as it is", "Who fits no row fits none under any order."),
        Option("falls", "it falls", "A precedence chooses among rows that fit; it cannot make one fit."),
        Option("rises", "it rises", "Whoever fitted a row before still fits it."),
    ],
    answer="same",
    hints=[
        "Think of one customer who fits no row. What can an order of rows do for her?",
        Twin(
            lambda: (
                "A queue of three doors, two of them closed to you, and all three to your friend. Whichever door is tried first, "
                "you go through the third, and your friend stays outside."
            )
        ),
    ],
    after="Which thresholds would you move to make the remainder smaller, and what would it cost?",
)

lab_low = Choice(
    id="strategy.lab-low",
    section="08-strategy-table#strategy-low",
    title="Lab: when does dropping pay?",
    prompt="Before you move anything: a customer brings a margin of ¥40 a year and costs ¥60 to serve, a loss of ¥20 at full "
    "cost. 40 % of the cost to serve would stay without her. Is it better to leave her alone, or to drop her?",
    options=[
        Option("alone", "leave her alone", "¥40 of margin stand against ¥36 of avoidable cost."),
        Option("drop", "drop her", "The loss of ¥20 counts a cost that stays when she goes."),
        Option("equal", "it makes no difference", "It would if ¥40 of cost were avoidable; how much is?"),
    ],
    answer="alone",
    hints=[
        "How much of the ¥60 goes if she goes?",
        Twin(
            lambda: (
                "A margin of 30 against a cost of 60, of which a quarter stays: 45 are avoidable. 30 is less than 45, so she "
                "costs 15 more than she brings, and dropping pays."
            )
        ),
    ],
    after="What would have to be true of the firm for the whole cost to be avoidable?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

from_data = Several(
    id="strategy.relationship-from-data",
    section="08-strategy-table#strategy-columns",
    title="What the data say of a relationship",
    prompt="At the simulated firm, what did the data show about the relationship with a customer?",
    options=[
        Option(
            "traffic",
            "the number of contacts is nearly the number of orders",
            "Their rank correlation is 0.96: most contacts are checkouts and deliveries.",
        ),
        Option(
            "satisfaction",
            "contacts per order say how satisfied she is",
            "Their rank correlation with the true satisfaction is close to 0.",
        ),
        Option(
            "wish",
            "whether she wants a partnership",
            "Nothing in the tables asks for it. Someone would have to ask her.",
        ),
        Option(
            "referral",
            "whether another customer came through her",
            "The table of customers says who referred whom.",
        ),
        Option(
            "tenure",
            "that she has been here for long, so that she is worth more",
            "Years and expected value had no positive correlation here.",
        ),
    ],
    answer={"traffic", "referral"},
    overlooked={
        "traffic": "What do most of the recorded contacts consist of?",
        "referral": "One trace of a relationship is recorded by name.",
    },
    hints=[
        "Which of these stand in a table, and which would you have to ask for?",
        "Two of the five are right.",
        Twin(
            lambda: (
                "A twin: a phone bill shows how often two people spoke, not whether they are friends. A wedding photograph "
                "with both of them shows more."
            )
        ),
    ],
    means="Transactions record traffic. A relationship has to be asked for, or inferred with care.",
    after="Which one question would you put to a customer?",
)

analogy = Several(
    id="strategy.analogy",
    section="08-strategy-table#strategy-portfolio",
    title="Customers are not shares",
    prompt="Which of these hold for shares in companies, and not for customers?",
    options=[
        Option(
            "amount", "one can buy any amount at the day's price", "Winning more customers costs more each."
        ),
        Option("sell", "one can sell them again", "A customer can be left alone; nobody pays for her."),
        Option(
            "passive", "what one does changes nothing in the returns", "Service changes what customers do."
        ),
        Option(
            "mix",
            "a mix of two varies less than the mean of both if they are not perfectly correlated",
            "This is arithmetic and holds for both.",
        ),
        Option("mean", "returns differ in their mean", "So do those of segments."),
    ],
    answer={"amount", "sell", "passive"},
    overlooked={
        "amount": "Think of the supply.",
        "sell": "Think of how one gets rid of either.",
        "passive": "Think of who influences whom.",
    },
    hints=[
        "Two of the five hold for both.",
        "Ask of each: is it arithmetic, or is it a fact about a market?",
        Twin(
            lambda: (
                "A twin, fields and shares: a farmer can plant wheat and potatoes, and drought harms them unequally (arithmetic "
                "of the mix). But a field cannot be sold by the minute, and it yields more if one works it."
            )
        ),
    ],
    means="The arithmetic of the mix carries over; the market does not.",
    after="Which of the three matters most in your business?",
)

QUESTIONS = [
    table,
    rows_fitting,
    potential,
    steps,
    rule_list,
    assign,
    leave_alone,
    better_by,
    avoidable,
    leave_function,
    keep_or_develop,
    two_orders,
    mix,
    first_growth,
    memo,
]
LABS = [lab_rules, lab_low]
QUIZ = [from_data, analogy]

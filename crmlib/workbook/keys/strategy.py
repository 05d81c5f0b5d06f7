"""The answers to the questions of chapter 8, the segmentation strategy table."""

import functools

import numpy as np

from crmlib import segmentation
from crmlib.firm import strategy as firm_strategy
from crmlib.segmentation import portfolio, strategy
from crmlib.workbook.banks import strategy as asked
from crmlib.workbook.banks.strategy import firm
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey, no_mirror
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

PRINTED = tuple(row.row for row in strategy.STRATEGY_TABLE)

DEVELOPMENT = ("strategic", "growth", "large", "loyal", "low")

# 1 ------------------------------------------------------------------------------------------------


def _cell(row, part):
    return f"{getattr(row, part)} ({getattr(row, part + '_chinese')})"


_LARGE, _LOYAL, _GROWTH, _STRATEGIC, _LOW = strategy.STRATEGY_TABLE

_PARTS = asked.PARTS

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
            "This would depend on what she does next. What she does is known already: she buys much, and smoothly.",
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
        (_STRATEGIC, _LOW, "A customer who brings others is not left to herself."),
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
            "This focus needs a customer who wants to take part. The row is defined only by profit and size.",
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
        (_LOW, _LOYAL, "A customer who is asked wants an answer. Would these pay for it?"),
        (
            _LOW,
            _GROWTH,
            "Nobody studies the behaviour of customers whom the firm lets be. What decides instead?",
        ),
        (_LOW, _STRATEGIC, "Here nothing is developed. What decides instead?"),
    ),
}


def _table(names):
    """The whole table, each row under the name that it has in a question."""
    return {f"{name}: {part}": _cell(row, part) for name, row in names.items() for part in _PARTS}


def _table_slips(names):
    """What is said of a cell of another row, and of a cell of another column."""
    name = {row: name for name, row in names.items()}
    cells = {
        (f"{name[row]}: {part}", _cell(other, part)): f"The table has another entry here. {message}"
        for part, cells in _CELLS.items()
        for row, other, message in cells
    }
    columns = {
        (
            f"{row}: {part}",
            _cell(other, column),
        ): f"“{_cell(other, column)}” is a {column}. A {part} is asked here."
        for row in names
        for part in _PARTS
        for other in strategy.STRATEGY_TABLE
        for column in _PARTS
        if column != part
    }
    return cells | columns


_SEGMENTS = {_cell(row, "segment"): row for row in strategy.STRATEGY_TABLE}

_COFFEE = dict(zip(asked.COFFEE, (_GROWTH, _LOW, _LARGE, _STRATEGIC, _LOYAL), strict=True))

_BICYCLES = dict(zip(asked.BICYCLES, (_STRATEGIC, _LOYAL, _LOW, _GROWTH, _LARGE), strict=True))

table = MatchKey(
    asked.table,
    answer=_table(_SEGMENTS),
    slips=_table_slips(_SEGMENTS),
    means="Fifteen cells, by the table: two rows to keep, two to develop, one to leave in peace.",
    after="Which customer of your own firm fits two rows?",
    pool=tuple(dict(answer=_table(names), slips=_table_slips(names)) for names in (_COFFEE, _BICYCLES)),
)

against_a_cell = ChoiceKey(
    asked.against_a_cell,
    answer="random",
    whys={
        "random": "It says what closeness changed, and sets it against its cost. That is what the cell denies.",
        "share": "That is why they have a row of their own. It does not say what closeness would add.",
        "wish": "A wish without a price costs nothing to state.",
        "have": "Who has an adviser was chosen, perhaps because they buy much.",
    },
    after="Which cell of the table would you test first, and how?",
)

# 2 ------------------------------------------------------------------------------------------------

rows_fitting = SeveralKey(
    asked.rows_fitting,
    answer={"loyal", "growth", "strategic"},
    overlooked={
        "loyal": "Check a rule with two conditions once more.",
        "growth": "What does she spend, and where?",
        "strategic": "One thing about her does not stand in her own purchases.",
    },
    whys={
        "large": "¥190 lie below ¥220, however often she orders.",
        "loyal": "Both conditions hold: 2.6 years and 7 orders.",
        "growth": "¥5,100 elsewhere are more than ¥3,000 of potential.",
        "strategic": "One customer brought is enough for it.",
        "low": "¥190 lie well above ¥50.",
    },
    means="Three rows at once: only a precedence gives her one programme.",
    after="Under which precedence would she get the programme of the row “growth”?",
    pool=(
        dict(
            answer={"large", "strategic"},
            overlooked={
                "large": "Set what she left in a year beside the rules once more.",
                "strategic": "One thing about her does not stand in her own purchases.",
            },
            whys={
                "large": "¥240 are more than ¥220.",
                "loyal": "The orders do, and 1.7 years do not. Both conditions are asked.",
                "growth": "¥2,900 elsewhere lie below ¥3,000.",
                "strategic": "Two customers came through her, and one is enough.",
                "low": "¥240 lie far above ¥50.",
            },
            means="Two rows at once, and two others missed by little: thresholds draw sharp lines through like customers.",
            after="Which of the five rows would she fit in half a year, if nothing else changed?",
        ),
        dict(
            answer={"loyal", "growth", "low"},
            overlooked={
                "loyal": "Check a rule with two conditions once more. It says “from”.",
                "growth": "What does she spend, and where?",
                "low": "What did she leave in a year, buying on sale?",
            },
            whys={
                "large": "¥45 lie far below ¥220.",
                "loyal": "Both conditions hold: 3.4 years, and 4 orders are at least 4.",
                "growth": "¥3,600 elsewhere are more than ¥3,000 of potential.",
                "strategic": "Nobody who became a customer came through her.",
                "low": "¥45 lie below ¥50.",
            },
            means="Loyal and low in value at once: years and orders are not yet profit.",
            after="Which row would she get under the printed order, and what would it cost?",
        ),
    ),
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
        lambda category, panel, own: own / (1 - panel / category),
        "This is the number you get if the panel's share that is spent with you were the share spent elsewhere, and all that she spends "
        "were to be won.",
        because="share of wallet read from the other side",
    ),
    Slip(
        lambda category, panel, own: own * (1 - panel / category),
        "This is the number you get with the panel's share spent elsewhere, taken of what she spends *with you*. It is a "
        "share of all that she spends.",
        because="the share of the wallet that is open applied to own spend",
    ),
]

potential = NumberKey(
    asked.potential,
    answer=_potential,
    routes=[lambda category, panel, own: own * (category - panel) / panel],
    slips=_POTENTIAL_SLIPS,
    twin=lambda category, panel, own: (
        f"Take {category:,} in all, {panel:,} of it with you, and a customer with {own:,}. "
        f"Ratio: {category:,} ÷ {panel:,} = {category / panel:.3f}. In all she spends "
        f"{own:,} × {category / panel:.3f} = {own * category / panel:,.0f}. "
        f"Less {own:,}: {_potential(category, panel, own):,.0f}."
    ),
    means="The most that could be won if she bought nowhere else; never what will be won.",
    after="Whom does this estimate rank too high: someone who has left, or someone who came last month?",
)

# 4 ------------------------------------------------------------------------------------------------

steps = OrderKey(
    asked.steps,
    answer=["columns", "thresholds", "fits", "precedence", "remainder", "money"],
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
        Slip(
            sequence("precedence", "columns", "thresholds", "fits", "remainder", "money"),
            "This is the order in which the precedence is settled before anyone has looked who fits several rows. What is there to "
            "decide it by?",
            because="the order of the rows decided in a meeting, before there are data",
        ),
        Slip(
            sequence("thresholds", "precedence", "columns", "fits", "remainder", "money"),
            "This is the order in which all is decided before there are data. Then a rule may fit nobody, and nobody knows what the "
            "precedence decides.",
            because="the table of another firm taken over with its thresholds and its order",
        ),
        Slip(
            sequence("columns", "precedence", "thresholds", "fits", "remainder", "money"),
            "This is the order in which it is said which row counts first before anyone has said who fits a row.",
            because="the order of the rows taken for a part of the table",
        ),
        Slip(
            sequence("columns", "thresholds", "fits", "money", "precedence", "remainder"),
            "This is the order in which two precedences are compared before one of them is stated.",
            because="comparing before there is anything to compare",
        ),
        Slip(
            sequence("columns", "thresholds", "remainder", "fits", "precedence", "money"),
            "This is the order in which those who fit no row are counted before anyone has marked who fits which.",
            because="the remainder taken for a row that can be found by itself",
        ),
    ],
    means="The overlap and the remainder are found only if each has a step of its own.",
    after="Who in the firm should decide the precedence?",
    pool=(dict(), dict()),
)

# 5 ------------------------------------------------------------------------------------------------

rule_list = AuditKey(
    asked.rule_list,
    answer="either",
    whys={
        "only-large": "Who fits both is taken off those who are large.",
        "either": "It counts those in both rows twice. The rows of the table are not disjoint.",
        "programme": "Large comes first, so all who fit it get its programme.",
        "loyal-left": "Those who are large as well are gone already.",
        "turned": "Then those in both rows go to the other row.",
    },
    twin=lambda large, loyal, both, cost: (
        f"A twin: {large} own a cat, {loyal} a dog, {both} both. An animal of either kind have "
        f"{large} + {loyal} − {both} = {large + loyal - both} people, and only a dog {loyal - both}."
    ),
    after="How large can the error of that line become at most?",
    pool=(
        dict(
            answer="programme",
            whys={
                "only-loyal": "Who fits both is taken off those who are loyal.",
                "either": "Those in both rows stand in both numbers, so they are taken off once.",
                "programme": "It pays for those in both rows, too. They are asked for “loyal” first, and are in that row.",
                "large-left": "Those who are loyal as well are gone already.",
                "turned": "Then those in both rows go to the other row.",
            },
            twin=lambda large, loyal, both, cost: (
                f"A twin: {large} pupils can swim and {loyal} can ski, {both} both. Each goes on one trip, and the skiers choose first. "
                f"{large} − {both} = {large - both} are left to swim, and at ¥{cost} each they cost ¥{(large - both) * cost:,}."
            ),
            after="Who would notice the error of that line, and when?",
        ),
        dict(
            answer="exactly-one",
            whys={
                "only-loyal": "Who fits both is taken off those who are loyal.",
                "exactly-one": "Those in both rows stand in both numbers. Taken off once, they are still counted once, and should not be.",
                "programme": "Loyal comes first, so all who fit it get its programme.",
                "large-left": "Those who are loyal as well are gone already.",
                "turned": "Then those in both rows go to the other row.",
            },
            twin=lambda large, loyal, both, cost: (
                f"A twin: {large} own a cat, {loyal} a dog, {both} both. Only a cat have {large} − {both} = {large - both}, only a dog "
                f"{loyal} − {both} = {loyal - both}, so one kind of animal and not both have {large + loyal - 2 * both} people."
            ),
            after="For how many of these customers does the precedence decide anything?",
        ),
    ),
)

# 6 ------------------------------------------------------------------------------------------------


def _options(margin, service, marketing, lost, fixed):
    return strategy.low_value_options(margin, service, marketing, lost, fixed)


leave_alone = DefinitionKey(
    asked.leave_alone,
    where=lambda **numbers: apart(*_rivals(**numbers)),
    answer="leave-alone",
    says="{:,.0f} yuan a year",
    values={
        "maintain": lambda **numbers: _rivals(**numbers)[0],
        "leave-alone": lambda **numbers: _rivals(**numbers)[1],
        "drop": lambda **numbers: _rivals(**numbers)[2],
        "no-service": lambda **numbers: _rivals(**numbers)[3],
    },
    whys={
        "maintain": "This is 维持, to maintain: the other half of the cell.",
        "leave-alone": "Those who come anyway are served, and their margin stays.",
        "drop": "That is neither 维持 nor 放任. The margin goes, and the fixed cost stays.",
        "no-service": "Who orders causes cost. To leave alone is to stop marketing, not to stop delivering.",
    },
    twin=lambda margin, service, fixed, marketing, lost: (
        f"A twin: margin {margin:,}, service {service:,} ({fixed:.0%} fixed), marketing {marketing:,}, {lost:.0%} "
        f"lost. Left alone: {1 - lost:.2f} × ({margin:,} − {(1 - fixed) * service:,.0f}) − "
        f"{fixed * service:,.0f} = "
        f"{_options(margin, service, marketing, lost, fixed).leave_alone:,.0f}."
    ),
    after="Which of the four would your controller report if the fixed cost were forgotten?",
    pool=(
        dict(
            answer="maintain",
            whys={
                "maintain": "Nothing changes: all of the margin, all of the cost to serve, all of the marketing.",
                "leave-alone": "This is 放任, to leave alone: the other half of the cell.",
                "drop": "That is neither 维持 nor 放任. The margin goes, and the fixed cost stays.",
                "no-service": "Who has an account causes cost. Nothing in the cell says that service stops.",
            },
            twin=lambda margin, service, fixed, marketing, lost: (
                f"A twin: margin {margin:,}, service {service:,} ({fixed:.0%} fixed), marketing {marketing:,}, {lost:.0%} lost without it. "
                f"Maintained, nobody is lost, and no cost goes: {margin:,} − {service:,} − {marketing:,} = "
                f"{_options(margin, service, marketing, lost, fixed).maintain:,.0f}."
            ),
            after="From which share lost without marketing would the other half of the cell be the worse one?",
        ),
        dict(
            answer="drop",
            whys={
                "maintain": "This is 维持, to maintain: all goes on as before.",
                "leave-alone": "This is 放任: who comes is still served, and her margin stays.",
                "drop": "Nobody is served, so the margin goes, and only the fixed part of the cost stays.",
                "no-service": "Who is refused pays nothing. No margin comes without service.",
            },
            twin=lambda margin, service, fixed, marketing, lost: (
                f"A twin: margin {margin:,}, service {service:,} ({fixed:.0%} fixed), marketing {marketing:,}. Refused, they bring no "
                f"margin and need no marketing. What stays is {fixed:.2f} × {service:,} = {fixed * service:,.0f} of cost, so the number "
                f"is −{fixed * service:,.0f}."
            ),
            after="What would the manager have to know before refusing anyone?",
        ),
    ),
)


def _rivals(margin, service, fixed, marketing, lost):
    """Maintained, left alone, dropped; and left alone as if service cost nothing."""
    return (*_options(margin, service, marketing, lost, fixed), margin * (1 - lost))


# 7 ------------------------------------------------------------------------------------------------


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
        lambda margin, service, lost, fixed: (
            _options(margin, service, 0, lost, fixed).leave_alone
            + _options(margin, service, 0, lost, fixed).drop
        ),
        "This is the sum of the two profits. How far apart are they? Take off a loss, and it is added.",
        because="a negative number subtracted as if it were positive",
    ),
    Slip(
        lambda margin, service, lost, fixed: _options(margin, service, 0, lost, fixed).leave_alone + service,
        "This is the number you get if all of the cost to serve stayed after dropping. A part of it goes.",
        because="dropping taken to save nothing",
    ),
    Slip(
        lambda margin, service, lost, fixed: (1 - lost) * margin - service,
        "This is the number you get if serving those who come costs as much as serving all, and dropping earns 0.",
        because="the lost share applied to the margin alone, and dropping taken for zero",
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

better_by = NumberKey(
    asked.better_by,
    where=no_mirror(_better_by, _BETTER_SLIPS, 2000),
    answer=lambda **numbers: float(_better_by(**numbers)),
    routes=[lambda margin, service, fixed, lost: (1 - lost) * (margin - (1 - fixed) * service)],
    slips=_BETTER_SLIPS,
    twin=lambda margin, service, lost, fixed: (
        f"Take a margin of {margin:,}, service {service:,}, {fixed:.0%} of it fixed, {lost:.0%} lost. Avoidable: "
        f"{(1 - fixed) * service:,.0f}. {1 - lost:.2f} × ({margin:,} − {(1 - fixed) * service:,.0f}) = "
        f"{_better_by(margin, service, lost, fixed):,.0f}."
    ),
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
        lambda margin, service, lost: margin * lost / service,
        "This is the number you get with the margin that is lost. Dropping gives up what is left of it, and saves what is left of the cost.",
        because="the complement is taken, on one side alone",
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

avoidable = ReverseKey(
    asked.avoidable,
    where=lambda margin, service, lost: apart(margin / service, 1 - lost),
    answer=lambda margin, service, lost: margin / service,
    forward=lambda given, margin, service, lost: round(_better_by(margin, service, lost, 1 - given), 2),
    target=lambda margin, service, lost: 0.0,
    says="leaving alone a lead of {:,.0f} yuan",
    slips=_AVOIDABLE_SLIPS,
    twin=lambda margin, service, lost: (
        f"Take {margin:,} of margin and {service:,} of cost. What is left after {lost:.0%} have gone earns "
        f"{1 - lost:.2f} × ({margin:,} − a × {service:,}) more than dropping. That is 0 at "
        f"a = {margin:,} ÷ {service:,} = {margin / service:.4f}."
    ),
    means=lambda margin, service, lost: (
        f"If less than {100 * margin / service:.0f} % of the cost to serve really goes, dropping costs money."
    ),
    after="Which of your costs to serve would go within a year?",
)

# 9 ------------------------------------------------------------------------------------------------


def _alone(margin, service_cost, margin_lost, fixed_share):
    return strategy.low_value_options(margin, service_cost, 0, margin_lost, fixed_share).leave_alone


def _alone_by_hand(margin, service_cost, margin_lost, fixed_share):
    fixed = fixed_share * service_cost
    avoidable = service_cost - fixed
    return (1 - margin_lost) * (margin - avoidable) - fixed


leave_function = FunctionKey(
    asked.leave_function,
    answer=_alone,
    plain=[_alone_by_hand],
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
    means="One formula for a customer, a segment, or a table of them.",
    after="What does your function give if nothing is fixed and nothing is lost?",
)

# 10 -----------------------------------------------------------------------------------------------


def _marketing_pays(margin, service, fixed, marketing):
    """The share at which maintaining and leaving alone earn the same."""
    untouched = strategy.low_value_options(margin, service, marketing, 0, fixed)
    return marketing / (untouched.leave_alone - untouched.drop)


marketing_pays = NumberKey(
    asked.marketing_pays,
    where=lambda **numbers: _marketing_pays(**numbers) >= 0.1,  # so that three decimals are enough
    answer=lambda **numbers: float(_marketing_pays(**numbers)),
    routes=[lambda margin, service, fixed, marketing: marketing / (margin - (1 - fixed) * service)],
    slips=[
        Slip(
            lambda margin, service, fixed, marketing: marketing / margin,
            "This is the number you get if serving them cost nothing. With the margin a part of the cost to serve goes, too.",
            because="margin before cost to serve taken for what marketing holds",
        ),
        Slip(
            lambda margin, service, fixed, marketing: marketing / (margin - service),
            "This is the number you get if the whole cost to serve went with the customers. A part of it stays.",
            because="full cost taken for avoidable cost",
        ),
        Slip(
            lambda margin, service, fixed, marketing: marketing / (margin - fixed * service),
            "This is the number you get with the fixed part of the cost taken off. Which part goes with the customers?",
            because="the share that stays taken for the share that goes",
        ),
        Slip(
            lambda margin, service, fixed, marketing: (
                (marketing + fixed * service) * _marketing_pays(margin, service, fixed, marketing) / marketing
            ),
            "This is the number you get if marketing had to pay for the fixed cost as well. That cost stays either way.",
            because="a cost that is the same in both cases brought into the comparison",
        ),
        Slip(
            lambda margin, service, fixed, marketing: marketing / service,
            "This is the cost of marketing for each yuan of service. What does marketing hold?",
            because="one cost set against another",
        ),
        Slip(
            lambda margin, service, fixed, marketing: 1 - _marketing_pays(margin, service, fixed, marketing),
            "This is the share that may stay. The share that goes is asked.",
            because="the complement given",
        ),
        Slip(
            lambda margin, service, fixed, marketing: marketing / ((1 - fixed) * service),
            "This is the cost of marketing for each yuan of avoidable cost. What does marketing hold?",
            because="avoidable cost taken for what marketing holds",
        ),
        Slip(
            lambda margin, service, fixed, marketing: marketing / (margin - service - marketing),
            "This is the number you get with the profit at full cost. A part of the cost to serve stays, and marketing is what it "
            "must pay for.",
            because="profit at full cost taken for what marketing holds",
        ),
    ],
    twin=lambda margin, service, fixed, marketing: (
        f"A twin: ¥{margin:,} of margin, ¥{service:,} to serve of which {fixed:.0%} stays, ¥{marketing:,} of marketing. Avoidable: "
        f"{1 - fixed:.2f} × {service:,} = {(1 - fixed) * service:,.0f}. {marketing:,} ÷ ({margin:,} − "
        f"{(1 - fixed) * service:,.0f}) = {_marketing_pays(margin, service, fixed, marketing):.3f}."
    ),
    means="Below this share the firm does better to leave these customers alone.",
    after="How would you find out which share is lost without marketing?",
)

# 11 -----------------------------------------------------------------------------------------------


def _rules(value, elsewhere, loyal="and", comparison=">=", repaired=False):
    """The chapter's rules with two thresholds drawn; another `loyal`, `comparison=">"` and `repaired` are slips."""
    still_orders = (("orders", ">=", 1),) if repaired else ()
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
        strategy.StrategyRule("growth", (("potential", comparison, elsewhere), *still_orders)),
        strategy.StrategyRule("strategic", (("referrals", comparison, 1),)),
        strategy.StrategyRule("low", (("profit", "<", 50),)),
    ]


def _assigned(customers, rules, precedence=PRINTED):
    assigned = strategy.assign_strategy(customers, rules, precedence)
    return assigned[["customer_id", "strategy_row"]]


def _no_remainder(customers, value, elsewhere):
    right = _assigned(customers, _rules(value, elsewhere))
    return right.replace({"strategy_row": {strategy.NO_ROW: "low"}})


def _a_customer(customers, value, elsewhere):
    """A customer who fits several rows and another one first if development comes first: her data, her rows."""
    rules = _rules(value, elsewhere)
    fits = {rule.row: _assigned(customers, [rule], (rule.row,))["strategy_row"] == rule.row for rule in rules}
    printed, development = (
        _assigned(customers, rules, order)["strategy_row"] for order in (PRINTED, DEVELOPMENT)
    )
    place = (sum(fit.astype(int) for fit in fits.values()) + 10 * (printed != development)).idxmax()
    return customers.loc[place], [row for row, fit in fits.items() if fit[place]]


def _her_rows(customers, value, elsewhere):
    """The rows that one customer fits, in words."""
    her, rows = _a_customer(customers, value, elsewhere)
    return (
        f"With ¥{value} and ¥{elsewhere:,}, a customer of {her['tenure_years']:.1f} years and {her['orders']:.0f} orders with "
        f"a profit of ¥{her['profit']:,.0f}, a potential of ¥{her['potential']:,.0f} and {her['referrals']:.0f} brought by referral: "
        f"of the five rules {', '.join(rows)} fit"
    )


def _assigned_twin(customers, value, elsewhere):
    """One customer of another sample, rule by rule."""
    _, rows = _a_customer(customers, value, elsewhere)
    return (
        f"{_her_rows(customers, value, elsewhere)}. {min(rows, key=PRINTED.index)} stands first in the order of this "
        "question, so that is her row."
    )


assign = ValueKey(
    asked.assign,
    answer=lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere)),
    row="customer_id",
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
            lambda customers, value, elsewhere: _assigned(customers, _rules(220, elsewhere)),
            "is what you get with the chapter's ¥220 for “large”. Yours stands in the question.",
            because="one threshold of the chapter copied",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, 3000)),
            "is what you get with the chapter's ¥3,000 for “growth”. Yours stands in the question.",
            because="one threshold of the chapter copied",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere, "years")),
            "is what you get if only years make a customer loyal. Both conditions are asked.",
            because="one of two conditions forgotten",
        ),
        Slip(
            lambda customers, value, elsewhere: _assigned(customers, _rules(value, elsewhere, "orders")),
            "is what you get if only orders make a customer loyal. Both conditions are asked.",
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
    twin=_assigned_twin,
    means="Each customer has one row, and the remainder is named.",
    after="How many of your customers fitted two rows or more?",
)

# 12 -----------------------------------------------------------------------------------------------


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
        lambda years, develop_cost, **numbers: _develop_less_keep(
            years=years, develop_cost=years * develop_cost, **numbers
        ),
        "This is the number you get if the programme of “growth” costs its price in every year. It is paid once.",
        because="one-time and yearly amounts mixed",
    ),
    Slip(
        lambda years, keep_cost, **numbers: _develop_less_keep(
            years=years, keep_cost=years * keep_cost, **numbers
        ),
        "This is the number you get if the programme of “large” costs its price in every year. It is paid once.",
        because="one-time and yearly amounts mixed",
    ),
    Slip(
        lambda kept, keep_cost, **numbers: _develop_less_keep(kept=-kept, keep_cost=-keep_cost, **numbers),
        "This is the number you get by adding up what both programmes bring. She gets one, so set one against the other.",
        because="added in place of compared",
    ),
    Slip(
        lambda won, **numbers: _develop_less_keep(won=10 * won, **numbers),
        "This is the number you get if ten times as much is won. What is one per cent as a number?",
        because="a decimal place lost in a small percentage",
    ),
    Slip(
        lambda kept, margin, **numbers: _develop_less_keep(kept=margin * kept, margin=margin, **numbers),
        "This is the number you get if only a part of what “large” brings were margin. It is margin already.",
        because="margin applied to what is margin already",
    ),
    Slip(
        lambda years, **numbers: _develop_less_keep(years=years, **numbers) / years,
        "This is the difference per year. It is asked over all the years.",
        because="per year for in all",
    ),
]

keep_or_develop = NumberKey(
    asked.keep_or_develop,
    where=no_mirror(_develop_less_keep, _CHOICE_SLIPS, 20),
    answer=_develop_less_keep,
    slips=_CHOICE_SLIPS,
    twin=lambda kept, keep_cost, elsewhere, won, margin, years, develop_cost: (
        f"Develop: {won:.3f} × {elsewhere:,} × {margin:.2f} × {years} − {develop_cost} = "
        f"{won * elsewhere * margin * years - develop_cost:,.2f}. Keep: {kept} − {keep_cost} = {kept - keep_cost}. "
        f"Difference: "
        f"{_develop_less_keep(kept, keep_cost, elsewhere, won, margin, years, develop_cost):,.2f}."
    ),
    means=lambda **numbers: (
        "For such customers “growth” should come first."
        if _develop_less_keep(**numbers) > 0
        else "For such customers “large” should come first."
    ),
    after="Which of the seven numbers do you know least?",
)

# 13 -----------------------------------------------------------------------------------------------


def _mix(first, steady, wild, correlation):
    return portfolio.mix_risk(first, steady, wild, correlation)


def _mix_by_hand(first, steady, wild, correlation):
    one, other = first * steady, (1 - first) * wild
    return (one**2 + other**2 + 2 * correlation * one * other) ** 0.5


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
        lambda first, steady, wild, correlation: _mix(first, steady, wild, -correlation),
        "This is the number you get with the sign of the correlation turned round.",
        because="a minus sign lost",
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

mix = NumberKey(
    asked.mix,
    answer=lambda **numbers: float(_mix(**numbers)),
    routes=[_mix_by_hand],
    slips=_MIX_SLIPS,
    twin=lambda first, steady, wild, correlation: (
        f"Take shares {first:.1f} and {1 - first:.1f}, risks {steady:.2f} and {wild:.2f}, correlation "
        f"{correlation}. a = {first * steady:.3f}, b = {(1 - first) * wild:.3f}. "
        f"√({first * steady:.3f}² + {(1 - first) * wild:.3f}² + 2 × {correlation} × "
        f"{first * steady:.3f} × {(1 - first) * wild:.3f}) = {_mix(first, steady, wild, correlation):.4f}."
    ),
    means="Below a correlation of 1 the whole varies less than the mean of its parts.",
    after="Could this firm buy more of the steady segment at today's price?",
)

# 14 -----------------------------------------------------------------------------------------------


def _least(first, second, correlation):
    return portfolio.least_risk_share(first, second, correlation)


least_risk = NumberKey(
    asked.least_risk,
    where=lambda first, second, correlation: (
        first != second
        and 0.1 <= _least(first, second, correlation) <= 0.9  # so that three decimals are enough
    ),
    answer=_least,
    slips=[
        Slip(
            lambda first, second, correlation: 1 - _least(first, second, correlation),
            "This is the share of the other segment. The one that varies less must have the larger share.",
            because="the two segments exchanged",
        ),
        Slip(
            lambda first, second, correlation: _least(first, second, 0),
            "This is the number you get if the two segments have nothing to do with each other.",
            because="the correlation left out",
        ),
        Slip(
            lambda first, second, correlation: _least(first, second, -correlation),
            "This is the number you get with the sign of the correlation turned round.",
            because="a minus sign lost",
        ),
        Slip(
            lambda first, second, correlation: second / (first + second),
            "This is the number you get with the plain risks. Their squares are needed, and the correlation.",
            because="standard deviations taken for variances",
        ),
        Slip(
            lambda first, second, correlation: (
                (second**2 - correlation * first * second)
                / (first**2 + second**2 - correlation * first * second)
            ),
            "This is the number you get if the term of the correlation is taken off once below the line. It is in both rests.",
            because="the factor 2 left out",
        ),
        Slip(
            lambda first, second, correlation: (
                (second**2 - correlation * first * second) / (first**2 + second**2)
            ),
            "This is the number you get with the term of the correlation above the line only. It is in both rests.",
            because="the correlation left out below the line",
        ),
        Slip(
            lambda first, second, correlation: (
                second**2 / (first**2 + second**2 - 2 * correlation * first * second)
            ),
            "This is the number you get with the term of the correlation below the line only. It is in both rests.",
            because="the correlation left out above the line",
        ),
        Slip(
            lambda first, second, correlation: (
                (second**2 - correlation) / (first**2 + second**2 - 2 * correlation)
            ),
            "This is the number you get with the correlation by itself. Its term holds the two risks as well.",
            because="correlation taken for covariance",
        ),
        Slip(
            lambda first, second, correlation: first / (first + second),
            "This is the share in proportion to the risks. The segment that varies less must have the larger share.",
            because="shares in proportion to the risks",
        ),
        Slip(
            lambda first, second, correlation: first**2 / (first**2 + second**2),
            "This is the share in proportion to the squared risks. The segment that varies less must have the larger share, and the "
            "correlation plays a part.",
            because="shares in proportion to the variances, turned round, the correlation left out",
        ),
        Slip(
            lambda first, second, correlation: 0.5,
            "This is the share of two equal halves. The segment that varies less must have the larger share.",
            because="equal shares",
        ),
    ],
    twin=lambda first, second, correlation: (
        f"A twin: risks {first:.2f} and {second:.2f}, correlation {correlation}. Together: {correlation} × {first:.2f} × {second:.2f} = "
        f"{correlation * first * second:.4f}. Rests: {first**2 - correlation * first * second:.4f} and "
        f"{second**2 - correlation * first * second:.4f}. The first segment has the second rest over their sum: "
        f"{_least(first, second, correlation):.3f}."
    ),
    means="The steadiest mix is not the best one. It may give up return.",
    after="What would the firm give up to reach this share?",
)

# 15 -----------------------------------------------------------------------------------------------

MARGIN, YEARS = 0.25, 2


@functools.cache
def _growth_gains():
    """What each customer would truly bring if all that she spends elsewhere came here; a share brings its share."""
    return firm_strategy.programme_gains(firm(), developing=1.0)


def _growth_net(cost, won, customers):
    return won * _growth_gains()[customers["customer_id"]] - cost


def _ids(customers, chosen):
    return customers.loc[chosen, "customer_id"].tolist()


def _pays(cost, won, customers, margin=MARGIN, years=YEARS):
    """Whether what is won leaves more margin than the programme costs."""
    return won * customers["potential"] * margin * years > cost


def _who_pays_and_orders(cost, won, customers):
    return _ids(customers, _pays(cost, won, customers) & (customers["orders"] >= 1))


_GROWTH_SLIPS = [
    Slip(
        lambda cost, won, customers: customers["customer_id"].tolist(),
        "You name everyone. What does the programme win from someone who spends little elsewhere, or has left?",
        because="a programme for all",
    ),
    Slip(
        lambda cost, won, customers: _ids(customers, _pays(cost, won, customers)),
        "This is the list you get if nobody asks who still orders. Many on it have not ordered for a year: potential of "
        "someone who has left is not potential.",
        because="potential computed for lapsed customers: found while the chapter was written",
    ),
    Slip(
        lambda cost, won, customers: _ids(customers, customers["orders"] >= 1),
        "This is the list of all who ordered within the year. From some of them less is to be won than the programme costs.",
        because="being active taken for potential",
    ),
    Slip(
        lambda cost, won, customers: _ids(
            customers,
            _pays(cost, won, customers) & (customers["orders"] >= 1) & (customers["profit"] < 220),
        ),
        "This is the list you get if the large customers are left out. What would the programme win from those who fit both rows?",
        because="the order in which the table is printed, taken for a precedence",
    ),
    Slip(
        lambda cost, won, customers: _ids(customers, customers["profit"] >= 220),
        "You name the large customers. Some of them spend little elsewhere, and some with much elsewhere are not large.",
        because="value taken for potential",
    ),
    Slip(
        lambda cost, won, customers: _ids(
            customers, _pays(cost, won, customers, years=1) & (customers["orders"] >= 1)
        ),
        "This is the list you get if the programme has to pay for itself within one year. She is expected to stay for two.",
        because="a yearly gain set against a cost that is paid once",
    ),
    Slip(
        lambda cost, won, customers: _ids(
            customers, _pays(cost, won, customers, margin=1.0) & (customers["orders"] >= 1)
        ),
        "This is the list you get if all that is won were margin. The goods cost something.",
        because="revenue taken for margin",
    ),
]


def _worse_without_a_thought(cost, won, customers):
    """Whether the rule earns something, and clearly more than the lists that know only one thing of a customer."""
    net = _growth_net(cost, won, customers)
    best = net[_who_pays_and_orders(cost, won, customers)].sum()
    rivals = [slip.wrong(cost, won, customers) for slip in _GROWTH_SLIPS[:5]]
    return best > 0 and all(net[list(rival)].sum() < 0.92 * best for rival in rivals)


first_growth = DecisionKey(
    asked.first_growth,
    where=_worse_without_a_thought,
    profit=_growth_net,
    policy=_who_pays_and_orders,
    enough=0.93,
    slips=_GROWTH_SLIPS,
    twin=lambda cost, won, customers: (
        f"At ¥{cost} and {won:.1%} the programme pays for itself in two years where potential × {won:.3f} × 0.25 × 2 exceeds "
        f"¥{cost}: from a potential of {cost} ÷ {won * MARGIN * YEARS:.5f} = ¥{cost / (won * MARGIN * YEARS):,.0f} a year, if she "
        f"still orders. Of {len(customers):,} customers {len(_who_pays_and_orders(cost, won, customers))} are left."
    ),
    after="What would an experiment have to show before you believe the share that is won?",
)

# 16 -----------------------------------------------------------------------------------------------


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


def _orders_twin(customers, value, elsewhere):
    """One customer under both orders."""
    her, rows = _a_customer(customers, value, elsewhere)
    first, second = (min(rows, key=order.index) for order in (PRINTED, DEVELOPMENT))
    nets = [f"¥{her.get(f'{row}_net', 0):,.2f}" for row in (first, second)]
    return (
        f"{_her_rows(customers, value, elsewhere)}. Under the printed order {first} is her row, and its programme adds "
        f"{nets[0]} with her; if development comes first, it is {second}, and {nets[1]}."
    )


two_orders = ValueKey(
    asked.two_orders,
    answer=_two_orders,
    row="customer_id",
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
            lambda customers, value, elsewhere: _two_orders(customers, value, elsewhere, repaired=True),
            "is what you get if “growth” asks for an order, too, as after the chapter's repair. Take the rule as it stands before it.",
            because="the repaired rule of the chapter",
        ),
        Slip(
            _all_programmes,
            "is what you get if each customer gets the programmes of all rows that she fits. She gets one.",
            because="rows added up as if they were disjoint",
        ),
    ],
    twin=_orders_twin,
    means=_orders_in_words,
    after="By how much would the winner have to be mistaken about one effect for the order to turn round?",
)

# 17 -----------------------------------------------------------------------------------------------

memo = MemoKey(
    asked.memo,
    model="Let “strategic” and “growth” come before “large”. On our 2,000 customers this order adds ¥26,400 of expected "
    "profit over five years, against ¥7,500 for the order in which the table is printed. That is ¥18,900 more, with a 95 % interval "
    "from 12,900 to 24,900 for other customers of the same kind. Two thirds of it come from 242 customers who are "
    "large and spend much elsewhere. The number rests on two assumptions that nobody has measured: that the growth programme "
    "wins 2 % of what they spend elsewhere, and that the service for large customers cuts leaving by a fifth. If it cut "
    "leaving by a little more than a third, or if the growth programme won only a quarter of a per cent, both orders would earn the "
    "same; beyond that large should come first. I turned down the printed order, which pleases the key-account team, because it "
    "spends ¥60 on customers of whom many would stay anyway. If I am wrong, we lose about ¥12,000 over five years for each tenth of "
    "leaving that the service prevents and we forgo. So give both programmes at random to these 242 customers first, and decide on "
    "the order when the two effects are measured.",
)

# Labs ---------------------------------------------------------------------------------------------

lab_rules = ChoiceKey(
    asked.lab_rules,
    answer="same",
    whys={
        "same": "Who fits no row fits none under any order.",
        "falls": "A precedence chooses among rows that fit; it cannot make one fit.",
        "rises": "A customer who fitted a row before still fits it.",
    },
    after="Which thresholds would you move to make the remainder smaller, and what would it cost?",
)

lab_low = ChoiceKey(
    asked.lab_low,
    answer="alone",
    whys={
        "alone": "¥40 of margin stand against ¥36 of avoidable cost.",
        "drop": "The loss of ¥20 counts a cost that stays when she goes.",
        "equal": "It would if ¥40 of cost were avoidable; how much is?",
    },
    after="What would have to be true of the firm for the whole cost to be avoidable?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

_EXAMPLES = dict(zip(asked.keep_or_not.rows, strategy.STRATEGY_TABLE, strict=True))
_OFFICE, _GUEST, _RUNNER, _TEACHER, _HOUSEHOLD = _EXAMPLES

keep_or_not = MatchKey(
    asked.keep_or_not,
    answer={words: _cell(row, "strategy") for words, row in _EXAMPLES.items()},
    slips={
        (
            _OFFICE,
            _cell(_GROWTH, "strategy"),
        ): "It buys every week already. By the table, what is such a customer's row?",
        (_OFFICE, _cell(_LOW, "strategy")): "It buys every week, and never calls. Is that little?",
        (
            _GUEST,
            _cell(_GROWTH, "strategy"),
        ): "Twelve years, and an answer each time. Which row asks for years?",
        (_GUEST, _cell(_LOW, "strategy")): "Would you leave alone someone who answers every invitation?",
        (_RUNNER, _cell(_LARGE, "strategy")): "Where does she buy most of her gear?",
        (
            _RUNNER,
            _cell(_LOW, "strategy"),
        ): "She buys here already, and much more elsewhere. Which row names that?",
        (_TEACHER, _cell(_LARGE, "strategy")): "Her weight does not lie in what she buys herself.",
        (_TEACHER, _cell(_LOW, "strategy")): "Others buy because of her. Which row is that?",
        (_HOUSEHOLD, _cell(_LARGE, "strategy")): "One lamp a year, on sale. What would keeping her cost?",
        (_HOUSEHOLD, _cell(_GROWTH, "strategy")): "Nothing says that it spends more elsewhere.",
    },
    means="By the table two rows are kept, two are developed, and one is maintained or left alone.",
    after="Which of the five examples would your sales team put into another row?",
)

two_customers = SeveralKey(
    asked.two_customers,
    answer={"growth", "low"},
    overlooked={
        "growth": "What does she spend, and where?",
        "low": "What did she leave after all that she sent back?",
    },
    whys={
        "loyal": "Five orders do, eight months do not. Both conditions are asked.",
        "low": "¥12 lie below ¥50.",
        "strategic": "She has brought nobody.",
        "large": "¥12 lie far below ¥220.",
        "growth": "¥4,200 elsewhere are more than ¥3,000.",
    },
    means="She fits “growth” and “low” at once, and has had less than a year to bring a profit.",
    after="Which of the two rows would she get under the printed order?",
)

before_precedence = ChoiceKey(
    asked.before_precedence,
    answer="overlap",
    whys={
        "overlap": "Only for them does the precedence decide anything.",
        "after": "These counts come of the precedence, so they cannot be a reason for it.",
        "budget": "A budget says how long a list may be. Who gets what in its place it does not say.",
    },
    after="What would you show beside this count: their number, or their money?",
)

from_data = SeveralKey(
    asked.from_data,
    answer={"traffic", "referral"},
    overlooked={
        "traffic": "What do most of the recorded contacts consist of?",
        "referral": "One trace of a relationship is recorded by name.",
    },
    whys={
        "traffic": "Their rank correlation is 0.96: most contacts are checkouts and deliveries.",
        "satisfaction": "Their rank correlation with the true satisfaction is close to 0.",
        "wish": "Nothing in the tables asks for it. Someone would have to ask her.",
        "referral": "The table of customers says who referred whom.",
        "tenure": "Years and expected value had next to no correlation here.",
    },
    means="Transactions record traffic. A relationship has to be asked for, or inferred with care.",
    after="Which one question would you put to a customer?",
)

same_programme = ChoiceKey(
    asked.same_programme,
    answer="customers",
    whys={
        "customers": "Large customers with much spend elsewhere had been given away before. Many of the rest had left.",
        "share": "The firm assumed one share for both orders. What else can differ?",
        "cost": "The firm pays the same for each customer in both orders.",
    },
    after="What would you say to a manager who wants to end the programme because it loses money?",
)

what_to_measure = ChoiceKey(
    asked.what_to_measure,
    answer="leaving",
    whys={
        "leaving": "The two orders meet at about a third of it. Below, growth comes first.",
        "profit": "It says why they have a row of their own, and not what a service would change.",
        "satisfied": "They may be satisfied, and stay for another reason.",
        "both": "It says how much is at stake, and not who is right.",
    },
    after="To whom would you give the service at random, and for how long?",
)

next_yuan = ChoiceKey(
    asked.next_yuan,
    answer="cora",
    whys={
        "cora": "Her first yuan wins two, which is more than from the others.",
        "anna": "Her potential is large, but after two years of silence she has probably left. What would a yuan win?",
        "bella": "She is the largest. But what did each of the last ten yuan win?",
    },
    after="When would you stop spending on Cora?",
)

analogy = SeveralKey(
    asked.analogy,
    answer={"amount", "sell", "passive"},
    overlooked={
        "amount": "Think of the supply.",
        "sell": "Think of how one gets rid of either.",
        "passive": "Think of who influences whom.",
    },
    whys={
        "amount": "Winning more customers costs more each.",
        "sell": "A customer can be left alone; nobody pays for her.",
        "passive": "Service changes what customers do.",
        "mix": "This is arithmetic and holds for both.",
        "mean": "So do those of segments.",
    },
    means="The arithmetic of the mix carries over; the market does not.",
    after="Which of the three matters most in your business?",
)

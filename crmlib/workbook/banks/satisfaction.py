"""The questions of chapter 13, satisfaction: what is asked."""

import functools

import pandas as pd

from crmlib import datasets, simulate
from crmlib.firm import club as firm_club
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number
from crmlib.workbook.kinds.questions import Twin

POINTS = "points"


def _tenths(low, high, says):
    """A mean of answers."""
    return Grid(low, high, 0.1, "{:.1f}".format, says)


# The state ----------------------------------------------------------------------------------------

same_room = Choice(
    id="satisfaction.same-room",
    section="13-satisfaction#satisfaction-state",
    title="The same room",
    prompt="Two guests had the same room. One says 2 of 5, the other 5 of 5. Both are honest. What explains it best?",
    options=[
        Option("room", "one of them did not see the whole room"),
        Option("expected", "they expected different things"),
        Option("error", "one of the answers is an error of measurement"),
    ],
    hints=[
        "What is compared with what?",
        Twin(
            "A twin: two people get a present worth ¥50. One had hoped for nothing, the other for a bicycle. The present "
            "is the same, the joy is not."
        ),
    ],
)

disconfirmation = Number(
    id="satisfaction.disconfirmation",
    section="13-satisfaction#satisfaction-state",
    title="Disconfirmation by hand",
    prompt="Before a journey {many} guests expected {expected} points of 7 on average. After it they rated what they found: "
    "{happy} of them gave 6 points, the others {low}. What is the mean disconfirmation, in points?",
    draws=dict(
        many=whole(20, 40, 5, says="the number of guests"),
        expected=OneOf((4.8, 5, 5.2, 5.4, 5.5, 5.6), says="the mean that they expected"),
        happy=whole(4, 9, says="the number of guests who gave six points"),
        low=whole(2, 4, says="the points that the others gave"),
    ),
    unit=POINTS,
    low=-7,
    high=7,
    hints=[
        "First the mean of what they found, over all guests.",
        "Then take off what they had expected.",
    ],
)

# Three scores -------------------------------------------------------------------------------------

nps = Number(
    id="satisfaction.nps",
    section="13-satisfaction#satisfaction-measures",
    title="An NPS by hand",
    prompt="“How likely is it that you would recommend us?” {promoters} customers answered 9 or 10, {passives} answered 7 or 8, "
    "{six} answered 6, and {low} answered 5 or less. What is the Net Promoter Score, in points to one decimal?",
    draws=dict(
        promoters=whole(70, 110, 2, says="the number who answered nine or ten"),
        passives=whole(40, 80, 2, says="the number who answered seven or eight"),
        six=whole(12, 24, 2, says="the number who answered six"),
        low=whole(16, 34, 2, says="the number who answered five or less"),
    ),
    unit=POINTS,
    low=-100,
    high=100,
    hints=[
        "Three boxes: 9 and 10, 7 and 8, 0 to 6. In which is the 6?",
        "Take the detractors from the promoters, and count the rest per hundred of all answers: the passives are among them.",
    ],
)

nps_interval = Interval(
    id="satisfaction.nps-interval",
    section="13-satisfaction#satisfaction-sure",
    title="How sure is the score?",
    prompt="Of {answers} answers {promoters} are promoters and {detractors} detractors (shares). Give a 90 % interval for the "
    "NPS, in points. Between −1.645 and 1.645 lies 90 % of a normal distribution.",
    draws=dict(
        answers=whole(100, 400, 20, says="the number of answers"),
        promoters=rate(0.4, 0.65, step=0.05, says="the share of promoters"),
        detractors=rate(0.1, 0.25, step=0.05, says="the share of detractors"),
    ),
    unit=POINTS,
    hints=[
        "Give each answer +1, 0 or −1. The score is 100 times the mean of these values.",
        "The variance of one value is the two shares added up, less the square of their difference. Divided by the answers, its root is the standard error. How many of them does a 90 % interval have on each side, and how many points is 1?",
    ],
)

ces_versions = Number(
    id="satisfaction.ces-versions",
    section="13-satisfaction#satisfaction-measures",
    title="Two versions of effort",
    prompt="The hotline still asks version 1.0 of the Customer Effort Score (effort, 1 to 5) and has a mean of {hotline}. The "
    "chat asks version 2.0 (made it easy, 1 to 7) and has a mean of {chat}. Put both on one scale on which 0 is the worst "
    "possible and 1 the best. By how much does the chat lie above the hotline (below: a minus)?",
    draws=dict(
        hotline=_tenths(1.3, 2.8, says="the mean of the hotline"),
        chat=_tenths(3.6, 5.6, says="the mean of the chat"),
    ),
    unit="share",
    low=-1,
    high=1,
    hints=[
        "Where does each scale begin and end, and which end is good?",
        "Count the steps between each mean and the worst answer of its version, and divide by all steps from the lowest to the highest answer.",
    ],
)

which_needs_more = Choice(
    id="satisfaction.which-needs-more",
    section="13-satisfaction#satisfaction-sure",
    title="Which score needs more answers?",
    prompt="A survey has 400 answers. Half of the customers are promoters, half are detractors. Which is known more exactly: the "
    "share of promoters (in percentage points) or the NPS (in points)?",
    options=[
        Option("same", "both alike, because n is the same"),
        Option("share", "the share of promoters"),
        Option("nps", "the NPS, because it uses all answers"),
    ],
    hints=[
        "If one customer changes from detractor to promoter, by how much does each number move?",
        Twin(
            "With 100 answers, one change moves the one number by 1 point and the other by 2. So chance moves it by "
            "twice as much too."
        ),
    ],
)

invitations = Number(
    id="satisfaction.invitations",
    section="13-satisfaction#satisfaction-sure",
    title="How many invitations?",
    prompt="A firm expects {promoters} promoters and {detractors} detractors and wants its NPS within {margin} points either way "
    "(95 %). {response} of those invited answer. How many must it invite?",
    draws=dict(
        promoters=rate(0.35, 0.6, step=0.05, says="the share of promoters"),
        detractors=rate(0.1, 0.3, step=0.05, says="the share of detractors"),
        margin=OneOf((3, 4, 5, 6, 8), says="the margin to either side"),
        response=rate(0.15, 0.45, step=0.05, says="the part of those invited that answers"),
    ),
    unit="invitations",
    low=1,
    high=100_000,
    hints=[
        "First the answers: how many does a margin of so many points take, with these shares of promoters and detractors?",
        "The variance of one value is the two shares added up, less the square of their difference. The answers are this variance over the square of the margin, in standard errors. Then ask how many must be invited for one answer.",
    ],
)

nps_function = Function(
    id="satisfaction.nps-function",
    section="13-satisfaction#satisfaction-measures",
    title="A function for the NPS",
    prompt="Write a function that takes a list of answers from 0 to 10 and returns the Net Promoter Score, in points.",
    inputs=dict(scores=Sample(lambda rng: [rng.randint(3, 10) for _ in range(rng.randint(5, 9))], "scores")),
    hints=[
        "Three boxes: from which score on is a customer a promoter, and up to which a detractor? Count two of the boxes.",
        "Take one count from the other, and divide by all answers: the passives are among them. In which unit is the score?",
        Twin(
            "A twin, the balance of a vote with abstentions: `def balance(votes): return 100 * (votes.count('yes') - "
            "votes.count('no')) / len(votes)`."
        ),
    ],
)

# Gaps and Kano ------------------------------------------------------------------------------------

servqual = Number(
    id="satisfaction.servqual",
    section="13-satisfaction#satisfaction-servqual",
    title="A weighted gap",
    prompt="Reliability: customers expect {expected} and perceive {perceived}. Tangibles: they expect {other_expected} and perceive "
    "{other_perceived} (means, 1 to 7). Reliability weighs {weight} of the two, tangibles the rest. What is the weighted overall "
    "SERVQUAL gap, in points?",
    draws=dict(
        expected=_tenths(6.0, 6.8, says="what is expected of reliability"),
        perceived=_tenths(4.4, 5.2, says="the reliability perceived"),
        other_expected=_tenths(4.6, 5.2, says="what is expected of the tangibles"),
        other_perceived=_tenths(5.4, 6.0, says="the tangibles as perceived"),
        weight=rate(0.65, 0.8, step=0.05, says="the weight of reliability"),
    ),
    unit=POINTS,
    low=-7,
    high=7,
    hints=[
        "Perception less expectation, for each of the two.",
        "Then each gap times its weight, and add.",
    ],
)

average_gap = Choice(
    id="satisfaction.average-gap",
    section="13-satisfaction#satisfaction-servqual",
    title="A mean gap of −0.1",
    prompt="Empathy has two items, with gaps of −0.7 (“understands what I need”) and +0.5 (“opening hours”). A report gives their "
    "mean, −0.1. What may it say about empathy?",
    options=[
        Option("slight", "empathy falls short a little, by a tenth of a point"),
        Option("fine", "customers get about what they expect of empathy"),
        Option("both", "one thing is missed, another is more than expected"),
    ],
    hints=[
        "Is there a customer who meets the mean of the two items?",
        Twin(
            "A twin: one foot in ice, the other in hot water. The mean temperature is 30 °C, and neither foot is "
            "comfortable."
        ),
    ],
)

kano_pair = Choice(
    id="satisfaction.kano-pair",
    section="13-satisfaction#satisfaction-kano",
    title="Read a pair",
    prompt="“If returns are free: I am neutral.” “If returns are not free: I dislike it.” Which Kano category is this answer?",
    options=[
        Option("R", "reverse"),
        Option("M", "must-be"),
        Option("O", "one-dimensional"),
        Option("I", "indifferent"),
        Option("A", "attractive"),
    ],
    hints=[
        "Which of the two answers is about the feature being there?",
        "The answer on free returns chooses the row, the answer on their absence the column.",
        Twin(
            "A twin, gift wrapping: I like it if there, I am neutral if not. Row 1, column 3: A, attractive. Read the wrong "
            "way, neutral and like, it would be R."
        ),
    ],
    pool=(
        dict(
            prompt="“If the courier rings ten minutes before she comes: I like it.” “If she does not ring: I can live with it.” "
            "Which Kano category is this answer?",
            hints=[
                "Which of the two answers is about the feature being there?",
                "The answer on the call chooses the row, the answer on its absence the column.",
                Twin(
                    "A twin, safe payment: I am neutral if it is there, I dislike it if not. Row 3, column 5: M, must-be. Read the "
                    "wrong way, dislike and neutral, it would be R."
                ),
            ],
        ),
        dict(
            prompt="“If a chat window opens by itself on each page: I dislike it.” “If none opens by itself: that is how it must be.” "
            "Which Kano category is this answer?",
            hints=[
                "Which of the two answers is about the feature being there?",
                "The answer on the window that opens chooses the row, the answer on its absence the column.",
                Twin(
                    "A twin, a lift in a hotel: it must be there, I dislike it if not. Row 2, column 5: M, must-be. Read the wrong "
                    "way, dislike and must-be, it would be R."
                ),
            ],
        ),
    ),
)

kano_coefficient = Number(
    id="satisfaction.kano-coefficient",
    section="13-satisfaction#satisfaction-kano",
    title="Who would miss it?",
    prompt="A feature got these letters: A {attractive}, O {one}, M {must}, I {indifferent}, R {reverse}. What is its "
    "coefficient of dissatisfaction?",
    draws=dict(
        attractive=whole(10, 25, 5, says="the number of A"),
        one=whole(20, 40, 5, says="the number of O"),
        must=whole(45, 80, 5, says="the number of M"),
        indifferent=whole(10, 30, 5, says="the number of I"),
        reverse=whole(20, 40, 5, says="the number of R"),
    ),
    unit="share",
    low=-1,
    high=1,
    hints=[
        "Who dislikes its absence? Two of the letters.",
        "Those two letters over all that are neither R nor Q, with the sign that absence has by convention.",
    ],
)

_KANO_FEATURES = ("free returns", "chat at night", "gift wrapping", "paper catalogue")


def _kano_pairs(rng):
    """Forty pairs for each of four features, a main pair and a mixture of others."""
    kinds = {
        "M": ((2, 3, 4), (5,)),
        "O": ((1,), (5,)),
        "A": ((1,), (2, 3, 4)),
        "I": ((2, 3, 4), (2, 3, 4)),
        "R": ((5,), (1, 2)),
    }
    rows = []
    for feature, own in zip(_KANO_FEATURES, rng.sample(["M", "O", "A", "I"], 4), strict=True):
        for _ in range(40):
            there, missing = kinds[own if rng.random() < 0.55 else rng.choice("MOAIR")]
            rows.append((feature, rng.choice(there), rng.choice(missing)))
    return pd.DataFrame(rows, columns=["feature", "functional", "dysfunctional"])


kano_table = Value(
    id="satisfaction.kano-table",
    section="13-satisfaction#satisfaction-kano",
    title="Four features, by majority",
    prompt="`q.pairs` holds {pairs} of Kano answers (1 to 5) on four features: `feature`, `functional` (if it is there), "
    "`dysfunctional` (if it is not). Make a DataFrame with `feature`, `category` (the letter that most give), `pleased` and "
    "`missed` (the coefficients of satisfaction and of dissatisfaction).",
    draws=dict(pairs=Sample(_kano_pairs, "{rows} pairs")),
    hints=[
        "Begin with one pair of answers: which letter does it give? Which answer is about the feature being there?",
        "Then take the letters of one feature together: the most frequent is its category, and the shares of the letters make its two coefficients. Which letters stay out of the base?",
    ],
)

halo = Choice(
    id="satisfaction.halo",
    section="13-satisfaction#satisfaction-ipa",
    title="A correlation of 0.71",
    prompt="The rating of “delivers when promised” correlates with overall satisfaction at 0.71, more than any other item. The "
    "head of logistics asks for ¥2 million. What does the 0.71 show?",
    options=[
        Option("lever", "that a point of punctual delivery raises satisfaction by 0.71"),
        Option("half", "that delivery makes up half of satisfaction (0.71² = 0.5)"),
        Option("together", "that satisfied customers rate delivery better"),
    ],
    hints=[
        "Could the arrow run the other way?",
        Twin(
            "A twin: pupils who like a teacher find the classroom brighter. Painting the classroom would not make them like "
            "the teacher."
        ),
    ],
)


def _ipa_items(rng):
    """Eight items, all well done on a scale from 1 to 7, so that cut and mean disagree."""
    names = ("delivery", "answers", "returns", "packaging", "choice", "safety", "hours", "advice")
    return pd.DataFrame(
        {
            "item": rng.sample(names, 8),
            "importance": [round(rng.uniform(0.3, 0.75), 2) for _ in names],
            "performance": [round(rng.uniform(4.4, 6.4), 1) for _ in names],
        }
    )


ipa = Value(
    id="satisfaction.ipa",
    section="13-satisfaction#satisfaction-ipa",
    title="Whose line is it?",
    prompt="`q.items` holds {items}: `item`, `importance` (derived) and `performance` (1 to 7). The firm has agreed that 5 points "
    "are good enough, and cuts importance at its mean. Make a DataFrame with `item` and `quadrant` (the words of the chapter).",
    draws=dict(items=Sample(_ipa_items, "{rows} items")),
    hints=[
        "Where do the two lines of the grid lie: at a mean, or at a level that somebody called good enough?",
        "Ask of each item whether its importance is above the mean of all, and whether its performance reaches the level that is asked for. `satisfaction.importance_performance` draws the line at the mean where you give none.",
    ],
    core=False,
)

# Surveys ------------------------------------------------------------------------------------------

faults = Match(
    id="satisfaction.faults",
    section="13-satisfaction#satisfaction-survey",
    title="What is wrong with the question?",
    prompt="A questionnaire holds these five questions. Name the fault of each.",
    rows=[
        "How much do you value our prize-winning hotline?",
        "Was the courier punctual and polite? (yes / no)",
        "1 = very good … 5 = very bad, after ten questions with 5 = best",
        "“How was your year with us?”, sent an hour after a complaint",
        "excellent / very good / good / poor",
    ],
    options=[
        "unbalanced answers",
        "leading",
        "timing",
        "scale direction",
        "double-barrelled",
    ],
    hints=[
        "Read each as a customer who is a little angry and in a hurry.",
        "One pushes, one asks two things, one turns its scale, one comes at the wrong hour, one has three ways up.",
        Twin(
            "A twin: “Don't you agree that our bread is fresh?” is leading; “Is it fresh and cheap?” is double-barrelled; "
            "asked at the end of a fast, its timing is wrong."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel in Chengdu leaves a card with these five questions. Name the fault of each.",
            rows=[
                "delighted / very pleased / pleased / not pleased",
                "“How do you like our hotels?”, asked while the lift is stuck",
                "Were the bed and the bathroom clean? (yes / no)",
                "0 = excellent … 10 = terrible, under four marks with 10 = excellent",
                "How did you enjoy our famous breakfast?",
            ],
        ),
        dict(
            prompt="A language school in Lyon sends its learners these five questions. Name the fault of each.",
            rows=[
                "1 = fully agree … 6 = not at all, on a page with 6 = fully agree",
                "Most learners love our new app. How do you find it?",
                "loved it / liked it a lot / liked it / did not like it",
                "Did the teacher speak clearly and correct you enough? (yes / no)",
                "“How good was this year's course?”, sent minutes after a failed test",
            ],
        ),
    ),
)

weighted = Number(
    id="satisfaction.weighted",
    section="13-satisfaction#satisfaction-survey",
    title="Let the answers stand for the silent",
    prompt="A firm asks {regulars} regulars and {occasional} occasional customers. Of the regulars {response} answer, and {happy} "
    "of the answers say “satisfied”. Of the occasional customers {low_response} answer, and {less_happy} of the answers say so. "
    "Weight each answer by 1 ÷ response rate of its group. Which share of all who were asked is satisfied?",
    draws=dict(
        regulars=whole(300, 500, 50, says="the number of regulars"),
        occasional=whole(700, 1_200, 100, says="the number of occasional customers"),
        response=rate(0.45, 0.6, step=0.05, says="the response of the regulars"),
        low_response=rate(0.1, 0.2, step=0.05, says="the response of the occasional customers"),
        happy=rate(0.8, 0.9, step=0.05, says="the satisfied among the answers of the regulars"),
        less_happy=rate(
            0.4, 0.55, step=0.05, says="the satisfied among the answers of the occasional customers"
        ),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "After weighting, for how many customers does each group stand?",
        "An answer of a group of 400 with 200 answers stands for two. So each group counts with all whom it was asked of.",
    ],
)

silent = Number(
    id="satisfaction.silent",
    section="13-satisfaction#satisfaction-weights",
    title="The most that the silent could add",
    prompt="A firm asks {asked} customers. {answered} of them answer, and {satisfied} of the answers say “satisfied”. Nothing is "
    "assumed about the silent. What is the highest share of all who were asked that may be satisfied?",
    draws=dict(
        asked=whole(600, 1_200, 100, says="the number who were asked"),
        answered=whole(220, 340, 20, says="the number of answers"),
        satisfied=whole(120, 200, 10, says="the number of satisfied answers"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many were silent, and what would the most favourable of all surveys have heard from them?",
        "Satisfied answers and silent customers together, over all who were asked.",
    ],
    core=False,
)

index = Number(
    id="satisfaction.index",
    section="13-satisfaction#satisfaction-index",
    title="An index of three questions",
    prompt="A bank asks three questions from 1 to 10. The means are {overall} for overall satisfaction, {compared} for the "
    "comparison with what was expected and {ideal} for how close it comes to the ideal. The first weighs {first}, the second "
    "{second}, the third the rest. What is the index, in points from 0 to 100?",
    draws=dict(
        overall=_tenths(8.0, 8.8, says="the mean of overall satisfaction"),
        compared=_tenths(6.8, 7.6, says="the mean of the comparison"),
        ideal=_tenths(5.0, 6.6, says="the mean of how close it comes to the ideal"),
        first=rate(0.5, 0.6, step=0.05, says="the weight of the first question"),
        second=rate(0.2, 0.3, step=0.05, says="the weight of the second question"),
    ),
    unit=POINTS,
    low=0,
    high=100,
    hints=[
        "What would the index be if everybody answered 1 to all three?",
        "Take one point off each mean, weight, add up, and divide by the nine steps of the scale.",
    ],
    core=False,
)

# Why it matters -----------------------------------------------------------------------------------

TESTABLE = "testable on the firm's own data"

ARITHMETIC = "implied by arithmetic"

SOURCE = "not with this firm's data: source criticism only"

kinds = Match(
    id="satisfaction.kinds",
    section="13-satisfaction#satisfaction-five",
    title="Which kind of claim?",
    prompt="A shop with its own customer file hears five sentences. Of which kind is each?",
    rows=[
        "our satisfied customers complain less often",
        "our satisfied customers bring more friends",
        "4.3 visits a month at 4.06 US dollars make 209 US dollars a year",
        "firms with satisfied customers lose less on the stock market in a crisis",
        "NPS predicts the growth of firms better than other scores",
    ],
    options=[
        TESTABLE,
        SOURCE,
        ARITHMETIC,
    ],
    hints=[
        "Could the shop count it? Could a pencil settle it? Or only somebody with data on many firms?",
        Twin(
            "A twin, on bread: “ours keeps longer than last year's” can be tested; “2 loaves at ¥5 cost ¥10” is arithmetic; "
            "“bakers live longer” is for those who study bakers."
        ),
    ],
)

why_smaller = Choice(
    id="satisfaction.why-smaller",
    section="13-satisfaction#satisfaction-loyalty",
    title="Why did the effect shrink?",
    prompt="Satisfied members leave less often by 10 points; at equal price sensitivity, as it was scored when they signed up, "
    "by 6. Why is the second number smaller?",
    options=[
        Option("confounder", "price-sensitive members are both less satisfied and quicker to leave"),
        Option("fewer", "adjusting uses fewer members"),
        Option("mediator", "satisfaction makes members less price-sensitive, and this part is lost"),
    ],
    hints=[
        "What does price sensitivity do to each of the two?",
        Twin("A twin: people with umbrellas slip more often. At equal weather they do not. Rain moves both."),
    ],
)


def _points(low, high, says):
    """A difference of two shares."""
    return Grid(low, high, 0.02, lambda share: f"{100 * share:.0f} percentage points", says)


confounding = Number(
    id="satisfaction.confounding",
    section="13-satisfaction#satisfaction-loyalty",
    title="Two groups, taken together and apart",
    prompt="A club has {loyal} members who do not watch prices; {satisfied_loyal} of them are satisfied. Of the dissatisfied "
    "30 % leave; among the satisfied the share is lower by {effect}. It also has {bargain} bargain hunters; "
    "{satisfied_bargain} of them are satisfied. Of the dissatisfied 60 % leave; among the satisfied the share is lower by "
    "{effect_bargain}. By how much do the satisfied leave less at equal price sensitivity, with the two "
    "groups weighted by their size? (a share, above 0)",
    draws=dict(
        loyal=whole(300, 600, 100, says="the number who do not watch prices"),
        satisfied_loyal=rate(0.7, 0.85, step=0.05, says="the satisfied among those who do not watch prices"),
        effect=_points(0.04, 0.08, says="the difference among those who do not watch prices"),
        bargain=whole(300, 600, 100, says="the number of bargain hunters"),
        satisfied_bargain=rate(0.2, 0.35, step=0.05, says="the satisfied among the bargain hunters"),
        effect_bargain=_points(0.06, 0.14, says="the difference among the bargain hunters"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Within a group price sensitivity is equal. What is the difference there?",
        "Weight the two differences by the size of the groups.",
    ],
)


@functools.cache
def _club():
    """Monthly members of a large chain who answered in time: CSAT before, price sensitivity, left in a year or not."""
    tables = ["customers", "subscriptions", "surveys", "orders"]
    chain = simulate.firm(1, customers=20_000, tables=tables)
    prices = chain.customers[["customer_id", "price_sensitivity"]]
    club = firm_club.first_year(chain).dropna(subset=["csat_before"]).merge(prices, on="customer_id")
    club = club[["customer_id", "csat_before", "price_sensitivity", "left"]].round({"csat_before": 2})
    return club.rename(columns={"csat_before": "csat"})


def _some_members(rng):
    return _club().loc[sorted(rng.sample(range(len(_club())), 400))].reset_index(drop=True)


slopes = Value(
    id="satisfaction.slopes",
    section="13-satisfaction#satisfaction-loyalty",
    title="Naive and adjusted",
    prompt="`q.members` holds {members} of the chain's club: `csat` (answered before she left or her year was over), "
    "`price_sensitivity` and `left` (1 if she left within twelve months). Make a DataFrame with `estimate` (`naive` or "
    "`adjusted`), `slope`, `low` and `high`: the slope of `left` for one standard deviation of `csat` (`csat / csat.std()`) with "
    "its 95 % interval, as `slope_interval` gives it, plainly and at equal price sensitivity.",
    draws=dict(members=Sample(_some_members, "{rows} members")),
    hints=[
        "Which two slopes does the chapter compare, and what does the second one hold equal? In which unit is satisfaction to be counted?",
        "Divide satisfaction by its standard deviation first. Then ask `slope_interval` twice: once with outcome and cause alone, once with what is to be held equal as well.",
    ],
)

multiply_out = Number(
    id="satisfaction.multiply-out",
    section="13-satisfaction#satisfaction-starbucks",
    title="Multiply out",
    prompt="Highly satisfied customers of a café come {visits} times a month, spend {ticket} a visit and have come for {years} years on average. "
    "What is the revenue over all these years, as the usual slide computes it, in ¥?",
    draws=dict(
        visits=whole(4, 8, says="the visits of a month"),
        ticket=money(24, 40, step=2, says="what she spends on a visit"),
        years=whole(5, 9, says="the years for which they have come"),
    ),
    unit="¥",
    low=0,
    high=1_000_000,
    hints=[
        "How many visits in a year?",
        "Revenue of a month, then of a year, then of all years.",
    ],
)

slide = Audit(
    id="satisfaction.slide",
    section="13-satisfaction#satisfaction-starbucks",
    title="The wrong line on the slide",
    prompt="A slide compares customers who say 5 with those who say 4: {more} more visits a month at {ticket} each, a margin of "
    "{margin}. A programme costs {cost} a customer and year. One line does not follow from the others. Which?",
    draws=dict(
        more=whole(2, 4),
        ticket=money(26, 40, step=2),
        margin=rate(0.25, 0.4, step=0.05),
        cost=money(60, 100, step=10),
    ),
    options=[
        Option(
            "effect",
            lambda more, **_: f"A customer moved from 4 to 5 will come {12 * more} times more a year",
        ),
        Option(
            "visits",
            lambda more, ticket, **_: (
                f"{12 * more} visits at ¥{ticket} are ¥{12 * more * ticket:,} of revenue a year"
            ),
        ),
        Option(
            "margin",
            lambda more, ticket, margin, **_: (
                f"Their margin is {margin:.2f} × {12 * more * ticket:,} = ¥{12 * more * ticket * margin:,.0f} a year"
            ),
        ),
        Option(
            "break-even",
            lambda more, ticket, margin, cost: (
                f"At ¥{cost} a customer, ¥{cost} of margin a year must come from it"
            ),
        ),
    ],
    hints=[
        "Write beside each line how it could be known: by counting, by arithmetic, or by a trial.",
        "Ask of each number who is compared with whom.",
    ],
    pool=(
        dict(
            prompt="A hotel group compares guests who say 5 with those who say 3: {more} more nights a year at {ticket} each, a "
            "margin of {margin}. A training of the staff costs {cost} a guest and year. One line of its slide does not follow "
            "from the others. Which?",
            draws=dict(
                more=whole(2, 5),
                ticket=money(280, 520, step=20),
                margin=rate(0.25, 0.4, step=0.05),
                cost=money(60, 140, step=10),
            ),
            options=[
                Option(
                    "visits",
                    lambda more, ticket, **_: (
                        f"{more} nights at ¥{ticket} are ¥{more * ticket:,} of revenue a year"
                    ),
                ),
                Option(
                    "margin",
                    lambda more, ticket, margin, **_: (
                        f"Their margin is {margin:.2f} × {more * ticket:,} = ¥{more * ticket * margin:,.0f} a year"
                    ),
                ),
                Option(
                    "effect",
                    lambda more, ticket, margin, **_: (
                        f"A guest moved from 3 to 5 will bring ¥{more * ticket * margin:,.0f} of margin more a year"
                    ),
                ),
                Option(
                    "break-even",
                    lambda margin, cost, **_: (
                        f"To pay, the training must bring {cost} ÷ {margin:.2f} = ¥{cost / margin:,.0f} of revenue a guest and year"
                    ),
                ),
            ],
        ),
        dict(
            prompt="A coffee roaster's shop compares customers who say 5 with those who say 4: {more} more orders a year at {ticket} "
            "each, a margin of {margin}. Better parcels cost {cost} a customer and year. One line of its slide does not follow "
            "from the others. Which?",
            draws=dict(
                more=whole(2, 4),
                ticket=money(120, 220, step=10),
                margin=rate(0.25, 0.4, step=0.05),
                cost=money(15, 40, step=5),
            ),
            options=[
                Option(
                    "visits",
                    lambda more, ticket, **_: (
                        f"{more} orders at ¥{ticket} are ¥{more * ticket:,} of revenue a year"
                    ),
                ),
                Option(
                    "break-even",
                    lambda margin, cost, **_: (
                        f"Parcels of ¥{cost} pay from {cost} ÷ {margin:.2f} = ¥{cost / margin:,.0f} of further revenue a year on"
                    ),
                ),
                Option(
                    "margin",
                    lambda more, ticket, margin, **_: (
                        f"The margin of these orders is {margin:.2f} × {more * ticket:,} = ¥{more * ticket * margin:,.0f} a year"
                    ),
                ),
                Option(
                    "effect",
                    lambda more, ticket, margin, cost: (
                        f"Parcels that turn a 4 into a 5 earn {more * ticket * margin:,.0f} − {cost} = "
                        f"¥{more * ticket * margin - cost:,.0f} a year"
                    ),
                ),
            ],
        ),
    ),
)

break_even_effect = Number(
    id="satisfaction.break-even-effect",
    section="13-satisfaction#satisfaction-decision",
    title="What must it bring?",
    prompt="A customer places {orders} orders a year that contribute {contribution} each. A programme for her costs {cost} a year for "
    "{years} years. By which share must her orders rise for the programme to pay?",
    draws=dict(
        orders=whole(2, 6, says="her orders of a year"),
        contribution=money(40, 70, step=5, says="what an order contributes"),
        cost=money(8, 20, step=2, says="the cost of the programme in a year"),
        years=whole(2, 4, says="the years of the programme"),
    ),
    unit="share",
    low=0,
    high=10,
    hints=[
        "How many further orders a year pay for the cost of a year?",
        "Divide by the orders that she places anyway.",
    ],
)

# The decision -------------------------------------------------------------------------------------

_DAYS = 1_095


@functools.cache
def firm_of_the_decision():
    """What the firm knows of each buyer, and the contribution that half a standard deviation would bring."""
    firm = datasets.load_firm()
    truth = firm.truth.customers.set_index("customer_id")
    buyers = truth.index[truth["buyer"]]
    orders = firm.orders[firm.orders["status"] == "completed"]
    typical = orders.groupby("customer_id")["amount"].mean().reindex(buyers)
    told = firm.surveys[firm.surveys["answered"]].groupby("customer_id")["csat"].mean().astype(float)
    rate = truth["order_contribution"].mean() / truth["mean_order_value"].mean()
    known = pd.DataFrame(
        {
            "expected_orders": firm.truth.expected_purchases(_DAYS, knowing="orders")[buyers].round(2),
            "contribution": (typical.fillna(typical.mean()) * rate).round(1),
            "csat": told.reindex(buyers).round(1),
        }
    )
    gain = firm.truth.purchases_gained(0.5, days=_DAYS)[buyers] * truth.loc[buyers, "order_contribution"]
    return known.reset_index(), gain


def _some_customers(rng):
    known, _ = firm_of_the_decision()
    return known.loc[sorted(rng.sample(range(len(known)), 600))].reset_index(drop=True)


treat = Decision(
    id="satisfaction.treat",
    section="13-satisfaction#satisfaction-decision",
    title="For whom is the programme?",
    prompt="`q.customers` holds {customers} of the simulated firm: `customer_id`, `expected_orders` (in the next three years, if "
    "nothing is done), `contribution` (¥ an order) and `csat` (missing if she never answered). A programme raises satisfaction "
    "by half a standard deviation and costs {cost} a customer and year, for three years. A randomised trial showed 4.8 % "
    "more orders; a comparison of happy and unhappy customers had promised 9.7 %. Whom do you treat? Leave a list of `customer_id`.",
    draws=dict(customers=Sample(_some_customers, "{rows} customers"), cost=money(5, 7)),
    hints=[
        "What is at stake at a customer? Expected orders times the contribution of an order.",
        "Treat her if what the trial promises of it is more than the cost of all three years.",
    ],
)

memo = Memo(
    id="satisfaction.memo",
    section="13-satisfaction#satisfaction-decision",
    title="The memo",
    prompt="The head of service writes: “Our NPS is 28, and delighted customers bring a fifth more revenue than unhappy ones. ¥5 a "
    "customer and year for the care programme pays for itself. Shall we start with everyone?” Answer in a memo: your number, "
    "how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 260),
    hints=[
        "Begin with the decision. Then take the two numbers of the mail apart, one sentence each.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A twin, on training: “Train the twenty who see most customers, not all ninety. Trained staff sell 12 % more, but "
            "the able were sent to training first; among equals it is 4 % (1 to 7). At ¥3,000 each, twenty pay back ¥90,000. I "
            "turned down training the weakest: they see few customers. If it does nothing we lose ¥60,000.”"
        ),
    ],
)

# Only in the chapter ------------------------------------------------------------------------------

good_question = Choice(
    id="satisfaction.good-question",
    section="13-satisfaction#satisfaction-survey",
    title="Which fault?",
    prompt="Two days after a delivery each customer is asked: “How satisfied are you with the punctuality of this delivery?” The "
    "answers run from very dissatisfied (1) by neither (3) to very satisfied (5), as in all questions of the page. What is the "
    "fault of the question?",
    options=[
        Option("leading", "it is leading: it praises punctuality"),
        Option("double", "it asks two things at once"),
        Option("timing", "the moment answers for the year"),
        Option("none", "none of the five faults"),
    ],
    hints=[
        "Go through the five faults one by one. Which word or number would you change?",
        "What is asked about, and when did it happen?",
        Twin(
            "A twin: a restaurant asks at the door “How was the soup?”, with as many steps up as down. It names one thing, does "
            "not praise it, and asks when the taste is fresh."
        ),
    ],
)

kano_reverse = Choice(
    id="satisfaction.kano-reverse",
    section="13-satisfaction#satisfaction-kano",
    title="A call after each order",
    prompt="“If we call you after each order: I can live with it.” “If we do not call: I like it.” Which Kano category is this "
    "answer?",
    options=[
        Option("R", "reverse"),
        Option("A", "attractive"),
        Option("I", "indifferent"),
        Option("Q", "questionable"),
    ],
    hints=[
        "Which of the two answers is about the call being there?",
        "Row: live with, if there. Column: like, if not there.",
        Twin(
            "A twin, music in the shop: I dislike it if there, I am neutral if not. Row 5, column 3: R. Read the wrong way, "
            "neutral and dislike, it would be M."
        ),
    ],
)

thank_you = Choice(
    id="satisfaction.thank-you",
    section="13-satisfaction#satisfaction-starbucks",
    title="A card for half of them",
    prompt="A shop has 8,000 customers who said 4 or 5. It sends a card to half of them, drawn at random. In the next half-year "
    "they order 4 % more than the other half (95 % interval 2 to 6 %). What may the shop say?",
    options=[
        Option("nothing", "nothing about the card: satisfied customers order more anyway"),
        Option("card", "the card brought about 4 % more orders from them"),
        Option("satisfaction", "satisfaction brought about 4 % more orders"),
        Option("everyone", "a card to every customer would bring about 4 % more orders"),
    ],
    hints=[
        "How do the two halves differ, apart from the card?",
        "What was drawn at random, and among whom?",
        Twin(
            "A twin: of 200 runners half were given new shoes at random, and they ran 1 % faster. The shoes did that, for "
            "runners. Of walkers nothing is known."
        ),
    ],
)

straight_table = Choice(
    id="satisfaction.straight-table",
    section="13-satisfaction#satisfaction-bend",
    title="A table that rises evenly",
    prompt="Of members who answered 2, 3, 4 and 5, the shares who stayed rise by about the same step each time. A colleague "
    "concludes that a given rise in satisfaction keeps as many members among the unhappy as among the happy. What can be said?",
    options=[
        Option("yes", "that is right: equal steps in the table are equal steps in truth"),
        Option("open", "it may be wrong: the groups differ, and answers blur the state"),
        Option("top", "it is wrong: only those who answer 5 are loyal"),
    ],
    hints=[
        "Who are the people in each row, apart from how happy they are?",
        Twin(
            "A twin: taller pupils of a school read better, by the same step for each ten centimetres. They are also older. The "
            "table says nothing about how growing would help whom."
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_promise = Choice(
    id="satisfaction.lab-promise",
    section="13-satisfaction#satisfaction-state",
    title="Lab: how much should one promise?",
    prompt="Before you move anything: service is at 5 points. At which promise do most customers come back?",
    options=[
        Option("below", "somewhat below 5"),
        Option("five", "at 5: promise what you keep"),
        Option("seven", "at 7: as many first orders as possible"),
        Option("one", "at 1: nobody can be disappointed"),
    ],
    hints=[
        "Two shares are multiplied: who comes, and who returns. Which way does each run?",
        Twin(
            "With service at 6 the promises 3, 5 and 7 bring 587, 635 and 160 customers back; the best lies between the first "
            "two."
        ),
    ],
)

lab_margin = Choice(
    id="satisfaction.lab-margin",
    section="13-satisfaction#satisfaction-sure",
    title="Lab: how sure is an NPS?",
    prompt="Before you move anything: with 225 answers the NPS is uncertain by 9.8 points. How many answers halve that?",
    options=[
        Option("three", "675"),
        Option("two", "450"),
        Option("four", "900"),
    ],
    hints=[
        "The margin holds √n below the line.",
        Twin(
            "With 100 answers the margin is 14.7 points; with 400 it is 7.4, with 200 it is 10.4: the root of 2 is 1.41."
        ),
    ],
)

lab_cut = Choice(
    id="satisfaction.lab-cut",
    section="13-satisfaction#satisfaction-ipa",
    title="Lab: who draws the line?",
    prompt="Before you move anything: performance is cut at 4, the middle of the scale, in place of 5.6, the mean of the items. "
    "How many of the ten items remain under “concentrate here”?",
    options=[
        Option("same", "the same ones: the data have not changed"),
        Option("none", "none"),
        Option("half", "about half: some items are always below"),
    ],
    hints=[
        "The lowest item has 4.92.",
        Twin(
            "With marks from 80 to 95 and a cut at the mean, half of a class “fails”; with a cut at 60 nobody does."
        ),
    ],
)

lab_converts = Choice(
    id="satisfaction.lab-converts",
    section="13-satisfaction#satisfaction-starbucks",
    title="Lab: how many converts does a store need?",
    prompt="Before you move anything: 52 converts a store are needed if all revenue is margin and all of the difference is causal. "
    "Let 30 % be margin and half be causal. How many are needed?",
    options=[
        Option("173", "about 170"),
        Option("344", "about 340"),
        Option("104", "about 100"),
    ],
    hints=[
        "Each convert now brings 0.3 × 0.5 of what was assumed.",
        Twin("With a margin of 50 % and a causal share of 40 % each brings a fifth, so 52 become 258."),
    ],
)

QUESTIONS = (
    disconfirmation,
    nps,
    nps_interval,
    ces_versions,
    invitations,
    nps_function,
    servqual,
    kano_pair,
    kano_table,
    ipa,
    faults,
    weighted,
    silent,
    index,
    confounding,
    slopes,
    slide,
    treat,
    memo,
)

LABS = (lab_promise, lab_margin, lab_cut, lab_converts)

QUIZ = (
    same_room,
    which_needs_more,
    good_question,
    kano_reverse,
    thank_you,
    average_gap,
    kano_coefficient,
    halo,
    kinds,
    why_smaller,
    straight_table,
    multiply_out,
    break_even_effect,
)

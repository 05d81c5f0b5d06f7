"""The questions of chapter 14, touchpoints, communication and complaints: what is asked."""

import functools

import pandas as pd

from crmlib import datasets, simulate
from crmlib.workbook.kinds.choice import Audit, Choice, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.questions import Twin

AS_OF = pd.Timestamp("2026-03-31 18:00")
CLASSES = {"calls-4": 4, "calls-12": 12, "calls-24": 24, "calls-48": 48, "calls-later": None}


def sigmas(low, high, step, says=""):
    """A distance in standard errors."""
    return Grid(low, high, step, "{:.1f}".format, says)


# The journey --------------------------------------------------------------------------------------

experience_gap = Interval(
    id="touchpoints.experience-gap",
    section="14-touchpoints#touchpoints-journey",
    title="Shop and online",
    prompt="Of {shop} customers asked after a visit to the shop {happy_shop} gave a 4 or 5. Of {online} asked after an order online it "
    "was {happy_online}. By how much does the share of the satisfied in the shop lie above that online? Give a 95 % interval, as two shares.",
    draws=dict(
        shop=whole(150, 200, 10, says="the number asked in the shop"),
        happy_shop=whole(115, 150, 5, says="the number of the satisfied in the shop"),
        online=whole(300, 400, 20, says="the number asked online"),
        happy_online=whole(180, 260, 10, says="the number of the satisfied online"),
    ),
    unit="share",
    confidence=0.95,
    hints=[
        "The middle is the difference of the two shares. Each has a standard error of its own.",
        "Square the two standard errors, add the squares and take the root. How many of it lie on each side of the difference in a 95 % interval?",
    ],
)

journey_says = Choice(
    id="touchpoints.journey-says",
    section="14-touchpoints#touchpoints-journey",
    title="What the map says",
    prompt="A journey map shows for each touchpoint the share of customers who pass it, their score, and how many did not order again "
    "afterwards. Of those at the returns desk twice as many did not order again as of those at the checkout. What follows?",
    options=[
        Option("desk", "a better returns desk would halve the loss"),
        Option("close", "the returns desk drives customers away, and fewer returns should be allowed"),
        Option("look", "those at the desk are others, and whether the desk changes anything has to be tried"),
        Option("score", "the scores at the desk are wrong, since unhappy customers do not answer there"),
    ],
    hints=[
        "Who comes to a returns desk, and what had happened to them before?",
        Twin(
            "Those who have been in a hospital are ill more often a year later than those who have been in a cinema. Nobody would "
            "close the hospital."
        ),
    ],
)

# Limits -------------------------------------------------------------------------------------------

limit = Number(
    id="touchpoints.limit",
    section="14-touchpoints#touchpoints-limits",
    title="How low may it fall?",
    prompt="At a touchpoint {usual} of the answers are usually satisfied. This week {answers} customers answered. Below which share "
    "does the chart ring, if its limits lie {distance} standard errors from the usual share?",
    draws=dict(
        usual=rate(0.62, 0.9, 0.01, says="the usual share"),
        answers=whole(20, 160, 5, says="the number of answers this week"),
        distance=OneOf((2, 3), says="the distance in standard errors"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What is the standard error of a share of so many answers?",
        "The usual share times its rest to 1, over the answers: the root of it is one standard error. Take as many of them as the limits ask from the usual share.",
    ],
)

fixed_cut = Choice(
    id="touchpoints.fixed-cut",
    section="14-touchpoints#touchpoints-limits",
    title="One cut for all",
    prompt="A firm rings an alarm wherever fewer than 60 % are satisfied in a week. Usually it is 65 % at the website, with 900 answers a "
    "week, and 62 % in the app, with 30. What does this cut do?",
    options=[
        Option("fair", "it treats both alike, so that they can be compared"),
        Option("noise", "it rings by chance in the app and nearly never at the website"),
        Option("site", "it rings mostly at the website, which has so many more answers each week"),
        Option("both", "it finds at both what limits at three standard errors would find"),
    ],
    hints=[
        "How far does a share of 30 answers swing by chance, and one of 900?",
        Twin(
            "A die thrown 6 times shows no six at all in a third of the tries. Thrown 600 times it always shows some. Who rings at fewer "
            "than one in ten sixes hears the first die all day."
        ),
    ],
)


@functools.cache
def other_chain():
    """Another chain around the firm: its calls and weeks are not those of the chapter."""
    return simulate.chain(datasets.load_firm(), seed=14)


@functools.cache
def usual_shares():
    """The usual share of each touchpoint, from the weeks of the first quarter of 2024, when nothing was wrong."""
    weeks = other_chain().touchpoint_weeks
    sums = (
        weeks[weeks["week"] < "2024-04-01"]
        .groupby("touchpoint", observed=True)[["satisfied", "answers"]]
        .sum()
    )
    return (sums["satisfied"] / sums["answers"]).round(3)


@functools.cache
def _later_weeks():
    table = other_chain().touchpoint_weeks
    table = table[table["week"] >= "2024-04-01"].astype({"touchpoint": str})
    return {str(week.date()): rows for week, rows in table.groupby("week")}


def _a_week(rng):
    weeks = _later_weeks()
    rows = weeks[rng.choice(sorted(weeks))]
    table = rows[["touchpoint", "answers", "satisfied"]].reset_index(drop=True)
    return table.assign(usual=table["touchpoint"].map(usual_shares()).astype(float))


thermometer = Value(
    id="touchpoints.thermometer",
    section="14-touchpoints#touchpoints-limits",
    title="The thermometer of a week",
    prompt="`q.week` holds {week} with `touchpoint`, `answers` (this week), `satisfied` (of these) and `usual` (the usual share). Leave a DataFrame "
    "with `touchpoint`, `score` (the share this week), `lower` and `upper` (limits at {distance} standard errors) and `signal`: 1 if the score lies "
    "outside its limits, else 0.",
    draws=dict(week=Sample(_a_week, "{rows} touchpoints"), distance=sigmas(1.5, 3.0, 0.5)),
    hints=[
        "The limits lie around the usual share, and are as wide as the answers of this week make them.",
        "One standard error comes of the usual share and of the answers of this week; the limits are so many of them to either side. `service.share_limits` takes whole columns.",
    ],
)

alarm = Function(
    id="touchpoints.alarm",
    section="14-touchpoints#touchpoints-limits",
    title="A function that rings",
    prompt="Write a function that returns 1 if a week's score lies below its lower limit, else 0. The limit lies `distance` standard errors below "
    "the usual share.",
    inputs=dict(
        satisfied=whole(20, 90, 1),
        answers=whole(100, 140, 10),
        usual=rate(0.5, 0.75, 0.01),
        distance=sigmas(1.5, 3.0, 0.5),
    ),
    hints=[
        "Which share was satisfied, and how low may it be with so many answers?",
        "The variance of one answer is the usual share times the rest to 1. The standard error is the root of it, divided by the number of answers. How many of them below the usual share does the alarm lie?",
        Twin(
            "For a mean: `def rings(total, answers, usual, spread, distance): return int(total / answers < usual - distance * spread / answers ** 0.5)`."
        ),
    ],
)

# Alarms -------------------------------------------------------------------------------------------

false_alarms = Number(
    id="touchpoints.false-alarms",
    section="14-touchpoints#touchpoints-alarms",
    title="What false alarms cost",
    prompt="{touchpoints} touchpoints are checked every week of a year (52). The chart rings on both sides, at {distance} standard errors. A "
    "false alarm costs {cost}. What do false alarms cost in a year, if nothing ever changes?",
    draws=dict(
        touchpoints=whole(5, 12, says="the number of touchpoints"),
        distance=sigmas(1.8, 2.8, 0.1, says="the distance in standard errors"),
        cost=money(200, 600, 50, says="the cost of a false alarm"),
    ),
    unit="¥",
    low=0,
    high=1_000_000,
    hints=[
        "With which probability does one touchpoint ring in one week by chance? Both tails count.",
        "Both tails beyond so many standard errors are the chance of one check. Then multiply by the checks of a year and by the cost.",
    ],
)

which_limits = Reverse(
    id="touchpoints.which-limits",
    section="14-touchpoints#touchpoints-alarms",
    title="Which limits did they use?",
    prompt="A firm watches {touchpoints} touchpoints every week of a year (52) and reports {alarms} false alarms a year on average. Its chart rings on the "
    "bad side only. How many standard errors from the usual share do its limits lie?",
    draws=dict(
        touchpoints=whole(6, 20, says="the number of touchpoints"),
        alarms=whole(4, 30, 2, says="the false alarms of a year"),
    ),
    unit="standard errors",
    low=0,
    high=6,
    hints=[
        "How many checks are there in a year, and which share of them rings?",
        "Look from the tail's side: beyond which distance does a normal distribution hold this share on one side? `service.control_sigmas` finds it.",
    ],
)

narrow = Choice(
    id="touchpoints.narrow",
    section="14-touchpoints#touchpoints-alarms",
    title="Wide or narrow?",
    prompt="The hotline has 12 answers a week. At three standard errors a week of real trouble rings with a chance of 30 %, at two with 78 %. The "
    "website has 900 answers, where both ring at once. What follows for the two?",
    options=[
        Option("three", "three everywhere, since that is the usual choice"),
        Option("two", "two everywhere, since trouble is found sooner"),
        Option("own", "for each its own, by what a false alarm and a week of trouble cost there"),
        Option("none", "none at the hotline, since 12 answers say nothing"),
    ],
    hints=[
        "What does the website gain from narrow limits, and what the hotline?",
        Twin(
            "A smoke alarm in the kitchen is set less fine than one in the bedroom: it would ring at every meal, and a cook sees a fire "
            "anyway. What each error costs decides."
        ),
    ],
)

# Signals ------------------------------------------------------------------------------------------

signal_calls = Number(
    id="touchpoints.signal-calls",
    section="14-touchpoints#touchpoints-signals",
    title="What a signal is worth",
    prompt="Of {signals} customers who searched the shop without ordering {followed} ordered within two weeks; of any customers in any two weeks "
    "{base} do. In a trial {lift} of those who were called with the signal ordered because of the call. An order brings {margin} of margin, and a call costs {cost}. "
    "What does a call to a customer with the signal earn?",
    draws=dict(
        signals=whole(400, 800, 50, says="the number with the signal"),
        followed=whole(80, 160, 10, says="the number of these who ordered within two weeks"),
        base=rate(0.05, 0.1, 0.01, says="the part of all customers that orders in two weeks"),
        lift=rate(0.06, 0.12, 0.01, says="the part that ordered because of the call"),
        margin=money(80, 160, 10, says="the margin of an order"),
        cost=money(3, 5, says="the cost of a call"),
    ),
    unit="¥",
    low=-100,
    high=200,
    hints=[
        "Which orders would not have come without the call?",
        "What the trial added, times the margin, less the call. How many order after a signal anyway plays no part.",
    ],
)

precision = Number(
    id="touchpoints.precision",
    section="14-touchpoints#touchpoints-signals",
    title="How often is it right?",
    prompt="A signal marked {alerts} customers. Of these {found} left within a quarter. Of all customers {leavers} left in it. What is the precision of the "
    "signal?",
    draws=dict(
        alerts=whole(100, 300, 20, says="the number of customers whom the signal marked"),
        found=whole(30, 70, 5, says="the number of those marked who left"),
        leavers=whole(120, 400, 20, says="the number of all who left"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Precision asks for the alerts, recall for those who left.",
        "Of the alerts, which share was right?",
    ],
)

late_signal = Choice(
    id="touchpoints.late-signal",
    section="14-touchpoints#touchpoints-signals",
    title="A signal that is always right",
    prompt="The signal “her loyalty card was returned” has a precision of 100 %: everyone who returned it has left. A manager wants to call all of them. What "
    "does the precision not say?",
    options=[
        Option("many", "how many of those who leave return their card"),
        Option("lead", "how long before she leaves the signal comes"),
        Option("sure", "whether the next one who returns her card has left"),
        Option("chance", "whether 100 % could be chance"),
    ],
    hints=[
        "When is the call made, and what can it still change?",
        Twin(
            "The siren of a ship that has struck the rock is always right. A lighthouse is wrong on most nights, and of use."
        ),
    ],
)

# Frequency ----------------------------------------------------------------------------------------

next_contact = Number(
    id="touchpoints.next-contact",
    section="14-touchpoints#touchpoints-frequency",
    title="One more letter?",
    prompt="Letters could bring at most {potential} of margin from a customer in a quarter, and each brings {taken} of what is still to be gained. A letter "
    "costs {cost}, and with a chance of {annoyed} it makes her opt out, which loses {worth}. What does letter number {number} earn?",
    draws=dict(
        potential=money(40, 120, 10, says="the most that letters could bring"),
        taken=rate(0.2, 0.5, 0.05, says="the part of the rest that a letter brings"),
        cost=money(0.4, 1.2, 0.2, says="the cost of a letter"),
        annoyed=rate(0.01, 0.03, 0.005, says="the chance that she opts out"),
        worth=money(80, 240, 20, says="what her opting out loses"),
        number=whole(3, 5, says="the number of the letter"),
    ),
    unit="¥",
    low=-50,
    high=50,
    hints=[
        "What is still to be gained after the letters before it?",
        "Its share of that, less its cost, less the chance that she opts out times what she is worth.",
    ],
)

quiet_hours = Choice(
    id="touchpoints.quiet-hours",
    section="14-touchpoints#touchpoints-frequency",
    title="May we write?",
    prompt="A customer agreed to messages about her orders. On her birthday the shop wants to send an offer by SMS. She has never complained of a message. "
    "May it?",
    options=[
        Option("yes", "yes: she agreed to messages and never complained"),
        Option("no", "no: she agreed to another purpose"),
        Option("hours", "yes, if it goes out between nine and nine, outside the quiet hours of the night"),
        Option("law", "yes, since a present is no marketing"),
    ],
    hints=[
        "To what exactly did she agree?",
        Twin(
            "Who gives her key to the plumber so that he mends the tap has not asked him to sleep on the sofa."
        ),
    ],
)

# Waiting ------------------------------------------------------------------------------------------


def _complaints(rng, rows=40):
    """Complaints of the last days; those not answered or not settled by the day of the count are still open."""
    made = []
    for number in range(1, rows + 1):
        opened = AS_OF - pd.Timedelta(minutes=rng.randint(60, 14 * 24 * 60))
        answered = opened + pd.Timedelta(minutes=round(60 * rng.expovariate(1 / rng.choice((4, 30)))) + 5)
        resolved = answered + pd.Timedelta(
            minutes=round(60 * rng.expovariate(1 / rng.choice((20, 120)))) + 10
        )
        made.append(
            (number, opened, *(moment if moment <= AS_OF else pd.NaT for moment in (answered, resolved)))
        )
    return pd.DataFrame(made, columns=["complaint_id", "opened", "answered", "resolved"])


clocks = Value(
    id="touchpoints.clocks",
    section="14-touchpoints#touchpoints-waiting",
    title="Two clocks",
    prompt="`q.complaints` holds {complaints} with `opened`, `answered` and `resolved`; NaT means not yet on 31 March 2026 at 18:00, the moment of the count. "
    "Open complaints count as watched until then. Leave a DataFrame with `clock` (`answer`, `resolve`), `open` (how many are not yet answered, not yet "
    "resolved), `share_within` (within {target} hours) and `median_hours`.",
    draws=dict(complaints=Sample(_complaints, "{rows} complaints"), target=OneOf((12, 24, 36, 48))),
    hints=[
        "An open complaint has lasted at least as long as it was watched. It is neither quick nor lost.",
        "Two clocks, each with its own end; an open complaint leaves the product of Kaplan and Meier when the watching ends. `complaint_clocks` makes both from the three dates.",
    ],
)

hang_ups = Number(
    id="touchpoints.hang-ups",
    section="14-touchpoints#touchpoints-waiting",
    title="One agent more",
    prompt="{arrivals} calls come in an hour, at random. A call takes {handling} minutes on average, and a caller who waits hangs up after {patience} minutes "
    "on average. How many callers an hour fewer hang up with three agents than with two?",
    draws=dict(
        arrivals=whole(12, 30, 1, says="the calls of an hour"),
        handling=whole(4, 7, says="the minutes that a call takes"),
        patience=OneOf((2, 3, 4, 5), says="the minutes after which a caller hangs up"),
    ),
    unit="calls",
    low=0,
    high=30,
    hints=[
        "Which share hangs up with two agents, which with three? Lines whose callers hang up are those of Erlang A.",
        "Work out the share that hangs up twice, with two agents and with three, and take the one from the other. `waiting_lines.hang_up_share` gives one of them.",
    ],
)

uneven = Number(
    id="touchpoints.uneven",
    section="14-touchpoints#touchpoints-waiting",
    title="Quiet hours and busy ones",
    prompt="Two agents answer calls of 6 minutes; callers hang up after 3 minutes of waiting on average. In half of the hours {quiet} calls come, in the other half "
    "{busy}. Which share of all callers hangs up?",
    draws=dict(
        quiet=whole(3, 16, says="the calls of a quiet hour"),
        busy=whole(20, 45, says="the calls of a busy hour"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Which share hangs up in a quiet hour, which in a busy one, and in which hour are most of the callers?",
        "Add the calls that are lost in both kinds of hours, and divide by all calls.",
    ],
)

arrivals = Reverse(
    id="touchpoints.arrivals",
    section="14-touchpoints#touchpoints-waiting",
    title="How many calls came?",
    prompt="A call centre with {agents} agents reports that {lost} of its callers hang up. A call takes {handling} minutes on average, a caller who waits hangs up after "
    "{patience} minutes on average. How many calls come in an hour?",
    draws=dict(
        agents=whole(2, 5, says="the number of agents"),
        lost=rate(0.1, 0.3, 0.05, says="the part of the callers that hangs up"),
        handling=whole(4, 7, says="the minutes that a call takes"),
        patience=whole(2, 4, says="the minutes after which a caller hangs up"),
    ),
    unit="calls",
    low=1,
    high=200,
    hints=[
        "With more calls more hang up. Try a number in `hang_up_share`, and move it.",
        "`scipy.optimize.brentq` finds where a function of the calls is 0, between two numbers of which one loses too little and the other too much. Which function is 0 at the answer?",
    ],
)

worse = Choice(
    id="touchpoints.worse",
    section="14-touchpoints#touchpoints-waiting",
    title="An average day",
    prompt="Calls come at 18 an hour on average, but unevenly: 25 at ten o'clock, 13 at eight. A planner puts 18 into Erlang's formula. Compared with the day as it is, what "
    "does she get?",
    options=[
        Option("much", "too many callers who hang up, since 25 is rare"),
        Option("right", "the right share, since the mean is right"),
        Option("few", "too few callers who hang up"),
        Option("wait", "too long a wait, and the right share of callers who hang up"),
    ],
    hints=[
        "Does the busy hour lose more than the quiet one saves? And in which of the two are more callers?",
        Twin(
            "A bridge takes 10 tons. Loads of 4 and 14 tons take turns: the mean is 9 tons, and the bridge breaks."
        ),
    ],
)

# Recovery -----------------------------------------------------------------------------------------

follow_up = Number(
    id="touchpoints.follow-up",
    section="14-touchpoints#touchpoints-recovery",
    title="A call after a bad answer",
    prompt="{complaints} complaints a year are handled badly. After bad handling {badly} of the customers leave, after good handling {well}. A call costs {cost} and turns "
    "{turned} of the badly handled complaints into well handled ones. A customer who stays buys for {spend} in future, of which {rate} is margin. What do the "
    "calls earn in a year?",
    draws=dict(
        complaints=whole(400, 1_200, 100, says="the number of complaints"),
        badly=rate(0.28, 0.4, 0.02, says="the part that leaves after bad handling"),
        well=rate(0.14, 0.2, 0.02, says="the part that leaves after good handling"),
        cost=money(6, 14, says="the cost of a call"),
        turned=rate(0.3, 0.6, 0.1, says="the part of the complaints that a call turns"),
        spend=money(600, 1_200, 100, says="what a customer who stays buys for"),
        rate=rate(0.3, 0.5, 0.1, says="the part of it that is margin"),
    ),
    unit="¥",
    low=-100_000,
    high=1_000_000,
    hints=[
        "How many more stay because of the calls, and what is one of them worth?",
        "Of the complaints a part is turned, and of these the difference in leaving stays. Each who stays brings the margin of what she buys; each complaint costs a call.",
    ],
)

most = Number(
    id="touchpoints.most",
    section="14-touchpoints#touchpoints-recovery",
    title="How much may it cost?",
    prompt="A customer is worth {worth} of margin if she stays. After a good recovery {well} stay, without one {without}. How much may the recovery of a complaint cost "
    "at most?",
    draws=dict(
        worth=money(200, 600, 20, says="what she is worth if she stays"),
        well=rate(0.8, 0.9, 0.01, says="the part that stays after a good recovery"),
        without=rate(0.6, 0.72, 0.02, says="the part that stays without a recovery"),
    ),
    unit="¥",
    low=0,
    high=1_000,
    hints=[
        "What does the recovery change?",
        "The difference of the two shares, times what she is worth.",
    ],
)

paradox = Choice(
    id="touchpoints.paradox",
    section="14-touchpoints#touchpoints-recovery",
    title="Better than no mistake?",
    prompt="In a firm's records customers whose complaint was handled well order more in the next year than customers who never complained. “Mistakes with a good "
    "apology pay.” What is the likeliest other reason?",
    options=[
        Option("chance", "chance: complaints are rare, so both figures swing"),
        Option("often", "who orders often complains more often, and orders often afterwards, too"),
        Option("gift", "the compensation was larger than the loss"),
        Option("answer", "the others were not asked how satisfied they are"),
    ],
    hints=[
        "Who has most occasions to complain?",
        Twin(
            "Drivers who have had a puncture drive more in the next year than those who have not. Nobody would put nails on the road."
        ),
    ],
)

# The decision -------------------------------------------------------------------------------------

break_even = Number(
    id="touchpoints.break-even",
    section="14-touchpoints#touchpoints-decision",
    title="What must a hang-up cost?",
    prompt="In an hour {calls} calls come. With two agents {two} of the callers hang up, with three {three}. An agent costs {wage} an hour. From which loss for each "
    "caller who hangs up does the third agent pay?",
    draws=dict(
        calls=whole(14, 30, says="the calls of an hour"),
        two=rate(0.24, 0.42, 0.01, says="the part that hangs up with two agents"),
        three=rate(0.1, 0.22, 0.01, says="the part that hangs up with three agents"),
        wage=money(25, 45, 5, says="the wage of an hour"),
    ),
    unit="¥",
    low=0,
    high=1_000,
    hints=[
        "How many callers fewer hang up in the hour?",
        "Divide the wage by them.",
    ],
)

where_first = Choice(
    id="touchpoints.where-first",
    section="14-touchpoints#touchpoints-decision",
    title="Where does a chart pay?",
    prompt="The hotline has the lowest score and 1,800 visits a week, the delivery a good one and 17,000. The same trouble may strike either, and the chart costs as much at "
    "both. Which chart earns more?",
    options=[
        Option("hotline", "that at the hotline, where customers are least satisfied"),
        Option("delivery", "that at the delivery, where trouble meets more customers"),
        Option("same", "both earn the same, since the trouble is as likely"),
    ],
    hints=[
        "How many customers does a week of trouble meet at each of them?",
        Twin(
            "Of two leaks of the same size a guard saves more at the main pipe than at a tap that drips already."
        ),
    ],
)

SHARE_A_YEAR = 80  # the chain has 240 times the complaints of the firm, whose table holds three years


@functools.cache
def complaints_by_class():
    """The firm's complaints about repeat orders, with the hours to the first answer and their class.

    Nobody leaves after a first order in this firm, so a complaint about one changes nothing.
    """
    firm = datasets.load_firm()
    orders = firm.orders[firm.orders["status"] != "cancelled"].sort_values("date")
    first = orders.groupby("customer_id")["order_id"].first()
    table = firm.complaints[~firm.complaints["order_id"].isin(first)].reset_index(drop=True)
    hours = (table["answered"] - table["received"]).dt.total_seconds() / 3600
    ends = [0, *(end for end in CLASSES.values() if end), float("inf")]
    return pd.DataFrame(
        {
            "complaint_id": table["complaint_id"],
            "hours_to_answer": hours.round(1),
            "measure_id": pd.cut(hours, ends, right=False, labels=list(CLASSES)).astype(str),
            "well_handled": table["well_handled"],
        }
    )


@functools.cache
def calls_of_the_year():
    """The half-hours of the year in which two agents were at work."""
    table = other_chain().calls
    return table.loc[table["agents"] == 2, ["start", "calls", "hung_up"]].reset_index(drop=True)


@functools.cache
def visits():
    """Visits, answers and usual share at each touchpoint."""
    contacts, weeks = datasets.load_firm().contacts, other_chain().touchpoint_weeks
    year = contacts[contacts["date"] >= "2025-01-01"].groupby("touchpoint", observed=True).size()
    usual = usual_shares()
    answers = weeks.groupby("touchpoint", observed=True)["answers"].mean().round(0)
    columns = {"visits": (year * 240 / 52).round(-2), "answers": answers, "usual": usual}
    table = pd.DataFrame({name: column.rename(index=str) for name, column in columns.items()})
    return (
        table.rename_axis("touchpoint")
        .reset_index()
        .astype({"visits": int, "answers": int, "touchpoint": str})
    )


@functools.cache
def all_measures():
    """What could be done: an agent in an hour, a chart at a touchpoint, calls to a class of complaints."""
    rows = [(f"agent-{hour}", "third agent", f"{hour} to {hour + 1} o'clock") for hour in range(8, 22)]
    rows += [(f"chart-{name}", "control chart", name) for name in visits()["touchpoint"]]
    begins = [0, *(end for end in CLASSES.values() if end)]
    rows += [
        (
            name,
            "follow-up calls",
            f"answered after {begin} hours or more" + (f", before {end}" if end else ""),
        )
        for begin, (name, end) in zip(begins, CLASSES.items(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["measure_id", "kind", "where"])


measures = Decision(
    id="touchpoints.measures",
    section="14-touchpoints#touchpoints-decision",
    title="Agent, chart or call: where?",
    prompt="`q.measures` holds {measures} for the next year, with `measure_id`, `kind` and `where`. Leave the list of the `measure_id` that you take.\n\n"
    "- **Third agent** in an hour of the day, on 365 days, for ¥30 an hour. Each caller who hangs up costs {hang_up}. `q.calls` holds {calls} of a "
    "year with two agents (`start`, `calls`, `hung_up`). Calls take 6 minutes on average, and callers hang up after 3 minutes of waiting on average.\n"
    "- **Control chart** at a touchpoint, on the bad side at 2.5 %: ¥2,000 a year and ¥400 a false alarm. At each touchpoint trouble comes 3 times in 16 years and takes 40 "
    "points from the share of the satisfied. Without a chart it lasts five weeks; with one it ends after the week of the alarm. Each customer who would have been satisfied and is not costs {unhappy}. "
    "`q.touchpoints` holds {touchpoints} with `visits` and `answers` (a week) and `usual` (share satisfied).\n"
    "- **Follow-up call** for {call} each, to all complaints about repeat orders with a given time to the first answer (nobody leaves after a first order here). It turns three of ten badly handled ones into well handled ones. Bad "
    "handling in place of good costs ¥54 of what such a customer is worth; an average customer is worth ¥424. `q.complaints` holds {complaints} of three years with `hours_to_answer`, "
    "`measure_id` and `well_handled`; the chain has 240 times as many.\n\n"
    "Your list is scored by the truth, as the expected profit of the year; right begins at 97 % of what the reference policy earns.",
    draws=dict(
        hang_up=money(10.5, 11.5, 0.5),
        unhappy=money(1.5, 2.5, 0.5),
        call=money(12.5, 14, 0.5),
        measures=Sample(lambda rng: all_measures(), "{rows} measures"),
        calls=Sample(lambda rng: calls_of_the_year(), "the {rows:,} half-hours"),
        touchpoints=Sample(lambda rng: visits(), "{rows} touchpoints"),
        complaints=Sample(
            lambda rng: complaints_by_class(), "the firm's {rows} complaints about repeat orders"
        ),
    ),
    unit="¥",
    things="measures",
    hints=[
        "Three small accounts, one line for each hour, each touchpoint and each class. What comes because of the measure, what does it cost?",
        "Hours: the share that hangs up with two and with three agents, at the calls of that hour. Charts: the trouble of a year, the visits that it spoils and the weeks that the alarm saves. "
        "Calls: the share handled badly in the class, the part of it that a call turns, and what this is worth.",
    ],
)

# Empathy and the 68 % -----------------------------------------------------------------------------


def _error_line(coded, settled, **_):
    return (
        f"Chance moves the share of {settled:.2f} by 1.96 × √({settled:.2f} × {1 - settled:.2f} ÷ {coded}) = "
        f"{1.96 * (settled * (1 - settled) / coded) ** 0.5:.3f} to either side"
    )


def _kappa_line(settled, alike, **_):
    chance = settled**2 + (1 - settled) ** 2
    return (
        f"The two coded {alike:.2f} alike, chance alone would give {chance:.3f}, so kappa is "
        f"{(alike - chance) / (1 - chance):.3f}"
    )


legend = Audit(
    id="touchpoints.legend",
    section="14-touchpoints#touchpoints-empathy",
    title="A share that explains everything",
    prompt="Two people coded {coded} service conversations drawn at random, {alike} of them alike. {settled} only settled the matter. After such a "
    "conversation {left} of the customers left, after the others {others}. A report follows. One line is wrong. Which?",
    draws=dict(
        coded=OneOf((200, 400, 800)),
        settled=rate(0.6, 0.72, 0.02),
        left=rate(0.1, 0.16, 0.01),
        others=rate(0.06, 0.09, 0.01),
        alike=rate(0.84, 0.9, 0.02),
    ),
    options=[
        Option(
            "share",
            lambda coded, settled, **_: (
                f"{coded * settled:.0f} of {coded} only settled the matter: {settled:.2f}"
            ),
        ),
        Option("error", _error_line),
        Option("kappa", _kappa_line),
        Option(
            "left",
            lambda settled, left, others, **_: (
                f"After such a conversation {left:.2f} left, after the others {others:.2f}: {settled * left + (1 - settled) * others:.4f} of all"
            ),
        ),
        Option(
            "because",
            lambda settled, left, **_: (
                f"So conversations that only settle the matter cost the firm {settled:.2f} × {left:.2f} = {settled * left:.4f} of its customers"
            ),
        ),
    ],
    hints=[
        "Check each line with the numbers of the lines above it. What kind of sentence is it: a count, a share, a conclusion?",
        "Draw a table of two by two for 1,000 people who were answered: settled only or not, left or not. Work out each line from it.",
    ],
    pool=(
        dict(
            prompt="A bank had two people code {coded} chats drawn at random, {alike} of them alike. In {settled} no next step was "
            "offered. After such a chat {left} of the customers closed their account, after the others {others}. A report follows. One "
            "line is wrong. Which?",
            draws=dict(
                coded=OneOf((250, 300, 500, 600)),
                settled=rate(0.52, 0.7, 0.02),
                left=rate(0.12, 0.2, 0.01),
                others=rate(0.05, 0.09, 0.01),
                alike=rate(0.8, 0.9, 0.02),
            ),
            options=[
                Option(
                    "share",
                    lambda coded, settled, **_: (
                        f"No next step was offered in {coded * settled:.0f} of {coded} chats: {settled:.2f}"
                    ),
                ),
                Option(
                    "left",
                    lambda settled, left, others, **_: (
                        f"Of all {settled * left + (1 - settled) * others:.4f} closed their account: {left:.2f} after such a chat, "
                        f"{others:.2f} after the others"
                    ),
                ),
                Option(
                    "because",
                    lambda settled, left, **_: (
                        f"Had a next step been offered in every chat, {settled:.2f} × {left:.2f} = {settled * left:.4f} fewer would have "
                        "closed it"
                    ),
                ),
                Option("kappa", _kappa_line),
                Option("error", _error_line),
            ],
            hints=[
                "Check each line with the numbers of the prompt. What kind of sentence is it: a count, a share, a conclusion?",
                "Draw a table of two by two for 1,000 customers: a next step offered or not, account closed or not. Work out each line "
                "from it.",
            ],
        ),
        dict(
            prompt="An airline had two people code {coded} calls drawn at random, {alike} of them alike. In {settled} the agent read from a "
            "script. After such a call {left} of the passengers did not fly again, after the others {others}. A report follows. One line "
            "is wrong. Which?",
            draws=dict(
                coded=OneOf((350, 450, 700, 900)),
                settled=rate(0.56, 0.74, 0.02),
                left=rate(0.2, 0.3, 0.01),
                others=rate(0.1, 0.16, 0.01),
                alike=rate(0.82, 0.92, 0.02),
            ),
            options=[
                Option(
                    "left",
                    lambda settled, left, others, **_: (
                        f"After such a call {left:.2f} did not fly again, after the others {others:.2f}: "
                        f"{settled * left + (1 - settled) * others:.4f} of all"
                    ),
                ),
                Option(
                    "because",
                    lambda settled, left, **_: (
                        f"So the script has cost the airline {settled:.2f} × {left:.2f} = {settled * left:.4f} of its passengers"
                    ),
                ),
                Option(
                    "share",
                    lambda coded, settled, **_: (
                        f"The agent read from a script in {coded * settled:.0f} of the {coded} calls: {settled:.2f}"
                    ),
                ),
                Option("error", _error_line),
                Option("kappa", _kappa_line),
            ],
            hints=[
                "Check each line with the numbers of the prompt. What kind of sentence is it: a count, a share, a conclusion?",
                "Draw a table of two by two for 1,000 people who called: script or not, flown again or not. Work out each line from it.",
            ],
        ),
    ),
)

kappa = Number(
    id="touchpoints.kappa",
    section="14-touchpoints#touchpoints-empathy",
    title="Do they agree?",
    prompt="Two people code dialogues as “listens” or “does not”. Both say “listens” of {both}, only the first of {first}, only the second of {second}, and neither of "
    "{neither}. What is Cohen's kappa?",
    draws=dict(
        both=whole(8, 20, says="the number of which both say “listens”"),
        first=whole(2, 6, says="the number of which only the first says “listens”"),
        second=whole(1, 5, says="the number of which only the second says “listens”"),
        neither=whole(5, 14, says="the number of which neither says “listens”"),
    ),
    unit="",
    low=-1,
    high=1,
    hints=[
        "Which share is coded alike, and which share would be if both coded blindly, each with her own habits?",
        "By chance both say “listens” as often as the product of their two shares, and “does not” as often as the product of the rests. Add the two. Kappa sets what was coded alike beyond that in proportion to the most that it could be.",
    ],
)

sixty_eight = Choice(
    id="touchpoints.sixty-eight",
    section="14-touchpoints#touchpoints-empathy",
    title="68 %",
    prompt="A slide: “68 % of service conversations only settle the matter.” No source is given. Which finding would support it most?",
    options=[
        Option("again", "the same figure on other slides and in books, under several names"),
        Option("sample", "a random sample of conversations, coded by two people who agree"),
        Option("survey", "a survey in which managers say how their staff talk to customers"),
        Option("leave", "that 68 % of those who left had spoken with the service before"),
    ],
    hints=[
        "What is counted, of which conversations, and by whom?",
        Twin(
            "“We use 10 % of our brain” stands in many books. Many books that copy one another are one source."
        ),
    ],
)

TEXT = (
    "“Our hotline answers within 2 minutes on average, better than the trade. Satisfaction fell from 72 to 66 % last week, so we changed the script at once; this week it is 71 %, "
    "so the change worked. 68 % of customers who leave do so because nobody cared, so the new script will cut churn by two thirds.”"
)

own = Memo(
    id="touchpoints.own",
    section="14-touchpoints#touchpoints-empathy",
    title="A text of your own",
    prompt="Find a report on service, waiting or complaints, from your own firm if you can. If you have none, take this one: "
    f"{TEXT} Write what was counted, the gravest flaw and one more, which number would be needed, and whether the decision changes.",
    words=(80, 300),
    rubric=("what is counted", "gravest flaw", "number needed", "decision"),
    hints=[
        "On how many answers does a score rest, who is missing from an average wait, and who would have stayed anyway?",
        "Go through limits, hang-ups, what would have come anyway, and the source of each figure.",
        Twin(
            "The same on a bakery: “Complaints fell from nine to four after the new oven.” How many would chance give? Were the same people asked? Needed are the complaints "
            "of a year of weeks. If they go from two to twelve anyway, the oven has not been tried."
        ),
    ],
)

memo = Memo(
    id="touchpoints.memo",
    section="14-touchpoints#touchpoints-decision",
    title="The memo",
    prompt="The head of service: “Take a third agent for the whole day, and a chart for the hotline, where our score is lowest. Calls after complaints cost too much.” Answer in a memo, "
    "for the prices of your decision: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision: which hours, which touchpoints, which complaints.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            "The same on lifts: “Run the second lift from eight to ten: it saves ¥4,000 a year, give or take 1,500. I turned down all day, which loses ¥9,000. If a minute of waiting costs half of what "
            "I took, we lose ¥800. I would count the stairs' users for a month.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_limits = Choice(
    id="touchpoints.lab-limits",
    section="14-touchpoints#touchpoints-alarms",
    title="Lab: what do wide limits miss?",
    prompt="Before you move anything: in two years something went wrong at the delivery (400 answers a week), in the app (30) and at the hotline (12). Which of them do limits at three "
    "standard errors miss most easily?",
    options=[
        Option("delivery", "that at the delivery"),
        Option("app", "that in the app"),
        Option("hotline", "that at the hotline"),
    ],
    hints=[
        "Where does a share swing most by chance?",
        Twin(
            "A scale that is right to 10 grams finds a letter missing in a parcel sooner than one that is right to 100."
        ),
    ],
)

QUESTIONS = (
    experience_gap,
    limit,
    false_alarms,
    which_limits,
    signal_calls,
    next_contact,
    follow_up,
    hang_ups,
    uneven,
    arrivals,
    break_even,
    kappa,
    legend,
    thermometer,
    alarm,
    clocks,
    measures,
    own,
    memo,
)

LABS = (lab_limits,)

QUIZ = (
    journey_says,
    fixed_cut,
    narrow,
    precision,
    late_signal,
    quiet_hours,
    worse,
    most,
    paradox,
    where_first,
    sixty_eight,
)

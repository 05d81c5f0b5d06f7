"""Chapter 5: wrong answers of a reader of chapter and questions, written before any run."""

import math


def multiple(retention, discount):
    return retention / (1 + discount - retention)


def equity(customers, inflow, margin, retention, discount, cost, newcomer=None, years=None):
    """The equity of a base, a newcomer counted in another way, or with the inflow of some years only."""
    first_now = 1 + multiple(retention, discount) if newcomer is None else newcomer
    for_ever = 1 / discount if years is None else years
    old = customers * margin * multiple(retention, discount)
    return old + inflow * for_ever * (margin * first_now - cost)


def years_to_repay(cost, yearly):
    """The first whole year in which the sum of `yearly` has reached the cost."""
    total, year = 0.0, 0
    while total < cost and year < 200:
        year += 1
        total += yearly(year)
    return year


def channel_values(people, value):
    means = people.groupby("channel")[["first", "second"]].mean()
    return value(means["first"], means["second"] / means["first"]).rename("value").reset_index()


def five_margins(first, retention, start=0, discount=0.1, years=5):
    return sum(first * retention**year * (1 + discount) ** -year for year in range(start, start + years))


def mean_of_ratios(people):
    """Retention as the share of the people whose second year brought something."""
    stayed = people.assign(kept=people["second"] > 0).groupby("channel")
    first, kept = stayed["first"].mean(), stayed["kept"].mean()
    return five_margins(first, kept).rename("value").reset_index()


def cheaper_than(offers, values):
    return list(offers.loc[offers["price"] < offers["channel"].map(values), "offer_id"])


def five_year_values(people):
    means = people.groupby("channel")[["first", "second"]].mean()
    return five_margins(means["first"], means["second"] / means["first"])


WRONG = {
    "clv.retention": [
        ("first", "all who joined taken off", lambda start, joined, end: (end - joined) / start),
        ("first", "end over start", lambda start, end: end / start),
        (
            "first",
            "the share who left",
            lambda start, joined, gone, end: 1 - (end - joined + gone) / start,
        ),
        ("second", "those who joined and left taken off only", lambda start, gone, end: (end - gone) / start),
        (
            "second",
            "divided by the end",
            lambda joined, gone, end: (end - joined + gone) / end,
        ),
    ],
    "clv.month-to-year": [
        ("first", "twelve times", lambda churn: 12 * churn),
        ("first", "the share who stay", lambda churn: (1 - churn) ** 12),
        ("first", "compounded upwards", lambda churn: (1 + churn) ** 12 - 1),
        ("second", "eleven months", lambda churn: 1 - (1 - churn) ** 11),
        ("second", "churn compounded", lambda churn: 1 - churn**12),
    ],
    "clv.npv": [
        ("first", "not discounted", lambda first, second, third: first + second + third),
        (
            "first",
            "the first comes now",
            lambda first, second, third, discount: (
                first + second / (1 + discount) + third / (1 + discount) ** 2
            ),
        ),
        (
            "first",
            "all discounted by one year",
            lambda first, second, third, discount: (first + second + third) / (1 + discount),
        ),
        (
            "second",
            "all discounted by three years",
            lambda first, second, third, discount: (first + second + third) / (1 + discount) ** 3,
        ),
        (
            "second",
            "times one less the rate",
            lambda first, second, third, discount: (
                first * (1 - discount) + second * (1 - discount) ** 2 + third * (1 - discount) ** 3
            ),
        ),
    ],
    "clv.averages": [
        (
            "first",
            "the margin left out",
            lambda customers, revenue, months: revenue / customers * months / 12,
        ),
        (
            "first",
            "months taken for years",
            lambda customers, revenue, months, margin: revenue / customers * months * margin,
        ),
        (
            "first",
            "spend a customer times orders",
            lambda customers, orders, revenue, months, margin: (
                revenue / customers * orders / customers * months / 12 * margin
            ),
        ),
        ("second", "one year", lambda customers, revenue, margin: revenue / customers * margin),
        (
            "second",
            "spend an order without its frequency",
            lambda orders, revenue, months, margin: revenue / orders * months / 12 * margin,
        ),
    ],
    "clv.stay-length": [
        ("first", "of those who left", lambda left, left_years: left_years / left),
        (
            "first",
            "of everyone so far",
            lambda left, left_years, running, running_years: (left_years + running_years) / (left + running),
        ),
        ("first", "of those who are there", lambda running, running_years: running_years / running),
        (
            "second",
            "the chance to leave",
            lambda left, left_years, running_years: left / (left_years + running_years),
        ),
        ("second", "years of the running over departures", lambda left, running_years: running_years / left),
    ],
    "clv.lifetime-value": [
        (
            "first",
            "the first margin for certain",
            lambda margin, retention, discount: margin / (1 + discount - retention),
        ),
        (
            "first",
            "the first margin now",
            lambda margin, retention, discount: margin * (1 + discount) / (1 + discount - retention),
        ),
        ("first", "not discounted", lambda margin, retention: margin * retention / (1 - retention)),
        ("second", "one year only", lambda margin, retention, discount: margin * retention / (1 + discount)),
        (
            "second",
            "years of the mean stay, discounted for certain",
            lambda margin, retention, discount: (
                margin * (1 - (1 + discount) ** (-1 / (1 - retention))) / discount
            ),
        ),
    ],
    "clv.finite-multiple": [
        (
            "first",
            "the first yuan now",
            lambda: (
                lambda retention_rate, discount_rate, horizon: sum(
                    (retention_rate / (1 + discount_rate)) ** year for year in range(horizon)
                )
            ),
        ),
        (
            "first",
            "one year too few",
            lambda: (
                lambda retention_rate, discount_rate, horizon: sum(
                    (retention_rate / (1 + discount_rate)) ** year for year in range(1, horizon)
                )
            ),
        ),
        (
            "first",
            "the first yuan for certain",
            lambda: (
                lambda retention_rate, discount_rate, horizon: sum(
                    retention_rate ** (year - 1) / (1 + discount_rate) ** year
                    for year in range(1, horizon + 1)
                )
            ),
        ),
        (
            "second",
            "for ever",
            lambda: lambda retention_rate, discount_rate, horizon: multiple(retention_rate, discount_rate),
        ),
        (
            "second",
            "not discounted",
            lambda: (
                lambda retention_rate, discount_rate, horizon: sum(
                    retention_rate**year for year in range(1, horizon + 1)
                )
            ),
        ),
    ],
    "clv.needed-retention": [
        ("first", "not discounted", lambda cost, margin: cost / (cost + margin)),
        (
            "first",
            "the first margin for certain",
            lambda cost, margin, discount: 1 + discount - margin / cost,
        ),
        (
            "first",
            "the first margin now",
            lambda cost, margin, discount: (1 + discount) * (1 - margin / cost),
        ),
        ("second", "one less margin over cost", lambda cost, margin: 1 - margin / cost),
        (
            "second",
            "discounted once",
            lambda cost, margin, discount: cost / (cost + margin) / (1 + discount),
        ),
    ],
    "clv.payback": [
        (
            "first",
            "not discounted",
            lambda cost, margin, retention: years_to_repay(cost, lambda year: margin * retention**year),
        ),
        (
            "first",
            "nobody leaves",
            lambda cost, margin, discount: years_to_repay(cost, lambda year: margin / (1 + discount) ** year),
        ),
        ("first", "neither", lambda cost, margin: math.ceil(cost / margin)),
        (
            "second",
            "the first margin for certain",
            lambda cost, margin, retention, discount: years_to_repay(
                cost, lambda year: margin * retention ** (year - 1) / (1 + discount) ** year
            ),
        ),
        (
            "second",
            "one year less",
            lambda cost, margin, retention, discount: (
                years_to_repay(cost, lambda year: margin * (retention / (1 + discount)) ** year) - 1
            ),
        ),
    ],
    "clv.equity": [
        (
            "first",
            "today's customers only",
            lambda customers, margin, retention, discount: customers * margin * multiple(retention, discount),
        ),
        (
            "first",
            "one year of newcomers",
            lambda customers, inflow, margin, retention, discount, cost: equity(
                customers, inflow, margin, retention, discount, cost, years=1
            ),
        ),
        (
            "first",
            "newcomers like today's customers",
            lambda customers, inflow, margin, retention, discount, cost: equity(
                customers, inflow, margin, retention, discount, cost, newcomer=multiple(retention, discount)
            ),
        ),
        (
            "second",
            "newcomers cost nothing",
            lambda customers, inflow, margin, retention, discount: equity(
                customers, inflow, margin, retention, discount, 0
            ),
        ),
        (
            "second",
            "today's customers pay now",
            lambda customers, inflow, margin, retention, discount, cost: (
                customers * margin + equity(customers, inflow, margin, retention, discount, cost)
            ),
        ),
    ],
    "clv.lever-cost": [
        (
            "first",
            "all that retention brings",
            lambda equity, retention_gain: equity * retention_gain,
        ),
        (
            "first",
            "the cost of the other left out",
            lambda equity, retention_gain, margin_gain: equity * (retention_gain - margin_gain),
        ),
        (
            "first",
            "in proportion to the gains",
            lambda retention_gain, margin_gain, cost: cost * retention_gain / margin_gain,
        ),
        (
            "second",
            "the cost taken off",
            lambda equity, retention_gain, margin_gain, cost: equity * (retention_gain - margin_gain) - cost,
        ),
        ("second", "what the other earns", lambda equity, margin_gain, cost: equity * margin_gain - cost),
    ],
    "clv.settled": [
        (
            "first",
            "today's customers, not the settled base",
            lambda customers, inflow, margin, retention, discount, cost: equity(
                customers, inflow, margin, retention, discount, cost
            ),
        ),
        (
            "first",
            "the settled base only",
            lambda inflow, margin, retention, discount: (
                inflow / (1 - retention) * margin * multiple(retention, discount)
            ),
        ),
        (
            "first",
            "settled at inflow over retention",
            lambda inflow, margin, retention, discount, cost: equity(
                inflow / retention, inflow, margin, retention, discount, cost
            ),
        ),
        (
            "second",
            "newcomers cost nothing",
            lambda inflow, margin, retention, discount: equity(
                inflow / (1 - retention), inflow, margin, retention, discount, 0
            ),
        ),
        (
            "second",
            "newcomers like the others",
            lambda inflow, margin, retention, discount, cost: equity(
                inflow / (1 - retention),
                inflow,
                margin,
                retention,
                discount,
                cost,
                newcomer=multiple(retention, discount),
            ),
        ),
    ],
    "clv.growing": [
        ("first", "no growth", lambda margin, retention, discount: margin * multiple(retention, discount)),
        (
            "first",
            "growth in the first year already",
            lambda margin, retention, growth, discount: (
                margin * retention * (1 + growth) / (1 + discount - retention * (1 + growth))
            ),
        ),
        (
            "first",
            "growth taken off the discount rate",
            lambda margin, retention, growth, discount: (
                margin * retention / (1 + discount - growth - retention)
            ),
        ),
        (
            "second",
            "the first margin for certain",
            lambda margin, retention, growth, discount: margin / (1 + discount - retention * (1 + growth)),
        ),
        (
            "second",
            "growth with the first margin now",
            lambda margin, retention, growth, discount: (
                margin * (1 + discount) / (1 + discount - retention * (1 + growth))
            ),
        ),
    ],
    "clv.stop-mailing": [
        ("first", "not discounted", lambda mail, chance, fresh: chance * fresh - mail),
        (
            "first",
            "the margin added to her worth",
            lambda mail, chance, fresh, margin, discount: chance * (fresh + margin) / (1 + discount) - mail,
        ),
        (
            "first",
            "the margin of the purchase only",
            lambda mail, chance, margin, discount: chance * margin / (1 + discount) - mail,
        ),
        (
            "second",
            "the mailing discounted as well",
            lambda mail, chance, fresh, discount: (chance * fresh - mail) / (1 + discount),
        ),
        ("second", "the mailing left out", lambda chance, fresh, discount: chance * fresh / (1 + discount)),
    ],
    "clv.cost-per-buyer": [
        ("first", "per registration", lambda spend, registered, worth: worth * registered / spend),
        (
            "first",
            "inverted",
            lambda spend, registered, buying, worth: spend / (registered * buying) / worth,
        ),
        ("first", "the cost of a buyer", lambda spend, registered, buying: spend / (registered * buying)),
        (
            "second",
            "divided by the share, not times",
            lambda spend, registered, buying, worth: worth * registered / buying / spend,
        ),
        (
            "second",
            "those who did not buy",
            lambda spend, registered, buying, worth: worth * registered * (1 - buying) / spend,
        ),
    ],
    "clv.channel-values": [
        (
            "first",
            "the first margin in a year",
            lambda people: channel_values(people, lambda first, kept: five_margins(first, kept, start=1)),
        ),
        (
            "first",
            "not discounted",
            lambda people: channel_values(people, lambda first, kept: five_margins(first, kept, discount=0)),
        ),
        (
            "first",
            "for ever",
            lambda people: channel_values(people, lambda first, kept: first * 1.1 / (1.1 - kept)),
        ),
        ("second", "retention: who brought something", mean_of_ratios),
        (
            "second",
            "six margins",
            lambda people: channel_values(people, lambda first, kept: five_margins(first, kept, years=6)),
        ),
    ],
    "clv.registrations": [
        ("first", "everything on offer", lambda offers: list(offers["offer_id"])),
        (
            "first",
            "cheaper than the estimate of the channel",
            lambda people, offers: cheaper_than(offers, five_year_values(people)),
        ),
        (
            "second",
            "cheaper than two years bring",
            lambda people, offers: cheaper_than(
                offers, people.groupby("channel")[["first", "second"]].mean().sum(axis=1)
            ),
        ),
    ],
    "clv.trial-size": [
        ("first", "in proportion", lambda people, wide, narrow: people * wide / narrow),
        ("first", "the root", lambda people, wide, narrow: people * math.sqrt(wide / narrow)),
        ("first", "how many times as many", lambda wide, narrow: (wide / narrow) ** 2),
        ("second", "inverted", lambda people, wide, narrow: people * (narrow / wide) ** 2),
        (
            "second",
            "those that are still lacking",
            lambda people, wide, narrow: people * ((wide / narrow) ** 2 - 1),
        ),
    ],
}

"""Each parameter of the simulated firm, raised by a fifth, moves the number that its row names."""

import dataclasses
import math

import numpy as np
import pytest

from crmlib import simulate
from crmlib.simulate.parameters import OF_EDITION, Parameters

CUSTOMERS = 1500
GROUPS = (
    *(simulate.Population, simulate.Purchases, simulate.Spend, simulate.Seasonality, simulate.Satisfaction),
    *(simulate.Club, simulate.Service, simulate.Surveys, simulate.Points, simulate.Costs),
    *(simulate.Accounts, simulate.Activity, simulate.Experience, simulate.Signals),
)
NUMBER_FIELDS = [field.name for field in dataclasses.fields(simulate.Campaign) if field.metadata.get("moves")]


def people(column, tables=("customers",)):
    return lambda firm: firm.truth.customers[column].mean(), tables


def share(column, tables=("customers",)):
    return lambda firm: firm.customers[column].mean(), tables


def missing(column):
    return lambda firm: firm.customers[column].isna().mean(), ("customers",)


def slope(firm, answer):
    told = firm.surveys.dropna(subset=answer).merge(firm.truth.customers, on="customer_id")
    return np.polyfit(told["satisfaction_now"], told[answer].astype(float), 1)[0]


def tie(firm, answer, with_what):
    told = firm.surveys.dropna(subset=answer).merge(firm.truth.customers, on="customer_id")
    return told[answer].astype(float).corr(told[with_what])


def churn(plan):
    def number(firm):
        table = firm.truth.customers
        return table.loc[table["club_plan"] == plan, "club_churn"].mean()

    return number, ("subscriptions",)


def clock(first, last):
    def number(firm):
        weeks = firm.truth.weeks(np.array([first, last], "datetime64[D]"))
        return weeks[1] - weeks[0]

    return number, ("items",)


def referrals(firm):
    table = firm.truth.customers
    return (
        table.loc[table["satisfaction"] > 1, "expected_referrals"].sum() / table["expected_referrals"].sum()
    )


def returns(firm):
    counts = firm.returns.groupby("customer_id").size().sort_values()
    return (counts**2).sum() / counts.sum() ** 2


def income_tie(firm):
    stated = firm.customers.merge(firm.truth.customers, on="customer_id").dropna(subset="income")
    return stated["income"].corr(stated["mean_order_value"], method="spearman")


def overstated(firm):
    effect = firm.truth.satisfaction_effect(6)
    return effect.true - effect.naive


def bend(firm):
    left = firm.truth.left_by_satisfaction([-1, 0, 1], renewals=6).to_numpy()
    return (left[0] - left[1]) / (left[1] - left[2])


def complaint(row, column, method="complaint_effect"):
    def number(firm):
        return getattr(firm.truth, method)().set_index("state").at[row, column]

    return number, ("items",)


def handled_well(firm):
    table = firm.truth.complaint_effect().set_index("state")["orders_share"]
    return table["well handled"] / (table["well handled"] + table["badly handled"])


def good_handling(firm):
    """How much more good handling seems to keep than it does."""
    table = firm.truth.complaint_effect().set_index("state")
    gap = table.loc["badly handled"] - table.loc["well handled"]
    return gap["leaving_probability_found"] - gap["leaving_probability"]


def incident_scores(firm):
    hotline = firm.contacts[firm.contacts["touchpoint"] == "hotline"]
    return hotline.loc[hotline["date"].between("2025-09-08", "2025-10-13"), "score"].astype(float).sum()


def invitations(kind):
    return lambda firm: (firm.surveys["kind"] == kind).sum(), ("surveys",)


def who_answers(firm):
    asked = firm.surveys.merge(firm.truth.customers, on="customer_id")
    return asked.loc[asked["answered"], "satisfaction"].mean() - asked["satisfaction"].mean()


def told(column):
    return lambda firm: firm.surveys[column].astype(float).mean(), ("surveys",)


def redemptions(firm):
    return firm.truth.redemption_cost(np.arange(2000)).sum()


def campaign_contacts(firm):
    costs = firm.cost_to_serve
    return costs.loc[costs["activity"] == "campaign contact", "cost"].sum()


def revenue_spread(firm):
    return np.log(firm.account_quarters["revenue"]).groupby(firm.account_quarters["account_id"]).std().mean()


def visit(firm):
    profits = [firm.truth.expected_account_profit(visits).sum() for visits in (2, 3)]
    return profits[1] - profits[0]


def visits_of_members(firm):
    return firm.weekly_activity["visits"].sum()


def expected_tie(firm):
    return tie(firm, "expected", "expectation")


def expectation_tie(firm):
    return firm.truth.customers["expectation"].corr(firm.truth.customers["satisfaction"])


NUMBERS = {
    "prospects": (lambda firm: 1 - firm.truth.customers["buyer"].mean(), ("customers",)),
    "women": (lambda firm: (firm.customers["sex"] == "female").mean(), ("customers",)),
    "mean age": share("age"),
    "spread of age": (lambda firm: firm.customers["age"].std(), ("customers",)),
    "median income": (lambda firm: firm.customers["income"].median(), ("customers",)),
    "spread of income": (lambda firm: np.log(firm.customers["income"]).std(), ("customers",)),
    "customers without e-mail": missing("email"),
    "customers without income": missing("income"),
    "consent to e-mail": share("consent_email"),
    "consent to SMS": share("consent_sms"),
    "consent to calls": share("consent_phone"),
    "customers in the panel": (lambda firm: firm.customers["category_spend"].notna().mean(), ("customers",)),
    "share of wallet": people("wallet_share"),
    "spread of returns": (returns, ("returns",)),
    "referrals by the satisfied": (referrals, ("customers",)),
    "purchase rate": people("purchase_rate"),
    "leaving probability": people("leaving_probability"),
    "contribution of an order": people("order_contribution"),
    "cancelled orders": (lambda firm: (firm.orders["status"] == "cancelled").mean(), ("orders",)),
    "mean order": people("mean_order_value"),
    "tie of income and mean order": (income_tie, ("customers",)),
    "spread of margin rates": (lambda firm: firm.truth.customers["margin_rate"].std(), ("items",)),
    "margin rate": people("margin_rate"),
    "weeks of the clock on 11 November": clock("2025-11-11", "2025-11-12"),
    "weeks of the clock on 18 June": clock("2025-06-18", "2025-06-19"),
    "weeks of the clock in the Spring Festival": clock("2025-01-29", "2025-02-05"),
    "effect of satisfaction": (lambda firm: -firm.truth.satisfaction_effect(6).true, ("items",)),
    "overstatement by the naive effect": (overstated, ("items",)),
    "bend of leaving by satisfaction": (bend, ("items",)),
    "members": (lambda firm: firm.truth.customers["club_churn"].notna().mean(), ("subscriptions",)),
    "yearly members": (
        lambda firm: (firm.truth.customers["club_plan"] == "yearly").sum(),
        ("subscriptions",),
    ),
    "churn of monthly members": churn("monthly"),
    "churn of yearly members": churn("yearly"),
    "value of the club": (lambda firm: firm.truth.club_value().sum(), ("subscriptions",)),
    "complaints an order": (lambda firm: 1 - complaint("no complaint", "orders_share")[0](firm), ("items",)),
    "complaints handled well": (handled_well, ("items",)),
    "leaving after bad handling": complaint("badly handled", "leaving_probability"),
    "leaving after good handling": complaint("well handled", "leaving_probability"),
    "overstatement of good handling": (good_handling, ("items",)),
    "scores in incidents": (incident_scores, ("contacts",)),
    "invitations after orders": invitations("order"),
    "yearly invitations": invitations("relationship"),
    "answers": (lambda firm: firm.surveys["answered"].sum(), ("surveys",)),
    "satisfaction of who answers": (who_answers, ("surveys",)),
    "mean CSAT": told("csat"),
    "mean of the 0-to-10 question": told("nps"),
    "slope of CSAT in satisfaction": (lambda firm: slope(firm, "csat"), ("surveys",)),
    "slope of the 0-to-10 question in satisfaction": (lambda firm: slope(firm, "nps"), ("surveys",)),
    "tie of CSAT and satisfaction": (lambda firm: tie(firm, "csat", "satisfaction"), ("surveys",)),
    "tie of the 0-to-10 question and satisfaction": (
        lambda firm: tie(firm, "nps", "satisfaction"),
        ("surveys",),
    ),
    "points earned": (lambda firm: firm.points.query("kind == 'earned'")["points"].sum(), ("points",)),
    "cost of redemptions": (redemptions, ("items",)),
    "cost of campaign contacts": (campaign_contacts, ("cost_to_serve",)),
    "share of costs that stays": (lambda firm: firm.activities["fixed_share"].mean(), ("activities",)),
    "accounts": (lambda firm: len(firm.truth.accounts), ("accounts",)),
    "managers": (lambda firm: len(firm.managers), ("managers",)),
    "potential of accounts": (lambda firm: firm.truth.accounts["potential"].sum(), ("accounts",)),
    "spread of potentials": (lambda firm: np.log(firm.truth.accounts["potential"]).std(), ("accounts",)),
    "gain of a visit": (visit, ("accounts",)),
    "profit of accounts without visits": (
        lambda firm: firm.truth.expected_account_profit(0).sum(),
        ("accounts",),
    ),
    "visits to accounts": (lambda firm: firm.account_quarters["visits"].sum(), ("account_quarters",)),
    "spread of revenue": (revenue_spread, ("account_quarters",)),
    "weeks of activity": (lambda firm: firm.weekly_activity["week"].nunique(), ("weekly_activity",)),
    "visits": (visits_of_members, ("weekly_activity",)),
    "newsletters opened": (lambda firm: firm.weekly_activity["emails_opened"].sum(), ("weekly_activity",)),
    "tie of expectation and satisfaction": (expectation_tie, ("items",)),
    "tie of the answered and the true expectation": (expected_tie, ("surveys",)),
    "not renewing after bad handling": (
        lambda firm: firm.truth.renewal_effect()["badly handled"],
        ("items",),
    ),
    "late parcels": complaint("late", "orders_share", "late_parcel_effect"),
    "leaving after a late parcel": complaint("late", "leaving_probability", "late_parcel_effect"),
    "satisfaction on the last day": people("satisfaction_now", ("items",)),
}
OF_CAMPAIGN = {
    "expected profit": lambda firm, code: firm.truth.expected_profit(code),
    "uplift": lambda firm, code: firm.truth.uplift(code).sum(),
    "response": lambda firm, code: firm.truth.response_chance(code).sum(),
    "contacts": lambda firm, code: firm.campaign_members.query("campaign_id == @code")["contacts"].sum(),
    "members of the campaign": lambda firm, code: firm.campaign_members.query("campaign_id == @code").shape[
        0
    ],
    "treated members": lambda firm, code: firm.campaign_members.query("campaign_id == @code")[
        "treated"
    ].mean(),
}


def firm_with(tables, **given):
    return simulate.firm(1, CUSTOMERS, edition=2, tables=list(tables), **given)


@pytest.fixture(scope="module")
def usual():
    return firm_with(simulate.TABLES)


def default(group):
    """The group of the second edition."""
    return OF_EDITION[2].get(group.__name__.lower()) or group()


def raised(value):
    """A fifth more; of a whole number, the next one at least."""
    return math.ceil(1.2 * value) if isinstance(value, int) else 1.2 * value


def assert_moves(words, before, after):
    """A number has moved as the words of its row say."""
    assert after > before if words.endswith(" up") else after < before, (words, before, after)


PLAIN = [
    (group, field.name)
    for group in GROUPS
    for field in dataclasses.fields(group)
    if field.name not in ("months", "weekdays", "incidents")
]


@pytest.mark.parametrize(("group", "name"), PLAIN, ids=lambda part: getattr(part, "__name__", part))
def test_a_parameter_moves_the_number_that_its_row_names(usual, group, name):
    field = {field.name: field for field in dataclasses.fields(group)}[name]
    words = field.metadata["moves"]
    number, tables = NUMBERS[words.rpartition(" ")[0]]
    one = default(group)
    changed = dataclasses.replace(one, **{name: raised(getattr(one, name))})
    assert_moves(words, number(usual), number(firm_with(tables, **{group.__name__.lower(): changed})))


@pytest.mark.parametrize("month", range(12))
def test_a_month_moves_its_weeks_of_the_clock(usual, month):
    weights = list(simulate.Seasonality().months)
    weights[month] = raised(weights[month])
    first = np.datetime64("2025-01", "M") + month
    number, tables = clock(str(first) + "-01", str(first + 1) + "-01")
    changed = firm_with(tables, seasonality=simulate.Seasonality(months=tuple(weights)))
    assert_moves(
        dataclasses.fields(simulate.Seasonality)[0].metadata["moves"], number(usual), number(changed)
    )


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_moves_its_weeks_of_the_clock(usual, weekday):
    weights = list(simulate.Seasonality().weekdays)
    weights[weekday] = raised(weights[weekday])
    # 1 September 2025 was a Monday.
    number, tables = clock(f"2025-09-0{weekday + 1}", f"2025-09-0{weekday + 2}")
    changed = firm_with(tables, seasonality=simulate.Seasonality(weekdays=tuple(weights)))
    assert_moves(
        dataclasses.fields(simulate.Seasonality)[1].metadata["moves"], number(usual), number(changed)
    )


def test_worse_incidents_lower_the_scores(usual):
    service = simulate.Service()
    worse = tuple((*incident[:3], raised(incident[3])) for incident in service.incidents)
    changed = firm_with(["contacts"], service=dataclasses.replace(service, incidents=worse))
    assert_moves("scores in incidents down", incident_scores(usual), incident_scores(changed))


def changed_campaign(code, **given):
    return tuple(
        dataclasses.replace(one, **given) if one.campaign_id == code else one
        for one in OF_EDITION[2]["campaigns"]
    )


def of_campaign(code):
    return next(one for one in OF_EDITION[2]["campaigns"] if one.campaign_id == code)


@pytest.mark.parametrize(
    "name", [name for name in NUMBER_FIELDS if name not in ("recent", "cooling", "lapsed")]
)
def test_a_campaigns_parameter_moves_the_number_that_its_row_names(usual, name):
    code = "C6" if name in ("contacts", "success_per_contact", "harm_per_contact") else "C2"
    value, words = getattr(of_campaign(code), name), _moves(name)
    more = tuple(map(raised, value)) if isinstance(value, tuple) else raised(value)
    changed = firm_with(["campaigns", "campaign_members"], campaigns=changed_campaign(code, **{name: more}))
    if name == "price_pull":
        before, after = (_by_sensitivity(firm, code) for firm in (usual, changed))
    else:
        number = OF_CAMPAIGN[words.rpartition(" ")[0]]
        before, after = number(usual, code), number(changed, code)
    assert_moves(words, before, after)


def _moves(name):
    return {field.name: field.metadata.get("moves") for field in dataclasses.fields(simulate.Campaign)}[name]


def _by_sensitivity(firm, code):
    uplift = firm.truth.uplift(code)
    price = firm.truth.customers.set_index("customer_id")["price_sensitivity"][uplift.index]
    return uplift[price > 0].mean()


@pytest.mark.parametrize("segment", ["recent", "cooling", "lapsed"])
@pytest.mark.parametrize("kind", [0, 1, 2])
def test_the_shares_of_the_kinds_move_answers_and_uplift(usual, segment, kind):
    """Sure things answer anyway, persuadables raise the uplift, sleeping dogs lower it."""
    shares = list(getattr(of_campaign("C3"), segment))
    shares[kind] = raised(shares[kind])
    changed = firm_with(["campaigns"], campaigns=changed_campaign("C3", **{segment: tuple(shares)}))
    if kind == 0:
        before, after = (firm.truth.response_chance("C3", 0).sum() for firm in (usual, changed))
    else:
        before, after = (firm.truth.uplift("C3").sum() for firm in (usual, changed))
    assert after < before if kind == 2 else after > before


def test_every_parameter_has_a_row_and_a_test():
    """No parameter is left out: of the texts of a campaign none can be raised."""
    texts = {"campaign_id", "name", "kind", "channel", "start"}
    ours = {group for group in Parameters.__subclasses__() if group.__module__ == Parameters.__module__}
    for group in ours:
        for field in dataclasses.fields(group):
            assert field.metadata.get("moves") or field.name in texts, (group.__name__, field.name)
    assert set(GROUPS) | {simulate.Campaign} == ours

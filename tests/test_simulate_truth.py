"""The truth of the simulated firm: estimators recover it, and its expected values are those of the draws."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.btyd import BetaGeoNBD, GammaGamma, ShiftedBetaGeometric
from crmlib.experiments import uplift_table
from crmlib.rfm.summary import purchase_summary
from crmlib.simulate.campaigns import SEGMENTS
from crmlib.simulate.maker import Maker
from crmlib.simulate.service import complaint_chances, leaving_after
from crmlib.simulate.settings import GROUPS, settings

CUSTOMERS = 12_000
STRAIGHT = simulate.Satisfaction()
WANTED = ["customers", "orders", "subscriptions", "surveys", "campaigns", "campaign_members"]


@pytest.fixture(scope="module")
def firm():
    return simulate.firm(seed=5, customers=CUSTOMERS, tables=WANTED)


@pytest.fixture(scope="module")
def truth(firm):
    return firm.truth


@pytest.fixture(scope="module")
def own_orders(firm):
    """Completed orders of the customers' own accord in their first lives."""
    return of_own_accord(firm.orders)


def of_own_accord(orders):
    own = (orders["status"] == "completed") & orders["campaign_id"].isna() & (orders["life"] == 1)
    return orders[own]


def assert_within(model, true):
    """The 99.9 % interval of each parameter holds the true value (one seed, many intervals)."""
    table = model.summary(confidence=0.999).set_index("parameter")
    for name, value in true.items():
        assert table.at[name, "lower"] < value < table.at[name, "upper"], (
            name,
            value,
            table.loc[name].to_dict(),
        )


# Estimators recover the populations


def test_bg_nbd_recovers_the_rates_in_the_firms_clock(truth):
    buyers = truth.customers[truth.customers["buyer"]]
    model = BetaGeoNBD().fit(buyers["frequency"], buyers["recency_weeks"], buyers["age_weeks"])
    assert_within(model, dict(r=0.8, alpha=9.0, a=0.7, b=4.7))


def test_the_histories_follow_from_the_orders_and_the_clock(truth, own_orders):
    weeks = pd.Series(truth.weeks(own_orders["date"]), index=own_orders.index)
    by_customer = weeks.groupby(own_orders["customer_id"])
    table = truth.customers.set_index("customer_id").loc[by_customer.size().index]
    assert (by_customer.size() - 1 == table["frequency"]).all()
    # A minute of the clock on the busiest day is far below a thousandth of a week.
    assert np.allclose(by_customer.max() - by_customer.min(), table["recency_weeks"], atol=0.002)


def test_bg_nbd_on_calendar_days_of_a_firm_without_seasons(own_orders):
    """As a student does it: the purchase summary, orders of a day merged."""
    even = simulate.firm(seed=5, customers=CUSTOMERS, seasonality=None, campaigns=(), tables=["orders"])
    orders = even.orders[even.orders["status"] == "completed"]
    summary = purchase_summary(orders, observation_end="2025-12-31")
    model = BetaGeoNBD().fit(summary["frequency"], summary["recency"], summary["T"])
    expected = BetaGeoNBD.from_parameters(r=0.8, alpha=9.0, a=0.7, b=4.7).expected_purchases(52)
    assert model.expected_purchases(52) == pytest.approx(expected, rel=0.04)


def test_campaign_orders_mislead_the_model_as_the_page_says():
    firm = datasets.load_firm()
    page = (Path(__file__).parents[1] / "reference" / "simulated-firm.md").read_text(encoding="utf-8")
    completed = firm.orders[firm.orders["status"] == "completed"]
    for orders in (completed, of_own_accord(firm.orders)):
        table = purchase_summary(orders, observation_end="2025-12-31")
        history = [table[column] for column in ("frequency", "recency", "T")]
        model = BetaGeoNBD().fit(*history)
        forecast = np.sum(model.conditional_expected_purchases(365 / 7, *history))
        assert re.search(f"r is {model.r_:.2f} and the forecast .*?{forecast:,.0f}", page)
    truth = firm.truth.expected_purchases(365, knowing="orders").sum()
    assert f"The truth is 0.80 and {truth:,.0f} " in page


def test_gamma_gamma_recovers_the_order_values(own_orders):
    spend = own_orders.groupby("customer_id")["amount"].agg(["size", "mean"])
    assert_within(GammaGamma().fit(spend["size"], spend["mean"]), dict(p=4.0, q=4.0, v=135.0))


def test_shifted_beta_geometric_recovers_the_renewals_of_the_club(firm):
    first = firm.subscriptions.drop_duplicates("customer_id")
    watched = first[(first["plan"] == "monthly") & (first["start"] < "2024-12-01")]
    lasted = np.where(watched["end"].isna(), 1000, watched["periods_paid"])
    model = ShiftedBetaGeometric().fit([(lasted > month).sum() for month in range(14)])
    assert_within(model, dict(alpha=0.8, beta=9.2))


def test_leaving_probabilities_stay_beta_and_independent_of_rates(truth):
    table = truth.customers
    assert table["leaving_probability"].mean() == pytest.approx(0.7 / 5.4, abs=0.005)
    spread = np.sqrt(0.7 * 4.7 / 5.4**2 / 6.4)
    assert table["leaving_probability"].std() == pytest.approx(spread, abs=0.005)
    ranks = table[["purchase_rate", "leaving_probability", "mean_order_value"]].rank().corr().to_numpy()
    assert np.abs(ranks[np.triu_indices(3, 1)]).max() < 4 / np.sqrt(CUSTOMERS)


# Satisfaction: naive, adjusted, true


def slopes(outcome, *columns):
    """Least-squares slopes with their standard errors (robust to unequal spread)."""
    design = np.column_stack([np.ones(len(outcome)), *columns])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    spread = design * (outcome - design @ coefficients)[:, None]
    errors = np.sqrt(np.diag(inverse @ spread.T @ spread @ inverse))
    return coefficients[1:], errors[1:]


@pytest.mark.parametrize("renewals", [1, 6])
def test_satisfaction_effect_is_found_adjusted_and_overstated_naive(firm, truth, renewals):
    first = firm.subscriptions.drop_duplicates("customer_id")
    watched = first[(first["plan"] == "monthly") & (first["start"] < "2025-06-01")]
    members = watched.merge(truth.customers, on="customer_id")
    left = (members["end"].notna() & (members["periods_paid"] <= renewals)).to_numpy(dtype=float)
    content, price = members["satisfaction"].to_numpy(), members["price_sensitivity"].to_numpy()
    effect = truth.satisfaction_effect(renewals)
    adjusted, adjusted_error = slopes(left, content, price)
    naive, naive_error = slopes(left, content)
    assert adjusted[0] == pytest.approx(effect.true, abs=3.3 * adjusted_error[0])
    assert naive[0] == pytest.approx(effect.naive, abs=3.3 * naive_error[0])
    assert naive[0] + 3.3 * naive_error[0] < effect.true


def test_satisfaction_effect_by_hand():
    """With beta(1, 1) the chance is the rank of z, and E[z rank(z)] is 1 / (2 sqrt(pi)); no bend."""
    given = dict(club=simulate.Club(monthly_alpha=1.0, monthly_beta=1.0), satisfaction=STRAIGHT)
    effect = simulate.firm(1, customers=1, tables=["items"], **given).truth.satisfaction_effect()
    slope = 1 / (2 * np.sqrt(np.pi))
    assert effect.true == pytest.approx(-0.3 * slope, rel=1e-3)
    assert effect.naive == pytest.approx(-(0.3 + 0.5 * 0.5) * slope, rel=1e-3)


def test_purchases_gained_are_those_of_a_lower_leaving_probability(truth):
    """With beta(1, 1) and no bend p is the rank of z itself: 0.5 becomes the rank of -0.3."""
    from scipy.stats import norm

    given = dict(purchases=simulate.Purchases(a=1.0, b=1.0), satisfaction=STRAIGHT)
    even = simulate.firm(1, customers=50, tables=["items"], **given).truth
    people, weeks = even.customers, even._future_weeks(365)
    lower = norm.cdf(norm.ppf(people["leaving_probability"]) - 0.3)
    after = (1 - np.exp(-people["purchase_rate"] * lower * weeks)) / lower * people["active"]
    gained = even.purchases_gained(1.0, days=365)
    assert gained.to_numpy() == pytest.approx(
        after.to_numpy() - even.expected_purchases(365).to_numpy(), abs=1e-9
    )
    assert truth.purchases_gained(0).abs().max() < 1e-9
    assert (truth.purchases_gained(-1) <= 0).all() and truth.purchases_gained(1).sum() > 0


def test_answers_overstate_satisfaction_by_loyalty_and_non_response(firm, truth):
    answers = firm.surveys[firm.surveys["answered"]].merge(truth.customers, on="customer_id")
    asked = firm.surveys.merge(truth.customers, on="customer_id")
    assert answers["satisfaction"].mean() > asked["satisfaction"].mean() + 0.1
    assert answers["csat"].astype(float).corr(answers["satisfaction"]) == pytest.approx(0.75, abs=0.05)


# Complaints


def test_leaving_with_and_without_complaints_adds_up_to_the_probability():
    probability = np.linspace(0.01, 0.9, 50)
    service = simulate.Service()
    without, well, badly = leaving_after(probability, 0.02, 0.03, service)
    assert np.allclose(0.95 * without + 0.02 * well + 0.03 * badly, probability)
    assert (without < probability).all() and (badly > well).all() and (well > probability).all()


def test_who_complains_leaves_as_the_causal_model_says():
    """Complaints are drawn after the fact, by Bayes' rule; the shares who left must be those of the model."""
    maker = Maker(3, 20_000, settings(dict(start="2023-01-01", end="2025-12-31") | GROUPS))
    placed, people, service = maker.placed, maker.people, maker.settings.service
    state = np.zeros(len(placed.customer), int)
    state[maker.complaints.order] = np.where(maker.complaints.well, 1, 2)
    rate, good = (values[placed.customer] for values in complaint_chances(people, service))
    probability = people.leaving_probability[placed.customer]
    chances = np.array(leaving_after(probability, rate * good, rate * (1 - good), service))
    for number in range(3):
        rows = np.flatnonzero((state == number) & (placed.sequence > 0))
        expected, spread = (
            chances[number, rows].sum(),
            np.sqrt((chances[number, rows] * (1 - chances[number, rows])).sum()),
        )
        assert abs(placed.last[rows].sum() - expected) < 3.3 * spread


def test_complaint_effect_shows_the_confounding(truth):
    table = truth.complaint_effect().set_index("state")
    assert table["orders_share"].sum() == pytest.approx(1)
    caused = (
        table.at["badly handled", "leaving_probability"] - table.at["well handled", "leaving_probability"]
    )
    found = (
        table.at["badly handled", "leaving_probability_found"]
        - table.at["well handled", "leaving_probability_found"]
    )
    assert 0.1 < caused < found


# Campaigns


def test_uplift_by_segment_is_within_its_intervals(firm, truth):
    for campaign in ("C1", "C2", "C3", "C4", "C5"):
        members = firm.campaign_members[firm.campaign_members["campaign_id"] == campaign]
        segment = members["segment"].astype(str).to_numpy()
        found = uplift_table(members["treated"], members["responded"], segment, confidence=0.999).set_index(
            "segment"
        )
        true = truth.uplift(campaign).reindex(members["customer_id"]).groupby(segment).mean()
        for name in SEGMENTS:
            assert found.at[name, "lower"] < true[name] < found.at[name, "upper"], (campaign, name)


def test_the_frequency_campaign_has_a_best_number_of_messages(firm, truth):
    members = firm.campaign_members[firm.campaign_members["campaign_id"] == "C6"]
    for contacts, group in members.groupby("contacts"):
        chance = truth.response_chance("C6", contacts).reindex(group["customer_id"])
        spread = np.sqrt((chance * (1 - chance)).sum())
        assert abs(group["responded"].sum() - chance.sum()) < 3.3 * spread
    profits = {contacts: truth.expected_profit("C6", contacts=contacts) for contacts in (1, 2, 4, 8, 30)}
    assert max(profits, key=profits.get) in (2, 4)


@pytest.mark.parametrize("campaign", ["C2", "C3"])
def test_expected_profit_is_the_mean_of_the_randomised_profits(firm, truth, campaign):
    members = firm.campaign_members[firm.campaign_members["campaign_id"] == campaign]
    groups = members.groupby("treated")["profit_after"].agg(["mean", "var", "size"])
    gain = groups.at[True, "mean"] - groups.at[False, "mean"]
    error = np.sqrt((groups["var"] / groups["size"]).sum())
    # What waiting costs and a second life brings comes later than the answer.
    at_once = truth.profit_parts(campaign)[["answers", "incentives", "contacts"]].sum(axis=1)
    expected = at_once.reindex(members["customer_id"]).mean()
    assert gain == pytest.approx(expected, abs=3.3 * error)


def test_expected_profit_by_hand():
    """One certain kind, and nobody leaves: a persuadable earns m - s - c, a sleeping dog loses m and c."""
    certain = dict(price_pull=0.0, contact_cost=2.0, incentive=5.0)
    persuaded = simulate.Campaign(
        *("P", "p", "mail", "post", "2025-01-01"), **certain, **dict.fromkeys(SEGMENTS, (0.0, 0.999999, 0.0))
    )
    dogs = simulate.Campaign(
        *("D", "d", "mail", "post", "2025-03-01"), **certain, **dict.fromkeys(SEGMENTS, (0.0, 0.0, 0.999999))
    )
    given = dict(campaigns=(persuaded, dogs), purchases=simulate.Purchases(a=1e-6, b=1.0))
    truth = simulate.firm(1, customers=50, tables=["campaigns"], **given).truth
    assert truth.customers["active"][truth.customers["buyer"]].all()
    table = truth.customers.set_index("customer_id")
    margin = table["mean_order_value"] * table["margin_rate"]
    gained, lost = truth.expected_profits("P"), truth.expected_profits("D")
    assert np.allclose(gained, margin[gained.index] - 5 - 2, atol=0.01)
    assert np.allclose(lost, -margin[lost.index] - 2, atol=0.01)
    assert truth.expected_profit("P", [gained.index[0]]) == pytest.approx(gained.iloc[0])


def test_parts_of_a_campaign_add_up(truth):
    everyone = truth.expected_profits("C1").index
    parts = truth.expected_profit("C1", everyone[:100]) + truth.expected_profit("C1", everyone[100:])
    assert parts == pytest.approx(truth.expected_profit("C1"))
    assert truth.expected_profit("C1", contacts=0) == 0
    assert truth.expected_profit("C1", []) == 0


# Future purchases and value


def test_expected_purchases_by_simulation():
    """Four thousand lives of one customer: rate 0.3 a week, leaves with 0.2 after an order, 52 weeks."""
    random = np.random.default_rng(1)
    waits = random.exponential(1 / 0.3, size=(4000, 100)).cumsum(axis=1)
    allowed = random.geometric(0.2, size=4000)
    orders = np.minimum((waits < 52).sum(axis=1), allowed)
    expected = (1 - np.exp(-0.3 * 0.2 * 52)) / 0.2
    assert orders.mean() == pytest.approx(expected, abs=3.3 * orders.std() / np.sqrt(4000))
    firm = simulate.firm(
        1, customers=1, seasonality=None, population=simulate.Population(prospect_share=0), tables=["items"]
    )
    for name, value in dict(purchase_rate=0.3, leaving_probability=0.2, active=True).items():
        firm.truth.customers[name] = value
    assert firm.truth.expected_purchases(days=364).iloc[0] == pytest.approx(expected)


def test_what_is_known_does_not_change_the_mean(truth):
    """The law of total expectation: less knowledge, the same total, less spread."""
    known = {knowing: truth.expected_purchases(365, knowing) for knowing in ("state", "history", "orders")}
    error = 3.3 * (known["state"] - known["orders"]).std() * np.sqrt(CUSTOMERS)
    assert known["history"].sum() == pytest.approx(known["state"].sum(), abs=error)
    assert known["orders"].sum() == pytest.approx(known["state"].sum(), abs=error)
    assert known["orders"].std() < known["history"].std() < known["state"].std()


def test_the_answer_from_the_orders_is_the_best_guess_from_them(truth):
    state, orders = truth.expected_purchases(365), truth.expected_purchases(365, "orders")
    table = truth.customers
    past = np.where(table["buyer"], table["frequency"] / np.maximum(table["age_weeks"], 4) * 52, 0)
    assert ((orders - state) ** 2).mean() < ((past - state) ** 2).mean()


def test_the_name_of_the_first_edition_for_knowing_the_orders_still_works(truth):
    assert truth.expected_purchases(365, "population").equals(truth.expected_purchases(365, "orders"))


def test_value_without_discount_is_orders_times_contribution(truth):
    table = truth.customers.set_index("customer_id")
    plain = truth.expected_purchases(730) * table["order_contribution"]
    assert np.allclose(truth.expected_value(730, discount_rate=0.0), plain)
    discounted = truth.expected_value(730, discount_rate=0.1)
    assert (discounted.abs() <= plain.abs() + 1e-9).all()
    assert discounted.sum() > plain.sum() / 1.1**2


def test_value_on_joining_is_the_first_order_and_what_an_active_customer_is_worth(truth):
    table = truth.customers.set_index("customer_id")
    active = table["active"] & table["buyer"]
    later = truth.expected_value(1826, discount_rate=0.1)
    joined = truth.value_on_joining(1826, discount_rate=0.1)
    assert np.allclose(joined[active] - later[active], table.loc[active, "order_contribution"])
    assert (joined[~table["buyer"]] == 0).all()
    left, back = table["buyer"] & ~table["active"], table["second_active"]
    assert (joined[left] != 0).any() and (later[left & ~back] == 0).all()
    assert back.any() and (later[back] != 0).all()


def test_contribution_is_what_orders_left_on_average():
    """The last year's margin less returns and the cost to serve, an order, against the truth."""
    firm = simulate.firm(seed=9, customers=3000, campaigns=())
    recent = firm.orders[(firm.orders["date"] >= "2025-01-01") & (firm.orders["status"] == "completed")]
    lines = firm.order_lines[firm.order_lines["order_id"].isin(recent["order_id"])]
    back = lines.merge(firm.returns, on=["order_id", "line"]).merge(firm.products, on="product_id")
    # A line's cost is its amount less its margin; without resale it is lost as well.
    lost = back["margin"] + np.where(back["resaleable"], 0, back["amount"] - back["margin"])
    earned = lines["margin"].sum() - lost.sum() - firm.cost_to_serve["cost"].sum()
    expected = firm.truth.customers.set_index("customer_id")["order_contribution"][
        recent["customer_id"]
    ].sum()
    assert earned == pytest.approx(expected, rel=0.05)


# Accounts


def test_account_revenue_is_as_expected():
    firm = simulate.firm(2, customers=1, accounts=simulate.Accounts(noise=0.1), tables=["account_quarters"])
    quarters = firm.account_quarters.merge(firm.truth.accounts, on="account_id")
    expected = pd.concat(
        [
            firm.truth.expected_account_profit(group.sort_values("account_id")["visits"].to_numpy())
            for _, group in quarters.groupby("quarter")
        ]
    )
    earned = (quarters["revenue"] * quarters["margin_rate"]).sum()
    assert earned == pytest.approx(expected.sum(), rel=0.02)
    more, fewer = (firm.truth.expected_account_profit(visits) for visits in (4, 3))
    assert (more > fewer).all()
    assert firm.truth.expected_account_profit(4, cost_per_visit=10).sum() == pytest.approx(
        more.sum() - 40 * 40
    )


# Bad input


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda t: t.expected_profit("C9"),
            "campaign must be one of 'C1', 'C2', 'C3', 'C4', 'C5', 'C6'; got 'C9'",
        ),
        (
            lambda t: t.expected_profit("C1", contacts=-1),
            "contacts must be a whole number of at least 1; got -1",
        ),
        (
            lambda t: t.expected_profit("C1", [0]),
            "customers must have bought before campaign C1 began; got 0",
        ),
        (lambda t: t.expected_profit("C1", ["Wang"]), "customers must have bought before campaign C1 began"),
        (
            lambda t: t.expected_profit("C1", [1, 1]),
            "customers must name each customer once; got 1 more than once",
        ),
        (lambda t: t.expected_purchases(days=0), "days must be a number above 0; got 0"),
        (lambda t: t.purchases_gained("much"), "change must be a number; got 'much'"),
        (lambda t: t.expected_purchases(days=5000), "days must be at most 3650 (ten years); got 5000"),
        (
            lambda t: t.expected_purchases(knowing="all"),
            "knowing must be one of 'state', 'history', 'orders'",
        ),
        (
            lambda t: t.expected_value(discount_rate=-0.1),
            "discount_rate must be a number of at least 0; got -0.1",
        ),
        (lambda t: t.value_on_joining(days=0), "days must be a number above 0; got 0"),
        (lambda t: t.satisfaction_effect(0), "renewals must be a whole number of at least 1; got 0"),
        (
            lambda t: t.satisfaction_effect(plan="weekly"),
            "plan must be one of 'monthly', 'yearly'; got 'weekly'",
        ),
        (lambda t: t.expected_account_profit(-1), "visits must be a number of at least 0; got -1"),
        (
            lambda t: t.expected_account_profit([1, 2]),
            "visits must be one number or 40, one an account; got 2",
        ),
    ],
)
def test_bad_questions_get_a_sentence(truth, call, sentence):
    with pytest.raises((TypeError, ValueError)) as problem:
        call(truth)
    assert sentence in str(problem.value)


def test_a_firm_without_campaigns_says_so():
    truth = simulate.firm(1, customers=5, campaigns=(), tables=["campaigns"]).truth
    with pytest.raises(ValueError, match="campaign is not known: the firm was made without campaigns"):
        truth.uplift("C1")
    truth = simulate.firm(1, customers=5, tables=["orders"]).truth
    with pytest.raises(ValueError, match="made without the table 'campaigns' in tables="):
        truth.uplift("C1")
